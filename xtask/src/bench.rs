//! The benchmark: builds the package, the sandbox and the core that `bench/` measures.

use std::env;

use anyhow::Result;

use crate::{
    build,
    command::{cargo, program, root, run as execute, step},
};

/// Prints tables of figures and ratios. `write` also writes them to `docs/performance.md`.
pub fn run(write: bool) -> Result<()> {
    let tarball = build::package()?;
    step("Build the sandbox, optimised");
    execute(&mut cargo(["build", "--locked", "--release", "--package", "sparkbot-sandbox"]))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder));
    let sandbox = format!("release/sparkbot-sandbox{}", env::consts::EXE_SUFFIX);

    step("Measure");
    execute(
        program("node", ["bench/run.mjs"])
            .args(write.then_some("--write"))
            .env("SPARKBOT_TARBALL", tarball)
            .env("SPARKBOT_SANDBOX", target.join(sandbox))
            // The output of rustc: its functions still have names.
            .env("SPARKBOT_NAMED_CORE", target.join("wasm32-unknown-unknown/wasm/sparkbot_core.wasm")),
    )
}
