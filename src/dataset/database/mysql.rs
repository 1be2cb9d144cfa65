//! Reads tables of MySQL and MariaDB, row by row, by the protocol that sends numbers as such.

use std::fmt;
use std::mem;
use std::sync::Arc;

use ::mysql::Value;
use ::mysql::prelude::Queryable;
use datafusion::arrow::array::RecordBatch;
use jiff::civil::{Date, date};

use super::Reader;
use super::columns::{Cell, Growing, misfit};
use crate::sinks::database::mysql::{Server, manifest_of, quoted};
use crate::sinks::database::{DatabaseUrl, LoadError, Manifest, Relation, ServerUrl};
use crate::tables::spec::{Column, Kind};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// Opens a database that adloom loaded.
pub fn open(
    url: &DatabaseUrl,
    server: &ServerUrl,
) -> Result<(Manifest, Arc<dyn Reader>), LoadError> {
    let server = Server::at(server)?;
    let mut conn = server.connect()?;
    let manifest = manifest_of(&mut conn).map_err(|why| {
        LoadError::input(url, format!("not a dataset: {why}; make one with `adloom gen --to`"))
    })?;
    Ok((manifest, Arc::new(MysqlReader { server })))
}

struct MysqlReader {
    server: Server,
}

impl fmt::Debug for MysqlReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MysqlReader({})", self.server.url())
    }
}

impl MysqlReader {
    fn explain(&self, error: ::mysql::Error) -> String {
        self.server.error(error).to_string()
    }
}

impl Reader for MysqlReader {
    fn read(
        &self,
        table: &Relation,
        columns: &[Column],
        give: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<(), String> {
        let mut conn = self.server.connect().map_err(|error| error.to_string())?;
        let names = columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>();
        let sql = format!("SELECT {} FROM {}", names.join(", "), quoted(&table.name));
        let mut rows = conn.exec_iter(sql, ()).map_err(|error| self.explain(error))?;
        let (mut growing, mut days) = (Growing::new(columns), Days::default());
        for row in rows.by_ref() {
            let row = row.map_err(|error| self.explain(error))?;
            for (at, column) in columns.iter().enumerate() {
                let value = row.as_ref(at).unwrap_or(&Value::NULL);
                let cell = cell(value, column.kind, &mut days);
                if !cell.is_some_and(|cell| growing.add(at, cell)) {
                    return Err(misfit(self.server.url(), &table.name, column, value));
                }
            }
            if growing.end_row().is_some_and(|batch| !give(batch)) {
                // Dropping it would read all other rows first; the connection ends here instead.
                mem::forget(rows);
                return Ok(());
            }
        }
        if let Some(batch) = growing.take() {
            give(batch);
        }
        Ok(())
    }

    fn count(&self, table: &Relation) -> Result<usize, String> {
        let mut conn = self.server.connect().map_err(|error| error.to_string())?;
        let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
        let rows: Option<usize> = conn.query_first(sql).map_err(|error| self.explain(error))?;
        Ok(rows.unwrap_or(0))
    }
}

/// A value as the kind that its column is declared to be.
fn cell<'a>(value: &'a Value, kind: Kind, days: &mut Days) -> Option<Cell<'a>> {
    Some(match (kind, value) {
        (_, Value::NULL) => Cell::Null,
        (Kind::Id | Kind::Int | Kind::Long, Value::Int(value)) => Cell::Whole(*value),
        (Kind::Float, Value::Double(value)) => Cell::Float(*value),
        (Kind::Money, Value::Bytes(digits)) => Cell::Hundredths(hundredths(digits)?),
        (Kind::Bool, Value::Int(value @ 0..=1)) => Cell::Bool(*value == 1),
        (Kind::Text | Kind::Label, Value::Bytes(text)) => Cell::Text(str::from_utf8(text).ok()?),
        (Kind::Date, Value::Date(year, month, day, 0, 0, 0, 0)) => {
            Cell::Days(days.of(*year, *month, *day)?)
        }
        (Kind::Time | Kind::Clock, Value::Date(year, month, day, hour, minute, second, _)) => {
            let seconds = i64::from(*hour) * 3600 + i64::from(*minute) * 60 + i64::from(*second);
            let day = i64::from(days.of(*year, *month, *day)?);
            Cell::Millis(day * MILLIS_PER_DAY + seconds * 1000)
        }
        _ => return None,
    })
}

/// `-12.34` in hundredths: amounts always have two decimals.
fn hundredths(digits: &[u8]) -> Option<i128> {
    let (whole, decimals) = str::from_utf8(digits).ok()?.rsplit_once('.')?;
    (decimals.len() == 2).then(|| format!("{whole}{decimals}").parse().ok())?
}

/// Days since 1970-01-01; the last one is remembered, since rows come day by day.
struct Days {
    last: Date,
    days: i32,
}

const EPOCH: Date = date(1970, 1, 1);

impl Default for Days {
    fn default() -> Self {
        Days { last: EPOCH, days: 0 }
    }
}

impl Days {
    fn of(&mut self, year: u16, month: u8, day: u8) -> Option<i32> {
        let number = |n: u8| i8::try_from(n).ok();
        let date = Date::new(i16::try_from(year).ok()?, number(month)?, number(day)?).ok()?;
        if date != self.last {
            self.days = (date - EPOCH).get_days();
            self.last = date;
        }
        Some(self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_their_kinds_say() {
        let mut days = Days::default();
        let mut read = |value: Value, kind| cell(&value, kind, &mut days).map(|c| format!("{c:?}"));
        let money = |text: &str| Value::Bytes(text.into());
        assert_eq!(read(money("-12.34"), Kind::Money).unwrap(), "Hundredths(-1234)");
        assert_eq!(read(money("-0.05"), Kind::Money).unwrap(), "Hundredths(-5)");
        assert_eq!(read(money("1.234"), Kind::Money), None);
        assert_eq!(read(Value::Date(1970, 1, 2, 0, 0, 0, 0), Kind::Date).unwrap(), "Days(1)");
        let moment = Value::Date(1970, 1, 2, 0, 0, 1, 0);
        assert_eq!(read(moment, Kind::Time).unwrap(), "Millis(86401000)");
        assert_eq!(read(Value::Date(0, 0, 0, 0, 0, 0, 0), Kind::Date), None);
        assert_eq!(read(Value::Int(2), Kind::Bool), None);
        assert_eq!(read(Value::NULL, Kind::Id).unwrap(), "Null");
    }
}
