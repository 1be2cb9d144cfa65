//! A panel made ready: checked, flat, per day, without channels that cannot be told.

use jiff::civil::Date;
use ndarray::Array2;

use super::caution::Caution;
use super::error::ResponseError;
use super::result::{LeftOut, Reason};
use crate::features::panel::{Event, Panel};

/// Fewest periods that are tried.
const LEAST_PERIODS: usize = 21;
/// Fewest orders that are tried.
const LEAST_ORDERS: f64 = 50.0;
/// Fewest periods with spend of a channel in the model.
const LEAST_LIVE: usize = 4;
/// Days over which spend is averaged for what was carried into the window.
const BEFORE_DAYS: usize = 28;

/// A panel made ready. Cells are `t · regions + r`.
#[derive(Debug)]
pub struct Data<'a> {
    /// First day of each period.
    pub dates: &'a [Date],
    /// Days in a period.
    pub step_days: usize,
    /// Number of periods.
    pub periods: usize,
    /// Number of regions.
    pub regions: usize,
    /// The orders that are explained, of each cell.
    pub orders: Vec<f64>,
    /// ω: each region's share of these orders.
    pub share: Vec<f64>,
    /// Average revenue of an order (of any customer) of each region.
    pub order_value: Option<Vec<f64>>,
    /// The channels in the model.
    pub channels: Vec<Channel>,
    /// The others.
    pub left_out: Vec<LeftOut>,
    /// Calendar events.
    pub events: &'a [Event],
    /// Negative spend that was taken as none.
    pub cautions: Vec<Caution>,
}

/// One channel's spend.
#[derive(Debug)]
pub struct Channel {
    /// Name.
    pub name: String,
    /// Spend per day, by cell.
    pub daily: Vec<f64>,
    /// Mean spend per day of each region over the first weeks: what is taken to have gone before.
    pub before: Vec<f64>,
    /// Median over the cells with spend.
    pub usual: f64,
    /// Spend over the window.
    pub total: f64,
}

impl<'a> Data<'a> {
    /// Checks a panel and makes it ready to explain these orders, period × region.
    pub fn new(panel: &'a Panel, explained: &Array2<f64>) -> Result<Self, ResponseError> {
        let (periods, regions) = panel.orders.dim();
        check(panel, explained)?;
        let orders: Vec<f64> = explained.iter().copied().collect();
        let share = (0..regions).map(|r| explained.column(r).sum() / explained.sum()).collect();
        let total = panel.orders.sum();
        let of_region = |r: usize| panel.orders.column(r).sum();
        let order_value = panel.revenue.as_ref().map(|revenue| {
            let usual = revenue.sum() / total;
            (0..regions)
                .map(|r| {
                    if of_region(r) > 0.0 { revenue.column(r).sum() / of_region(r) } else { usual }
                })
                .collect()
        });
        let mut data = Data {
            dates: &panel.dates,
            step_days: panel.step_days.max(1),
            periods,
            regions,
            orders,
            share,
            order_value,
            channels: Vec::new(),
            left_out: Vec::new(),
            events: &panel.events,
            cautions: Vec::new(),
        };
        for p in 0..panel.channels.len() {
            data.add_channel(panel, p);
        }
        if data.channels.is_empty() {
            return Err(ResponseError::NoUsableChannel);
        }
        Ok(data)
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.periods * self.regions
    }

    fn add_channel(&mut self, panel: &Panel, p: usize) {
        let name = panel.channels[p].clone();
        let (periods, regions) = (self.periods, self.regions);
        let mut daily = Vec::with_capacity(self.cells());
        let mut negative = 0;
        for t in 0..periods {
            for r in 0..regions {
                let spend = panel.spend[[t, r, p]];
                negative += usize::from(spend < 0.0);
                daily.push(spend.max(0.0) / self.step_days as f64);
            }
        }
        if negative > 0 {
            self.cautions.push(Caution::NegativeSpend { channel: name.clone(), cells: negative });
        }
        let total = daily.iter().sum::<f64>() * self.step_days as f64;
        let live = daily.chunks(regions).filter(|day| day.iter().any(|&x| x > 0.0)).count();
        let same = |r: usize| (1..periods).all(|t| daily[t * regions + r] == daily[r]);
        let reason = if total <= 0.0 {
            Some(Reason::NoSpend)
        } else if live < LEAST_LIVE {
            Some(Reason::TooFewPeriods)
        } else if (0..regions).all(same) {
            Some(Reason::ConstantSpend)
        } else {
            None
        };
        if let Some(reason) = reason {
            self.left_out.push(LeftOut { channel: name, spend: total, reason });
            return;
        }
        let mut positive: Vec<f64> = daily.iter().copied().filter(|&x| x > 0.0).collect();
        positive.sort_by(f64::total_cmp);
        let usual = positive[positive.len() / 2];
        let first = (BEFORE_DAYS / self.step_days).clamp(1, periods);
        let before = (0..regions)
            .map(|r| (0..first).map(|t| daily[t * regions + r]).sum::<f64>() / first as f64)
            .collect();
        self.channels.push(Channel { name, daily, before, usual, total });
    }
}

fn check(panel: &Panel, explained: &Array2<f64>) -> Result<(), ResponseError> {
    let (periods, regions) = panel.orders.dim();
    let fits = panel.spend.dim() == (periods, regions, panel.channels.len())
        && panel.dates.len() == periods
        && explained.dim() == (periods, regions)
        && panel.regions.len() == regions
        && panel.revenue.as_ref().is_none_or(|revenue| revenue.dim() == (periods, regions))
        && panel.events.iter().all(|event| event.active.dim() == (periods, regions));
    if !fits {
        return Err(ResponseError::Ragged);
    }
    if periods < LEAST_PERIODS || regions == 0 {
        return Err(ResponseError::TooFewPeriods { periods, least: LEAST_PERIODS });
    }
    let not_usable = |series: &str| Err(ResponseError::NotUsable { series: series.to_owned() });
    if panel.orders.iter().chain(explained).any(|y| !y.is_finite() || *y < 0.0) {
        return not_usable("orders");
    }
    if panel.revenue.iter().flatten().any(|revenue| !revenue.is_finite()) {
        return not_usable("revenue");
    }
    for (p, name) in panel.channels.iter().enumerate() {
        if panel.spend.index_axis(ndarray::Axis(2), p).iter().any(|x| !x.is_finite()) {
            return not_usable(name);
        }
    }
    if let Some(event) =
        panel.events.iter().find(|event| event.active.iter().any(|a| !a.is_finite()))
    {
        return not_usable(&event.name);
    }
    let orders = explained.sum();
    if orders < LEAST_ORDERS {
        return Err(ResponseError::TooFewOrders { orders, least: LEAST_ORDERS });
    }
    Ok(())
}
