//! n8n's `properties`: few, because equal parameters of different operations become one shared entry.
//!
//! n8n walks all properties for each node it creates; shared names cost it a fraction of unique ones.

use std::collections::HashSet;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sparkbot_model::{Condition, Json};

use crate::{
    ResolvedOperation, Resource,
    authored::{Parameter, ParameterType},
    order::order,
};

/// One entry, and the operations that show it.
struct Shared<'a> {
    parameter: &'a Parameter,
    property: Value,
    operations: Vec<&'a str>,
}

/// The resource menu, an operation menu for each resource, and then the parameters.
pub fn merge(resources: &[Resource], run_options: Option<&Parameter>) -> Result<Vec<Value>> {
    let mut properties = vec![resource_menu(resources)];
    properties.extend(resources.iter().map(operation_menu));

    let mut shared: Vec<Shared> = Vec::new();
    let mut operations = Vec::new();
    for operation in resources.iter().flat_map(|resource| &resource.operations) {
        let mut places = Vec::new();
        for parameter in &operation.parameters {
            let property = property(&without_implied(parameter, &operation.parameters));
            let known = shared.iter().position(|entry| entry.property == property);
            let place = known.unwrap_or_else(|| {
                shared.push(Shared { parameter, property, operations: Vec::new() });
                shared.len() - 1
            });
            shared[place].operations.push(&operation.file.operation);
            places.push(place);
        }
        operations.push(places);
    }
    let deciding: HashSet<&str> = shared
        .iter()
        .flat_map(|entry| &entry.parameter.show_when)
        .map(|condition| condition.parameter.as_str())
        .collect();
    let decides = |place: usize| deciding.contains(shared[place].parameter.name.as_str());
    for place in order(shared.len(), &operations, decides) {
        let entry = &shared[place];
        let Value::Object(mut property) = entry.property.clone() else {
            unreachable!("a property is an object");
        };
        ensure!(
            !["resource", "operation"].contains(&entry.parameter.name.as_str()),
            "no parameter can be named '{}'",
            entry.parameter.name
        );
        let mut show = json!({ "operation": entry.operations });
        if let Some(Value::Object(own)) = property.remove("displayOptions").map(|own| own["show"].clone()) {
            for (name, values) in own {
                show[name] = values;
            }
        }
        property.insert("displayOptions".into(), json!({ "show": show }));
        properties.push(property.into());
    }
    if let Some(run_options) = run_options {
        properties.push(run_options_of(resources, run_options)?);
    }
    Ok(properties)
}

/// The parameter without the conditions that its other conditions imply: one on a parameter that is itself shown only then,
/// and whose default shows nothing, because n8n takes the default of a hidden parameter. So operations share an entry even if they
/// differ in the parameters before it.
fn without_implied(parameter: &Parameter, operation: &[Parameter]) -> Parameter {
    let implies = |other: &Condition, condition: &Condition| {
        let mut named = operation.iter().filter(|candidate| *candidate.name == *other.parameter).peekable();
        named.peek().is_some()
            && named.all(|candidate| {
                candidate.show_when.contains(condition) && !other.is.contains(&Json::from(&candidate.default))
            })
    };
    let mut reduced = parameter.clone();
    reduced.show_when.retain(|condition| {
        !parameter.show_when.iter().any(|other| other.parameter != condition.parameter && implies(other, condition))
    });
    reduced
}

/// The options of every operation. "Exactly Once" is for those whose effect can be looked up.
fn run_options_of(resources: &[Resource], run_options: &Parameter) -> Result<Value> {
    let mut property = property(run_options);
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    let with_lookup: Vec<_> = operations
        .filter(|operation| operation.file.request.lookup.is_some())
        .map(|operation| operation.file.operation.as_str())
        .collect();
    let once = property["options"]
        .as_array_mut()
        .and_then(|fields| fields.iter_mut().find(|field| field["name"] == "exactlyOnce"))
        .context("run-options.json has no 'exactlyOnce'")?;
    once["displayOptions"] = json!({ "show": { "/operation": with_lookup } });
    Ok(property)
}

fn resource_menu(resources: &[Resource]) -> Value {
    let options: Vec<_> =
        resources.iter().map(|resource| json!({ "name": resource.name, "value": resource.value })).collect();
    json!({
        "displayName": "Resource",
        "name": "resource",
        "type": "options",
        "noDataExpression": true,
        "options": options,
        "default": "session",
    })
}

fn operation_menu(resource: &Resource) -> Value {
    let mut options: Vec<_> = resource
        .operations
        .iter()
        .map(|ResolvedOperation { file: operation, .. }| {
            json!({
                "name": operation.name,
                "value": operation.operation,
                "action": operation.action,
                "description": operation.description,
            })
        })
        .collect();
    options.sort_by_key(|option| option["name"].as_str().map(str::to_lowercase));
    json!({
        "displayName": "Operation",
        "name": "operation",
        "type": "options",
        "noDataExpression": true,
        "displayOptions": { "show": { "resource": [resource.value] } },
        "options": options,
        "default": resource.operations[0].file.operation,
    })
}

