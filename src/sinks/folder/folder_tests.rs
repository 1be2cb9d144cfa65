use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use arrow_array::RecordBatch;
use tempfile::TempDir;

use super::*;
use crate::engine::testing::{ORDERS, REGIONS, Shop, regions};
use crate::tables::spec::Folder;

const SHOP: Shop = Shop { blocks: 9, orders: 40, batch: 15 };

struct Place {
    parent: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { parent: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.parent.path().join("shop")
    }

    fn order(&self, format: Format) -> Order {
        Order {
            out: self.out(),
            format,
            part: Part::WHOLE,
            threads: 2,
            force: false,
            about: About {
                planted: Vec::new(),
                name: "shop".into(),
                title: "A shop".into(),
                scenario: "name = \"shop\"\n".into(),
                hash: "abc".into(),
                seed: 7,
                start: "2026-01-01".into(),
                days: 9,
            },
        }
    }

    fn part(&self, format: Format, index: usize, of: usize) -> Order {
        Order { part: Part::new(index, of).unwrap(), ..self.order(format) }
    }

    /// All that lies in the parent folder, file by file.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn list(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => list(&path, root, files),
                    false => {
                        let name = path.strip_prefix(root).unwrap().display().to_string();
                        files.insert(name, fs::read(&path).unwrap());
                    }
                }
            }
        }
        let mut files = BTreeMap::new();
        list(self.parent.path(), self.parent.path(), &mut files);
        files
    }

    fn entries(&self) -> Vec<String> {
        let entries = fs::read_dir(self.parent.path()).unwrap();
        let mut names = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>();
        names.sort();
        names
    }
}

fn go(order: &Order) -> Result<Manifest, Error> {
    write(&SHOP, order, &(), &AtomicBool::new(false))
}

