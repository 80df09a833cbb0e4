//! The WhatsApp session of a device as a state machine. What is going to happen is written down as phases with their
//! times, and the state is read off them: nothing runs in the background.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::values::clock::{Clock, SimTime};

/// From a start or reboot to a session that is online.
const BOOT: Duration = Duration::from_secs(8);
/// From a reset to a session that can be linked.
const RECREATION: Duration = Duration::from_secs(4);
/// Pairing of phone and session, before the session loads.
const PAIRING: Duration = Duration::from_secs(3);
/// The API refuses a second sync within this time.
pub const SYNC_INTERVAL: Duration = Duration::from_mins(1);

/// The states a session can be in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Never linked.
    New,
    /// Starting.
    Loading,
    /// Waits for somebody to link a phone.
    Authorize,
    /// A phone is being linked.
    Authorizing,
    /// Linked and reachable.
    Online,
    /// Stopped.
    Offline,
    /// Stopped in the panel.
    #[serde(rename = "offline:panel")]
    OfflinePanel,
    /// Stopped by a dialogue.
    #[serde(rename = "offline:modal")]
    OfflineModal,
    /// Runs, but the phone does not answer.
    Timeout,
    /// Runs, but the phone does not synchronize.
    TimeoutSync,
    /// Runs in another place as well.
    Conflict,
    /// Barred.
    Blocked,
    /// Failed several times.
    Error,
    /// One that the API may add some day; a test can put it into a device.
    #[serde(untagged)]
    Other(String),
}

impl SessionStatus {
    /// The values of the filter `sessionStatus`, which also knows `any`.
    pub const FILTER: [&str; 13] = [
        "any",
        "online",
        "offline",
        "timeout",
        "timeout_sync",
        "conflict",
        "blocked",
        "error",
        "authorize",
        "authorizing",
        "new",
        "loading",
        "offline_panel",
    ];

    /// Whether a value of the filter finds this state.
    pub fn is_found_by(&self, filter: &str) -> bool {
        let name = if *self == Self::OfflinePanel { "offline_panel".to_owned() } else { self.to_string() };
        filter == "any" || filter == name
    }
}

impl std::fmt::Display for SessionStatus {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(formatter)
    }
}

/// One device's session.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Settled", into = "Settled")]
pub struct Session {
    /// What happens from when on, in the order of time. The first has begun; the last stays.
    phases: Vec<(SimTime, SessionStatus)>,
    /// When it was synchronized, and when it will be.
    syncs: Vec<SimTime>,
    /// When a client last asked for it.
    sync_asked: Option<SimTime>,
    /// Up to when webhooks were told what happened.
    told: SimTime,
}

/// A session in which nothing is going on: how seeds and tests write one.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Settled {
    status: SessionStatus,
}

impl From<Settled> for Session {
    fn from(settled: Settled) -> Self {
        Self::new(settled.status)
    }
}

impl From<Session> for Settled {
    fn from(session: Session) -> Self {
        Self { status: session.outlook().clone() }
    }
}

impl Session {
    /// A session that has been in that state from the start.
    pub fn new(status: SessionStatus) -> Self {
        Self { phases: vec![(SimTime::START, status)], syncs: Vec::new(), sync_asked: None, told: SimTime::START }
    }

    /// The state at that time.
    pub fn status(&self, now: SimTime) -> &SessionStatus {
        &self.phase(now).1
    }

    /// Since when it has been in its present state.
    pub fn since(&self, now: SimTime) -> SimTime {
        self.phase(now).0
    }

    /// The states that it came into since the last call, and when.
    pub fn news(&mut self, now: SimTime) -> Vec<(SimTime, SessionStatus)> {
        let told = std::mem::replace(&mut self.told, now);
        let fresh = self.phases.iter().filter(|(from, _)| *from > told && *from <= now);
        fresh.cloned().collect()
    }

    /// When the state changes next by itself.
    pub fn next_change(&self, now: SimTime) -> Option<SimTime> {
        self.phases.iter().map(|(from, _)| *from).find(|from| *from > now)
    }

