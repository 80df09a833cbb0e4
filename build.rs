//! Reads `descriptor/` and encodes it for the core: a file of postcard, and an index in Rust. `src/descriptor.rs` reads both.
//!
//! A wrong descriptor ends the build with a message that names file, operation and parameter.

use std::{collections::HashMap, env, fmt::Write, fs, path::Path};

use serde::Serialize;
use sparkbot_descriptor::Descriptor;

fn main() {
    println!("cargo::rerun-if-changed=descriptor");
    if let Err(error) = encode(Path::new("descriptor")) {
        // A panic would put its own lines before the message.
        println!("cargo::error={error:#}");
    }
}

fn encode(folder: &Path) -> anyhow::Result<()> {
    let descriptor = Descriptor::read(folder)?;
    let mut file = File::default();
    let mut operations = String::new();
    for operation in descriptor.operations()? {
        let names = (&*operation.resource, &*operation.operation);
        let request = file.add(&operation.request)?;
        let fields = operation.fields.iter().map(|field| file.add(field));
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        writeln!(operations, "OperationEntry {{ names: {names:?}, request: {request}, fields: &{fields:?} }},")?;
    }
    let mut lists = String::new();
    for list in descriptor.lists() {
        writeln!(lists, "({:?}, {}),", &*list.name, file.add(list)?)?;
    }
    let api = file.add(descriptor.api()?)?;
    let index = format!(
        "static OPERATIONS: &[OperationEntry] = &[{operations}];\n\
         static LISTS: &[(&str, u16)] = &[{lists}];\n\
         static API: u16 = {api};\n\
         static ENDS: &[u32] = &{:?};\n",
        file.ends
    );
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("index.rs"), index)?;
    fs::write(Path::new(&out).join("descriptor.postcard"), file.bytes)?;
    Ok(())
}

/// The file while it grows: values one after another, equal values once. Many operations share fields.
#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    /// Where each value ends.
    ends: Vec<usize>,
    numbers: HashMap<Vec<u8>, usize>,
}

impl File {
    /// Adds a value, and gives its number.
    fn add(&mut self, value: &impl Serialize) -> anyhow::Result<usize> {
        let bytes = postcard::to_allocvec(value)?;
        if let Some(number) = self.numbers.get(&bytes) {
            return Ok(*number);
        }
        self.bytes.extend(&bytes);
        self.ends.push(self.bytes.len());
        let number = self.ends.len() - 1;
        self.numbers.insert(bytes, number);
        Ok(number)
    }
}
