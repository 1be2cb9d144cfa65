//! What the orders of a block came to, for rules that a payment or refund breaks with its order.

use std::collections::HashMap;

use arrow_array::RecordBatch;

use super::cell::Cell;
use crate::tables::columns::ORDERS;

/// Figures of orders, by order.
#[derive(Debug, Default)]
pub struct Totals {
    figures: HashMap<i64, Vec<Cell>>,
}

impl Totals {
    /// Takes the figures of these columns from a batch of orders.
    pub fn add(&mut self, orders: &RecordBatch, columns: &[usize]) {
        for row in 0..orders.num_rows() {
            let cell =
                |column: usize| Cell::of(orders.column(column), ORDERS.columns[column].kind, row);
            // The key of orders is their first column.
            if let Cell::Whole(id) = cell(0) {
                self.figures.insert(id, columns.iter().map(|&column| cell(column)).collect());
            }
        }
    }

    /// A figure of an order.
    pub fn figure(&self, order: &Cell, figure: usize) -> Option<Cell> {
        let Cell::Whole(id) = order else { return None };
        self.figures.get(id)?.get(figure).cloned()
    }
}