    /// Whether messages can be sent.
    pub fn is_usable(&self, now: SimTime) -> bool {
        *self.status(now) == SessionStatus::Online
    }

    /// Whether nothing runs that could be rebooted.
    pub fn is_stopped(&self, now: SimTime) -> bool {
        use SessionStatus::{Blocked, Error, New, Offline, OfflineModal, OfflinePanel};
        let stopped = [New, Offline, OfflinePanel, OfflineModal, Blocked, Error];
        stopped.contains(self.status(now))
    }

    /// Whether a phone is linked.
    pub fn is_linked(&self) -> bool {
        use SessionStatus::{Authorize, Authorizing, New};
        ![New, Authorize, Authorizing].contains(self.outlook())
    }

    /// Boots: a linked session becomes online, another one waits to be linked.
    pub fn boot(&mut self, now: SimTime, sync: bool) {
        let ready = now.after(BOOT);
        let outlook = if self.is_linked() { SessionStatus::Online } else { SessionStatus::Authorize };
        self.plan(now, vec![(now, SessionStatus::Loading), (ready, outlook)]);
        if sync {
            self.syncs.push(ready);
        }
    }

    /// Makes the session anew; it has to be linked again.
    pub fn reset(&mut self, now: SimTime) {
        let ready = now.after(RECREATION);
        self.plan(now, vec![(now, SessionStatus::Loading), (ready, SessionStatus::Authorize)]);
    }

    /// Drops whatever is linked and waits to be linked, at once.
    pub fn await_link(&mut self, now: SimTime) {
        self.plan(now, vec![(now, SessionStatus::Authorize)]);
    }

    /// A phone gets linked, and the session comes online.
    pub fn link(&mut self, now: SimTime) {
        let paired = now.after(PAIRING);
        self.plan(
            now,
            vec![
                (now, SessionStatus::Authorizing),
                (paired, SessionStatus::Loading),
                (paired.after(BOOT), SessionStatus::Online),
            ],
        );
    }

    /// Synchronizes; refused when that was asked for too short a time ago, and then tells how long ago.
    pub fn sync(&mut self, now: SimTime) -> Result<(), Duration> {
        let ago = self.sync_asked.map(|asked| now.since(asked));
        if let Some(ago) = ago.filter(|ago| *ago < SYNC_INTERVAL) {
            return Err(ago);
        }
        self.sync_asked = Some(now);
        self.syncs.retain(|at| *at > now);
        self.syncs.insert(0, now);
        Ok(())
    }

    /// The session as the API shows it.
    pub fn report(&self, clock: &Clock) -> SessionReport {
        let now = clock.now();
        let (since, status) = self.phase(now).clone();
        let started = self.phases.first().map_or(now, |(from, _)| *from);
        let synced = self.syncs.iter().rfind(|at| **at <= now);
        SessionReport {
            uptime: if self.is_stopped(now) { 0 } else { now.since(started).as_secs() },
            uptime_online: if self.is_usable(now) { now.since(since).as_secs() } else { 0 },
            status,
            app_version: "2.3000.0",
            last_sync_at: synced.map(|at| clock.timestamp(*at)),
        }
    }

    fn phase(&self, now: SimTime) -> &(SimTime, SessionStatus) {
        let begun = self.phases.iter().rfind(|(from, _)| *from <= now);
        begun.unwrap_or(&self.phases[0])
    }

    /// The state in which it ends up if nobody does anything.
    fn outlook(&self) -> &SessionStatus {
        &self.phases[self.phases.len() - 1].1
    }

    fn plan(&mut self, now: SimTime, phases: Vec<(SimTime, SessionStatus)>) {
        self.phases = phases;
        // A sync that was due later belonged to the old plan.
        let last = self.syncs.iter().rfind(|at| **at <= now).copied();
        self.syncs = last.into_iter().collect();
    }
}

/// A session as the API shows it. Uptimes are in seconds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionReport {
    status: SessionStatus,
    uptime: u64,
    uptime_online: u64,
    app_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_sync_at: Option<String>,
}
