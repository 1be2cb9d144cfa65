//! Puts columns together, cell by cell, as rows come in.

use std::fmt::{Debug, Display};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder,
    Int64Builder, RecordBatch, StringBuilder, TimestampMillisecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use super::BATCH_ROWS;
use crate::dataset::shape::in_words;
use crate::tables::spec::{Column, Kind, MONEY_PRECISION, MONEY_SCALE};

/// A cell as a database gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A whole number.
    Whole(i64),
    /// A double.
    Float(f64),
    /// An amount in hundredths.
    Hundredths(i128),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Days since 1970-01-01.
    Days(i32),
    /// Milliseconds since 1970-01-01.
    Millis(i64),
}

/// What is said of a cell that is not what its column should hold.
pub fn misfit(place: impl Display, table: &str, column: &Column, value: impl Debug) -> String {
    let (name, kind) = (column.name, in_words(column.kind));
    format!("{place}: column `{name}` of {table} should hold {kind}, and holds {value:?}")
}

/// A batch that grows by rows.
pub struct Growing {
    schema: SchemaRef,
    columns: Vec<Builder>,
    rows: usize,
}

impl Growing {
    /// An empty batch of some columns.
    pub fn new(columns: &[Column]) -> Growing {
        let fields = columns.iter().map(|column| {
            let data_type = match column.kind {
                Kind::Label => DataType::Utf8,
                other => other.arrow(),
            };
            Field::new(column.name, data_type, true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let columns = columns.iter().map(|column| Builder::new(column.kind)).collect();
        Growing { schema, columns, rows: 0 }
    }

    /// Adds the next cell of a column; says whether it is of the column's kind.
    pub fn add(&mut self, column: usize, cell: Cell) -> bool {
        self.columns[column].add(cell)
    }

    /// Ends a row, and gives the batch if it is full.
    pub fn end_row(&mut self) -> Option<RecordBatch> {
        self.rows += 1;
        if self.rows < BATCH_ROWS { None } else { self.take() }
    }

    /// The rows so far, if there are any.
    pub fn take(&mut self) -> Option<RecordBatch> {
        if std::mem::take(&mut self.rows) == 0 {
            return None;
        }
        let arrays = self.columns.iter_mut().map(Builder::finish).collect();
        // Each builder makes the type of its field, and all have the same number of cells.
        RecordBatch::try_new(self.schema.clone(), arrays).ok()
    }
}

enum Builder {
    Long(Int64Builder),
    Int(Int32Builder),
    Float(Float64Builder),
    Money(Decimal128Builder),
    Bool(BooleanBuilder),
    Text(StringBuilder),
    Date(Date32Builder),
    Moment(TimestampMillisecondBuilder),
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Id | Kind::Long => Builder::Long(Int64Builder::new()),
            Kind::Int => Builder::Int(Int32Builder::new()),
            Kind::Float => Builder::Float(Float64Builder::new()),
            Kind::Money => Builder::Money(
                Decimal128Builder::new()
                    .with_data_type(DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE)),
            ),
            Kind::Bool => Builder::Bool(BooleanBuilder::new()),
            Kind::Text | Kind::Label => Builder::Text(StringBuilder::new()),
            Kind::Date => Builder::Date(Date32Builder::new()),
            Kind::Time | Kind::Clock => {
                Builder::Moment(TimestampMillisecondBuilder::new().with_data_type(kind.arrow()))
            }
        }
    }

    fn add(&mut self, cell: Cell) -> bool {
        match (self, cell) {
            (Builder::Long(b), Cell::Whole(value)) => b.append_value(value),
            (Builder::Int(b), Cell::Whole(value)) => match i32::try_from(value) {
                Ok(value) => b.append_value(value),
                Err(_) => return false,
            },
            (Builder::Float(b), Cell::Float(value)) => b.append_value(value),
            (Builder::Float(b), Cell::Whole(value)) => b.append_value(value as f64),
            (Builder::Money(b), Cell::Hundredths(value)) => b.append_value(value),
            (Builder::Bool(b), Cell::Bool(value)) => b.append_value(value),
            (Builder::Text(b), Cell::Text(value)) => b.append_value(value),
            (Builder::Date(b), Cell::Days(value)) => b.append_value(value),
            (Builder::Moment(b), Cell::Millis(value)) => b.append_value(value),
            (builder, Cell::Null) => builder.add_null(),
            _ => return false,
        }
        true
    }

    fn add_null(&mut self) {
        match self {
            Builder::Long(b) => b.append_null(),
            Builder::Int(b) => b.append_null(),
            Builder::Float(b) => b.append_null(),
            Builder::Money(b) => b.append_null(),
            Builder::Bool(b) => b.append_null(),
            Builder::Text(b) => b.append_null(),
            Builder::Date(b) => b.append_null(),
            Builder::Moment(b) => b.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Long(b) => Arc::new(b.finish()),
            Builder::Int(b) => Arc::new(b.finish()),
            Builder::Float(b) => Arc::new(b.finish()),
            Builder::Money(b) => Arc::new(b.finish()),
            Builder::Bool(b) => Arc::new(b.finish()),
            Builder::Text(b) => Arc::new(b.finish()),
            Builder::Date(b) => Arc::new(b.finish()),
            Builder::Moment(b) => Arc::new(b.finish()),
        }
    }
}
