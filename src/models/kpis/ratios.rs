//! Ratios of sums, never means of ratios; a division by nothing is none, not 0.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::sums::{Group, Sums};

/// The ratios of a group of rows. Rates are fractions, money is in currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
pub struct Ratios {
    /// impressions / reach: times a person reached in a day saw an ad.
    pub frequency: Option<f64>,
    /// Click-through rate: clicks / impressions.
    pub ctr: Option<f64>,
    /// Conversion rate: orders / sessions.
    pub cvr: Option<f64>,
    /// Conversion rate that the platforms claim: claimed conversions / clicks.
    pub claimed_cvr: Option<f64>,
    /// Cost per click: spend / clicks.
    pub cpc: Option<f64>,
    /// Cost of a thousand impressions: 1000 · spend / impressions.
    pub cpm: Option<f64>,
    /// Return on ad spend that the platforms claim: claimed revenue / spend.
    pub claimed_roas: Option<f64>,
    /// revenue / spend: by last click for a part of the advertising, blended (all revenue over all
    /// spend) for a day, a country or the whole.
    pub roas: Option<f64>,
    /// (gross profit − spend) / spend.
    pub roi: Option<f64>,
    /// Cost of winning a customer: spend / new customers, paid or blended as `roas`.
    pub cac: Option<f64>,
    /// Average order value: revenue / orders.
    pub aov: Option<f64>,
    /// gross profit − spend.
    pub profit: Option<f64>,
    /// gross profit / revenue.
    pub gross_margin: Option<f64>,
    /// (gross profit − spend) / revenue.
    pub profit_margin: Option<f64>,
    /// engagements / impressions.
    pub engagement_rate: Option<f64>,
    /// new customers / orders.
    pub new_customer_rate: Option<f64>,
    /// spend / revenue.
    pub spend_share_of_revenue: Option<f64>,
}

/// A group, its sums and its ratios.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KpiRow {
    /// What the group is, one value per dimension; empty for the whole.
    pub keys: Vec<String>,
    /// Sums.
    #[serde(flatten)]
    pub sums: Sums,
    /// Ratios of the sums.
    #[serde(flatten)]
    pub ratios: Ratios,
}

/// Rows by one or more dimensions.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KpiTable {
    /// The dimensions, such as `platform`; none for the whole.
    pub dimensions: Vec<String>,
    /// Whether orders and revenue are all of the shop's rather than those of paid last clicks.
    pub blended: bool,
    /// The groups, in the order of their keys.
    pub rows: Vec<KpiRow>,
}

/// a / b, if both are known and there is something to divide by.
fn over(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    let (a, b) = (a?, b?);
    (b != 0.0).then(|| a / b).filter(|ratio| ratio.is_finite())
}

/// Forms the ratios of a group.
pub fn ratios(sums: &Sums) -> Ratios {
    let profit = sums.gross_profit.zip(sums.spend).map(|(gross, spend)| gross - spend);
    Ratios {
        frequency: over(sums.impressions, sums.reach),
        ctr: over(sums.clicks, sums.impressions),
        cvr: over(sums.orders, sums.sessions),
        claimed_cvr: over(sums.claimed_conversions, sums.clicks),
        cpc: over(sums.spend, sums.clicks),
        cpm: over(sums.spend.map(|spend| 1000.0 * spend), sums.impressions),
        claimed_roas: over(sums.claimed_revenue, sums.spend),
        roas: over(sums.revenue, sums.spend),
        roi: over(profit, sums.spend),
        cac: over(sums.spend, sums.new_customers),
        aov: over(sums.revenue, sums.orders),
        profit,
        gross_margin: over(sums.gross_profit, sums.revenue),
        profit_margin: over(profit, sums.revenue),
        engagement_rate: over(sums.engagements, sums.impressions),
        new_customer_rate: over(sums.new_customers, sums.orders),
        spend_share_of_revenue: over(sums.spend, sums.revenue),
    }
}

impl KpiTable {
    /// Adds the ratios to sums by some dimensions.
    pub fn new(dimensions: &[&str], blended: bool, groups: Vec<Group>) -> KpiTable {
        let row = |group: Group| KpiRow {
            ratios: ratios(&group.sums),
            keys: group.keys,
            sums: group.sums,
        };
        KpiTable {
            dimensions: dimensions.iter().map(|&name| name.to_owned()).collect(),
            blended,
            rows: groups.into_iter().map(row).collect(),
        }
    }

    /// The whole: the sums of all rows, and their ratios.
    pub fn whole(&self) -> KpiRow {
        let sums = Sums::total(self.rows.iter().map(|row| &row.sums));
        KpiRow { keys: Vec::new(), sums, ratios: ratios(&sums) }
    }
}

impl Ratios {
    /// The names of the ratios, in the order of [`Ratios::values`].
    pub const NAMES: [&'static str; 17] = [
        "frequency",
        "ctr",
        "cvr",
        "claimed_cvr",
        "cpc",
        "cpm",
        "claimed_roas",
        "roas",
        "roi",
        "cac",
        "aov",
        "profit",
        "gross_margin",
        "profit_margin",
        "engagement_rate",
        "new_customer_rate",
        "spend_share_of_revenue",
    ];

    /// The ratios, in the order of [`Ratios::NAMES`].
    pub fn values(&self) -> [Option<f64>; 17] {
        [
            self.frequency,
            self.ctr,
            self.cvr,
            self.claimed_cvr,
            self.cpc,
            self.cpm,
            self.claimed_roas,
            self.roas,
            self.roi,
            self.cac,
            self.aov,
            self.profit,
            self.gross_margin,
            self.profit_margin,
            self.engagement_rate,
            self.new_customer_rate,
            self.spend_share_of_revenue,
        ]
    }
}
