//! What stands in a folder once it is written, by whomever.

use super::*;

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
