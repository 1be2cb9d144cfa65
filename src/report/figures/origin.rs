//! Which analysis fills a table.

use crate::analysis::{Analysis, Part};

/// An analysis that fills tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Key figures.
    Kpis,
    /// Customers by the month of their first order.
    Cohorts,
    /// Orders on spend by least squares.
    LeastSquares,
    /// Adstock and saturation of each channel.
    Response,
    /// Geo experiments.
    Experiments,
    /// Creative scores.
    Creatives,
    /// Which visits convert.
    Conversion,
    /// Daily orders of each ad.
    AdConversions,
    /// The comparison of all that is estimated with what is true.
    Truth,
}

impl Origin {
    /// The parts of the analysis to ask for.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Origin::Kpis | Origin::Cohorts => &[Part::Kpis],
            Origin::LeastSquares | Origin::Response => &[Part::Regression],
            Origin::Experiments => &[Part::Experiments],
            Origin::Creatives => &[Part::Creatives],
            Origin::Conversion | Origin::AdConversions => &[Part::Forest],
            Origin::Truth => &[Part::Regression, Part::Experiments, Part::Creatives],
        }
    }

    /// Whether the response model has a part in it.
    pub fn has_response(self) -> bool {
        matches!(self, Origin::Response | Origin::Truth)
    }

    /// The tables of `truth/` that it is made of, too.
    pub fn truth(self) -> impl Iterator<Item = &'static str> {
        let tables: &[&str] = match self {
            Origin::Truth => &["channels", "orders", "experiments", "creatives"],
            _ => &[],
        };
        tables.iter().copied()
    }

    /// Why the analysis was not done, if it was not.
    pub fn refusal(self, analysis: &Analysis) -> Option<&str> {
        match self {
            Origin::Kpis => analysis.kpis.why_not(),
            Origin::Cohorts => analysis.cohorts.why_not(),
            Origin::LeastSquares => analysis.exploratory.why_not(),
            Origin::Response => analysis.response.why_not(),
            Origin::Experiments => analysis.experiments.why_not(),
            Origin::Creatives => analysis.creatives.why_not(),
            // Two forests fill the same tables.
            Origin::Conversion => {
                analysis.conversion_in_visit.why_not().and(analysis.conversion.why_not())
            }
            Origin::AdConversions => analysis.ad_conversions.why_not(),
            Origin::Truth => None,
        }
    }
}
