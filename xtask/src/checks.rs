//! The checks that hold before a change lands.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    build,
    command::{cargo, npm, root, run, step},
};

/// The checked-in files that `cargo xtask build` writes, and the folder of its pages.
const BUILT: [&str; 6] = [
    "node-descriptor.json",
    "descriptor/api.schema.json",
    "descriptor/lists.schema.json",
    "descriptor/schema.json",
    "pkg/glue.js",
    "pkg/wasm.js",
];
const PAGES: &str = "docs/operations";

/// Format, lints, licences, and that what is built and checked in is what the sources say.
pub fn ci() -> Result<()> {
    step("Check the format");
    run(&mut cargo(["fmt", "--all", "--check"]))?;

    let before = built()?;
    build::package()?;
    let stale: Vec<_> = built()?
        .into_iter()
        .filter(|(path, text)| before.get(path) != Some(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !stale.is_empty() {
        bail!("these files did not agree with the sources: {}. They are built now; commit them", stale.join(", "));
    }

    step("Lint Rust");
    let deny_warnings = ["--", "-D", "warnings"];
    run(cargo(["clippy", "--workspace", "--all-targets", "--locked"]).args(deny_warnings))?;
    run(cargo(["clippy", "--package", "sparkbot-core", "--locked", "--target", build::TARGET]).args(deny_warnings))?;

    javascript()?;

    step("Check licences and sources of the crates");
    // It reads the crates of every platform, and builds here only fetch those of this one.
    run(&mut cargo(["fetch", "--locked"]))?;
    run(&mut cargo(["deny", "--workspace", "--offline", "check", "bans", "licenses", "sources"]))
}

/// The projects that tsc checks besides the node: the package's JavaScript for any host, and the tools and tests for Node.
const TYPE_CHECKED: [&str; 2] = ["tsconfig.pkg.json", "tsconfig.tools.json"];

/// Checks the format of all text files, the types of all JavaScript, and n8n's rules for nodes.
fn javascript() -> Result<()> {
    step("Check the format of JavaScript, TypeScript, JSON and YAML");
    run(&mut npm(["exec", "--no", "--", "prettier", "--check", "."]))?;

    for project in TYPE_CHECKED {
        step(&format!("Check the types of {project}"));
        run(&mut npm(["exec", "--no", "--", "tsc", "--project", project]))?;
    }

    step("Lint the n8n node");
    run(&mut npm(["exec", "--no", "--", "n8n-node", "lint"]))
}

fn built() -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let files = BUILT.iter().map(PathBuf::from).chain(files_in(PAGES, ".md")?);
    files.map(|path| Ok((path.clone(), fs::read(root().join(path))?))).collect()
}

pub fn files_in(folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let name = entry?.file_name();
        if name.to_string_lossy().ends_with(ending) {
            files.push(Path::new(folder).join(name));
        }
    }
    files.sort();
    Ok(files)
}
