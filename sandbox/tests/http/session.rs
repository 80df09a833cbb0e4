//! Reboot, reset, start, sync and health, and the time they take.

use std::time::Instant;

use serde_json::{Value, json};

use crate::client::{FAST, NAMELESS, SALES, STOPPED, SUPPORT, Sandbox, WAREHOUSE, real};

async fn status(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.get(&format!("/devices/{id}/health")).await["status"].clone()
}

#[tokio::test]
async fn health_reports_the_session() {
    let sandbox = Sandbox::start(STOPPED).await;
    let health = sandbox.get(&format!("/devices/{SALES}/health")).await;
    assert_eq!(health["id"], SALES);
    assert_eq!(health["status"], "online");
    assert_eq!(status(&sandbox, WAREHOUSE).await, "new");
}

#[tokio::test]
async fn reboot_goes_through_loading_to_online() {
    let sandbox = Sandbox::start(STOPPED).await;
    let answer = sandbox.post(&format!("/devices/{SALES}/reboot")).await;
    assert_eq!(answer["id"], SALES);
    assert_eq!(answer["status"], "loading");
    assert_eq!(status(&sandbox, SALES).await, "loading");
    let list = sandbox.get("/devices?sessionStatus=loading").await;
    assert_eq!(list[0]["id"], SALES);
    sandbox.set_clock(FAST).await;
    sandbox.post(&format!("/devices/{SALES}/start?wait=true")).await;
    assert_eq!(status(&sandbox, SALES).await, "online");
}

#[tokio::test]
async fn reboot_with_wait_holds_the_answer_until_online() {
    let sandbox = Sandbox::start(FAST).await;
    for id in [SALES, NAMELESS] {
        let started = Instant::now();
        let answer = sandbox.post(&format!("/devices/{id}/reboot?wait=true")).await;
        assert_eq!(answer["status"], "online");
        assert!(started.elapsed() >= real(8, FAST));
    }
}

#[tokio::test]
async fn flags_are_the_texts_true_and_false() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{SALES}/reboot");
    sandbox.post(&format!("{path}?force=false&wait=false&sync=false")).await;
    for flag in ["force", "wait", "sync"] {
        for value in ["1", "0", "TRUE", "yes", "", "true,true"] {
            let answer = sandbox.api("POST", &format!("{path}?{flag}={value}")).send().await;
            assert!(answer.refusal(400).contains(flag), "{flag}={value}");
        }
    }
    for query in ["data=true", "emptyQueue=true", "wait=true&wait=true"] {
        sandbox.api("POST", &format!("{path}?{query}")).send().await.refusal(400);
    }
    for query in ["force=true", "sync=true"] {
        let reset = format!("/devices/{SALES}/reset?{query}");
        sandbox.api("POST", &reset).send().await.refusal(400);
        let start = format!("/devices/{SALES}/start?{query}");
        sandbox.api("POST", &start).send().await.refusal(400);
    }
}

#[tokio::test]
async fn a_stopped_session_reboots_only_by_force() {
    let sandbox = Sandbox::start(FAST).await;
    for (id, end) in [(SUPPORT, "online"), (WAREHOUSE, "authorize")] {
        let path = format!("/devices/{id}/reboot");
        let refused = sandbox.api("POST", &path).send().await;
        assert!(refused.refusal(409).contains("force=true"));
        let answer = sandbox.post(&format!("{path}?force=true&wait=true")).await;
        assert_eq!(answer["status"], end);
    }
}

#[tokio::test]
async fn a_wait_ends_after_90_seconds_and_for_reset_after_120() {
    // Nobody links these numbers, so that their sessions never become usable.
    let sandbox = Sandbox::start(100.0).await;
    let timed = async |path: String| {
        let answer = sandbox.post(&path).await;
        assert_eq!(answer["status"], "authorize");
        (answer["uptime"].as_u64().unwrap(), Instant::now())
    };
    let ((rebooted, reboot_end), (reset, reset_end)) = tokio::join!(
        timed(format!("/devices/{WAREHOUSE}/reboot?force=true&wait=true")),
        timed(format!("/devices/{SALES}/reset?wait=true")),
    );
    // The upper limits are wide, for a busy machine.
    assert!((90..900).contains(&rebooted), "{rebooted}");
    assert!((120..900).contains(&reset), "{reset}");
    assert!(reboot_end < reset_end);
}

