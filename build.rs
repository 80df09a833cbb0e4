//! Reads `descriptor/` and encodes what the core needs of it: one file of postcard, and an index in Rust.
//!
//! A descriptor that is wrong ends the build with a message that names file, operation and parameter.

use std::{env, fmt::Write, fs, ops::Range, path::Path};

use serde::Serialize;
use sparkbot_descriptor::Descriptor;

fn main() {
    println!("cargo::rerun-if-changed=descriptor");
    if let Err(error) = encode(Path::new("descriptor")) {
        // A panic would say the same behind lines about itself.
        println!("cargo::error={error:#}");
    }
}

fn encode(folder: &Path) -> anyhow::Result<()> {
    let descriptor = Descriptor::read(folder)?;
    let mut file = File::default();
    let mut operations = String::new();
    for operation in descriptor.operations()? {
        let place = file.add(&operation)?;
        entry(
            &mut operations,
            (&operation.resource, &operation.operation),
            &place,
        )?;
    }
    let mut lists = String::new();
    for list in descriptor.lists() {
        let place = file.add(list)?;
        entry(&mut lists, (&list.name, ""), &place)?;
    }
    let mut api = String::new();
    let place = file.add(descriptor.api()?)?;
    entry(&mut api, ("", ""), &place)?;
    let index = format!(
        "static OPERATIONS: &[Entry] = &[{operations}];\n\
         static LISTS: &[Entry] = &[{lists}];\n\
         static API: Entry = {};\n",
        api.trim_end_matches([',', '\n'])
    );
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("index.rs"), index)?;
    fs::write(Path::new(&out).join("descriptor.postcard"), file.bytes)?;
    Ok(())
}

/// An entry of the index.
fn entry(
    index: &mut String,
    (first, second): (&str, &str),
    place: &Range<usize>,
) -> anyhow::Result<()> {
    let Range { start, end } = place;
    writeln!(
        index,
        "Entry {{ names: ({first:?}, {second:?}), start: {start}, end: {end} }},"
    )?;
    Ok(())
}

/// The file, while it grows.
#[derive(Default)]
struct File {
    bytes: Vec<u8>,
}

impl File {
    fn add(&mut self, value: &impl Serialize) -> anyhow::Result<Range<usize>> {
        let start = self.bytes.len();
        self.bytes = postcard::to_extend(value, std::mem::take(&mut self.bytes))?;
        Ok(start..self.bytes.len())
    }
}
