//! A small made-up source for tests: every kind of column, nulls, and text that needs quoting.

use std::sync::Arc;

use arrow_array::types::Int16Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array,
    Int16Array, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};

use super::{Source, Stopped};
use crate::tables::spec::{Column, Folder, Kind, MONEY_PRECISION, MONEY_SCALE, Table};

pub static REGIONS: Table = Table {
    name: "regions",
    folder: Folder::Data,
    doc: "Regions the shop sells to.",
    grain: "one region",
    primary_key: &["region_id"],
    columns: &[
        Column::new("region_id", Kind::Id, "The region."),
        Column::new("name", Kind::Text, "Its name."),
    ],
};

pub static ORDERS: Table = Table {
    name: "orders",
    folder: Folder::Data,
    doc: "Orders placed in the shop.",
    grain: "one order",
    primary_key: &["order_id"],
    columns: &[
        Column::new("order_id", Kind::Id, "The order."),
        Column::new("region_id", Kind::Id, "Where it was placed.").references("regions.region_id"),
        Column::new("ordered_at", Kind::Time, "When it was placed."),
        Column::new("date", Kind::Date, "The region's day."),
        Column::new("items", Kind::Int, "Pieces bought.").unit("pieces"),
        Column::new("shelf", Kind::Long, "A large count.").nullable(),
        Column::new("total", Kind::Money, "What was paid.").unit("USD").nullable(),
        Column::new("weight", Kind::Float, "Weight of the parcel.").unit("kg").nullable(),
        Column::new("gift", Kind::Bool, "Whether it is a gift.").nullable(),
        Column::new("note", Kind::Text, "What the customer wrote | or not.").nullable(),
        Column::new("source", Kind::Label, "Where the visit came from.").nullable(),
        Column::new("paid_at", Kind::Time, "When it was paid.").nullable(),
        Column::new("due", Kind::Date, "When it is due.").nullable(),
        Column::new("exported_at", Kind::Clock, "When the shop's own system wrote it."),
    ],
};

pub static TRUTH_ORDERS: Table = Table {
    name: "orders",
    folder: Folder::Truth,
    doc: "What caused an order.",
    grain: "one order",
    primary_key: &["order_id"],
    columns: &[
        Column::new("order_id", Kind::Id, "The order.").references("orders.order_id"),
        Column::new("lag_days", Kind::Int, "Days since the ad.").nullable(),
    ],
};

/// What customers write: commas, quotes, line ends, other alphabets, and nothing.
pub const NOTES: [&str; 8] = [
    "plain",
    "",
    "a, b",
    "she said \"yes\"",
    "two\nlines",
    "carriage\r return",
    "طلب هدية",
    "back\\slash \u{1} tab\t",
];

pub const LABELS: [&str; 3] = ["direct", "search, paid", ""];

pub const TABLES: &[&Table] = &[&REGIONS, &ORDERS, &TRUTH_ORDERS];

/// Blocks of a given number of orders each, after a block of regions.
pub struct Shop {
    pub blocks: usize,
    pub orders: usize,
    pub batch: usize,
}

impl Source for Shop {
    fn tables(&self) -> &[&'static Table] {
        TABLES
    }

    fn blocks(&self) -> usize {
        self.blocks + 1
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        if index == 0 {
            return emit(0, regions());
        }
        let first = (index - 1) * self.orders;
        for start in (0..self.orders).step_by(self.batch) {
            let rows = self.batch.min(self.orders - start);
            let ids = (0..rows).map(|i| (first + start + i) as i64).collect::<Vec<_>>();
            emit(1, orders(&ids))?;
            emit(2, truth(&ids))?;
        }
        Ok(())
    }
}

fn batch(table: &Table, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(table.schema(), columns).unwrap()
}

pub fn regions() -> RecordBatch {
    let ids = Int64Array::from_iter_values(0..7);
    let names = StringArray::from_iter_values((0..7).map(|i| format!("Region {i}")));
    batch(&REGIONS, vec![Arc::new(ids), Arc::new(names)])
}

fn truth(ids: &[i64]) -> RecordBatch {
    let lags = ids.iter().map(|id| (id % 3 > 0).then_some((id % 9) as i32));
    let ids = Int64Array::from(ids.to_vec());
    batch(&TRUTH_ORDERS, vec![Arc::new(ids), Arc::new(lags.collect::<Int32Array>())])
}

/// Scrambles a number, so that columns do not all move together.
fn mix(id: i64, column: i64) -> i64 {
    let mut x = (id as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (column as u64) << 56;
    x = (x ^ (x >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x >> 12) as i64
}

pub fn orders(ids: &[i64]) -> RecordBatch {
    let some = |column: i64| move |id: &i64| mix(*id, column) % 4 != 0;
    let at = |id: &i64| (1_771_000_000 + id * 37 % 9_000_000) * 1000;
    let money = Decimal128Array::from_iter(
        ids.iter().map(|id| some(1)(id).then_some(i128::from(mix(*id, 2) % 2_000_000 - 1_000_000))),
    );
    let money = money.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE).unwrap();
    let floats = ids.iter().map(|id| some(3)(id).then_some(mix(*id, 4) as f64 / 1e12));
    let gifts = ids.iter().map(|id| some(5)(id).then_some(id % 2 == 0));
    let notes = ids.iter().map(|id| some(6)(id).then_some(NOTES[(mix(*id, 7) % 8) as usize]));
    let keys = ids.iter().map(|id| some(8)(id).then_some((mix(*id, 9) % 3) as i16));
    let labels = Arc::new(StringArray::from_iter_values(LABELS));
    let sources = DictionaryArray::<Int16Type>::new(keys.collect::<Int16Array>(), labels);
    let ordered = TimestampMillisecondArray::from_iter_values(ids.iter().map(at));
    let paid = TimestampMillisecondArray::from_iter(
        ids.iter().map(|id| some(10)(id).then(|| at(id) + 5000)),
    );
    let dates = Date32Array::from_iter_values(ids.iter().map(|id| (at(id) / 86_400_000) as i32));
    let due =
        Date32Array::from_iter(ids.iter().map(|id| some(11)(id).then_some((id % 40_000) as i32)));
    batch(
        &ORDERS,
        vec![
            Arc::new(Int64Array::from(ids.to_vec())),
            Arc::new(Int64Array::from_iter_values(ids.iter().map(|id| id % 7))),
            Arc::new(ordered.with_timezone("UTC")),
            Arc::new(dates),
            Arc::new(Int32Array::from_iter_values(
                ids.iter().map(|id| (mix(*id, 12) % 9) as i32 - 2),
            )),
            Arc::new(Int64Array::from_iter(
                ids.iter().map(|id| some(13)(id).then(|| mix(*id, 14))),
            )),
            Arc::new(money),
            Arc::new(floats.collect::<Float64Array>()),
            Arc::new(gifts.collect::<BooleanArray>()),
            Arc::new(notes.collect::<StringArray>()),
            Arc::new(sources),
            Arc::new(paid.with_timezone("UTC")),
            Arc::new(due),
            Arc::new(TimestampMillisecondArray::from_iter_values(
                ids.iter().map(|id| at(id) + 9000),
            )),
        ],
    )
}
