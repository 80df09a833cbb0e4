//! The core is neutral: no line of `src/` names this API's paths, members or parameters, or a word of the host. Comments may, and
//! unit tests.

use std::{fs, path::Path};

/// Words of this API and of n8n, as they would stand in a text. Another API's core must not say them.
const WORDS: &[&str] = &[
    "SparkBot",
    "WhatsApp",
    "n8n",
    "/v1/",
    "/devices",
    "/files",
    "/messages",
    "device",
    "phone",
    "channel",
    "receiver",
    "webhook",
    "errorCode",
    "meta.",
    "reference",
    "returnAll",
    "Return All",
    "Exactly Once",
    "Token",
    "the node",
    "a node",
    "the credential",
];

/// Texts that are these words and nothing else.
const WHOLE: &[&str] =
    &["limit", "size", "page", "search", "skip", "group", "files", "file", "id", "url", "message", "token", "node"];

#[test]
fn no_text_in_the_core_names_this_api_or_the_host() {
    let mut found = Vec::new();
    for (path, code) in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        for (number, line) in code_lines(&code) {
            for text in texts(line) {
                let said = without_placeholders(&text);
                let names_one = WORDS.iter().any(|word| said.contains(word));
                if (names_one || WHOLE.contains(&&*text)) && !is_allowed(&path, &text) {
                    found.push(format!("{path}:{number}: \"{text}\""));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "what is the API's belongs into descriptor/api.json, what is the host's into Words:\n{}",
        found.join("\n")
    );
}

#[test]
fn texts_are_found_and_comments_are_not() {
    let code = "a(\"one\", 'x') // \"two\"\n/// \"three\"\nb(\"say \\\"hi\\\"\")\n#[cfg(test)]\nmod tests { \"four\" }";
    let found: Vec<_> =
        code_lines(code).flat_map(|(number, line)| texts(line).into_iter().map(move |text| (number, text))).collect();
    assert_eq!(found, [(1, "one".into()), (3, "say \\\"hi\\\"".into())]);
}

/// What is no word of the API although it looks like one.
fn is_allowed(path: &str, text: &str) -> bool {
    // The seam names members of JavaScript's values: an error's `message`, a host's `request`.
    (path.starts_with("wasm/") && text == "message")
        // The ordering key of uploads is a name of the core's own.
        || (path == "request/mod.rs" && text == "file")
        // The name of a file whose answer gives it none.
        || (path == "response.rs" && text == "file")
        // The default for a host without words.
        || (path == "error/words.rs" && text == "the credentials")
        // An example, not an address of this API.
        || (path == "request/address.rs" && text.contains("https://api.example.com/v1"))
}

/// A text without its placeholders: what stands between braces is a name in Rust.
fn without_placeholders(text: &str) -> String {
    let pieces = text.split('{').enumerate();
    pieces
        .map(|(place, piece)| match piece.split_once('}') {
            Some((_, rest)) if place > 0 => rest,
            _ => piece,
        })
        .collect()
}

/// All `*.rs` below a folder, with their paths from there.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).unwrap();
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 20, "the core is here");
    found
}

/// The lines that are code, with their numbers: no comments, and no unit tests, which stand last in a file.
fn code_lines(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = (1..).zip(code.lines());
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The texts of a line, as they are written.
fn texts(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut characters = line.chars().peekable();
    let mut text: Option<String> = None;
    while let Some(character) = characters.next() {
        match (&mut text, character) {
            (None, '/') if characters.peek() == Some(&'/') => break,
            (None, '"') => text = Some(String::new()),
            (Some(_), '"') => found.extend(text.take()),
            (Some(text), '\\') => {
                text.push('\\');
                text.extend(characters.next());
            }
            (Some(text), other) => text.push(other),
            (None, _) => {}
        }
    }
    // A text that goes on in the next line.
    found.extend(text);
    found
}
