//! What `descriptor/` says, as the build encodes it: operations, lists and the API as a whole.
//!
//! Each stands as postcard in one file, and a static index names its place: an execution decodes nothing but its own operation, and
//! the texts in it borrow from that file.

use serde::Deserialize;

use crate::{
    error::Error,
    model::{Api, List, Operation},
};

/// A place in [`ENCODED`].
struct Entry {
    /// The names that find it: resource and operation, or the list's name alone.
    names: (&'static str, &'static str),
    start: usize,
    end: usize,
}

// OPERATIONS and LISTS, each `&[Entry]`, and API, an `Entry`.
include!(concat!(env!("OUT_DIR"), "/index.rs"));

static ENCODED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor.postcard"));

impl Entry {
    fn decode<T: Deserialize<'static>>(&self) -> T {
        postcard::from_bytes(&ENCODED[self.start..self.end]).expect("the build encoded this type")
    }
}

/// The operation with these values, which a workflow holds.
///
/// # Errors
/// There is none.
pub fn operation(resource: &str, operation: &str) -> Result<Operation<'static>, Error> {
    let entry = OPERATIONS
        .iter()
        .find(|entry| entry.names == (resource, operation));
    entry.map(Entry::decode).ok_or_else(|| {
        Error::parameter(format!(
            "This version of the node has no operation '{operation}' of the resource '{resource}'"
        ))
        .with_advice("Choose the resource and the operation again, or update the node.")
    })
}

/// The values of all resources and operations, in the order of the descriptor.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.iter().map(|entry| entry.names)
}

/// The list with this name.
///
/// # Errors
/// There is none.
pub fn list(name: &str) -> Result<List<'static>, Error> {
    let entry = LISTS.iter().find(|entry| entry.names.0 == name);
    entry
        .map(Entry::decode)
        .ok_or_else(|| Error::parameter(format!("This version of the node has no list '{name}'")))
}

/// The API as a whole.
#[must_use]
pub fn api() -> Api<'static> {
    API.decode()
}
