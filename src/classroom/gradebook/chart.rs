//! The summary's chart: how much of each question the class got right.

use crate::charts::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Figure, NotDrawn, Panel, Range, Series, Unit,
};
use crate::charts::{numbers, render};
use crate::classroom::grade::Grades;

/// Questions shown: the hardest ones.
const MOST: usize = 40;
/// Below this share of full marks a question was hard.
pub const HARD: f64 = 0.5;

/// The chart as a PNG file.
pub fn picture(grades: &Grades) -> Result<Vec<u8>, NotDrawn> {
    render(&figure(grades)?)
}

/// One bar for each question, the hardest first: the mean share of full marks.
fn figure(grades: &Grades) -> Result<Figure, NotDrawn> {
    let graded = grades.graded().count();
    if graded == 0 {
        let what = "graded submissions".to_owned();
        return Err(NotDrawn::TooFew { what, have: 0, need: 1 });
    }
    let mut shares = grades.shares();
    let all = shares.len();
    shares.sort_by(|a, b| a.1.total_cmp(&b.1));
    shares.truncate(MOST);
    let bar = |(at, (_, share)): (usize, &(String, f64))| Bar {
        at: at as f64,
        value: *share,
        label: numbers::rough(*share, &Unit::Percent),
        colour: (*share < HARD).then_some(Colour::Contrast),
    };
    let bars = shares.iter().enumerate().map(bar).collect();
    let names = shares.iter().map(|(id, _)| id.clone()).collect();
    let x = Axis::linear("Mean share of full marks", Unit::Percent).range(Range::AtLeast(0.0, 1.0));
    let panel = Panel::new(x, Axis::categories(names)).with(Bars {
        series: vec![BarSeries { series: Series::new("", Colour::Accent), bars }],
        arrangement: Arrangement::Grouped,
        track: Some(1.0),
    });
    let title = match shares.first() {
        Some((id, share)) if *share < HARD => {
            format!(
                "{id} was the hardest: {} of full marks",
                numbers::rough(*share, &Unit::Percent)
            )
        }
        _ => "No question was hard for the class as a whole".to_owned(),
    };
    let mut caption = format!(
        "{}: {graded} graded submissions. Orange: hard, below {} of full marks.",
        grades.manifest.title,
        numbers::rough(HARD, &Unit::Percent)
    );
    if all > shares.len() {
        caption += &format!(" {} easier questions left out.", all - shares.len());
    }
    Ok(Figure::new("summary", title, caption, panel))
}

#[cfg(test)]
mod tests {
    use super::super::testing::grades;
    use super::*;
    use crate::classroom::grade::Status;

    #[test]
    fn the_hardest_question_comes_first() {
        let figure = figure(&grades()).unwrap();
        assert_eq!(figure.panels[0].y.names().unwrap(), ["q2", "q1"]);
        assert_eq!(&picture(&grades()).unwrap()[1..4], b"PNG");
    }

    #[test]
    fn without_a_graded_submission_there_is_no_chart() {
        let mut none = grades();
        none.outcomes.iter_mut().for_each(|one| one.status = Status::Missing);
        assert!(picture(&none).is_err());
    }
}
