//! Entries of one kind, in the order in which they were made, each with an id of its own: what most resources need.

use axum::http::StatusCode;
use parking_lot::Mutex;

use crate::values::ids::numbered_id;
use crate::wire::answer::ApiError;

/// Something that has an id.
pub trait Entry {
    /// 24 hex digits.
    fn id(&self) -> &str;
}

/// All entries of one kind.
pub struct Store<T> {
    /// What an entry is called in a refusal.
    name: &'static str,
    /// The first two digits of every id, so that a reader sees what an id stands for.
    prefix: &'static str,
    content: Mutex<Content<T>>,
}

struct Content<T> {
    entries: Vec<T>,
    /// How many were ever made: ids are not used twice.
    made: usize,
}

impl<T: Entry> Store<T> {
    /// An empty store.
    pub fn new(name: &'static str, prefix: &'static str) -> Self {
        let content = Content { entries: Vec::new(), made: 0 };
        Self { name, prefix, content: Mutex::new(content) }
    }

    /// Adds the entry that `make` makes with a new id.
    pub fn add(&self, make: impl FnOnce(String) -> T) -> T
    where
        T: Clone,
    {
        let mut content = self.content.lock();
        content.made += 1;
        let entry = make(numbered_id(self.prefix, content.made));
        content.entries.push(entry.clone());
        entry
    }

    /// Puts `count` entries, made of their numbers from 1 on and their ids, in the place of all.
    pub fn fill(&self, count: usize, make: impl Fn(usize, String) -> T) {
        let entries = (1..=count).map(|number| make(number, numbered_id(self.prefix, number)));
        *self.content.lock() = Content { entries: entries.collect(), made: count };
    }

    /// Reads or changes all entries.
    pub fn all<R>(&self, look: impl FnOnce(&mut Vec<T>) -> R) -> R {
        look(&mut self.content.lock().entries)
    }

    /// Reads or changes one entry; 404 when there is no such one.
    pub fn one<R>(&self, id: &str, look: impl FnOnce(&mut T) -> R) -> Result<R, ApiError> {
        self.all(|entries| match position(entries, id) {
            Ok(index) => Ok(look(&mut entries[index])),
            Err(_) => Err(self.missing(id)),
        })
    }

    /// Takes one entry out; 404 when there is no such one.
    pub fn remove(&self, id: &str) -> Result<T, ApiError> {
        self.all(|entries| match position(entries, id) {
            Ok(index) => Ok(entries.remove(index)),
            Err(_) => Err(self.missing(id)),
        })
    }

    fn missing(&self, id: &str) -> ApiError {
        let message = format!("There is no {} with the id {id}", self.name);
        ApiError::new(StatusCode::NOT_FOUND, message)
    }
}

/// Where the entry with that id is. The ids ascend, as they were made.
fn position(entries: &[impl Entry], id: &str) -> Result<usize, usize> {
    let id = id.to_ascii_lowercase();
    entries.binary_search_by(|entry| entry.id().cmp(&id))
}
