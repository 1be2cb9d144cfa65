//! The class in Markdown: how it went, and which questions were hard.

use super::chart::HARD;
use crate::charts::NotDrawn;
use crate::classroom::grade::{Grades, Outcome, Status};
use crate::classroom::key::plain_number;
use crate::classroom::marks::cents;
use crate::classroom::sheet::plain;

/// The page. `no_chart` says why there is no chart beside it.
pub fn summary(grades: &Grades, no_chart: Option<&NotDrawn>) -> String {
    let mut text = format!("# {}: the class\n\n", plain(&grades.manifest.title));
    let count = |wanted: fn(&Status) -> bool| {
        grades.outcomes.iter().filter(|one| wanted(&one.status)).count()
    };
    text += &format!(
        "{} submissions expected: {} graded, {} missing, {} refused.\n",
        grades.outcomes.len(),
        count(|status| *status == Status::Graded),
        count(|status| *status == Status::Missing),
        count(|status| matches!(status, Status::Refused(_))),
    );
    let mut percents: Vec<f64> = grades.graded().map(Outcome::percent).collect();
    percents.sort_by(f64::total_cmp);
    if let (Some(lowest), Some(highest)) = (percents.first(), percents.last()) {
        let mean = percents.iter().sum::<f64>() / percents.len() as f64;
        text += &format!(
            "\nOf those graded: mean {} %, median {} %, from {} % to {} %.\n",
            plain_number(cents(mean)),
            plain_number(cents(median(&percents))),
            plain_number(*lowest),
            plain_number(*highest),
        );
    }
    text += &match no_chart {
        None => "\n![Mean share of full marks by question](summary.png)\n".to_owned(),
        Some(_) if percents.is_empty() => {
            "\nNothing was graded, so there is no chart.\n".to_owned()
        }
        Some(why) => format!("\n({why})\n"),
    };
    text += "\n## Questions\n\n| question | most | mean | full marks | nothing | |\n";
    text += "|---|---|---|---|---|---|\n";
    for (at, (id, share)) in grades.shares().into_iter().enumerate() {
        let marks = || grades.graded().filter_map(|one| one.marks.get(at));
        let most = grades.outcomes.iter().find_map(|one| one.marks.get(at)).map_or(0.0, |m| m.most);
        let full = marks().filter(|mark| mark.points >= mark.most).count();
        let nothing = marks().filter(|mark| mark.points == 0.0).count();
        let hard = if share < HARD && !percents.is_empty() { "hard" } else { "" };
        let mean = match percents.is_empty() {
            true => "–".to_owned(),
            false => format!("{} %", plain_number((share * 1000.0).round() / 10.0)),
        };
        let most = plain_number(most);
        text += &format!("| {id} | {most} | {mean} | {full} | {nothing} | {hard} |\n");
    }
    let apart = grades.outcomes.iter().filter(|one| one.status != Status::Graded);
    let lines = apart
        .map(|one| {
            let folder = &one.recipient.folder;
            format!(
                "- {} ({folder}): {}\n",
                plain(&one.recipient.shown()),
                plain(one.status.reason())
            )
        })
        .collect::<String>();
    if !lines.is_empty() {
        text += &format!("\n## Not graded\n\n{lines}");
    }
    if !grades.strangers.is_empty() {
        text += "\n## Submissions that belong to nobody on the roster\n\n";
        text.extend(grades.strangers.iter().map(|name| format!("- {}\n", plain(name))));
    }
    text
}

/// The middle of numbers in order.
fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        0 if half > 0 => (sorted[half - 1] + sorted[half]) / 2.0,
        0 => 0.0,
        _ => sorted[half],
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::grades;
    use super::*;

    #[test]
    fn the_summary_counts_and_names() {
        let text = summary(&grades(), None);
        for part in [
            "3 submissions expected: 1 graded, 1 missing, 1 refused",
            "mean 75 %",
            "| q2 | 5 | 50 % | 0 | 0 |  |",
            "- 3 (3): nothing was handed in",
            "- @x.csv",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn where_nothing_was_graded_no_question_is_hard() {
        let mut none = grades();
        none.outcomes.iter_mut().for_each(|one| one.status = Status::Missing);
        let text = summary(&none, None);
        assert!(text.contains("| q2 | 5 | – | 0 | 0 |  |"), "{text}");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[1.0, 2.0, 10.0]), 2.0);
        assert_eq!(median(&[1.0, 2.0]), 1.5);
        assert_eq!(median(&[]), 0.0);
    }
}
