//! What goes on while rows are made: the progress bar, and the running totals.

use std::time::Duration;

use arrow_array::RecordBatch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::headlines::{Adder, Headlines};
use super::talk;
use crate::engine::Watch;
use crate::tables::spec::Table;

/// How often the bar is drawn anew.
const TICK: Duration = Duration::from_millis(200);

/// Watches a run.
pub struct Live {
    bar: Bar,
    adder: Adder,
}

/// A progress bar, where there is somebody to see it.
pub struct Bar(ProgressBar);

impl Live {
    /// Begins to watch a run of a number of blocks.
    pub fn new(tables: &[&Table], blocks: usize) -> Live {
        Live { bar: Bar::new(blocks), adder: Adder::new(tables) }
    }

    /// Removes the bar, and tells the totals.
    pub fn finish(self) -> Headlines {
        self.adder.headlines()
    }
}

impl Bar {
    /// A bar for so many blocks. It shows once the first of them is done.
    pub fn new(blocks: usize) -> Bar {
        let target = match talk::shows_progress() {
            true => ProgressDrawTarget::stderr_with_hz(10),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(blocks as u64), target);
        // The template is a constant that has been tried; without it there is a plainer bar.
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3}%  {eta} left") {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

impl Watch for Live {
    fn batch(&self, table: usize, batch: &RecordBatch) {
        self.adder.add(table, batch);
    }

    fn block(&self) {
        self.bar.block();
    }
}

impl Watch for Bar {
    fn block(&self) {
        self.0.enable_steady_tick(TICK);
        self.0.inc(1);
        if self.0.length() == Some(self.0.position()) {
            self.0.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
