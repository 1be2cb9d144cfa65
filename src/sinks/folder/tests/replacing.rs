//! What a run finds in its place.

use std::sync::atomic::Ordering;

use super::*;

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
