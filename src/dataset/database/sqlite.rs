//! Reads tables of a SQLite file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use jiff::civil::{Date, DateTime, date};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::Reader;
use super::columns::{Cell, Growing, misfit};
use crate::sinks::database::quoting::quoted;
use crate::sinks::database::sqlite::manifest_of;
use crate::sinks::database::{DatabaseUrl, LoadError, Manifest, Relation};
use crate::tables::spec::{Column, Kind};

/// Opens a file that adloom made.
pub fn open(url: &DatabaseUrl, path: &Path) -> Result<(Manifest, Arc<dyn Reader>), LoadError> {
    if !path.is_file() {
        return Err(LoadError::input(url, "there is no such file"));
    }
    let manifest = manifest_of(path).map_err(|why| {
        LoadError::input(url, format!("not a dataset: {why}; make one with `adloom gen --to`"))
    })?;
    Ok((manifest, Arc::new(SqliteReader { path: path.to_owned() })))
}

#[derive(Debug)]
struct SqliteReader {
    path: PathBuf,
}

impl SqliteReader {
    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(&self.path, flags)
    }

    fn explain(&self, error: &rusqlite::Error) -> String {
        format!("{}: {error}", self.path.display())
    }
}

impl Reader for SqliteReader {
    fn read(
        &self,
        table: &Relation,
        columns: &[Column],
        give: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<(), String> {
        let explain = |error: rusqlite::Error| self.explain(&error);
        let connection = self.connect().map_err(explain)?;
        let names = columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>();
        let sql = format!("SELECT {} FROM {}", names.join(", "), quoted(&table.name));
        let mut statement = connection.prepare(&sql).map_err(explain)?;
        let mut rows = statement.raw_query();
        let (mut growing, mut days) = (Growing::new(columns), Days::default());
        while let Some(row) = rows.next().map_err(explain)? {
            for (at, column) in columns.iter().enumerate() {
                let value = row.get_ref(at).map_err(explain)?;
                let cell = cell(value, column.kind, &mut days);
                if !cell.is_some_and(|cell| growing.add(at, cell)) {
                    return Err(misfit(self.path.display(), &table.name, column, value));
                }
            }
            if growing.end_row().is_some_and(|batch| !give(batch)) {
                return Ok(());
            }
        }
        if let Some(batch) = growing.take() {
            give(batch);
        }
        Ok(())
    }

    fn count(&self, table: &Relation) -> Result<usize, String> {
        let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
        let count = |connection: Connection| connection.query_row(&sql, [], |row| row.get(0));
        let rows: i64 = self.connect().and_then(count).map_err(|e| self.explain(&e))?;
        Ok(usize::try_from(rows).unwrap_or(0))
    }
}

/// A value as the kind that its column is declared to be: SQLite keeps to that only by and large.
fn cell<'a>(value: ValueRef<'a>, kind: Kind, days: &mut Days) -> Option<Cell<'a>> {
    Some(match (kind, value) {
        (_, ValueRef::Null) => Cell::Null,
        (Kind::Id | Kind::Int | Kind::Long, ValueRef::Integer(value)) => Cell::Whole(value),
        (Kind::Float, ValueRef::Integer(value)) => Cell::Whole(value),
        (Kind::Float, ValueRef::Real(value)) => Cell::Float(value),
        (Kind::Money, ValueRef::Integer(value)) => Cell::Hundredths(i128::from(value) * 100),
        (Kind::Money, ValueRef::Real(value)) => Cell::Hundredths((value * 100.0).round() as i128),
        (Kind::Bool, ValueRef::Integer(value @ 0..=1)) => Cell::Bool(value == 1),
        (Kind::Text | Kind::Label, ValueRef::Text(text)) => Cell::Text(str::from_utf8(text).ok()?),
        (Kind::Date, ValueRef::Text(text)) => Cell::Days(days.of(str::from_utf8(text).ok()?)?),
        (Kind::Time | Kind::Clock, ValueRef::Text(text)) => {
            Cell::Millis(days.millis(str::from_utf8(text).ok()?)?)
        }
        _ => return None,
    })
}

/// Milliseconds of a day and of a second.
const DAY: i64 = 86_400_000;
const SECOND: i64 = 1000;

/// Days, of which the last is remembered: rows come day by day.
#[derive(Default)]
struct Days {
    last: Option<(String, i32)>,
}

impl Days {
    /// Days since 1970-01-01 of a day such as `2026-02-18`.
    fn of(&mut self, text: &str) -> Option<i32> {
        match &self.last {
            Some((last, days)) if last == text => Some(*days),
            _ => {
                let days = since_1970(text.parse().ok()?);
                self.last = Some((text.to_owned(), days));
                Some(days)
            }
        }
    }

    /// Milliseconds since 1970 of a moment such as `2026-02-18 09:14:02`.
    fn millis(&mut self, text: &str) -> Option<i64> {
        if let [day @ .., b' ', a, b, b':', c, d, b':', e, f] = text.as_bytes()
            && day.len() == 10
            && [a, b, c, d, e, f].iter().all(|digit| digit.is_ascii_digit())
        {
            let two = |tens: u8, ones: u8| i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
            let seconds = two(*a, *b) * 3600 + two(*c, *d) * 60 + two(*e, *f);
            return Some(i64::from(self.of(&text[..10])?) * DAY + seconds * SECOND);
        }
        let moment: DateTime = text.trim_end_matches('Z').parse().ok()?;
        let midnight = moment.date().to_datetime(jiff::civil::Time::midnight());
        let since_midnight = moment.duration_since(midnight).as_millis();
        Some(i64::from(since_1970(moment.date())) * DAY + i64::try_from(since_midnight).ok()?)
    }
}

fn since_1970(day: Date) -> i32 {
    // A calendar year has four digits, so that its days fit with ease.
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_to_the_second_and_finer() {
        let mut days = Days::default();
        assert_eq!(days.of("2026-02-18"), Some(20_502));
        assert_eq!(days.of("1969-12-31"), Some(-1));
        assert_eq!(days.of("18.02.2026"), None);
        let noon = 20_502 * DAY + 12 * 3600 * SECOND;
        assert_eq!(days.millis("2026-02-18 12:00:00"), Some(noon));
        assert_eq!(days.millis("2026-02-18T12:00:00.250Z"), Some(noon + 250));
        assert_eq!(days.millis("noon"), None);
    }

    #[test]
    fn a_value_of_another_kind_is_no_cell() {
        let mut days = Days::default();
        let mut read = |value, kind| cell(value, kind, &mut days);
        assert_eq!(read(ValueRef::Real(12.34), Kind::Money), Some(Cell::Hundredths(1234)));
        assert_eq!(read(ValueRef::Integer(12), Kind::Money), Some(Cell::Hundredths(1200)));
        assert_eq!(read(ValueRef::Integer(2), Kind::Bool), None);
        assert_eq!(read(ValueRef::Text(b"x"), Kind::Id), None);
        assert_eq!(read(ValueRef::Null, Kind::Id), Some(Cell::Null));
    }
}
