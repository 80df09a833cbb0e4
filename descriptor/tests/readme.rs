//! The worked operation of `descriptor/README.md` is one that the build accepts.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;

#[test]
fn the_worked_operation_is_accepted() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(source.join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```json\n").unwrap();
    let (operation, _) = rest.split_once("```").unwrap();
    let operation: Value = serde_json::from_str(operation).unwrap();
    let name = operation["operation"].as_str().unwrap().to_owned();

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(folder.join("answers")).unwrap();
    let answer = format!("answers/{}.json", operation["answer"].as_str().unwrap());
    for file in ["api.json", "lists.json", "shared.json", &answer] {
        fs::copy(source.join(file), folder.join(file)).unwrap();
    }
    let chats = json!({ "resource": "chats", "name": "Chats", "operations": [operation] });
    fs::write(folder.join("chats.json"), chats.to_string()).unwrap();

    let made = Descriptor::read(&folder).unwrap().operations().unwrap();
    assert_eq!(*made[0].operation, *name);
    assert_eq!(made[0].fields.len(), 4);
}
