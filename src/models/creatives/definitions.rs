//! What the words of the leaderboard mean, with their formulas, for the report.

use super::result::Definition;

/// The formula of the score.
pub const SCORE_FORMULA: &str = "score = 100 · Φ(0.75 · z_CTR + 0.25 · z_ROAS), where z = posterior mean of quality ÷ standard deviation of quality between creatives, Φ is the standard normal distribution function, and an unknown ROAS counts as average (z = 0). 50 is the average creative.";

const fn term(term: &'static str, meaning: &'static str) -> Definition {
    Definition { term, meaning }
}

/// All terms, in the order of the leaderboard's columns.
pub const DEFINITIONS: [Definition; 15] = [
    term("Score", SCORE_FORMULA),
    term(
        "Quality",
        "ln(rate ÷ rate of the average creative of the same platform, format and context, with the same mix of devices, audiences and regions, on the same days, when fresh).",
    ),
    term(
        "Posterior of a rate",
        "Successes out of trials are binomial, and rates differ between creatives as Beta(α, β), fitted by maximum likelihood per platform and format. The rate is then Beta(α + k/D, β + n/D − k/D), with mean (α + k/D) ÷ (α + β + n/D): the fewer trials, the closer to the average.",
    ),
    term(
        "Trials n",
        "Impressions (or visits) that would bring the average creative, under the average conditions of its platform and format, as many successes as it would have had in this creative's place.",
    ),
    term(
        "Design effect D",
        "D = 1 + Σ μ² (τ² + s²) ÷ Σ μ over the creative's days, with μ the expected successes of a day, τ² the variance of a creative's log rate from day to day, and s² that of what the day did to all, as other creatives tell it. Impressions of one day are alike, so that a million of them tell less than a million coin throws.",
    ),
    term(
        "Fallback",
        "A platform and format with fewer than 6 creatives, or whose creatives do not differ beyond chance, takes the prior of its platform, or else that of all creatives.",
    ),
    term(
        "Day's effect",
        "What a day did to all creatives of a platform (CVR and ROAS: of the shop), a factor with mean 1 and a gamma prior, estimated together with the creatives' levels.",
    ),
    term(
        "Effects of attributes and context",
        "ln E[successes] = ln exposure + platform + format + platform × format + context + attributes + the creative's own part, each kind normal around zero with its own variance (restricted maximum likelihood), so that effects of rare levels are drawn to zero. Each is all else equal, against the average creative.",
    ),
    term(
        "ROAS",
        "λ · p/ν: orders per unit of spend λ ~ Gamma(a + orders/D, b + spend/D), times order value p/ν with ν ~ Gamma(q + p · orders, v + revenue). a, b are fitted by maximum likelihood (negative binomial), p, q, v by that of the gamma-gamma model. Orders are those of last clicks, which ads did not all cause.",
    ),
    term(
        "Probability of being best",
        "Share of draws from the posteriors of all creatives of the platform and format in which this one's rate, under equal conditions, is the highest.",
    ),
    term(
        "Lift p (impressions)",
        "P(|K − E K| ≥ |k − E K|) with K hypergeometric: the group's clicks dealt at random over its impressions. A permutation test in closed form; it takes impressions for independent.",
    ),
    term(
        "Lift p (days)",
        "P(|Σ ±d| ≥ |Σ d|) over random signs, with d a day's clicks beyond the group's rate on that day: a permutation test that allows for days that are good or bad as a whole.",
    ),
    term(
        "Fatigue slope",
        "Slope s of ln CTR on wear (cumulative frequency − 1, or days live), net of the day's effect, shrunken to the platform's: s ~ N(m, τ²), posterior mean w · s + (1 − w) · m with w = τ² ÷ (τ² + se²).",
    ),
    term("Lost to fatigue", "1 − e^(slope · wear today), of the fresh CTR."),
    term(
        "Days to half",
        "ln 2 ÷ (−slope · pace), with pace the growth of wear per day over the last two weeks.",
    ),
];
