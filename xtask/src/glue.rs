//! Turns wasm-bindgen's glue into a module that makes instances.
//!
//! wasm-bindgen has one instance for each page. Here each execution has its own, so a panic ends only that execution. Parameters hide
//! the platform's globals of the same names, so `pkg/index.js` decides what the glue gets. SECURITY.md lists what is left.

use anyhow::{Context, Result};

/// The parameters of the glue. `pkg/index.js` gives those from `hostPanic` to `queueMicrotask`. `globalThis` has only this
/// `queueMicrotask`; the others are undefined. Without `FinalizationRegistry` the glue registers no closures, which would cost time for
/// each request: the memory of closures is freed with the instance.
const PARAMETERS: &str = "exports, hostPanic, bytesOf, bodyOf, base64Of, sleepFor, turn, fetch, queueMicrotask, globalThis, global, self, window, document, console, FinalizationRegistry";

/// The text of `pkg/glue.js`.
///
/// # Errors
/// The glue has another shape, which a new version of wasm-bindgen can write.
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
