//! Everything the sandbox remembers. A resource with state of its own gets a field here.

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::answer::ApiError;
use crate::assumed;
use crate::clock::{Clock, ClockFactor};
use crate::device::{Device, seeds};
use crate::faults::Faults;
use crate::journal::Journal;

/// The whole sandbox, shared by all requests.
pub struct Sandbox {
    /// The key that clients must send.
    pub key: String,
    /// The simulated time.
    pub clock: Clock,
    /// The WhatsApp numbers of the account.
    pub devices: Devices,
    /// What was asked and how it went.
    pub journal: Journal,
    /// What shall go wrong.
    pub faults: Faults,
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
        Ok(Self {
            key: key.to_owned(),
            clock: Clock::new(clock),
            devices: Devices::new(seeds()),
            journal: Journal::default(),
            faults: Faults::default(),
            initial_clock: clock,
        })
    }

    /// Back to how the sandbox started: devices, faults, journal and clock factor.
    pub fn restart(&self) {
        self.clock.set_factor(self.initial_clock);
        self.devices.replace(seeds());
        self.faults.clear();
        self.journal.clear();
    }
}

/// The devices, in the order in which the API lists them.
pub struct Devices {
    all: Mutex<Vec<Device>>,
    changed: watch::Sender<()>,
}

impl Devices {
    fn new(devices: Vec<Device>) -> Self {
        Self {
            all: Mutex::new(devices),
            changed: watch::Sender::new(()),
        }
    }

    /// Puts other devices in the place of all.
    pub fn replace(&self, devices: Vec<Device>) {
        *self.all.lock() = devices;
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

    /// Tells when any device may have changed.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}
