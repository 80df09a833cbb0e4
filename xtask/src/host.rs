//! A real n8n with this node: builds the sandbox and the package, and starts a program of `host/`.

use std::process::Command;

use anyhow::Result;

use crate::{
    build,
    command::{program, run, step},
};

/// Starts the sandbox and n8n, and runs an example through both.
pub fn demo(once: bool) -> Result<()> {
    let mut demo = program("node", ["host/demo.mjs"]);
    demo.arg("--sandbox").arg(build::sandbox()?);
    demo.arg("--tarball").arg(build::package()?);
    demo.args(once.then_some("--once"));
    step("Start the demo");
    become_program(&mut demo)
}

/// Runs the browser tests.
pub fn e2e() -> Result<()> {
    let mut tests = program("node", ["host/e2e.mjs"]);
    tests.env("SPARKBOT_SANDBOX", build::sandbox()?);
    tests.env("SPARKBOT_TARBALL", build::package()?);
    step("Test in the browser");
    run(&mut tests)
}

/// Replaces this process with the program, so that a signal to the task reaches the program, which cleans up.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(command.exec()).context("Node.js could not be started: install version 20.19 or newer"))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    run(command)
}
