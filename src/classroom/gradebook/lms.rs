//! Gradebooks to import into Moodle and Canvas.

use crate::classroom::grade::{Grades, Outcome, Status};
use crate::classroom::key::plain_number;
use crate::classroom::spreadsheet::CsvText;

/// Grades as Moodle's grade import takes them (Grades, Import, CSV file): students are found by
/// `ID number` or `Email address`, whichever the course has.
pub fn moodle(grades: &Grades) -> String {
    let title = &grades.manifest.title;
    let mut text = CsvText::new([
        "ID number",
        "Email address",
        "Full name",
        &format!("{title} (points)"),
        &format!("{title} (feedback)"),
    ]);
    for outcome in &grades.outcomes {
        for student in &outcome.recipient.students {
            let (points, feedback) = (plain_number(outcome.points()), in_a_line(outcome));
            text.row([&student.id, &student.email, &student.name, &points, &feedback]);
        }
    }
    text.into_text()
}

/// Grades as Canvas's gradebook import takes them: its five columns, and the assignment's with the
/// points possible in the row below the header. Students are found by `SIS User ID` or `SIS Login ID`.
pub fn canvas(grades: &Grades) -> String {
    let title = grades.manifest.title.as_str();
    let mut text = CsvText::new(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]);
    text.row(["    Points Possible", "", "", "", "", &plain_number(grades.manifest.points)]);
    for outcome in &grades.outcomes {
        for student in &outcome.recipient.students {
            let (name, points) = (student.shown(), plain_number(outcome.points()));
            text.row([name, "", &student.id, &student.email, "", &points]);
        }
    }
    text.into_text()
}

/// Feedback for a cell: the marks, one after the other.
fn in_a_line(outcome: &Outcome) -> String {
    if outcome.status != Status::Graded {
        return outcome.status.reason().to_owned();
    }
    let mark = |mark: &crate::classroom::marks::Mark| {
        let (points, most) = (plain_number(mark.points), plain_number(mark.most));
        format!("{}: {points}/{most}, {}", mark.id, mark.why)
    };
    outcome.marks.iter().map(mark).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_no_live_formula, cells, grades};
    use super::*;

    #[test]
    fn moodle_finds_students_by_number_or_address() {
        let text = moodle(&grades());
        assert_no_live_formula(&text);
        let rows = cells(&text);
        assert_eq!(rows[0][..2], ["ID number", "Email address"]);
        assert_eq!(rows[1][3], "7.5");
        assert_eq!(rows[2][0], "'=2");
        assert!(rows[1][4].contains("q2: 2.5/5"), "{rows:?}");
    }

    #[test]
    fn canvas_has_the_points_possible_below_its_header() {
        let text = canvas(&grades());
        assert_no_live_formula(&text);
        let rows = cells(&text);
        assert_eq!(rows[0][..5], ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]);
        assert_eq!((rows[1][0].trim(), rows[1][5].as_str()), ("Points Possible", "10"));
        assert_eq!(rows.len(), 6);
    }
}
