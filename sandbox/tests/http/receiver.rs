//! An address on 127.0.0.1 that takes webhooks and hands out files.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::AbortHandle;

/// What it answers, in turn; the last answer is given for ever.
pub type Answers = Vec<(u16, &'static str)>;

pub struct Receiver {
    address: String,
    requests: UnboundedReceiver<(String, Value)>,
    task: AbortHandle,
}

impl Receiver {
    pub async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, requests) = unbounded_channel();
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut answers = answers.lock().unwrap();
                let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().copied() };
                tokio::spawn(serve(stream, sender.clone(), answer.unwrap_or((200, ""))));
            }
        });
        Self { address, requests, task: task.abort_handle() }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next request: its first line and its JSON body.
    pub async fn next(&mut self) -> (String, Value) {
        let next = tokio::time::timeout(std::time::Duration::from_secs(10), self.requests.recv());
        next.await.expect("no request within 10 s").unwrap()
    }

    /// The event of the next request.
    pub async fn event(&mut self) -> Value {
        self.next().await.1
    }

    /// Whether a request has come that nobody took yet.
    pub fn is_idle(&self) -> bool {
        self.requests.is_empty()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, requests: UnboundedSender<(String, Value)>, (status, body): (u16, &'static str)) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let (head, sent) = loop {
        let read = stream.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the request ends too early");
        bytes.extend(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            break (head.to_owned(), body.to_owned());
        }
    };
    let first = head.lines().next().unwrap_or_default().to_owned();
    let json = serde_json::from_str(&sent).unwrap_or(Value::Null);
    let _ = requests.send((first, json));
    let answer = format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.write_all(answer.as_bytes()).await;
}
