//! One table: what was planted, against what became of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use csv::StringRecord;

use super::file::TableFile;
use super::log::{Drift, Flaw, TableLog, clean_key};
use super::tally::{KindScore, TableScore};
use super::values::canonical;
use crate::tables::spec::Table;

/// The share of a moved column's cells that must be back in their place.
const MOST_OF_A_COLUMN: f64 = 0.99;

/// The score of a table that was handed in.
pub fn table(table: &Table, log: &TableLog, before: &TableFile, after: &TableFile) -> TableScore {
    let work = Work::new(table, log, before, after);
    let mut score = planted(table, log);
    score.table = table.name.to_owned();
    work.rows(&mut score);
    work.cells(&mut score);
    work.columns(&mut score);
    for (at, column) in table.columns.iter().enumerate() {
        if before.has_place(at) && !after.has_place(at) {
            score.notes.push(format!("the column {} is missing", column.name));
        }
    }
    score
}

/// The score of a table that was not handed in, or not so that it can be read.
pub fn untouched(table: &Table, log: &TableLog, why: String) -> TableScore {
    let mut score = planted(table, log);
    score.table = table.name.to_owned();
    score.notes.push(why);
    score
}

/// What was planted, none of it found. Flaws in columns that the clean table does not have, such as
/// the time of arrival, are none that could be repaired.
fn planted(table: &Table, log: &TableLog) -> TableScore {
    let mut kinds: BTreeMap<String, KindScore> = BTreeMap::new();
    let mut add = |kind: &String| kinds.entry(kind.clone()).or_default().planted += 1;
    for ((_, column), flaw) in &log.cells {
        if table.position(column).is_some() {
            flaw.kinds.iter().for_each(&mut add);
        }
    }
    log.rows.iter().for_each(|row| add(&row.kind));
    log.columns.iter().for_each(|drift| add(&drift.kind));
    TableScore { kinds, ..TableScore::default() }
}

/// Rows by clean key.
type Index<'f> = HashMap<String, Vec<&'f StringRecord>>;

struct Work<'a> {
    table: &'a Table,
    log: &'a TableLog,
    before: &'a TableFile,
    after: &'a TableFile,
    /// The rows that were handed out.
    dirty: Index<'a>,
    /// The rows that were handed in.
    cleaned: Index<'a>,
    /// The keys of clean rows, in the order of the file.
    originals: Vec<String>,
    /// Cells by clean key and position of the column.
    flaws: HashMap<(String, usize), &'a Flaw>,
}

impl<'a> Work<'a> {
    fn new(
        table: &'a Table,
        log: &'a TableLog,
        before: &'a TableFile,
        after: &'a TableFile,
    ) -> Self {
        let dirty_keys = log.dirty_keys(table);
        let mut own_keys = BTreeSet::new();
        for row in &log.rows {
            let (own, follows) = row.keys(table);
            if own != follows {
                own_keys.insert(own);
            }
        }
        let (mut dirty, mut originals) = (Index::new(), Vec::new());
        for row in &before.rows {
            let key = before.key(row, table);
            let key = dirty_keys.get(&key).cloned().unwrap_or(key);
            if !dirty.contains_key(&key) && !own_keys.contains(&key) {
                originals.push(key.clone());
            }
            dirty.entry(key).or_default().push(row);
        }
        let mut cleaned = Index::new();
        for row in &after.rows {
            let key = after.key(row, table);
            // A key that was repaired is a clean row's; one that was not leads to it.
            let key = match dirty.contains_key(&key) {
                true => key,
                false => dirty_keys.get(&key).cloned().unwrap_or(key),
            };
            cleaned.entry(key).or_default().push(row);
        }
        let flaw = |((key, column), flaw): (&(String, String), &'a Flaw)| {
            Some(((clean_key(key, table), table.position(column)?), flaw))
        };
        let flaws = log.cells.iter().filter_map(flaw).collect();
        Work { table, log, before, after, dirty, cleaned, originals, flaws }
    }

    /// Rows that were added, and rows that should not have been removed.
    fn rows(&self, score: &mut TableScore) {
        let count = |index: &Index, key: &str| index.get(key).map_or(0, Vec::len);
        // Of copies under one key, as many were removed as are gone, but for the original.
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        let keys = self.log.rows.iter().map(|row| (row, row.keys(self.table))).collect::<Vec<_>>();
        for (_, (own, follows)) in &keys {
            let (there, left) = (count(&self.dirty, own), count(&self.cleaned, own));
            // Without the original row, nothing tells a removed copy from a lost row.
            let floor = usize::from(own == follows);
            gone.entry(own.as_str()).or_insert_with(|| there.saturating_sub(left.max(floor)));
        }
        for (row, (own, follows)) in &keys {
            let left = gone.get_mut(own.as_str()).filter(|left| **left > 0);
            let Some(left) = left else { continue };
            *left -= 1;
            let kind = score.kinds.entry(row.kind.clone()).or_default();
            kind.found += 1;
            // Things are as they were only if the row that it stood behind is still there.
            kind.repaired += usize::from(self.cleaned.contains_key(follows));
        }
        score.removed_clean =
            self.originals.iter().filter(|key| !self.cleaned.contains_key(*key)).count();
        let invented = |(key, rows): (&String, &Vec<&StringRecord>)| {
            rows.len().saturating_sub(count(&self.dirty, key))
        };
        score.invented = self.cleaned.iter().map(invented).sum();
        let kinds: BTreeSet<&String> = self.log.rows.iter().map(|row| &row.kind).collect();
        for kind in kinds {
            score.kinds.entry(kind.clone()).or_default().false_alarms += score.removed_clean;
        }
    }

