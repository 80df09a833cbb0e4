//! The operations reference: one Markdown page per resource, and an index.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::{
    ResolvedOperation, Resource,
    authored::{Only, Parameter, ParameterType},
};

/// The pages by file name. `original` holds the operations that the node began with; a page marks the others.
pub fn pages(
    resources: &[Resource],
    run_options: &Parameter,
    original: Option<&BTreeSet<String>>,
) -> BTreeMap<String, String> {
    let beyond = |operation: &ResolvedOperation| {
        original
            .filter(|original| !original.contains(&operation.file.operation))
            .map(BTreeSet::len)
    };
    let mut pages: BTreeMap<_, _> = resources
        .iter()
        .map(|resource| (format!("{}.md", resource.value), page(resource, &beyond)))
        .collect();
    pages.insert("README.md".into(), index(resources, run_options, &beyond));
    pages
}

/// Tells how many operations the node began with, when the operation is not one of them.
type Beyond<'a> = dyn Fn(&ResolvedOperation) -> Option<usize> + 'a;

fn index(resources: &[Resource], run_options: &Parameter, beyond: &Beyond) -> String {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let count = operations().count();
    let more = operations().filter_map(beyond).collect::<Vec<_>>();
    let more = more.first().map_or_else(String::new, |original| {
        format!(", {} of them beyond the original {original}", more.len())
    });
    let mut text = format!(
        "# Operations\n\n{count} operations over {} resources{more}. These pages are made from `descriptor/` by `cargo xtask build`.\n\n| resource | operations |\n| --- | --- |\n",
        resources.len()
    );
    for resource in resources {
        let names: Vec<_> = resource
            .operations
            .iter()
            .map(|operation| operation.file.name.as_str())
            .collect();
        put(
            &mut text,
            format_args!(
                "| [{}]({}.md) | {} |\n",
                resource.name,
                resource.value,
                names.join(", ")
            ),
        );
    }
    put(
        &mut text,
        format_args!(
            "\n## {}\n\nEvery operation has them; nothing of them is sent. Exactly Once is for messages.\n\n{HEAD}",
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
        let method = format!("{:?}", file.request.method).to_uppercase();
        put(
            &mut text,
            format_args!(
                "\n## {}\n\n{}. Operation `{}`",
                file.name, file.description, file.operation
            ),
        );
        if file.operation == "sendRaw" {
            put(&mut text, format_args!(".\n"));
        } else {
            put(
                &mut text,
                format_args!(", `{method} {}`.\n", file.request.path),
            );
        }
        if let Some(original) = beyond(operation) {
            put(
                &mut text,
                format_args!("\nBeyond the original {original}.\n"),
            );
        }
        if let Some(answer) = &operation.answer {
            let members: Vec<_> = answer.properties.keys().map(String::as_str).collect();
            put(
                &mut text,
                format_args!("\nEach item holds `{}`.\n", members.join("`, `")),
            );
        }
        if !operation.parameters.is_empty() {
            text.push('\n');
            text.push_str(HEAD);
            rows(&mut text, &operation.parameters, "");
        }
    }
    text
}

/// One row for each field; those of a collection stand below it, with its name before theirs.
fn rows(text: &mut String, parameters: &[Parameter], above: &str) {
    for parameter in parameters {
        let name = format!("{above}{}", parameter.name);
        put(
            text,
            format_args!(
                "| {} | `{name}` | {} |\n",
                cell(&parameter.display_name),
                about(parameter)
            ),
        );
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
        parts.push(format!(
            "{}.",
            without_links(description).trim_end_matches('.')
        ));
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
            .map(|choice| {
                choice
                    .value
                    .as_str()
                    .map_or_else(|| choice.value.to_string(), str::to_owned)
            })
            .filter(|value| !value.is_empty())
            .map(|value| format!("`{value}`"))
            .collect();
        parts.push(format!("One of {}.", values.join(", ")));
    }
    if !parameter.only.is_empty() {
        let conditions: Vec<_> = parameter.only.iter().map(condition).collect();
        parts.push(format!("Only with {}.", conditions.join(" and ")));
    }
    cell(&parts.join(" "))
}

fn condition(only: &Only) -> String {
    let values: Vec<_> = only
        .is
        .iter()
        .map(|value| value.to_string().replace('"', ""))
        .collect();
    format!(
        "`{}` = {}",
        only.parameter.trim_start_matches('/'),
        values.join(" or ")
    )
}

/// n8n wants a link in the description of a list; a page needs none.
fn without_links(description: &str) -> &str {
    description
        .split(" Choose from the list, or specify")
        .next()
        .unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn put(text: &mut String, arguments: std::fmt::Arguments) {
    text.write_fmt(arguments)
        .expect("writing to a string works");
}
