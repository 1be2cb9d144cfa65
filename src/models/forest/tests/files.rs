//! A forest survives its file, and nothing else passes for one.

use super::*;
use crate::models::forest::{
    ClassificationForest, Forest, ForestFileError, RandomForestClassifier, RandomForestRegressor,
    RegressionForest,
};

fn saved() -> (ClassificationForest, Vec<u8>) {
    let (mut train, converted, _) = visits(2_000, 70);
    train.features.push(numbers("far", (0..2_000).map(|row| [1e30, f32::INFINITY][row % 2])));
    let forest = RandomForestClassifier::new().trees(4).fit_table(&train, &converted).unwrap();
    let bytes = forest.to_bytes();
    (forest, bytes)
}

#[test]
fn what_is_read_is_what_was_saved() {
    let (forest, bytes) = saved();
    assert_eq!(Forest::from_bytes(&bytes).unwrap(), forest);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessions.forest");
    forest.save(&path).unwrap();
    assert_eq!(ClassificationForest::load(&path).unwrap(), forest);
    let (train, _, _) = visits(100, 71);
    let y: Array1<f32> = (0..100_u8).map(f32::from).collect();
    let numbers = RandomForestRegressor::new().trees(3).fit_table(&train, &y).unwrap();
    assert_eq!(RegressionForest::from_bytes(&numbers.to_bytes()).unwrap(), numbers);
}

#[test]
fn another_file_is_refused_in_words() {
    let (_, bytes) = saved();
    let refused = |bytes: &[u8]| ClassificationForest::from_bytes(bytes).unwrap_err();
    for foreign in [&b""[..], b"{}", b"PK\x03\x04", b"adloom", b"adloom forest 1"] {
        assert!(matches!(refused(foreign), ForestFileError::Foreign), "{foreign:?}");
    }
    let later = [b"adloom forest 2\n", &bytes[16..]].concat();
    let error = refused(&later);
    assert!(matches!(&error, ForestFileError::Version { found } if found == "2"), "{error}");
    let error = RegressionForest::from_bytes(&bytes).unwrap_err();
    let expected = "this is a classification forest where a regression forest is needed";
    assert_eq!(error.to_string(), expected);
    let missing = ClassificationForest::load(std::path::Path::new("no/such.forest")).unwrap_err();
    assert!(missing.to_string().starts_with("no/such.forest: "), "{missing}");
}

#[test]
fn a_damaged_file_is_refused_wherever_the_damage_is() {
    let (_, bytes) = saved();
    for end in (17..bytes.len()).step_by(131) {
        assert!(ClassificationForest::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
    }
    for place in (16..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        assert!(ClassificationForest::from_bytes(&damaged).is_err(), "byte {place}");
    }
}
