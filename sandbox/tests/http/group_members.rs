//! The people in groups: those who take part, those who wait, and how one joins and leaves.

use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{STOPPED, SUPPORT, Sandbox};
use crate::groups::{first, group};

const OLIVIA: &str = "+15551100001";
const MATEO: &str = "+15551100002";
const STRANGER: &str = "+34600000001";
const UNKNOWN: &str = "120363000000000000@g.us";

#[tokio::test]
async fn participants_come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    let made = sandbox.ask("POST", &device("/groups"), group("Trip"), 201).await;
    let path = &device(&format!("/groups/{}/participants", made["wid"].as_str().unwrap()));
    let phones = |group: &Value| -> Vec<(String, bool)> {
        let all = group["participants"].as_array().unwrap().iter();
        all.skip(1).map(|one| (one["phone"].as_str().unwrap().to_owned(), one["isAdmin"] == true)).collect()
    };
    let pair = |phone: &str, admin| (phone.to_owned(), admin);

    let added = json!({ "participants": [{ "phone": MATEO, "admin": true }] });
    let added = sandbox.ask("POST", path, added, 201).await;
    assert_eq!(phones(&added), [pair(OLIVIA, false), pair(STRANGER, true), pair(MATEO, true)]);
    assert_eq!(added["totalParticipants"], 4);
    let update = json!({ "participants": [{ "phone": OLIVIA, "admin": true }, { "phone": MATEO, "admin": false }] });
    let changed = sandbox.ask("PATCH", path, update, 200).await;
    assert_eq!(phones(&changed), [pair(OLIVIA, true), pair(STRANGER, true), pair(MATEO, false)]);
    let left = sandbox.ask("DELETE", path, json!([OLIVIA, "34600000001@c.us"]), 200).await;
    assert_eq!(phones(&left), [pair(MATEO, false)]);

    let nobody = &device(&format!("/groups/{UNKNOWN}/participants"));
    sandbox
        .refuse(&[
            ("POST", path, json!([{ "phone": MATEO }]), 400, "object"),
            ("POST", path, json!({ "participants": [{}] }), 400, "phone"),
            ("POST", nobody, json!({ "participants": [{ "phone": MATEO }] }), 404, UNKNOWN),
            ("PATCH", path, json!({ "participants": [{ "phone": OLIVIA, "admin": true }] }), 404, OLIVIA),
            ("PATCH", path, json!({ "participants": [{ "phone": MATEO, "admin": "yes" }] }), 400, "admin"),
            ("DELETE", path, json!([]), 400, "[0]"),
            ("DELETE", path, json!({ "participants": [MATEO] }), 400, "array"),
            ("DELETE", path, json!(["x"]), 400, "[0]"),
            ("DELETE", path, json!([MATEO, OLIVIA]), 404, OLIVIA),
        ])
        .await;
    assert_eq!(sandbox.get(&path.replace("/participants", "")).await["totalParticipants"], 2);
}

