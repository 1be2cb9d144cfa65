//! What goes wrong ends with one line, and nothing half-done looks whole.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{SMALL, adloom, binary, command, generate, text};

/// Entries of a folder, hidden ones too.
fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn assert_one_line(stderr: &[u8]) {
    let said = text(stderr);
    let errors = said.lines().filter(|line| line.starts_with("error")).count();
    assert!(errors == 1 && !said.contains("panicked"), "{said}");
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.txt"), "three years of work").unwrap();
    for force in [&[][..], &["--force"]] {
        let args = [&["gen"], &SMALL[..], &["--out", out.to_str().unwrap()], force].concat();
        let output = adloom(&args);
        assert!(!output.status.success());
        assert_one_line(&output.stderr);
        assert_eq!(entries(&out), ["thesis.txt"]);
    }
    generate(&dir.path().join("ours"), &SMALL);
    fs::write(dir.path().join("ours/data/notes.txt"), "mine").unwrap();
    let ours = dir.path().join("ours");
    let output =
        adloom(&[&["gen"], &SMALL[..], &["--out", ours.to_str().unwrap(), "--force"]].concat());
    assert!(!output.status.success());
    assert_eq!(fs::read_to_string(ours.join("data/notes.txt")).unwrap(), "mine");
}

#[test]
fn a_dataset_is_replaced_only_by_force() {
    let dir = tempfile::tempdir().unwrap();
    let out = generate(&dir.path().join("out"), &SMALL);
    let before = fs::read(out.join("manifest.json")).unwrap();
    let path = out.to_str().unwrap();
    let args = [&["gen"], &SMALL[..], &["--seed", "5", "--out", path]].concat();
    assert!(!adloom(&args).status.success());
    assert!(fs::read(out.join("manifest.json")).unwrap() == before);
    assert!(adloom(&[&args[..], &["--force"]].concat()).status.success());
    assert!(fs::read(out.join("manifest.json")).unwrap() != before);
}

#[test]
fn a_killed_run_leaves_no_dataset_and_the_next_one_cleans_up() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let args = ["gen", "gcc", "--scale", "5", "--out", out.to_str().unwrap()];
    let mut child = command().args(args).spawn().unwrap();
    // Killed while it writes: as soon as anything is there.
    let mut waited = 0;
    while entries(dir.path()).is_empty() && waited < 3_000 {
        std::thread::sleep(Duration::from_millis(10));
        waited += 1;
    }
    std::thread::sleep(Duration::from_millis(100));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!out.join("manifest.json").exists(), "a killed run must not look whole");
    generate(&out, &SMALL);
    assert_eq!(entries(dir.path()), ["out"], "leavings of the killed run");
    assert!(adloom(&["verify", out.to_str().unwrap()]).status.success());
}

#[test]
fn a_disk_that_takes_no_more_ends_with_the_reason_and_no_leavings() {
    let dir = tempfile::tempdir().unwrap();
    // The shell limits the size of files, as a full disk would.
    let script = format!(
        "trap '' XFSZ; ulimit -f 200; exec '{}' --quiet gen gcc --out '{}'",
        binary().display(),
        dir.path().join("out").display()
    );
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_one_line(&output.stderr);
    assert!(entries(dir.path()).is_empty(), "{:?}", entries(dir.path()));
}

#[test]
fn a_closed_pipe_ends_with_one_line_and_no_panic() {
    let mut child = command()
        .args(["check", "gcc"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_one_line(&output.stderr);
}
