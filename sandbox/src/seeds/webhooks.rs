//! The webhooks of a fresh sandbox, and many for tests of paging.

use serde_json::json;

use super::SUPPORT;
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::webhook::events::EventName;
use crate::webhook::{Answer, Log, Webhook, WebhookState};

/// The webhooks of a fresh sandbox: one that works, and one that failed.
pub fn seed(sandbox: &Sandbox) {
    sandbox.webhooks.fill(2, |number, id| {
        let mut webhook = numbered(number, id);
        if number == 2 {
            webhook.state = WebhookState("failed");
            webhook.device = Some(SUPPORT.to_owned());
            webhook.retries = 3;
            webhook.last_failure = Some(Date::seeded(7200));
        }
        let body = json!({ "id": "6f0000000000000000000000", "event": "message:in:new" });
        webhook.last_run = Some(Date::seeded(7200));
        webhook.logs = vec![Log {
            at: Date::seeded(7200),
            failure: (number == 2).then(|| "the address answered 500".to_owned()),
            object_id: "6f0000000000000000000000".to_owned(),
            device: Some(SUPPORT.to_owned()),
            event: EventName("message:in:new"),
            body,
            answer: Some(Answer {
                time: 120,
                status: if number == 2 { 500 } else { 200 },
                kind: Some("text/plain".to_owned()),
                body: String::new(),
            }),
        }];
        webhook
    });
}

/// That many webhooks with numbers in the place of all.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    sandbox.webhooks.fill(count, numbered);
}

fn numbered(number: usize, id: String) -> Webhook {
    Webhook {
        id,
        name: format!("Webhook {number}"),
        url: format!("https://example.com/webhook/{number}"),
        events: vec![EventName("message:in:new"), EventName("message:out:new")],
        device: None,
        state: WebhookState("active"),
        retries: 0,
        created: Date::seeded(60 * i64::try_from(number).unwrap_or(0)),
        last_run: None,
        last_retry: None,
        last_failure: None,
        logs: Vec::new(),
    }
}
