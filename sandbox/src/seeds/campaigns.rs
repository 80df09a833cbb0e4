//! The campaigns of a fresh sandbox, and many for tests of paging.

use super::SALES;
use crate::account::campaign::{Campaign, CampaignStatus, Receiver};
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::values::target::Target;

/// One that is done, one that can be started, one that was stopped halfway.
pub fn seed(sandbox: &Sandbox) {
    let seeds = [("Opening sale", "completed", 4), ("New prices", "draft", 0), ("Survey", "stopped", 2)];
    sandbox.campaigns.fill(seeds.len(), |number, id| {
        let (name, status, served) = seeds[number - 1];
        let mut campaign = campaign(number, id, name, status);
        for receiver in &mut campaign.receivers[..served] {
            receiver.served = Some(campaign.created.plus(60));
        }
        campaign
    });
}

/// That many drafts with numbers in the place of all.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    sandbox.campaigns.fill(count, |number, id| campaign(number, id, &format!("Campaign {number}"), "draft"));
}

/// One campaign with that many receivers in the place of all.
pub fn seed_receivers(sandbox: &Sandbox, count: usize) {
    sandbox.campaigns.fill(1, |number, id| {
        let mut campaign = campaign(number, id, "Campaign 1", "draft");
        let receiver = |number: usize| {
            let wid = format!("1555{:07}@c.us", 3_000_000 + number);
            Receiver::new(&campaign.id, number, Target::new(wid))
        };
        campaign.receivers = (1..=count).map(receiver).collect();
        campaign
    });
}

fn campaign(number: usize, id: String, name: &str, status: &'static str) -> Campaign {
    let wids = ["15550109001@c.us", "15550109002@c.us", "120363000000000001@g.us", "15550109404@c.us"];
    let receivers = wids.into_iter().zip(1..);
    let receiver = |(wid, number): (&str, usize)| Receiver::new(&id, number, Target::new(wid.to_owned()));
    Campaign {
        receivers: receivers.map(receiver).collect(),
        name: name.to_owned(),
        device: SALES.to_owned(),
        message: format!("{name}: come and see"),
        status: CampaignStatus(status),
        running: None,
        created: Date::seeded(3600 * i64::try_from(number).unwrap_or(0)),
        id,
    }
}
