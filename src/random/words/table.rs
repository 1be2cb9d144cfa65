//! Reads the embedded tab-separated files.
//!
//! The files are part of the program, so a malformed one is a mistake of ours and panics;
//! the unit tests of the submodules read every file.

use super::Word;
use std::collections::BTreeMap;

/// Word lists by name, each in file order.
pub(super) type Lists = BTreeMap<&'static str, &'static [Word]>;

/// Reads the rows of `N` columns; lines that start with `#` are notes.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&'static str> = line.split('\t').collect();
        // Embedded data: the tests read every file.
        cells.try_into().expect("every row of an embedded table has all its columns")
    })
}

/// Reads rows of (list, Latin, native) and gathers them by list.
pub(super) fn lists(text: &'static str) -> Lists {
    let mut lists: BTreeMap<&'static str, Vec<Word>> = BTreeMap::new();
    for [list, latin, native] in rows(text) {
        lists.entry(list).or_default().push(Word { latin, native });
    }
    lists.into_iter().map(|(name, words)| (name, keep(words))).collect()
}

/// Takes a list by name.
pub(super) fn list(lists: &Lists, name: &str) -> &'static [Word] {
    // Embedded data: the tests ask for every list.
    lists.get(name).copied().expect("every embedded list that the code names exists")
}

/// Parses a number.
pub(super) fn number(cell: &str) -> f64 {
    // Embedded data: the tests read every number.
    cell.parse().expect("every number in an embedded table parses")
}

/// Keeps values for the rest of the program; each table does so once.
pub(super) fn keep<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_skipped_and_lists_keep_file_order() {
        let lists = lists("# note\na\tx\tX\nb\ty\tY\na\tw\tW\n");
        let latin: Vec<_> = list(&lists, "a").iter().map(|word| word.latin).collect();
        assert_eq!(latin, ["x", "w"]);
        assert_eq!(lists.len(), 2);
    }

    #[test]
    #[should_panic(expected = "all its columns")]
    fn a_short_row_panics() {
        lists("a\tx\n");
    }
}