fn refused(order: &Order) -> String {
    match go(order) {
        Err(Error::Refused(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_dataset_has_all_its_files_and_nothing_is_left_beside_it() {
    for format in Format::ALL {
        let place = Place::new();
        let manifest = go(&place.order(format)).unwrap();
        let files = place.files();
        let names = files.keys().cloned().collect::<Vec<_>>();
        let table = |table| format!("shop/{table}.{format}");
        let mut expected = vec![
            "shop/DICTIONARY.md".to_owned(),
            table("data/orders"),
            table("data/regions"),
            "shop/datapackage.json".into(),
            "shop/manifest.json".into(),
            table("truth/orders"),
            "shop/truth/scenario.toml".into(),
        ];
        expected.extend(load::files(format).map(|file| format!("shop/{file}")));
        expected.sort();
        assert_eq!(names, expected);
        for entry in &manifest.tables {
            let bytes = &files[&format!("shop/{}", entry.file)];
            assert_eq!(entry.bytes, bytes.len() as u64);
            assert_eq!(entry.checksum, blake3::hash(bytes).to_hex().to_string());
        }
        assert_eq!(manifest.tables[1].rows, 360);
        let text = String::from_utf8(files["shop/manifest.json"].clone()).unwrap();
        assert_eq!(Manifest::from_json(&text).unwrap(), manifest);
    }
}

#[test]
fn any_number_of_threads_writes_the_same_dataset() {
    for format in Format::ALL {
        let (one, four) = (Place::new(), Place::new());
        go(&Order { threads: 1, ..one.order(format) }).unwrap();
        go(&Order { threads: 4, ..four.order(format) }).unwrap();
        assert!(one.files() == four.files());
    }
}

#[test]
fn text_parts_put_together_are_byte_for_byte_the_whole() {
    for format in [Format::Csv, Format::Jsonl] {
        let (whole, parts) = (Place::new(), Place::new());
        go(&whole.order(format)).unwrap();
        for index in [2, 7, 1, 3, 6, 5, 4] {
            go(&parts.part(format, index, 7)).unwrap();
        }
        let (whole, parts_files) = (whole.files(), parts.files());
        for table in ["data/regions", "data/orders", "truth/orders"] {
            let together = (1..=7).flat_map(|index| {
                let name = format!("shop/{table}.part-000{index}-of-0007.{format}");
                parts_files[&name].clone()
            });
            assert!(together.collect::<Vec<_>>() == whole[&format!("shop/{table}.{format}")]);
        }
        assert_eq!(parts.entries(), ["shop"]);
        assert_eq!(parts_files.len(), 7 * 4 + 3);
    }
}

#[test]
fn parts_that_end_at_the_same_time_all_arrive() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for index in 1..=7 {
            let order = place.part(Format::Csv, index, 7);
            scope.spawn(move || go(&order).unwrap());
        }
    });
    assert_eq!(place.files().len(), 7 * 4 + 3);
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn a_dataset_that_is_there_is_replaced_only_by_force() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let before = place.files();
    let reason = refused(&place.order(Format::Parquet));
    assert!(reason.ends_with("a dataset is already there; --force replaces it"), "{reason}");
    assert!(place.files() == before);
    fs::create_dir(place.out().join("model")).unwrap();
    fs::write(place.out().join("model/report.html"), "").unwrap();
    go(&Order { force: true, ..place.order(Format::Parquet) }).unwrap();
    assert!(place.files().keys().all(|name| !name.ends_with(".csv") && !name.contains("model")));
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn a_part_joins_only_parts_of_the_same_run() {
    let place = Place::new();
    go(&place.part(Format::Csv, 1, 3)).unwrap();
    let reason = refused(&place.part(Format::Csv, 1, 3));
    assert!(reason.ends_with("part 1 of 3 is already there; --force replaces it"), "{reason}");
    refused(&place.part(Format::Csv, 2, 4));
    refused(&place.part(Format::Jsonl, 2, 3));
    let mut other = place.part(Format::Csv, 2, 3);
    other.about.hash = "another".into();
    refused(&other);
    refused(&place.order(Format::Csv));
    go(&Order { force: true, ..place.part(Format::Csv, 1, 3) }).unwrap();
    go(&place.part(Format::Csv, 3, 3)).unwrap();
    assert_eq!(place.files().len(), 2 * 4 + 3);
    go(&Order { force: true, ..place.order(Format::Csv) }).unwrap();
    assert_eq!(place.files().len(), 7);
}

#[test]
fn a_folder_with_anything_else_in_it_is_refused_and_untouched() {
    for foreign in
        ["notes.txt", "data/mine.csv", "model/fit.json", "manifest.json", "data/orders.csv"]
    {
        let place = Place::new();
        let path = place.out().join(foreign);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
        let before = place.files();
        let reason = refused(&Order { force: true, ..place.order(Format::Csv) });
        assert!(reason.contains(foreign), "{reason}");
        assert!(place.files() == before);
        assert_eq!(place.entries(), ["shop"]);
    }
}

#[test]
fn a_dataset_with_a_stranger_in_it_is_refused_too() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    fs::write(place.out().join("truth/my notes.md"), "").unwrap();
    let reason = refused(&Order { force: true, ..place.order(Format::Csv) });
    assert!(reason.contains("truth/my notes.md is not adloom's"), "{reason}");
}

#[test]
fn a_file_in_the_place_is_refused() {
    let place = Place::new();
    fs::write(place.out(), "mine").unwrap();
    assert!(refused(&Order { force: true, ..place.order(Format::Csv) }).contains("not adloom's"));
    assert_eq!(fs::read(place.out()).unwrap(), b"mine");
}

#[test]
fn an_empty_folder_is_free() {
    let place = Place::new();
    fs::create_dir(place.out()).unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert_eq!(place.files().len(), 7);
}

#[test]
fn an_interrupted_run_leaves_nothing_and_keeps_what_was_there() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let before = place.files();
    let stop = AtomicBool::new(true);
    let order = Order { force: true, ..place.order(Format::Csv) };
    let ended = write(&SHOP, &order, &(), &stop);
    assert!(matches!(ended, Err(Error::Run(engine::Error::Interrupted))));
    assert!(stop.load(Ordering::Relaxed));
    assert!(place.files() == before);
    assert_eq!(place.entries(), ["shop"]);
}

/// Makes a folder as a killed run leaves it: the marker is there, and nobody holds its lock.
fn leavings(place: &Place, name: &str) -> PathBuf {
    let workplace = Workplace::create(place.parent.path(), name).unwrap();
    let kept = place.parent.path().join("kept");
    fs::rename(workplace_path(&workplace), &kept).unwrap();
    let path = workplace_path(&workplace);
    drop(workplace);
    fs::rename(&kept, &path).unwrap();
    path
}

fn workplace_path(workplace: &Workplace) -> PathBuf {
    workplace.new_folder().parent().unwrap().to_owned()
}

