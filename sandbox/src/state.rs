//! Everything the sandbox remembers. A resource with state of its own gets a field here.

use crate::account::campaign::Campaign;
use crate::account::catalog::Product;
use crate::account::devices::Devices;
use crate::account::file::StoredFile;
use crate::account::meeting_link::MeetingLink;
use crate::account::store::Store;
use crate::account::team::Team;
use crate::chance::faults::Faults;
use crate::chance::journal::Journal;
use crate::chance::ledger::Ledger;
use crate::chance::storm::Storms;
use crate::chance::traffic::Traffic;
use crate::inbox::Inboxes;
use crate::message::Message;
use crate::message::outbox::Outbox;
use crate::values::clock::{Clock, ClockFactor};
use crate::webhook::Webhook;
use crate::webhook::events::Events;

/// The whole sandbox, shared by all requests.
pub struct Sandbox {
    /// The key that clients must send.
    pub key: String,
    /// The simulated time.
    pub clock: Clock,
    /// The WhatsApp numbers of the account.
    pub devices: Devices,
    /// Messages that clients sent through `/messages`.
    pub messages: Store<Message>,
    /// The times at which messages change next.
    pub outbox: Outbox,
    /// The addresses that get events.
    pub webhooks: Store<Webhook>,
    /// The events that webhooks have not got yet.
    pub events: Events,
    /// Campaigns: one message to many receivers.
    pub campaigns: Store<Campaign>,
    /// Links to calls.
    pub meeting_links: Store<MeetingLink>,
    /// The products that the numbers sell.
    pub products: Store<Product>,
    /// Stored files.
    pub files: Store<StoredFile>,
    /// The inbox of each number.
    pub inboxes: Inboxes,
    /// The people of the account.
    pub team: Team,
    /// The requests that came, and how each ended.
    pub journal: Journal,
    /// The faults that a test asked for.
    pub faults: Faults,
    /// The storm, which hits requests by chance.
    pub storms: Storms,
    /// The messages that were accepted.
    pub ledger: Ledger,
    /// Counts of requests and connections.
    pub traffic: Traffic,
    initial_clock: ClockFactor,
}

/// The journal hides the key wherever it finds it. A shorter key would be found in the middle of ordinary words.
const MIN_KEY_LENGTH: usize = 6;

impl Sandbox {
    /// An empty sandbox: without devices, entries and people.
    pub fn new(key: &str, clock: ClockFactor) -> Result<Self, String> {
        if key.len() < MIN_KEY_LENGTH || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!(
                "the key must have at least {MIN_KEY_LENGTH} characters, all of them printable ASCII without spaces"
            ));
        }
        let devices = Devices::default();
        Ok(Self {
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
            inboxes: Inboxes::default(),
            team: Team::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            storms: Storms::default(),
            ledger: Ledger::default(),
            traffic: Traffic::default(),
            initial_clock: clock,
        })
    }

    /// Removes faults, storm, records and events that wait. The clock keeps its time and runs as fast as at the start.
    pub fn clear(&self) {
        self.clock.set_factor(self.initial_clock);
        self.faults.clear();
        self.storms.end();
        self.ledger.clear();
        self.traffic.clear();
        self.journal.restart();
        self.events.clear();
    }
}
