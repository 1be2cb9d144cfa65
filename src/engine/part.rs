//! One of several parts of a run, made anywhere and put together later.

use std::fmt;
use std::ops::Range;

/// Which part of how many: a contiguous run of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    index: usize,
    of: usize,
}

impl Part {
    /// The whole, in one part.
    pub const WHOLE: Part = Part { index: 1, of: 1 };

    /// Part `index` of `of`, counted from 1; `None` where there is no such part.
    pub fn new(index: usize, of: usize) -> Option<Part> {
        (1..=of).contains(&index).then_some(Part { index, of })
    }

    /// Which part, counted from 1.
    pub fn index(self) -> usize {
        self.index
    }

    /// How many parts there are.
    pub fn of(self) -> usize {
        self.of
    }

    /// Whether this is all there is.
    pub fn is_whole(self) -> bool {
        self.of == 1
    }

    /// Whether the rows start here: text files have their header in this part only.
    pub fn is_first(self) -> bool {
        self.index == 1
    }

    /// All parts that this one belongs to, in order.
    pub fn all(self) -> impl Iterator<Item = Part> {
        (1..=self.of).map(move |index| Part { index, of: self.of })
    }

    /// The blocks of this part, out of `blocks`. The parts in order are all blocks in order.
    pub fn blocks(self, blocks: usize) -> Range<usize> {
        blocks * (self.index - 1) / self.of..blocks * self.index / self.of
    }

    /// `orders.csv`, or `orders.part-0002-of-0007.csv`. Names sort in the order of the parts.
    pub fn file_name(self, stem: &str, extension: &str) -> String {
        if self.is_whole() {
            format!("{stem}.{extension}")
        } else {
            format!("{stem}.part-{:04}-of-{:04}.{extension}", self.index, self.of)
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part {} of {}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_all_blocks_once_and_in_order() {
        for blocks in [0, 1, 6, 7, 8, 721] {
            for of in 1..10 {
                let together = Part { index: 1, of }
                    .all()
                    .flat_map(|part| part.blocks(blocks))
                    .collect::<Vec<_>>();
                assert_eq!(together, (0..blocks).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_part_outside_its_count_does_not_exist() {
        assert!(Part::new(0, 3).is_none());
        assert!(Part::new(4, 3).is_none());
        assert!(Part::new(1, 0).is_none());
        assert_eq!(Part::new(1, 1), Some(Part::WHOLE));
    }

    #[test]
    fn file_names_sort_in_the_order_of_the_parts() {
        let names = Part { index: 1, of: 12 }
            .all()
            .map(|part| part.file_name("orders", "csv"))
            .collect::<Vec<_>>();
        assert_eq!(names[1], "orders.part-0002-of-0012.csv");
        assert!(names.is_sorted());
        assert_eq!(Part::WHOLE.file_name("orders", "csv"), "orders.csv");
    }
}
