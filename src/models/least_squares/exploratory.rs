//! Step 1 of the spend regression: orders on spend by channel, as anyone would first try it, and
//! once more with the calendar held.
//!
//! Neither is causal. Budgets follow demand, so spend is high when orders would have been high
//! anyway, and the naive fit credits the ads with that. Trend, weekday and season take out the
//! part of demand that the calendar knows; what marketers knew beyond it stays in the
//! coefficients, and so does carry-over and saturation. The two fits are reported side by side
//! because the distance between them shows how much of the naive answer is the calendar's.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::covariance::CovarianceKind;
use super::design::Design;
use super::error::LeastSquaresError;
use super::fit::{Fitted, LeastSquares, fit};
use super::inference::Interval;
use super::regression::Regression;
use crate::curves::fourier;
use crate::features::panel::Panel;

/// Days in a year, on average.
const YEAR: f64 = 365.25;
/// Yearly waves that the controlled fit holds: the year and the half-year.
const WAVES: [u32; 2] = [1, 2];
/// Spend for which a coefficient is also stated, in currency: a coefficient per unit of money is
/// too small a number to read.
const STATED_SPEND: f64 = 1000.0;

/// Orders explained by spend, with and without the calendar.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Exploratory {
    /// First day.
    pub first: Date,
    /// First day of the last period.
    pub last: Date,
    /// Days in a period: 1, or 7 for weekly data.
    pub step_days: usize,
    /// Revenue per order over the period, in currency; none where revenue is not known.
    pub average_order_value: Option<f64>,
    /// Orders on spend alone.
    pub naive: Step,
    /// Orders on spend, trend, weekday and season; none where `controlled_missing` says why.
    pub controlled: Option<Step>,
    /// Why there is no controlled fit.
    pub controlled_missing: Option<String>,
    /// Controls that the controlled fit could not use, and why.
    pub controls_left_out: Vec<String>,
}

/// One fit and what it would mean if it were causal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Step {
    /// The fit; its Newey-West errors are those used below.
    pub regression: Regression,
    /// What each channel's coefficient amounts to, in the panel's order of channels.
    pub channels: Vec<ChannelEffect>,
    /// Share of all orders that the channels' coefficients add up to, `Σ_p b_p spend_p / orders`.
    pub attributed_share: Option<Interval>,
    /// The fit with its residuals, for charts.
    #[serde(skip)]
    pub fitted: Fitted,
}

/// A channel's coefficient in business words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelEffect {
    /// Channel.
    pub channel: String,
    /// Spend over the rows of the fit, in currency.
    pub spend: f64,
    /// Orders per 1000 of currency spent; none where the channel has no coefficient of its own.
    pub orders_per_1000: Option<Interval>,
    /// Revenue per unit of currency spent, each order at the average order value, which counts as
    /// known exactly.
    pub roas: Option<Interval>,
}

/// Fits orders over all regions on spend by channel, twice. Periods in which a number is missing
/// are left out and counted.
///
/// # Errors
/// Where the naive fit cannot be made: see [`LeastSquaresError`].
pub fn exploratory(panel: &Panel) -> Result<Exploratory, LeastSquaresError> {
    let (Some(&first), Some(&last)) = (panel.dates.first(), panel.dates.last()) else {
        return Err(LeastSquaresError::TooFewRows { rows: 0, coefficients: 1 });
    };
    let naive_design = spend_columns(panel);
    let (controlled_design, controls_left_out) = with_calendar(naive_design.clone(), panel);
    let average_order_value = average_order_value(panel);
    let naive = step(&naive_design, panel, average_order_value)?;
    let controlled = step(&controlled_design, panel, average_order_value);
    Ok(Exploratory {
        first,
        last,
        step_days: panel.step_days,
        average_order_value,
        naive,
        controlled_missing: controlled.as_ref().err().map(ToString::to_string),
        controlled: controlled.ok(),
        controls_left_out,
    })
}

fn spend_columns(panel: &Panel) -> Design {
    let spend = panel.total_spend();
    let channels = panel.channels.iter().zip(spend.columns());
    channels.fold(Design::with_intercept(), |design, (channel, spend)| {
        design.column(channel.clone(), spend.to_owned())
    })
}

/// Adds trend, weekday and season to a design; says what the data are too short or too coarse for.
fn with_calendar(mut design: Design, panel: &Panel) -> (Design, Vec<String>) {
    let dates = &panel.dates;
    let column = |value: &dyn Fn(Date) -> f64| dates.iter().map(|&day| value(day)).collect();
    let Some(&first) = dates.first() else { return (design, Vec::new()) };
    let mut left_out = Vec::new();
    let years = |day: Date| f64::from((day - first).get_days()) / YEAR;
    design = design.column("trend, years", column(&years));
    if panel.step_days == 1 {
        for weekday in 2..=7 {
            let name = WEEKDAYS[weekday as usize - 1];
            let is_it = |day: Date| f64::from(u8::from(weekday_number(day) == weekday));
            design = design.column(format!("{name} against Monday"), column(&is_it));
        }
    } else {
        left_out.push("weekday: periods are longer than a day".to_owned());
    }
    let span = dates.last().map_or(0.0, |&last| years(last));
    if span < 1.0 {
        left_out.push("season: less than a year of data".to_owned());
        return (design, left_out);
    }
    for cycles in WAVES {
        let cosine = |day| fourier(&[(cycles, 1.0, 0.0)], passed_of_year(day));
        let sine = |day| fourier(&[(cycles, 0.0, 1.0)], passed_of_year(day));
        design = design
            .column(format!("yearly cosine {cycles}"), column(&cosine))
            .column(format!("yearly sine {cycles}"), column(&sine));
    }
    (design, left_out)
}

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn weekday_number(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// Part of the calendar year that has passed at the start of a day, in [0, 1).
fn passed_of_year(day: Date) -> f64 {
    f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year())
}

fn step(design: &Design, panel: &Panel, value: Option<f64>) -> Result<Step, LeastSquaresError> {
    let (design, orders, incomplete_rows) = design.complete_rows(&panel.total_orders());
    let mut fitted = fit(&design, &orders, &LeastSquares::default())?;
    fitted.regression.incomplete_rows = incomplete_rows;
    let places = 0..panel.channels.len();
    let channel_effects = places.map(|p| {
        let spend = design.columns[p].values.sum();
        let effect = fitted
            .regression
            .coefficient(&panel.channels[p])
            .and_then(|c| Some((c.estimate, c.newey_west?)))
            .map(|(estimate, i)| Interval { estimate, low: i.low, high: i.high });
        ChannelEffect {
            channel: panel.channels[p].clone(),
            spend,
            orders_per_1000: effect.map(|effect| effect.times(STATED_SPEND)),
            roas: effect.zip(value).map(|(effect, value)| effect.times(value)),
        }
    });
    let channels: Vec<ChannelEffect> = channel_effects.collect();
    let all_orders: f64 = orders.sum();
    let spend_of =
        |name: &str| channels.iter().find(|c| c.channel == name).map_or(0.0, |c| c.spend);
    let attributed = fitted.combination(CovarianceKind::NeweyWest, spend_of);
    Ok(Step {
        attributed_share: attributed
            .filter(|_| all_orders > 0.0)
            .map(|attributed| attributed.times(1.0 / all_orders)),
        regression: fitted.regression.clone(),
        channels,
        fitted,
    })
}

/// Revenue ÷ orders, both over the whole panel; none without revenue, orders or plain numbers.
fn average_order_value(panel: &Panel) -> Option<f64> {
    let value = panel.revenue.as_ref()?.sum() / panel.orders.sum();
    value.is_finite().then_some(value)
}
