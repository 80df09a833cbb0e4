//! The WhatsApp numbers of the account, which the API calls devices.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::account::device::Device;
use crate::wire::answer::ApiError;

/// The devices, in the order in which the API lists them.
#[derive(Default)]
pub struct Devices {
    all: Mutex<Vec<Device>>,
    added: AtomicUsize,
    changed: watch::Sender<()>,
}

impl Devices {
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
        device.map(read).ok_or_else(|| no_such_device(id))
    }

    /// Changes one device; 404 when there is no such one.
    pub fn change<T>(&self, id: &str, change: impl FnOnce(&mut Device) -> T) -> Result<T, ApiError> {
        let mut all = self.all.lock();
        let device = all.iter_mut().find(|device| device.has_id(id));
        let result = device.map(change).ok_or_else(|| no_such_device(id));
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
        removed.ok_or_else(|| no_such_device(id))
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

fn no_such_device(id: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, format!("There is no WhatsApp number with the id {id}"))
}
