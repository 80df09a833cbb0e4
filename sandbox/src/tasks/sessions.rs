//! Tells webhooks how the sessions of numbers change as the simulated time goes by.

use serde_json::json;

use crate::account::session::SessionStatus;
use crate::state::Sandbox;
use crate::values::clock::SimTime;
use crate::webhook::events::EventName;

/// Tells of the changes since the last call, and returns when the next session changes.
pub fn tell(sandbox: &Sandbox) -> Option<SimTime> {
    let now = sandbox.clock.now();
    let mut news: Vec<(String, SimTime, SessionStatus)> = Vec::new();
    let next = sandbox.devices.observe(|devices| {
        for device in devices.iter_mut() {
            let changes = device.session.news(now);
            news.extend(changes.into_iter().map(|(at, status)| (device.id.clone(), at, status)));
        }
        let next = devices.iter().filter_map(|device| device.session.next_change(now));
        next.min()
    });
    news.sort_by_key(|(_, at, _)| *at);
    for (device, at, status) in news {
        let at = sandbox.clock.date_of(at);
        let data = json!({ "id": device, "status": status, "date": at });
        sandbox.events.tell(EventName("number:session"), at, Some(device), data);
    }
    next
}