#[test]
fn the_next_run_removes_what_killed_runs_left() {
    let place = Place::new();
    let own = leavings(&place, "shop");
    let other = leavings(&place, "another");
    fs::write(own.join("new/half.csv"), "half").unwrap();
    fs::write(other.join("adloom.lock"), "").unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn the_folder_of_a_run_that_lives_is_left_alone() {
    let place = Place::new();
    let living = Workplace::create(place.parent.path(), "shop").unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert!(living.new_folder().exists());
}

#[test]
fn a_folder_that_only_looks_like_leavings_is_left_alone() {
    let place = Place::new();
    let lookalike = place.parent.path().join(".shop.adloom-partial-1-0");
    fs::create_dir(&lookalike).unwrap();
    fs::write(lookalike.join("mine.txt"), "mine").unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert!(lookalike.join("mine.txt").exists());
    fs::write(lookalike.join("adloom.lock"), "not the marker").unwrap();
    go(&Order { force: true, ..place.order(Format::Csv) }).unwrap();
    assert!(lookalike.join("mine.txt").exists());
}

#[test]
fn what_a_killed_run_left_inside_a_dataset_does_not_keep_it_from_being_replaced() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let fresh = place.files();
    // `adloom model` works in the dataset.
    let left = leavings(&place, "model");
    fs::write(left.join("new/report.html"), "half").unwrap();
    fs::rename(&left, place.out().join(".model.adloom-partial-1-0")).unwrap();
    go(&Order { force: true, ..place.order(Format::Csv) }).unwrap();
    assert!(place.files() == fresh);
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn a_dataset_put_aside_by_a_killed_run_goes_back_to_its_place() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let before = place.files();
    let killed = leavings(&place, "shop");
    fs::rename(place.out(), killed.join("old")).unwrap();
    refused(&place.order(Format::Csv));
    assert!(place.files() == before);
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn whatever_a_killed_run_put_aside_goes_back_to_its_place() {
    let place = Place::new();
    // No dataset: a class, say, whose own command was killed between its two renames.
    let killed = leavings(&place, "class");
    fs::create_dir(killed.join("old")).unwrap();
    fs::write(killed.join("old/essay.txt"), "mine").unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert_eq!(place.entries(), ["class", "shop"]);
    let kept = place.parent.path().join("class/essay.txt");
    assert_eq!(fs::read_to_string(kept).unwrap(), "mine");
}

#[test]
fn what_was_replaced_never_comes_back() {
    let place = Place::new();
    // One run was killed when the new folder was in its place, one while it deleted the old one.
    let replaced = leavings(&place, "shop");
    fs::create_dir(replaced.join("old")).unwrap();
    fs::create_dir(place.out()).unwrap();
    let deleting = leavings(&place, "other");
    fs::create_dir(deleting.join("gone")).unwrap();
    fs::write(deleting.join("gone/half.csv"), "half").unwrap();
    go(&place.order(Format::Csv)).unwrap();
    assert_eq!(place.entries(), ["shop"]);
    assert_eq!(place.files().len(), 7);
}

#[test]
fn what_found_no_way_back_outlives_the_run_that_put_it_aside() {
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let before = place.files();
    let workplace = Workplace::create(place.parent.path(), "shop").unwrap();
    fs::rename(place.out(), workplace_path(&workplace).join("old")).unwrap();
    drop(workplace);
    refused(&place.order(Format::Csv));
    assert!(place.files() == before);
    assert_eq!(place.entries(), ["shop"]);
}

#[test]
fn keys_to_tables_that_are_not_there_are_not_declared() {
    use crate::engine::testing::{ORDERS, REGIONS, TRUTH_ORDERS};
    let order = Place::new().order(Format::Csv);
    let keys = |tables: &[&'static Table]| {
        let package = package::package(&order, tables, |_| false);
        let package = serde_json::from_str::<serde_json::Value>(&package).unwrap();
        let resources = package["resources"].as_array().unwrap();
        resources
            .iter()
            .flat_map(|resource| resource["schema"]["foreignKeys"].as_array().unwrap())
            .map(|key| key["reference"]["resource"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&[&REGIONS, &ORDERS, &TRUTH_ORDERS]), ["regions", "orders"]);
    assert_eq!(keys(&[&ORDERS]), Vec::<String>::new());
    // `orders.order_id` means the table in `data`, not the one of that name in `truth`.
    assert_eq!(keys(&[&TRUTH_ORDERS]), Vec::<String>::new());
}

#[test]
fn csv_parts_say_that_the_header_stands_in_the_first_alone() {
    use crate::engine::testing::{ORDERS, REGIONS};
    let dialects = |format, part| {
        let order = Order { part, ..Place::new().order(format) };
        // The second table has no rows, so its header is one like any other.
        let package = package::package(&order, &[&ORDERS, &REGIONS], |table| table == 1);
        let package = serde_json::from_str::<serde_json::Value>(&package).unwrap();
        [0, 1].map(|table| package["resources"][table].get("dialect").cloned())
    };
    let third = Part::new(3, 7).unwrap();
    let told = serde_json::json!({ "header": false, "commentRows": [1] });
    assert_eq!(dialects(Format::Csv, third), [Some(told), None]);
    assert_eq!(dialects(Format::Csv, Part::WHOLE), [None, None]);
    assert_eq!(dialects(Format::Jsonl, third), [None, None]);
}

#[test]
fn the_dictionary_tells_every_column() {
    use crate::engine::testing::ORDERS;
    let place = Place::new();
    go(&place.order(Format::Csv)).unwrap();
    let text = fs::read_to_string(place.out().join("DICTIONARY.md")).unwrap();
    for column in ORDERS.columns {
        assert!(text.contains(&format!("| `{}` |", column.name)), "{}", column.name);
    }
    assert!(text.contains("| money | USD | yes |"));
    assert!(text.contains("wrote \\| or not"));
}

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
