//! The examples of `descriptor/`: the parameters of each make its request, to the letter.
//!
//! Nothing here knows the API. A crate with another descriptor includes this file with `#[path]`, under the name
//! `sparkbot_core` for its core.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value, json};
use sparkbot_core::{
    descriptor,
    error::{Context, Words},
    request::{self, Attached, Body, Request},
};

#[test]
fn every_example_makes_its_request() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, resource) in resources() {
        for operation in resource["operations"].as_array().unwrap() {
            let names = (text(&resource["resource"]), text(&operation["operation"]));
            for example in operation["examples"].as_array().unwrap() {
                if let Err(difference) = check(&names, example) {
                    wrong.push(format!(
                        "descriptor/{file}, '{}', example '{}':\n{difference}",
                        names.1,
                        text(&example["name"])
                    ));
                }
                seen.insert(names.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let all = descriptor::names().map(|(resource, name)| (resource.to_owned(), name.to_owned()));
    assert_eq!(seen, all.collect(), "the core has other operations than descriptor/");
}

#[test]
fn the_examples_of_an_operation_have_different_names() {
    for (file, resource) in resources() {
        for operation in resource["operations"].as_array().unwrap() {
            let examples = operation["examples"].as_array().unwrap();
            let names: BTreeSet<_> = examples.iter().map(|example| text(&example["name"])).collect();
            assert_eq!(names.len(), examples.len(), "descriptor/{file}, '{}'", text(&operation["operation"]));
        }
    }
}

/// The files of `descriptor/` that describe a resource, by name.
fn resources() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("descriptor");
    let mut resources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if file["operations"].is_array() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            resources.push((name, file));
        }
    }
    assert!(!resources.is_empty());
    resources.sort_by(|one, other| one.0.cmp(&other.0));
    resources
}

/// Makes the request of an example and compares it.
fn check((resource, name): &(String, String), example: &Value) -> Result<(), String> {
    let operation = descriptor::operation(resource, name).ok_or("  the core does not have it")?;
    let parameters = example["parameters"].as_object().unwrap();
    let known = operation.parameters();
    if let Some(unknown) = parameters.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("  the operation has no parameter '{unknown}'"));
    }
    let context = Context { api: descriptor::api(), words: Words::default() };
    let clock = |local: &str| Some(in_berlin(local));
    let made = request::build(&operation, parameters, &clock, &context)
        .map_err(|error| format!("  refused: {error} {}", error.description))?;
    let made = as_example(&made);
    let mut expected = example.as_object().unwrap().clone();
    expected.retain(|member, _| member != "name" && member != "parameters");
    if made == expected {
        return Ok(());
    }
    let show = |request: Map<String, Value>| Value::Object(request).to_string();
    Err(format!("  made     {}\n  expected {}", show(made), show(expected)))
}

/// The time of a workflow in Europe/Berlin, in winter, as n8n writes it.
fn in_berlin(local: &str) -> String {
    format!("{local}.000+01:00")
}

/// A request as an example shows it: the members of `Example` in `descriptor/src/authored.rs`.
fn as_example(made: &Request) -> Map<String, Value> {
    let path = made.pages.as_ref().map_or_else(|| made.path.clone(), |pages| pages.path(&made.path, 0));
    let mut example = Map::new();
    let mut put = |member: &str, value: Value| example.insert(member.to_owned(), value);
    put("request", format!("{} {path}", made.method.as_str()).into());
    if !made.headers.is_empty() {
        let headers = made.headers.iter();
        put(
            "headers",
            headers.map(|(name, value)| (name.clone(), value.as_str().into())).collect::<Map<_, _>>().into(),
        );
    }
    if let Body::Json(body) = &made.body {
        put("body", body.clone());
    }
    if let Body::File(file) = &made.body {
        let mut value = json!({ "field": file.property });
        if let Some(form) = &file.form {
            let members = form.iter();
            value["form"] =
                members.map(|(name, value)| (name.clone(), value.as_str().into())).collect::<Map<_, _>>().into();
        }
        put("file", value);
    }
    if !made.attachments.is_empty() {
        let attachments = made.attachments.iter();
        put(
            "attachments",
            attachments
                .map(|attachment| {
                    let what = match &attachment.what {
                        Attached::Upload(field) => json!({ "upload": field }),
                        Attached::UploadUrl(url) => json!({ "uploadUrl": url }),
                        Attached::Embed(field) => json!({ "embed": field }),
                        Attached::EmbedFile(id) => json!({ "embedFile": id }),
                    };
                    (attachment.key.clone(), what)
                })
                .collect::<Map<_, _>>()
                .into(),
        );
    }
    example
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
