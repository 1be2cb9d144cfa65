//! Tables that are made of those written before.

use arrow_array::RecordBatch;

use super::*;
use crate::engine::testing::{ORDERS, REGIONS, regions};
use crate::tables::spec::Folder;

static LATER_TABLES: &[&Table] = &[&LATER];
static READ_TABLES: &[&Table] = &[&ORDERS];
static LATER: Table = Table {
    name: "shop.later",
    folder: Folder::Layout("later"),
    doc: "What came later.",
    grain: "one region",
    primary_key: &["region_id"],
    columns: REGIONS.columns,
};

/// A table that is made of others.
struct Later {
    fails: bool,
}

impl Sequel for Later {
    fn folder(&self) -> &str {
        "later"
    }

    fn doc(&self) -> &str {
        "in another shape"
    }

    fn tables(&self) -> &[&'static Table] {
        LATER_TABLES
    }

    fn reads(&self) -> &[&'static Table] {
        READ_TABLES
    }

    fn source(&self, written: &WrittenTables) -> io::Result<Box<dyn Source>> {
        let [(table, file)] = written.files else { panic!("{} files", written.files.len()) };
        assert_eq!(table.name, "orders");
        assert_eq!(file.extension().unwrap(), "parquet");
        assert!(file.starts_with(written.root));
        let bytes = fs::read(file)?;
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "the file is whole");
        Ok(Box::new(Regions { fails: self.fails }))
    }

    fn watch(&self) -> &dyn Watch {
        &()
    }
}

struct Regions {
    fails: bool,
}

impl Source for Regions {
    fn tables(&self) -> &[&'static Table] {
        LATER_TABLES
    }

    fn blocks(&self) -> usize {
        1
    }

    fn make(
        &self,
        _: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), engine::Stopped>,
    ) -> Result<(), engine::Stopped> {
        emit(0, regions())?;
        if self.fails { Err(engine::Stopped) } else { Ok(()) }
    }

    fn failure(&self) -> Option<String> {
        Some("it does not add up".to_owned())
    }
}

fn go_on(order: &Order, fails: bool) -> Result<Manifest, Error> {
    write_with(&SHOP, &[&Later { fails }], order, &(), &AtomicBool::new(false))
}

#[test]
fn what_is_made_of_the_tables_is_published_with_them() {
    for format in Format::ALL {
        let place = Place::new();
        let manifest = go_on(&place.order(format), false).unwrap();
        let entry = manifest.tables.last().unwrap();
        assert_eq!((entry.folder.as_str(), entry.rows), ("later", 7));
        assert_eq!(entry.file, format!("later/shop/later.{format}"));
        let files = place.files();
        let beside = files.keys().filter(|file| !file.starts_with("shop/load/"));
        assert_eq!(beside.count(), 8, "nothing else is left: {:?}", files.keys());
        let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
        assert!(text("shop/DICTIONARY.md").contains("## later/: in another shape"));
        assert!(text("shop/datapackage.json").contains("\"later-shop-later\""));
        // All of it is adloom's, and may be replaced.
        let again = Order { force: true, ..place.order(format) };
        assert_eq!(go_on(&again, false).unwrap(), manifest);
    }
}

#[test]
fn where_it_cannot_be_made_nothing_is_there() {
    for format in Format::ALL {
        let place = Place::new();
        let error = go_on(&place.order(format), true).unwrap_err();
        assert_eq!(error.to_string(), "it does not add up");
        assert!(place.entries().is_empty());
    }
}
