use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use super::super::testing::Shop;
use super::*;

/// Notes down what is written, and how much is made but not yet written.
#[derive(Default)]
struct Log {
    written: Mutex<Vec<(usize, usize)>>,
    waiting: AtomicUsize,
    most_waiting: AtomicUsize,
    fail_after: Option<usize>,
    weight: usize,
}

struct Rows {
    rows: usize,
    weight: usize,
}

impl Weigh for Rows {
    fn weight(&self) -> usize {
        self.weight
    }
}

impl Sink for Log {
    type Piece = Rows;
    type Done = Vec<(usize, usize)>;

    fn encode(&self, _table: usize, batch: RecordBatch) -> io::Result<Rows> {
        let waiting = self.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        self.most_waiting.fetch_max(waiting, Ordering::Relaxed);
        let first = batch.column(0).as_any().downcast_ref::<arrow_array::Int64Array>();
        Ok(Rows { rows: first.unwrap().value(0) as usize, weight: self.weight })
    }

    fn write(&self, table: usize, piece: Rows) -> io::Result<()> {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let mut written = self.written.try_lock().expect("pieces are written one at a time");
        if self.fail_after == Some(written.len()) {
            return Err(io::Error::other("no space left"));
        }
        written.push((table, piece.rows));
        Ok(())
    }

    fn finish(self) -> io::Result<Self::Done> {
        Ok(self.written.into_inner().unwrap())
    }
}

/// Blocks that take longer the earlier they come, so that the later ones are made first.
struct Uneven(Shop);

impl Source for Uneven {
    fn tables(&self) -> &[&'static crate::tables::spec::Table] {
        self.0.tables()
    }

    fn blocks(&self) -> usize {
        self.0.blocks()
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        self.0.make(index, &mut |table, batch| {
            thread::sleep(Duration::from_micros(if index.is_multiple_of(3) { 300 } else { 0 }));
            emit(table, batch)
        })
    }
}

const SHOP: Shop = Shop { blocks: 40, orders: 50, batch: 10 };

fn go(source: &dyn Source, threads: usize, log: Log) -> (Result<(), Error>, Log) {
    let idle = AtomicBool::new(false);
    (run(source, 0..source.blocks(), threads, &log, &(), &idle), log)
}

#[test]
fn any_number_of_workers_writes_the_same_in_the_same_order() {
    let (_, alone) = go(&SHOP, 1, Log::default());
    let alone = alone.finish().unwrap();
    assert_eq!(alone.len(), 1 + 40 * 5 * 2);
    for threads in [2, 3, 8, 100] {
        let (ended, log) = go(&Uneven(SHOP), threads, Log::default());
        assert!(ended.is_ok());
        assert_eq!(log.finish().unwrap(), alone);
    }
}

#[test]
fn no_blocks_write_nothing() {
    let idle = AtomicBool::new(false);
    let log = Log::default();
    assert!(run(&SHOP, 5..5, 4, &log, &(), &idle).is_ok());
    assert!(log.finish().unwrap().is_empty());
}

#[test]
fn what_is_held_back_stays_under_the_limit() {
    // Pieces of a quarter of a worker's share: four of them fill it, and each worker may have
    // one more in its hands.
    let heavy = Log { weight: HELD_PER_WORKER / 4, ..Log::default() };
    let (ended, log) = go(&Uneven(SHOP), 4, heavy);
    assert!(ended.is_ok());
    let most = log.most_waiting.load(Ordering::Relaxed);
    assert!(most <= 4 * 4 + 4, "{most} pieces waited");
}

#[test]
fn one_worker_holds_nothing_back() {
    let (_, log) = go(&SHOP, 1, Log { weight: 1 << 30, ..Log::default() });
    assert_eq!(log.most_waiting.load(Ordering::Relaxed), 1);
}

