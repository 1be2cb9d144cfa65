//! `adloom class`: its arguments.

use std::path::PathBuf;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::r#gen::{Threads, Window, format_parser};
use super::{Failure, interrupt, talk};
use crate::classroom::class::{self, NoClass, Order};
use crate::classroom::make::NotMade;
use crate::classroom::manifest::Manifest;
use crate::classroom::plan::{NoPlan, Plan};
use crate::classroom::{assignment, roster, spreadsheet};
use crate::scenario::Source;
use crate::sinks::Format;

/// Make a dataset, an assignment sheet and an answer key for each student of a class
///
/// Students go by the roster's `id` column (or `email`, or `name`); with a `group` column, each group
/// has one dataset. Any text in a `reseed` column gives that student other data, and nobody else.
// Seeds follow from the class's secret, so there is none to ask for.
#[derive(Debug, clap::Args)]
#[command(mut_arg("seed", |seed| seed.hide(true)))]
pub struct Args {
    /// A scenario file, or the name of a preset
    scenario: String,

    /// The students: a CSV file with a column id, name or email, and maybe group and reseed
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,

    /// Folder of the class: students/ to hand out, instructor/ to keep
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The class's secret, from which all seeds follow; made if there is no such file
    /// [default: instructor/class.key in the class]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// An assignment file, or one of kpis, cleaning, causes
    #[arg(long, value_name = "NAME", default_value = "kpis")]
    assignment: String,

    #[command(flatten)]
    window: Window,

    /// Override any value of the scenario for everyone
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Format of the tables [default: csv]
    #[arg(long, value_parser = format_parser())]
    format: Option<Format>,

    #[command(flatten)]
    threads: Threads,

    /// Make a class again that is already there
    #[arg(long)]
    force: bool,
}

impl Args {
    /// Makes the class and tells what is in it.
    pub fn run(self) -> Result<(), Failure> {
        let started = Instant::now();
        let recipients =
            roster::read(&self.roster).map_err(|why| Failure::Input(why.to_string()))?;
        if spreadsheet::is_guessed(&self.roster) {
            talk::say(format!(
                "note: {} is not Unicode and was read as Windows-1252; names in other scripts come out \
                 wrong, so save it as CSV UTF-8",
                self.roster.display()
            ));
        }
        let loaded = assignment::load(&self.assignment)?;
        let overrides = [self.set, self.window.overrides()].concat();
        if overrides.iter().any(|set| set.trim_start().starts_with("seed=")) {
            let why = "every student has a seed of their own, from the class's secret";
            let hint = "name another --key, or fill the roster's reseed column";
            return Err(Failure::Input(format!("--seed: {why}; {hint}")));
        }
        let source = Source::find(&self.scenario)?;
        let format = self.format.unwrap_or(Format::Csv);
        let plan = Plan::new(source, loaded, &overrides, format)?;
        let threads = self.threads.count();
        let order = Order { out: self.out, key: self.key, force: self.force, threads };
        let bar = bar(recipients.len());
        let progress = |done: usize| bar.set_position(done as u64);
        let class = class::make(&order, &plan, &recipients, &progress, interrupt::flag());
        bar.finish_and_clear();
        let class = class?;
        for table in &class.shared_tables {
            talk::say(format!(
                "note: {table} is the same for some students: nothing that varies changes it"
            ));
        }
        summary(&class, &order, started.elapsed().as_secs_f64())
    }
}

fn bar(recipients: usize) -> ProgressBar {
    if !talk::shows_progress() {
        return ProgressBar::hidden();
    }
    // The template is fixed, and a test of it is every run.
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} datasets, {eta} left");
    let bar = ProgressBar::new(recipients as u64);
    style.map_or_else(|_| ProgressBar::hidden(), |style| bar.with_style(style))
}

fn summary(class: &Manifest, order: &Order, seconds: f64) -> Result<(), Failure> {
    let students: usize = class.recipients.iter().map(|one| one.recipient.students.len()).sum();
    let redrawn: u32 = class.recipients.iter().map(|one| one.redrawn).sum();
    let bytes: u64 = class.recipients.iter().flat_map(|one| &one.public).map(|f| f.bytes).sum();
    let datasets = class.recipients.len();
    if talk::json() {
        return talk::print(json!({
            "folder": order.out, "assignment": class.assignment, "students": students,
            "datasets": datasets, "redrawn": redrawn, "bytes": bytes, "seconds": seconds,
            "shared_tables": class.shared_tables,
        }));
    }
    if talk::quiet() {
        return Ok(());
    }
    let out = order.out.display();
    let key = match &order.key {
        Some(key) => format!("the secret is {}", key.display()),
        None => "the secret is instructor/class.key in it".to_owned(),
    };
    talk::print(format!(
        "{}: {datasets} datasets for {students} students, {:.0} MB, in {seconds:.1} s ({redrawn} \
         drawn again)\n  {out}/students    hand out a folder to each\n  {out}/instructor  keep: \
         keys, truth, seeds; {key}\n\nGrade with: adloom grade {out} --submissions DIR",
        class.title,
        bytes as f64 / 1e6,
    ))
}

impl From<NoPlan> for Failure {
    fn from(why: NoPlan) -> Self {
        match why {
            NoPlan::Scenario(problems) => Failure::Scenario(problems),
            NoPlan::Assignment(why) => Failure::Input(why),
            NoPlan::Engine(error) => Failure::Other(error.to_string()),
        }
    }
}

impl From<NoClass> for Failure {
    fn from(why: NoClass) -> Self {
        match why {
            NoClass::Recipient { why: NotMade::Plan(why), .. } => why.into(),
            NoClass::Recipient { why: NotMade::Degenerate { .. }, .. } | NoClass::Key(_) => {
                Failure::Input(why.to_string())
            }
            other => Failure::Other(other.to_string()),
        }
    }
}
