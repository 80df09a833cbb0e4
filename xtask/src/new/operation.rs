//! The skeleton of an operation. What reads is complete; what changes something asks its author what only a person knows, with
//! text where the format has `true` or `false`, so that the build refuses it until that is answered.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::{Method, names::Words};

const ASK_IDEMPOTENT: &str =
    "true or false? True when sending the request twice has the same effect as sending it once";
const ASK_DELETES: &str = "true or false? True when it deletes permanently, so that a 404 after a retry is a success";

/// The ID that stands for a number in examples.
const DEVICE: &str = "64f0c3a91be27d5508ac41e2";

/// An operation as it is written first.
pub struct Skeleton {
    /// The value that saved workflows hold.
    pub value: String,
    /// What is written.
    pub json: Value,
    method: Method,
}

impl Skeleton {
    /// `shared` is the content of `shared.json`.
    pub fn new(name: &str, method: Method, path: &str, shared: &Map<String, Value>) -> Result<Self> {
        let words = Words::of(name)?;
        let in_path = parameters_in(path)?;
        let mut parameters = Vec::new();
        let mut values = Map::new();
        let mut filled = path.to_owned();
        for name in &in_path {
            let (parameter, kind) = parameter(name, shared)?;
            parameters.push(parameter);
            let value = example_of(name)?;
            filled = filled.replace(&format!("{{{name}}}"), &value);
            let value = match kind.as_str() {
                Some("resourceLocator") => json!({ "__rl": true, "mode": "id", "value": value }),
                _ => value.into(),
            };
            values.insert(name.clone(), value);
        }

        let verb = format!("{method:?}").to_uppercase();
        let mut request = json!({ "method": verb, "path": path });
        if method != Method::Get {
            request["orderingKey"] = json!(in_path);
            request["idempotent"] = ASK_IDEMPOTENT.into();
        }
        if method == Method::Delete {
            request["deletes"] = ASK_DELETES.into();
        }
        let value = words.value();
        let json = json!({
            "operation": value,
            "name": words.title(),
            "action": words.sentence(),
            "description": words.order(),
            "request": request,
            "parameters": parameters,
            "examples": [{ "name": words.act(), "parameters": values, "request": format!("{verb} {filled}") }],
        });
        Ok(Self { value, json, method })
    }

    /// What its author does next.
    pub fn tasks(&self, resource: &str) -> Vec<String> {
        let value = &self.value;
        let file = format!("descriptor/{resource}.json");
        let mut tasks = match self.method {
            Method::Get => vec![format!(
                "{file}: add its options to \"parameters\", and an example for each. Correct the description."
            )],
            _ => vec![
                format!(
                    "{file}: answer what \"idempotent\"{} asks; the build refuses '{value}' until then.",
                    match self.method {
                        Method::Delete => " and \"deletes\"",
                        _ => "",
                    }
                ),
                format!(
                    "{file}: add what it sends to \"parameters\", and the body to its example. \"orderingKey\" names what it changes: \
                     items with the same values run one after another."
                ),
                format!(
                    "tests/node/every-operation/{resource}.mjs: add a case '{value}' that runs it against the sandbox."
                ),
            ],
        };
        tasks.push("cargo xtask test --quick".into());
        tasks
    }
}

/// The names in `/devices/{device}/contacts/{contactId}`.
fn parameters_in(path: &str) -> Result<Vec<String>> {
    ensure!(
        path.starts_with('/') && !path.contains(['?', '#', ' ']),
        "the path '{path}' must begin with a slash and hold no query: the query comes from parameters"
    );
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((text, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}').unwrap_or_default();
        ensure!(
            !name.is_empty() && !name.contains('{') && !text.contains('}'),
            "the path '{path}' has a brace without its partner or without a name"
        );
        ensure!(!names.iter().any(|known| known == name), "the path '{path}' names '{name}' twice");
        names.push(name.to_owned());
        rest = tail;
    }
    ensure!(!rest.contains('}'), "the path '{path}' has a brace without its partner or without a name");
    Ok(names)
}

