//! What grading found.

use crate::classroom::cleaning::Score;
use crate::classroom::manifest::Manifest;
use crate::classroom::marks::{Mark, cents};
use crate::classroom::roster::Recipient;

/// The grades of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Grades {
    /// The class.
    pub manifest: Manifest,
    /// What came of each recipient's submission, in the order of the roster.
    pub outcomes: Vec<Outcome>,
    /// Submissions that belong to nobody.
    pub strangers: Vec<String>,
}

/// What came of one submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whose.
    pub recipient: Recipient,
    /// Whether it was graded.
    pub status: Status,
    /// The file or folder.
    pub file: Option<String>,
    /// What is worth telling besides the marks.
    pub notes: Vec<String>,
    /// A mark for each question.
    pub marks: Vec<Mark>,
    /// What became of the planted flaws, where that was scored.
    pub repair: Option<Score>,
}

/// Whether a submission was graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It was.
    Graded,
    /// There is none.
    Missing,
    /// It could not be read; the text says why.
    Refused(String),
}

impl Status {
    /// One word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Status::Graded => "graded",
            Status::Missing => "missing",
            Status::Refused(_) => "refused",
        }
    }

    /// Why it was not graded.
    pub fn reason(&self) -> &str {
        match self {
            Status::Graded => "",
            Status::Missing => "nothing was handed in",
            Status::Refused(why) => why,
        }
    }
}

impl Outcome {
    /// The points earned.
    pub fn points(&self) -> f64 {
        cents(self.marks.iter().map(|mark| mark.points).sum())
    }

    /// The most points.
    pub fn most(&self) -> f64 {
        cents(self.marks.iter().map(|mark| mark.most).sum())
    }

    /// The points earned, of a hundred.
    pub fn percent(&self) -> f64 {
        let most = self.most();
        if most > 0.0 { cents(100.0 * self.points() / most) } else { 0.0 }
    }
}

impl Grades {
    /// The ids of all marks, in order.
    pub fn questions(&self) -> Vec<&str> {
        let first = self.outcomes.first();
        first.map(|one| one.marks.iter().map(|mark| mark.id.as_str()).collect()).unwrap_or_default()
    }

    /// The submissions that were graded.
    pub fn graded(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|one| one.status == Status::Graded)
    }

    /// The mean share of full marks that each question got, over submissions that were graded.
    pub fn shares(&self) -> Vec<(String, f64)> {
        let share = |(at, id): (usize, &str)| {
            let marks = self.graded().filter_map(|one| one.marks.get(at));
            let (mut sum, mut count) = (0.0, 0);
            for mark in marks.filter(|mark| mark.most > 0.0) {
                sum += mark.points / mark.most;
                count += 1;
            }
            (id.to_owned(), if count > 0 { sum / f64::from(count) } else { 0.0 })
        };
        self.questions().into_iter().enumerate().map(share).collect()
    }
}
