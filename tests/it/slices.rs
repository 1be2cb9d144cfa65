//! Any slice of a world can be made alone: the bytes do not depend on threads, parts or windows.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Row, SMALL, generate, rows, tables};

#[test]
fn threads_never_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    for format in ["csv", "parquet"] {
        let args = |threads| [&SMALL[..], &["--format", format, "--threads", threads]].concat();
        let one = generate(&dir.path().join("one"), &args("1"));
        let three = generate(&dir.path().join("three"), &args("3"));
        for entry in fs::read_dir(one.join("data")).unwrap() {
            let name = entry.unwrap().file_name();
            let bytes =
                |folder: &std::path::Path| fs::read(folder.join("data").join(&name)).unwrap();
            assert!(bytes(&one) == bytes(&three), "{name:?} differs in {format}");
        }
    }
}

#[test]
fn parts_put_together_are_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let whole = generate(&dir.path().join("whole"), &SMALL);
    let parts = dir.path().join("parts");
    for part in ["1", "2", "3", "4", "5", "6", "7"] {
        let out = parts.to_str().unwrap();
        let args = [&["gen"], &SMALL[..], &["--out", out, "--part", part, "--parts", "7"]].concat();
        let output = crate::support::adloom(&args);
        assert!(output.status.success(), "{}", crate::support::text(&output.stderr));
    }
    for table in tables(&whole) {
        let mut joined = Vec::new();
        for part in 1..=7 {
            let file = parts.join(format!("{table}.part-{part:04}-of-0007.csv"));
            joined.extend(fs::read(file).unwrap());
        }
        assert!(joined == fs::read(whole.join(format!("{table}.csv"))).unwrap(), "{table}");
    }
}

#[test]
fn a_window_of_a_longer_run_is_the_shorter_run_row_for_row() {
    let dir = tempfile::tempdir().unwrap();
    let long = generate(
        &dir.path().join("long"),
        &["gcc", "--scale", "0.2", "--start", "2026-02-10", "--days", "20"],
    );
    let short = generate(
        &dir.path().join("short"),
        &["gcc", "--scale", "0.2", "--start", "2026-02-14", "--days", "9"],
    );
    let inside = "2026-02-14".to_owned()..="2026-02-22".to_owned();
    // Sums over the window are another window's own.
    for table in tables(&short).into_iter().filter(|t| t != "truth/channels") {
        let (of_long, of_short) = (rows(&long, &table), rows(&short, &table));
        let dated = of_short.first().is_some_and(|row| row.contains_key("date"));
        if dated && table != "data/users" {
            let cut: Vec<Row> =
                of_long.into_iter().filter(|row| inside.contains(&row["date"])).collect();
            assert!(cut == of_short, "{table} differs");
        } else {
            let known: BTreeSet<Row> = of_long.into_iter().collect();
            assert!(of_short.iter().all(|row| known.contains(row)), "{table} has other rows");
        }
    }
}

#[test]
fn an_unrelated_key_moves_no_unrelated_column() {
    let dir = tempfile::tempdir().unwrap();
    let plain = generate(&dir.path().join("plain"), &SMALL);
    let args = [&SMALL[..], &["--set", "traffic.pages_sd=0.9"]].concat();
    let changed = generate(&dir.path().join("changed"), &args);
    let may_move = ["page_views", "product_views", "duration_seconds"];
    let mut moved = 0;
    for table in tables(&plain) {
        let (before, after) = (rows(&plain, &table), rows(&changed, &table));
        assert_eq!(before.len(), after.len(), "{table}");
        for (before, after) in before.iter().zip(&after) {
            for (column, value) in before {
                if table == "data/sessions" && may_move.contains(&column.as_str()) {
                    moved += usize::from(*value != after[column]);
                } else {
                    assert_eq!(value, &after[column], "{table}.{column}");
                }
            }
        }
    }
    assert!(moved > 1_000, "the key that was set had no effect");
}