/// One that operations share, if there is one of that name, else one of its own; and its type.
fn parameter(name: &str, shared: &Map<String, Value>) -> Result<(Value, Value)> {
    let fits = |parameter: &Value| parameter["name"] == name && parameter["required"] == true;
    let by_key = shared.get_key_value(name).filter(|(_, shared)| fits(shared));
    let in_path = |parameter: &Value| {
        let send = &parameter["send"];
        send["in"] == "path" && send.get("as").is_none()
    };
    let found = by_key.or_else(|| {
        let mut others = shared.iter();
        others.find(|(_, shared)| fits(shared) && in_path(shared))
    });
    if let Some((key, parameter)) = found {
        let mut reference = json!({ "use": key });
        if !in_path(parameter) {
            reference["send"] = json!({ "in": "path" });
        }
        return Ok((reference, parameter["type"].clone()));
    }
    let words = Words::of(name).with_context(|| format!("the parameter '{name}' of the path"))?;
    let own = json!({
        "displayName": words.title(),
        "name": name,
        "type": "string",
        "required": true,
        "default": "",
        "description": format!("Which {}", words.thing()),
        "send": { "in": "path" },
    });
    Ok((own, "string".into()))
}

/// A value that stands in a path as it is.
fn example_of(parameter: &str) -> Result<String> {
    Ok(match parameter {
        "device" => DEVICE.into(),
        _ => format!("{}-1", Words::of(parameter)?.thing().replace(' ', "-").to_lowercase()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{ASK_DELETES, ASK_IDEMPOTENT, Method, Skeleton};

    fn shared() -> Map<String, Value> {
        let shared = json!({
            "device": { "name": "device", "type": "options", "required": true, "send": { "in": "path" } },
            "file": { "name": "fileId", "type": "resourceLocator", "required": true, "send": { "in": "path" } },
            "phone": { "name": "phone", "type": "string", "required": true, "send": { "in": "body" } },
            "note": { "name": "note", "type": "string", "send": { "in": "path" } },
        });
        shared.as_object().unwrap().clone()
    }

    fn skeleton(method: Method, path: &str) -> Value {
        let made = Skeleton::new("Get Battery", method, path, &shared());
        made.unwrap().json
    }

    #[test]
    fn a_read_is_complete() {
        assert_eq!(
            skeleton(Method::Get, "/devices/{device}/battery"),
            json!({
                "operation": "getBattery",
                "name": "Get Battery",
                "action": "Get battery",
                "description": "Get the battery",
                "request": { "method": "GET", "path": "/devices/{device}/battery" },
                "parameters": [{ "use": "device" }],
                "examples": [{
                    "name": "gets the battery",
                    "parameters": { "device": "64f0c3a91be27d5508ac41e2" },
                    "request": "GET /devices/64f0c3a91be27d5508ac41e2/battery",
                }],
            })
        );
    }

    #[test]
    fn what_changes_something_asks_for_what_only_a_person_knows() {
        let created = skeleton(Method::Post, "/devices/{device}/batteries");
        assert_eq!(created["request"]["orderingKey"], json!(["device"]));
        assert_eq!(created["request"]["idempotent"], ASK_IDEMPOTENT);
        assert_eq!(created["request"].get("deletes"), None);

        let deleted = skeleton(Method::Delete, "/batteries");
        assert_eq!(deleted["request"]["orderingKey"], json!([]));
        assert_eq!(deleted["request"]["deletes"], ASK_DELETES);
    }

    #[test]
    fn parameters_of_the_path_are_shared_where_they_can_be() {
        let made = skeleton(Method::Get, "/{device}/files/{fileId}/{phone}/{note}/{batteryId}");
        let own = |name: &str, label: &str, thing: &str| {
            json!({
                "displayName": label,
                "name": name,
                "type": "string",
                "required": true,
                "default": "",
                "description": format!("Which {thing}"),
                "send": { "in": "path" },
            })
        };
        assert_eq!(
            made["parameters"],
            json!([
                { "use": "device" },
                { "use": "file" },
                { "use": "phone", "send": { "in": "path" } },
                own("note", "Note", "note"),
                own("batteryId", "Battery ID", "battery"),
            ])
        );
        let [example] = &made["examples"].as_array().unwrap()[..] else {
            panic!("one example");
        };
        assert_eq!(example["parameters"]["fileId"], json!({ "__rl": true, "mode": "id", "value": "file-1" }));
        assert_eq!(example["request"], "GET /64f0c3a91be27d5508ac41e2/files/file-1/phone-1/note-1/battery-1");
    }

    #[test]
    fn a_path_that_is_none_is_refused_with_the_reason() {
        for (path, reason) in [
            ("devices", "slash"),
            ("/devices?size=1", "query"),
            ("/devices/{device", "brace"),
            ("/devices/device}", "brace"),
            ("/devices/{}", "brace"),
            ("/a}/{device}", "brace"),
            ("/{device}/{device}", "twice"),
        ] {
            let Err(error) = Skeleton::new("Get", Method::Get, path, &shared()) else {
                panic!("{path}");
            };
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
