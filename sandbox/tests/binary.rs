//! The program itself: flags, the ready line, how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Output, Stdio};

const READY: &str = "SparkBot sandbox listening on ";

/// A running sandbox, which does not outlive its test.
struct Program {
    child: Child,
    scheme: String,
    port: u16,
}

impl Program {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sparkbot-sandbox"))
            .args(["--port", "0"])
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.strip_prefix(READY).and_then(|rest| rest.strip_suffix("/v1\n"));
        let parts = url.and_then(|url| url.split_once("://127.0.0.1:"));
        let (scheme, port) = parts.unwrap_or_else(|| panic!("{line:?}"));
        Self { child, scheme: scheme.to_owned(), port: port.parse().unwrap() }
    }

    fn get(&self, path: &str, key: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nToken: {key}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn end(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        (status, rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sparkbot-sandbox"));
    command.args(flags).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn ends_with_its_standard_input() {
    let mut program = Program::start(&["--exit-with-stdin", "--key", "another-key"]);
    assert!(program.get("/v1/devices", "another-key").starts_with("HTTP/1.1 200"));
    assert!(program.get("/v1/devices", "sandbox-key").starts_with("HTTP/1.1 401"));
    drop(program.child.stdin.take());
    let (status, rest) = program.end();
    assert!(status.success());
    assert_eq!(rest, "", "one line only");
}

#[cfg(unix)]
#[test]
fn ends_at_once_on_a_signal() {
    for signal in ["-TERM", "-INT"] {
        for flags in [&[][..], &["--exit-with-stdin"]] {
            let program = Program::start(flags);
            assert!(program.get("/v1/devices", "sandbox-key").starts_with("HTTP/1.1 200"));
            // An open connection does not hold it.
            let _open = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
            let id = program.child.id().to_string();
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
            let (status, _) = program.end();
            assert_eq!(status.code(), Some(0), "{signal} {flags:?}");
        }
    }
}

#[test]
fn the_clock_comes_from_its_flag() {
    let program = Program::start(&["--clock", "1000"]);
    let device = "/v1/devices/650000000000000000000001";
    let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    let head = format!(
        "POST {device}/reboot?wait=true HTTP/1.1\r\nHost: x\r\nToken: sandbox-key\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(r#""status":"online""#), "{answer}");
}

#[test]
fn the_ready_line_says_how_to_speak_to_it() {
    assert_eq!(Program::start(&[]).scheme, "http");
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("cert.pem");
    let program = Program::start(&["--tls-cert", file.to_str().unwrap()]);
    assert_eq!(program.scheme, "https");
    let written = std::fs::read_to_string(file).unwrap();
    assert!(written.starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(written.matches("BEGIN").count(), 1, "never the key");
}

#[test]
fn a_taken_port_is_said_with_what_to_do() {
    let program = Program::start(&[]);
    let output = run(&["--port", &program.port.to_string()]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains(&program.port.to_string()) && message.contains("--port 0"), "{message}");
}

#[test]
fn senseless_flags_are_refused() {
    for (flags, named) in [
        (["--clock", "0"], "clock factor"),
        (["--clock", "fast"], "clock factor"),
        (["--key", "short"], "6 characters"),
        (["--key", "with spaces"], "spaces"),
        (["--port", "70000"], "port"),
    ] {
        let output = run(&flags);
        assert!(!output.status.success());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(named), "{message}");
        assert!(!message.contains("with spaces"), "the key is never printed");
    }
}

/// 100 MB go up and down again, and the sandbox never holds more than a little of them.
#[cfg(target_os = "linux")]
#[test]
fn large_files_do_not_pile_up_in_memory() {
    const BLOCKS: usize = 1600;
    let program = Program::start(&[]);
    program.get("/v1/files", "sandbox-key");
    let block = vec![7; 64 * 1024];
    let start = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n";
    let end = "\r\n--edge--\r\n";
    let length = start.len() + BLOCKS * block.len() + end.len();
    let head = format!(
        "POST /v1/files HTTP/1.1\r\nHost: x\r\nToken: sandbox-key\r\nConnection: close\r\n\
        Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {length}\r\n\r\n{start}"
    );
    let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..BLOCKS {
        stream.write_all(&block).unwrap();
    }
    stream.write_all(end.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");

    let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    let head = "GET /v1/files/690000000000000000000004/download HTTP/1.1\r\nHost: x\r\n\
        Token: sandbox-key\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let received = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    assert!(received > (BLOCKS * block.len()) as u64);

    let status = format!("/proc/{}/status", program.child.id());
    let status = std::fs::read_to_string(status).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.unwrap().trim().trim_end_matches(" kB");
    assert!(peak.parse::<usize>().unwrap() < 24 * 1024, "{peak} kB");
}
