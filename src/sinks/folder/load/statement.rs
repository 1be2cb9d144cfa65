//! Statements that most systems share, up to how they write names, texts and types.

use super::outline::{Loaded, TableName, meaning};
use crate::sinks::database::quoting::literal;
use crate::tables::spec::Column;

/// How a system writes what all of them have.
pub struct Dialect {
    /// A name that stands for itself, whatever it holds.
    pub name: fn(&str) -> String,
    /// A text.
    pub text: fn(&str) -> String,
    /// The type of a column.
    pub kind: fn(&Loaded, &Column) -> String,
    /// What a column's meaning looks like behind its type, where the system takes it there.
    pub comment: fn(&str) -> String,
    /// The schema of tables that name none.
    pub schema: Option<&'static str>,
    /// What follows a key that the system notes but does not check.
    pub key_suffix: &'static str,
}

impl Dialect {
    /// A table's full name.
    pub fn table(&self, table: &TableName) -> String {
        let name = (self.name)(&table.name);
        match table.schema.or(self.schema) {
            Some(schema) => format!("{}.{name}", (self.name)(schema)),
            None => name,
        }
    }

    /// Names, set apart by commas.
    pub fn names<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> String {
        names.into_iter().map(self.name).collect::<Vec<_>>().join(", ")
    }

    /// The names of a table's columns, set apart by commas.
    pub fn columns(&self, loaded: &Loaded) -> String {
        self.names(loaded.table.columns.iter().map(|column| column.name))
    }

    /// `CREATE TABLE` with columns and keys, without what follows the closing bracket.
    pub fn create(&self, loaded: &Loaded) -> String {
        let mut lines = Vec::new();
        for column in loaded.table.columns {
            let (name, kind) = ((self.name)(column.name), (self.kind)(loaded, column));
            let null = if column.nullable { "" } else { " NOT NULL" };
            lines.push(format!("{name} {kind}{null}{}", (self.comment)(&meaning(column))));
        }
        let suffix = self.key_suffix;
        if !loaded.table.primary_key.is_empty() {
            let key = self.names(loaded.table.primary_key.iter().copied());
            lines.push(format!("PRIMARY KEY ({key}){suffix}"));
        }
        for key in loaded.foreign_keys.iter().filter(|key| self.can_lead(loaded, &key.target)) {
            let (column, target) = ((self.name)(key.column), self.table(&key.target));
            let key = (self.name)(key.key);
            lines.push(format!("FOREIGN KEY ({column}) REFERENCES {target} ({key}){suffix}"));
        }
        format!("CREATE TABLE {} (\n    {}\n)", self.table(&loaded.name), lines.join(",\n    "))
    }

    /// `COMMENT ON` the table and its columns.
    pub fn comments(&self, loaded: &Loaded) -> String {
        let name = self.table(&loaded.name);
        let mut text = format!("COMMENT ON TABLE {name} IS {};\n", (self.text)(loaded.table.doc));
        for column in loaded.table.columns {
            let (own, says) = ((self.name)(column.name), (self.text)(&meaning(column)));
            text += &format!("COMMENT ON COLUMN {name}.{own} IS {says};\n");
        }
        text
    }

    /// Not every system lets keys lead from one schema to another.
    fn can_lead(&self, loaded: &Loaded, target: &TableName) -> bool {
        loaded.name.schema == target.schema
    }
}

/// Each line as a comment of SQL.
pub fn note(lines: &str) -> String {
    lines.lines().map(|line| format!("-- {line}").trim_end().to_owned() + "\n").collect()
}

/// `'it''s'`, where a backslash means itself only when it is doubled.
pub fn escaped_literal(text: &str) -> String {
    literal(&text.replace('\\', "\\\\"))
}
