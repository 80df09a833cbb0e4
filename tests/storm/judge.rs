//! What must hold of every run.

use std::collections::{HashMap, HashSet};

use crate::world::{Item, Message};

/// Messages that were sent twice, or after a later one of their chat.
pub fn disorder(ledger: &[Message]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut complaints = Vec::new();
    for Message { phone, item, .. } in ledger {
        let before = last.get(phone.as_str()).copied();
        if !seen.insert(*item) {
            complaints.push(format!("item {item} was sent twice"));
        } else if let Some(before) = before.filter(|before| before > item) {
            complaints.push(format!("item {item} was sent after item {before} of the same chat"));
        }
        last.insert(phone, before.map_or(*item, |before| before.max(*item)));
    }
    complaints
}

/// Outcomes that are not what the server has. Each of `count` inputs must have one.
pub fn untruths(count: usize, outcomes: &[Item], ledger: &[Message]) -> Vec<String> {
    let sent: HashSet<usize> = ledger.iter().map(|message| message.item).collect();
    let mut missing: HashSet<usize> = (0..count).collect();
    let mut complaints = Vec::new();
    for item in outcomes {
        let Item { json, input } = item;
        if !missing.remove(input) {
            complaints.push(format!("item {input} has another outcome: {json}"));
        } else if !item.failed() && (!sent.contains(input) || json["id"].as_str() != Some(&input.to_string())) {
            complaints.push(format!("item {input} succeeded, and is not there: {json}"));
        } else if item.failed() && !item.may_have_taken_effect() && sent.contains(input) {
            complaints.push(format!("item {input} is there, although it says: {json}"));
        }
    }
    complaints.extend(missing.iter().map(|input| format!("item {input} has no outcome")));
    complaints
}
