//! `datapackage.json`: the tables as a Frictionless data package (specification version 1).

use serde_json::{Value, json};

use super::{Order, data_file, keys};
use crate::sinks::Format;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// The text of the file. It is the same for all parts of a run. `is_empty` says of a table's
/// position whether it is clear beforehand that it has no rows; JSON lines of none are an empty file, in
/// which no reader finds columns, so such a table is left out.
pub fn package(
    order: &Order,
    tables: &[&'static Table],
    is_empty: impl Fn(usize) -> bool,
) -> String {
    let about = &order.about;
    let is_told = |place: usize| order.format != Format::Jsonl || !is_empty(place);
    let told = tables.iter().copied().enumerate().filter(|(place, _)| is_told(*place));
    let (places, tables): (Vec<usize>, Vec<&'static Table>) = told.unzip();
    let resource = |(&table, &place)| resource(order, table, &tables, is_empty(place));
    let resources = tables.iter().zip(&places).map(resource).collect::<Vec<_>>();
    let package = json!({
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": format!(
            "Synthetic: no row stands for a real person, shop or campaign. {} days from {}.",
            about.days, about.start
        ),
        "resources": resources,
    });
    // Made of strings, numbers and lists: there is nothing in it that JSON could not hold.
    serde_json::to_string_pretty(&package).expect("a data package is JSON") + "\n"
}

fn resource(order: &Order, table: &Table, tables: &[&'static Table], is_empty: bool) -> Value {
    let folder = table.folder.name();
    let files = order.part.all().map(|part| data_file(folder, table.name, part, order.format));
    let mut files = files.map(Value::from).collect::<Vec<_>>();
    let parts = files.len();
    let path = if parts == 1 { files.remove(0) } else { Value::from(files) };
    let mut resource = json!({
        "profile": "tabular-data-resource",
        "name": resource_name(table),
        "path": path,
        "format": order.format.extension(),
        "mediatype": match order.format {
            Format::Csv => "text/csv",
            Format::Jsonl => "application/jsonl",
            Format::Parquet => "application/vnd.apache.parquet",
        },
        "encoding": "utf-8",
        "title": table.qualified_name(),
        "description": format!("{} One row: {}.", table.doc, table.grain),
        "schema": {
            "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
            "missingValues": missing_values(order.format),
            "primaryKey": table.primary_key,
            "foreignKeys": foreign_keys(table, tables),
        },
    });
    if table.primary_key.is_empty()
        && let Some(schema) = resource["schema"].as_object_mut()
    {
        schema.remove("primaryKey");
    }
    if order.format == Format::Csv && parts > 1 && !is_empty {
        // The header stands in the first part alone, so that parts put together are the whole
        // file. Frictionless would take the first line off every part; told that there is no
        // header but that line 1 of the whole is not data, it reads what is there. Without any
        // rows it wants the header to be one, and there is no line to take off the other parts.
        resource["dialect"] = json!({ "header": false, "commentRows": [1] });
    }
    resource
}

/// What stands for an empty cell. Frictionless reads Parquet through pandas, which turns empty
/// numbers into `nan` and empty times into `NaT`.
fn missing_values(format: Format) -> &'static [&'static str] {
    match format {
        Format::Csv | Format::Jsonl => &[""],
        Format::Parquet => &["", "nan", "NaT"],
    }
}

/// Names of resources may not hold underscores: `ad-performance`, `truth-orders`.
fn resource_name(table: &Table) -> String {
    let name = table.name.replace(['_', '.'], "-");
    match table.folder {
        Folder::Data => name,
        Folder::Truth | Folder::Layout(_) => format!("{}-{name}", table.folder.name()),
    }
}

fn field(column: &Column) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": match column.kind {
            Kind::Id | Kind::Int | Kind::Long => "integer",
            Kind::Float | Kind::Money => "number",
            Kind::Bool => "boolean",
            Kind::Text | Kind::Label => "string",
            Kind::Date => "date",
            Kind::Time | Kind::Clock => "datetime",
        },
        "description": column.doc,
    });
    if !column.unit.is_empty() {
        field["unit"] = column.unit.into();
    }
    if !column.nullable {
        field["constraints"] = json!({ "required": true });
    }
    field
}

fn foreign_keys(table: &Table, tables: &[&'static Table]) -> Vec<Value> {
    let keys = table.columns.iter().filter_map(|column| {
        let (target, key) = keys::target(column, table.folder, tables)?;
        let itself = target.is_named_like(table);
        let resource = if itself { String::new() } else { resource_name(target) };
        Some(json!({
            "fields": [column.name],
            "reference": { "resource": resource, "fields": [key] },
        }))
    });
    keys.collect()
}
