//! The figures that a marketer asks for first, summed from the batches as they go by.

use std::sync::{Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;

use crate::tables::spec::{Folder, MONEY_SCALE, Table};

/// Sums are kept in millionths, since adding up doubles gives another sum in another order, and
/// batches come in any order.
const UNIT: i128 = 1_000_000;

/// A column to be summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Spend,
    ClaimedOrders,
    ClaimedRevenue,
    Orders,
    NewCustomers,
    Revenue,
    ExpectedOrders,
    RealisedOrders,
    ExpectedRevenue,
}

const FIGURES: [(Folder, &str, &str, Figure); 9] = [
    (Folder::Data, "ad_performance", "spend", Figure::Spend),
    (Folder::Data, "ad_performance", "claimed_conversions", Figure::ClaimedOrders),
    (Folder::Data, "ad_performance", "claimed_revenue", Figure::ClaimedRevenue),
    (Folder::Data, "business_daily", "orders", Figure::Orders),
    (Folder::Data, "business_daily", "new_customers", Figure::NewCustomers),
    (Folder::Data, "business_daily", "revenue", Figure::Revenue),
    (Folder::Truth, "channels", "expected_orders", Figure::ExpectedOrders),
    (Folder::Truth, "channels", "realised_orders", Figure::RealisedOrders),
    (Folder::Truth, "channels", "expected_revenue", Figure::ExpectedRevenue),
];

/// Adds up figures.
pub struct Adder {
    /// For each table, the columns to add and the sums they belong to.
    columns: Vec<Vec<(usize, usize)>>,
    sums: Mutex<[Option<i128>; FIGURES.len()]>,
}

impl Adder {
    /// Finds the columns among the tables of a source.
    pub fn new(tables: &[&Table]) -> Adder {
        let mut sums = [None; FIGURES.len()];
        let columns = tables.iter().map(|table| {
            let figures = FIGURES.iter().enumerate();
            let here = figures.filter(|(_, f)| f.0 == table.folder && f.1 == table.name);
            here.filter_map(|(sum, f)| Some((table.position(f.2)?, sum))).collect::<Vec<_>>()
        });
        let columns = columns.collect::<Vec<_>>();
        for &(_, sum) in columns.iter().flatten() {
            sums[sum] = Some(0);
        }
        Adder { columns, sums: Mutex::new(sums) }
    }

    /// Adds a batch.
    pub fn add(&self, table: usize, batch: &RecordBatch) {
        for &(column, sum) in &self.columns[table] {
            let more = total(batch.column(column));
            let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
            *sums[sum].get_or_insert(0) += more;
        }
    }

    /// The figures so far; `None` where the table is not made.
    pub fn headlines(&self) -> Headlines {
        let sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |figure| {
            let position = FIGURES.iter().position(|f| f.3 == figure)?;
            sums[position].map(|sum| sum as f64 / UNIT as f64)
        };
        Headlines {
            spend: of(Figure::Spend),
            claimed_orders: of(Figure::ClaimedOrders),
            claimed_revenue: of(Figure::ClaimedRevenue),
            orders: of(Figure::Orders),
            new_customers: of(Figure::NewCustomers),
            revenue: of(Figure::Revenue),
            expected_orders: of(Figure::ExpectedOrders),
            realised_orders: of(Figure::RealisedOrders),
            expected_revenue: of(Figure::ExpectedRevenue),
        }
    }
}

/// What the shop spent, sold, was told and truly gained.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Headlines {
    /// Spend on ads.
    pub spend: Option<f64>,
    /// Orders.
    pub orders: Option<f64>,
    /// Of them, first orders.
    pub new_customers: Option<f64>,
    /// Revenue.
    pub revenue: Option<f64>,
    /// Orders that the platforms claim.
    pub claimed_orders: Option<f64>,
    /// Their revenue.
    pub claimed_revenue: Option<f64>,
    /// Orders that the ads cause, by expectation.
    pub expected_orders: Option<f64>,
    /// Orders that the ads caused.
    pub realised_orders: Option<f64>,
    /// Revenue that the ads cause, by expectation.
    pub expected_revenue: Option<f64>,
}

