//! An answer as the bytes of HTTP/1.1, for faults that the HTTP server itself would never send.

use axum::body::{Bytes, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;

/// An answer that announces its whole body, and then holds only the first `length` bytes of it.
pub async fn truncated(response: Response, length: usize) -> Vec<u8> {
    let (mut wire, body) = parts(response).await;
    wire.extend(&body[..length.min(body.len())]);
    wire
}

/// The first half of an answer: of its body, and of its head if it has none.
pub async fn half(response: Response) -> Vec<u8> {
    let (mut wire, body) = parts(response).await;
    if body.is_empty() {
        wire.truncate(wire.len() / 2);
    }
    wire.extend(&body[..body.len() / 2]);
    wire
}

/// The head, which announces the whole body, and the body.
async fn parts(response: Response) -> (Vec<u8>, Bytes) {
    let (head, body) = response.into_parts();
    // The sandbox's own bodies are in memory or on disk, where reading does not fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut wire = format!("HTTP/1.1 {}\r\n", head.status).into_bytes();
    for (name, value) in &head.headers {
        if name != CONTENT_LENGTH {
            wire.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
    }
    wire.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
    (wire, body)
}
