//! The command line of the sandbox: reads the flags, starts the server, says where it listens, and ends when told to.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sparkbot_sandbox::{ClockFactor, Server, Settings};
use tokio::sync::oneshot;

/// A local SparkBot API for tests and demos. It listens on 127.0.0.1 only.
#[derive(Parser)]
#[command(version)]
struct Flags {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,

    /// API key that clients must send.
    #[arg(long, default_value = "sandbox-key")]
    key: String,

    /// How many times faster than real time the simulated time runs: with 1000, 90 s take 90 ms.
    #[arg(long, default_value = "1", value_name = "FACTOR")]
    clock: ClockFactor,

    /// Serve HTTPS, with a certificate that is made at the start and written to FILE for clients to trust.
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,

    /// End when the standard input closes, so that the sandbox never outlives the program that started it.
    #[arg(long)]
    exit_with_stdin: bool,
}

// One thread is enough, and leaves the other cores to the tests.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sparkbot-sandbox: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(flags: Flags) -> Result<(), String> {
    // Before the ready line: whoever reads it may send a signal at once.
    let told_to_end = signals().map_err(|error| format!("cannot listen for signals: {error}"))?;
    let server =
        Server::start(Settings { port: flags.port, key: flags.key, clock: flags.clock, tls_cert: flags.tls_cert })
            .await?;
    println!("SparkBot sandbox listening on {}", server.url());

    if flags.exit_with_stdin {
        tokio::select! {
            () = told_to_end => {}
            () = stdin_closed() => {}
        }
    } else {
        told_to_end.await;
    }
    Ok(())
}

#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// A thread of its own: tokio's standard input would keep the runtime from ending while a read is pending.
async fn stdin_closed() {
    let (closed, wait) = oneshot::channel();
    std::thread::spawn(move || {
        let mut ignored = [0; 1024];
        while matches!(io::stdin().read(&mut ignored), Ok(read) if read > 0) {}
        let _ = closed.send(());
    });
    let _ = wait.await;
}
