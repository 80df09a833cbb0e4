//! Moves messages on as the simulated time goes by, and tells what happens to messages and sessions. Whoever looks at
//! messages calls [`settle`] before; [`run`] does so whenever something is due, so that webhooks hear of it in time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::answer::compact;
use crate::clock::SimTime;
use crate::date::Date;
use crate::device::Device;
use crate::events::EventName;
use crate::fields::user_wid;
use crate::message::{Message, Step};
use crate::session::SessionStatus;
use crate::state::{Devices, Sandbox};

/// How long changes gather at least, in real time.
const GATHERING: Duration = Duration::from_millis(5);

/// When messages have to be looked at again.
pub struct Outbox {
    changed: watch::Sender<()>,
    settled: Mutex<Settled>,
}

/// What was known when all messages were last looked at.
struct Settled {
    messages: watch::Receiver<()>,
    devices: watch::Receiver<()>,
    /// When the next thing happens.
    next: Option<Date>,
}

impl Outbox {
    /// One that has not looked yet.
    pub fn new(devices: &Devices) -> Self {
        let changed = watch::Sender::new(());
        let mut settled = Settled {
            messages: changed.subscribe(),
            devices: devices.changes(),
            next: None,
        };
        settled.messages.mark_changed();
        Self {
            changed,
            settled: Mutex::new(settled),
        }
    }

    /// Messages were added or changed.
    pub fn wake(&self) {
        self.changed.send_replace(());
    }
}

/// Keeps everything moving.
pub async fn run(sandbox: Arc<Sandbox>) {
    loop {
        // Before looking, so that no change gets lost in between.
        let mut devices = sandbox.devices.changes();
        let mut messages = sandbox.outbox.changed.subscribe();
        let started = Instant::now();
        let message_due = settle(&sandbox).map(|date| sandbox.clock.time(date));
        let session_due = tell_sessions(&sandbox);
        let looking = started.elapsed();
        let next = [message_due, session_due].into_iter().flatten().min();
        let due = async {
            match next {
                Some(next) => sandbox.clock.sleep_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            _ = messages.changed() => {}
            _ = devices.changed() => {}
        }
        // With very many messages, looking at them must not take all the time there is.
        tokio::time::sleep(GATHERING.max(4 * looking)).await;
    }
}

/// What a number lets its messages do.
struct Line {
    /// Since when it sends; none while it does not.
    open: Option<Date>,
    /// When that may change by itself.
    change: Option<Date>,
    phone: Option<String>,
}

/// Lets everything happen to messages that is due, and says when the next thing is.
pub fn settle(sandbox: &Sandbox) -> Option<Date> {
    let mut settled = sandbox.outbox.settled.lock();
    let now = sandbox.clock.date();
    let changed = |receiver: &watch::Receiver<()>| receiver.has_changed().unwrap_or(true);
    let changed = changed(&settled.messages) || changed(&settled.devices);
    if !changed && settled.next.is_none_or(|next| next > now) {
        return settled.next;
    }
    settled.messages.mark_unchanged();
    settled.devices.mark_unchanged();
    settled.next = move_on(sandbox, now);
    settled.next
}

fn move_on(sandbox: &Sandbox, now: Date) -> Option<Date> {
    let lines = lines(sandbox);
    let mut news = Vec::new();
    let mut next: Vec<Date> = lines.values().filter_map(|line| line.change).collect();
    sandbox.messages.all(|messages| {
        for message in messages {
            let line = lines.get(&message.device);
            let open = line.and_then(|line| line.open);
            while let Some((step, at)) = message.next(open) {
                if at > now {
                    next.push(at);
                    break;
                }
                message.steps.push((step, at));
                for name in events_of(step) {
                    message.notified |= sandbox.webhooks.listen_to(*name, &message.device);
                    let phone = line.and_then(|line| line.phone.as_deref());
                    let data = data(message, *name, phone);
                    news.push((*name, at, message.device.clone(), data));
                }
            }
        }
    });
    news.sort_by_key(|(_, at, _, _)| *at);
    for (name, at, device, data) in news {
        sandbox.events.tell(name, at, Some(device), data);
    }
    next.into_iter().min()
}

/// The lines of the numbers for which messages are on their way.
fn lines(sandbox: &Sandbox) -> HashMap<String, Line> {
    let devices: HashSet<String> = sandbox.messages.all(|messages| {
        let moving = messages.iter().filter(|message| message.is_moving());
        moving.map(|message| message.device.clone()).collect()
    });
    let clock = &sandbox.clock;
    let line = |device: &Device| Line {
        open: device.sends_since(clock),
        change: device
            .session
            .next_change(clock.now())
            .map(|time| clock.date_of(time)),
        phone: device.phone.clone(),
    };
    let lines = devices.into_iter().filter_map(|id| {
        let line = sandbox.devices.read(&id, line).ok()?;
        Some((id, line))
    });
    lines.collect()
}

fn events_of(step: Step) -> &'static [EventName] {
    match step {
        Step::Sent => &[EventName("message:out:new"), EventName("message:out:sent")],
        Step::Delivered | Step::Read => &[EventName("message:out:ack")],
        Step::Failed | Step::Expired => &[EventName("message:out:failed")],
    }
}

/// A message as webhooks show it: as the one in the chat, or, where the queue reports, as the one in the queue.
fn data(message: &Message, name: EventName, from: Option<&str>) -> Value {
    if matches!(name.0, "message:out:sent" | "message:out:failed") {
        return message.view();
    }
    let at = message.steps.last().map_or(message.created, |(_, at)| *at);
    let from_wid = from.map(user_wid);
    compact(json!({
        "id": message.wa_id(),
        "object": "message",
        "type": message.kind,
        "flow": "outbound",
        "status": "active",
        "ack": message.delivery_status(),
        "from": from_wid,
        "fromNumber": from,
        "to": message.target.wid,
        "toNumber": message.target.phone(),
        "date": at,
        "timestamp": at.unix(),
        "body": message.text("message").unwrap_or_default(),
        "chat": { "id": message.target.wid, "type": message.target.kind },
        "reference": message.text("reference"),
        "events": {},
        "meta": { "source": "api", "message": message.id },
    }))
}

/// Tells what happened to sessions since the last time, and says when the next thing happens to one.
fn tell_sessions(sandbox: &Sandbox) -> Option<SimTime> {
    let now = sandbox.clock.now();
    let mut news: Vec<(String, SimTime, SessionStatus)> = Vec::new();
    let next = sandbox.devices.observe(|devices| {
        for device in devices.iter_mut() {
            let changes = device.session.news(now);
            news.extend(
                changes
                    .into_iter()
                    .map(|(at, status)| (device.id.clone(), at, status)),
            );
        }
        let next = devices
            .iter()
            .filter_map(|device| device.session.next_change(now));
        next.min()
    });
    news.sort_by_key(|(_, at, _)| *at);
    for (device, at, status) in news {
        let at = sandbox.clock.date_of(at);
        let data = json!({ "id": device, "status": status, "date": at });
        sandbox
            .events
            .tell(EventName("number:session"), at, Some(device), data);
    }
    next
}