impl Headlines {
    /// Revenue per unit of spend.
    pub fn blended_roas(&self) -> Option<f64> {
        ratio(self.revenue, self.spend)
    }

    /// Claimed revenue per unit of spend.
    pub fn claimed_roas(&self) -> Option<f64> {
        ratio(self.claimed_revenue, self.spend)
    }

    /// Revenue that the ads cause per unit of spend.
    pub fn true_roas(&self) -> Option<f64> {
        ratio(self.expected_revenue, self.spend)
    }
}

fn ratio(of: Option<f64>, to: Option<f64>) -> Option<f64> {
    let ratio = of? / to?;
    ratio.is_finite().then_some(ratio)
}

/// The sum of a column, in millionths.
fn total(column: &dyn Array) -> i128 {
    match column.data_type() {
        DataType::Int32 => {
            let values = column.as_primitive::<Int32Type>().iter().flatten();
            values.map(i128::from).sum::<i128>() * UNIT
        }
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>().iter().flatten();
            values.map(i128::from).sum::<i128>() * UNIT
        }
        DataType::Decimal128(_, MONEY_SCALE) => {
            let values = column.as_primitive::<Decimal128Type>().iter().flatten();
            values.sum::<i128>() * (UNIT / 10i128.pow(MONEY_SCALE as u32))
        }
        DataType::Float64 => {
            let values = column.as_primitive::<Float64Type>().iter().flatten();
            values.map(|value| (value * UNIT as f64).round() as i128).sum()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Source;
    use crate::engine::testing::{Shop, orders};
    use crate::tables::spec::{Column, Kind};

    static DAILY: Table = Table {
        name: "business_daily",
        folder: Folder::Data,
        doc: "Daily figures.",
        grain: "one day",
        primary_key: &[],
        columns: &[
            Column::new("orders", Kind::Int, "Orders."),
            Column::new("revenue", Kind::Money, "Revenue."),
            Column::new("new_customers", Kind::Float, "First orders."),
        ],
    };

    fn day(orders: &[i32], cents: &[i128], new: &[f64]) -> RecordBatch {
        use arrow_array::{Decimal128Array, Float64Array, Int32Array};
        use std::sync::Arc;
        let money = Decimal128Array::from(cents.to_vec()).with_precision_and_scale(14, 2).unwrap();
        RecordBatch::try_new(
            DAILY.schema(),
            vec![
                Arc::new(Int32Array::from(orders.to_vec())),
                Arc::new(money),
                Arc::new(Float64Array::from(new.to_vec())),
            ],
        )
        .unwrap()
    }

    #[test]
    fn figures_are_summed_over_batches_in_any_order() {
        let batches = [day(&[1, 2], &[150, 275], &[0.1, 0.2]), day(&[3], &[1], &[0.3])];
        let sum = |order: [usize; 2]| {
            let adder = Adder::new(&[&DAILY]);
            order.into_iter().for_each(|i| adder.add(0, &batches[i]));
            adder.headlines()
        };
        let headlines = sum([0, 1]);
        assert_eq!(headlines, sum([1, 0]));
        assert_eq!(headlines.orders, Some(6.0));
        assert_eq!(headlines.revenue, Some(4.26));
        assert_eq!(headlines.new_customers, Some(0.6));
        assert_eq!(headlines.spend, None);
        assert_eq!(headlines.blended_roas(), None);
    }

    #[test]
    fn tables_without_figures_add_nothing() {
        let shop = Shop { blocks: 1, orders: 1, batch: 1 };
        let adder = Adder::new(shop.tables());
        adder.add(1, &orders(&[1, 2, 3]));
        assert_eq!(adder.headlines(), Headlines::default());
    }
}
