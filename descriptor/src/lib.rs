//! The descriptor.