    /// Cells of rows that are still there.
    fn cells(&self, score: &mut TableScore) {
        let mut alarms = vec![0; self.table.columns.len()];
        for key in &self.originals {
            let (Some(before), Some(after)) = (self.dirty[key].first(), self.cleaned.get(key))
            else {
                continue;
            };
            let Some(after) = after.first() else { continue };
            for (column, alarms) in alarms.iter_mut().enumerate() {
                if !self.after.has_place(column) {
                    continue;
                }
                let dirty = self.value(self.before, before, column);
                let cleaned = self.value(self.after, after, column);
                match self.flaws.get(&(key.clone(), column)) {
                    Some(flaw) => self.flaw(flaw, column, dirty, cleaned, score),
                    None if dirty == cleaned => {}
                    None => *alarms += usize::from(!self.same(column, dirty, cleaned)),
                }
            }
        }
        score.changed_clean = alarms.iter().sum();
        let mut struck: BTreeSet<(&String, &String)> = BTreeSet::new();
        for ((_, column), flaw) in &self.log.cells {
            struck.extend(flaw.kinds.iter().map(|kind| (kind, column)));
        }
        for (kind, column) in struck {
            if let Some(at) = self.table.position(column) {
                score.kinds.entry(kind.clone()).or_default().false_alarms += alarms[at];
            }
        }
    }

    /// A cell that was struck.
    fn flaw(&self, flaw: &Flaw, column: usize, dirty: &str, cleaned: &str, score: &mut TableScore) {
        let repaired = self.same(column, cleaned, &flaw.clean);
        // Where the flaw is in the spelling alone, another spelling is a change.
        let in_spelling = self.same(column, dirty, &flaw.clean);
        let found = !self.same(column, dirty, cleaned) || (in_spelling && dirty != cleaned);
        for kind in &flaw.kinds {
            let kind = score.kinds.entry(kind.clone()).or_default();
            kind.found += usize::from(found);
            kind.repaired += usize::from(found && repaired);
        }
    }

    /// Columns that have another name from a day on.
    fn columns(&self, score: &mut TableScore) {
        for drift in &self.log.columns {
            let found = !self.after.has(&drift.name);
            let repaired = found && (!drift.moved || self.is_back(drift));
            let kind = score.kinds.entry(drift.kind.clone()).or_default();
            kind.found += usize::from(found);
            kind.repaired += usize::from(repaired);
        }
    }

    /// Whether the cells that had moved are back in their column.
    fn is_back(&self, drift: &Drift) -> bool {
        let Some(column) = self.table.position(&drift.column) else { return false };
        let (mut moved, mut back) = (0, 0);
        for key in &self.originals {
            let before = self.dirty[key].first();
            let Some(value) = before.map(|row| self.before.named(row, &drift.name)) else {
                continue;
            };
            if value.trim().is_empty() {
                continue;
            }
            moved += 1;
            let after = self.cleaned.get(key).and_then(|rows| rows.first());
            back += usize::from(after.is_some_and(|row| !self.after.cell(row, column).is_empty()));
        }
        back as f64 >= MOST_OF_A_COLUMN * f64::from(moved)
    }

