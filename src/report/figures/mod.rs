//! What a model finds, as tables that SQL can be asked about: those of `tables/*.csv`, by name.
//!
//! Which tables there are, what their columns hold and which parts of the analysis fill them is known
//! before anything is modelled. So a query over them can be checked first, and no more is modelled
//! than it asks for.

mod filled;
mod origin;
mod outlines;

pub use filled::Filled;
pub use outlines::{Holds, Outline, outlines};

use std::collections::BTreeSet;

use super::answer_key;
use super::tables;
use super::truth;
use crate::analysis::{Analysis, Options, Part, SEED, analyse};
use crate::dataset::DatasetError;
use crate::features::marts::Marts;

/// The schema in which they are asked for: `model.least_squares_coefficients`.
pub const MODEL: &str = "model";

/// The parts of the analysis that fill some tables.
pub fn parts(wanted: &[&Outline]) -> BTreeSet<Part> {
    wanted.iter().flat_map(|outline| outline.origin.parts()).copied().collect()
}

/// The tables of a dataset that some tables are made of, such as `data.orders`; those that a dataset
/// does not have count as empty.
pub fn reads(wanted: &[&Outline]) -> BTreeSet<String> {
    let data = parts(wanted).into_iter().flat_map(Part::reads).map(|name| format!("data.{name}"));
    let truth = wanted.iter().flat_map(|outline| outline.origin.truth());
    data.chain(truth.map(|name| format!("truth.{name}"))).collect()
}

/// Models what some tables need, with the seed that `adloom model` has if none is said, and fills
/// them; the reason where the analysis does not, in the order of `wanted`.
///
/// # Errors
/// Where the data cannot be read.
pub fn fill(
    marts: &Marts,
    wanted: &[&Outline],
) -> Result<Vec<Result<Filled, String>>, DatasetError> {
    let response = wanted.iter().any(|outline| outline.origin.has_response());
    let options = Options { seed: SEED, only: Some(parts(wanted)), response };
    let analysis = analyse(marts, &options, &|_| ())?;
    let truth = match wanted.iter().any(|outline| outline.origin.truth().next().is_some()) {
        true => answer_key::read(marts, &analysis)?,
        false => None,
    };
    let truth = truth.map(|truth| truth::compare(&truth, &analysis));
    let tables = tables::all(&analysis, truth.as_ref());
    let one = |outline: &&Outline| {
        let table = tables.iter().find(|table| table.name == outline.name);
        table.ok_or_else(|| missing(outline, &analysis)).and_then(|table| outline.filled(table))
    };
    Ok(wanted.iter().map(one).collect())
}

/// Why there is no such table.
fn missing(outline: &Outline, analysis: &Analysis) -> String {
    match outline.origin.refusal(analysis) {
        Some(why) => format!("the analysis was not done: {why}"),
        None => "the analysis found nothing in the data that belongs there".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::analysis::Outcome;

    fn named(name: &str) -> Outline {
        outlines().into_iter().find(|outline| outline.name == name).unwrap()
    }

    #[test]
    fn every_table_of_a_report_is_known_before_it_is_made() {
        let (analysis, truth) = (example::analysis(), example::truth());
        let truth = truth::compare(&truth, &analysis);
        let outlines = outlines();
        let tables = tables::all(&analysis, Some(&truth));
        assert!(tables.len() > 40, "{}", tables.len());
        for table in tables {
            let outline = outlines.iter().find(|outline| outline.name == table.name);
            let outline = outline.unwrap_or_else(|| panic!("{} is not known", table.name));
            for (name, cells) in table.columns() {
                // Their names are the data's.
                if outline.has_channels && example::PLATFORMS.iter().any(|one| one.0 == name) {
                    continue;
                }
                let holds = outline.holds(name);
                let holds = holds.unwrap_or_else(|| panic!("{}.{name} is not known", table.name));
                for cell in cells {
                    assert!(holds.fits(cell), "{}.{name} holds {cell:?}", table.name);
                }
            }
            let filled = outline.filled(&table).unwrap();
            assert_eq!(filled.batch.num_rows(), table.rows(), "{}", table.name);
        }
    }

    #[test]
    fn only_what_is_asked_for_is_modelled_and_read() {
        let coefficients = named("least_squares_coefficients");
        assert_eq!(parts(&[&coefficients]), [Part::Regression].into());
        let read = reads(&[&coefficients]);
        assert!(
            read.contains("data.business_daily") && !read.contains("data.sessions"),
            "{read:?}"
        );
        let truth = named("truth_experiments");
        assert!(reads(&[&truth]).contains("truth.experiments"));
    }

    #[test]
    fn an_analysis_that_was_not_done_says_why() {
        let why = missing(&named("creatives"), &example::nothing());
        assert!(why.contains("impressions are not known"), "{why}");
        let mut analysis = example::analysis();
        analysis.conversion = Outcome::NotDone("too few visits".into());
        assert!(!missing(&named("conversion_rules"), &analysis).contains("too few visits"));
        analysis.conversion_in_visit = Outcome::NotDone("too few visits".into());
        assert!(missing(&named("conversion_rules"), &analysis).contains("too few visits"));
    }
}
