//! Clock, devices and restart.

use serde_json::{Value, json};

use crate::client::{FAST, SALES, STOPPED, Sandbox};

#[tokio::test]
async fn the_clock_changes_for_those_who_wait() {
    let sandbox = Sandbox::start(STOPPED).await;
    let speed_up = async {
        sandbox.journal("?wait=1").await;
        sandbox.set_clock(FAST).await;
    };
    let reboot = format!("/devices/{SALES}/reboot?wait=true");
    let (answer, ()) = tokio::join!(sandbox.post(&reboot), speed_up);
    assert_eq!(answer["status"], "online");
}

#[tokio::test]
async fn senseless_clocks_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    for body in [
        json!({ "factor": 0 }),
        json!({ "factor": -1 }),
        json!({ "factor": "2" }),
        json!({ "factor": 1e9 }),
        json!({}),
        json!({ "factor": 1, "x": 1 }),
    ] {
        sandbox.control("PUT", "/clock").json(&body).send().await.refusal(400);
    }
    sandbox.control("PUT", "/clock").send().await.refusal(400);
}

#[tokio::test]
async fn devices_are_merged_over_a_default_one() {
    let sandbox = Sandbox::start(STOPPED).await;
    let devices = json!([
        {},
        { "id": "ABCDEF000000000000000001", "alias": null, "phone": null, "session": { "status": "hibernating" } },
        { "alias": "Ünïcode 🎉", "status": "unpaid", "stats": { "chats": 7 }, "agents": [] },
    ]);
    let answer = sandbox.control("PUT", "/devices").json(&devices).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let list = sandbox.get("/devices").await;
    assert_eq!(answer.json().as_array().unwrap().len(), 3);
    assert_eq!(list[0]["alias"], "Number 1");
    assert_eq!(list[0]["session"]["status"], "online");
    assert_eq!(list[1]["id"], "ABCDEF000000000000000001");
    assert_eq!(list[1]["session"]["status"], "hibernating");
    assert!(list[1].get("alias").is_none() && list[1].get("phone").is_none());
    assert_eq!(list[2]["alias"], "Ünïcode 🎉");
    assert_eq!(list[2]["status"], "unpaid");
    assert_eq!(list[2]["stats"]["chats"], 7);
    assert_eq!(list[2]["stats"]["messages"], list[0]["stats"]["messages"]);
    sandbox.get("/devices/abcdef000000000000000001").await;
    sandbox.api("GET", &format!("/devices/{SALES}")).send().await.refusal(404);
}

#[tokio::test]
async fn numbered_devices_are_the_same_each_time() {
    let sandbox = Sandbox::start(STOPPED).await;
    let ids = async || {
        sandbox.control("PUT", "/devices").json(&json!({ "count": 3 })).send().await;
        let list = sandbox.get("/devices").await;
        list.as_array().unwrap().iter().map(|device| device["id"].clone()).collect::<Vec<Value>>()
    };
    let first = ids().await;
    assert_eq!(first, ids().await);
    assert_eq!(first[2], "660000000000000000000003");
    sandbox.control("PUT", "/devices").json(&json!([])).send().await;
    assert_eq!(sandbox.get("/devices").await, json!([]));
}

#[tokio::test]
async fn senseless_devices_are_refused_and_change_nothing() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (devices, named) in [
        (json!([{ "id": "1" }]), "id"),
        (json!([{ "nickname": "x" }]), "nickname"),
        (json!([{ "session": { "state": "online" } }]), "state"),
        (json!([{ "session": "online" }]), "session"),
        (json!([{ "status": null }]), "status"),
        (json!([{ "id": SALES }, { "id": SALES }]), SALES),
        (json!([7]), "invalid type"),
        (json!({ "count": 1_000_000 }), "count"),
        (json!({ "count": -1 }), "count"),
        (json!({}), "count"),
        (json!("x"), "count"),
    ] {
        let answer = sandbox.control("PUT", "/devices").json(&devices).send().await;
        let message = answer.refusal(400);
        assert!(message.contains(named), "{devices}: {message}");
    }
    assert_eq!(sandbox.get("/devices").await[0]["id"], SALES);
}

#[tokio::test]
async fn restart_brings_everything_back() {
    let sandbox = Sandbox::start(STOPPED).await;
    let before = sandbox.get(&format!("/devices/{SALES}")).await;
    // So fast that a reboot is over before the next request.
    sandbox.set_clock(1_000_000.0).await;
    sandbox.add_fault(json!({ "status": 500, "times": 0 })).await;
    sandbox.control("PUT", "/devices").json(&json!([])).send().await;
    assert_eq!(sandbox.control("POST", "/restart").send().await.status, 204);
    assert!(sandbox.journal("").await.is_empty());
    sandbox.post(&format!("/devices/{SALES}/reboot")).await;
    let health = sandbox.get(&format!("/devices/{SALES}/health")).await;
    assert_eq!(health["status"], "loading", "the clock is slow again");
    sandbox.control("POST", "/restart").send().await;
    let after = sandbox.get(&format!("/devices/{SALES}")).await;
    assert_eq!(before["alias"], after["alias"]);
    assert_eq!(after["session"]["status"], "online");
}