#[tokio::test]
async fn reset_makes_the_session_anew() {
    let sandbox = Sandbox::start(STOPPED).await;
    let answer = sandbox.post(&format!("/devices/{SALES}/reset")).await;
    assert_eq!(answer["status"], "loading");
    sandbox.set_clock(FAST).await;
    sandbox.post(&format!("/devices/{SALES}/reset?wait=true")).await;
    assert_eq!(status(&sandbox, SALES).await, "authorize");
    let rebooted = sandbox.post(&format!("/devices/{SALES}/reboot?wait=true")).await;
    assert_eq!(rebooted["status"], "authorize", "a reboot does not link a phone");
}

#[tokio::test]
async fn reset_clears_what_it_is_told_to_clear() {
    let sandbox = Sandbox::start(STOPPED).await;
    let cleared = |device: &Value| {
        let stored = device["stats"] != json!({ "chats": 0, "messages": 0, "contacts": 0 });
        let queued = device["queue"]["messages"] != 0;
        (stored, queued)
    };
    for (query, left) in [
        ("", (true, true)),
        ("?data=true", (false, true)),
        ("?emptyQueue=true", (true, false)),
        ("?data=true&emptyQueue=true", (false, false)),
    ] {
        sandbox.control("POST", "/restart").send().await;
        sandbox.post(&format!("/devices/{SALES}/reset{query}")).await;
        let device = sandbox.get(&format!("/devices/{SALES}")).await;
        assert_eq!(cleared(&device), left, "{query}");
        let chats = sandbox.get(&format!("/chat/{SALES}/chats")).await;
        assert_eq!(chats != json!([]), left.0, "{query}");
    }
}

#[tokio::test]
async fn start_boots_a_stopped_session_and_leaves_a_running_one() {
    let sandbox = Sandbox::start(FAST).await;
    let running = sandbox.post(&format!("/devices/{SALES}/start")).await;
    assert_eq!(running["status"], "online");
    let started = Instant::now();
    let answer = sandbox.post(&format!("/devices/{SUPPORT}/start?wait=true")).await;
    assert_eq!(answer["status"], "online");
    assert!(started.elapsed() >= real(8, FAST));
}

#[tokio::test]
async fn sync_works_once_in_60_seconds() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{SALES}/sync");
    assert!(sandbox.get(&format!("/devices/{SALES}/health")).await.get("lastSyncAt").is_none());
    let synced = sandbox.get(&path).await;
    assert!(synced["lastSyncAt"].as_str().unwrap().ends_with('Z'));
    let message = sandbox.api("GET", &path).send().await.refusal(429);
    assert!(message.contains("try again in 60 s"), "{message}");
    sandbox.get(&format!("/devices/{SUPPORT}/sync")).await;

    // A reboot that is held for 90 s lets the time pass.
    sandbox.set_clock(FAST).await;
    sandbox.post(&format!("/devices/{WAREHOUSE}/reboot?force=true&wait=true")).await;
    assert_ne!(sandbox.get(&path).await["lastSyncAt"], synced["lastSyncAt"]);
}

#[tokio::test]
async fn reboot_with_sync_synchronizes_once_online() {
    let sandbox = Sandbox::start(STOPPED).await;
    let loading = sandbox.post(&format!("/devices/{SALES}/reboot?sync=true")).await;
    assert!(loading.get("lastSyncAt").is_none());
    sandbox.set_clock(FAST).await;
    let online = sandbox.post(&format!("/devices/{SALES}/reboot?sync=true&wait=true")).await;
    assert!(online["lastSyncAt"].is_string());
    let plain = sandbox.post(&format!("/devices/{NAMELESS}/reboot?wait=true")).await;
    assert!(plain.get("lastSyncAt").is_none());
}

#[tokio::test]
async fn a_sync_that_is_due_is_given_up_with_its_reboot() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.post(&format!("/devices/{SALES}/reboot?sync=true")).await;
    sandbox.post(&format!("/devices/{SALES}/reboot")).await;
    sandbox.set_clock(FAST).await;
    let online = sandbox.post(&format!("/devices/{SALES}/start?wait=true")).await;
    assert_eq!(online["status"], "online");
    assert!(online.get("lastSyncAt").is_none());
}
