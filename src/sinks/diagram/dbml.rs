//! DBML, the database markup language.

use std::fmt::Write;

use super::{Attribute, Entity, meaning, name, type_name};
use crate::tables::spec::Table;

/// The text of the diagram: the tables, then the references between them.
pub fn text(entities: &[Entity]) -> String {
    let mut text = String::new();
    for entity in entities {
        text += &table(entity);
    }
    for entity in entities {
        for (attribute, parent, key) in entity.references() {
            // One to one where the foreign key is the whole primary key, else many to one.
            let whole = entity.table.primary_key == [attribute.column.name];
            let (child, arrow) = (dotted(entity.table), if whole { '-' } else { '>' });
            let column = attribute.column.name;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "Ref: {child}.{column} {arrow} {}.{key}", dotted(parent));
        }
    }
    text
}

fn table(entity: &Entity) -> String {
    let table = entity.table;
    let alone = table.primary_key.len() == 1;
    let mut text = format!("Table {} {{\n", dotted(table));
    for attribute in &entity.columns {
        text += &column(attribute, alone);
    }
    if !alone && !table.primary_key.is_empty() {
        let _ = writeln!(text, "  indexes {{\n    ({}) [pk]\n  }}", table.primary_key.join(", "));
    }
    let _ = writeln!(text, "  Note: '{}'\n}}\n", escaped(table.doc));
    text
}

fn column(attribute: &Attribute, alone: bool) -> String {
    let column = attribute.column;
    let mut settings = Vec::new();
    if attribute.is_primary && alone {
        settings.push("pk".to_owned());
    }
    if !column.nullable {
        settings.push("not null".to_owned());
    }
    settings.push(format!("note: '{}'", escaped(&meaning(column))));
    format!("  {} {} [{}]\n", column.name, type_name(column), settings.join(", "))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// `orders`, `"truth"."orders"`: each part of a name with a schema stands in quotes.
fn dotted(table: &Table) -> String {
    let name = name(table);
    match name.split_once('.') {
        Some((schema, table)) => format!("\"{schema}\".\"{table}\""),
        None => name,
    }
}
