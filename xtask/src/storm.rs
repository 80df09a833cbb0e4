//! Storms: the core's own code sends very many messages through faults, natively and optimised. The tests are in `tests/storm/`.

use std::time::Instant;

use anyhow::Result;

use crate::command::{cargo, run, step};

/// Runs storms with the seeds 1 to `seeds`.
pub fn run_seeds(seeds: u64) -> Result<()> {
    step(&format!("{seeds} storms of 2,000 messages (the first run compiles the core, optimised)"));
    let storm = ["test", "--release", "--locked", "--package", "sparkbot-core", "--test", "storm"];
    run(cargo(storm).arg("--no-run"))?;
    let begun = Instant::now();
    run(cargo(storm).args(["storms", "--", "--nocapture"]).env("STORM_SEEDS", seeds.to_string()))?;
    eprintln!("  {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}
