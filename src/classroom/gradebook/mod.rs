//! What grading writes: grades, feedback, a summary with its chart, and files for other systems.
//!
//! ```text
//! grades.csv              a line for each student: marks by question, points, percent
//! feedback/<folder>.md    to hand back: each mark and why
//! summary.md, summary.png which questions were hard
//! exports/moodle.csv      grades to import into Moodle, by ID number or e-mail address
//! exports/canvas.csv      grades to import into Canvas, by SIS user id or login
//! exports/otter/          final_grades.csv and results JSON, as otter-grader writes them
//! grades.json             the same for programs, and the list of all files
//! ```

mod chart;
mod feedback;
mod lms;
mod otter;
mod summary;

use serde::Serialize;

use super::grade::{Grades, Outcome};
use super::key::plain_number;
use super::place::{Draft, NotPlaced, put};
use super::spreadsheet::CsvText;

/// The file that lists all others.
pub const LIST: &str = "grades.json";

/// Writes grades into a folder, and puts it in its place once it is complete.
pub fn write(grades: &Grades, draft: Draft) -> Result<(), NotPlaced> {
    let root = draft.folder();
    let mut files = vec![
        ("grades.csv".to_owned(), table(grades).into_bytes()),
        ("exports/moodle.csv".to_owned(), lms::moodle(grades).into_bytes()),
        ("exports/canvas.csv".to_owned(), lms::canvas(grades).into_bytes()),
        ("exports/otter/final_grades.csv".to_owned(), otter::final_grades(grades).into_bytes()),
    ];
    let picture = chart::picture(grades);
    let page = summary::summary(grades, picture.as_ref().err());
    files.push(("summary.md".to_owned(), page.into_bytes()));
    files.extend(picture.ok().map(|png| ("summary.png".to_owned(), png)));
    for outcome in &grades.outcomes {
        let folder = &outcome.recipient.folder;
        let page = feedback::feedback(grades, outcome);
        files.push((format!("feedback/{folder}.md"), page.into_bytes()));
        let results = otter::results(outcome);
        files.push((format!("exports/otter/{folder}.json"), results.into_bytes()));
    }
    for (path, bytes) in &files {
        put(&root, path, bytes)?;
    }
    let mut names: Vec<String> = files.into_iter().map(|(path, _)| path).collect();
    names.push(LIST.to_owned());
    put(&root, LIST, list(grades, names))?;
    draft.publish()
}

/// A line for each student: a group's members have the same marks.
fn table(grades: &Grades) -> String {
    let fixed = [
        "student_id",
        "name",
        "email",
        "group",
        "folder",
        "status",
        "points",
        "max_points",
        "percent",
    ];
    let questions = grades.questions();
    let header = fixed.iter().copied().chain(questions.iter().copied()).chain(["note"]);
    let mut text = CsvText::new(header);
    for outcome in &grades.outcomes {
        let recipient = &outcome.recipient;
        for student in &recipient.students {
            let mut row = vec![
                student.id.clone(),
                student.name.clone(),
                student.email.clone(),
                recipient.group.clone().unwrap_or_default(),
                recipient.folder.clone(),
                outcome.status.word().to_owned(),
                plain_number(outcome.points()),
                plain_number(outcome.most()),
                plain_number(outcome.percent()),
            ];
            row.extend(outcome.marks.iter().map(|mark| plain_number(mark.points)));
            row.push(note(outcome));
            text.row(row);
        }
    }
    text.into_text()
}

/// Why a submission was not graded, or what is worth telling beside its marks.
fn note(outcome: &Outcome) -> String {
    let reason = Some(outcome.status.reason().to_owned()).filter(|reason| !reason.is_empty());
    reason.into_iter().chain(outcome.notes.iter().cloned()).collect::<Vec<_>>().join("; ")
}

