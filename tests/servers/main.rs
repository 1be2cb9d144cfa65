//! Tests that need a server or another program beside adloom: each starts a private one on
//! loopback and stops it. Where the program is missing, the test shows as ignored, never as passed.

mod certificates;
mod load;
mod mysql;
mod postgres;
mod s3;
mod support;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let tests: Vec<Trial> = [load::tests(), postgres::trials(), mysql::tests(), s3::tests()]
        .into_iter()
        .flatten()
        .collect();
    let conclusion = libtest_mimic::run(&arguments, tests);
    postgres::stop();
    conclusion.exit();
}
