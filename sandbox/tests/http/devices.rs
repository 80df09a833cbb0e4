//! `GET /devices` and `GET /devices/{device}`.

use serde_json::{Value, json};

use crate::client::{NAMELESS, SALES, STOPPED, SUPPORT, Sandbox, WAREHOUSE};

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter().map(|device| device["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_the_seeds() {
    let sandbox = Sandbox::start(STOPPED).await;
    let list = sandbox.get("/devices").await;
    let shown: Vec<Value> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|device| {
            json!([device["id"], device["alias"], device["phone"], device["status"], device["session"]["status"]])
        })
        .collect();
    assert_eq!(
        json!(shown),
        json!([
            [SALES, "Sales", "+15550100001", "operative", "online"],
            [SUPPORT, "Support", "+15550100002", "operative", "offline"],
            [WAREHOUSE, "Warehouse", null, "pending", "new"],
            [NAMELESS, null, "+15550100004", "operative", "timeout"],
        ])
    );
    assert_eq!(list[0]["wid"], "15550100001@c.us");
    assert!(list[2].get("phone").is_none(), "missing, not null, until paired");
}

#[tokio::test]
async fn pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.control("PUT", "/devices").json(&json!({ "count": 145 })).send().await;
    for (query, count, first) in [
        ("", 20, 1),
        ("?size=100", 100, 1),
        ("?size=100&page=1", 45, 101),
        ("?size=1&page=50", 1, 51),
        ("?page=7", 5, 141),
    ] {
        let list = sandbox.get(&format!("/devices{query}")).await;
        assert_eq!(list.as_array().unwrap().len(), count, "{query}");
        assert_eq!(list[0]["alias"], format!("Number {first}"), "{query}");
    }
    assert_eq!(sandbox.get("/devices?page=8").await, json!([]));
}

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (query, expected) in [
        (format!("ids={SALES}"), vec![SALES]),
        (format!("ids={NAMELESS},{SALES}"), vec![SALES, NAMELESS]),
        (format!("ids={NAMELESS}%2C{SALES}"), vec![SALES, NAMELESS]),
        ("ids=ffffffffffffffffffffffff".to_owned(), vec![]),
        ("status=pending".to_owned(), vec![WAREHOUSE]),
        ("status=any&size=2".to_owned(), vec![SALES, SUPPORT]),
        ("sessionStatus=timeout".to_owned(), vec![NAMELESS]),
        ("sessionStatus=offline_panel".to_owned(), vec![]),
        ("sessionStatus=any".to_owned(), vec![SALES, SUPPORT, WAREHOUSE, NAMELESS]),
        ("search=sAL".to_owned(), vec![SALES]),
        ("search=sales,support".to_owned(), vec![SALES, SUPPORT]),
        ("search=%2B15550100004".to_owned(), vec![NAMELESS]),
        ("search=000003".to_owned(), vec![WAREHOUSE]),
        ("search=sales&status=pending".to_owned(), vec![]),
    ] {
        let list = sandbox.get(&format!("/devices?{query}")).await;
        assert_eq!(ids(&list), expected, "{query}");
    }
}

#[tokio::test]
async fn the_filter_spells_offline_panel_with_an_underscore() {
    let sandbox = Sandbox::start(STOPPED).await;
    let devices = json!([{ "session": { "status": "offline:panel" } }, { "session": { "status": "offline" } }]);
    sandbox.control("PUT", "/devices").json(&devices).send().await;
    let list = sandbox.get("/devices?sessionStatus=offline_panel").await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["session"]["status"], "offline:panel");
}

#[tokio::test]
async fn every_bad_query_is_a_400_that_names_the_parameter() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (path, query, parameter) in [
        ("", "nothing=1", "nothing"),
        ("", "Page=1", "Page"),
        ("", "page=51", "page"),
        ("", "page=-1", "page"),
        ("", "page=+1", "page"),
        ("", "page=%2B1", "page"),
        ("", "page=1.0", "page"),
        ("", "page=one", "page"),
        ("", "page=", "page"),
        ("", "page", "page"),
        ("", "page=99999999999999999999", "page"),
        ("", "size=0", "size"),
        ("", "size=101", "size"),
        ("", "size=1&size=1", "size"),
        ("", "status=", "status"),
        ("", "status=Operative", "status"),
        ("", "status=operative,pending", "status"),
        ("", "sessionStatus=booting", "sessionStatus"),
        ("", "sessionStatus=offline:panel", "sessionStatus"),
        ("", "search=", "search"),
        ("", "search=a,,b", "search"),
        ("", "ids=", "ids"),
        ("", "ids=1", "ids"),
        ("", "ids[]=650000000000000000000001", "ids[]"),
        ("", "ids%5B%5D=650000000000000000000001", "ids[]"),
        ("", "ids[0]=650000000000000000000001", "ids[0]"),
        ("", "token=abcdef", "token"),
        ("/650000000000000000000001", "include=session", "include"),
        ("/650000000000000000000001", "exclude=agents", "exclude"),
        ("/650000000000000000000001", "include=agents,", "include"),
        ("/650000000000000000000001", "include[]=agents", "include[]"),
        ("/650000000000000000000001", "page=1", "page"),
        ("/650000000000000000000001/health", "wait=true", "wait"),
        ("/650000000000000000000001/sync", "force=true", "force"),
        ("/650000000000000000000001/scan", "encoding=png", "encoding"),
        ("/650000000000000000000001/scan", "force=1", "force"),
        ("/650000000000000000000001/scan", "wait=true", "wait"),
    ] {
        let answer = sandbox.api("GET", &format!("/devices{path}?{query}")).send().await;
        answer.refusal(400);
        let errors = answer.json()["errors"].clone();
        assert_eq!(errors.as_array().map(Vec::len), Some(1), "{query}: {errors}");
        let message = errors[0]["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("Query parameter {parameter}: ")), "{message}");
    }
}

#[tokio::test]
async fn all_problems_are_reported_at_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let answer = sandbox.api("GET", "/devices?size=0&page=x&ids[]=1").send().await;
    let message = answer.refusal(400);
    for name in ["size", "page", "ids=a,b"] {
        assert!(message.contains(name), "{message}");
    }
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn include_adds_and_exclude_drops_members() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{SALES}");
    let plain = sandbox.get(&path).await;
    let changed =
        sandbox.get(&format!("{path}?include=agents,catalog,quickReplies&exclude=session,profile,stats,queue")).await;
    for member in ["agents", "catalog", "quickReplies"] {
        assert!(plain.get(member).is_none(), "{member}");
        assert!(changed.get(member).is_some(), "{member}");
    }
    for member in ["session", "profile", "stats", "queue"] {
        assert!(plain.get(member).is_some(), "{member}");
        assert!(changed.get(member).is_none(), "{member}");
    }
    let one = sandbox.get(&format!("{path}?exclude=stats")).await;
    assert!(one.get("stats").is_none() && one.get("queue").is_some());
}
