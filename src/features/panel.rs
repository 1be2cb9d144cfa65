//! Spend and orders by period and region: what media models are fitted on.

use jiff::civil::Date;
use ndarray::{Array1, Array2, Array3, Axis};

/// Orders, revenue and each channel's spend, by period and region, without gaps.
#[derive(Debug, Clone)]
pub struct Panel {
    /// First day of each period, one step apart.
    pub dates: Vec<Date>,
    /// Days in a period: 1, or 7 where the data are weekly.
    pub step_days: usize,
    /// Regions; one called "all" where the data know none.
    pub regions: Vec<String>,
    /// Channels, in the order of their spend.
    pub channels: Vec<String>,
    /// Orders, period × region.
    pub orders: Array2<f64>,
    /// Revenue, period × region; none where the data have only orders.
    pub revenue: Option<Array2<f64>>,
    /// Spend, period × region × channel, in currency.
    pub spend: Array3<f64>,
    /// Calendar events, as the calendar names them.
    pub events: Vec<Event>,
    /// Geo experiments as planned.
    pub experiments: Vec<Experiment>,
}

/// A named event and the share of each period that lies in it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Name, such as `ramadan` or `black-friday`.
    pub name: String,
    /// Share of the period, 0 to 1: period × region.
    pub active: Array2<f64>,
}

/// A planned change of spend in some regions.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// Short id.
    pub id: String,
    /// Channel under test.
    pub channel: String,
    /// Treated regions, as places in `Panel::regions`.
    pub treated: Vec<usize>,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// What spend was multiplied by: 0 is a hold-out.
    pub multiplier: f64,
}

impl Panel {
    /// Orders of each period over all regions.
    pub fn total_orders(&self) -> Array1<f64> {
        self.orders.sum_axis(Axis(1))
    }

    /// Spend by period and channel over all regions.
    pub fn total_spend(&self) -> Array2<f64> {
        self.spend.sum_axis(Axis(1))
    }
}
