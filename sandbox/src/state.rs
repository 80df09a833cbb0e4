//! Everything the sandbox remembers. A resource with state of its own gets a field here.

use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::answer::ApiError;
use crate::assumed;
use crate::campaign::{self, Campaign};
use crate::catalog::{self, Product};
use crate::clock::{Clock, ClockFactor};
use crate::device::{Device, seeds};
use crate::events::Events;
use crate::faults::Faults;
use crate::file::{self, StoredFile};
use crate::inbox::Inboxes;
use crate::journal::Journal;
use crate::ledger::Ledger;
use crate::meeting_link::{self, MeetingLink};
use crate::message::{self, Message};
use crate::outbox::Outbox;
use crate::store::Store;
use crate::storm::Storms;
use crate::team::Team;
use crate::traffic::Traffic;
use crate::webhook::{self, Webhook};

/// The whole sandbox, shared by all requests.
pub struct Sandbox {
    /// The key that clients must send.
    pub key: String,
    /// The simulated time.
    pub clock: Clock,
    /// The WhatsApp numbers of the account.
    pub devices: Devices,
    /// Messages that were sent, or shall be.
    pub messages: Store<Message>,
    /// When they have to be looked at.
    pub outbox: Outbox,
    /// Who is told what happens.
    pub webhooks: Store<Webhook>,
    /// What is to be told.
    pub events: Events,
    /// One message to many receivers.
    pub campaigns: Store<Campaign>,
    /// Links to calls.
    pub meeting_links: Store<MeetingLink>,
    /// What the numbers sell.
    pub products: Store<Product>,
    /// Stored files.
    pub files: Store<StoredFile>,
    /// What is kept for each number.
    pub inboxes: Inboxes,
    /// The people of the account.
    pub team: Team,
    /// What was asked and how it went.
    pub journal: Journal,
    /// What shall go wrong.
    pub faults: Faults,
    /// What shall go wrong by chance.
    pub storms: Storms,
    /// Which messages were accepted.
    pub ledger: Ledger,
    /// How much was asked at once.
    pub traffic: Traffic,
    initial_clock: ClockFactor,
}

/// Shorter keys would be found, and hidden, in the middle of ordinary words of the journal.
const MIN_KEY_LENGTH: usize = 6;

impl Sandbox {
    /// A sandbox with the seed devices.
    pub fn new(key: &str, clock: ClockFactor) -> Result<Self, String> {
        if key.len() < MIN_KEY_LENGTH || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!(
                "the key must have at least {MIN_KEY_LENGTH} characters, all of them printable ASCII without spaces"
            ));
        }
        let devices = Devices::new(seeds());
        let sandbox = Self {
            key: key.to_owned(),
            clock: Clock::new(clock),
            messages: Store::new("message", "68"),
            outbox: Outbox::new(&devices),
            devices,
            webhooks: Store::new("webhook", "6a"),
            events: Events::default(),
            campaigns: Store::new("campaign", "6b"),
            meeting_links: Store::new("meeting link", "6d"),
            products: Store::new("product", "70"),
            files: Store::new("file", "69"),
            inboxes: Inboxes::seeded(),
            team: Team::seeded(),
            journal: Journal::default(),
            faults: Faults::default(),
            storms: Storms::default(),
            ledger: Ledger::default(),
            traffic: Traffic::default(),
            initial_clock: clock,
        };
        sandbox.seed();
        Ok(sandbox)
    }

    /// Back to how the sandbox started. The clock goes on from where it is, as fast as at the start.
    pub fn restart(&self) {
        self.clock.set_factor(self.initial_clock);
        self.devices.replace(seeds());
        self.inboxes.restart();
        self.team.restart();
        self.faults.clear();
        self.storms.end();
        self.ledger.clear();
        self.traffic.clear();
        self.journal.restart();
        self.events.clear();
        self.seed();
    }

    /// Fills the stores as in a fresh sandbox.
    fn seed(&self) {
        file::seed(self);
        message::seeds::seed(self);
        self.outbox.wake();
        webhook::seed(self);
        campaign::seeds::seed(self);
        meeting_link::seed(self);
        catalog::seed(self);
    }
}

/// The devices, in the order in which the API lists them.
pub struct Devices {
    all: Mutex<Vec<Device>>,
    added: AtomicUsize,
    changed: watch::Sender<()>,
}

impl Devices {
    fn new(devices: Vec<Device>) -> Self {
        Self {
            all: Mutex::new(devices),
            added: AtomicUsize::new(0),
            changed: watch::Sender::new(()),
        }
    }

    /// Puts other devices in the place of all.
    pub fn replace(&self, devices: Vec<Device>) {
        *self.all.lock() = devices;
        self.added.store(0, Ordering::Relaxed);
        self.changed.send_replace(());
    }

    /// Reads all devices.
    pub fn all<T>(&self, read: impl FnOnce(&[Device]) -> T) -> T {
        read(&self.all.lock())
    }

    /// Reads one device; 404 when there is no such one.
    pub fn read<T>(&self, id: &str, read: impl FnOnce(&Device) -> T) -> Result<T, ApiError> {
        let all = self.all.lock();
        let device = all.iter().find(|device| device.has_id(id));
        device.map(read).ok_or_else(|| assumed::no_such_device(id))
    }

    /// Changes one device; 404 when there is no such one.
    pub fn change<T>(
        &self,
        id: &str,
        change: impl FnOnce(&mut Device) -> T,
    ) -> Result<T, ApiError> {
        let mut all = self.all.lock();
        let device = all.iter_mut().find(|device| device.has_id(id));
        let result = device
            .map(change)
            .ok_or_else(|| assumed::no_such_device(id));
        drop(all);
        self.changed.send_replace(());
        result
    }

    /// Adds the device that `make` makes of its number: how many were added so far.
    pub fn add(&self, make: impl FnOnce(usize) -> Device) -> Device {
        let device = make(self.added.fetch_add(1, Ordering::Relaxed) + 1);
        self.all.lock().push(device.clone());
        self.changed.send_replace(());
        device
    }

    /// Takes one device out; 404 when there is no such one.
    pub fn remove(&self, id: &str) -> Result<Device, ApiError> {
        let mut all = self.all.lock();
        let found = all.iter().position(|device| device.has_id(id));
        let removed = found.map(|index| all.remove(index));
        drop(all);
        self.changed.send_replace(());
        removed.ok_or_else(|| assumed::no_such_device(id))
    }

    /// Looks after all devices without telling anybody.
    pub fn observe<T>(&self, look: impl FnOnce(&mut [Device]) -> T) -> T {
        look(&mut self.all.lock())
    }

    /// Tells when any device may have changed.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}
