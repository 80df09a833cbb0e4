//! The devices of a fresh sandbox.

use crate::account::device::Device;
use crate::account::session::{Session, SessionStatus};

/// One device that is online, one that is offline, one that was never linked, and one without a name whose phone does not
/// answer.
pub fn devices() -> Vec<Device> {
    let mut warehouse = device(3, Some("Warehouse"), "pending", SessionStatus::New);
    warehouse.phone = None;
    vec![
        device(1, Some("Sales"), "operative", SessionStatus::Online),
        device(2, Some("Support"), "operative", SessionStatus::Offline),
        warehouse,
        device(4, None, "operative", SessionStatus::Timeout),
    ]
}

fn device(number: usize, alias: Option<&str>, status: &str, session: SessionStatus) -> Device {
    let mut device = Device::numbered(number);
    device.id = format!("65{number:022}");
    device.phone = Some(format!("+155501{number:05}"));
    device.alias = alias.map(str::to_owned);
    status.clone_into(&mut device.status);
    device.session = Session::new(session);
    device
}
