//! One student's feedback, in Markdown: each mark, and why.

use crate::classroom::grade::{Grades, Outcome, Status};
use crate::classroom::key::plain_number;
use crate::classroom::sheet::plain;

/// The page.
pub fn feedback(grades: &Grades, outcome: &Outcome) -> String {
    let who = outcome.recipient.students.iter().map(|one| plain(one.shown()));
    let who = who.collect::<Vec<_>>().join(", ");
    let mut text = format!("# {}: feedback\n\nFor {who}.\n\n", plain(&grades.manifest.title));
    text += &match &outcome.status {
        Status::Missing => "Nothing was handed in.\n".to_owned(),
        Status::Refused(why) => {
            format!("What was handed in could not be graded: {}.\n", plain(why))
        }
        Status::Graded => {
            let file = outcome.file.as_deref().unwrap_or_default();
            format!("Graded: {}.\n", plain(file))
        }
    };
    for note in &outcome.notes {
        text += &format!("\nNote: {}.\n", plain(note));
    }
    text += &format!(
        "\n**{} of {} points ({} %)**\n\n| question | points | of | why |\n|---|---|---|---|\n",
        plain_number(outcome.points()),
        plain_number(outcome.most()),
        plain_number(outcome.percent()),
    );
    for mark in &outcome.marks {
        let (points, most) = (plain_number(mark.points), plain_number(mark.most));
        text += &format!("| {} | {points} | {most} | {} |\n", mark.id, plain(&mark.why));
    }
    if let Some(score) = &outcome.repair {
        text += &format!("\n## Repaired tables\n\n{}", score.to_markdown());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::grades;
    use super::*;

    #[test]
    fn every_mark_has_its_reason_and_nothing_is_markup() {
        let grades = grades();
        let text = feedback(&grades, &grades.outcomes[0]);
        assert!(text.contains("**7.5 of 10 points (75 %)**"), "{text}");
        assert!(text.contains("| q2 | 2.5 | 5 | so \\| it is |"), "{text}");
        let refused = feedback(&grades, &grades.outcomes[2]);
        assert!(refused.contains("could not be graded: =not a file"), "{refused}");
    }
}
