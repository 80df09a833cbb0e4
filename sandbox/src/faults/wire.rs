//! An answer as the bytes of HTTP/1.1, for faults that the HTTP server itself would never send.

use axum::body::to_bytes;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;

/// An answer that announces its whole body, and then holds only the first `length` bytes of it.
pub async fn truncated(response: Response, length: usize) -> Vec<u8> {
    let (head, body) = response.into_parts();
    // The sandbox's own bodies are in memory, where reading cannot fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut wire = format!("HTTP/1.1 {}\r\n", head.status).into_bytes();
    for (name, value) in &head.headers {
        if name != CONTENT_LENGTH {
            wire.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
    }
    wire.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
    wire.extend(&body[..length.min(body.len())]);
    wire
}
