//! Reads tables of a PostgreSQL server by binary COPY.

use std::fmt;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;

use super::Reader;
use super::columns::{Cell, Growing, misfit};
use crate::sinks::database::postgres::{connect, failed, manifest_of, qualified, schema_of};
use crate::sinks::database::quoting::quoted;
use crate::sinks::database::{DatabaseUrl, LoadError, Manifest, Relation, ServerUrl};
use crate::tables::spec::{Column, Kind};

/// Bytes that are read from the connection at once.
const BUFFER: usize = 256 << 10;

/// Bytes of the longest cell that a table of ours can hold.
const LONGEST_CELL: usize = 64 << 20;

/// Opens a schema that adloom made.
pub fn open(
    url: &DatabaseUrl,
    server: &ServerUrl,
) -> Result<(Manifest, Arc<dyn Reader>), LoadError> {
    let schema = schema_of(server);
    let mut client = connect(server)?;
    let manifest = manifest_of(&mut client, schema)
        .map_err(|error| failed(url, &error, "the connection was cut"))?;
    let Some(manifest) = manifest else {
        let what = format!(
            "schema {schema} is not a dataset; make one with `adloom gen --to`, or name another \
             schema as ?schema=NAME"
        );
        return Err(LoadError::input(url, what));
    };
    Ok((manifest, Arc::new(PostgresReader { url: url.clone(), server: server.clone() })))
}

struct PostgresReader {
    url: DatabaseUrl,
    server: ServerUrl,
}

impl fmt::Debug for PostgresReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresReader({})", self.url)
    }
}

impl PostgresReader {
    fn explain(&self, error: &postgres::Error) -> String {
        failed(&self.url, error, "the connection was cut").to_string()
    }
}

