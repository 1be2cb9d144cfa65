//! `adloom predict`.

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::model::{marts, threads};
use super::{Failure, talk};
use crate::features::marts::FeatureError;
use crate::features::read;
use crate::models::forest::ClassificationForest;

/// Predict which visits convert, with a forest that `adloom model` fitted
///
/// Prints one line per visit: its key, and the probability that it ends in an order.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A forest that `adloom model` saved, such as output/gcc/model/forests/at-session-start.forest
    model: PathBuf,

    /// Folder that `adloom gen` wrote, or a folder of files that --map describes
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
        let visits = match read::visits(&marts, usize::MAX, 0) {
            Ok(visits) => visits,
            Err(FeatureError::Lacking(what)) => return Err(Failure::Input(what)),
            Err(FeatureError::Failed(error)) => return Err(error.into()),
        };
        let scores = pool
            .install(|| forest.scores(&visits.features))
            .map_err(|e| Failure::Input(format!("{name}: {e}")))?;
        let lines = visits.visits.iter().zip(&scores);
        match &self.out {
            Some(path) => {
                let failed = |e: io::Error| Failure::Other(format!("{}: {e}", path.display()));
                let mut file = io::BufWriter::new(fs::File::create(path).map_err(failed)?);
                write(&mut file, lines).map_err(failed)?;
                talk::say(format!("{} visits scored into {}", scores.len(), path.display()));
            }
            None => {
                let mut out = io::BufWriter::new(anstream::stdout().lock());
                write(&mut out, lines)
                    .map_err(|e| Failure::Other(format!("standard output: {e}")))?;
            }
        }
        Ok(())
    }
}

fn write<'a>(
    out: &mut impl Write,
    lines: impl Iterator<Item = (&'a u64, &'a f32)>,
) -> io::Result<()> {
    writeln!(out, "visit,probability")?;
    for (visit, probability) in lines {
        writeln!(out, "{visit},{probability}")?;
    }
    out.flush()
}
