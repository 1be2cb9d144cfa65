//! Tests that need a server or another program beside adloom: each starts a private one on
//! loopback and stops it. Where the program is missing, the test shows as ignored, never as passed.

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let tests: Vec<Trial> = [].into_iter().flatten().collect();
    libtest_mimic::run(&arguments, tests).exit();
}
