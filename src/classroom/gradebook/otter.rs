//! Grades as otter-grader writes them: `final_grades.csv` of `otter grade`, and for each submission
//! the results JSON of its autograder, which Gradescope reads.

use serde_json::json;

use crate::classroom::grade::{Grades, Outcome, Status};
use crate::classroom::key::plain_number;
use crate::classroom::spreadsheet::CsvText;

/// `final_grades.csv`: a line for each submission, the points possible first.
pub fn final_grades(grades: &Grades) -> String {
    let mut order: Vec<(usize, &str)> = grades.questions().into_iter().enumerate().collect();
    // otter-grader has the questions in the order of their names.
    order.sort_by_key(|(_, id)| *id);
    let fixed = ["total_points_earned", "percent_correct", "grading_status"];
    let header = order.iter().map(|(_, id)| *id);
    let mut text = CsvText::new(["file"].into_iter().chain(header).chain(fixed));
    let row = |file: &str, one: &Outcome, points: fn(&crate::classroom::marks::Mark) -> f64| {
        let mut row = vec![file.to_owned()];
        let marks = order.iter().filter_map(|(at, _)| one.marks.get(*at));
        row.extend(marks.map(|mark| plain_number(points(mark))));
        row
    };
    if let Some(first) = grades.outcomes.first() {
        let mut possible = row("points-per-question", first, |mark| mark.most);
        possible.extend([plain_number(first.most()), "1".to_owned(), "n/a".to_owned()]);
        text.row(possible);
    }
    for outcome in &grades.outcomes {
        let file = outcome.file.clone().unwrap_or_else(|| outcome.recipient.folder.clone());
        let mut cells = row(&file, outcome, |mark| mark.points);
        let status = match &outcome.status {
            Status::Graded => "Completed".to_owned(),
            other => other.reason().to_owned(),
        };
        let share = plain_number(outcome.percent() / 100.0);
        cells.extend([plain_number(outcome.points()), share, status]);
        text.row(cells);
    }
    text.into_text()
}

/// The results of one submission.
pub fn results(outcome: &Outcome) -> String {
    let tests = outcome.marks.iter().map(|mark| {
        json!({
            "name": mark.id,
            "score": mark.points,
            "max_score": mark.most,
            "visibility": "after_published",
            "status": if mark.points >= mark.most { "passed" } else { "failed" },
            "output": mark.why,
        })
    });
    let results = json!({
        "output": outcome.status.reason(),
        "score": outcome.points(),
        "tests": tests.collect::<Vec<_>>(),
    });
    format!("{results:#}\n")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_no_live_formula, cells, grades};
    use super::*;

    #[test]
    fn the_points_possible_come_first() {
        let text = final_grades(&grades());
        assert_no_live_formula(&text);
        let rows = cells(&text);
        let header =
            ["file", "q1", "q2", "total_points_earned", "percent_correct", "grading_status"];
        assert_eq!(rows[0], header);
        assert_eq!(rows[1][..5], ["points-per-question", "5", "5", "10", "1"]);
        assert_eq!(rows[2], ["A.csv", "5", "2.5", "7.5", "0.75", "Completed"]);
        assert_eq!(rows[3][5], "nothing was handed in");
    }

    #[test]
    fn results_have_a_test_for_each_question() {
        let json: serde_json::Value =
            serde_json::from_str(&results(&grades().outcomes[0])).unwrap();
        assert_eq!(json["score"], 7.5);
        assert_eq!(json["tests"][1]["max_score"], 5.0);
        assert_eq!(json["tests"][1]["status"], "failed");
    }
}
