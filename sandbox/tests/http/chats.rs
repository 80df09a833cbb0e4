//! Chats of a number.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox, WAREHOUSE};

const UNKNOWN: &str = "34600000009@c.us";
const AGENT: &str = "670000000000000000000003";

/// The WhatsApp ids of the people that the seeds chat with.
const PEOPLE: [&str; 6] = [
    "15551100001@c.us",
    "15551100002@c.us",
    "15551100003@c.us",
    "15551100004@c.us",
    "15551100005@c.us",
    "15551100006@c.us",
];

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/chats?type=chat&sort=name:asc");
    for (query, expected) in [
        ("", vec![3, 2, 1, 0, 5, 4]),
        ("&status=resolved", vec![1]),
        ("&status=resolved,muted", vec![1, 4]),
        ("&status=archived", vec![]),
        ("&unread=true", vec![3, 2]),
        ("&unread=false&status=resolved", vec![1]),
        ("&active=false", vec![1]),
        ("&agent=670000000000000000000003,670000000000000000000002", vec![2]),
        ("&search=STONE", vec![0]),
        ("&search=1100004", vec![3]),
        ("&phone=%2B15551100001,%2B15551100005", vec![0, 4]),
        ("&labels=Customer", vec![0]),
        ("&labels=*", vec![0]),
        ("&labels=Follow%20up", vec![]),
        ("&labelsExclude=*", vec![3, 2, 1, 5, 4]),
        ("&labelsExclude=Follow%20up,Urgent&size=3&page=1", vec![5, 4]),
    ] {
        let found = sandbox.list(&format!("{path}{query}"), "id").await;
        let expected: Vec<&str> = expected.into_iter().map(|index| PEOPLE[index]).collect();
        assert_eq!(found, expected, "{query}");
    }
    for (query, kinds) in [
        ("type=group", vec!["group", "group"]),
        ("type=channel,community", vec!["channel", "channel"]),
        ("type=channel&canSend=true", vec!["channel"]),
        ("type=channel&readOnly=true", vec!["channel"]),
        ("readOnly=false&type=channel", vec!["channel"]),
    ] {
        assert_eq!(sandbox.list(&chat(&format!("/chats?{query}")), "type").await, kinds, "{query}");
    }
}

#[tokio::test]
async fn sorts_and_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let first = async |sort: &str| sandbox.list(&chat(&format!("/chats?type=chat&sort={sort}")), "id").await;
    assert_eq!(first("lastMessageAt:asc").await[0], PEOPLE[3]);
    assert_eq!(first("unreadCount:desc").await[0], PEOPLE[3]);
    assert_eq!(first("name:desc").await[0], PEOPLE[4]);
    let newest = sandbox.list(&chat("/chats?type=chat"), "id").await;
    assert_eq!(newest[0], PEOPLE[0], "the newest message comes first by default");
    assert_eq!(first("lastMessageAt:desc").await, newest);
    let wrong = [
        "status=open",
        "unread=1",
        "active=yes",
        "canSend=",
        "readOnly=TRUE",
        "type=person",
        "agent=x",
        "phone=15551100001",
        "phone=+15551100001",
        "labels=",
        "labelsExclude=a,,b",
        "include=media",
        "sort=name",
        "size=101",
        "labels[]=x",
        "limit=1",
    ];
    sandbox.refuse_queries(&chat("/chats"), &wrong).await;
    sandbox.pages("chats", &chat("/chats?type=chat"), 100).await;
}

#[tokio::test]
async fn reads_one_with_what_it_holds() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat(&format!("/chats/{}", PEOPLE[0]));
    let plain = sandbox.get(path).await;
    assert_eq!([&plain["name"], &plain["phone"]], ["Olivia Stone", "+15551100001"]);
    assert_eq!(plain["labels"], json!(["Customer", "Urgent"]));
    let full = sandbox.get(&format!("{path}?include=messages,notes,participants")).await;
    assert_eq!(full["messages"][0]["body"], "Shall I call you?", "the newest first");
    assert_eq!(full["notes"].as_array().map(Vec::len), Some(1));
    assert_eq!(full["participants"], json!([]));
    assert!(plain.get("messages").is_none() && plain.get("notes").is_none());
    assert_eq!(sandbox.get(&path.replace('@', "%40")).await, plain);
    let listed = sandbox.get(&chat("/chats?include=notes&search=Stone")).await;
    assert_eq!(listed[0]["notes"], full["notes"]);
    sandbox
        .refuse(&[
            ("GET", &format!("{path}?include=all"), Value::Null, 400, "include"),
            ("GET", &chat(&format!("/chats/{UNKNOWN}")), Value::Null, 404, UNKNOWN),
            ("GET", &chat("/chats/15551100001"), Value::Null, 400, "chat"),
            ("GET", &chat("/chats/x@c.us"), Value::Null, 400, "chat"),
            ("GET", &chat("/chats/..@g.us"), Value::Null, 400, "chat"),
            ("GET", &format!("/chat/{AGENT}/chats"), Value::Null, 404, AGENT),
        ])
        .await;
    assert_eq!(sandbox.get(&format!("/chat/{WAREHOUSE}/chats")).await, json!([]));
}

