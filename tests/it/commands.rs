//! The commands: what they accept, refuse and print.

use crate::support::{adloom, assert_committed, generate, text};

#[test]
fn every_preset_makes_a_dataset_in_which_all_identities_hold() {
    let dir = tempfile::tempdir().unwrap();
    for (preset, format) in [
        ("gcc", "csv"),
        ("us-brand", "parquet"),
        ("marketplace", "jsonl"),
        ("omnichannel", "csv"),
        ("mix", "parquet"),
        ("classroom", "csv"),
    ] {
        // Longer than the longest claim window, so that claims are compared.
        let size = ["--days", "40", "--scale", "0.1", "--format", format];
        let args = [&[preset], &size[..], &["--defects", "none"]].concat();
        let folder = generate(&dir.path().join(preset), &args);
        let output = adloom(&["verify", folder.to_str().unwrap()]);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{preset}: {said}{}", text(&output.stderr));
        assert!(!said.contains("skipped"), "{preset}: {said}");
    }
}

#[test]
fn verify_finds_a_changed_cell() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generate(&dir.path().join("out"), &["gcc", "--days", "3", "--scale", "0.1"]);
    let path = folder.join("data/orders.csv");
    let orders = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, orders.replacen(",completed,", ",cancelled,", 1)).unwrap();
    let output = adloom(&["verify", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("broken"), "{}", text(&output.stdout));
}

#[test]
fn what_is_not_there_is_refused_with_the_reason() {
    for (args, words) in [
        (&["gen", "gcc", "--to", "oracle://db/shop"][..], "oracle"),
        (&["gen", "gcc", "--layout", "stars"], "--layout"),
        (&["gen", "gcc", "--tables", "order"], "orders"),
        (&["gen", "gccc"], "gcc"),
        (&["gen", "gcc", "--set", "platforms.meta.budgt=1"], "budget"),
        (&["gen", "gcc", "--part", "9", "--parts", "7"], "part"),
        (&["verify", "no-such-folder"], "no-such-folder"),
    ] {
        let output = adloom(args);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
}

#[test]
fn the_help_says_what_it_said() {
    let mut all = String::new();
    let commands = [
        "",
        "gen",
        "demo",
        "model",
        "predict",
        "verify",
        "sql",
        "class",
        "grade",
        "score-cleaning",
        "check",
        "erd",
        "init",
        "completions",
    ];
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let output = adloom(&args);
        assert!(output.status.success());
        all += &format!("$ adloom {}\n\n{}\n", args.join(" "), text(&output.stdout));
    }
    assert_committed("tests/it/help.txt", &all);
}