/// The grades for programs.
fn list(grades: &Grades, files: Vec<String>) -> String {
    #[derive(Serialize)]
    struct List<'a> {
        adloom: &'a str,
        assignment: &'a str,
        title: &'a str,
        outcomes: Vec<Graded<'a>>,
        questions: Vec<Question>,
        submissions_of_nobody: &'a [String],
        files: Vec<String>,
    }
    #[derive(Serialize)]
    struct Graded<'a> {
        folder: &'a str,
        students: Vec<&'a str>,
        status: &'static str,
        note: String,
        points: f64,
        max_points: f64,
        marks: Vec<MarkLine<'a>>,
    }
    #[derive(Serialize)]
    struct MarkLine<'a> {
        question: &'a str,
        points: f64,
        max_points: f64,
        why: &'a str,
    }
    #[derive(Serialize)]
    struct Question {
        id: String,
        mean_share: f64,
    }
    fn line(mark: &super::marks::Mark) -> MarkLine<'_> {
        let super::marks::Mark { id, most, points, why } = mark;
        MarkLine { question: id, points: *points, max_points: *most, why }
    }
    fn graded(outcome: &Outcome) -> Graded<'_> {
        Graded {
            folder: &outcome.recipient.folder,
            students: outcome.recipient.students.iter().map(|one| one.id.as_str()).collect(),
            status: outcome.status.word(),
            note: note(outcome),
            points: outcome.points(),
            max_points: outcome.most(),
            marks: outcome.marks.iter().map(line).collect(),
        }
    }
    let question = |(id, mean_share): (String, f64)| Question { id, mean_share };
    let list = List {
        adloom: env!("CARGO_PKG_VERSION"),
        assignment: &grades.manifest.assignment,
        title: &grades.manifest.title,
        outcomes: grades.outcomes.iter().map(graded).collect(),
        questions: grades.shares().into_iter().map(question).collect(),
        submissions_of_nobody: &grades.strangers,
        files,
    };
    // Text and finite numbers only: there is nothing in it that JSON could not hold.
    serde_json::to_string_pretty(&list).expect("grades are JSON") + "\n"
}

#[cfg(test)]
pub mod testing {
    use crate::classroom::grade::{Grades, Outcome, Status};
    use crate::classroom::manifest::Manifest;
    use crate::classroom::marks::Mark;
    use crate::classroom::roster::{Recipient, Student};
    use crate::sinks::Format;

    /// Grades of three: one graded, one refused, one missing; a group and a hostile name among them.
    pub fn grades() -> Grades {
        let student = |id: &str, name: &str| Student {
            id: id.to_owned(),
            name: name.to_owned(),
            email: format!("{}@example.com", id.trim_start_matches('=')),
        };
        let outcome = |folder: &str, group: Option<&str>, students, status, points: [f64; 2]| {
            let mark = |(at, points): (usize, f64)| Mark {
                id: format!("q{}", at + 1),
                most: 5.0,
                points,
                why: "so | it is".to_owned(),
            };
            Outcome {
                recipient: Recipient {
                    folder: folder.to_owned(),
                    group: group.map(str::to_owned),
                    students,
                    reseed: String::new(),
                },
                status,
                file: Some(format!("{folder}.csv")),
                notes: Vec::new(),
                marks: points.into_iter().enumerate().map(mark).collect(),
                repair: None,
            }
        };
        let hostile =
            vec![student("1", "=HYPERLINK(\"http://x\",\"y\")"), student("=2", "Ali, \"B\"")];
        Grades {
            manifest: Manifest::new("kpis", "KPIs", "gcc", 10.0, Format::Csv),
            outcomes: vec![
                outcome("A", Some("A"), hostile, Status::Graded, [5.0, 2.5]),
                outcome("3", None, vec![student("3", "")], Status::Missing, [0.0; 2]),
                outcome(
                    "4",
                    None,
                    vec![student("4", "علي")],
                    Status::Refused("=not a file".to_owned()),
                    [0.0; 2],
                ),
            ],
            strangers: vec!["@x.csv".to_owned()],
        }
    }

    /// The cells of a CSV text.
    pub fn cells(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Fails where a cell would be taken for a formula.
    pub fn assert_no_live_formula(text: &str) {
        for cell in cells(text).into_iter().flatten() {
            let live = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!live || cell.parse::<f64>().is_ok(), "{cell:?} is live");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{assert_no_live_formula, cells, grades};
    use super::*;

    #[test]
    fn every_student_has_a_line_and_no_cell_is_a_formula() {
        let text = table(&grades());
        assert_no_live_formula(&text);
        let rows = cells(&text);
        assert_eq!(rows.len(), 5, "a header and four students");
        assert_eq!(rows[1][6..=10], ["7.5", "10", "75", "5", "2.5"]);
        assert_eq!(rows[2][6], "7.5", "the group's other member has the same");
        assert_eq!(rows[4][5], "refused");
        assert_eq!(rows[4][11], "'=not a file");
    }

    #[test]
    fn everything_is_written_and_listed() {
        let around = tempfile::tempdir().unwrap();
        let out = around.path().join("grades");
        write(&grades(), Draft::begin(&out, LIST, false).unwrap()).unwrap();
        for file in ["summary.md", "summary.png", "feedback/A.md", "exports/otter/3.json"] {
            assert!(out.join(file).is_file(), "{file}");
        }
        assert!(Draft::begin(&out, LIST, true).is_ok(), "the list names every file");
    }
}
