//! What each operation that is no GET does to the account, for review: whether it is idempotent, and whether it deletes. A GET is safe.

use std::{env, fmt::Write, fs, path::Path};

use sparkbot_core::{descriptor, model::Method};

/// `descriptor/effects.md` holds the table that a reviewer has read. A descriptor that says something else fails here; write the new
/// table with `UPDATE_EFFECTS=1 cargo test --test effects`, and read the difference.
#[test]
fn the_effects_of_all_operations_are_those_that_were_reviewed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("descriptor/effects.md");
    let reviewed = fs::read_to_string(&path).unwrap_or_default();
    let (preface, _) = reviewed.split_once("| operation |").unwrap_or((&reviewed, ""));
    let now = format!("{preface}{}", table());
    println!("{now}");
    if env::var_os("UPDATE_EFFECTS").is_some() {
        fs::write(path, now).unwrap();
        return;
    }
    assert!(now == reviewed, "descriptor/effects.md differs from descriptor/*.json; the table is printed above");
}

fn table() -> String {
    let mut table = String::from("| operation | request | idempotent | deletes |\n| --- | --- | --- | --- |\n");
    for (resource, name) in descriptor::names() {
        let request = descriptor::operation(resource, name).unwrap().request;
        if request.method == Method::Get {
            assert!(request.is_idempotent() && !request.deletes, "{name}");
            continue;
        }
        let yes = |flag| if flag { "yes" } else { "" };
        writeln!(
            table,
            "| {resource} ▸ {name} | {} {} | {} | {} |",
            request.method.as_str(),
            request.path,
            yes(request.is_idempotent()),
            yes(request.deletes)
        )
        .unwrap();
    }
    table
}
