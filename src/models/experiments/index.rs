//! Orders of regions on one scale.

use std::ops::Range;

use ndarray::{Array1, Array2, Axis, s};

/// Orders of some regions over the days of an experiment, and how they moved before it.
#[derive(Debug, Clone)]
pub(super) struct Regions {
    /// Orders, period × region.
    pub orders: Array2<f64>,
    /// Mean orders per period before the test.
    pub level: Array1<f64>,
    /// Inner products of the regions' indices before the test. An index is a region's orders over
    /// its level, less one.
    pub products: Array2<f64>,
}

impl Regions {
    /// Takes orders whose periods in `before` come before the test; every region has some there.
    pub fn new(orders: Array2<f64>, before: Range<usize>) -> Self {
        let past = orders.slice(s![before, ..]);
        let level = past.sum_axis(Axis(0)) / past.nrows() as f64;
        let index = &past / &level - 1.0;
        let products = index.t().dot(&index);
        Regions { orders, level, products }
    }

    /// Orders of a group of regions by period.
    pub fn total(&self, group: &[usize]) -> Array1<f64> {
        group.iter().fold(Array1::zeros(self.orders.nrows()), |sum, &r| sum + self.orders.column(r))
    }

    /// Each region's share of a group's level.
    pub fn shares(&self, group: &[usize]) -> Array1<f64> {
        let levels: Array1<f64> = group.iter().map(|&r| self.level[r]).collect();
        let sum = levels.sum();
        levels / sum
    }
}