impl Reader for PostgresReader {
    fn read(
        &self,
        table: &Relation,
        columns: &[Column],
        give: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<(), String> {
        let mut client = connect(&self.server).map_err(|error| error.to_string())?;
        let names = columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>();
        let sql =
            format!("COPY {} ({}) TO STDOUT (FORMAT binary)", qualified(table), names.join(", "));
        let copy = client.copy_out(&sql).map_err(|error| self.explain(&error))?;
        let mut rows = Rows { bytes: BufReader::with_capacity(BUFFER, copy), cell: Vec::new() };
        let cut = |error: io::Error| format!("{}: {}: {error}", self.url, table.name);
        rows.skip_header().map_err(cut)?;
        let mut growing = Growing::new(columns);
        while rows.next_row(columns.len()).map_err(cut)? {
            for (at, column) in columns.iter().enumerate() {
                let cell = rows.next_cell(column.kind).map_err(cut)?;
                if !cell.is_some_and(|cell| growing.add(at, cell)) {
                    let value = String::from_utf8_lossy(&rows.cell);
                    return Err(misfit(&self.url, &table.name, column, value));
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
        let mut client = connect(&self.server).map_err(|error| error.to_string())?;
        let sql = format!("SELECT count(*) FROM {}", qualified(table));
        let row = client.query_one(&sql, &[]).map_err(|error| self.explain(&error))?;
        Ok(usize::try_from(row.get::<_, i64>(0)).unwrap_or(0))
    }
}

/// The rows of a binary COPY.
struct Rows<R> {
    bytes: R,
    cell: Vec<u8>,
}

/// Days, and milliseconds, from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH_MILLIS: i64 = EPOCH_DAYS as i64 * 86_400_000;

impl<R: Read> Rows<R> {
    /// The signature, the flags, and an extension that may be empty.
    fn skip_header(&mut self) -> io::Result<()> {
        let mut header = [0; 15];
        self.bytes.read_exact(&mut header)?;
        let extension = u64::from(u32::from_be_bytes(self.four()?));
        io::copy(&mut self.bytes.by_ref().take(extension), &mut io::sink()).map(drop)
    }

    fn four(&mut self) -> io::Result<[u8; 4]> {
        let mut bytes = [0; 4];
        self.bytes.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Goes to the next row; says whether there is one.
    fn next_row(&mut self, cells: usize) -> io::Result<bool> {
        let mut count = [0; 2];
        self.bytes.read_exact(&mut count)?;
        match i16::from_be_bytes(count) {
            -1 => Ok(false),
            count if usize::try_from(count) == Ok(cells) => Ok(true),
            _ => Err(odd()),
        }
    }

    /// The next cell, if it is what its column should hold.
    fn next_cell(&mut self, kind: Kind) -> io::Result<Option<Cell<'_>>> {
        let Ok(length) = usize::try_from(i32::from_be_bytes(self.four()?)) else {
            return Ok(Some(Cell::Null));
        };
        if length > LONGEST_CELL {
            return Err(odd());
        }
        self.cell.resize(length, 0);
        self.bytes.read_exact(&mut self.cell)?;
        Ok(decoded(&self.cell, kind))
    }
}

fn odd() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is not how PostgreSQL sends rows")
}

fn decoded(bytes: &[u8], kind: Kind) -> Option<Cell<'_>> {
    let long = || Some(i64::from_be_bytes(bytes.try_into().ok()?));
    let int = || Some(i32::from_be_bytes(bytes.try_into().ok()?));
    Some(match kind {
        Kind::Id | Kind::Long => Cell::Whole(long()?),
        Kind::Int => Cell::Whole(i64::from(int()?)),
        Kind::Float => Cell::Float(f64::from_be_bytes(bytes.try_into().ok()?)),
        Kind::Money => Cell::Hundredths(hundredths(bytes)?),
        Kind::Bool => Cell::Bool(*bytes.first()? != 0),
        Kind::Text | Kind::Label => Cell::Text(str::from_utf8(bytes).ok()?),
        Kind::Date => Cell::Days(int()?.checked_add(EPOCH_DAYS)?),
        Kind::Time | Kind::Clock => {
            Cell::Millis(long()?.div_euclid(1000).checked_add(EPOCH_MILLIS)?)
        }
    })
}

/// A `numeric` in hundredths: digits in base 10 000, of which the first is worth 10 000 to the
/// power of `weight`. `None` for what is no number, or has more than two decimals.
fn hundredths(bytes: &[u8]) -> Option<i128> {
    let number = |at: usize| Some(i16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let (count, weight, sign) = (number(0)?, i32::from(number(2)?), number(4)?);
    let mut sum = 0_i128;
    for digit in 0..i32::from(count) {
        let value = i128::from(number(8 + 2 * usize::try_from(digit).ok()?)?);
        sum += match weight - digit {
            // The first four decimals: two of them are hundredths.
            -1 if value % 100 == 0 => value / 100,
            power @ 0.. => {
                let worth = 10_000_i128.checked_pow(u32::try_from(power).ok()?)?;
                value.checked_mul(worth)?.checked_mul(100)?
            }
            _ => return None,
        };
    }
    match sign {
        0 => Some(sum),
        0x4000 => Some(-sum),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_what_its_digits_say() {
        let numeric = |weight: i16, sign: i16, digits: &[i16]| {
            let count = i16::try_from(digits.len()).unwrap();
            let numbers = [&[count, weight, sign, 2], digits].concat();
            hundredths(&numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<_>>())
        };
        assert_eq!(numeric(0, 0, &[]), Some(0));
        assert_eq!(numeric(-1, 0, &[500]), Some(5));
        assert_eq!(numeric(0, 0x4000, &[12, 3400]), Some(-1234));
        assert_eq!(numeric(1, 0, &[1]), Some(1_000_000));
        assert_eq!(numeric(-1, 0, &[5]), None, "a twentieth of a cent");
        let not_a_number = i16::from_be_bytes([0xc0, 0]);
        assert_eq!(numeric(0, not_a_number, &[]), None);
    }
}
