//! Tests, and the checks that hold before a change lands.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    build,
    command::{cargo, npm, program, root, run, step},
};

/// The checked-in files that `cargo xtask build` writes, and the folder of its pages.
const BUILT: [&str; 4] = [
    "node-descriptor.json",
    "descriptor/schema.json",
    "pkg/glue.js",
    "pkg/wasm.js",
];
const PAGES: &str = "docs/operations";

/// All tests but the browser's: the Rust crates, then the packed node in n8n-core.
pub fn test() -> Result<()> {
    step("Test the Rust crates");
    let has_nextest = cargo(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    let runner: &[&str] = if has_nextest {
        &["nextest", "run"]
    } else {
        &["test"]
    };
    run(cargo(runner).args(["--workspace", "--locked"]))?;

    let sandbox = build::sandbox()?;
    let panicking_core = build::panicking_core()?;
    let tarball = build::package()?;
    step("Test the packed node in n8n-core");
    run(program("node", ["--test", "--test-reporter=spec"])
        .args(files_in("tests/node", ".test.mjs")?)
        .env("SPARKBOT_SANDBOX", sandbox)
        .env("SPARKBOT_PANICKING_CORE", panicking_core)
        .env("SPARKBOT_TARBALL", tarball))
}

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
        bail!(
            "these files did not agree with the sources: {}. They are built now; commit them",
            stale.join(", ")
        );
    }

    step("Lint Rust");
    let deny_warnings = ["--", "-D", "warnings"];
    run(cargo(["clippy", "--workspace", "--all-targets", "--locked"]).args(deny_warnings))?;
    run(cargo([
        "clippy",
        "--package",
        "sparkbot-core",
        "--locked",
        "--target",
        build::TARGET,
    ])
    .args(deny_warnings))?;

    javascript()?;

    step("Check licences and sources of the crates");
    run(&mut cargo([
        "deny",
        "--workspace",
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
}

/// The projects that tsc checks besides the node: the package's JavaScript for any host, and the tools and tests for Node.
const TYPE_CHECKED: [&str; 2] = ["tsconfig.pkg.json", "tsconfig.tools.json"];

/// Checks the format of all text files, the types of all JavaScript, and n8n's rules for nodes.
fn javascript() -> Result<()> {
    step("Check the format of JavaScript, TypeScript, JSON and YAML");
    run(&mut npm(["exec", "--no", "--", "prettier", "--check", "."]))?;

    for project in TYPE_CHECKED {
        step(&format!("Check the types of {project}"));
        run(&mut npm([
            "exec",
            "--no",
            "--",
            "tsc",
            "--project",
            project,
        ]))?;
    }

    step("Lint the n8n node");
    run(&mut npm(["exec", "--no", "--", "n8n-node", "lint"]))
}

fn built() -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let files = BUILT
        .iter()
        .map(PathBuf::from)
        .chain(files_in(PAGES, ".md")?);
    files
        .map(|path| Ok((path.clone(), fs::read(root().join(path))?)))
        .collect()
}

fn files_in(folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
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