#[tokio::test]
async fn those_who_wait_are_let_in_or_not() {
    let sandbox = Sandbox::start(STOPPED).await;
    let (_, path) = &first(&sandbox).await;
    let members = &format!("{path}/members");
    let waiting = sandbox.list(members, "phone").await;
    assert_eq!(waiting.len(), 3);
    let before = sandbox.get(path).await["totalParticipants"].as_u64().unwrap();
    let approved = json!({ "phones": [waiting[0]] });
    let approved = sandbox.ask("POST", members, approved, 200).await;
    assert_eq!(approved["approved"], json!([waiting[0]]));
    assert_eq!(sandbox.get(path).await["totalParticipants"], before + 1);
    let rejected = json!({ "all": false, "phones": [waiting[1]] });
    sandbox.ask("DELETE", members, rejected, 200).await;
    assert_eq!(sandbox.list(members, "phone").await, waiting[2..]);
    sandbox.ask("DELETE", members, json!({ "all": true }), 200).await;
    assert!(sandbox.list(members, "phone").await.is_empty());
    sandbox.ask("POST", members, json!({ "all": true }), 200).await;
    assert_eq!(sandbox.get(path).await["totalParticipants"], before + 1);
    sandbox
        .refuse(&[
            ("POST", members, json!({}), 400, "phones"),
            ("POST", members, json!({ "all": false }), 400, "phones"),
            ("POST", members, json!({ "all": true, "phones": [STRANGER] }), 400, "phones"),
            ("POST", members, json!({ "phones": [] }), 400, "phones"),
            ("POST", members, json!({ "phones": [STRANGER] }), 404, STRANGER),
            ("DELETE", members, json!({ "phones": "all" }), 400, "phones"),
            ("DELETE", members, Value::Null, 400, "body"),
            ("GET", &device(&format!("/groups/{UNKNOWN}/members")), Value::Null, 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn invitations_let_other_numbers_join() {
    let sandbox = Sandbox::start(STOPPED).await;
    let (wid, path) = &first(&sandbox).await;
    let invite = &format!("{path}/invite");
    let old = sandbox.get(invite).await;
    let new = sandbox.ask("DELETE", invite, Value::Null, 200).await;
    assert_ne!(old["inviteCode"], new["inviteCode"]);
    assert_eq!(sandbox.get(invite).await, new);

    let groups = &format!("/devices/{SUPPORT}/groups");
    let link = new["inviteLink"].as_str().unwrap();
    let joined = sandbox.ask("PUT", groups, json!({ "url": link }), 200).await;
    assert_eq!(joined["wid"], json!(wid));
    assert!(sandbox.list(groups, "wid").await.contains(wid));
    let phones: Vec<Value> = sandbox.get(path).await["participants"].as_array().unwrap().clone();
    assert!(phones.iter().any(|one| one["phone"] == "+15550100002"), "the others see it");
    let code = &new["inviteCode"];
    sandbox
        .refuse(&[
            ("PUT", groups, json!({ "code": code }), 409, "already"),
            ("PUT", groups, json!({ "code": old["inviteCode"] }), 404, "invite code"),
            ("PUT", groups, json!({ "code": code, "url": link }), 400, "exactly one"),
            ("PUT", groups, json!({}), 400, "exactly one"),
            ("PUT", groups, json!({ "url": "https://example.com/x" }), 400, "url"),
            ("PUT", groups, json!({ "code": "" }), 400, "code"),
            ("GET", &device(&format!("/groups/{UNKNOWN}/invite")), Value::Null, 404, UNKNOWN),
            ("DELETE", &device(&format!("/groups/{UNKNOWN}/invite")), Value::Null, 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn leaving_takes_a_session_that_is_online() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/groups");
    let wids = sandbox.list(&format!("{path}?kind=group"), "wid").await;
    let without_suffix = wids[0].trim_end_matches("@g.us");
    let left = sandbox.ask("DELETE", path, json!({ "id": without_suffix }), 200).await;
    assert_eq!(left, json!({}));
    sandbox.ask("DELETE", path, json!({ "id": wids[1], "remove": false }), 200).await;
    let kept = sandbox.get(&format!("{path}?kind=group")).await;
    assert_eq!(kept.as_array().map(Vec::len), Some(1));
    assert_eq!([&kept[0]["wid"], &kept[0]["isReadOnly"]], [&json!(wids[1]), &json!(true)]);
    let phones: Vec<&Value> = kept[0]["participants"].as_array().unwrap().iter().map(|one| &one["phone"]).collect();
    assert!(!phones.contains(&&json!("+15550100001")), "{phones:?}");

    let offline = &format!("/devices/{SUPPORT}/groups");
    let theirs = sandbox.list(offline, "wid").await.swap_remove(0);
    sandbox
        .refuse(&[
            ("DELETE", offline, json!({ "id": theirs }), 503, "online"),
            ("DELETE", path, json!({ "id": UNKNOWN }), 404, UNKNOWN),
            ("DELETE", path, json!({ "id": "x@g.us" }), 400, "id"),
            ("DELETE", path, json!({ "id": wids[1], "remove": 1 }), 400, "remove"),
            ("DELETE", path, json!({}), 400, "id"),
            ("DELETE", path, Value::Null, 400, "body"),
        ])
        .await;
}
