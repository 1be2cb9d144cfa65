//! What killed runs leave, and what becomes of it.

use super::*;

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
