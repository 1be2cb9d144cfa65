//! The scenario's list of defects, sorted by table and resolved to columns, days and draws.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;

use super::change::{Change, Limit, Orphan};
use super::choice::{Chance, Condition, Rows};
use super::describe;
use crate::random::Key;
use crate::random::names::DEFECT;
use crate::scenario::{Defect, Drift, Rule, Scenario, Slip};
use crate::tables::columns::{self, ORDERS};
use crate::tables::spec::{Column, Folder, Kind, Table};
use crate::world::clock::day_number;
use crate::world::ids::{NO_REGIONS, Permutation, RowId};
use crate::world::{Ids, World};

/// The name of the column that tells when a row arrived.
pub const INGESTED_AT: &str = "ingested_at";

/// All defects of a scenario.
#[derive(Debug)]
pub struct Plan {
    /// The key of the seed.
    pub seed: Key,
    /// The tables that have defects.
    pub tables: Vec<TablePlan>,
    /// Figures of orders that some of them look up: columns of `orders`.
    pub figures: Vec<usize>,
    /// What the ids of robots follow from.
    pub robots: RobotIds,
}

/// Ids of robots' visits: like those of people, but none that a person could have.
#[derive(Debug)]
pub struct RobotIds {
    /// The ids of the regions, in order.
    pub regions: Vec<String>,
    session: Permutation,
    visitor: Permutation,
}

impl RobotIds {
    /// The id of the n-th visit under a region that no scenario has.
    pub fn session(&self, day: i32, region: usize, n: u64) -> i64 {
        self.session.id(RowId::foreign(day, region, n))
    }

    /// The id of the n-th visitor likewise.
    pub fn visitor(&self, day: i32, region: usize, n: u64) -> i64 {
        self.visitor.id(RowId::foreign(day, region, n))
    }
}

/// The defects of a table.
#[derive(Debug)]
pub struct TablePlan {
    /// The table as it is without them.
    pub clean: &'static Table,
    /// The kinds of its columns, with `ingested_at` behind them where rows are late.
    pub kinds: Vec<Kind>,
    /// The table as it is with them.
    pub dirty: &'static Table,
    /// Those that strike single rows, in the order of the scenario.
    pub defects: Vec<Planned>,
    /// Columns that are renamed or doubled.
    pub drifts: Vec<Drifted>,
    /// Which entry makes rows late.
    pub late: Option<i32>,
    /// Whether its rows wait for the orders of their block.
    pub waits: bool,
}

/// A defect that strikes single rows.
#[derive(Debug)]
pub struct Planned {
    /// Its position in the scenario, from 1.
    pub number: i32,
    /// Its kind.
    pub kind: &'static str,
    /// The key of its draws.
    pub key: Key,
    /// The rows that it may strike.
    pub rows: Rows,
    /// How likely.
    pub chance: Chance,
    /// The number of rows, where one is stated.
    pub count: Option<u32>,
    /// What it does.
    pub act: Act,
    /// How many rows it has struck so far.
    pub struck: AtomicU64,
}

/// What a defect does to a row that it strikes.
#[derive(Debug)]
pub enum Act {
    /// Cells change.
    Change(Change),
    /// A copy follows, which differs in these columns.
    Copy(Vec<usize>),
    /// A robot's visit follows, whose ids are those of a region that no scenario has.
    Bot(usize),
}

/// A column that is renamed or doubled.
#[derive(Debug)]
pub struct Drifted {
    /// Its position in the scenario, from 1.
    pub number: i32,
    /// The column.
    pub column: usize,
    /// The first day of its new name.
    pub from: jiff::civil::Date,
    /// The new name.
    pub name: String,
    /// Whether the old column is empty from then on.
    pub renamed: bool,
}

impl Plan {
    /// Resolves the defects of a world.
    pub fn new(world: &World) -> Plan {
        let scenario = &world.scenario;
        let mut plan = Plan {
            seed: Key::seed(scenario.seed),
            tables: Vec::new(),
            figures: figures(scenario),
            robots: RobotIds {
                regions: scenario.regions.iter().map(|region| region.id.clone()).collect(),
                session: world.ids.session,
                visitor: world.ids.visitor,
            },
        };
        for &table in columns::ALL.iter().filter(|table| table.folder == Folder::Data) {
            if let Some(found) = plan.table(world, table) {
                plan.tables.push(found);
            }
        }
        plan
    }

    /// The plan of a table, if it has defects.
    pub fn of(&self, table: &Table) -> Option<&TablePlan> {
        self.tables.iter().find(|plan| std::ptr::eq(plan.clean, table))
    }

