//! `adloom grade`: its arguments.

use std::path::PathBuf;

use serde_json::json;

use super::{Failure, talk};
use crate::classroom::grade::{self, Grades, Outcome, Status};
use crate::classroom::gradebook::{self, LIST};
use crate::classroom::key::plain_number;
use crate::classroom::place::{Draft, NotPlaced};

/// Mark what a class handed in: grades, feedback for each student, a summary, gradebooks
///
/// A submission is `<folder>.csv` or `.json` by the name of the student's folder or id, or a folder of
/// that name with answers.csv in it. One that cannot be read is refused with the reason, for that
/// student alone.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The class, as `adloom class` wrote it
    class: PathBuf,

    /// Folder with what was handed in
    #[arg(long, value_name = "DIR")]
    submissions: PathBuf,

    /// Folder for the grades [default: <class>-grades]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Replace grades that are already there
    #[arg(long)]
    force: bool,
}

impl Args {
    /// Marks, writes and tells how it went.
    pub fn run(self) -> Result<(), Failure> {
        let out = self.out.unwrap_or_else(|| grade::usual_place(&self.class));
        let draft = Draft::begin(&out, LIST, self.force)?;
        let grades = grade::grade(&self.class, &self.submissions).map_err(Failure::Input)?;
        gradebook::write(&grades, draft)?;
        for outcome in grades.outcomes.iter().filter(|one| one.status != Status::Graded) {
            let who = outcome.recipient.shown();
            talk::say(format!("{}: {who}: {}", outcome.status.word(), outcome.status.reason()));
        }
        for name in &grades.strangers {
            talk::say(format!("nobody's: {name}"));
        }
        summary(&grades, &out)
    }
}

fn summary(grades: &Grades, out: &std::path::Path) -> Result<(), Failure> {
    let graded = grades.graded().count();
    let mean = grades.graded().map(Outcome::percent).sum::<f64>() / graded.max(1) as f64;
    let mean = (mean * 10.0).round() / 10.0;
    if talk::json() {
        let shares = grades.shares().into_iter();
        return talk::print(json!({
            "folder": out, "submissions": grades.outcomes.len(), "graded": graded,
            "mean_percent": mean, "questions": shares.map(|(id, share)| (id, share.into())).collect::<serde_json::Map<_, _>>(),
        }));
    }
    if talk::quiet() {
        return Ok(());
    }
    talk::print(format!(
        "{}: {graded} of {} graded, mean {} %\n  {}/grades.csv, feedback/, summary.md, exports/",
        grades.manifest.title,
        grades.outcomes.len(),
        plain_number(mean),
        out.display(),
    ))
}

impl From<NotPlaced> for Failure {
    fn from(why: NotPlaced) -> Self {
        Failure::Other(why.to_string())
    }
}
