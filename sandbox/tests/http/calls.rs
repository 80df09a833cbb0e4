//! Short forms for what most tests of a resource do.

use serde_json::{Value, json};

use crate::client::Sandbox;

impl Sandbox {
    /// A request to the API with that body (none, if it is null), which must be answered with that status. An answer
    /// without a body gives null.
    pub async fn ask(&self, method: &str, path: &str, body: Value, status: u16) -> Value {
        let call = self.api(method, path);
        let call = if body.is_null() { call } else { call.json(&body) };
        let answer = call.send().await;
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.text());
        if answer.bytes.is_empty() { Value::Null } else { answer.json() }
    }

    /// Requests that must be refused, each with a status and a message that names what is wrong.
    pub async fn refuse(&self, calls: &[(&str, &str, Value, u16, &str)]) {
        for (method, path, body, status, named) in calls {
            let call = self.api(method, path);
            let call = if body.is_null() { call } else { call.json(body) };
            let message = call.send().await.refusal(*status);
            assert!(message.contains(named), "{method} {path} {body}: {message}");
        }
    }

    /// Queries of a list that must be refused with a 400 that names the parameter.
    pub async fn refuse_queries(&self, path: &str, queries: &[&str]) {
        for query in queries {
            let answer = self.api("GET", &format!("{path}?{query}")).send().await;
            let message = answer.refusal(400);
            let name = query.split('=').next().unwrap_or_default();
            assert!(message.contains(&format!("Query parameter {name}: ")), "{path}?{query}: {message}");
        }
    }

    /// What GET answers once it is as wanted. It asks over and over, as a client without webhooks does.
    pub async fn until(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let asking = async {
            loop {
                let answer = self.get(path).await;
                if wanted(&answer) {
                    return answer;
                }
            }
        };
        let answer = tokio::time::timeout(std::time::Duration::from_secs(10), asking).await;
        answer.unwrap_or_else(|_| panic!("{path} does not become what it should within 10 s"))
    }

    /// What a member says in each entry of a list.
    pub async fn list(&self, path: &str, member: &str) -> Vec<String> {
        let list = self.get(path).await;
        let entries = list.as_array().unwrap_or_else(|| panic!("{path}: {list}"));
        let text = |entry: &Value| entry[member].as_str().unwrap_or_default().to_owned();
        entries.iter().map(text).collect()
    }

    /// Makes many entries of a resource.
    pub async fn seed(&self, resource: &str, count: usize) {
        let wanted = json!({ resource: count });
        let answer = self.control("PUT", "/seed").json(&wanted).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Asserts that a list has pages of that size at most, 20 if none is asked for, and ends.
    pub async fn pages(&self, resource: &str, path: &str, max_size: usize) {
        let join = if path.contains('?') { '&' } else { '?' };
        self.seed(resource, 45).await;
        for (query, count) in [
            (String::new(), 20),
            ("size=20&page=2".to_owned(), 5),
            ("size=20&page=3".to_owned(), 0),
            (format!("size={max_size}"), 45),
            ("size=1&page=44".to_owned(), 1),
        ] {
            let list = self.get(&format!("{path}{join}{query}")).await;
            assert_eq!(list.as_array().map(Vec::len), Some(count), "{path} {query}");
        }
        for query in ["page=51".to_owned(), "size=0".to_owned(), format!("size={}", max_size + 1)] {
            let path = format!("{path}{join}{query}");
            self.api("GET", &path).send().await.refusal(400);
        }
    }
}

/// The paths of the numbers that most tests use.
pub fn device(path: &str) -> String {
    format!("/devices/{}{path}", crate::client::SALES)
}

/// The same below `/chat`.
pub fn chat(path: &str) -> String {
    format!("/chat/{}{path}", crate::client::SALES)
}