#[tokio::test]
async fn deletes_one_with_its_messages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let one = &chat(&format!("/chats/{}", PEOPLE[0]));
    let two = &chat(&format!("/chats/{}", PEOPLE[1]));
    sandbox
        .refuse(&[
            ("DELETE", one, json!({ "force": true }), 400, "force"),
            ("DELETE", one, json!({ "whatsapp": "true" }), 400, "whatsapp"),
            ("DELETE", one, json!({ "all": true }), 400, "all"),
            ("DELETE", &format!("{one}?force=true"), Value::Null, 400, "force"),
            ("DELETE", &chat(&format!("/chats/{UNKNOWN}")), Value::Null, 404, UNKNOWN),
        ])
        .await;
    sandbox.ask("DELETE", one, Value::Null, 204).await;
    sandbox.api("GET", one).send().await.refusal(404);
    let messages = sandbox.get(&chat(&format!("/messages?chat={}", PEOPLE[0]))).await;
    assert_eq!(messages, json!([]));
    sandbox.get(&chat(&format!("/contacts/{}", PEOPLE[0]))).await;
    sandbox.ask("DELETE", two, json!({ "whatsapp": true, "force": true }), 204).await;
    assert_eq!(sandbox.list(&chat("/chats?type=chat"), "id").await.len(), 4);
}

#[tokio::test]
async fn shows_typing() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/typing");
    let typing = json!({ "action": "typing", "chat": "+15551100001" });
    let shown = sandbox.ask("POST", path, typing, 200).await;
    assert_eq!(shown, json!({ "action": "typing", "chat": PEOPLE[0], "duration": 2 }));
    for target in [json!({ "chat": PEOPLE[0] }), json!({ "group": "120363000001000001@g.us" })] {
        let mut body = target;
        body["action"] = json!("recording");
        body["duration"] = json!(30);
        sandbox.ask("POST", path, body, 200).await;
    }
    let to = |name: &str, value: Value| json!({ "action": "stop", "chat": PEOPLE[0], name: value });
    sandbox
        .refuse(&[
            ("POST", path, json!({ "action": "typing" }), 400, "exactly one"),
            ("POST", path, to("group", json!("120363000001000001@g.us")), 400, "exactly one"),
            ("POST", path, to("action", json!("dancing")), 400, "action"),
            ("POST", path, to("duration", json!(1)), 400, "duration"),
            ("POST", path, to("duration", json!(31)), 400, "duration"),
            ("POST", path, to("duration", json!(2.5)), 400, "duration"),
            ("POST", path, to("chat", json!("15551100001")), 400, "chat"),
            ("POST", path, json!({ "action": "stop", "group": PEOPLE[0] }), 400, "group"),
            ("POST", path, json!({ "chat": PEOPLE[0] }), 400, "action"),
        ])
        .await;
}

#[tokio::test]
async fn synchronizes() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/sync");
    let all = sandbox.post(&path).await;
    assert_eq!(all["chats"], 10);
    let some = sandbox.post(&format!("{path}?size=2&messages=1")).await;
    assert_eq!([&some["chats"], &some["messages"]], [2, 2]);
    let one = chat(&format!("/chats/{}/sync", PEOPLE[0]));
    let messages = sandbox.list(&one, "body").await;
    assert_eq!(messages[0], "Shall I call you?");
    let second = sandbox.list(&format!("{one}?size=1&page=1"), "body").await;
    assert_eq!(second, messages[1..2]);
    sandbox.refuse_queries(&one, &["size=0", "size=501", "page=51", "sync=true"]).await;
    sandbox
        .refuse(&[
            ("POST", &format!("{path}?size=0"), Value::Null, 400, "size"),
            ("POST", &format!("{path}?messages=x"), Value::Null, 400, "messages"),
            ("POST", &path, json!({}), 400, "body"),
            ("GET", &chat(&format!("/chats/{UNKNOWN}/sync")), Value::Null, 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn lists_the_participants_of_a_group() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wid = sandbox.list(&device("/groups"), "wid").await.swap_remove(0);
    let path = &chat(&format!("/chats/{wid}/participants"));
    for (query, count) in [
        ("", 7),
        ("?role=owner", 1),
        ("?role=owner,admin", 2),
        ("?role=participant", 5),
        ("?contact=true", 6),
        ("?contact=false", 1),
        ("?phone=%2B15551100001,%2B15551100002", 2),
        ("?search=GARC", 1),
        ("?search=1100003", 1),
        ("?size=3&page=2", 1),
    ] {
        assert_eq!(sandbox.list(&format!("{path}{query}"), "wid").await.len(), count, "{query}");
    }
    let included = sandbox.get(&format!("{path}?include=contact&search=Garc")).await;
    assert_eq!(included[0]["contact"]["displayName"], "Mateo García");
    assert_eq!(included[0]["isAdmin"], false);
    let person = sandbox.get(&chat(&format!("/chats/{}/participants", PEOPLE[0]))).await;
    assert_eq!(person, json!([]));
    let wrong = ["role=guest", "contact=1", "include=chat", "phone=1", "size=101", "sort=name"];
    sandbox.refuse_queries(path, &wrong).await;
    sandbox.pages("participants", &format!("{path}?role=participant"), 100).await;
    let nobody = &chat(&format!("/chats/{UNKNOWN}/participants"));
    sandbox.refuse(&[("GET", nobody, Value::Null, 404, UNKNOWN)]).await;
}
