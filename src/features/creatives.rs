//! What each creative did, day by day and cell by cell.

use jiff::civil::Date;

/// One creative: what it is, where it ran, and what it did.
#[derive(Debug, Clone)]
pub struct Creative {
    /// Key, as the data have it; unique within its platform.
    pub id: String,
    /// Name in the ad account.
    pub name: String,
    /// Platform.
    pub platform: String,
    /// Format, such as `video`.
    pub format: String,
    /// Concept of which it is a variant, unique within its platform; none where the data know none.
    /// Variants of one concept do alike, which a judge of their average must know.
    pub concept: Option<String>,
    /// What it is, by name: hook, call to action, language, length, … These are its own merit.
    pub attributes: Vec<(String, String)>,
    /// Where it ran, by name: the campaign's objective, its tactic, … These move its rates without
    /// being its merit, and are adjusted for. Empty where the data know none.
    pub context: Vec<(String, String)>,
    /// Days on which it was shown. A date may come more than once; its rows are added up.
    pub days: Vec<CreativeDay>,
    /// The same counts over all days, split by whatever else the data know (device, audience,
    /// region, …). Empty where they know nothing else.
    pub cells: Vec<CreativeCell>,
}

/// One creative's day.
#[derive(Debug, Clone, Copy)]
pub struct CreativeDay {
    /// The day.
    pub date: Date,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Paid visits that it brought; none where visits are not tracked.
    pub visits: Option<u64>,
    /// Orders that those visits, or its clicks, ended in; none where they are not known.
    pub orders: Option<u64>,
    /// Revenue of those orders; none where it is not known.
    pub revenue: Option<f64>,
    /// Cost, 0 or more.
    pub spend: f64,
    /// Mean number of times a person reached that day saw it; none where reach is not known.
    pub frequency: Option<f64>,
    /// Mean number of times a person reached so far had seen it when the day began, 1 or more:
    /// `u / (1 − e^−u)` with `u` impressions so far per person in the audience, averaged over the
    /// ad sets it ran in by the day's impressions. None where the audience is not known; then it is
    /// worked out from `frequency`, if that is known.
    pub cumulative_frequency: Option<f64>,
}

/// One creative's counts in one cell of device, audience, region, …
#[derive(Debug, Clone)]
pub struct CreativeCell {
    /// The cell: one level of each kind, such as (`device`, `mobile`).
    pub levels: Vec<(String, String)>,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Paid visits; none where visits are not tracked.
    pub visits: Option<u64>,
    /// Orders; none where they are not known.
    pub orders: Option<u64>,
}
