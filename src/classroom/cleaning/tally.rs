//! Scores: counts, and the shares that follow from them.

use std::collections::BTreeMap;

use crate::classroom::key::plain_number;

/// What one kind of flaw came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KindScore {
    /// How many were planted: cells or rows.
    pub planted: usize,
    /// How many of them were changed or removed.
    pub found: usize,
    /// How many of them are as they were before.
    pub repaired: usize,
    /// Changes or removals, where it struck, of what was clean.
    pub false_alarms: usize,
}

impl KindScore {
    /// Of what was changed or removed, the share that deserved it; 1 where nothing was.
    pub fn precision(&self) -> f64 {
        share(self.found, self.found + self.false_alarms, 1.0)
    }

    /// The share that was found.
    pub fn recall(&self) -> f64 {
        share(self.found, self.planted, 1.0)
    }

    /// The share that is as it was before.
    pub fn repair(&self) -> f64 {
        share(self.repaired, self.planted, 1.0)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }

    /// The mean of finding (F1) and repairing.
    pub fn overall(&self) -> f64 {
        f64::midpoint(self.f1(), self.repair())
    }

    fn add(&mut self, other: &KindScore) {
        self.planted += other.planted;
        self.found += other.found;
        self.repaired += other.repaired;
        self.false_alarms += other.false_alarms;
    }
}

fn share(part: usize, whole: usize, nothing: f64) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { nothing }
}

/// One table's score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableScore {
    /// The table.
    pub table: String,
    /// By kind.
    pub kinds: BTreeMap<String, KindScore>,
    /// Clean cells that were changed, in all columns.
    pub changed_clean: usize,
    /// Clean rows that were removed.
    pub removed_clean: usize,
    /// Rows that nobody planted and nobody had.
    pub invented: usize,
    /// Cells that were clean when they were handed out, and those of invented rows.
    pub clean: usize,
    /// How many of them are as they were.
    pub kept: usize,
    /// What is worth telling.
    pub notes: Vec<String>,
}

/// The score of all tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// The tables.
    pub tables: Vec<TableScore>,
}

impl Score {
    /// The kinds over all tables.
    pub fn kinds(&self) -> BTreeMap<&str, KindScore> {
        let mut kinds: BTreeMap<&str, KindScore> = BTreeMap::new();
        for (kind, score) in self.tables.iter().flat_map(|table| &table.kinds) {
            kinds.entry(kind).or_default().add(score);
        }
        kinds
    }

    /// The share of what was clean that still is as it was: the mean over the tables.
    pub fn kept(&self) -> f64 {
        let kept = self.tables.iter().map(|table| share(table.kept, table.clean, 1.0));
        kept.sum::<f64>() / self.tables.len().max(1) as f64
    }

    /// From 0 to 1: the mean over kinds, each worth the same however often it was planted, times the
    /// share of what was clean that was kept.
    pub fn overall(&self) -> f64 {
        let kinds = self.kinds();
        if kinds.is_empty() {
            return 0.0;
        }
        kinds.values().map(KindScore::overall).sum::<f64>() / kinds.len() as f64 * self.kept()
    }

    /// The score in a line.
    pub fn in_a_line(&self) -> String {
        let all = self.all();
        let (kinds, false_alarms) = (self.kinds(), self.false_alarms());
        format!(
            "{} of {} flaws found, {} repaired, {false_alarms} false alarms, {} % of what was clean \
             kept; over {} kinds {} %",
            all.found,
            all.planted,
            all.repaired,
            percent(self.kept()),
            kinds.len(),
            percent(self.overall()),
        )
    }

    /// The score as a table.
    pub fn to_markdown(&self) -> String {
        let mut text =
            "| kind | planted | found | repaired | precision | recall | repair |\n".to_owned();
        text += "|---|---|---|---|---|---|---|\n";
        for (kind, score) in self.kinds() {
            let idle = score.found + score.false_alarms == 0;
            let precision = percent(score.precision());
            text += &format!(
                "| {kind} | {} | {} | {} | {} | {} % | {} % |\n",
                score.planted,
                score.found,
                score.repaired,
                if idle { "nothing changed".to_owned() } else { format!("{precision} %") },
                percent(score.recall()),
                percent(score.repair()),
            );
        }
        for table in &self.tables {
            text += &format!(
                "\n{}: {} clean cells changed, {} clean rows removed, {} rows made up; {} % of what was \
                 clean kept.\n",
                table.table,
                table.changed_clean,
                table.removed_clean,
                table.invented,
                percent(share(table.kept, table.clean, 1.0)),
            );
            for note in &table.notes {
                text += &format!("{}: {}.\n", table.table, crate::classroom::sheet::plain(note));
            }
        }
        let (overall, kept) = (percent(self.overall()), percent(self.kept()));
        text + &format!(
            "\nOverall: {overall} %, the mean over kinds of finding (F1) and repairing, times the \
             {kept} % of what was clean that was kept.\n"
        )
    }

    /// Everything together.
    fn all(&self) -> KindScore {
        let mut all = KindScore::default();
        self.kinds().values().for_each(|kind| all.add(kind));
        all
    }

    fn false_alarms(&self) -> usize {
        let one = |table: &TableScore| table.changed_clean + table.removed_clean + table.invented;
        self.tables.iter().map(one).sum()
    }
}

/// A share as percent, with one decimal.
pub fn percent(share: f64) -> String {
    plain_number((share * 1000.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_from_counts() {
        let score = KindScore { planted: 10, found: 8, repaired: 6, false_alarms: 2 };
        assert_eq!((score.precision(), score.recall(), score.repair()), (0.8, 0.8, 0.6));
        assert!((score.f1() - 0.8).abs() < 1e-12);
        assert!((score.overall() - 0.7).abs() < 1e-12);
        let idle = KindScore { planted: 10, ..KindScore::default() };
        assert_eq!((idle.f1(), idle.overall()), (0.0, 0.0));
    }

    #[test]
    fn each_kind_is_worth_the_same() {
        let full = KindScore { planted: 1, found: 1, repaired: 1, false_alarms: 0 };
        let none = KindScore { planted: 1000, ..KindScore::default() };
        let kinds = [("a".to_owned(), full), ("b".to_owned(), none)].into();
        let table = TableScore { kinds, ..TableScore::default() };
        assert_eq!(Score { tables: vec![table] }.overall(), 0.5);
        assert_eq!(Score::default().overall(), 0.0);
    }
}
