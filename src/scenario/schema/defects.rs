//! Flaws that are planted in the data on purpose, each of one kind.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day::Day;

/// What every kind of flaw says of itself: its table, its rows, and how many of them.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The name of the kind, as scenarios write it.
    pub kind: &'static str,
    /// The bare name of the table.
    pub table: &'a str,
    /// The first day, if it is limited.
    pub from: Option<Date>,
    /// The last day, if it is limited.
    pub to: Option<Date>,
    /// The value that a label column must have, by column.
    pub filter: &'a BTreeMap<String, String>,
    /// The share of the eligible rows.
    pub rate: Option<f64>,
    /// The number of rows.
    pub count: Option<u32>,
}

/// Builds the enumeration of kinds: each variant lists its own keys, and all of them get those of
/// [`Target`].
macro_rules! kinds {
    ($(
        $(#[$doc:meta])*
        $name:ident = $word:literal { $( $(#[$meta:meta])* $field:ident : $type:ty, )* }
    )*) => {
        /// A flaw that is planted in a table after its clean rows were made. The row is chosen by
        /// its own key, so that a flaw never moves another, nor the clean data.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        pub enum Defect {
            $(
                $(#[$doc])*
                $name {
                    /// Table of the folder `data`, such as orders.
                    table: String,
                    $( $(#[$meta])* $field: $type, )*
                    /// First day on which it occurs; left out, from the beginning.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    #[schemars(with = "Option<Day>")]
                    from: Option<Date>,
                    /// Last day on which it occurs; left out, to the end.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    #[schemars(with = "Option<Day>")]
                    to: Option<Date>,
                    /// Share of the eligible rows; give this or `count`.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    #[schemars(range(min = 0.0, max = 1.0))]
                    rate: Option<f64>,
                    /// Exact number of rows in the window that is written; give this or `rate`.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    #[schemars(range(min = 1, max = 1_000_000))]
                    count: Option<u32>,
                    /// Rows it is limited to: label columns of the table and the value of each.
                    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
                    filter: BTreeMap<String, String>,
                },
            )*
        }

        impl Defect {
            /// What it has in common with all others.
            pub fn target(&self) -> Target<'_> {
                match self {
                    $( Defect::$name { table, from, to, filter, rate, count, .. } => Target {
                        kind: $word,
                        table: table.strip_prefix("data.").unwrap_or(table),
                        from: *from,
                        to: *to,
                        filter,
                        rate: *rate,
                        count: *count,
                    }, )*
                }
            }

            /// Limits it to the days from `first` to `last`.
            pub fn between(&mut self, first: Date, last: Option<Date>) {
                match self {
                    $( Defect::$name { from, to, .. } => (*from, *to) = (Some(first), last), )*
                }
            }

            /// The words of all kinds.
            pub const KINDS: &'static [&'static str] = &[$($word),*];
        }
    };
}

kinds! {
    /// Cells are empty.
    Missing = "missing" {
        /// Column that loses values.
        column: String,
        /// What the chance depends on: `at_random` nothing, `by_column` another column, `by_value`
        /// the value that is lost.
        #[serde(default)]
        mode: MissingMode,
        /// Column that the chance depends on, with mode = "by_column".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
        /// Values for which `rate` holds: a list of labels, or a bound below.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(length(max = 100))]
        values: Vec<String>,
        /// Smallest number for which `rate` holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<f64>,
        /// Largest number for which `rate` holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<f64>,
        /// Share of the other rows that lose the value, beside those for which `rate` holds.
        #[serde(default)]
        #[schemars(range(min = 0.0, max = 1.0))]
        otherwise: f64,
    }
    /// Rows stand twice: a copy follows the original.
    Duplicates = "duplicates" {
        /// Whether the copy is `exact` or `near`: a near one differs in `columns`.
        #[serde(default)]
        mode: DuplicateMode,
        /// Columns in which a near copy differs: texts, times, or numbers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(length(max = 20))]
        columns: Vec<String>,
    }
    /// Numbers far off.
    Outliers = "outliers" {
        /// Numeric column.
        column: String,
        /// `shifted_decimal`: 10 or 100 times, or a tenth; `extreme`: 20 to 200 times.
        #[serde(default)]
        mode: OutlierMode,
    }
    /// One label is written in several ways.
    LabelVariants = "label_variants" {
        /// Label or text column.
        column: String,
        /// Ways to write it otherwise: case, spaces, spelling, alias (FB for meta, KSA for SA).
        #[serde(default = "all_variants")]
        #[schemars(length(min = 1, max = 4))]
        variants: Vec<Variant>,
    }
    /// Dates and times in several formats; the column becomes text.
    DateFormats = "date_formats" {
        /// Date or time column.
        column: String,
        /// Formats beside the usual one, among which a cell takes one.
        #[serde(default = "all_date_formats")]
        #[schemars(length(min = 1, max = 5))]
        formats: Vec<DateFormat>,
    }
    /// Money in another unit or currency than the column says.
    UnitSlip = "unit_slip" {
        /// Money column, or another with decimals.
        column: String,
        /// `cents` (100 times), `micros` (a million times) or `currency` (`exchange_rate` times).
        #[serde(default)]
        slip: Slip,
        /// Units of the wrong currency for one of the right, with slip = "currency"; AED for USD
        /// is 3.6725.
        #[serde(default = "dirhams_per_dollar")]
        #[schemars(range(min = 0.000_001, max = 1_000_000.0))]
        exchange_rate: f64,
    }
    /// Two columns have changed places.
    SwappedColumns = "swapped_columns" {
        /// Two columns of the same type.
        #[schemars(length(min = 2, max = 2))]
        columns: Vec<String>,
    }
    /// UTF-8 text that was read in another encoding. Plain English letters survive that, so only
    /// other text is eligible.
    BrokenEncoding = "broken_encoding" {
        /// Text or label column.
        column: String,
        /// Encoding in which it was read: `latin_1` (as browsers do: Windows-1252),
        /// `windows_1256` (Arabic), or `ascii`, which leaves question marks.
        #[serde(default)]
        read_as: ReadAs,
    }
    /// Text cut off.
    TruncatedText = "truncated_text" {
        /// Text or label column.
        column: String,
        /// Characters that are left; shorter text is not eligible.
        #[schemars(range(min = 1, max = 1_000))]
        length: u32,
    }
    /// Foreign keys that lead nowhere.
    OrphanedKeys = "orphaned_keys" {
        /// Column that leads to another table.
        column: String,
    }
    /// Values that a rule of the table forbids: clicks above impressions, negative spend, a refund
    /// above the order's total.
    Violations = "violations" {
        /// Numeric column that breaks the rule.
        column: String,
        /// `above`: above the column `other`; `negative`: below zero.
        rule: Rule,
        /// Column of the same table that must not be exceeded, or `orders.total` and its like in
        /// a table with an order_id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    }
    /// Times in another zone than the column says.
    TimeZoneShift = "time_zone_shift" {
        /// Time column.
        column: String,
        /// Hours that are added.
        #[serde(default = "riyadh_hours")]
        #[schemars(range(min = -14.0, max = 14.0))]
        hours: f64,
    }
    /// Sources that collapse into one for some days; no row is lost, so totals are conserved.
    TrackingOutage = "tracking_outage" {
        /// Columns that lose their values: those that may be empty become empty, the others get
        /// `label`.
        #[schemars(length(min = 1, max = 20))]
        columns: Vec<String>,
        /// What stands in their place.
        #[serde(default = "other")]
        #[schemars(length(min = 1, max = 40))]
        label: String,
    }
    /// Visits of robots beside those of people: one after each chosen visit, on a Linux desktop
    /// with a headless browser, many pages in a few seconds, never a cart.
    Bots = "bots" {
    }
    /// Rows that arrive days after the others: the table gets a column `ingested_at`.
    LateRows = "late_rows" {
        /// Fewest days that a late row is late.
        #[serde(default = "one_day")]
        #[schemars(range(min = 1, max = 365))]
        days_min: u32,
        /// Most days that a late row is late.
        #[serde(default = "five_days")]
        #[schemars(range(min = 1, max = 365))]
        days_max: u32,
    }
    /// A column that is renamed, or doubled under a new name, on the day `from`.
    SchemaDrift = "schema_drift" {
        /// Column as it is called before.
        column: String,
        /// `renamed`: the old column is empty from then on; `added`: both are filled.
        #[serde(default)]
        change: Drift,
        /// Name of the new column.
        #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,30}$"))]
        new_name: String,
    }
    /// Figures that were counted twice.
    DoubleCounted = "double_counted" {
        /// Numeric columns, such as claimed_conversions and claimed_revenue; rows in which the
        /// first is above zero are eligible.
        #[schemars(length(min = 1, max = 20))]
        columns: Vec<String>,
    }
}

/// Builds a plain choice, written in snake case.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_meta:meta])* $first:ident $(, $(#[$meta:meta])* $variant:ident)* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            #[default]
            $(#[$first_meta])*
            $first,
            $( $(#[$meta])* $variant, )*
        }
    };
}

choice! {
    /// What the chance of an empty cell depends on.
    MissingMode { AtRandom, ByColumn, ByValue }
}
choice! {
    /// How alike a copy is to its original.
    DuplicateMode { Exact, Near }
}
choice! {
    /// How a number is far off.
    OutlierMode { ShiftedDecimal, Extreme }
}
choice! {
    /// A way to write a label otherwise.
    Variant { Case, Spaces, Spelling, Alias }
}
choice! {
    /// A way to write 18 February 2026.
    DateFormat { Us, European, Dotted, NamedMonth, Compact }
}
choice! {
    /// A wrong unit of money.
    Slip { Cents, Micros, Currency }
}
choice! {
    /// An encoding in which UTF-8 was read.
    ReadAs {
        #[serde(rename = "latin_1")]
        Latin1,
        #[serde(rename = "windows_1256")]
        Windows1256,
        Ascii,
    }
}
choice! {
    /// A rule of a table.
    Rule { Above, Negative }
}
choice! {
    /// What happens to a column.
    Drift { Renamed, Added }
}

fn all_variants() -> Vec<Variant> {
    vec![Variant::Case, Variant::Spaces, Variant::Spelling, Variant::Alias]
}

fn all_date_formats() -> Vec<DateFormat> {
    use DateFormat::{Compact, Dotted, European, NamedMonth, Us};
    vec![Us, European, Dotted, NamedMonth, Compact]
}

/// The dirham has been pegged to the dollar at this rate since 1997.
fn dirhams_per_dollar() -> f64 {
    3.6725
}

/// Riyadh is three hours ahead of UTC.
fn riyadh_hours() -> f64 {
    3.0
}

fn other() -> String {
    "other".to_owned()
}

fn one_day() -> u32 {
    1
}

fn five_days() -> u32 {
    5
}
