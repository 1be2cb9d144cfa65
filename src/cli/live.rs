//! What goes on while rows are made: the progress bar, and the running totals.

use std::time::Duration;

use arrow_array::RecordBatch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::headlines::{Adder, Headlines};
use super::talk;
use crate::engine::Watch;
use crate::tables::spec::Table;

/// Watches a run.
pub struct Live {
    bar: ProgressBar,
    adder: Adder,
}

impl Live {
    /// Begins to watch a run of a number of blocks.
    pub fn new(tables: &[&Table], blocks: usize) -> Live {
        let target = match talk::shows_progress() {
            true => ProgressDrawTarget::stderr_with_hz(10),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(blocks as u64), target);
        // The template is a constant that has been tried; without it there is a plainer bar.
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3}%  {eta} left") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Live { bar, adder: Adder::new(tables) }
    }

    /// Removes the bar, and tells the totals.
    pub fn finish(self) -> Headlines {
        self.adder.headlines()
    }
}

impl Watch for Live {
    fn batch(&self, table: usize, batch: &RecordBatch) {
        self.adder.add(table, batch);
    }

    fn block(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