/// One parameter in n8n's format, without the condition that shows it.
fn property(parameter: &Parameter) -> Value {
    let mut property = json!({
        "displayName": parameter.display_name,
        "name": parameter.name,
        "type": parameter.kind,
    });
    let mut set = |key: &str, value: Value| {
        if !value.is_null() {
            property[key] = value;
        }
    };
    set("required", if parameter.required { true.into() } else { Value::Null });
    if parameter.kind == ParameterType::FixedCollection {
        let entry = parameter.entry.as_ref().map(|entry| {
            let values: Value = parameter.fields.iter().map(self::property).collect();
            json!([{ "displayName": entry.display_name, "name": entry.name, "values": values }])
        });
        set("placeholder", json!(parameter.placeholder));
        set("options", json!(entry));
    } else if parameter.kind == ParameterType::Collection {
        set("placeholder", json!(parameter.placeholder.as_deref().unwrap_or("Add option")));
        set("options", parameter.fields.iter().map(self::property).collect());
    } else if parameter.list.is_none() {
        set("placeholder", json!(parameter.placeholder));
    }
    if !parameter.choices.is_empty() {
        set("options", json!(parameter.choices));
    }
    set("typeOptions", json!(parameter.type_options));
    set("modes", parameter.list.as_deref().map_or(Value::Null, |list| modes(list, parameter)));
    set("description", json!(parameter.description));
    set("hint", json!(parameter.hint));
    if !parameter.show_when.is_empty() {
        let show: serde_json::Map<_, _> = parameter
            .show_when
            .iter()
            .map(|condition| (condition.parameter.to_string(), json!(condition.is)))
            .collect();
        set("displayOptions", json!({ "show": show }));
    }
    // An empty default is a value too, so it is not left out.
    property["default"] = match parameter.list {
        Some(_) => json!({ "__rl": true, "mode": "list", "value": parameter.default }),
        None => parameter.default.clone(),
    };
    property
}

/// The two ways to choose an entry: from a loaded list, or by its ID.
fn modes(list: &str, parameter: &Parameter) -> Value {
    let mut by_id = json!({ "displayName": "By ID", "name": "id", "type": "string" });
    if let Some(placeholder) = &parameter.placeholder {
        by_id["placeholder"] = json!(placeholder);
    }
    json!([
        {
            "displayName": "From List",
            "name": "list",
            "type": "list",
            "typeOptions": { "searchListMethod": list, "searchable": true },
        },
        by_id,
    ])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_operation_shows_its_parameters_as_they_are_written_down() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let descriptor = crate::Descriptor::read(folder).unwrap();
        let properties = descriptor.node().unwrap().properties;
        for operation in descriptor.resources.iter().flat_map(|resource| &resource.operations) {
            let value = json!(operation.file.operation);
            let shown: Vec<_> = properties
                .iter()
                .filter(|property| {
                    property["displayOptions"]["show"]["operation"]
                        .as_array()
                        .is_some_and(|operations| operations.contains(&value))
                })
                .map(|property| &property["displayName"])
                .collect();
            let written: Vec<_> = operation.parameters.iter().map(|parameter| &parameter.display_name).collect();
            assert_eq!(json!(shown), json!(written), "{value}");
        }
    }

    #[test]
    fn the_node_has_few_properties() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let node = crate::Descriptor::read(folder).unwrap().node().unwrap();
        // The 148 operations that the node began with have 300; a new one may bring three of its own.
        let most = 300 + 3 * (node.operations.len() - 148);
        let count = node.properties.len();
        assert!(count <= most, "{count} properties");
    }

    #[test]
    fn a_condition_is_left_out_where_another_implies_it() {
        let parameter = |name: &str, only: &[(&str, &str)]| -> Parameter {
            let only: Vec<_> =
                only.iter().map(|(parameter, is)| json!({ "parameter": parameter, "is": [is] })).collect();
            let parameter = json!({
                "displayName": name, "name": name, "type": "string", "default": "", "showWhen": only,
            });
            serde_json::from_str(parameter.to_string().leak()).unwrap()
        };
        let file = parameter("file", &[("content", "media"), ("source", "file")]);
        let source = parameter("source", &[("content", "media")]);
        let source_by_default = Parameter { default: json!("file"), ..source.clone() };
        let conditions = |operation: &[Parameter]| -> Vec<_> {
            let reduced = without_implied(&file, operation);
            reduced.show_when.into_iter().map(|only| only.parameter).collect()
        };
        assert_eq!(conditions(&[source]), ["source"]);
        assert_eq!(conditions(&[source_by_default]), ["content", "source"]);
        assert_eq!(conditions(&[parameter("source", &[])]), ["content", "source"]);
        assert_eq!(conditions(&[]), ["content", "source"]);
    }
}
