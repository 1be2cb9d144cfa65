//! From a scenario to a dataset: what `gen` and `demo` have in common.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::r#gen::Output;
use super::live::Live;
use super::summary::Summary;
use super::{Failure, interrupt, talk};
use crate::engine::{Source as _, TableSelection};
use crate::scenario::{self, Scenario, Source};
use crate::sinks::folder::{self, About, Order};
use crate::tables;

/// Loads a scenario by path or name.
pub fn load(argument: &str, overrides: &[String]) -> Result<Scenario, Failure> {
    Ok(scenario::load(&Source::find(argument)?, overrides)?)
}

/// Writes a scenario's dataset, prints the summary, and returns the folder.
pub fn generate(scenario: Scenario, output: Output) -> Result<PathBuf, Failure> {
    let started = Instant::now();
    let part = output.part()?;
    let selection = match &output.tables {
        Some(names) => TableSelection::named(tables::columns::ALL, names)?,
        None => TableSelection::all(tables::columns::ALL),
    };
    let order = Order {
        out: output.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name)),
        format: output.format(),
        part,
        threads: output.threads(),
        force: output.force,
        about: about(&scenario),
    };
    let currency = scenario.currency.clone();
    let interrupted = interrupt::flag();
    let source = tables::source(scenario, &selection);
    let live = Live::new(source.tables(), part.blocks(source.blocks()).len());
    let manifest = folder::write(&source, &order, &live, interrupted)?;
    let summary = Summary {
        manifest: &manifest,
        folder: &order.out,
        seconds: started.elapsed().as_secs_f64(),
        headlines: live.finish(),
        currency: &currency,
    };
    if talk::json() {
        talk::print(summary.json())?;
    } else if !talk::quiet() {
        talk::print(summary.text())?;
    }
    Ok(order.out)
}

fn about(scenario: &Scenario) -> About {
    About {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario: scenario::resolved_toml(scenario),
        hash: scenario::hash(scenario),
        seed: scenario.seed,
        start: scenario.horizon.start.to_string(),
        days: scenario.horizon.days,
    }
}
