//! `DICTIONARY.md`: every table and column, in words.

use std::fmt::Write;

use super::About;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// The text of the file.
pub fn dictionary(about: &About, tables: &[&'static Table]) -> String {
    let mut text = format!("# Data dictionary: {}\n\n{}\n\n", about.name, about.title);
    text +=
        "Every row is synthetic. Times are in UTC; an empty cell means that there is no value.\n";
    for (folder, heading) in [
        (Folder::Data, "what a company would have"),
        (Folder::Truth, "the answer key, which no company has"),
    ] {
        let there = tables.iter().filter(|table| table.folder == folder).collect::<Vec<_>>();
        if there.is_empty() {
            continue;
        }
        text += &format!("\n## {}/: {heading}\n\n| table | one row |\n|---|---|\n", folder.name());
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
    let mut text = format!("\n### {}/{}\n\n{}\n\n", table.folder.name(), table.name, table.doc);
    // Writing to a string cannot fail.
    let _ =
        writeln!(text, "One row: {}. Key: `{}`.\n", table.grain, table.primary_key.join("`, `"));
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
