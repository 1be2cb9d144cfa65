//! Ending early what would take long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

/// Ten thousand million sums: minutes, on any machine.
const LONG: &str = "SELECT sum(a.value * b.value)
    FROM generate_series(1, 100000) a, generate_series(1, 100000) b";

#[test]
fn a_request_to_stop_is_heard_long_before_the_first_row() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let session = Session::new(2).unwrap().until(&STOP).sequential_sibling().unwrap();
    let started = Instant::now();
    let stop = thread::spawn(|| {
        thread::sleep(Duration::from_millis(300));
        STOP.store(true, Ordering::Relaxed);
    });
    let ended = session.for_each(LONG, |_| ControlFlow::Continue(()));
    stop.join().unwrap();
    assert_eq!(ended, Err(DatasetError::Interrupted));
    // A second would do; a busy machine may need more.
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert_eq!(session.sql("SELECT 1").unwrap_err(), DatasetError::Interrupted);
}
