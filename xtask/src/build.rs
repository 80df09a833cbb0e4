//! From the sources to the package: descriptor, core, n8n node, tarball.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    command::{cargo, npm, program, root, run, step},
    glue,
};

/// The target of the core.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Builds everything and packs it. Returns the tarball's path.
pub fn package() -> Result<PathBuf> {
    descriptor()?;
    package_of_descriptor()
}

/// As [`package`], when `node-descriptor.json` is what `descriptor/` says.
pub fn package_of_descriptor() -> Result<PathBuf> {
    core()?;
    node_modules()?;
    node()?;
    pack()
}

/// `node-descriptor.json`, the schema and the operations reference, from `descriptor/`.
pub fn descriptor() -> Result<()> {
    step("Join descriptor/ into node-descriptor.json and docs/operations/");
    let folder = root().join("descriptor");
    let descriptor = Descriptor::read(&folder)?;
    let reference = root().join("docs/operations");
    fs::create_dir_all(&reference)?;
    for (name, page) in descriptor.reference() {
        write(&reference.join(name), page.as_bytes())?;
    }
    for (name, schema) in descriptor.schemas() {
        write_json(&folder.join(name), &schema)?;
    }
    write_json(&root().join("node-descriptor.json"), &descriptor.node()?)
}

/// `pkg/glue.js` and `pkg/wasm.js`, from `src/`.
fn core() -> Result<()> {
    step("Build the core");
    build_core(&root().join("pkg"), &[])
}

/// Builds the sandbox. Returns the program's path.
pub fn sandbox() -> Result<PathBuf> {
    step("Build the sandbox");
    run(&mut sandbox_command())?;
    Ok(sandbox_program())
}

/// What builds the sandbox.
pub fn sandbox_command() -> Command {
    cargo(["build", "--locked", "--package", "sparkbot-sandbox"])
}

/// Where the sandbox is then.
pub fn sandbox_program() -> PathBuf {
    target_directory().join(format!("debug/sparkbot-sandbox{}", env::consts::EXE_SUFFIX))
}

/// Builds a core that panics on demand, for the tests of panics. Returns its folder.
pub fn panicking_core() -> Result<PathBuf> {
    step("Build a core that can be made to panic");
    let folder = target_directory().join("panicking-core");
    build_core(&folder, &["--features", "panic-on-demand"])?;
    Ok(folder)
}

fn build_core(folder: &Path, features: &[&str]) -> Result<()> {
    wasm_target()?;
    // Without the paths of this machine, the same sources give the same bytes everywhere.
    let cargo_home =
        env::var_os("CARGO_HOME").map_or_else(|| env::home_dir().unwrap_or_default().join(".cargo"), PathBuf::from);
    let remap = |path: &Path, name| format!("--remap-path-prefix={}={name}", path.display());
    let mut flags = vec![remap(&root(), "/src"), remap(&cargo_home, "/cargo")];
    // A mirror of the registry has a folder of its own.
    let registries = fs::read_dir(cargo_home.join("registry/src"));
    for registry in registries.into_iter().flatten().flatten() {
        flags.push(remap(&registry.path(), "/cargo"));
    }
    run(cargo(["build", "--locked", "--profile", "wasm", "--target", TARGET])
        .args(["--package", "sparkbot-core"])
        .args(features)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f")))?;

    let built = target_directory().join(TARGET).join("wasm/sparkbot_core.wasm");
    let bound = target_directory().join("wasm-bindgen");
    Bindgen::new()
        .input_path(built)
        .out_name("core")
        .no_modules(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound)?;
    let wasm = fs::read(bound.join("core_bg.wasm"))?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join("glue.js"), glue::factory(&fs::read_to_string(bound.join("core.js"))?)?)?;
    fs::write(folder.join("wasm.js"), inlined(&wasm))?;
    eprintln!("  {} KB of WebAssembly", wasm.len() / 1000);
    Ok(())
}

/// The wasm as text in a module: an n8n node must not read files, and a page needs no server with wasm's MIME type.
fn inlined(wasm: &[u8]) -> String {
    format!(
        "// Generated from src/ by `cargo xtask build`. Do not edit.\n\
         /** The core's WebAssembly, in Base64. */\n\
         export default '{}';\n",
        STANDARD.encode(wasm)
    )
}

