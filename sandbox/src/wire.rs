//! Reading requests and writing answers. What a resource does with them is not known here.

pub mod answer;
pub mod assumed;
pub mod body;
pub mod client;
pub mod content;
pub mod fields;
pub mod key;
pub mod path;
pub mod photo;
pub mod picture;
pub mod qr;
pub mod query;
