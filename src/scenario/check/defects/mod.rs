//! Planted flaws: their tables and columns exist, and suit the kind.

mod kinds;

use super::names::must_exist;
use super::{Report, at};
use crate::scenario::near::listed;
use crate::scenario::schema::{Defect, Scenario};
use crate::tables::columns;
use crate::tables::spec::{Column, Folder, Kind, Table};

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    for (at, defect) in scenario.defects.iter().enumerate() {
        Entry { scenario, at, defect, report }.check();
    }
}

/// An entry of the list.
struct Entry<'a, 'r> {
    scenario: &'a Scenario,
    at: usize,
    defect: &'a Defect,
    report: &'a mut Report<'r>,
}

impl Entry<'_, '_> {
    fn check(&mut self) {
        let target = self.defect.target();
        self.amount();
        let name = target.table;
        let known = || columns::ALL.iter().filter(|table| table.folder == Folder::Data);
        let path = self.path("table");
        must_exist(self.report, &path, "table", name, known().map(|table| table.name));
        let Some(table) = known().copied().find(|table| table.name == name) else { return };
        self.rows(table);
        self.own(table);
    }

    fn path(&self, key: &str) -> Vec<String> {
        at!["defects", self.at, key].to_vec()
    }

    /// Either a rate or a count, but for kinds that concern all rows.
    fn amount(&mut self) {
        let target = self.defect.target();
        let whole = matches!(self.defect, Defect::SchemaDrift { .. });
        let optional = whole || matches!(self.defect, Defect::TrackingOutage { .. });
        let (given, path) = match (target.rate, target.count) {
            (Some(_), Some(_)) => (2, self.path("count")),
            (None, Some(_)) => (1, self.path("count")),
            (Some(_), None) => (1, self.path("rate")),
            (None, None) => (0, at!["defects", self.at].to_vec()),
        };
        if whole && given > 0 {
            self.report.add(&path, "a column drifts as a whole", "leave out `rate` and `count`");
        } else if given == 2 {
            let what = "`rate` and `count` cannot both be given";
            self.report.add(&path, what, "keep one of them");
        } else if given == 0 && !optional {
            let what = format!(
                "`rate` or `count` is missing, which says how much `{}` there is",
                target.kind
            );
            self.report.add(&path, what, "add rate = 0.02, or count = 50");
        }
        if let Defect::Missing { otherwise, .. } = self.defect
            && *otherwise > 0.0
            && target.count.is_some()
        {
            let what = "a count leaves no room for other rows";
            self.report.add(
                &self.path("otherwise"),
                what,
                "give `rate` instead of `count`, or leave this out",
            );
        }
    }

    /// The days and the filter.
    fn rows(&mut self, table: &'static Table) {
        let target = self.defect.target();
        if let (Some(from), Some(to)) = (target.from, target.to)
            && to < from
        {
            let what = format!("it ends ({to}) before it starts ({from})");
            self.report.add(
                &self.path("to"),
                what,
                "swap the two dates, or correct one; both days count",
            );
        }
        let dated = [("from", target.from), ("to", target.to)];
        if let Some((key, _)) = dated.iter().find(|(_, day)| day.is_some())
            && table.day_column().is_none()
        {
            let what = format!("rows of `{}` have no day", table.name);
            self.report.add(
                &self.path(key),
                what,
                "leave the days out, or choose a table of daily facts",
            );
        }
        if matches!(self.defect, Defect::SchemaDrift { .. }) && target.from.is_none() {
            let what = "`from` is missing, the day on which the column drifts";
            self.report.add(
                &at!["defects", self.at],
                what,
                "add from = 2026-03-01, a day within the window",
            );
        }
        for (column, value) in target.filter {
            let path = at!["defects", self.at, "where", column];
            let Some(found) =
                self.column(&path, table, column, |kind| kind == Kind::Label, "a label column")
            else {
                continue;
            };
            match (found.references, found.name) {
                ("platforms.platform", _) | (_, "platform") => {
                    must_exist(
                        self.report,
                        &path,
                        "platform",
                        value,
                        self.scenario.platforms.keys(),
                    );
                }
                ("regions.region_id", _) | (_, "region_id") => {
                    let known = self.scenario.regions.iter().map(|region| &region.id);
                    must_exist(self.report, &path, "region", value, known);
                }
                _ => {}
            }
        }
    }

    /// A column that must exist and be of a kind that suits.
    fn column(
        &mut self,
        path: &[String],
        table: &'static Table,
        name: &str,
        suits: impl Fn(Kind) -> bool,
        wanted: &str,
    ) -> Option<&'static Column> {
        let noun = format!("column of `{}` called", table.name);
        must_exist(self.report, path, &noun, name, table.columns.iter().map(|c| c.name));
        let column = &table.columns[table.position(name)?];
        if suits(column.kind) {
            return Some(column);
        }
        let fitting: Vec<&str> =
            table.columns.iter().filter(|c| suits(c.kind)).map(|c| c.name).collect();
        let hint = match fitting.is_empty() {
            true => format!("`{}` has none; choose another table", table.name),
            false => format!("there are {}", listed(fitting, 30, "and")),
        };
        let what = format!("`{name}` must be {wanted}, but is of type {}", column.kind.word());
        self.report.add(path, what, hint);
        None
    }

    fn one(
        &mut self,
        table: &'static Table,
        name: &str,
        suits: impl Fn(Kind) -> bool,
        wanted: &str,
    ) {
        self.column(&self.path("column"), table, name, suits, wanted);
    }

    fn each(
        &mut self,
        table: &'static Table,
        names: &[String],
        suits: impl Fn(Kind) -> bool,
        wanted: &str,
    ) {
        for (index, name) in names.iter().enumerate() {
            self.column(&at!["defects", self.at, "columns", index], table, name, &suits, wanted);
        }
    }
}
