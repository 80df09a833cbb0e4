//! `cargo xtask exercise`: does what CONTRIBUTING.md says, all of it, in a copy of the repository. So the file cannot be wrong.
//!
//! Its `sh` blocks are run in their order, and its `diff` blocks are applied. What it clones is this working tree as it is now. The
//! copy has a folder of its own to build in, because cargo takes what it built in another copy for this one's. The folder begins with
//! the crates of others that are built already, and stays for the next exercise.

use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Output},
};

use anyhow::{Context, Result, ensure};

use crate::{
    build::target_directory,
    command::{program, root, run as execute, show, step},
};

const GUIDE: &str = "CONTRIBUTING.md";

/// The address that the guide clones.
const ADDRESS: &str = "https://github.com/sparkbot-labs/n8n-nodes-sparkbot.git";

/// What the guide is about: without these it would be green, and show nothing.
const ESSENCE: [&str; 4] = [ADDRESS, "cargo xtask new operation ", "git apply", "cargo xtask test --quick"];

/// Who commits in the copy, where git has no name of its own.
const IDENTITY: [(&str, &str); 4] = [
    ("GIT_AUTHOR_NAME", "Exercise"),
    ("GIT_AUTHOR_EMAIL", "exercise@localhost"),
    ("GIT_COMMITTER_NAME", "Exercise"),
    ("GIT_COMMITTER_EMAIL", "exercise@localhost"),
];

/// Follows the guide.
pub fn run() -> Result<()> {
    step(&format!("Do in a copy what {GUIDE} says"));
    let script = script(&fs::read_to_string(root().join(GUIDE))?)?;
    let exercise = target_directory().join("exercise");
    let folder = exercise.join("copy");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let source = folder.join("source.git");
    publish(&source, &folder.join("index"))?;
    fs::write(folder.join("guide.sh"), script)?;
    if !exercise.join("target").exists() {
        lend(&target_directory(), &exercise.join("target"))?;
    }
    execute(
        program("sh", ["-eux", "guide.sh"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", exercise.join("target"))
            .env("npm_config_prefer_offline", "true")
            .envs(IDENTITY)
            .env("GIT_CONFIG_COUNT", "2")
            .env("GIT_CONFIG_KEY_0", format!("url.{}.insteadOf", source.display()))
            .env("GIT_CONFIG_VALUE_0", ADDRESS)
            .env("GIT_CONFIG_KEY_1", "commit.gpgSign")
            .env("GIT_CONFIG_VALUE_1", "false"),
    )
    .with_context(|| format!("{GUIDE} says what does not hold"))
}

/// The guide as a script.
fn script(guide: &str) -> Result<String> {
    let mut script = String::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let block: Vec<_> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
        let block = block.join("\n");
        match language {
            "sh" => writeln!(script, "{block}")?,
            "diff" => writeln!(script, "git apply --recount - <<'PATCH'\n{block}\nPATCH")?,
            _ => {}
        }
    }
    for part in ESSENCE {
        ensure!(script.contains(part), "{GUIDE} has no block with '{part}'");
    }
    Ok(script)
}

/// The folders of a target folder that hold built crates, for each way to build them.
const BUILT: [&str; 3] = ["debug", "wasm", "wasm32-unknown-unknown/wasm"];
const PARTS: [&str; 3] = ["deps", "build", ".fingerprint"];

/// What the crates of this project are called in there.
const OWN: [&str; 6] = ["sparkbot", "libsparkbot", "another", "libanother", "xtask", "libxtask"];

/// Copies what cargo built of other projects' crates, so that the exercise does not build it once more.
fn lend(from: &Path, to: &Path) -> Result<()> {
    for built in BUILT {
        for part in PARTS {
            let folder = Path::new(built).join(part);
            if !from.join(&folder).exists() {
                continue;
            }
            for entry in fs::read_dir(from.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if !OWN.iter().any(|own| name.starts_with(own)) {
                    copy(&entry.path(), &to.join(&folder).join(&*name))?;
                }
            }
        }
    }
    Ok(())
}

/// Copies a file or a folder with its dates, by which cargo knows what is up to date.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let about = fs::metadata(from)?;
    if about.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)?;
    let file = fs::File::options().append(true).open(to)?;
    file.set_modified(about.modified()?)?;
    Ok(())
}

/// A repository that holds the working tree as it is now, without what git ignores.
fn publish(source: &Path, index: &Path) -> Result<()> {
    let git = |arguments: &[&str]| {
        let mut command = program("git", arguments);
        command.envs(IDENTITY).env("GIT_INDEX_FILE", index);
        text(&mut command)
    };
    git(&["add", "--all"])?;
    let tree = git(&["write-tree"])?;
    let commit = git(&["commit-tree", &tree, "-m", "The working tree as it is now"])?;
    let source = source.to_string_lossy();
    git(&["init", "--quiet", "--bare", "--initial-branch=main", &source])?;
    git(&["push", "--quiet", &source, &format!("{commit}:refs/heads/main")])?;
    Ok(())
}

/// What a program writes.
fn text(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let Output { status, stdout, stderr } =
        command.output().with_context(|| format!("'{shown}' could not be started"))?;
    let errors = String::from_utf8_lossy(&stderr);
    ensure!(status.success(), "'{shown}' ended with {status}: {errors}");
    Ok(String::from_utf8(stdout)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::script;

    const GUIDE: &str = "\
Clone:

```sh
git clone https://github.com/sparkbot-labs/n8n-nodes-sparkbot.git
cargo xtask new operation a b GET /c
```

Change:

```diff
-old
+new
```

Not run:

```json
{}
```

```sh
cargo xtask test --quick
```
";

    #[test]
    fn commands_are_run_and_changes_applied_in_their_order() {
        assert_eq!(
            script(GUIDE).unwrap(),
            "git clone https://github.com/sparkbot-labs/n8n-nodes-sparkbot.git\n\
             cargo xtask new operation a b GET /c\n\
             git apply --recount - <<'PATCH'\n-old\n+new\nPATCH\n\
             cargo xtask test --quick\n"
        );
    }

    #[test]
    fn a_guide_without_its_essence_is_refused() {
        let error = script(&GUIDE.replace("```diff", "```text")).unwrap_err();
        assert!(error.to_string().contains("git apply"));
    }
}
