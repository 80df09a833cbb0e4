//! The operations reference: one Markdown page per resource, and an index.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde_json::Value;
use sparkbot_model::Condition;

use crate::{
    ResolvedOperation, Resource,
    authored::{Example, ExampleAttachment, ExampleFile, Parameter, ParameterType},
};

/// The pages by file name. `original` holds the operations that the node began with; a page marks the others.
pub fn pages(
    resources: &[Resource],
    run_options: Option<&Parameter>,
    original: Option<&BTreeSet<String>>,
) -> BTreeMap<String, String> {
    let beyond = |operation: &ResolvedOperation| {
        original.filter(|original| !original.contains(&operation.file.operation)).map(BTreeSet::len)
    };
    let mut pages: BTreeMap<_, _> =
        resources.iter().map(|resource| (format!("{}.md", resource.value), page(resource, &beyond))).collect();
    pages.insert("README.md".into(), index(resources, run_options, &beyond));
    pages
}

/// Tells how many operations the node began with, when the operation is not one of them.
type Beyond<'a> = dyn Fn(&ResolvedOperation) -> Option<usize> + 'a;

fn index(resources: &[Resource], run_options: Option<&Parameter>, beyond: &Beyond) -> String {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let count = operations().count();
    let more = operations().filter_map(beyond).collect::<Vec<_>>();
    let more = more
        .first()
        .map_or_else(String::new, |original| format!(", {} of them beyond the original {original}", more.len()));
    let mut text = format!(
        "# Operations\n\n{count} operations over {} resources{more}. These pages are made from `descriptor/` by `cargo xtask build`.\n\n\
         The examples show parameters and the request that they make. For a list in pages, it is the request for the first page. A \
         date without a zone counts in the workflow's time zone; in the examples that is Europe/Berlin.\n\n| resource | operations |\n| --- | --- |\n",
        resources.len()
    );
    for resource in resources {
        let names: Vec<_> = resource.operations.iter().map(|operation| operation.file.name.as_str()).collect();
        put(&mut text, format_args!("| [{}]({}.md) | {} |\n", resource.name, resource.value, names.join(", ")));
    }
    let Some(run_options) = run_options else {
        return text;
    };
    put(
        &mut text,
        format_args!(
            "\n## {}\n\nEvery operation has these options. None of them is sent to the API. Exactly Once is for messages.\n\n{HEAD}",
            run_options.display_name
        ),
    );
    rows(&mut text, std::slice::from_ref(run_options), "");
    text
}

/// The head of a table of fields.
const HEAD: &str = "| field | name | what it is |\n| --- | --- | --- |\n";

fn page(resource: &Resource, beyond: &Beyond) -> String {
    let mut text = format!("# {}\n\nResource `{}`.\n", resource.name, resource.value);
    for operation in &resource.operations {
        let file = &operation.file;
        let method = file.request.method.as_str();
        put(&mut text, format_args!("\n## {}\n\n{}. Operation `{}`", file.name, file.description, file.operation));
        if file.operation == "sendRaw" {
            put(&mut text, format_args!(".\n"));
        } else {
            put(&mut text, format_args!(", `{method} {}`.\n", file.request.path));
        }
        if let Some(original) = beyond(operation) {
            put(&mut text, format_args!("\nBeyond the original {original}.\n"));
        }
        if let Some(answer) = &operation.answer {
            let members: Vec<_> = answer.properties.keys().map(String::as_str).collect();
            put(&mut text, format_args!("\nEach item holds `{}`.\n", members.join("`, `")));
        }
        if !operation.parameters.is_empty() {
            text.push('\n');
            text.push_str(HEAD);
            rows(&mut text, &operation.parameters, "");
        }
        for example in &file.examples {
            put_example(&mut text, example);
        }
    }
    text
}

/// The parameters as JSON, then the request as HTTP, then the files in words.
fn put_example(text: &mut String, example: &Example) {
    let parameters = json(&Value::Object(example.parameters.clone()), 0);
    put(
        text,
        format_args!("\nExample: {}.\n\n```json\n{parameters}\n```\n\n```http\n{}\n", example.name, example.request),
    );
    for (name, value) in &example.headers {
        put(text, format_args!("{name}: {value}\n"));
    }
    if let Some(body) = &example.body {
        put(text, format_args!("\n{}\n", json(body, 0)));
    }
    text.push_str("```\n");
    if let Some(file) = &example.file {
        put(text, format_args!("\nThe body is {}.\n", file_body(file)));
    }
    for (key, attachment) in &example.attachments {
        let what = match attachment {
            ExampleAttachment::Upload(field) => {
                format!("the ID of the binary data `{field}`, which is stored first")
            }
            ExampleAttachment::UploadUrl(url) => {
                format!("the ID of the file at `{url}`, which is stored first")
            }
            ExampleAttachment::Embed(field) => format!("the binary data `{field}` as Base64 text"),
            ExampleAttachment::EmbedFile(id) => format!("the stored file `{id}` as Base64 text"),
        };
        put(text, format_args!("\nIn the body, `{key}` is {what}.\n"));
    }
}

