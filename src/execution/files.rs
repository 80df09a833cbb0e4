//! Files for the body of a request: stored first and named by their ID, or as Base64 text.
//!
//! Base64 text stays on the host's side: the bytes of a file never fill the core's memory.

use super::{
    answer::{Base64, StoredFile},
    host::Host,
    sending::Sender,
};
use crate::{
    error::Error,
    request::{Attached, Body, Request, put},
};

/// Stores and reads the files of a request. IDs go into its body; Base64 texts come back, each with its path in the body.
///
/// # Errors
/// A file is missing, or could not be stored.
pub async fn attach<H: Host>(
    request: &mut Request,
    sender: &Sender<'_, H>,
    item: usize,
) -> Result<Vec<(String, H::Value)>, Error> {
    let mut inserts = Vec::new();
    for attachment in std::mem::take(&mut request.attachments) {
        let api = &sender.host.context().api;
        let key = attachment.key;
        match attachment.what {
            Attached::Upload(property) => {
                let upload = Request::upload_file(api, property);
                insert_id(request, &key, sender.send(&upload, item).await?);
            }
            Attached::UploadUrl(url) => {
                let upload = Request::upload_url(api, &url);
                insert_id(request, &key, sender.send(&upload, item).await?);
            }
            Attached::Embed(property) => {
                inserts.push((key, sender.host.base64_of_file(&property, item).await?));
            }
            Attached::EmbedFile(id) => {
                let Base64(text) = sender.send(&Request::download(api, &id), item).await?;
                inserts.push((key, text));
            }
        }
    }
    if !inserts.is_empty() && request.body == Body::None {
        request.body = Body::Json(serde_json::Map::new().into());
    }
    Ok(inserts)
}

fn insert_id(request: &mut Request, key: &str, StoredFile(id): StoredFile) {
    let mut body = match std::mem::take(&mut request.body) {
        Body::Json(body) => body,
        Body::None | Body::File(_) => serde_json::Value::Null,
    };
    put(&mut body, key, id.into());
    request.body = Body::Json(body);
}
