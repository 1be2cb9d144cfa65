//! The tables of a report and their columns. A test holds them against a report in which every table
//! is filled.

use super::MODEL;
use super::origin::Origin;
use crate::analysis::{DIMENSIONS, PLACES};
use crate::features::sums::Sums;
use crate::models::kpis::Ratios;

/// A table that a model may fill.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Its name.
    pub name: String,
    /// Its columns, and what they hold.
    pub columns: Vec<(String, Holds)>,
    /// Whether it has a column for each channel beside these. Their names are the data's, so no query
    /// can be checked against them, and none sees them.
    pub has_channels: bool,
    pub(super) origin: Origin,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Numbers, whole ones among them.
    Number,
    /// Text.
    Text,
    /// Days.
    Date,
    /// True or false.
    Bool,
}

/// The tables but those of key figures by dimension: who fills them, their names, and their columns.
/// A column holds numbers unless something else is said.
const TABLES: [(Origin, &str, &str); 40] = [
    (Origin::Kpis, "funnel", "step:text count of_previous of_first"),
    (
        Origin::Kpis,
        "campaign_pareto",
        "rank platform:text campaign:text revenue claimed_revenue spend cumulative_share",
    ),
    (
        Origin::Kpis,
        "months",
        "month:date days spend revenue orders roas spend_growth revenue_growth orders_growth",
    ),
    (
        Origin::Kpis,
        "campaign_verdicts",
        "platform:text campaign:text verdict:text why:text spend orders roas break_even_roas",
    ),
    (
        Origin::Kpis,
        "anomalies",
        "date:date metric:text scope:text value expected change z tracking_outage:bool",
    ),
    (Origin::Cohorts, "cohorts", "cohort:date month customers share revenue"),
    (
        Origin::LeastSquares,
        "least_squares_coefficients",
        "fit:text name:text estimate plain_se plain_t plain_p plain_low plain_high hc3_se hc3_t \
         hc3_p hc3_low hc3_high newey_west_se newey_west_t newey_west_p newey_west_low \
         newey_west_high variance_inflation",
    ),
    (
        Origin::LeastSquares,
        "least_squares_goodness",
        "fit:text rows incomplete_rows degrees_of_freedom r_squared adjusted_r_squared f f_p \
         residual_standard_error log_likelihood aic bic durbin_watson condition_number \
         newey_west_lag attributed_share attributed_share_low attributed_share_high",
    ),
    (
        Origin::LeastSquares,
        "least_squares_channels",
        "fit:text channel:text spend orders_per_1000 orders_per_1000_low orders_per_1000_high roas \
         roas_low roas_high",
    ),
    (
        Origin::Response,
        "response_channels",
        "channel:text identified:bool relative_width variance_inflation free_variation spend orders \
         orders_low orders_high share_of_orders share_of_orders_low share_of_orders_high revenue \
         revenue_low revenue_high roas roas_low roas_high marginal_roas marginal_roas_low \
         marginal_roas_high orders_per_1000 orders_per_1000_low orders_per_1000_high \
         marginal_orders_per_1000 marginal_orders_per_1000_low marginal_orders_per_1000_high decay \
         decay_low decay_high half_spend half_spend_low half_spend_high slope slope_low slope_high \
         ceiling ceiling_low ceiling_high decay_known:bool half_spend_known:bool slope_known:bool \
         observed_spend_low usual_spend observed_spend_high",
    ),
    (
        Origin::Response,
        "response_curves",
        "channel:text spend_per_day orders_per_day orders_low orders_high",
    ),
    (Origin::Response, "response_contributions", "date:date observed fitted baseline"),
    (Origin::Response, "response_controls", "control:text log_effect"),
    (Origin::Response, "response_validation", "date:date observed foreseen seasonal_naive"),
    (Origin::Response, "response_residuals", "date:date fitted standardised"),
    (Origin::Response, "response_left_out", "channel:text spend reason:text"),
    (
        Origin::Experiments,
        "experiments",
        "experiment:text channels:text treated:text start:date end:date multiplier \
         not_computed:text method:text controls:text before_from:date read_until:date \
         cut_short:bool spend_actual spend_expected spend_change orders orders_low orders_high \
         relative relative_low relative_high orders_per_1000 orders_per_1000_low \
         orders_per_1000_high incremental_roas incremental_roas_low incremental_roas_high p \
         p_in_time p_in_space fit_before minimal_detectable_orders",
    ),
    (
        Origin::Experiments,
        "experiment_days",
        "experiment:text date:date actual expected synthetic gap",
    ),
    (Origin::Experiments, "experiment_weights", "experiment:text method:text region:text weight"),
    (
        Origin::Creatives,
        "creatives",
        "rank id:text name:text platform:text format:text context:text score class:text \
         first_day:date last_day:date days impressions clicks visits orders revenue spend ctr_raw \
         ctr ctr_low ctr_high ctr_weight ctr_quality ctr_quality_low ctr_quality_high ctr_above \
         ctr_best ctr_design_effect cvr_raw cvr cvr_low cvr_high cvr_weight cvr_quality \
         cvr_quality_low cvr_quality_high cvr_above cvr_best cvr_design_effect roas_raw roas \
         roas_low roas_high roas_above roas_best lift lift_impressions_p lift_impressions_q \
         lift_days_p fatigue_axis:text fatigue_slope fatigue_slope_low fatigue_slope_high \
         fatigue_falling fatigue_lost days_to_half days_to_half_low days_to_half_high",
    ),
    (
        Origin::Creatives,
        "creative_effects",
        "rate:text role:text kind:text kind_sd level:text creatives log_effect log_effect_low \
         log_effect_high above",
    ),
    (
        Origin::Creatives,
        "creative_rate_priors",
        "rate:text platform:text format:text creatives scope:text learnt_from alpha beta mean log_sd \
         fallback:text",
    ),
    (
        Origin::Creatives,
        "creative_order_priors",
        "platform:text format:text scope:text learnt_from a b mean",
    ),
    (
        Origin::Creatives,
        "creative_value_priors",
        "platform:text format:text scope:text learnt_from p q v mean",
    ),
    (
        Origin::Creatives,
        "creative_fatigue_priors",
        "platform:text axis:text scope:text learnt_from mean se sd",
    ),
    (Origin::Creatives, "creatives_left_out", "id:text name:text platform:text why:text"),
    (
        Origin::Conversion,
        "conversion_metrics",
        "known:text model:text cases positives auc average_precision log_loss brier \
         calibration_error mean_score base_rate",
    ),
    (
        Origin::Conversion,
        "conversion_deciles",
        "known:text decile cases positives rate lift cumulative_gain cumulative_lift",
    ),
    (
        Origin::Conversion,
        "conversion_thresholds",
        "known:text threshold flagged_share precision recall f1",
    ),
    (
        Origin::Conversion,
        "conversion_calibration",
        "known:text cases positives lowest highest predicted observed observed_low observed_high",
    ),
    (
        Origin::Conversion,
        "conversion_importance",
        "known:text feature:text gain permutation permutation_sd",
    ),
    (
        Origin::Conversion,
        "conversion_partial_dependence",
        "known:text feature:text label:text value share rate",
    ),
    (
        Origin::Conversion,
        "conversion_rules",
        "known:text conditions:text share predicted_rate observed_rate",
    ),
    (
        Origin::AdConversions,
        "ad_conversions_metrics",
        "model:text cases r_squared mae rmse mape zeros",
    ),
    (Origin::AdConversions, "ad_conversions_importance", "feature:text gain permutation"),
    (Origin::AdConversions, "ad_conversions_by_day", "date:date actual forest trailing_mean"),
    (
        Origin::Truth,
        "truth_channels",
        "channel:text identified:bool figure:text truth estimate low high covered:bool",
    ),
    (Origin::Truth, "truth_coverage", "of:text nominal intervals covered"),
    (
        Origin::Truth,
        "truth_experiments",
        "experiment:text method:text true_orders orders low high covered:bool",
    ),
    (Origin::Truth, "truth_creatives", "ranked_by:text rank_correlation creatives"),
];

