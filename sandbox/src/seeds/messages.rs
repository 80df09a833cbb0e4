//! The messages of a fresh sandbox, and many for tests of paging.

use serde_json::{Map, json};

use super::{SALES, SUPPORT};
use crate::message::draft::Priority;
use crate::message::{Message, Step};
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::values::target::Target;

/// Three messages that were sent, one that failed, and two that wait: one for its date, one for its number.
pub fn seed(sandbox: &Sandbox) {
    let far = Date::seeded(10 * 365 * 24 * 3600);
    let sent = [Step::Sent, Step::Delivered, Step::Read];
    let seeds: [(&str, &str, &str, &[Step]); 6] = [
        (SALES, "15550109001@c.us", "Your order is on its way", &sent),
        (SALES, "15550109002@c.us", "Thank you for your visit", &sent),
        (SALES, "120363000000000001@g.us", "We open at nine", &sent[..2]),
        (SALES, "15550109404@c.us", "Is this your number?", &[Step::Failed]),
        (SALES, "15550109001@c.us", "Happy new year", &[]),
        (SUPPORT, "15550109003@c.us", "We are looking into it", &[]),
    ];
    sandbox.messages.fill(seeds.len(), |number, id| {
        let (device, wid, text, steps) = seeds[number - 1];
        let mut message = message(number, id, device, wid, text);
        let steps = steps.iter().zip(1..);
        message.steps = steps.map(|(step, n)| (*step, message.created.plus(n))).collect();
        if message.steps.is_empty() && device == SALES {
            message.deliver_at = far;
        }
        message
    });
}

/// That many read messages with numbers in the place of all.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    sandbox.messages.fill(count, |number, id| {
        let text = format!("Message {number}");
        let mut message = message(number, id, SALES, "15550109001@c.us", &text);
        message.steps = vec![(Step::Sent, message.created), (Step::Read, message.created)];
        message
    });
}

fn message(number: usize, id: String, device: &str, wid: &str, text: &str) -> Message {
    let created = Date::seeded(60 * i64::try_from(number).unwrap_or(0));
    Message {
        id,
        device: device.to_owned(),
        target: Target::new(wid.to_owned()),
        kind: "text",
        reference: Some(format!("seed-{number}")),
        content: Map::from_iter([("message".to_owned(), json!(text))]),
        priority: Priority("normal"),
        live: false,
        created,
        deliver_at: created,
        expires: None,
        steps: Vec::new(),
        notified: false,
    }
}
