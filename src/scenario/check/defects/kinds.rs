//! What each kind of flaw asks of its own keys.

use super::Entry;
use crate::scenario::check::at;
use crate::scenario::near::listed;
use crate::scenario::schema::{Defect, DuplicateMode, MissingMode, Rule, Slip};
use crate::tables::columns;
use crate::tables::spec::{Column, Kind, Table};

impl Entry<'_, '_> {
    /// The keys of its own.
    pub(super) fn own(&mut self, table: &'static Table) {
        match self.defect {
            Defect::Missing { column, .. } => {
                self.one(table, column, |_| true, "");
                self.missing(table);
            }
            Defect::Duplicates { mode, columns, .. } => {
                let near = *mode == DuplicateMode::Near;
                if near && columns.is_empty() {
                    let what = "`columns` is missing, which says where a near copy differs";
                    self.report.add(
                        &at!["defects", self.at],
                        what,
                        "add columns = [\"…\"]: texts, times or numbers",
                    );
                } else if !near && !columns.is_empty() {
                    let what = "an exact copy differs in no column";
                    self.report.add(
                        &self.path("columns"),
                        what,
                        "leave it out, or set mode = \"near\"",
                    );
                }
                let suits = |kind: Kind| kind.is_number() || kind.is_text() || kind.is_moment();
                self.each(table, columns, suits, "text, a time or a number");
            }
            Defect::Outliers { column, .. } => self.one(table, column, Kind::is_number, "a number"),
            Defect::LabelVariants { column, .. }
            | Defect::BrokenEncoding { column, .. }
            | Defect::TruncatedText { column, .. } => {
                self.one(table, column, Kind::is_text, "a label or text");
            }
            Defect::DateFormats { column, .. } => {
                let suits = |kind: Kind| kind.is_moment() || kind == Kind::Date;
                self.one(table, column, suits, "a date or a time");
            }
            Defect::UnitSlip { column, slip, exchange_rate, .. } => {
                let suits = |kind| matches!(kind, Kind::Money | Kind::Float);
                self.one(table, column, suits, "money or a number with decimals");
                if *slip == Slip::Currency && *exchange_rate == 1.0 {
                    let what = "at this rate the two currencies are one";
                    self.report.add(&self.path("exchange_rate"), what, "AED for USD is 3.6725");
                }
            }
            Defect::SwappedColumns { columns, .. } => self.swapped(table, columns),
            Defect::OrphanedKeys { column, .. } => self.orphaned(table, column),
            Defect::Violations { column, .. } => {
                self.one(table, column, Kind::is_number, "a number");
                self.violations(table);
            }
            Defect::TimeZoneShift { column, hours, .. } => {
                self.one(table, column, Kind::is_moment, "a time");
                if *hours == 0.0 {
                    self.report.add(
                        &self.path("hours"),
                        "a shift of no hours changes nothing",
                        "give hours = 3",
                    );
                }
            }
            Defect::TrackingOutage { columns, .. } => {
                for (index, column) in columns.iter().enumerate() {
                    let path = at!["defects", self.at, "columns", index];
                    let Some(found) = self.column(&path, table, column, |_| true, "") else {
                        continue;
                    };
                    if !found.nullable && !found.kind.is_text() {
                        let what = format!("`{column}` can neither be empty nor hold a label");
                        self.report.add(
                            &path,
                            what,
                            "name label columns, or those that may be empty",
                        );
                    }
                }
            }
            Defect::Bots { .. } if table.name != "sessions" => {
                let what = "robots visit the shop: they are rows of `sessions`";
                self.report.add(&self.path("table"), what, "set table = \"sessions\"");
            }
            Defect::Bots { .. } => {}
            Defect::LateRows { days_min, days_max, .. } => self.late(table, *days_min, *days_max),
            Defect::SchemaDrift { column, new_name, .. } => {
                self.one(table, column, |_| true, "");
                self.new_column(table, "new_name", new_name);
            }
            Defect::DoubleCounted { columns, .. } => {
                self.each(table, columns, Kind::is_number, "a number");
            }
        }
    }

    fn missing(&mut self, table: &'static Table) {
        let Defect::Missing { column, mode, on, values, at_least, at_most, .. } = self.defect
        else {
            return;
        };
        let bounds = at_least.is_some() || at_most.is_some();
        let entry = at!["defects", self.at];
        if *mode == MissingMode::AtRandom {
            if on.is_some() || bounds || !values.is_empty() {
                let what = "with mode = \"at_random\" the chance depends on nothing";
                let hint =
                    "set mode = \"by_column\" or \"by_value\", or leave out on, values and bounds";
                self.report.add(&self.path("mode"), what, hint);
            }
            return;
        }
        let on = match (mode, on) {
            (MissingMode::ByValue, Some(_)) => {
                let what = "with mode = \"by_value\" the chance depends on the column itself";
                self.report.add(
                    &self.path("on"),
                    what,
                    "leave it out, or set mode = \"by_column\"",
                );
                return;
            }
            (MissingMode::ByValue, None) => column,
            (_, Some(on)) => on,
            (_, None) => {
                let what = "`on` is missing, the column that the chance depends on";
                self.report.add(&entry, what, "add on = \"…\"");
                return;
            }
        };
        if bounds && !values.is_empty() || !bounds && values.is_empty() {
            let what = "either `values` or a bound must say for which rows `rate` holds";
            self.report.add(
                &entry,
                what,
                "add values = [\"…\"] for labels, or at_least = 100 for numbers",
            );
            return;
        }
        let path = self.path(if *mode == MissingMode::ByColumn { "on" } else { "column" });
        match bounds {
            true => self.column(&path, table, on, Kind::is_number, "a number"),
            false => self.column(&path, table, on, Kind::is_text, "a label or text"),
        };
    }

