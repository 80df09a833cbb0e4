//! The project's tasks, run as `cargo xtask <task>`. Each does all its own set-up.

mod bench;
mod build;
mod checks;
mod command;
mod exercise;
mod glue;
mod host;
mod jobs;
mod new;
mod storm;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start the sandbox and a real n8n with this node in it, and reboot a session through them
    Demo {
        /// End after the run instead of staying up
        #[arg(long)]
        once: bool,
    },
    /// Build, and run the tests in Rust and of the packed node in n8n-core
    Test {
        /// For authors of operations, in less than a minute: neither the sandbox's own tests nor the slow ones of the node
        #[arg(long)]
        quick: bool,
        /// Run only the tests whose name contains one of these, such as `lists`
        only: Vec<String>,
    },
    /// Write the skeleton of something new
    New {
        #[command(subcommand)]
        what: new::What,
    },
    /// Run the browser tests in a real n8n (needs Chromium)
    E2e,
    /// Build node-descriptor.json, pkg/, dist/ and the package
    Build,
    /// Measure, and print a table of ratios
    Bench {
        /// Put the table into docs/performance.md as well
        #[arg(long)]
        write: bool,
    },
    /// Send many messages through storms of faults, natively
    Storm {
        /// How many storms; each has its own seed, from 1
        #[arg(long, default_value_t = 200)]
        seeds: u64,
    },
    /// Check all that must hold before a change lands, but for the tests: format, lints, licences, the generated files,
    /// CONTRIBUTING.md
    Ci,
    /// Do in a copy of the repository what CONTRIBUTING.md says
    Exercise,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => {
            command::finish();
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("\x1b[31m✗ {error:#}\x1b[0m");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match Arguments::parse().task {
        Task::Demo { once } => host::demo(once),
        Task::Test { quick, only } => test::run(quick, &only),
        Task::New { what } => new::run(&what),
        Task::E2e => host::e2e(),
        Task::Build => build::package().map(|tarball| println!("{}", tarball.display())),
        Task::Bench { write } => bench::run(write),
        Task::Storm { seeds } => storm::run_seeds(seeds),
        Task::Ci => checks::ci().and_then(|()| exercise::run()),
        Task::Exercise => exercise::run(),
    }
}
