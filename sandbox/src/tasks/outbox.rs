//! Moves messages on as the simulated time goes by, and tells what happens to messages and sessions. Whoever looks at
//! messages calls [`settle`] before; [`run`] does so whenever something is due, so that webhooks hear of it in time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::sessions;
use crate::message::{Message, Step};
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::values::wids::user_wid;
use crate::webhook::events::EventName;
use crate::wire::answer::compact;

/// How long changes gather at least, in real time.
const GATHERING: Duration = Duration::from_millis(5);

/// Keeps everything moving.
pub async fn run(sandbox: Arc<Sandbox>) {
    loop {
        // Before looking, so that no change gets lost in between.
        let mut devices = sandbox.devices.changes();
        let mut messages = sandbox.outbox.changed.subscribe();
        let started = Instant::now();
        let message_due = settle(&sandbox).map(|date| sandbox.clock.time(date));
        let session_due = sessions::tell(&sandbox);
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

/// Lets everything happen to messages that is due, and says when the next thing is.
pub fn settle(sandbox: &Sandbox) -> Option<Date> {
    let mut agenda = sandbox.outbox.agenda.lock();
    let agenda = &mut *agenda;
    let now = sandbox.clock.date();
    let is_stale = agenda.is_stale || agenda.devices.has_changed().unwrap_or(true);
    let mut round = Round::new(sandbox, now);
    if is_stale || agenda.review.is_some_and(|review| review <= now) {
        agenda.is_stale = false;
        agenda.devices.mark_unchanged();
        sandbox.messages.all(|messages| {
            let due = messages.iter_mut().filter_map(|message| round.move_on(message));
            agenda.due = due.collect();
        });
        agenda.review = None;
    }
    while let Some((date, id)) = agenda.due.pop_first() {
        if date > now {
            agenda.due.insert((date, id));
            break;
        }
        // One that was deleted is not found.
        let next = sandbox.messages.one(&id, |message| round.move_on(message));
        agenda.due.extend(next.ok().flatten());
    }
    let changes = round.lines.values().filter_map(|line| line.change);
    agenda.review = changes.chain(agenda.review).min();
    round.tell();
    agenda.next()
}

/// Looking at messages once.
struct Round<'a> {
    sandbox: &'a Sandbox,
    now: Date,
    /// By the ids of the numbers.
    lines: HashMap<String, Line>,
    news: Vec<(EventName, Date, String, Value)>,
}

/// What a number lets its messages do. One that does not exist lets them do nothing.
#[derive(Default)]
struct Line {
    /// Since when it sends; none while it does not.
    open: Option<Date>,
    /// When that may change by itself.
    change: Option<Date>,
    phone: Option<String>,
}

impl<'a> Round<'a> {
    fn new(sandbox: &'a Sandbox, now: Date) -> Self {
        Self { sandbox, now, lines: HashMap::new(), news: Vec::new() }
    }

    /// Lets everything happen to a message that is due, and says when the next thing is.
    fn move_on(&mut self, message: &mut Message) -> Option<(Date, String)> {
        if !message.is_moving() {
            return None;
        }
        self.learn(&message.device);
        let line = self.lines.get(&message.device)?;
        while let Some((step, at)) = message.next(line.open) {
            if at > self.now {
                return Some((at, message.id.clone()));
            }
            message.steps.push((step, at));
            for name in events_of(step) {
                let webhooks = &self.sandbox.webhooks;
                message.notified |= webhooks.listen_to(*name, &message.device);
                let data = data(message, *name, line.phone.as_deref());
                self.news.push((*name, at, message.device.clone(), data));
            }
        }
        None
    }

    /// Finds out what the number lets its messages do.
    fn learn(&mut self, device: &str) {
        if self.lines.contains_key(device) {
            return;
        }
        let clock = &self.sandbox.clock;
        let line = self.sandbox.devices.read(device, |device| Line {
            open: device.sends_since(clock),
            change: device.session.next_change(clock.now()).map(|time| clock.date_of(time)),
            phone: device.phone.clone(),
        });
        self.lines.insert(device.to_owned(), line.unwrap_or_default());
    }

    /// Tells what happened.
    fn tell(mut self) {
        self.news.sort_by_key(|(_, at, _, _)| *at);
        for (name, at, device, data) in self.news {
            self.sandbox.events.tell(name, at, Some(device), data);
        }
    }
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
        "reference": message.reference,
        "events": {},
        "meta": { "source": "api", "message": message.id },
    }))
}
