//! Bytes of any size: what was uploaded, and what a download sends. Only small ones stay in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use parking_lot::Mutex;

use crate::wire::answer::ApiError;

/// The largest upload.
pub const MAX_UPLOAD: usize = 256 * 1024 * 1024;
/// Whatever is larger goes to disk.
const MAX_IN_MEMORY: usize = 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// Some bytes, which any number of readers can read at once.
#[derive(Clone)]
pub struct Content {
    size: usize,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory(Bytes),
    /// A file without a name, so that the system removes it however the sandbox ends.
    Disk(Arc<Mutex<File>>),
}

impl Content {
    /// Reads a whole body. None when the client broke off; 413 when it is larger than the limit.
    pub async fn receive(mut body: Body, limit: usize) -> Option<Result<Self, ApiError>> {
        let mut writer = ContentWriter::new(limit);
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame.ok()?.into_data()
                && let Err(error) = writer.write(&data)
            {
                return Some(Err(error));
            }
        }
        Some(Ok(writer.finish()))
    }

    /// Bytes of that size, of which only the start is anything but zero: they take no room, in memory or on disk.
    pub fn padded(start: &[u8], size: usize) -> Self {
        let sparse = tempfile::tempfile().and_then(|mut file| {
            file.write_all(start)?;
            file.set_len(size as u64)?;
            Ok(file)
        });
        let place = match sparse {
            Ok(file) => Place::Disk(Arc::new(Mutex::new(file))),
            Err(_) => return start.to_vec().into(),
        };
        Self { size, place }
    }

    /// The number of bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The first bytes, at most that many.
    pub fn start(&self, length: usize) -> Bytes {
        match &self.place {
            Place::Memory(bytes) => bytes.slice(..length.min(bytes.len())),
            Place::Disk(file) => read_at(file, 0, length.min(self.size)).unwrap_or_default(),
        }
    }

    /// The bytes as a body that reads them as they are sent.
    pub fn body(&self) -> Body {
        match &self.place {
            Place::Memory(bytes) => Body::from(bytes.clone()),
            Place::Disk(file) => {
                Body::new(DiskBody { file: Arc::clone(file), sent: 0, size: self.size, rested: false })
            }
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { size: bytes.len(), place: Place::Memory(bytes.into()) }
    }
}

/// Whether the body is an upload, which may be larger than JSON.
pub fn is_upload(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    content_type.is_some_and(|value| value.starts_with(b"multipart/form-data"))
}

/// Takes bytes piece by piece.
pub struct ContentWriter {
    limit: usize,
    size: usize,
    memory: Vec<u8>,
    disk: Option<File>,
}

impl ContentWriter {
    /// A writer for that many bytes at the most.
    pub fn new(limit: usize) -> Self {
        Self { limit, size: 0, memory: Vec::new(), disk: None }
    }

    /// Adds some bytes; 413 when there are too many.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.size += bytes.len();
        if self.size > self.limit {
            let message = format!("The body is larger than {} bytes", self.limit);
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        self.store(bytes).map_err(|error| {
            let message = format!("The sandbox cannot store the upload: {error}");
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, message)
        })
    }

    /// Writes on the spot: it goes to the system's cache, and a sandbox has few clients.
    fn store(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(disk) = &mut self.disk {
            return disk.write_all(bytes);
        }
        self.memory.extend(bytes);
        if self.size > MAX_IN_MEMORY {
            let disk = self.disk.insert(tempfile::tempfile()?);
            disk.write_all(&std::mem::take(&mut self.memory))?;
        }
        Ok(())
    }

    /// All bytes that were written.
    pub fn finish(self) -> Content {
        let place = match self.disk {
            Some(file) => Place::Disk(Arc::new(Mutex::new(file))),
            None => Place::Memory(self.memory.into()),
        };
        Content { size: self.size, place }
    }
}

/// Sends a file chunk by chunk, and knows its length beforehand.
struct DiskBody {
    file: Arc<Mutex<File>>,
    sent: usize,
    size: usize,
    /// Whether the last poll let others have their turn.
    rested: bool,
}

impl HttpBody for DiskBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        // A reader that takes all it can get at once would have the whole file in memory.
        self.rested = !self.rested;
        if self.rested {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let length = CHUNK.min(self.size - self.sent);
        if length == 0 {
            return Poll::Ready(None);
        }
        let chunk = read_at(&self.file, self.sent, length);
        self.sent += length;
        Poll::Ready(Some(chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.size - self.sent) as u64)
    }
}

fn read_at(file: &Mutex<File>, position: usize, length: usize) -> io::Result<Bytes> {
    let mut chunk = vec![0; length];
    let mut file = file.lock();
    file.seek(SeekFrom::Start(position as u64))?;
    file.read_exact(&mut chunk)?;
    Ok(chunk.into())
}
