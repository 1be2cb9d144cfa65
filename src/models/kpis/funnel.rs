//! From the impression to the new customer.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::sums::Sums;

/// The steps of the paid funnel, from the first that the data know.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Funnel {
    /// The steps, in order.
    pub steps: Vec<FunnelStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FunnelStep {
    /// Its name.
    pub name: String,
    /// How many reached it.
    pub count: f64,
    /// Share of those at the step before that reached it; none for the first, and where the step
    /// before is empty.
    pub of_previous: Option<f64>,
    /// Share of those at the first step that reached it.
    pub of_first: Option<f64>,
}

/// The funnel of the visits that ads brought: impressions → clicks → sessions → add to cart →
/// checkout → order → new customer. Steps that the data do not know are left out.
pub fn funnel(paid: &Sums) -> Funnel {
    let known = [
        ("Impressions", paid.impressions),
        ("Clicks", paid.clicks),
        ("Sessions", paid.sessions),
        ("Add to cart", paid.carts),
        ("Checkout", paid.checkouts),
        ("Orders", paid.orders),
        ("New customers", paid.new_customers),
    ];
    let counts = known.iter().filter_map(|(name, count)| Some((*name, (*count)?)));
    let mut steps: Vec<FunnelStep> = Vec::new();
    for (name, count) in counts {
        let share = |of: f64| (of > 0.0).then(|| count / of);
        let of_previous = steps.last().and_then(|step| share(step.count));
        let of_first = share(steps.first().map_or(count, |step| step.count));
        steps.push(FunnelStep { name: name.to_owned(), count, of_previous, of_first });
    }
    Funnel { steps }
}
