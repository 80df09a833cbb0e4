//! The content of `descriptor/`, as the build encodes it: operations, lists and the API as a whole.
//!
//! All values stand as postcard in one file, and a static index numbers them: an execution decodes only its own operation, and
//! the operation's texts borrow from that file.

use serde::Deserialize;

use crate::model::{Api, List, Operation};

/// An operation in the index.
struct OperationEntry {
    /// Resource and operation.
    names: (&'static str, &'static str),
    /// The number of its request.
    request: u16,
    /// The numbers of its fields. Operations share fields.
    fields: &'static [u16],
}

// OPERATIONS: `&[OperationEntry]`; LISTS: names and numbers; API: a number; ENDS: where each value in ENCODED ends, by number.
include!(concat!(env!("OUT_DIR"), "/index.rs"));

static ENCODED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor.postcard"));

/// The value with this number.
fn decode<T: Deserialize<'static>>(number: u16) -> T {
    let number = usize::from(number);
    let start = if number == 0 { 0 } else { ENDS[number - 1] };
    let bytes = &ENCODED[start as usize..ENDS[number] as usize];
    postcard::from_bytes(bytes).expect("the build encoded this type")
}

/// The operation with these values, which a workflow holds. `None` where there is none.
#[must_use]
pub fn operation(resource: &str, operation: &str) -> Option<Operation<'static>> {
    let entry = OPERATIONS.iter().find(|entry| entry.names == (resource, operation))?;
    Some(Operation {
        resource: entry.names.0.into(),
        operation: entry.names.1.into(),
        request: decode(entry.request),
        fields: entry.fields.iter().map(|field| decode(*field)).collect(),
    })
}

/// The values of all resources and operations, in the order of the descriptor.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.iter().map(|entry| entry.names)
}

/// The list with this name. `None` where there is none.
#[must_use]
pub fn list(name: &str) -> Option<List<'static>> {
    let list = LISTS.iter().find(|(known, _)| *known == name);
    list.map(|(_, number)| decode(*number))
}

/// The API as a whole.
#[must_use]
pub fn api() -> Api<'static> {
    decode(API)
}
