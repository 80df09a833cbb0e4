//! Which requests something concerns.

use axum::extract::Request;
use axum::http::Method;
use percent_encoding::percent_decode_str;

/// The requests with a method and a path; with any, if there is none.
pub struct Scope {
    method: Option<Method>,
    path: Option<String>,
}

impl Scope {
    /// Those with that method, and that path: decoded, below `/v1`, with a `*` at the end for any rest.
    pub fn new(method: Option<&str>, path: Option<String>) -> Result<Self, String> {
        if let Some(path) = &path {
            if path.starts_with("/v1") {
                return Err("path is the one below /v1: leave /v1 out".to_owned());
            }
            if !path.starts_with('/') && path != "*" {
                return Err("path must start with a slash, as in /devices/*".to_owned());
            }
        }
        let method = method.map(|name| Method::from_bytes(name.to_uppercase().as_bytes()));
        let method = method.transpose().map_err(|_| "method is none of HTTP")?;
        Ok(Self { method, path })
    }

    /// Whether it concerns a request, which must be nested below `/v1`.
    pub fn holds(&self, request: &Request) -> bool {
        let right_method = self.method.as_ref().is_none_or(|wanted| wanted == request.method());
        right_method
            && self.path.as_ref().is_none_or(|wanted| {
                let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
                match wanted.strip_suffix('*') {
                    Some(start) => path.starts_with(start),
                    None => path == *wanted,
                }
            })
    }
}
