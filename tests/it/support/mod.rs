//! Runs the binary and reads what it wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A row by column name.
pub type Row = BTreeMap<String, String>;

/// Where the binary is. Asked for at run time, like every path here: a test that was built in one
/// clone is fresh in another that shares its target folder.
pub fn binary() -> PathBuf {
    std::env::var_os("CARGO_BIN_EXE_adloom").expect("cargo runs the tests").into()
}

/// The binary, quiet.
pub fn adloom(args: &[&str]) -> Output {
    command().args(args).output().expect("the binary runs")
}

/// The binary, to be given arguments.
pub fn command() -> Command {
    let mut command = Command::new(binary());
    command.env("NO_COLOR", "1").arg("--quiet");
    command
}

/// Generates a dataset and returns its folder.
pub fn generate(folder: &Path, args: &[&str]) -> PathBuf {
    let out = folder.to_str().expect("a plain path");
    let output = adloom(&[&["gen"], args, &["--out", out, "--force"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    folder.to_owned()
}

/// A small world: twelve days of the default scenario at a fifth of its size.
pub const SMALL: [&str; 5] = ["gcc", "--days", "12", "--scale", "0.2"];

/// Output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The rows of a table, such as `data/orders`, in order.
pub fn rows(folder: &Path, table: &str) -> Vec<Row> {
    let path = folder.join(format!("{table}.csv"));
    let mut reader = csv::Reader::from_path(&path).expect("the table was written");
    reader.deserialize().map(|row| row.expect("a row of text")).collect()
}

/// A number in a row.
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

/// The files of a dataset's tables, as paths within it.
pub fn tables(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for part in ["data", "truth"] {
        for entry in std::fs::read_dir(folder.join(part)).expect("the folder was written") {
            let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
            if name.ends_with(".csv") {
                found.push(format!("{part}/{}", name.trim_end_matches(".csv")));
            }
        }
    }
    found.sort();
    found
}

/// Compares with a committed file, or writes it where `ADLOOM_BLESS` is set.
pub fn assert_committed(path: &str, actual: &str) {
    let path = Path::new(path);
    if std::env::var_os("ADLOOM_BLESS").is_some() {
        std::fs::write(path, actual).expect("the committed file can be written");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} is not what it was. If the change is meant, run the tests with ADLOOM_BLESS=1.\n{actual}",
        path.display()
    );
}
