//! From a question to its answer, by its query over the clean tables.

use super::answer::{Answer, Entry, Row, Tolerance};
use super::cell::{Cell, rows};
use super::{sound, worked};
use crate::classroom::assignment::{AnswerKind, DEFAULT_REL, Fact, Question};
use crate::classroom::template::filled;
use crate::dataset::Session;
use datafusion::arrow::array::RecordBatch;

/// Why a question makes no sense in a variant, or could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// Its answer would be arbitrary: the variant is drawn again.
    Degenerate(String),
    /// The query failed.
    Failed(String),
}

/// What a query gave.
pub struct Found {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Answers a question. `facts` are the words that hold for this student.
pub fn ask(
    session: &Session,
    question: &Question,
    facts: &[(String, String)],
) -> Result<Entry, Unusable> {
    let fact = |name: &str| known(facts, name);
    let sql = in_sql(&question.sql, facts);
    let named = |why: String| format!("question {}: {why}", question.id);
    let found = query(session, &sql).map_err(|why| Unusable::Failed(named(why)))?;
    sound::check(question, &found).map_err(|why| Unusable::Degenerate(named(why)))?;
    let degenerate =
        || Unusable::Degenerate(named("the query gives nothing to compare".to_owned()));
    Ok(Entry {
        id: question.id.clone(),
        text: filled(&question.text, fact),
        unit: question.unit.clone(),
        points: question.points,
        answer: answer(question, &found).ok_or_else(degenerate)?,
        worked: worked::worked(question, &found, fact),
        sql,
    })
}

/// A word that holds for one student: a cell of the fact's query, in the row that `position` picks
/// out of so many.
pub fn fact(
    session: &Session,
    fact: &Fact,
    earlier: &[(String, String)],
    position: impl FnOnce(usize) -> usize,
) -> Result<String, Unusable> {
    let named = |why: &str| format!("fact {}: {why}", fact.name);
    let found = query(session, &in_sql(&fact.sql, earlier));
    let found = found.map_err(|why| Unusable::Failed(named(&why)))?;
    let row = found.rows.get(position(found.rows.len()));
    let text = row.and_then(|row| row.first()).map(Cell::text).filter(|text| !text.is_empty());
    text.ok_or_else(|| Unusable::Degenerate(named("the query gives nothing")))
}

/// A query with its words filled in; a quote in a word cannot end a text of the query.
fn in_sql(sql: &str, facts: &[(String, String)]) -> String {
    filled(sql, |name| Some(known(facts, name)?.replace('\'', "''")))
}

fn known(facts: &[(String, String)], name: &str) -> Option<String> {
    facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// A query's rows with the names of their columns.
pub fn query(session: &Session, sql: &str) -> Result<Found, String> {
    let batches = session.sql(sql).map_err(|error| error.to_string())?;
    let names = |batch: &RecordBatch| {
        batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    };
    let columns = batches.first().map(names).unwrap_or_default();
    Ok(Found { columns, rows: rows(&batches)? })
}

/// The answer in what was found; nothing where it is not all there.
fn answer(question: &Question, found: &Found) -> Option<Answer> {
    let tolerance = tolerance(question);
    let first_cells = || found.rows.iter().map(|row| Some(row.first()?.text()));
    Some(match question.kind {
        AnswerKind::Number => {
            Answer::Number { value: found.rows.first()?.first()?.number()?, tolerance }
        }
        AnswerKind::Label => Answer::Label { value: found.rows.first()?.first()?.text() },
        AnswerKind::Ranking => {
            let most = question.top.unwrap_or(usize::MAX);
            Answer::Ranking { values: first_cells().take(most).collect::<Option<_>>()? }
        }
        AnswerKind::List => {
            let values = found.rows.iter().map(|row| joined(row)).collect();
            Answer::List { values }
        }
        AnswerKind::Table => {
            let keys = question.keys.unwrap_or(1);
            let row = |cells: &Vec<Cell>| {
                let (key, values) = cells.split_at_checked(keys)?;
                let values = values.iter().map(Cell::number).collect::<Option<_>>()?;
                Some(Row { key: joined(key), values })
            };
            let rows = found.rows.iter().map(row).collect::<Option<_>>()?;
            Answer::Table { columns: found.columns.get(keys..)?.to_vec(), rows, tolerance }
        }
    })
}

/// The tolerance that a question states, or the usual one.
pub fn tolerance(question: &Question) -> Tolerance {
    let usual = if question.abs.is_some() { 0.0 } else { DEFAULT_REL };
    Tolerance { abs: question.abs.unwrap_or(0.0), rel: question.rel.unwrap_or(usual) }
}

/// Cells as the key of a row.
pub fn joined(cells: &[Cell]) -> String {
    cells.iter().map(Cell::text).collect::<Vec<_>>().join("|")
}
