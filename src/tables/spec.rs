//! What a table is, in data: its name, grain, keys and columns. Arrow schemas, the dictionary,
//! the data package and the checks of `adloom verify` all follow from these descriptions.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// The folder of a dataset in which a table lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// What a company would have.
    Data,
    /// The answer key.
    Truth,
    /// The same world in the shape that somebody already knows, by the name of the layout.
    Layout(&'static str),
}

impl Folder {
    /// The folder of a name; every name other than those of the plain tables is a layout's.
    pub fn named(name: &str) -> Folder {
        // Names are kept until the program ends: there are as many as folders.
        static LAYOUTS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
        match name {
            "data" => Folder::Data,
            "truth" => Folder::Truth,
            _ => {
                // A thread that panicked while it held the lock left a complete list behind.
                let mut known = LAYOUTS.lock().unwrap_or_else(PoisonError::into_inner);
                let found = known.iter().copied().find(|known| *known == name);
                Folder::Layout(found.unwrap_or_else(|| {
                    known.push(String::from(name).leak());
                    known[known.len() - 1]
                }))
            }
        }
    }

    /// The folder's name inside a dataset.
    pub fn name(self) -> &'static str {
        match self {
            Folder::Data => "data",
            Folder::Truth => "truth",
            Folder::Layout(name) => name,
        }
    }
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A surrogate key: a whole number of at most 53 bits.
    Id,
    /// A 32-bit count.
    Int,
    /// A 64-bit count.
    Long,
    /// A double.
    Float,
    /// Money in the reporting currency, with two decimals.
    Money,
    /// True or false.
    Bool,
    /// Free text.
    Text,
    /// Text from a short list of values (stored as a dictionary).
    Label,
    /// A calendar day.
    Date,
    /// A moment in UTC, to the second.
    Time,
    /// A date and time without a zone, as source systems write them.
    Clock,
}

impl Kind {
    /// All kinds, with the word that a manifest has for each.
    const WORDS: [(Kind, &'static str); 11] = [
        (Kind::Id, "id"),
        (Kind::Int, "int"),
        (Kind::Long, "long"),
        (Kind::Float, "float"),
        (Kind::Money, "money"),
        (Kind::Bool, "bool"),
        (Kind::Text, "text"),
        (Kind::Label, "label"),
        (Kind::Date, "date"),
        (Kind::Time, "time"),
        (Kind::Clock, "clock"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        // The list has every kind; a test holds it.
        Kind::WORDS.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::WORDS.iter().find(|(_, own)| *own == word).map(|(kind, _)| *kind)
    }

    /// Whether it holds numbers that can be reckoned with.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Int | Kind::Long | Kind::Float | Kind::Money)
    }

    /// Whether it holds text.
    pub fn is_text(self) -> bool {
        matches!(self, Kind::Text | Kind::Label)
    }

    /// Whether it holds moments.
    pub fn is_moment(self) -> bool {
        matches!(self, Kind::Time | Kind::Clock)
    }
}

/// Digits of a money amount: up to 10^12 with two decimals, which still fits 64 bits.
pub const MONEY_PRECISION: u8 = 14;
/// Decimals of a money amount.
pub const MONEY_SCALE: i8 = 2;

impl Kind {
    /// The Arrow type that carries it.
    pub fn arrow(self) -> DataType {
        match self {
            Kind::Id | Kind::Long => DataType::Int64,
            Kind::Int => DataType::Int32,
            Kind::Float => DataType::Float64,
            Kind::Money => DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE),
            Kind::Bool => DataType::Boolean,
            Kind::Text => DataType::Utf8,
            Kind::Label => {
                DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8))
            }
            Kind::Date => DataType::Date32,
            Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
            Kind::Clock => DataType::Timestamp(TimeUnit::Millisecond, None),
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
    /// What it holds, in one line.
    pub doc: &'static str,
    /// Its unit, or "" for none.
    pub unit: &'static str,
    /// The `table.column` whose values it takes, or "" for none.
    pub references: &'static str,
}

impl Column {
    /// A column that is never empty.
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Column { name, kind, nullable: false, doc, unit: "", references: "" }
    }

    /// The same column, with empty cells allowed.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same column, with a unit.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// The same column, as a foreign key to `table.column`.
    pub const fn references(mut self, target: &'static str) -> Self {
        self.references = target;
        self
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name, which is also the file's stem. `shopify.order` is a table in a schema of its own,
    /// and a file in a folder of its own.
    pub name: &'static str,
    /// Where it lies.
    pub folder: Folder,
    /// What it holds, in one or two sentences.
    pub doc: &'static str,
    /// What one row is.
    pub grain: &'static str,
    /// The columns that identify a row.
    pub primary_key: &'static [&'static str],
    /// Its columns, in order.
    pub columns: &'static [Column],
}

impl Table {
    /// A description that was made at run time, as a layout's are. It is kept until the program
    /// ends: there are as many as files that describe them.
    pub fn kept(self) -> &'static Table {
        Box::leak(Box::new(self))
    }

    /// The table without the references that are lost; the same description, if none is.
    pub fn unlinked(&'static self, is_lost: impl Fn(&Column) -> bool) -> &'static Table {
        if !self.columns.iter().any(&is_lost) {
            return self;
        }
        let cut = |column: &Column| match is_lost(column) {
            true => Column { references: "", ..*column },
            false => *column,
        };
        let columns: Vec<Column> = self.columns.iter().map(cut).collect();
        Table { columns: columns.leak(), ..*self }.kept()
    }

    /// Its Arrow schema, made once: every batch of the table shares it.
    pub fn schema(&self) -> SchemaRef {
        static MADE: RwLock<Vec<(usize, SchemaRef)>> = RwLock::new(Vec::new());
        // Columns are static, so their place in memory names them.
        let place = self.columns.as_ptr() as usize;
        let find = |made: &Vec<(usize, SchemaRef)>| {
            made.iter().find(|(known, _)| *known == place).map(|(_, schema)| Arc::clone(schema))
        };
        // A thread that panicked while it held the lock left a complete list behind.
        let known = find(&MADE.read().unwrap_or_else(PoisonError::into_inner));
        known.unwrap_or_else(|| {
            let field = |c: &Column| Field::new(c.name, c.kind.arrow(), c.nullable);
            let schema: SchemaRef =
                Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()));
            let mut made = MADE.write().unwrap_or_else(PoisonError::into_inner);
            made.push((place, Arc::clone(&schema)));
            schema
        })
    }

    /// Whether it has the folder and the name of another, though maybe other columns.
    pub fn is_named_like(&self, other: &Table) -> bool {
        self.folder == other.folder && self.name == other.name
    }

    /// The position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    /// The column that says on which day a row happened: `date`, or else its first moment.
    pub fn day_column(&self) -> Option<usize> {
        let dated = self.columns.iter().position(|c| c.name == "date" && c.kind == Kind::Date);
        dated.or_else(|| self.columns.iter().position(|c| c.kind == Kind::Time))
    }

    /// `data.orders`, `truth.orders`: its name among all tables.
    pub fn qualified_name(&self) -> String {
        format!("{}.{}", self.folder.name(), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for (kind, word) in Kind::WORDS {
            assert_eq!((kind.word(), Kind::of_word(word)), (word, Some(kind)));
        }
    }
}
