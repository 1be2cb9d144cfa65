//! `adloom demo`.

use std::path::PathBuf;

use super::r#gen::{Output, Window};
use super::{Failure, generate, model};
use crate::sinks::objects::ObjectUrl;

/// Generate and model the default scenario
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the dataset [default: output/gcc]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    window: Window,
}

/// The scenario that shows the most at a glance.
const SCENARIO: &str = "gcc";

impl Args {
    /// Writes the dataset, replacing the one of an earlier demo, and models it.
    pub fn run(self) -> Result<(), Failure> {
        if self.out.as_deref().and_then(ObjectUrl::detect).is_some() {
            let why = "the demo models what it wrote; give it a folder on disk";
            return Err(Failure::Input(format!("--out: {why}")));
        }
        let scenario = generate::load(SCENARIO, &self.window.overrides())?;
        let output = Output::replacing(self.out);
        let folder = generate::generate(scenario, output, &[])?;
        model::Args::of(folder).run()
    }
}
