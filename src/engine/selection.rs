//! Which tables to make.

use std::fmt;

use crate::tables::spec::{Folder, Table};

/// The tables that a run makes, in the order of the whole list.
#[derive(Debug, Clone)]
pub struct TableSelection {
    tables: Vec<&'static Table>,
}

impl TableSelection {
    /// All of them.
    pub fn all(tables: &[&'static Table]) -> TableSelection {
        TableSelection { tables: tables.to_vec() }
    }

    /// Those that are named: `orders`, `data.orders` and `truth.orders` are names, and so are
    /// the folders `data` and `truth` for all that lies there. A bare name that both folders
    /// have means the one in `data`.
    pub fn named(
        all: &[&'static Table],
        names: &[String],
    ) -> Result<TableSelection, UnknownTables> {
        let mut chosen = vec![false; all.len()];
        let mut unknown = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let found = find(all, name);
            if found.is_empty() {
                unknown.push((name.to_owned(), nearest(all, name)));
            }
            for position in found {
                chosen[position] = true;
            }
        }
        if !unknown.is_empty() || !chosen.contains(&true) {
            return Err(UnknownTables { unknown });
        }
        let tables = all.iter().zip(chosen).filter(|(_, yes)| *yes).map(|(table, _)| *table);
        Ok(TableSelection { tables: tables.collect() })
    }

    /// The tables, in order.
    pub fn tables(&self) -> &[&'static Table] {
        &self.tables
    }

    /// Whether a table is among them.
    pub fn contains(&self, table: &Table) -> bool {
        self.tables.iter().any(|t| t.is_named_like(table))
    }
}

fn find(all: &[&'static Table], name: &str) -> Vec<usize> {
    let positions = |wanted: &dyn Fn(&Table) -> bool| {
        (0..all.len()).filter(|&i| wanted(all[i])).collect::<Vec<_>>()
    };
    let folder = positions(&|table| table.folder.name() == name);
    let exact = positions(&|table| table.qualified_name() == name);
    let in_data = positions(&|table| table.folder == Folder::Data && table.name == name);
    let anywhere = positions(&|table| table.name == name);
    [folder, exact, in_data, anywhere]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// At most three names that are close to a misspelt one, nearest first.
fn nearest(all: &[&'static Table], name: &str) -> Vec<String> {
    let mut near = all
        .iter()
        .map(|table| {
            let full = table.qualified_name();
            let short = if table.folder == Folder::Data { table.name } else { full.as_str() };
            let closeness = [table.name, full.as_str()]
                .map(|candidate| strsim::jaro_winkler(name, candidate))
                .into_iter()
                .fold(0.0, f64::max);
            (closeness, short.to_owned())
        })
        .filter(|(closeness, _)| *closeness > 0.75)
        .collect::<Vec<_>>();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Names that are no tables, each with the nearest that are. Empty if nothing was named at all.
#[derive(Debug)]
pub struct UnknownTables {
    unknown: Vec<(String, Vec<String>)>,
}

impl fmt::Display for UnknownTables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unknown.is_empty() {
            return write!(f, "no table is named");
        }
        for (i, (name, near)) in self.unknown.iter().enumerate() {
            let separator = if i > 0 { "; " } else { "" };
            write!(f, "{separator}there is no table `{name}`")?;
            if !near.is_empty() {
                write!(f, " (did you mean {}?)", near.join(", "))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for UnknownTables {}

#[cfg(test)]
mod tests {
    use super::super::testing::TABLES;
    use super::*;

    fn select(names: &str) -> Result<Vec<String>, String> {
        let names = names.split(',').map(str::to_owned).collect::<Vec<_>>();
        match TableSelection::named(TABLES, &names) {
            Ok(selection) => Ok(selection.tables().iter().map(|t| t.qualified_name()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_bare_name_means_the_data_table_and_a_full_one_either() {
        assert_eq!(select("orders").unwrap(), ["data.orders"]);
        assert_eq!(select("truth.orders").unwrap(), ["truth.orders"]);
        assert_eq!(select("truth.orders, regions,").unwrap(), ["data.regions", "truth.orders"]);
    }

    #[test]
    fn a_folder_names_all_its_tables() {
        assert_eq!(select("data").unwrap(), ["data.regions", "data.orders"]);
    }

    #[test]
    fn unknown_names_are_all_refused_with_the_nearest() {
        let message = select("ordrs,regions,zzz").unwrap_err();
        assert!(message.contains("`ordrs` (did you mean orders, truth.orders?)"), "{message}");
        assert!(message.contains("`zzz`"), "{message}");
    }

    #[test]
    fn naming_nothing_is_refused() {
        assert_eq!(select(" ,").unwrap_err(), "no table is named");
    }
}
