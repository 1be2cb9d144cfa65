//! Which days and regions a filter leaves.
//!
//! The date and the region are the same in all rows of a unit, so a filter on nothing else is
//! answered for whole units by evaluating it once for each. Moments lie within bounds that follow
//! from the local day; those rule units out, and the query engine looks at the rows that are left.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;

use crate::engine::{Known, Pick, Unit};
use crate::tables::spec::Table;

const MILLIS: i64 = 1_000;

/// What a filter says of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It holds for all rows of a unit, or for none.
    WholeUnits,
    /// It may rule units out, and then holds for some rows of those that are left.
    SomeRows,
    /// Nothing.
    Unknown,
}

/// What a filter says of the units of a table.
pub fn reach(tables: &dyn Pick, table: &'static Table, units: &[Unit], filter: &Expr) -> Reach {
    let Some(&unit) = units.first() else { return Reach::Unknown };
    let columns = filter.column_refs();
    if columns.is_empty() || filter.is_volatile() || filter.contains_outer() {
        return Reach::Unknown;
    }
    let of = |column: &&Column| tables.known(table, unit, column.name());
    let constant = |column: &&Column| matches!(of(column), Known::Day(_) | Known::Label(_));
    if columns.iter().all(constant) {
        Reach::WholeUnits
    } else if columns.iter().any(|column| of(column) != Known::Nothing) {
        Reach::SomeRows
    } else {
        Reach::Unknown
    }
}

/// The units that the filters leave.
pub fn remaining(
    tables: &dyn Pick,
    table: &'static Table,
    schema: &SchemaRef,
    units: &[Unit],
    filters: &[Expr],
    state: &dyn Session,
) -> Result<Vec<Unit>, DataFusionError> {
    let (whole, some): (Vec<&Expr>, Vec<&Expr>) = filters
        .iter()
        .filter(|filter| reach(tables, table, units, filter) != Reach::Unknown)
        .partition(|filter| reach(tables, table, units, filter) == Reach::WholeUnits);
    let mut left = units.to_vec();
    if let Some(filter) = conjunction(whole.into_iter().cloned()) {
        let seen = Seen { tables, table, schema, units: &left };
        left = kept(&left, seen.holds(filter, state)?);
    }
    if let Some(filter) = conjunction(some.into_iter().cloned()) {
        let seen = Seen { tables, table, schema, units: &left };
        left = kept(&left, seen.may_hold(filter, state)?);
    }
    Ok(left)
}

fn kept(units: &[Unit], keep: Vec<bool>) -> Vec<Unit> {
    units.iter().zip(keep).filter(|(_, keep)| *keep).map(|(unit, _)| *unit).collect()
}

/// Units with what is known of their columns.
struct Seen<'a> {
    tables: &'a dyn Pick,
    table: &'static Table,
    schema: &'a SchemaRef,
    units: &'a [Unit],
}

impl Seen<'_> {
    /// Whether a filter on what is the same in all rows holds, unit by unit.
    fn holds(&self, filter: Expr, state: &dyn Session) -> Result<Vec<bool>, DataFusionError> {
        let known = self.schema.fields().iter().filter_map(|field| {
            let values = self.bounds(field, true)?;
            // A filter may compare what is known with nothing; a batch has values all the same.
            Some((Field::new(field.name(), field.data_type().clone(), true), values))
        });
        let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = known.unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?;
        let filter = plain(filter)?;
        let schema = DFSchema::try_from(batch.schema())?;
        let answer = state.create_physical_expr(filter, &schema)?.evaluate(&batch)?;
        let answer = answer.into_array(batch.num_rows())?;
        let Some(answer) = answer.as_any().downcast_ref::<BooleanArray>() else {
            return Ok(vec![true; batch.num_rows()]);
        };
        Ok(answer.iter().map(|holds| holds.unwrap_or(false)).collect())
    }

    /// Whether a filter may hold for some row, unit by unit.
    fn may_hold(&self, filter: Expr, state: &dyn Session) -> Result<Vec<bool>, DataFusionError> {
        let schema = DFSchema::try_from(self.schema.clone())?;
        let filter = state.create_physical_expr(plain(filter)?, &schema)?;
        let builder = PruningPredicateBuilder::new().with_file_schema(self.schema.clone());
        // A filter too strange to be reasoned about rules nothing out.
        let Ok(predicate) = builder.try_build(filter) else {
            return Ok(vec![true; self.units.len()]);
        };
        predicate.prune(self)
    }

    /// The least or the greatest value of a column in each unit, null where there is none.
    fn bounds(&self, field: &Field, least: bool) -> Option<ArrayRef> {
        let unknown = ScalarValue::try_new_null(field.data_type()).ok()?;
        let mut any = false;
        let values = self.units.iter().map(|&unit| {
            let known = self.tables.known(self.table, unit, field.name());
            let moment = |seconds: i64| {
                ScalarValue::TimestampMillisecond(Some(seconds * MILLIS), Some("UTC".into()))
            };
            let bound = match known {
                Known::Nothing => None,
                Known::Day(day) => Some(ScalarValue::Date32(Some(day))),
                Known::Label(label) => Some(ScalarValue::from(label)),
                Known::Moments(first, _) if least => Some(moment(first)),
                Known::Moments(_, last) => last.map(moment),
            };
            any |= bound.is_some();
            bound.unwrap_or_else(|| unknown.clone())
        });
        let values: Vec<ScalarValue> = values.collect();
        if !any {
            return None;
        }
        ScalarValue::iter_to_array(values).ok()
    }

    fn bounds_of(&self, column: &Column, least: bool) -> Option<ArrayRef> {
        self.bounds(self.schema.field_with_name(column.name()).ok()?, least)
    }
}

impl PruningStatistics for Seen<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds_of(column, true)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds_of(column, false)
    }

    fn num_containers(&self) -> usize {
        self.units.len()
    }

    fn null_counts(&self, _: &Column) -> Option<ArrayRef> {
        None
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        None
    }

    fn contained(&self, _: &Column, _: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}

/// The same filter with columns named as in the table alone.
fn plain(filter: Expr) -> Result<Expr, DataFusionError> {
    use datafusion::common::tree_node::{Transformed, TreeNode};
    let unqualified = filter.transform(|node| {
        Ok(match node {
            Expr::Column(column) if column.relation.is_some() => {
                Transformed::yes(Expr::Column(Column::new_unqualified(column.name)))
            }
            other => Transformed::no(other),
        })
    })?;
    Ok(unqualified.data)
}
