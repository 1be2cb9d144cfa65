//! Copies of some tables in Parquet, made while all of them go where they are meant to: what layouts
//! read need not be made twice.

use std::io;
use std::path::PathBuf;

use arrow_array::RecordBatch;

use super::Parquet;
use crate::engine::{Sink, Weigh};
use crate::tables::spec::Table;

/// Tables with the files that their copies go to.
pub type Copies = [(&'static Table, PathBuf)];

/// A sink for all tables, and files for the copies of some.
pub struct Tee<K> {
    all: K,
    copies: Option<Parquet>,
    /// The position of each table among the copies, if it is one of them.
    places: Vec<Option<usize>>,
}

impl<K> Tee<K> {
    /// `all` takes `tables`; the files of the copies are created, and encoded by so many threads.
    pub fn new(
        all: K,
        tables: &[&'static Table],
        copies: &Copies,
        threads: usize,
    ) -> io::Result<Tee<K>> {
        let place = |table: &&'static Table| {
            copies.iter().position(|(other, _)| std::ptr::eq(*other, *table))
        };
        let places = tables.iter().map(place).collect();
        let files = copies.iter().map(|(table, file)| (*table, file.as_path()));
        let copies = (!copies.is_empty()).then(|| Parquet::create(files, threads)).transpose()?;
        Ok(Tee { all, copies, places })
    }

    /// The files of a table's copy, and its position among them.
    fn copy(&self, table: usize) -> Option<(&Parquet, usize)> {
        self.copies.as_ref().zip(self.places[table])
    }
}

/// A batch for the sink, and for the copy if there is one.
pub struct Both<A>(A, Option<<Parquet as Sink>::Piece>);

impl<A: Weigh> Weigh for Both<A> {
    fn weight(&self) -> usize {
        self.0.weight() + self.1.as_ref().map_or(0, Weigh::weight)
    }
}

impl<K: Sink> Sink for Tee<K> {
    type Piece = Both<K::Piece>;
    /// What the sink for all tables says.
    type Done = K::Done;

    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<Self::Piece> {
        let copy = self.copy(table).map(|(files, place)| files.encode(place, batch.clone()));
        Ok(Both(self.all.encode(table, batch)?, copy.transpose()?))
    }

    fn write(&self, table: usize, piece: Self::Piece) -> io::Result<()> {
        let Both(own, copy) = piece;
        if let (Some((files, place)), Some(copy)) = (self.copy(table), copy) {
            files.write(place, copy)?;
        }
        self.all.write(table, own)
    }

    fn finish(self) -> io::Result<K::Done> {
        self.copies.map(Sink::finish).transpose()?;
        self.all.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::engine::testing::Shop;
    use crate::engine::{self, Source};

    const SHOP: Shop = Shop { blocks: 9, orders: 40, batch: 15 };

    #[test]
    fn a_copy_is_byte_for_byte_the_file_that_the_table_has_alone() {
        let tables = SHOP.tables();
        for copied in tables {
            let folder = tempfile::tempdir().unwrap();
            let file = |name: &str| folder.path().join(name);
            let own = tables.iter().map(|table| (*table, file(&table.qualified_name())));
            let own = own.collect::<Vec<_>>();
            let all = own.iter().map(|(table, file)| (*table, file.as_path()));
            let all = Parquet::create(all, 2).unwrap();
            let copies = [(*copied, file("copy"))];
            let both = Tee::new(all, tables, &copies, 2).unwrap();
            engine::run(&SHOP, 0..9, 2, &both, &(), &AtomicBool::new(false)).unwrap();
            assert_eq!(both.finish().unwrap().len(), tables.len());
            let bytes = |name: &str| fs::read(file(name)).unwrap();
            let name = copied.qualified_name();
            assert!(bytes("copy") == bytes(&name), "{name}");
        }
    }

    #[test]
    fn a_copy_that_cannot_be_made_ends_the_run_before_it_begins() {
        let gone = [(SHOP.tables()[0], PathBuf::from("/no/such/folder/copy"))];
        let all = Parquet::create([], 1).unwrap();
        let error = Tee::new(all, SHOP.tables(), &gone, 1).err().expect("there is no such folder");
        assert!(error.to_string().contains("/no/such/folder/copy"), "{error}");
    }
}