/// Adds the WebAssembly target: a user can turn off rustup's automatic installation of targets.
fn wasm_target() -> Result<()> {
    let sysroot = program("rustc", ["--print", "sysroot"]).output()?;
    let sysroot = PathBuf::from(String::from_utf8(sysroot.stdout)?.trim());
    if sysroot.join("lib/rustlib").join(TARGET).exists() {
        return Ok(());
    }
    step("Add the WebAssembly target");
    run(&mut program("rustup", ["target", "add", TARGET]))
}

/// npm's packages, when they are not those of the lock file.
pub fn node_modules() -> Result<()> {
    let lock = root().join("package-lock.json");
    let installed = root().join("node_modules/.package-lock.json");
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    if matches!((modified(&installed), modified(&lock)), (Ok(installed), Ok(lock)) if installed >= lock) {
        return Ok(());
    }
    step("Install the npm packages for building and testing (about a minute)");
    run(&mut npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// `dist/`: the n8n node, with the core and the icons in it, laid out as the sources are, and of all JSON only what n8n reads.
/// (`n8n-node build` would copy every picture of the repository, and not the core.)
fn node() -> Result<()> {
    step("Build the n8n node");
    let dist = root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    run(&mut npm(["exec", "--no", "--", "tsc"]))?;
    for folder in ["pkg", "icons"] {
        fs::create_dir_all(dist.join(folder))?;
        for entry in fs::read_dir(root().join(folder))? {
            let entry = entry?;
            fs::copy(entry.path(), dist.join(folder).join(entry.file_name()))?;
        }
    }
    drawn_descriptor(&dist)?;
    schemas(&dist)?;
    // With this, n8n reads some JSON at its start instead of running the node's code.
    run(&mut npm(["exec", "--no", "--", "n8n-generate-metadata"]))?;
    // n8n reads these of its own packages only.
    fs::remove_dir_all(dist.join("methods"))?;
    compact_json(&dist)
}

/// What n8n needs of the descriptor to draw the node, in place of the whole that `tsc` put there: the requests are in the core.
fn drawn_descriptor(dist: &Path) -> Result<()> {
    let descriptor = Descriptor::read(&root().join("descriptor"))?.node()?;
    let (properties, lists) = (descriptor.properties, descriptor.lists);
    let drawn = json!({ "properties": properties, "lists": lists });
    fs::write(dist.join("node-descriptor.json"), drawn.to_string())?;
    Ok(())
}

/// Takes the indentation from all JSON below a folder: n8n reads it at each start.
fn compact_json(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compact_json(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let value: Value =
                serde_json::from_slice(&fs::read(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
            fs::write(&path, value.to_string())?;
        }
    }
    Ok(())
}

/// What n8n offers for mapping before the node has run: the schemas of its items, where n8n looks for those of version 1.
fn schemas(dist: &Path) -> Result<()> {
    let folder = dist.join("nodes/SparkBot/__schema__/v1.0.0");
    for (name, schema) in Descriptor::read(&root().join("descriptor"))?.answers() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a schema has a folder")?)?;
        fs::write(path, serde_json::to_vec(&schema)?)?;
    }
    Ok(())
}

/// The tarball that npm would publish.
fn pack() -> Result<PathBuf> {
    step("Pack");
    let folder = target_directory().join("package");
    fs::create_dir_all(&folder)?;
    let output = npm(["pack", "--silent", "--ignore-scripts", "--pack-destination"])
        .arg(&folder)
        .output()
        .context("npm could not be started")?;
    ensure!(output.status.success(), "npm pack: {}", String::from_utf8_lossy(&output.stderr));
    let name = String::from_utf8(output.stdout)?;
    Ok(folder.join(name.trim()))
}

/// Where cargo builds.
pub fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Writes JSON with tabs, as in the whole repository.
fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let mut text = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b"\t");
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, format))?;
    text.push(b'\n');
    write(path, &text)
}

/// Writes a file only when its text changes: cargo and tsc build again what depends on a newer file.
fn write(path: &Path, text: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
