//! From a scenario to a dataset: what `gen` and `demo` have in common.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::r#gen::Output;
use super::live::Live;
use super::summary::Summary;
use super::{Failure, interrupt, layouts, talk};
use crate::defects::{self, Defective};
use crate::engine::{self, Source as _};
use crate::layouts::{Layout, Values};
use crate::scenario::{self, Scenario, Source};
use crate::sinks::folder::{self, About, Order, Sequel};
use crate::sinks::objects::{self, ObjectUrl};

/// Loads a scenario by path or name.
pub fn load(argument: &str, overrides: &[String]) -> Result<Scenario, Failure> {
    let source = Source::find(argument)?;
    let scenario = scenario::load(&source, overrides)?;
    // A platform may be added in this way; a misspelt one is added likewise.
    if overrides.iter().any(|set| set.trim_start().starts_with("platforms.")) {
        let without = scenario::load(&source, &[]).map_or_else(|_| Vec::new(), |own| ids(&own));
        let strange = ids(&scenario).into_iter().filter(|id| !without.contains(id));
        for id in strange.filter(|_| !without.is_empty()) {
            let known = without.join(", ");
            talk::say(format!("note: --set adds the platform `{id}`; the scenario has {known}"));
        }
    }
    Ok(scenario)
}

/// The ids of a scenario's platforms.
fn ids(scenario: &Scenario) -> Vec<String> {
    scenario.platforms.keys().cloned().collect()
}

/// Writes a scenario's dataset and its layouts, prints the summary, and returns the folder.
pub fn generate(
    scenario: Scenario,
    output: Output,
    layouts: &[Layout],
) -> Result<PathBuf, Failure> {
    let started = Instant::now();
    let part = output.part()?;
    let order = Order {
        out: output.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name)),
        format: output.format(),
        part,
        threads: output.threads(),
        force: output.force,
        about: about(&scenario),
    };
    let store = ObjectUrl::detect(&order.out).transpose();
    let store = store.map_err(|why| Failure::Input(format!("--out: {why}")))?;
    if store.is_some() && !layouts.is_empty() {
        let why = "layouts are made of files on disk; write to a folder, and copy that";
        return Err(Failure::Input(format!("--layout: {why}")));
    }
    let currency = scenario.currency.clone();
    let interrupted = interrupt::flag();
    let values = Values::of(&scenario);
    let source = defects::source(scenario, output.tables.as_deref(), output.threads())?;
    let planned = layouts::plan(layouts, &values, source.tables(), order.threads)?;
    let sequels = planned.iter().map(|layout| layout as &dyn Sequel).collect::<Vec<_>>();
    let live = Live::new(source.tables(), part.blocks(source.blocks()).len());
    let manifest = match store {
        None => folder::write_with(&source, &sequels, &order, &live, interrupted)?,
        Some(url) => objects::write(&source, &order, &url, &live, interrupted).map_err(refused)?,
    };
    if part.is_whole() {
        tell_shortfalls(&source);
    }
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

/// Says which planted flaws struck less than was asked for.
pub fn tell_shortfalls<S: engine::Source>(source: &Defective<S>) {
    source.shortfalls().into_iter().for_each(|line| talk::say(format!("note: {line}")));
}

/// A place in a store that is taken, or that the credentials do not open, is the user's to change.
fn refused(error: folder::Error) -> Failure {
    match error {
        folder::Error::Refused(why) => Failure::Input(why),
        error => error.into(),
    }
}

/// What a manifest says of a scenario.
pub fn about(scenario: &Scenario) -> About {
    About {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario: scenario::resolved_toml(scenario),
        hash: scenario::hash(scenario),
        seed: scenario.seed,
        start: scenario.horizon.start.to_string(),
        days: scenario.horizon.days,
        planted: Vec::new(),
    }
}
