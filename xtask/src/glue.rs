//! Turns wasm-bindgen's glue into a module that hands out instances.
//!
//! wasm-bindgen has one instance for each page; here each execution has its own, so that a panic ends that execution alone.
//! The globals of the platform are parameters, so the glue holds no power but what `pkg/index.js` gives it.

use anyhow::{Context, Result};

/// What the glue may see of the platform. `hostPanic` to `queueMicrotask` are given by `pkg/index.js`, `globalThis` holds
/// no more than that `queueMicrotask`, and the rest stays undefined: so without `FinalizationRegistry` the glue registers no closure,
/// which costs time for each request; what JavaScript drops is freed with the instance.
const PARAMETERS: &str = "exports, hostPanic, bytesOf, bodyOf, base64Of, sleepFor, turn, fetch, queueMicrotask, globalThis, global, self, window, document, console, FinalizationRegistry";

/// The text of `pkg/glue.js`.
///
/// # Errors
/// A new wasm-bindgen writes its glue in another shape.
pub fn factory(no_modules_glue: &str) -> Result<String> {
    let body = no_modules_glue
        .strip_prefix("let wasm_bindgen = (function(exports) {")
        .and_then(|glue| glue.trim_end().strip_suffix("})({ __proto__: null });"))
        .context("wasm-bindgen's no-modules glue has changed its shape: read it, and adapt xtask/src/glue.rs")?;
    Ok(format!(
        "// @ts-nocheck\n\
         // Generated from src/ by `cargo xtask build`. Do not edit.\n\
         /** Makes one instance's glue. Parameters hide the globals of the same name. */\n\
         export default function ({PARAMETERS}) {{{body}}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::factory;

    #[test]
    fn the_glue_becomes_a_function() {
        let glue = "let wasm_bindgen = (function(exports) {\n    return exports;\n})({ __proto__: null });\n";
        let module = factory(glue).unwrap();
        assert!(module.contains("export default function (exports, hostPanic,"));
        assert!(module.ends_with("{\n    return exports;\n}\n"));
    }

    #[test]
    fn another_shape_is_refused() {
        assert!(factory("export function execute() {}").is_err());
    }
}
