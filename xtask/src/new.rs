//! `cargo xtask new`: skeletons, so that an author begins with something that is right.

mod names;
mod operation;

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, bail, ensure};
use clap::{Subcommand, ValueEnum};
use serde_json::{Map, Value};

use crate::{
    build,
    command::{finish, npm, root, run as execute, step},
};
use operation::Skeleton;

/// What can be begun.
#[derive(Subcommand)]
pub enum What {
    /// An operation, in the file of its resource: `new operation numbers "Get Battery" GET "/devices/{device}/battery"`
    Operation {
        /// Value of the resource, which is the name of its file in `descriptor/`
        resource: String,
        /// Name that users see, such as "Get Battery"
        name: String,
        /// HTTP method
        #[arg(ignore_case = true)]
        method: Method,
        /// Path below the base URL, with `{parameter}` where a value goes
        path: String,
    },
}

/// The methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Writes the skeleton, and says what comes next.
pub fn run(what: &What) -> Result<()> {
    let What::Operation { resource, name, method, path } = what;
    let folder = root().join("descriptor");
    let mut resources = BTreeMap::new();
    for entry in fs::read_dir(&folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|ending| ending == "json") {
            let text = fs::read_to_string(&file)?;
            let json: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?;
            if json["operations"].is_array() {
                let stem = file.file_stem().unwrap_or_default();
                resources.insert(stem.to_string_lossy().into_owned(), (file, text, json));
            }
        }
    }
    let Some((file, text, _)) = resources.get(resource) else {
        let known: Vec<_> = resources.keys().map(String::as_str).collect();
        bail!("there is no descriptor/{resource}.json. The resources are: {}", known.join(", "));
    };

    let shared: Map<String, Value> = serde_json::from_str(&fs::read_to_string(folder.join("shared.json"))?)
        .context("descriptor/shared.json holds no object")?;
    let skeleton = Skeleton::new(name, *method, path, &shared)?;
    for (other, (_, _, json)) in &resources {
        let operations = json["operations"].as_array().into_iter().flatten();
        ensure!(
            operations.into_iter().all(|operation| operation["operation"] != skeleton.value),
            "descriptor/{other}.json has an operation '{}' already, and each value is unique: choose another name",
            skeleton.value
        );
    }

    build::node_modules()?;
    step(&format!("Write '{}' into descriptor/{resource}.json", skeleton.value));
    fs::write(file, appended(text, &skeleton.json)?)?;
    let format = ["exec", "--no", "--", "prettier", "--log-level=warn"];
    let formatted = execute(npm(format).arg("--write").arg(file));
    if formatted.is_err() {
        fs::write(file, text)?;
    }
    formatted?;
    finish();
    for (number, task) in skeleton.tasks(resource).iter().enumerate() {
        eprintln!("  {}. {task}", number + 1);
    }
    Ok(())
}

/// The text of a resource file with one more operation. All else stays as it is; the file's formatter does the rest.
fn appended(text: &str, operation: &Value) -> Result<String> {
    let close = |text: &str, bracket| Some(text.trim_end().strip_suffix(bracket)?.len());
    let end = close(text, '}')
        .and_then(|end| close(&text[..end], ']'))
        .map(|end| text[..end].trim_end().len())
        .context("a resource file ends with its operations")?;
    let made = format!("{},{operation}]}}\n", &text[..end]);

    let mut wanted: Value = serde_json::from_str(text)?;
    wanted["operations"].as_array_mut().context("a resource file has operations")?.push(operation.clone());
    ensure!(
        serde_json::from_str::<Value>(&made).is_ok_and(|made| made == wanted),
        "a resource file ends with its operations"
    );
    Ok(made)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::appended;

    #[test]
    fn an_operation_is_appended_and_all_else_stays() {
        let text = "{\n\t\"resource\": \"a\",\n\t\"operations\": [\n\t\t{ \"operation\": \"b\" }\n\t]\n}\n";
        let made = appended(text, &json!({ "operation": "c" })).unwrap();
        assert_eq!(
            made,
            "{\n\t\"resource\": \"a\",\n\t\"operations\": [\n\t\t{ \"operation\": \"b\" },{\"operation\":\"c\"}]}\n"
        );
    }

    #[test]
    fn a_file_that_does_not_end_with_its_operations_is_refused() {
        for text in [
            r#"{ "operations": [{}], "name": "a" }"#,
            r#"{ "operations": [{}], "others": [{}] }"#,
            r#"{ "operations": [] }"#,
        ] {
            assert!(appended(text, &json!({})).is_err(), "{text}");
        }
    }
}
