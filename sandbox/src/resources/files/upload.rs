//! Uploads: the form field `file` of a multipart body, or JSON with the `url` of a file to fetch.
//!
//! Assumed: 201; the JSON members are form fields of a multipart body as well, `tags` repeated or comma separated; a
//! file is kept 30 days unless said otherwise. Files are fetched from 127.0.0.1 only; for any other address
//! the sandbox makes one up.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::account::file;
use crate::account::file::{FileExpiration, FileOrigin, StoredFile};
use crate::state::Sandbox;
use crate::values::addresses::WebUrl;
use crate::values::choice::{MediaFormat, Permission};
use crate::values::date::Date;
use crate::wire::answer::{ApiError, Problem};
use crate::wire::body::JsonBody;
use crate::wire::content::{Content, ContentWriter, MAX_UPLOAD};
use crate::wire::fields::Text;
use crate::wire::query::Query;
use crate::wire::{body, client, photo};

/// What a client says about the file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct About {
    filename: Option<Text<1, 255>>,
    reference: Option<Text<1, 255>>,
    format: Option<MediaFormat>,
    expiration: Option<FileExpiration>,
    permission: Option<Permission>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Remote {
    url: WebUrl,
    filename: Option<Text<1, 255>>,
    reference: Option<Text<1, 255>>,
    format: Option<MediaFormat>,
    expiration: Option<FileExpiration>,
    permission: Option<Permission>,
    tags: Option<Vec<String>>,
}

/// Bytes that arrived, and what came with them.
struct Arrived {
    content: Content,
    sha2: String,
    filename: String,
    mime: Option<String>,
    url: Option<String>,
}

/// `POST /files`
pub async fn upload(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    request: Request,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let reference = query.text("reference");
    query.finish()?;
    let content_type = request.headers().get(CONTENT_TYPE);
    let is_form = content_type.is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
    let (arrived, mut about) = if is_form {
        read_form(request).await?
    } else {
        let JsonBody(remote) = JsonBody::from_request(request, &sandbox).await?;
        fetch(remote).await?
    };
    if about.reference.is_none() {
        about.reference = reference.map(Text);
    }
    let file = store(&sandbox, arrived, about)?;
    let view = file.view(sandbox.clock.date());
    Ok((StatusCode::CREATED, Json(json!([view]))))
}

fn store(sandbox: &Sandbox, arrived: Arrived, about: About) -> Result<StoredFile, ApiError> {
    let now = sandbox.clock.date();
    let known = |file: &StoredFile| file.sha2 == arrived.sha2 && file.status(now) == "active";
    let known = sandbox.files.all(|files| files.iter().find(|file| known(file)).map(|file| file.id.clone()));
    if let Some(id) = known {
        let error = ApiError::new(StatusCode::CONFLICT, "The same file is stored already");
        return Err(error.with_meta(json!({ "file": id })));
    }
    let filename = about.filename.map_or(arrived.filename, String::from);
    let origin = if arrived.url.is_some() { "remote" } else { "upload" };
    let file = StoredFile {
        id: String::new(),
        mime: arrived.mime.unwrap_or_else(|| file::mime_of(&filename)),
        filename,
        format: about.format.unwrap_or(MediaFormat("native")),
        permission: about.permission.unwrap_or(Permission("public")),
        origin: FileOrigin(origin),
        reference: about.reference.map(String::from),
        message: None,
        tags: about.tags.unwrap_or_default(),
        url: arrived.url,
        sha2: arrived.sha2,
        created: now,
        expires: Some(expiry(now, about.expiration)),
        content: arrived.content,
    };
    file.check_format()?;
    Ok(sandbox.files.add(|id| StoredFile { id, ..file }))
}

fn expiry(now: Date, expiration: Option<FileExpiration>) -> Date {
    file::expiry(now, expiration.unwrap_or(FileExpiration("30d")))
}

async fn read_form(request: Request) -> Result<(Arrived, About), ApiError> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| ApiError::new(rejection.status(), rejection.body_text()))?;
    let mut arrived = None;
    let mut members = Map::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let twice = match name.as_str() {
            "file" => arrived.replace(read_file(field).await?).is_some(),
            "tags" => {
                let text = field.text().await.map_err(broken)?;
                let tags = members.entry(name.clone()).or_insert_with(|| json!([]));
                if let Value::Array(tags) = tags {
                    tags.extend(text.split(',').map(Value::from));
                }
                false
            }
            _ => {
                let text = field.text().await.map_err(broken)?;
                members.insert(name.clone(), text.into()).is_some()
            }
        };
        if twice {
            return Err(wrong(&name, "must not appear more than once"));
        }
    }
    let about = body::parse(Value::Object(members).to_string().as_bytes())?;
    let arrived = arrived.ok_or_else(|| wrong("file", "is missing"))?;
    Ok((arrived, about))
}

async fn read_file(mut field: Field<'_>) -> Result<Arrived, ApiError> {
    let Some(filename) = field.file_name().map(str::to_owned) else {
        return Err(wrong("file", "must be a file, with a file name"));
    };
    let named = field.content_type().map(str::to_owned);
    let mut receiver = Receiver::default();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        receiver.take(&chunk)?;
    }
    // Clients that do not know the type say octet-stream; the name says more.
    let mime = named.filter(|mime| mime != "application/octet-stream");
    Ok(receiver.finish(filename, mime, None))
}

async fn fetch(remote: Remote) -> Result<(Arrived, About), ApiError> {
    let url = remote.url.0;
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let (_, last) = path.rsplit_once('/').unwrap_or_default();
    let filename = if last.is_empty() { "file" } else { last }.to_owned();
    let mut receiver = Receiver::default();
    let mut mime = None;
    if let Some(address) = client::local_address(&url) {
        let failed =
            |reason: String| wrong("url", &format!("cannot be fetched: {reason}")).with_code("media:invalid_file");
        let answer = client::send(address, Method::GET, &url, None).await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(failed(format!("it answers {}", answer.status())));
        }
        let named = answer.headers().get(CONTENT_TYPE);
        mime = named.and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let mut body = answer.into_body();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| failed(error.to_string()))?;
            if let Ok(data) = frame.into_data() {
                receiver.take(&data)?;
            }
        }
    } else {
        receiver.take(&photo::file(&file::mime_of(&filename), &url))?;
    }
    let about = About {
        filename: remote.filename,
        reference: remote.reference,
        format: remote.format,
        expiration: remote.expiration,
        permission: remote.permission,
        tags: remote.tags,
    };
    let mime = mime.or_else(|| Some(file::mime_of(&filename)));
    Ok((receiver.finish(filename, mime, Some(url)), about))
}

/// Stores and hashes bytes as they come.
struct Receiver {
    writer: ContentWriter,
    hash: Sha256,
}

impl Default for Receiver {
    fn default() -> Self {
        Self { writer: ContentWriter::new(MAX_UPLOAD), hash: Sha256::new() }
    }
}

impl Receiver {
    fn take(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.hash.update(bytes);
        self.writer.write(bytes)
    }

    fn finish(self, filename: String, mime: Option<String>, url: Option<String>) -> Arrived {
        Arrived { content: self.writer.finish(), sha2: file::hex(&self.hash.finalize()), filename, mime, url }
    }
}

fn wrong(field: &str, reason: &str) -> ApiError {
    ApiError::invalid(vec![Problem::new("invalid", "Form field", field, reason)])
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn broken(error: MultipartError) -> ApiError {
    ApiError::new(error.status(), error.body_text())
}
