//! Running other programs, so that a person sees what happens and a failure names the command.

use std::{
    cell::RefCell,
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, bail};

/// The repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository").into()
}

thread_local! {
    /// The step that this thread is at: what it does, and since when.
    static STEP: RefCell<Option<(String, Instant)>> = const { RefCell::new(None) };
}

/// Says what begins now. The step of this thread before it ends here.
pub fn step(what: &str) {
    finish();
    eprintln!("\x1b[1m▸ {what}\x1b[0m");
    STEP.set(Some((what.to_owned(), Instant::now())));
}

/// Says how long the last step of this thread took.
pub fn finish() {
    if let Some((what, begun)) = STEP.take() {
        done(&what, begun);
    }
}

/// Says what is done, and how long it took.
pub fn done(what: &str, begun: Instant) {
    eprintln!("\x1b[32m✓\x1b[0m {what}: {:.1?}", begun.elapsed());
}

/// A program that runs in the repository's folder.
pub fn program<S: AsRef<OsStr>>(name: &str, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).args(arguments);
    command
}

/// The cargo that started this task.
pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    program(&env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

/// npm. On Windows it is a script with another name.
pub fn npm<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    program(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments)
}

/// Runs a program to its end.
///
/// # Errors
/// The program could not be started, or it failed.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = show(command);
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("'{shown}' could not be started"))?;
    if !status.success() {
        bail!("'{shown}' ended with {status} after {:.0?}", begun.elapsed());
    }
    Ok(())
}

/// A command as a person would type it.
pub fn show(command: &Command) -> String {
    let words: Vec<_> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
