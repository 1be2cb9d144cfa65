use std::fs;
use std::path::Path;

use super::*;

fn files(names: &[&str]) -> Vec<File> {
    let list = serde_json::json!({ "files": names, "more": 1 }).to_string();
    let file = |name: &&str| File {
        path: (*name).to_owned(),
        bytes: if *name == LIST { list.clone().into_bytes() } else { b"x".to_vec() },
    };
    names.iter().map(file).collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_report_replaces_the_one_before_and_leaves_nothing_else() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("data/model");
    publish(&files(&[LIST, "report.html", "tables/a.csv"]), &out).unwrap();
    publish(&files(&[LIST, "report.html", "charts/b.png"]), &out).unwrap();
    assert_eq!(names_in(&out), ["charts", "metrics.json", "report.html"]);
    assert_eq!(names_in(&parent.path().join("data")), ["model"]);
}

#[test]
fn a_folder_with_a_foreign_file_is_not_touched() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("model");
    publish(&files(&[LIST, "report.html"]), &out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let refused = publish(&files(&[LIST]), &out).unwrap_err().to_string();
    assert!(refused.contains("notes.txt is not adloom's"), "{refused}");
    assert_eq!(names_in(&out), ["metrics.json", "notes.txt", "report.html"]);
    assert_eq!(names_in(parent.path()), ["model"]);
}

#[test]
fn a_file_in_the_place_is_not_touched() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("model");
    fs::write(&out, "mine").unwrap();
    assert!(matches!(publish(&files(&[LIST]), &out), Err(ReportError::Refused(_))));
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[test]
fn a_path_that_leads_outside_is_refused_and_nothing_appears() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("model");
    for path in ["../x", "/x", ""] {
        assert!(matches!(publish(&files(&[path]), &out), Err(ReportError::Refused(_))), "{path}");
    }
    assert!(names_in(parent.path()).is_empty());
}

#[test]
fn what_a_killed_run_left_is_removed_and_what_it_put_aside_comes_back() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("model");
    publish(&files(&[LIST, "report.html"]), &out).unwrap();
    // A run dies between its two renames.
    let died = parent.path().join(".model.adloom-partial-1-0");
    fs::create_dir(&died).unwrap();
    fs::write(died.join("adloom.lock"), "").unwrap();
    fs::rename(&out, died.join("old")).unwrap();
    publish(&files(&[LIST]), &parent.path().join("other")).unwrap();
    assert_eq!(names_in(parent.path()), ["model", "other"]);
    assert_eq!(names_in(&out), ["metrics.json", "report.html"]);
}
