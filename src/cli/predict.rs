//! `adloom predict`.

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

use ndarray::Array1;

use super::model::{marts, threads};
use super::{Failure, talk};
use crate::features::marts::FeatureError;
use crate::features::read::{self, Reading};
use crate::models::forest::ClassificationForest;

/// Predict which visits convert, with a forest that `adloom model` fitted
///
/// Prints one line per visit: its key, and the probability that it ends in an order.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A forest that `adloom model` saved, such as output/gcc/model/forests/at-session-start.forest
    model: PathBuf,

    /// What `adloom gen` made (a folder, a SQLite file, or the address of a database), or a folder
    /// of files that --map describes
    dataset: PathBuf,

    /// TOML file that says what the files and their columns are called
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Threads to work with [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Args {
    /// Scores every visit.
    pub fn run(self) -> Result<(), Failure> {
        let name = self.model.display();
        let bytes = fs::read(&self.model).map_err(|e| Failure::Input(format!("{name}: {e}")))?;
        let forest = ClassificationForest::from_bytes(&bytes)
            .map_err(|e| Failure::Input(format!("{name}: {e}")))?;
        let pool = threads(self.threads)?;
        let marts = marts(&self.dataset, self.map.as_deref(), pool.current_num_threads())?;
        let mut out = self.output()?;
        let place = self.out.as_ref().map_or("standard output".into(), |p| p.display().to_string());
        let failed = |e: io::Error| Failure::Other(format!("{place}: {e}"));
        writeln!(out, "visit,probability").map_err(failed)?;
        let reading = |feature: &str| {
            let number = forest.is_number(feature)?;
            Some(if number { Reading::Numbers } else { Reading::Labels })
        };
        let (mut scored, mut failure) = (0, None);
        let read = read::each_visit(&marts, &reading, |visits, table| {
            let written = pool
                .install(|| forest.scores(table))
                .map_err(|e| Failure::Input(format!("{name}: {e}")))
                .and_then(|scores| write(&mut out, visits, &scores).map_err(failed));
            scored += visits.len();
            failure = written.err();
            if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match read {
            Ok(()) => {}
            Err(FeatureError::Lacking(what)) => return Err(Failure::Input(what)),
            Err(FeatureError::Failed(error)) => return Err(error.into()),
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        out.flush().map_err(failed)?;
        if let Some(path) = &self.out {
            talk::say(format!("{scored} visits scored into {}", path.display()));
        }
        Ok(())
    }

    fn output(&self) -> Result<Box<dyn Write>, Failure> {
        let Some(path) = &self.out else {
            return Ok(Box::new(io::BufWriter::new(anstream::stdout().lock())));
        };
        let file = fs::File::create(path)
            .map_err(|e| Failure::Other(format!("{}: {e}", path.display())))?;
        Ok(Box::new(io::BufWriter::new(file)))
    }
}

fn write(out: &mut dyn Write, visits: &[u64], scores: &Array1<f32>) -> io::Result<()> {
    visits
        .iter()
        .zip(scores)
        .try_for_each(|(visit, probability)| writeln!(out, "{visit},{probability}"))
}
