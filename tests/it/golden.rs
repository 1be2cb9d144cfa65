//! A world in small, kept to the byte.
//!
//! `golden.txt` has, for every table, a checksum and the first three rows. It changes when the
//! meaning of a scenario changes: new defaults, another formula, another draw. A change that was
//! only meant to be faster or clearer must leave it as it is.

use std::fmt::Write;
use std::fs;

use crate::support::{assert_committed, generate, tables};

#[test]
fn a_small_world_is_what_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generate(
        &dir.path().join("out"),
        &["gcc", "--days", "3", "--scale", "0.05", "--seed", "1"],
    );
    let mut golden = String::new();
    for table in tables(&folder) {
        let bytes = fs::read(folder.join(format!("{table}.csv"))).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let checksum = blake3::hash(&bytes).to_hex();
        writeln!(golden, "== {table}: {} rows, {checksum}", text.lines().count() - 1).unwrap();
        for line in text.lines().take(4) {
            writeln!(golden, "{line}").unwrap();
        }
    }
    assert_committed("tests/it/golden.txt", &golden);
}
