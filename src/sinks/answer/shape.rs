//! What any answer's columns become before they are written as text.

use std::io;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::compute::cast;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::tables::spec::{Column, Folder, Kind, MONEY_SCALE, Table};

/// Digits that a 64-bit whole number always has room for.
const LONG_DIGITS: u8 = 18;

/// The kinds of an answer's columns.
pub struct Shape {
    table: &'static Table,
    schema: SchemaRef,
}

impl Shape {
    /// The shape of answers under a schema.
    pub fn new(schema: &SchemaRef) -> Shape {
        // There is one answer to a query, so that its description may be kept like any other.
        let columns: Vec<Column> = schema
            .fields()
            .iter()
            .map(|field| {
                let name = Box::leak(field.name().clone().into_boxed_str());
                Column::new(name, kind(field.data_type()), "").nullable()
            })
            .collect();
        let table = Table {
            name: "answer",
            folder: Folder::Data,
            doc: "",
            grain: "",
            primary_key: &[],
            columns: Box::leak(columns.into_boxed_slice()),
        };
        let fields = table.columns.iter().zip(schema.fields()).map(|(column, field)| {
            Field::new(field.name(), written(column.kind, field.data_type()), true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Shape { table: table.kept(), schema }
    }

    /// The columns, described as those of a table.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// The same rows in types that have a form as text.
    pub fn fit(&self, batch: &RecordBatch) -> io::Result<RecordBatch> {
        let columns = batch.columns().iter().zip(self.schema.fields());
        let columns = columns.map(|(column, field)| fit(column, field.data_type()));
        let columns = columns.collect::<io::Result<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
            .map_err(io::Error::other)
    }
}

/// The kind of column that holds values of a type.
fn kind(data_type: &DataType) -> Kind {
    match data_type {
        DataType::Boolean => Kind::Bool,
        DataType::Date32 | DataType::Date64 => Kind::Date,
        DataType::Timestamp(_, Some(_)) => Kind::Time,
        DataType::Timestamp(_, None) => Kind::Clock,
        DataType::Decimal128(_, MONEY_SCALE) => Kind::Money,
        DataType::Decimal128(digits, 0) if *digits <= LONG_DIGITS => Kind::Long,
        other if other.is_integer() => Kind::Long,
        other if other.is_floating() || other.is_decimal() => Kind::Float,
        _ => Kind::Text,
    }
}

/// The type in which a column is written.
fn written(kind: Kind, data_type: &DataType) -> DataType {
    match kind {
        Kind::Money => data_type.clone(),
        Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        other => other.arrow(),
    }
}

fn fit(column: &ArrayRef, wanted: &DataType) -> io::Result<ArrayRef> {
    if column.data_type() == wanted {
        return Ok(column.clone());
    }
    if *wanted == DataType::Utf8 && !is_text(column.data_type()) {
        return shown(column);
    }
    cast(column, wanted).map_err(io::Error::other)
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_text(values),
        other => other.is_string(),
    }
}

/// Lists, intervals and the like, as the query engine shows them.
fn shown(column: &ArrayRef) -> io::Result<ArrayRef> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options).map_err(io::Error::other)?;
    let cell = |row| column.is_valid(row).then(|| formatter.value(row).to_string());
    // An array of nothing but nulls has no buffer that says so.
    let nothing = *column.data_type() == DataType::Null;
    let cells = (0..column.len()).map(|row| if nothing { None } else { cell(row) });
    Ok(Arc::new(cells.collect::<StringArray>()))
}