    fn table(&self, world: &World, table: &'static Table) -> Option<TablePlan> {
        let entries: Vec<(usize, &Defect)> = world
            .scenario
            .defects
            .iter()
            .enumerate()
            .filter(|(_, defect)| defect.target().table == table.name)
            .collect();
        if entries.is_empty() {
            return None;
        }
        let is_late = |defect: &Defect| matches!(defect, Defect::LateRows { .. });
        let late = entries.iter().find(|(_, defect)| is_late(defect)).map(|(n, _)| *n as i32 + 1);
        let mut kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        kinds.extend(late.map(|_| Kind::Time));
        let resolve = Resolve { table, ids: &world.ids, figures: &self.figures };
        let (mut defects, mut drifts) = (Vec::new(), Vec::new());
        let mut alike: BTreeMap<String, u64> = BTreeMap::new();
        for (place, defect) in entries {
            let number = place as i32 + 1;
            if let Some(drift) = resolve.drift(number, defect) {
                drifts.push(drift);
                continue;
            }
            // The entries before it have no say in its draws, but for its own like.
            let address = format!("{} {} {}", defect.target().kind, table.name, columns_of(defect));
            let nth = alike.entry(address.clone()).or_default();
            let key = self.seed.of(DEFECT).text(&address).at(*nth);
            *nth += 1;
            let bots = defects.iter().filter(|d: &&Planned| matches!(d.act, Act::Bot(_))).count();
            if let Some(act) = resolve.act(defect, bots) {
                let target = defect.target();
                defects.push(Planned {
                    number,
                    kind: target.kind,
                    key,
                    rows: resolve.rows(defect),
                    chance: resolve.chance(defect),
                    count: target.count,
                    act,
                    struck: AtomicU64::new(0),
                });
            }
        }
        let waits = defects
            .iter()
            .any(|defect| matches!(defect.act, Act::Change(Change::Exceed(_, Limit::Order(..)))));
        let dirty = describe::dirty(table, &defects, &drifts, late.is_some());
        Some(TablePlan { clean: table, kinds, dirty, defects, drifts, late, waits })
    }
}

/// The columns of `orders` that some defect compares with.
fn figures(scenario: &Scenario) -> Vec<usize> {
    let others = scenario.defects.iter().filter_map(|defect| match defect {
        Defect::Violations { other: Some(other), .. } => other.strip_prefix("orders."),
        _ => None,
    });
    others.filter_map(|name| ORDERS.position(name)).collect()
}

/// The columns that a defect names.
fn columns_of(defect: &Defect) -> String {
    match defect {
        Defect::Missing { column, .. }
        | Defect::Outliers { column, .. }
        | Defect::LabelVariants { column, .. }
        | Defect::DateFormats { column, .. }
        | Defect::UnitSlip { column, .. }
        | Defect::BrokenEncoding { column, .. }
        | Defect::TruncatedText { column, .. }
        | Defect::OrphanedKeys { column, .. }
        | Defect::Violations { column, .. }
        | Defect::TimeZoneShift { column, .. }
        | Defect::SchemaDrift { column, .. } => column.clone(),
        Defect::Duplicates { columns, .. }
        | Defect::SwappedColumns { columns, .. }
        | Defect::TrackingOutage { columns, .. }
        | Defect::DoubleCounted { columns, .. } => columns.join(","),
        Defect::Bots { .. } | Defect::LateRows { .. } => String::new(),
    }
}

/// What it takes to resolve the entries of a table. The scenario's checks have found every column
/// and held it against its kind; an entry that does not resolve all the same does nothing.
struct Resolve<'a> {
    table: &'static Table,
    ids: &'a Ids,
    figures: &'a [usize],
}

