//! Programs that run side by side. Each says one line when it ends; what failed is shown at the end.

use std::{
    collections::VecDeque,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::command::{done, show};

/// A program, and the name that its line says.
pub struct Job {
    pub name: String,
    pub command: Command,
}

/// What a job wrote that did not succeed.
struct Failure {
    name: String,
    text: String,
    log: PathBuf,
}

/// Runs all jobs, as many at once as there are cores, and starts them in their order. What each writes goes into a file in `logs`.
///
/// # Errors
/// Some failed: the message names them.
pub fn run(jobs: Vec<Job>, logs: &Path) -> Result<()> {
    fs::create_dir_all(logs)?;
    let count = jobs.len();
    let waiting = Mutex::new(VecDeque::from(jobs));
    let next = || waiting.lock().expect("no worker panics").pop_front();
    let worker = || -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        while let Some(job) = next() {
            failures.extend(job.run(logs)?);
        }
        Ok(failures)
    };
    let workers = thread::available_parallelism()?.get().min(count);
    let failures: Vec<Failure> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let ends = workers.into_iter();
        ends.map(|worker| worker.join().expect("no worker panics")).collect::<Result<Vec<_>>>()
    })?
    .into_iter()
    .flatten()
    .collect();

    for Failure { name, text, log } in &failures {
        eprintln!("\n\x1b[1m✗ {name}\x1b[0m\n{}", excerpt(text));
        eprintln!("  All that it wrote: {}", log.display());
    }
    if !failures.is_empty() {
        let names: Vec<_> = failures.iter().map(|failure| &*failure.name).collect();
        bail!("{} of {count} failed: {}", names.len(), names.join(", "));
    }
    Ok(())
}

impl Job {
    /// Gives what it wrote when it did not succeed.
    fn run(mut self, logs: &Path) -> Result<Option<Failure>> {
        let log = logs.join(self.name.replace(['/', ' '], "-") + ".log");
        let written = File::create(&log)?;
        let begun = Instant::now();
        let status = self
            .command
            .stdin(Stdio::null())
            .stdout(written.try_clone()?)
            .stderr(written)
            .status()
            .with_context(|| format!("'{}' could not be started", show(&self.command)))?;
        let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        let Self { name, .. } = self;
        if status.success() {
            let tests = tests_in(&text).map_or_else(String::new, |count| format!(", {count} tests"));
            done(&format!("{name}{tests}"), begun);
            return Ok(None);
        }
        eprintln!("\x1b[31m✗\x1b[0m {name}: {:.1?}", begun.elapsed());
        Ok(Some(Failure { name, text, log }))
    }
}

/// How many tests passed, by the summary of Node's `spec` or of nextest.
fn tests_in(text: &str) -> Option<u32> {
    text.lines().rev().find_map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["ℹ", "pass", count] | ["Summary", .., count, "passed,", _, "skipped"] => count.parse().ok(),
            _ => None,
        }
    })
}

/// Node's `spec` lists all tests, and at the end those that failed: only these are worth reading.
fn excerpt(text: &str) -> &str {
    text.find("✖ failing tests:").map_or(text, |place| &text[place..])
}

#[cfg(test)]
mod tests {
    use super::{excerpt, tests_in};

    #[test]
    fn the_summaries_of_node_and_nextest_are_understood() {
        assert_eq!(tests_in("ℹ tests 31\nℹ pass 30\nℹ fail 1\n"), Some(30));
        let nextest = "     Summary [   8.5s] 95 tests run: 95 passed, 0 skipped\n";
        assert_eq!(tests_in(nextest), Some(95));
        assert_eq!(tests_in("test result: ok"), None);
    }

    #[test]
    fn of_a_failure_only_the_tests_that_failed_are_shown() {
        assert_eq!(excerpt("✔ one\n✖ two\n✖ failing tests:\n✖ two\n"), "✖ failing tests:\n✖ two\n");
        assert_eq!(excerpt("a crash"), "a crash");
    }
}