    fn swapped(&mut self, table: &'static Table, columns: &[String]) {
        let found: Vec<&Column> = columns
            .iter()
            .enumerate()
            .filter_map(|(index, name)| {
                self.column(&at!["defects", self.at, "columns", index], table, name, |_| true, "")
            })
            .collect();
        let [a, b] = found[..] else { return };
        if a.name == b.name {
            self.report.add(
                &self.path("columns"),
                "a column cannot change places with itself",
                "name two columns",
            );
        } else if a.kind != b.kind && !(a.kind.is_text() && b.kind.is_text()) {
            let what = format!(
                "only columns of one type can change places, but these are {} and {}",
                a.kind.word(),
                b.kind.word()
            );
            self.report.add(&self.path("columns"), what, "name two columns of one type");
        }
    }

    fn orphaned(&mut self, table: &'static Table, name: &str) {
        let path = self.path("column");
        let Some(column) = self.column(&path, table, name, |_| true, "") else { return };
        if column.references.is_empty() {
            let keys = table.columns.iter().filter(|c| !c.references.is_empty()).map(|c| c.name);
            let hint = match keys.clone().next() {
                Some(_) => format!("there are {}", listed(keys, 30, "and")),
                None => format!("no column of `{}` does; choose another table", table.name),
            };
            self.report.add(&path, format!("`{name}` leads to no other table"), hint);
        }
    }

    fn violations(&mut self, table: &'static Table) {
        let Defect::Violations { column, rule, other, .. } = self.defect else { return };
        let path = self.path("other");
        let other = match (rule, other) {
            (Rule::Negative, Some(_)) => {
                self.report.add(&path, "a negative value needs no other column", "leave it out");
                return;
            }
            (Rule::Negative, None) => return,
            (Rule::Above, Some(other)) => other,
            (Rule::Above, None) => {
                let what = "`other` is missing, the column that is exceeded";
                self.report.add(&at!["defects", self.at], what, "add other = \"…\"");
                return;
            }
        };
        let own = table.position(column).map(|place| table.columns[place].kind);
        let found = match other.strip_prefix("orders.") {
            Some(name) if table.position("order_id").is_some() && table.name != "orders" => {
                self.column(&path, &columns::ORDERS, name, Kind::is_number, "a number")
            }
            _ => self.column(&path, table, other, Kind::is_number, "a number"),
        };
        if let (Some(own), Some(found)) = (own.filter(|kind| kind.is_number()), found)
            && own != found.kind
        {
            let what = format!("`{column}` and `{other}` must be of one type");
            self.report.add(&path, what, "compare counts with counts, and money with money");
        }
    }

    fn late(&mut self, table: &'static Table, least: u32, most: u32) {
        if least > most {
            let what = format!("days_min ({least}) must not be above days_max ({most})");
            self.report.add(&self.path("days_min"), what, "swap the two, or correct one");
        }
        if table.day_column().is_none() {
            let what = format!("rows of `{}` have no day, so none can be late", table.name);
            self.report.add(&self.path("table"), what, "choose a table of daily facts");
        }
        let late = |defect: &&Defect| {
            matches!(defect, Defect::LateRows { .. }) && defect.target().table == table.name
        };
        let first = self.scenario.defects.iter().position(|defect| late(&defect));
        if first.is_some_and(|first| first < self.at) {
            let what = format!("`{}` has late rows already", table.name);
            self.report.add(&self.path("table"), what, "keep one entry of `late_rows` for a table");
        }
    }

    /// A column that must not be there yet.
    fn new_column(&mut self, table: &'static Table, key: &str, name: &str) {
        let taken = |defect: &Defect| match defect {
            Defect::SchemaDrift { new_name, .. } => new_name == name,
            _ => false,
        };
        let before = &self.scenario.defects[..self.at];
        let elsewhere = before.iter().any(|d| d.target().table == table.name && taken(d));
        if table.position(name).is_some() || name == "ingested_at" || elsewhere {
            let what = format!("`{}` has a column `{name}` already", table.name);
            self.report.add(&self.path(key), what, "choose another name");
        }
    }
}
