//! `DICTIONARY.md`: every table and column, in words.

use std::fmt::Write;

use super::About;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// The text of the file. `layouts` are the names of the layouts among the tables, and what each is.
pub fn dictionary(about: &About, tables: &[&'static Table], layouts: &[(&str, &str)]) -> String {
    let mut text = format!("# Data dictionary: {}\n\n{}\n\n", about.name, about.title);
    text +=
        "Every row is synthetic. Times are in UTC; an empty cell means that there is no value.\n";
    let own = [
        (Folder::Data.name(), "what a company would have"),
        (Folder::Truth.name(), "the answer key, which no company has"),
    ];
    for (folder, heading) in own.iter().chain(layouts) {
        let there = tables.iter().filter(|table| table.folder.name() == *folder);
        let there = there.collect::<Vec<_>>();
        if there.is_empty() {
            continue;
        }
        let heading = if heading.is_empty() { "" } else { &format!(": {heading}") };
        text += &format!("\n## {folder}/{heading}\n\n| table | one row |\n|---|---|\n");
        for table in &there {
            text += &row(&[&format!("`{}`", table.name), table.grain]);
        }
        for table in there {
            text += &section(table);
        }
    }
    text
}

fn section(table: &Table) -> String {
    let mut text = format!("\n### {}/{}\n\n", table.folder.name(), table.name);
    // Writing to a string cannot fail.
    if !table.doc.is_empty() {
        let _ = writeln!(text, "{}\n", table.doc);
    }
    let key = match table.primary_key {
        [] => " No key: rows may repeat.".to_owned(),
        key => format!(" Key: `{}`.", key.join("`, `")),
    };
    let _ = writeln!(text, "One row: {}.{key}\n", table.grain);
    text += "| column | type | unit | empty? | leads to | meaning |\n|---|---|---|---|---|---|\n";
    for column in table.columns {
        let leads_to = match column.references {
            "" => String::new(),
            target => format!("`{target}`"),
        };
        text += &row(&[
            &format!("`{}`", column.name),
            kind(column),
            column.unit,
            if column.nullable { "yes" } else { "" },
            &leads_to,
            column.doc,
        ]);
    }
    text
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        Kind::Id => "id",
        Kind::Int | Kind::Long => "whole number",
        Kind::Float => "number",
        Kind::Money => "money",
        Kind::Bool => "true or false",
        Kind::Text => "text",
        Kind::Label => "label",
        Kind::Date => "date",
        Kind::Time => "time (UTC)",
        Kind::Clock => "date and time",
    }
}

fn row(cells: &[&str]) -> String {
    let cells = cells.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>();
    format!("| {} |\n", cells.join(" | "))
}
