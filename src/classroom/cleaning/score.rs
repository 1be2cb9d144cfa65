//! One table: what was planted, against what became of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use csv::StringRecord;

use super::file::TableFile;
use super::log::{Drift, Flaw, TableLog, clean_key};
use super::tally::{KindScore, TableScore};
use super::values::canonical;
use crate::tables::spec::Table;

/// The score of a table that was handed in.
pub fn table(table: &Table, log: &TableLog, before: &TableFile, after: &TableFile) -> TableScore {
    let work = Work::new(table, log, before, after);
    let mut score = work.planted();
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
pub fn untouched(table: &Table, log: &TableLog, before: &TableFile, why: String) -> TableScore {
    let mut score = Work::new(table, log, before, before).planted();
    score.notes.push(why);
    score
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
    /// Struck cells, by clean key and then by position of the column.
    flaws: HashMap<String, BTreeMap<usize, &'a Flaw>>,
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
        let mut flaws: HashMap<String, BTreeMap<usize, &Flaw>> = HashMap::new();
        for ((key, column), flaw) in &log.cells {
            if let Some(at) = table.position(column) {
                flaws.entry(clean_key(key, table)).or_default().insert(at, flaw);
            }
        }
        Work { table, log, before, after, dirty, cleaned, originals, flaws }
    }

    /// What was planted, none of it found. Flaws in columns that the clean table does not have, such
    /// as the time of arrival, are none that could be repaired.
    fn planted(&self) -> TableScore {
        let mut kinds: BTreeMap<String, KindScore> = BTreeMap::new();
        let mut add = |kind: &String| kinds.entry(kind.clone()).or_default().planted += 1;
        for ((_, column), flaw) in &self.log.cells {
            if self.table.position(column).is_some() {
                flaw.kinds.iter().for_each(&mut add);
            }
        }
        self.log.rows.iter().for_each(|row| add(&row.kind));
        for drift in &self.log.columns {
            self.drifted(drift).for_each(|_| add(&drift.kind));
        }
        TableScore { table: self.table.name.to_owned(), kinds, ..TableScore::default() }
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

    /// Cells of the rows that were always there, and whether what was clean is as it was.
    fn cells(&self, score: &mut TableScore) {
        let columns = 0..self.table.columns.len();
        let handed_out: Vec<usize> =
            columns.filter(|&column| self.before.has_place(column)).collect();
        let mut alarms = vec![0; self.table.columns.len()];
        let (mut gone, mut struck) = (0, 0);
        for key in &self.originals {
            let before = self.dirty[key].first();
            let after = self.cleaned.get(key).and_then(|rows| rows.first());
            let flaws = self.flaws.get(key);
            for &column in &handed_out {
                let flaw = flaws.and_then(|flaws| flaws.get(&column));
                struck += usize::from(flaw.is_some());
                let (Some(before), Some(after), true) =
                    (before, after, self.after.has_place(column))
                else {
                    gone += usize::from(flaw.is_none());
                    continue;
                };
                let dirty = self.value(self.before, before, column);
                let cleaned = self.value(self.after, after, column);
                match flaw {
                    Some(flaw) => self.flaw(flaw, column, dirty, cleaned, score),
                    None if dirty == cleaned => {}
                    None => alarms[column] += usize::from(!self.same(column, dirty, cleaned)),
                }
            }
        }
        score.changed_clean = alarms.iter().sum();
        let clean = self.originals.len() * handed_out.len() - struck;
        score.kept = clean - gone - score.changed_clean;
        // Rows that nobody had dilute those that somebody did.
        score.clean = clean + score.invented * handed_out.len();
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

    /// Columns that have another name from a day on, or stand under a second one too.
    fn columns(&self, score: &mut TableScore) {
        for drift in &self.log.columns {
            let given_up = !self.after.has(&drift.name);
            for (key, value) in self.drifted(drift) {
                let back = if drift.moved { self.is_back(drift, key, value) } else { given_up };
                let kind = score.kinds.entry(drift.kind.clone()).or_default();
                kind.found += usize::from(given_up || back);
                kind.repaired += usize::from(back);
            }
        }
    }

    /// Rows that have a value under the other name of a column, and that value.
    fn drifted<'w>(&'w self, drift: &'w Drift) -> impl Iterator<Item = (&'w String, &'w str)> {
        self.originals.iter().filter_map(|key| {
            let value = self.before.named(self.dirty[key].first()?, &drift.name);
            (!value.trim().is_empty()).then_some((key, value))
        })
    }

    /// Whether a cell that had moved is back in its column, as it was or as it should be.
    fn is_back(&self, drift: &Drift, key: &str, moved: &str) -> bool {
        let Some(column) = self.table.position(&drift.column) else { return false };
        let Some(row) = self.cleaned.get(key).and_then(|rows| rows.first()) else { return false };
        let now = self.after.cell(row, column);
        let flaw = self.flaws.get(key).and_then(|flaws| flaws.get(&column));
        self.same(column, now, moved)
            || flaw.is_some_and(|flaw| self.same(column, now, &flaw.clean))
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
        assert_eq!(overall(emptied), 0.0, "a copy is gone, and so is everything else");
    }

    /// Of the 24 cells, 3 were struck.
    #[test]
    fn whatever_was_clean_and_is_no_more_takes_its_share_of_the_whole_score() {
        let kept = |text: &str| overall(scored(text)) * 21.0;
        let near = |text: &str, cells: f64| {
            let kept = kept(text);
            assert!((kept - cells).abs() < 1e-9, "{kept} and not {cells}");
        };
        near(&CLEAN.replace(",a,", ",x,"), 20.0);
        near(
            "city_id,region_id,name,latitude,longitude\n1,SA,Riyadh,24.71,46.68\n\
              2,SA,Jeddah,21.49,39.19\n3,SA,Mecca,21.42,39.82\n4,SA,Medina,24.47,39.61\n",
            17.0,
        );
        let twice = format!("{CLEAN}{}", CLEAN.split_once('\n').unwrap().1);
        let twice = scored(&twice);
        assert_eq!((twice.invented, twice.kept, twice.clean), (3, 21, 21 + 18));
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
        let lost = scored("city_id,name\n1,Riyadh\n2,\n");
        assert_eq!((lost.kinds["schema_drift"].found, lost.kinds["schema_drift"].repaired), (1, 0));
        let made_up = scored("city_id,name\n1,Riyadh\n2,x\n");
        assert_eq!((made_up.kinds["schema_drift"].repaired, made_up.changed_clean), (0, 1));
        let both = scored("city_id,name,city_name\n1,Riyadh,\n2,Jeddah,Jeddah\n");
        assert_eq!(overall(both), 1.0, "a column too many does no harm");
    }
}