#[test]
fn the_first_error_stops_every_worker() {
    for threads in [1, 2, 8] {
        let (ended, log) =
            go(&Uneven(SHOP), threads, Log { fail_after: Some(7), ..Log::default() });
        assert_eq!(ended.unwrap_err().to_string(), "no space left");
        assert_eq!(log.finish().unwrap().len(), 7);
    }
}

#[test]
fn an_interrupt_stops_the_run() {
    for threads in [1, 4] {
        let interrupted = AtomicBool::new(false);
        struct AfterTen<'a>(AtomicUsize, &'a AtomicBool);
        impl Watch for AfterTen<'_> {
            fn batch(&self, _: usize, _: &RecordBatch) {
                if self.0.fetch_add(1, Ordering::Relaxed) == 10 {
                    self.1.store(true, Ordering::Relaxed);
                }
            }
        }
        let watch = AfterTen(AtomicUsize::new(0), &interrupted);
        let log = Log::default();
        let ended = run(&SHOP, 0..41, threads, &log, &watch, &interrupted);
        assert!(matches!(ended, Err(Error::Interrupted)));
    }
}

#[test]
fn every_block_is_counted_once() {
    struct Count(AtomicUsize);
    impl Watch for Count {
        fn block(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let count = Count(AtomicUsize::new(0));
    let idle = AtomicBool::new(false);
    run(&Uneven(SHOP), 0..41, 3, &Log::default(), &count, &idle).unwrap();
    assert_eq!(count.0.into_inner(), 41);
}

#[test]
fn a_worker_that_panics_does_not_leave_the_others_waiting() {
    struct Broken;
    impl Source for Broken {
        fn tables(&self) -> &[&'static crate::tables::spec::Table] {
            &[]
        }
        fn blocks(&self) -> usize {
            20
        }
        fn make(
            &self,
            index: usize,
            _: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
        ) -> Result<(), Stopped> {
            assert!(index < 10, "block 10 is broken");
            Ok(())
        }
    }
    for threads in [1, 2, 5] {
        let ended = std::panic::catch_unwind(|| go(&Broken, threads, Log::default()).0);
        assert!(ended.is_err());
    }
}

#[test]
fn a_source_that_cannot_go_on_ends_the_run_with_its_reason() {
    struct Dry {
        why: Option<&'static str>,
    }
    impl Source for Dry {
        fn tables(&self) -> &[&'static crate::tables::spec::Table] {
            SHOP.tables()
        }
        fn blocks(&self) -> usize {
            SHOP.blocks()
        }
        fn make(
            &self,
            index: usize,
            emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
        ) -> Result<(), Stopped> {
            SHOP.make(index, emit)?;
            if index == 3 { Err(Stopped) } else { Ok(()) }
        }
        fn failure(&self) -> Option<String> {
            self.why.map(str::to_owned)
        }
    }
    for threads in [1, 2, 5] {
        for (why, said) in [(Some("the well is dry"), "the well is dry"), (None, NO_REASON)] {
            let ended = go(&Dry { why }, threads, Log::default()).0;
            assert!(matches!(ended, Err(Error::Source(reason)) if reason == said));
        }
    }
}

#[test]
fn a_source_that_hears_the_request_to_stop_by_itself_is_interrupted() {
    static ASKED: AtomicBool = AtomicBool::new(false);
    struct Heeding;
    impl Source for Heeding {
        fn tables(&self) -> &[&'static crate::tables::spec::Table] {
            SHOP.tables()
        }
        fn blocks(&self) -> usize {
            SHOP.blocks()
        }
        fn make(
            &self,
            _: usize,
            _: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
        ) -> Result<(), Stopped> {
            ASKED.store(true, Ordering::Relaxed);
            Err(Stopped)
        }
        fn failure(&self) -> Option<String> {
            Some("the query failed: interrupted".to_owned())
        }
    }
    let ended = run(&Heeding, 0..40, 2, &Log::default(), &(), &ASKED);
    assert!(matches!(ended, Err(Error::Interrupted)));
}