/// The table that has a column for each channel.
const WITH_CHANNELS: &str = "response_contributions";

/// All tables that a model may fill.
pub fn outlines() -> Vec<Outline> {
    let figures = || Sums::NAMES.into_iter().chain(Ratios::NAMES).map(column);
    let total = Outline {
        name: "kpi_total".to_owned(),
        columns: [column("orders_of:text")].into_iter().chain(figures()).collect(),
        has_channels: false,
        origin: Origin::Kpis,
    };
    let by = |dimensions: &[&str]| Outline {
        name: format!("kpi_by_{}", dimensions.join("_")),
        columns: dimensions.iter().map(|name| key(name)).chain(figures()).collect(),
        has_channels: false,
        origin: Origin::Kpis,
    };
    let plain = |(origin, name, columns): (Origin, &str, &str)| Outline {
        name: name.to_owned(),
        columns: columns.split_whitespace().map(column).collect(),
        has_channels: name == WITH_CHANNELS,
        origin,
    };
    let by_place = PLACES.iter().map(|place| by(&[place]));
    let by_dimensions =
        [by(&["date"])].into_iter().chain(by_place).chain(DIMENSIONS.into_iter().map(by));
    [total].into_iter().chain(by_dimensions).chain(TABLES.into_iter().map(plain)).collect()
}

impl Outline {
    /// `model.months`: its name among all tables.
    pub fn qualified_name(&self) -> String {
        format!("{MODEL}.{}", self.name)
    }

    /// What a column holds, if there is one of that name.
    pub fn holds(&self, name: &str) -> Option<Holds> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, holds)| *holds)
    }
}

fn column(text: &str) -> (String, Holds) {
    let (name, holds) = text.split_once(':').unwrap_or((text, "number"));
    let holds = match holds {
        "text" => Holds::Text,
        "date" => Holds::Date,
        "bool" => Holds::Bool,
        _ => Holds::Number,
    };
    (name.to_owned(), holds)
}

fn key(dimension: &str) -> (String, Holds) {
    let holds = if dimension == "date" { Holds::Date } else { Holds::Text };
    (dimension.to_owned(), holds)
}
