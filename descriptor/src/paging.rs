//! Lists that come in pages: the parameters for all entries and for a limit, the same for all of them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use sparkbot_model::{Condition, Json, PageBounds, Paging, Place};

use crate::authored::{Parameter, ParameterType};

/// Puts the two parameters of `api.json` before the collections, and hides the fields for a single page while all are returned.
///
/// # Errors
/// `shared.json` lacks one of the two.
pub fn add(
    paging: &Paging,
    bounds: &PageBounds,
    mut parameters: Vec<Parameter>,
    shared: &BTreeMap<String, Parameter>,
) -> Result<Vec<Parameter>> {
    let is_of_a_page = |parameter: &Parameter| {
        let sends = parameter.send.as_ref().map_or(&[][..], |send| send.all());
        sends.iter().any(|send| {
            let key = send.key.as_deref().unwrap_or(&parameter.name);
            send.place == Place::Query && (key == paging.size.as_str() || key == paging.page.as_str())
        })
    };
    let mut says_size = false;
    for parameter in &mut parameters {
        for field in &mut parameter.fields {
            if is_of_a_page(field) {
                field.show_when.push(one_page(format!("/{}", bounds.all)));
            }
        }
        if is_of_a_page(parameter) {
            says_size |= parameter.name == paging.size.as_str();
            parameter.show_when.push(one_page(bounds.all.to_string()));
        }
    }
    let place = parameters
        .iter()
        .position(|parameter| parameter.kind == ParameterType::Collection || is_of_a_page(parameter))
        .unwrap_or(parameters.len());
    let names = if says_size { vec![&bounds.all] } else { vec![&bounds.all, &bounds.limit] };
    for (index, name) in names.iter().enumerate() {
        let parameter = shared.get(name.as_str()).with_context(|| format!("shared.json has no '{name}'"))?;
        parameters.insert(place + index, parameter.clone());
    }
    Ok(parameters)
}

fn one_page(parameter: String) -> Condition<'static> {
    Condition { parameter: parameter.into(), is: vec![Json::from(&false.into())], default: Json::default() }
}
