//! When messages change next. `tasks::outbox` makes the changes.

use std::collections::BTreeSet;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::account::devices::Devices;
use crate::message::Message;
use crate::values::date::Date;

/// The times at which messages change next, so that only those that are due are looked at.
pub struct Outbox {
    /// Says that messages were added or changed.
    pub changed: watch::Sender<()>,
    /// What `tasks::outbox` knows about the messages.
    pub agenda: Mutex<Agenda>,
}

/// What the last look at the messages found.
pub struct Agenda {
    /// When the next step of a message is due, and the id of the message.
    pub due: BTreeSet<(Date, String)>,
    /// When all messages have to be looked at again, because a number starts or stops to send.
    pub review: Option<Date>,
    /// Whether messages have changed since.
    pub is_stale: bool,
    /// Says that devices have changed.
    pub devices: watch::Receiver<()>,
}

impl Agenda {
    /// When a message has to be looked at next.
    pub fn next(&self) -> Option<Date> {
        let due = self.due.first().map(|(date, _)| *date);
        [due, self.review].into_iter().flatten().min()
    }
}

impl Outbox {
    /// An outbox that has not looked at any message yet.
    pub fn new(devices: &Devices) -> Self {
        Self {
            changed: watch::Sender::default(),
            agenda: Mutex::new(Agenda {
                due: BTreeSet::new(),
                review: None,
                is_stale: true,
                devices: devices.changes(),
            }),
        }
    }

    /// Messages were changed: all of them have to be looked at again.
    pub fn wake(&self) {
        self.agenda.lock().is_stale = true;
        self.changed.send_replace(());
    }

    /// A message was added.
    pub fn expect(&self, message: &Message) {
        let due = (message.earliest(), message.id.clone());
        self.agenda.lock().due.insert(due);
        self.changed.send_replace(());
    }
}