    /// A cell, wherever a drifting column has put it.
    fn value<'r>(&self, file: &TableFile, row: &'r StringRecord, column: usize) -> &'r str {
        let own = file.cell(row, column);
        if !own.is_empty() || self.log.columns.is_empty() {
            return own;
        }
        let name = self.table.columns[column].name;
        let moved = self.log.columns.iter().find(|drift| drift.moved && drift.column == name);
        moved.map_or(own, |drift| file.named(row, &drift.name))
    }

    fn same(&self, column: usize, a: &str, b: &str) -> bool {
        let kind = self.table.columns[column].kind;
        a == b || canonical(kind, a) == canonical(kind, b)
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::super::log::Log;
    use super::*;
    use crate::tables::columns::CITIES;

    const HEAD: &str =
        "defect,kind,table,row_key,column,clean_value,dirty_value,action,from_date\n";
    const LOG: &str = "1,label_variants,cities,1,name,Riyadh,riyadh ,changed,\n\
                       2,outliers,cities,2,latitude,21.49,2149,changed,\n\
                       3,duplicates,cities,3,,,,added,\n\
                       4,mixed,cities,4,city_id,4,four,changed,\n";
    const CLEAN: &str = "city_id,region_id,name,native_name,latitude,longitude\n\
                         1,SA,Riyadh,a,24.71,46.68\n2,SA,Jeddah,b,21.49,39.19\n\
                         3,SA,Mecca,c,21.42,39.82\n4,SA,Medina,d,24.47,39.61\n";
    const DIRTY: &str = "city_id,region_id,name,native_name,latitude,longitude\n\
                         1,SA,riyadh ,a,24.71,46.68\n2,SA,Jeddah,b,2149,39.19\n\
                         3,SA,Mecca,c,21.42,39.82\n3,SA,Mecca,c,21.42,39.82\nfour,SA,Medina,d,24.47,39.61\n";

    fn scored(cleaned: &str) -> TableScore {
        let log = Log::from_grid(&Grid::csv(&format!("{HEAD}{LOG}")).unwrap()).unwrap();
        let file = |text: &str| TableFile::of(Grid::csv(text).unwrap(), &CITIES).unwrap();
        table(&CITIES, log.of("cities"), &file(DIRTY), &file(cleaned))
    }

    fn overall(score: TableScore) -> f64 {
        super::super::tally::Score { tables: vec![score] }.overall()
    }

    #[test]
    fn the_clean_table_is_perfect_and_the_dirty_one_is_nothing() {
        let perfect = scored(CLEAN);
        assert_eq!(overall(perfect.clone()), 1.0, "{perfect:?}");
        assert_eq!((perfect.changed_clean, perfect.removed_clean, perfect.invented), (0, 0, 0));
        let idle = scored(DIRTY);
        assert_eq!(overall(idle.clone()), 0.0, "{idle:?}");
    }

    #[test]
    fn values_may_be_spelt_otherwise_and_columns_stand_elsewhere() {
        let text = "name,city_id,region_id,native_name,longitude,latitude\n\
                    Riyadh,1.0,SA,a,46.680,24.71\nJeddah,2,SA,b,39.19,21.490\n\
                    Mecca,3,SA,c,39.82,21.42\nMedina,4,SA,d,39.61,24.47\n";
        assert_eq!(overall(scored(text)), 1.0);
    }

    #[test]
    fn changing_what_was_clean_costs_precision() {
        let score = scored(&CLEAN.replace("Jeddah", "Djidda"));
        let labels = &score.kinds["label_variants"];
        assert_eq!((labels.precision(), labels.recall()), (0.5, 1.0));
        assert_eq!(score.kinds["outliers"].precision(), 1.0, "another column");
    }

    #[test]
    fn a_wrong_repair_is_found_but_not_repaired() {
        let score = scored(&CLEAN.replace("21.49", "99.0"));
        let outliers = &score.kinds["outliers"];
        assert_eq!((outliers.recall(), outliers.repair()), (1.0, 0.0));
    }

    #[test]
    fn removing_clean_rows_costs_precision_and_making_up_rows_is_told() {
        let score = scored(&CLEAN.replace("4,SA,Medina,d,24.47,39.61\n", "9,SA,Abha,e,1,2\n"));
        assert_eq!((score.removed_clean, score.invented), (1, 1));
        assert_eq!(score.kinds["duplicates"].precision(), 0.5);
        let emptied = scored("city_id,name\n");
        assert_eq!(emptied.removed_clean, 4);
        assert!(overall(emptied) < 0.15, "a copy is gone, and so is everything else");
    }

    #[test]
    fn the_rows_of_somebody_else_earn_nothing() {
        let others = CLEAN.replace("\n1,", "\n11,").replace("\n2,", "\n12,");
        let others = others.replace("\n3,", "\n13,").replace("\n4,", "\n14,");
        assert!(overall(scored(&others)) < 0.15);
    }

    #[test]
    fn a_column_that_moved_must_be_back() {
        let log = "1,schema_drift,cities,,name,name,city_name,renamed,2026-02-01\n";
        let dirty = "city_id,name,city_name\n1,Riyadh,\n2,,Jeddah\n";
        let file = |text: &str| TableFile::of(Grid::csv(text).unwrap(), &CITIES).unwrap();
        let log = Log::from_grid(&Grid::csv(&format!("{HEAD}{log}")).unwrap()).unwrap();
        let scored = |text: &str| table(&CITIES, log.of("cities"), &file(dirty), &file(text));
        let back = scored("city_id,name\n1,Riyadh\n2,Jeddah\n");
        assert_eq!((overall(back.clone()), back.changed_clean), (1.0, 0));
        assert_eq!(overall(scored(dirty)), 0.0);
        assert_eq!(scored("city_id,name\n1,Riyadh\n2,\n").kinds["schema_drift"].repaired, 0);
    }
}
