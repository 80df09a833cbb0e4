//! `cargo xtask test`: builds what is tested, then runs the tests in Rust and of the packed node in n8n-core, side by side.

use std::{path::PathBuf, process::Command, thread, time::Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    build,
    checks::files_in,
    command::{cargo, done, finish, program, show, step},
    jobs::{self, Job},
};

const NODE_TESTS: &str = "tests/node";
const NODE_TEST_ENDING: &str = ".test.mjs";

/// The tests of the node that take longest, the longest first. They start first, so that all workers end together.
const SLOW: [&str; 6] = ["storm", "sending", "operations", "key-safety", "every-operation", "robustness"];

/// The tests of the node that see a mistake in `descriptor/`, and are quick.
const QUICK: [&str; 7] =
    ["answers", "bad-input", "clearing", "devices-dropdown", "every-operation", "lists", "package"];

/// The name of the tests in Rust.
const RUST: &str = "rust";

/// The packages that are tested. The sandbox has more tests than all others together, and authors of operations do not need them.
const ALL: &[&str] = &["--workspace"];
const QUICK_PACKAGES: &[&str] = &["--workspace", "--exclude", "sparkbot-sandbox", "--exclude", "xtask"];

/// What the tests of the node are given.
struct Built {
    sandbox: PathBuf,
    tarball: PathBuf,
    /// Only for the test that needs it, because it takes as long as the core itself.
    panicking_core: Option<PathBuf>,
}

/// Builds and tests. `quick` leaves out what an operation's author does not need; `only` keeps the tests with such names.
pub fn run(quick: bool, only: &[String]) -> Result<()> {
    let begun = Instant::now();
    let packages = if quick { QUICK_PACKAGES } else { ALL };
    let is_wanted = |name: &str| only.is_empty() || only.iter().any(|part| name.contains(part));
    let mut names = node_tests(quick)?;
    names.retain(|name| is_wanted(name));
    let with_rust = is_wanted(RUST);
    ensure!(with_rust || !names.is_empty(), "no test has such a name: {}", only.join(", "));

    // First of all, because both builds read it.
    build::descriptor()?;
    let built = thread::scope(|scope| {
        let beside = scope.spawn(|| build_sandbox_and_tests(with_rust.then_some(packages)));
        let package = build_package(names.iter().any(|name| name == "panic"));
        let sandbox = beside.join().expect("a build does not panic");
        // When both fail, it is for the same mistake, and the core's own error is the shorter one.
        let (tarball, panicking_core) = package?;
        anyhow::Ok(Built { sandbox: sandbox?, tarball, panicking_core })
    })?;

    step("Run the tests");
    let mut jobs = Vec::new();
    if with_rust {
        jobs.push(Job { name: RUST.into(), command: rust_tests(packages, "--no-fail-fast") });
    }
    jobs.extend(names.iter().map(|name| built.node_test(name)));
    jobs::run(jobs, &build::target_directory().join("test-logs"))?;
    finish();
    done("All", begun);
    Ok(())
}

/// The tests of the node by name, without their folder and ending.
fn node_tests(quick: bool) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for path in files_in(NODE_TESTS, NODE_TEST_ENDING)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_end_matches(NODE_TEST_ENDING);
        if !quick || QUICK.contains(&name) {
            names.push(name.to_owned());
        }
    }
    let place = |name: &String| SLOW.iter().position(|slow| slow == name);
    names.sort_by_key(|name| place(name).unwrap_or(SLOW.len()));
    Ok(names)
}

/// The tarball, and the core that can be made to panic.
fn build_package(with_panics: bool) -> Result<(PathBuf, Option<PathBuf>)> {
    let panicking_core = with_panics.then(build::panicking_core).transpose()?;
    let tarball = build::package_of_descriptor()?;
    finish();
    Ok((tarball, panicking_core))
}

/// What else is built meanwhile. It says nothing but that it is done: two builds at once are hard to read.
fn build_sandbox_and_tests(packages: Option<&[&str]>) -> Result<PathBuf> {
    let begun = Instant::now();
    quietly(&mut build::sandbox_command())?;
    done("Meanwhile, build the sandbox", begun);
    if let Some(packages) = packages {
        let begun = Instant::now();
        quietly(&mut rust_tests(packages, "--no-run"))?;
        done("Meanwhile, build the tests in Rust", begun);
    }
    Ok(build::sandbox_program())
}

/// The tests of crates, with nextest where it is installed.
fn rust_tests(packages: &[&str], option: &str) -> Command {
    let has_nextest = cargo(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    let runner: &[&str] = if has_nextest { &["nextest", "run", "--status-level=fail"] } else { &["test"] };
    let mut command = cargo(runner);
    command.arg("--locked").args(packages).arg(option);
    command
}

/// Runs a program, and shows what it wrote only when it failed.
fn quietly(command: &mut Command) -> Result<()> {
    let shown = show(command);
    let output = command.output().with_context(|| format!("'{shown}' could not be started"))?;
    if !output.status.success() {
        bail!(
            "'{shown}' ended with {}:\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

impl Built {
    fn node_test(&self, name: &str) -> Job {
        let file = format!("{NODE_TESTS}/{name}{NODE_TEST_ENDING}");
        let mut command = program("node", ["--test", "--test-reporter=spec", &file]);
        command.env("SPARKBOT_SANDBOX", &self.sandbox).env("SPARKBOT_TARBALL", &self.tarball);
        if let Some(core) = &self.panicking_core {
            command.env("SPARKBOT_PANICKING_CORE", core);
        }
        Job { name: name.into(), command }
    }
}
