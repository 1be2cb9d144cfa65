//! What adds up: the sums from which every KPI is formed.

use schemars::JsonSchema;
use serde::Serialize;

/// Sums over a group of rows; none where the data do not have the column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
pub struct Sums {
    /// Cost of the ads, in currency.
    pub spend: Option<f64>,
    /// Times shown.
    pub impressions: Option<f64>,
    /// People reached, summed over days: the same person counts again on another day.
    pub reach: Option<f64>,
    /// Clicks.
    pub clicks: Option<f64>,
    /// Likes, comments, saves and shares.
    pub engagements: Option<f64>,
    /// Visits to the shop.
    pub sessions: Option<f64>,
    /// Visits in which something went into the cart.
    pub carts: Option<f64>,
    /// Visits that reached the checkout.
    pub checkouts: Option<f64>,
    /// Orders that the platforms claim.
    pub claimed_conversions: Option<f64>,
    /// Revenue that the platforms claim, in currency.
    pub claimed_revenue: Option<f64>,
    /// Orders: by last click where the row is part of the advertising, all of them where it is a
    /// day, a country or the whole.
    pub orders: Option<f64>,
    /// First orders among them.
    pub new_customers: Option<f64>,
    /// Their revenue without tax, in currency.
    pub revenue: Option<f64>,
    /// Their revenue less the cost of goods, in currency.
    pub gross_profit: Option<f64>,
}

/// A group and its sums.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// What the group is, one value per dimension; empty for the whole.
    pub keys: Vec<String>,
    /// Its sums.
    pub sums: Sums,
}

impl Sums {
    /// The names of the sums, in the order of [`Sums::values`].
    pub const NAMES: [&'static str; 14] = [
        "spend",
        "impressions",
        "reach",
        "clicks",
        "engagements",
        "sessions",
        "carts",
        "checkouts",
        "claimed_conversions",
        "claimed_revenue",
        "orders",
        "new_customers",
        "revenue",
        "gross_profit",
    ];

    /// The sums, in the order of [`Sums::NAMES`].
    pub fn values(&self) -> [Option<f64>; 14] {
        [
            self.spend,
            self.impressions,
            self.reach,
            self.clicks,
            self.engagements,
            self.sessions,
            self.carts,
            self.checkouts,
            self.claimed_conversions,
            self.claimed_revenue,
            self.orders,
            self.new_customers,
            self.revenue,
            self.gross_profit,
        ]
    }

    /// The sums out of their values, in the order of [`Sums::NAMES`].
    pub fn from_values(values: [Option<f64>; 14]) -> Sums {
        let [
            spend,
            impressions,
            reach,
            clicks,
            engagements,
            sessions,
            carts,
            checkouts,
            claimed_conversions,
            claimed_revenue,
            orders,
            new_customers,
            revenue,
            gross_profit,
        ] = values;
        Sums {
            spend,
            impressions,
            reach,
            clicks,
            engagements,
            sessions,
            carts,
            checkouts,
            claimed_conversions,
            claimed_revenue,
            orders,
            new_customers,
            revenue,
            gross_profit,
        }
    }

    /// Both together; what only one side knows is kept.
    pub fn plus(&self, other: &Sums) -> Sums {
        let (ours, theirs) = (self.values(), other.values());
        Sums::from_values(std::array::from_fn(|i| match (ours[i], theirs[i]) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        }))
    }

    /// The sum of many.
    pub fn total<'a>(all: impl IntoIterator<Item = &'a Sums>) -> Sums {
        all.into_iter().fold(Sums::default(), |sum, one| sum.plus(one))
    }
}
