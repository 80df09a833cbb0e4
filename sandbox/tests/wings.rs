//! The wings of `src/`: each one uses only those below it, and no module is part of a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// From the top to the bottom. A wing uses wings that stand further down, and no others.
const WINGS: [&str; 15] = [
    "server",
    "router",
    "control",
    "resources",
    "middleware",
    "seeds",
    "tasks",
    "state",
    "chance",
    "inbox",
    "message",
    "webhook",
    "account",
    "wire",
    "values",
];

/// The modules that each module uses, by their paths below the crate: `inbox::chat` and so on.
type Arrows = BTreeMap<String, BTreeSet<String>>;

#[test]
fn each_wing_uses_only_the_wings_below_it() {
    let mut wrong = Vec::new();
    for (module, used) in arrows_of_the_sandbox() {
        for other in used {
            let (from, to) = (wing(&module), wing(&other));
            if from != to && rank(from) > rank(to) {
                wrong.push(format!("{module} uses {other}, which stands above it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_wing_is_part_of_a_circle() {
    let mut wings = Arrows::new();
    for (module, used) in arrows_of_the_sandbox() {
        let others = wings.entry(wing(&module).to_owned()).or_default();
        others.extend(used.iter().map(|other| wing(other).to_owned()));
    }
    for (wing, used) in &mut wings {
        used.remove(wing);
    }
    assert_eq!(circles(&wings), Vec::<String>::new());
}

/// A module and its own parts may use each other, such as `inbox` and `inbox::chat`.
#[test]
fn no_module_is_part_of_a_circle() {
    let mut arrows = arrows_of_the_sandbox();
    for (module, used) in &mut arrows {
        used.retain(|other| !is_part(other, module) && !is_part(module, other));
    }
    assert_eq!(circles(&arrows), Vec::<String>::new());
}

#[test]
fn a_circle_is_found() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            let used = arrows.entry((*from).to_owned()).or_default();
            used.insert((*to).to_owned());
        }
        arrows
    };
    let chain = arrows(&[("a", "b"), ("a", "c"), ("b", "c")]);
    assert_eq!(circles(&chain), Vec::<String>::new());
    let circle = arrows(&[("a", "b"), ("b", "c"), ("c", "b")]);
    assert_eq!(circles(&circle), ["b, c"]);
}

#[test]
fn paths_are_read_from_every_notation() {
    let modules = BTreeSet::from(["a", "a::b", "c", "c::d"].map(str::to_owned));
    let used = |module: &str, source: &str| {
        let used = used_modules(module, source, &modules);
        used.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(used("c", "use crate::a::b::Thing;"), ["a::b"]);
    assert_eq!(used("c", "use crate::{a::{self, b as other}};"), ["a", "a::b"]);
    assert_eq!(used("a::b", "use super::super::c::d::{X, Y};"), ["c::d"]);
    assert_eq!(used("c", "use self::d::X;"), ["c::d"]);
    assert_eq!(used("c", "pub use d::X;"), ["c::d"]);
    assert_eq!(used("c", "fn f() { crate::a::b::run() }"), ["a::b"]);
    assert_eq!(used("c", "// use crate::a;\n/// [crate::a]"), [""; 0]);
}

fn wing(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

fn rank(wing: &str) -> usize {
    let found = WINGS.iter().position(|known| *known == wing);
    found.unwrap_or_else(|| panic!("src/ has the wing {wing}: give it a place in this test"))
}

/// Whether a module is the other one or one of its parts.
fn is_part(module: &str, of: &str) -> bool {
    module == of || module.starts_with(&format!("{of}::"))
}

fn arrows_of_the_sandbox() -> Arrows {
    let mut sources = BTreeMap::new();
    read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    assert!(sources.len() > 90, "src/ was not read as a whole");
    let modules: BTreeSet<String> = sources.keys().cloned().collect();
    let arrows = sources.iter().map(|(module, source)| {
        let used = used_modules(module, source, &modules);
        (module.clone(), used)
    });
    arrows.collect()
}

/// All sources below a folder by their module paths, without `lib.rs` and `main.rs`, which use everything.
fn read_sources(folder: &Path, prefix: &str, sources: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("src/ is readable") {
        let path = entry.expect("src/ is readable").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let module = format!("{prefix}{name}");
        if path.is_dir() {
            read_sources(&path, &format!("{module}::"), sources);
        } else if path.extension().is_some_and(|it| it == "rs") && module != "lib" && module != "main" {
            let source = fs::read_to_string(&path).expect("a source is text");
            sources.insert(module, source);
        }
    }
}

/// The modules that a source uses: in `use`, or by a path in the code.
fn used_modules(module: &str, source: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or(line));
    let code = lines.collect::<Vec<_>>().join(" ");
    let mut paths = Vec::new();
    for statement in code.split(';') {
        if let Some((_, tree)) = statement.rsplit_once("use ") {
            expand(tree.trim(), &mut paths);
        }
    }
    for root in ["crate::", "super::"] {
        for (start, _) in code.match_indices(root) {
            // The second `super` of `super::super` is part of the same path.
            if code[..start].ends_with(':') {
                continue;
            }
            let rest = &code[start..];
            let end = rest.find(|one: char| !one.is_alphanumeric() && one != '_' && one != ':');
            paths.push(rest[..end.unwrap_or(rest.len())].to_owned());
        }
    }
    let found = paths.iter().filter_map(|path| resolve(module, path, modules));
    found.filter(|other| other != module).collect()
}

/// The single paths of a use tree: `a::{b, c::d}` becomes `a::b` and `a::c::d`.
fn expand(tree: &str, paths: &mut Vec<String>) {
    let Some((prefix, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        paths.push(path.trim().to_owned());
        return;
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0;
    for branch in inner.split(|one: char| {
        depth += i32::from(one == '{') - i32::from(one == '}');
        one == ',' && depth == 0
    }) {
        if !branch.trim().is_empty() {
            expand(&format!("{prefix}{}", branch.trim()), paths);
        }
    }
}

/// The module that a path leads to or through; none for a path to another crate.
fn resolve(module: &str, path: &str, modules: &BTreeSet<String>) -> Option<String> {
    let mut segments = path.split("::").filter(|one| !one.is_empty()).peekable();
    let mut place: Vec<&str> = module.split("::").collect();
    match *segments.peek()? {
        "crate" => {
            segments.next();
            place.clear();
        }
        "self" => {
            segments.next();
        }
        "super" => {
            while segments.next_if_eq(&"super").is_some() {
                place.pop();
            }
        }
        // A part of this very module, or another crate.
        first if modules.contains(&format!("{module}::{first}")) => {}
        _ => return None,
    }
    place.extend(segments.filter(|one| *one != "self"));
    while !place.is_empty() {
        let name = place.join("::");
        if modules.contains(&name) {
            return Some(name);
        }
        place.pop();
    }
    None
}

/// The circles among modules, each as the names of its members.
fn circles(arrows: &Arrows) -> Vec<String> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|module| (module, reachable(module, arrows))).collect();
    let mut circles = BTreeSet::new();
    for (module, others) in &reached {
        let back = |other: &&&String| reached.get(**other).is_some_and(|back| back.contains(module));
        let members: Vec<&str> = others.iter().filter(back).map(|it| it.as_str()).collect();
        if !members.is_empty() {
            circles.insert(members.join(", "));
        }
    }
    circles.into_iter().collect()
}

fn reachable<'a>(start: &str, arrows: &'a Arrows) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&String> = arrows.get(start).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if found.insert(module) {
            open.extend(arrows.get(module).into_iter().flatten());
        }
    }
    found
}
