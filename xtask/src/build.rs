//! From the sources to the package: descriptor, core, n8n node, tarball.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    command::{cargo, npm, program, root, run, step},
    glue,
};

/// What the core is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Builds everything and packs it; gives the tarball's path.
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
    let reference = root().join("docs/operations");
    fs::create_dir_all(&reference)?;
    for (name, page) in sparkbot_descriptor::reference(&folder)? {
        write(&reference.join(name), page.as_bytes())?;
    }
    write_json(
        &root().join("node-descriptor.json"),
        &sparkbot_descriptor::build(&folder)?,
    )?;
    write_json(&folder.join("schema.json"), &sparkbot_descriptor::schema())
}

/// `pkg/glue.js` and `pkg/wasm.js`, from `src/`.
fn core() -> Result<()> {
    step("Build the core");
    build_core(&root().join("pkg"), &[])
}

/// The sandbox; gives the program's path.
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

/// A core that panics when it is asked to, for the tests that show what becomes of a panic.
pub fn panicking_core() -> Result<PathBuf> {
    step("Build a core that can be made to panic");
    let folder = target_directory().join("panicking-core");
    build_core(&folder, &["--features", "panic-on-demand"])?;
    Ok(folder)
}

fn build_core(folder: &Path, features: &[&str]) -> Result<()> {
    wasm_target()?;
    // Without the paths of this machine, the same sources give the same bytes everywhere.
    let cargo_home = env::var_os("CARGO_HOME").map_or_else(
        || env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    let remap = |path: &Path, name| format!("--remap-path-prefix={}={name}", path.display());
    let mut flags = vec![remap(&root(), "/src"), remap(&cargo_home, "/cargo")];
    // A mirror of the registry has a folder of its own.
    let registries = fs::read_dir(cargo_home.join("registry/src"));
    for registry in registries.into_iter().flatten().flatten() {
        flags.push(remap(&registry.path(), "/cargo"));
    }
    run(
        cargo(["build", "--locked", "--profile", "wasm", "--target", TARGET])
            .args(["--package", "sparkbot-core"])
            .args(features)
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f")),
    )?;

    let built = target_directory()
        .join(TARGET)
        .join("wasm/sparkbot_core.wasm");
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
    fs::write(
        folder.join("glue.js"),
        glue::factory(&fs::read_to_string(bound.join("core.js"))?)?,
    )?;
    fs::write(folder.join("wasm.js"), inlined(&wasm))?;
    eprintln!("  {} KB of WebAssembly", wasm.len() / 1000);
    Ok(())
}

/// As text in a module: an n8n node may not read files, and a page then needs no server that knows the MIME type.
fn inlined(wasm: &[u8]) -> String {
    format!(
        "// Generated from src/ by `cargo xtask build`. Do not edit.\n\
         /** The core's WebAssembly, in Base64. */\n\
         export default '{}';\n",
        STANDARD.encode(wasm)
    )
}

/// rustup may be told not to install a toolchain's targets by itself.
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
    if matches!((modified(&installed), modified(&lock)), (Ok(installed), Ok(lock)) if installed >= lock)
    {
        return Ok(());
    }
    step("Install the npm packages for building and testing (about a minute)");
    run(&mut npm([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))
}

/// `dist/`: the n8n node, with the core and the icons in it, laid out as the sources are. (`n8n-node build` would copy every
/// picture of the repository, and not the core.)
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
    schemas(&dist)?;
    // With this, n8n reads some JSON at its start instead of running the node's code.
    run(&mut npm(["exec", "--no", "--", "n8n-generate-metadata"]))
}

/// What n8n offers for mapping before the node has run: the schemas of its items, where n8n looks for those of version 1.
fn schemas(dist: &Path) -> Result<()> {
    let folder = dist.join("nodes/SparkBot/__schema__/v1.0.0");
    for (name, schema) in sparkbot_descriptor::schemas(&root().join("descriptor"))? {
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
    ensure!(
        output.status.success(),
        "npm pack: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let name = String::from_utf8(output.stdout)?;
    Ok(folder.join(name.trim()))
}

/// Where cargo builds.
pub fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// JSON with tabs, as the whole repository has it.
fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let mut text = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b"\t");
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut text, format,
    ))?;
    text.push(b'\n');
    write(path, &text)
}

/// A file that stays as it is keeps its date, and with it what was built from it.
fn write(path: &Path, text: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
