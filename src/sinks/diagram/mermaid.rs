//! Mermaid's entity-relationship diagrams.

use std::fmt::Write;

use super::{Attribute, Entity, meaning, name, type_name};
use crate::tables::spec::Table;

/// The text of the diagram: the tables, then the lines between them.
pub fn text(entities: &[Entity]) -> String {
    let mut text = "erDiagram\n".to_owned();
    for entity in entities {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {} {{", quoted(entity.table));
        for attribute in &entity.columns {
            let _ = writeln!(text, "        {}", line(attribute));
        }
        text += "    }\n";
    }
    for entity in entities {
        for (attribute, table, _) in entity.references() {
            let many = if is_whole_key(attribute, entity.table) { "o|" } else { "o{" };
            let one = if attribute.column.nullable { "|o" } else { "||" };
            let (parent, child) = (quoted(table), quoted(entity.table));
            let _ =
                writeln!(text, "    {parent} {one}--{many} {child} : {}", attribute.column.name);
        }
    }
    text
}

/// Whether a row has at most one such row: the foreign key is the whole primary key.
fn is_whole_key(attribute: &Attribute, table: &Table) -> bool {
    table.primary_key == [attribute.column.name]
}

fn line(attribute: &Attribute) -> String {
    let keys = match (attribute.is_primary, attribute.leads_to.is_some()) {
        (true, true) => " PK, FK",
        (true, false) => " PK",
        (false, true) => " FK",
        (false, false) => "",
    };
    let column = attribute.column;
    // A comment ends at the next double quote, and there is no way to write one inside.
    let comment = meaning(column).replace('"', "'");
    format!("{} {}{keys} \"{comment}\"", type_name(column), column.name)
}

/// A name with a dot needs quotes.
fn quoted(table: &Table) -> String {
    let name = name(table);
    if name.contains('.') { format!("\"{name}\"") } else { name }
}
