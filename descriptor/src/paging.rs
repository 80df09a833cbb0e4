//! Lists that come in pages: "Return All" and "Limit", the same for all of them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use crate::authored::{Only, Paging, Parameter, ParameterType, Place};

/// Puts `returnAll` and `limit` before the collections, and hides the fields for a single page while all are returned.
///
/// # Errors
/// `shared.json` lacks one of the two.
pub fn add(
    paging: &Paging,
    mut parameters: Vec<Parameter>,
    shared: &BTreeMap<String, Parameter>,
) -> Result<Vec<Parameter>> {
    let is_of_a_page = |parameter: &Parameter| {
        let sends = parameter.send.as_ref().map_or(&[][..], |send| send.all());
        sends.iter().any(|send| {
            let key = send.key.as_deref().unwrap_or(&parameter.name);
            send.place == Place::Query && (key == paging.size || key == paging.page)
        })
    };
    let mut says_size = false;
    for parameter in &mut parameters {
        for field in &mut parameter.fields {
            if is_of_a_page(field) {
                field.only.push(one_page("/returnAll"));
            }
        }
        if is_of_a_page(parameter) {
            says_size |= parameter.name == paging.size;
            parameter.only.push(one_page("returnAll"));
        }
    }
    let place = parameters
        .iter()
        .position(|parameter| {
            parameter.kind == ParameterType::Collection || is_of_a_page(parameter)
        })
        .unwrap_or(parameters.len());
    let names = if says_size {
        &["returnAll"][..]
    } else {
        &["returnAll", "limit"]
    };
    for (index, name) in names.iter().enumerate() {
        let parameter = shared
            .get(*name)
            .with_context(|| format!("shared.json has no '{name}'"))?;
        parameters.insert(place + index, parameter.clone());
    }
    Ok(parameters)
}

fn one_page(parameter: &str) -> Only {
    Only {
        parameter: parameter.into(),
        is: vec![false.into()],
    }
}
