//! Rows of key figures by day, in order, ready to be drawn.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::figure::day;
use crate::models::kpis::{KpiRow, KpiTable};

/// The rows of a table by day.
#[derive(Debug, Clone, Default)]
pub struct Daily<'a> {
    /// Place of the day on an axis, and its row; in order.
    pub rows: Vec<(f64, &'a KpiRow)>,
}

/// Days of a week.
const WEEK: f64 = 7.0;
/// The place of a Monday on an axis of dates, from which weeks are counted: 5 January 1970.
const MONDAY: f64 = 4.0;
/// Days on each side of a day that its running mean takes in.
const REACH: f64 = 3.0;
/// Fewest of the seven days for a mean.
const FEWEST: usize = 4;
/// Days from which on a running mean is worth a line.
const LONG: usize = 28;

impl<'a> Daily<'a> {
    /// The rows of a table whose last key is the day.
    pub fn of(table: &'a KpiTable) -> Daily<'a> {
        let dated = table.rows.iter().filter_map(|row| Some((date(row)?, row)));
        let mut rows: Vec<(f64, &KpiRow)> = dated.collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        Daily { rows }
    }

    /// One value of each day; no number where it is not known.
    pub fn values(&self, of: impl Fn(&KpiRow) -> Option<f64>) -> Vec<(f64, f64)> {
        self.rows.iter().map(|(day, row)| (*day, of(row).unwrap_or(f64::NAN))).collect()
    }

    /// Whether there are enough days, one after the other, for a running mean.
    pub fn daily(&self) -> bool {
        let next = self.rows.windows(2).filter(|pair| pair[1].0 - pair[0].0 == 1.0).count();
        self.rows.len() >= LONG && 2 * next >= self.rows.len()
    }
}

/// The rows of a table by some group and day, by group.
pub fn by_group(table: &KpiTable) -> Vec<(String, Vec<(f64, &KpiRow)>)> {
    let mut groups: BTreeMap<&str, Vec<(f64, &KpiRow)>> = BTreeMap::new();
    for row in &table.rows {
        if let (Some(name), Some(day)) = (row.keys.first(), date(row)) {
            groups.entry(name).or_default().push((day, row));
        }
    }
    for rows in groups.values_mut() {
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    groups.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect()
}

fn date(row: &KpiRow) -> Option<f64> {
    row.keys.last()?.parse::<Date>().ok().map(day)
}

/// The mean of the seven days around each day; none where the days are few or far apart.
pub fn smooth(values: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let next = values.windows(2).filter(|pair| pair[1].0 - pair[0].0 == 1.0).count();
    if values.len() < LONG || 2 * next < values.len() {
        return None;
    }
    let mean = |at: usize| {
        let day = values[at].0;
        let near =
            |&&(other, value): &&(f64, f64)| (other - day).abs() <= REACH && value.is_finite();
        let window = at.saturating_sub(REACH as usize)..(at + REACH as usize + 1).min(values.len());
        let (count, sum) = values[window]
            .iter()
            .filter(near)
            .fold((0, 0.0), |(count, sum), (_, value)| (count + 1, sum + value));
        (day, if count < FEWEST { f64::NAN } else { sum / count as f64 })
    };
    Some((0..values.len()).map(mean).collect())
}

/// Means by week, each at its Monday.
pub fn weekly(values: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut weeks: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for (day, value) in values.iter().filter(|(_, value)| value.is_finite()) {
        let (count, sum) = weeks.entry(week(*day)).or_default();
        *count += 1.0;
        *sum += value;
    }
    weeks.into_iter().map(|(week, (count, sum))| (monday(week), sum / count)).collect()
}

/// The number of a day's week.
pub fn week(day: f64) -> i64 {
    ((day - MONDAY) / WEEK).floor() as i64
}

/// The place of a week's Monday.
pub fn monday(week: i64) -> f64 {
    week as f64 * WEEK + MONDAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_mean_takes_a_week_and_leaves_gaps_where_too_few_days_are_known() {
        let values: Vec<(f64, f64)> = (0..40)
            .map(|d| (f64::from(d), if (20..26).contains(&d) { f64::NAN } else { f64::from(d) }))
            .collect();
        let mean = smooth(&values).unwrap();
        assert_eq!(mean[10], (10.0, 10.0));
        assert_eq!(mean[0], (0.0, 1.5));
        assert!(mean[23].1.is_nan());
        assert_eq!(mean.len(), values.len());
    }

    #[test]
    fn weeks_begin_on_monday() {
        let tuesday = super::day(jiff::civil::date(2025, 11, 4));
        let values = [(tuesday, 1.0), (tuesday + 5.0, 3.0), (tuesday + 6.0, 9.0)];
        assert_eq!(weekly(&values), [(tuesday - 1.0, 2.0), (tuesday + 6.0, 9.0)]);
    }

    #[test]
    fn weeks_have_no_running_mean() {
        let weekly: Vec<(f64, f64)> = (0..60).map(|w| (f64::from(7 * w), 1.0)).collect();
        assert_eq!(smooth(&weekly), None);
        assert_eq!(smooth(&weekly[..3]), None);
    }
}
