//! The folders are the sentence: nothing imports to its right, and only `cli` prints.

use std::fs;
use std::path::{Path, PathBuf};

/// What each folder may import from the crate. `tables::spec` and `tables::columns` describe
/// tables and are open to all who handle them.
const ALLOWED: &[(&str, &[&str])] = &[
    ("random", &["random"]),
    ("curves", &["curves", "random"]),
    ("scenario", &["scenario", "random", "tables::spec", "tables::columns"]),
    ("world", &["world", "scenario", "curves", "random"]),
    ("engine", &["engine", "tables::spec"]),
    ("tables", &["tables", "engine", "world", "scenario", "curves", "random"]),
    ("defects", &["defects", "tables", "engine", "world", "scenario", "random"]),
    ("sinks", &["sinks", "engine", "tables::spec", "tables::columns", "random"]),
    (
        "dataset",
        &["dataset", "tables::spec", "tables::columns", "sinks::folder", "sinks::database"],
    ),
    ("layouts", &["layouts", "dataset", "engine", "tables::spec", "tables::columns", "scenario"]),
    ("verify", &["verify", "dataset", "tables::spec", "tables::columns"]),
    ("features", &["features", "dataset", "random", "tables::spec", "tables::columns"]),
    ("models", &["models", "features", "curves", "random"]),
    ("analysis", &["analysis", "models", "features", "dataset"]),
    ("charts", &["charts", "analysis", "models", "features"]),
    ("report", &["report", "charts", "analysis", "models", "features", "dataset", "sinks::folder"]),
    (
        "classroom",
        &[
            "classroom",
            "report::folder",
            "report::figures",
            "charts",
            "features::marts",
            "dataset",
            "sinks",
            "defects",
            "tables",
            "engine",
            "scenario",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, PathBuf)> {
    let root = PathBuf::from("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let folder = |path: &Path| {
        let inside = path.strip_prefix(&root).unwrap();
        inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned()
    };
    found.into_iter().map(|path| (folder(&path), path)).collect()
}

#[test]
fn nothing_imports_to_its_right() {
    let mut seen = 0;
    for (folder, path) in all_sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == folder) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            for import in line.split("crate::").skip(1) {
                seen += 1;
                assert!(
                    allowed.iter().any(|prefix| import.starts_with(prefix)),
                    "{}: `{line}` reaches out of its folder",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 100, "the test reads no imports any more");
}

#[test]
fn only_the_command_line_prints() {
    for (folder, path) in all_sources() {
        if folder == "cli" || folder == "main.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for word in ["println!", "eprintln!", "print!(", "dbg!"] {
            assert!(!text.contains(word), "{} prints", path.display());
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = Path::new("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(main.contains(&format!("mod {module};")), "{name} is not in main.rs");
        }
    }
}

#[test]
fn of_the_modelling_half_only_the_report_opens_the_answer_key() {
    for (folder, path) in all_sources() {
        if ["features", "models", "analysis", "charts"].contains(&folder.as_str()) {
            let text = fs::read_to_string(&path).unwrap();
            let reads = text.contains("\"truth.") || text.contains("FROM truth.");
            assert!(!reads, "{} reads truth", path.display());
        }
    }
    let sql = Path::new("src/features/sql");
    let mut queries = vec![sql.to_owned(), sql.join("adloom")];
    for folder in queries.drain(..) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                assert!(
                    !fs::read_to_string(&path).unwrap().contains("truth."),
                    "{}",
                    path.display()
                );
            }
        }
    }
}