/// A body of binary data, in words.
fn file_body(file: &ExampleFile) -> String {
    let data = format!("the binary data `{}`", file.field);
    let Some(form) = &file.form else {
        return data;
    };
    let members = form.iter().map(|(name, value)| format!("`{name}` = `{value}`"));
    let parts: Vec<_> = std::iter::once(data).chain(members).collect();
    format!("a form with {}", parts.join(", "))
}

/// JSON in lines of about 100 characters: a list or an object that fits stays on one line.
fn json(value: &Value, indent: usize) -> String {
    let (brackets, parts): (_, Vec<_>) = match value {
        Value::Array(entries) if !entries.is_empty() => {
            let entries = entries.iter().map(|entry| (String::new(), entry));
            (["[", "]"], entries.collect())
        }
        Value::Object(members) if !members.is_empty() => {
            let name = |name: &String| format!("{}: ", Value::from(name.as_str()));
            let members = members.iter().map(|(key, value)| (name(key), value));
            (["{", "}"], members.collect())
        }
        other => return other.to_string(),
    };
    let [open, close] = brackets;
    let joined = |indent, between: &str| {
        let parts = parts.iter().map(|(name, value)| format!("{name}{}", json(value, indent)));
        parts.collect::<Vec<_>>().join(between)
    };
    let space = if open == "{" { " " } else { "" };
    let line = format!("{open}{space}{}{space}{close}", joined(indent, ", "));
    if line.chars().count() + indent <= 100 && !line.contains('\n') {
        return line;
    }
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 2));
    let lines = joined(indent + 2, &format!(",\n{inner}"));
    format!("{open}\n{inner}{lines}\n{outer}{close}")
}

/// One row for each field; those of a collection stand below it, with its name before theirs.
fn rows(text: &mut String, parameters: &[Parameter], above: &str) {
    for parameter in parameters {
        let name = format!("{above}{}", parameter.name);
        put(text, format_args!("| {} | `{name}` | {} |\n", cell(&parameter.display_name), about(parameter)));
        let inside = match &parameter.entry {
            Some(entry) => format!("{name}.{}.", entry.name),
            None => format!("{name}."),
        };
        rows(text, &parameter.fields, &inside);
    }
}

fn about(parameter: &Parameter) -> String {
    let mut parts = Vec::new();
    if parameter.required {
        parts.push("**Required.**".to_owned());
    }
    if let Some(description) = &parameter.description {
        parts.push(format!("{}.", without_links(description).trim_end_matches('.')));
    }
    match parameter.kind {
        ParameterType::Boolean => parts.push("On or off.".into()),
        ParameterType::Number => parts.push("Number.".into()),
        ParameterType::DateTime => parts.push("Date and time.".into()),
        ParameterType::Json => parts.push("JSON.".into()),
        ParameterType::Collection => parts.push("Any of the fields below.".into()),
        ParameterType::FixedCollection => parts.push("Entries of the fields below.".into()),
        ParameterType::ResourceLocator => parts.push("From a list, or by ID.".into()),
        ParameterType::MultiOptions | ParameterType::Options | ParameterType::String => {}
    }
    if !parameter.choices.is_empty() && parameter.choices.len() <= 40 {
        let values: Vec<_> = parameter
            .choices
            .iter()
            .map(|choice| choice.value.as_str().map_or_else(|| choice.value.to_string(), str::to_owned))
            .filter(|value| !value.is_empty())
            .map(|value| format!("`{value}`"))
            .collect();
        parts.push(format!("One of {}.", values.join(", ")));
    }
    if !parameter.show_when.is_empty() {
        let conditions: Vec<_> = parameter.show_when.iter().map(condition).collect();
        parts.push(format!("Only with {}.", conditions.join(" and ")));
    }
    cell(&parts.join(" "))
}

fn condition(condition: &Condition) -> String {
    let values: Vec<_> = condition.is.iter().map(|value| value.plain().into_owned()).collect();
    format!("`{}` = {}", condition.parameter.trim_start_matches('/'), values.join(" or "))
}

/// n8n wants a link in the description of a list; a page needs none.
fn without_links(description: &str) -> &str {
    description.split(" Choose from the list, or specify").next().unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn put(text: &mut String, arguments: std::fmt::Arguments) {
    text.write_fmt(arguments).expect("writing to a string works");
}
