//! How to read each chart, in one sentence or two.

/// The sentence for a chart by its name; charts of one kind may end differently.
pub fn how_to_read(chart: &str) -> Option<&'static str> {
    let longest = SENTENCES.iter().filter(|(name, _)| chart.starts_with(name));
    longest.max_by_key(|(name, _)| name.len()).map(|(_, sentence)| *sentence)
}

const SENTENCES: &[(&str, &str)] = &[
    (
        "spend-and-revenue",
        "Revenue and spend that rise together do not say which follows which: budgets are often \
         raised when demand is.",
    ),
    (
        "rates-over-time",
        "A fall on one platform alone points to its ads or its tracking; a fall on all of them to \
         the shop or the season.",
    ),
    (
        "roas-by-platform",
        "The distance from the claimed to the modelled figure is what a platform counts without \
         having caused it. Where bars of uncertainty overlap, the order of platforms is not known.",
    ),
    (
        "contributions",
        "The lowest area is what would have come without ads; each area on it is what the model \
         ascribes to one channel.",
    ),
    (
        "response-curves",
        "The steeper the curve at the usual spend, the more the next unit brings. Outside of the \
         shaded range the curve is a guess by its assumed form.",
    ),
    (
        "experiment",
        "Before the test both lines should lie close together; what they part by from its start is \
         the effect.",
    ),
    (
        "revenue-by-country",
        "All revenue of the shop, of which ads caused a part only; a large market is not yet a \
         market where ads work.",
    ),
    (
        "revenue-by-region",
        "All revenue of the shop, of which ads caused a part only; a large region is not yet one \
         where ads work.",
    ),
    (
        "roas-map",
        "Read along a row for a platform's places, and down a column for a place's platforms. \
         Cells with little spend vary by luck.",
    ),
    (
        "campaigns",
        "Above the line gross profit pays for the ads, by last click; the further to the right, \
         the more money depends on it.",
    ),
    ("pareto", "The steeper the curve begins, the more of the result hangs on a few campaigns."),
    (
        "funnel",
        "Each step is a share of the one before. Compare it with your own past rather than with \
         other shops.",
    ),
    (
        "spend-by-device",
        "A device whose share of orders lies below its share of spend converts worse, or is where \
         people look before they buy on another.",
    ),
    (
        "top-creatives",
        "Where the intervals of two creatives overlap widely, their order may be luck.",
    ),
    (
        "creative-classes",
        "The upper right does both: it draws clicks and sells. The upper left sells to few; the \
         lower right draws people who do not buy.",
    ),
    ("creative-fatigue", "The faster a curve falls, the sooner its creatives need to be replaced."),
    (
        "cohorts",
        "Read along a row to see one month's new customers come back. Darker cells further down \
         mean that newer customers are more loyal.",
    ),
    (
        "anomalies",
        "Each point is a day far from the four weeks before it. An outage shows as a share of \
         visits that all but vanishes.",
    ),
    (
        "roc-and-pr",
        "The further a curve bends to the upper left (or, on the right, to the upper right), the \
         better visits are told apart; the diagonal and the flat line are guessing.",
    ),
    (
        "calibration-and-lift",
        "Points on the diagonal mean that a predicted rate can be taken at its word; the lift says \
         how many times as often the best tenth converts.",
    ),
    (
        "importance",
        "What the forest would miss, not what causes orders: features that say the same share \
         their importance.",
    ),
    (
        "partial-dependence",
        "How the prediction changes with one feature alone. Where few visits lie, it is \
         extrapolation.",
    ),
    (
        "residuals",
        "Left over should be noise: no bow, no trend, points along the line, and correlations \
         within the bounds.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_of_one_kind_share_a_sentence() {
        assert!(how_to_read("importance-in-visit").is_some());
        assert_eq!(how_to_read("importance-in-visit"), how_to_read("importance"));
        assert_eq!(how_to_read("unheard-of"), None);
    }
}
