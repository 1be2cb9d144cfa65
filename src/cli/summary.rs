//! What `gen` says at the end: rows per table, and the headline figures.

use std::path::Path;

use serde_json::{Value, json};

use super::headlines::Headlines;
use crate::sinks::folder::Manifest;

const MEGABYTE: f64 = 1e6;

/// A dataset that was written.
pub struct Summary<'a> {
    /// What was written.
    pub manifest: &'a Manifest,
    /// Where.
    pub folder: &'a Path,
    /// How long it took.
    pub seconds: f64,
    /// The figures.
    pub headlines: Headlines,
    /// The currency of money.
    pub currency: &'a str,
}

impl Summary<'_> {
    /// For people.
    pub fn text(&self) -> String {
        let tables = &self.manifest.tables;
        let name = |folder: &str, name: &str| format!("{folder}/{name}");
        let width = tables.iter().map(|t| name(&t.folder, &t.name).len()).max().unwrap_or(0);
        let mut text = String::new();
        for table in tables {
            let (name, rows) = (name(&table.folder, &table.name), grouped(table.rows as f64));
            text += &format!("{name:width$}  {rows:>13} rows  {:>9} MB\n", megabytes(table.bytes));
        }
        let part = match self.manifest.part().is_whole() {
            true => String::new(),
            false => format!(", {}", self.manifest.part()),
        };
        text += &format!(
            "\n{}{part}: {} rows, {} MB, {:.1} s\n",
            self.folder.display(),
            grouped(self.manifest.rows() as f64),
            megabytes(self.manifest.bytes()),
            self.seconds
        );
        if let Some(planted) = &self.manifest.defects {
            let log = planted.log_rows.map_or_else(
                || "truth/defects was not written".to_owned(),
                |rows| format!("{} rows of truth/defects tell which", grouped(rows as f64)),
            );
            let tables = planted.tables.join(", ");
            text += &format!("flaws planted in {tables}: {log}; the figures below include them\n");
        }
        for (label, figure) in figures(&self.headlines, self.currency) {
            text += &format!("{label:26} {figure}\n");
        }
        text.trim_end().to_owned()
    }

    /// For programs: one JSON object.
    pub fn json(&self) -> Value {
        let h = &self.headlines;
        let tables = self.manifest.tables.iter().map(|table| {
            json!({
                "table": format!("{}.{}", table.folder, table.name),
                "file": table.file,
                "rows": table.rows,
                "bytes": table.bytes,
            })
        });
        json!({
            "dataset": self.folder.display().to_string(),
            "scenario": self.manifest.scenario.name,
            "seed": self.manifest.seed,
            "window": self.manifest.window,
            "format": self.manifest.format,
            "part": self.manifest.part,
            "defects": self.manifest.defects,
            "tables": tables.collect::<Vec<_>>(),
            "rows": self.manifest.rows(),
            "bytes": self.manifest.bytes(),
            "seconds": self.seconds,
            "currency": self.currency,
            "headlines": h,
            "blended_roas": h.blended_roas(),
            "claimed_roas": h.claimed_roas(),
            "true_roas": h.true_roas(),
        })
    }
}

/// The headline figures with their labels, as far as they are known.
pub fn figures(h: &Headlines, currency: &str) -> Vec<(&'static str, String)> {
    let money = |value: Option<f64>| Some(format!("{} {currency}", grouped(value?)));
    let count = |value: Option<f64>| Some(grouped(value?));
    let roas = |value: Option<f64>| Some(format!("{:.2}", value?));
    let figures = [
        ("spend", money(h.spend)),
        ("orders", count(h.orders)),
        ("new customers", count(h.new_customers)),
        ("revenue", money(h.revenue)),
        ("blended ROAS", roas(h.blended_roas())),
        ("orders platforms claim", count(h.claimed_orders)),
        ("orders ads truly caused", count(h.realised_orders)),
        ("claimed ROAS", roas(h.claimed_roas())),
        ("true ROAS", roas(h.true_roas())),
    ];
    figures.into_iter().filter_map(|(label, figure)| Some((label, figure?))).collect()
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / MEGABYTE)
}

/// A whole number with thousands apart: `1 234 567`.
pub fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    if value <= -0.5 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (value, text) in [
            (0.0, "0"),
            (-0.2, "0"),
            (999.4, "999"),
            (1000.0, "1 000"),
            (1_234_567.0, "1 234 567"),
            (-45_000.0, "-45 000"),
        ] {
            assert_eq!(grouped(value), text);
        }
    }
}