impl Resolve<'_> {
    fn place(&self, column: &str) -> Option<usize> {
        self.table.position(column)
    }

    fn places(&self, columns: &[String]) -> Vec<usize> {
        columns.iter().filter_map(|column| self.place(column)).collect()
    }

    fn drift(&self, number: i32, defect: &Defect) -> Option<Drifted> {
        let Defect::SchemaDrift { column, change, new_name, from, .. } = defect else {
            return None;
        };
        Some(Drifted {
            number,
            column: self.place(column)?,
            from: (*from)?,
            name: new_name.clone(),
            renamed: *change == Drift::Renamed,
        })
    }

    fn rows(&self, defect: &Defect) -> Rows {
        let target = defect.target();
        let limited = target.from.is_some() || target.to.is_some();
        let first = target.from.map_or(i32::MIN, day_number);
        let last = target.to.map_or(i32::MAX, day_number);
        let days = self.table.day_column().filter(|_| limited).map(|day| (day, first, last));
        let labels = target
            .filter
            .iter()
            .filter_map(|(name, value)| Some((self.place(name)?, value.clone())));
        Rows { days, labels: labels.collect() }
    }

    fn chance(&self, defect: &Defect) -> Chance {
        let target = defect.target();
        if target.count.is_some() {
            // Found out before the first block is made.
            return Chance::UpTo(None);
        }
        let rate = target.rate.unwrap_or(1.0);
        let Defect::Missing { column, on, values, at_least, at_most, otherwise, .. } = defect
        else {
            return Chance::Rate(rate);
        };
        let Some(on) = self.place(on.as_ref().unwrap_or(column)) else { return Chance::Rate(rate) };
        let condition = match (at_least, at_most) {
            (None, None) if values.is_empty() => return Chance::Rate(rate),
            (None, None) => Condition::Among(on, values.clone()),
            (least, most) => Condition::Within(
                on,
                least.unwrap_or(f64::NEG_INFINITY),
                most.unwrap_or(f64::INFINITY),
            ),
        };
        Chance::Depends(condition, rate, *otherwise)
    }

    fn act(&self, defect: &Defect, bots: usize) -> Option<Act> {
        let change = match defect {
            Defect::Duplicates { columns, .. } => return Some(Act::Copy(self.places(columns))),
            Defect::Bots { .. } => {
                let regions = NO_REGIONS.len() - 1;
                return Some(Act::Bot(NO_REGIONS.end - 1 - bots % regions));
            }
            Defect::SchemaDrift { .. } => return None,
            Defect::Missing { column, .. } => Change::Blank(self.place(column)?),
            Defect::Outliers { column, mode, .. } => Change::Outlier(self.place(column)?, *mode),
            Defect::LabelVariants { column, variants, .. } => {
                Change::Rewrite(self.place(column)?, variants.clone())
            }
            Defect::DateFormats { column, formats, .. } => {
                Change::Redate(self.place(column)?, formats.clone())
            }
            Defect::UnitSlip { column, slip, exchange_rate, .. } => {
                let factor = match slip {
                    Slip::Cents => 100.0,
                    Slip::Micros => 1e6,
                    Slip::Currency => *exchange_rate,
                };
                Change::Multiply(self.place(column)?, factor)
            }
            Defect::SwappedColumns { columns, .. } => match self.places(columns)[..] {
                [a, b] => Change::Swap(a, b),
                _ => return None,
            },
            Defect::BrokenEncoding { column, read_as, .. } => {
                Change::Misread(self.place(column)?, *read_as)
            }
            Defect::TruncatedText { column, length, .. } => {
                Change::Cut(self.place(column)?, *length as usize)
            }
            Defect::OrphanedKeys { column, .. } => {
                let place = self.place(column)?;
                Change::Orphan(place, self.orphan(&self.table.columns[place]))
            }
            Defect::Violations { column, rule: Rule::Negative, .. } => {
                Change::Negate(self.place(column)?)
            }
            Defect::Violations { column, other, .. } => {
                Change::Exceed(self.place(column)?, self.limit(other.as_ref()?)?)
            }
            Defect::TimeZoneShift { column, hours, .. } => {
                const HOUR_SECONDS: f64 = 3_600.0;
                // To the second, as moments are.
                Change::Shift(self.place(column)?, (hours * HOUR_SECONDS).round() as i64 * 1_000)
            }
            Defect::TrackingOutage { columns, label, .. } => {
                let is_emptied = |&column: &usize| self.table.columns[column].nullable;
                let (emptied, labelled) = self.places(columns).into_iter().partition(is_emptied);
                Change::Collapse(emptied, labelled, label.clone())
            }
            // The column stands behind those of the clean table.
            Defect::LateRows { days_min, days_max, .. } => {
                Change::Delay(self.table.columns.len(), *days_min, *days_max)
            }
            Defect::DoubleCounted { columns, .. } => Change::Double(self.places(columns)),
        };
        Some(Act::Change(change))
    }

    /// Ids that follow from rows have others like them that belong to none.
    fn orphan(&self, column: &Column) -> Orphan {
        let permutation: Option<Permutation> = match column.references {
            "users.user_id" => Some(self.ids.user),
            "sessions.session_id" => Some(self.ids.session),
            "orders.order_id" => Some(self.ids.order),
            "order_items.order_item_id" => Some(self.ids.order_item),
            _ => None,
        };
        match (permutation, column.kind) {
            (Some(permutation), _) => Orphan::Id(permutation),
            (None, Kind::Int) => Orphan::Number,
            _ => Orphan::Word,
        }
    }

    fn limit(&self, other: &str) -> Option<Limit> {
        let Some(name) = other.strip_prefix("orders.") else {
            return self.place(other).map(Limit::Own);
        };
        let figure = ORDERS.position(name)?;
        let known = self.figures.iter().position(|own| *own == figure)?;
        Some(Limit::Order(self.place("order_id")?, known))
    }
}
