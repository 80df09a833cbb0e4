//! The entries that a fresh sandbox has, and many numbered ones for tests of paging.

use crate::state::Sandbox;

mod campaigns;
mod devices;
mod files;
mod inboxes;
pub mod many;
mod meeting_links;
mod messages;
mod products;
mod team;
mod webhooks;

/// The first device: it is online and has something of everything.
const SALES: &str = "650000000000000000000001";
/// The second device: it is offline.
const SUPPORT: &str = "650000000000000000000002";

/// Puts the entries of a fresh sandbox in the place of all entries.
pub fn plant(sandbox: &Sandbox) {
    sandbox.devices.replace(devices::devices());
    sandbox.inboxes.replace(inboxes::inboxes());
    team::seed(sandbox);
    files::seed(sandbox);
    messages::seed(sandbox);
    sandbox.outbox.wake();
    webhooks::seed(sandbox);
    campaigns::seed(sandbox);
    meeting_links::seed(sandbox);
    products::seed(sandbox);
}
