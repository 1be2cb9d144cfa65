//! The scripts against the tables that they load. Whether the systems take them is asked where
//! those are: `tests/servers/load.rs`.

use super::outline::TableName;
use super::*;
use crate::engine::Part;
use crate::tables::columns;
use crate::tables::spec::{Column, Folder, Kind};

fn outline(part: Part) -> Outline {
    Outline::new("a-world", part, columns::ALL)
}

fn texts(part: Part) -> Vec<String> {
    SCRIPTS.iter().map(|(_, text)| text(&outline(part))).collect()
}

#[test]
fn keys_lead_to_tables_that_come_before() {
    let outline = outline(Part::WHOLE);
    assert_eq!(outline.tables.len(), columns::ALL.len());
    let mut before: Vec<&TableName> = Vec::new();
    let mut keys = 0;
    for loaded in &outline.tables {
        for key in &loaded.foreign_keys {
            keys += 1;
            assert!(before.contains(&&key.target), "{}.{}", loaded.name.name, key.column);
        }
        before.push(&loaded.name);
    }
    // No table of the catalogue leads to itself or in a circle: none of its keys is lost.
    let declared = columns::ALL.iter().flat_map(|table| table.columns);
    assert_eq!(keys, declared.filter(|column| !column.references.is_empty()).count());
}

#[test]
fn every_script_loads_every_file_of_every_part() {
    let part = Part::new(2, 3).unwrap();
    for (script, text) in SCRIPTS.iter().zip(texts(part)) {
        for loaded in &outline(part).tables {
            assert_eq!(loaded.files.len(), 3);
            for file in &loaded.files {
                let name = file.rsplit('/').next().unwrap();
                assert!(text.contains(name), "{} forgets {file}", script.0);
            }
        }
    }
}

#[test]
fn all_parts_make_the_same_scripts() {
    assert_eq!(texts(Part::new(1, 3).unwrap()), texts(Part::new(3, 3).unwrap()));
}

#[test]
fn meanings_stand_in_every_script_that_creates_tables() {
    for (script, text) in SCRIPTS.iter().zip(texts(Part::WHOLE)) {
        if script.0.ends_with(".sql") {
            assert!(
                text.contains("Whether it is the customer''s first order")
                    || text.contains("Whether it is the customer\\'s first order"),
                "{}",
                script.0
            );
        }
    }
}

#[test]
fn names_and_texts_stay_inside_their_quotes() {
    static COLUMNS: [Column; 2] = [
        Column::new("it`s \"[a]\" 'name'", Kind::Text, "It's a \\ and a `tick`"),
        Column::new("n", Kind::Int, "n"),
    ];
    let table = Table {
        name: "shop's.order",
        folder: Folder::Layout("my layout"),
        doc: "It's \\ odd",
        grain: "one",
        primary_key: &["n"],
        columns: &COLUMNS,
    };
    let outline = Outline::new("a-world", Part::WHOLE, &[table.kept()]);
    assert_eq!(outline.tables[0].files, ["my layout/shop's/order.parquet"]);
    for (script, parts) in [
        (SCRIPTS[0].1, ["\"it`s \"\"[a]\"\" 'name'\"", "'It''s \\ odd'", "\"shop's\".\"order\""]),
        (SCRIPTS[1].1, ["`it\\`s \"[a]\" 'name'`", "'It\\'s \\\\ odd'", "`shop's`.`order`"]),
        (SCRIPTS[2].1, ["'shop'\\''s.order'", "'my layout/shop'\\''s/order.parquet'", "bq load"]),
        (SCRIPTS[3].1, ["\"IT`S \"\"[A]\"\" 'NAME'\"", "'It''s \\\\ odd'", "\"SHOP'S\".\"ORDER\""]),
        (SCRIPTS[4].1, ["\"it`s \"\"[a]\"\" 'name'\"", "'It''s \\\\ odd'", "\"shop's\".\"order\""]),
        (SCRIPTS[5].1, ["[it`s \"[a]]\" 'name']", "N'It''s \\ odd'", "[shop's].[order]"]),
    ] {
        let text = script(&outline);
        for part in parts {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }
}
