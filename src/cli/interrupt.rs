//! Ctrl-C, and the signals by which a system asks a program to end.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The flag that is set when somebody asks to stop. A second request ends the program at once:
/// the next run removes what is left.
pub fn flag() -> &'static AtomicBool {
    let asked = || {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            process::exit(1);
        }
    };
    // If there is a handler already, it is this one.
    let _ = ctrlc::set_handler(asked);
    &INTERRUPTED
}
