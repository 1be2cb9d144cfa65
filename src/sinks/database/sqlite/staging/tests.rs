//! What cleaning keeps, empties and reports, on rows spoilt by hand.

use rusqlite::Connection;

use super::*;
use crate::tables::spec::{Column, Folder, Kind};

const COLUMNS: &[Column] = &[
    Column::new("date", Kind::Date, ""),
    Column::new("campaign_id", Kind::Long, ""),
    Column::new("campaign", Kind::Text, ""),
    Column::new("ad_set_id", Kind::Long, ""),
    Column::new("ad_set", Kind::Text, ""),
    Column::new("ad_id", Kind::Long, ""),
    Column::new("ad", Kind::Text, ""),
    Column::new("country", Kind::Text, ""),
    Column::new("region", Kind::Text, ""),
    Column::new("device", Kind::Text, ""),
    Column::new("currency", Kind::Text, ""),
    Column::new("impressions", Kind::Long, ""),
    Column::new("clicks", Kind::Long, ""),
    Column::new("spend", Kind::Money, ""),
    Column::new("conversions", Kind::Long, ""),
    Column::new("conversion_value", Kind::Money, ""),
];

const EXPORT: Table = Table {
    name: "pinterest_ads",
    folder: Folder::Layout("exports"),
    doc: "",
    grain: "",
    primary_key: &["date", "ad_id", "region", "device"],
    columns: COLUMNS,
};

const STAGE: &str = "stage_pinterest_ads";

/// A sound row, of which some cells are set anew.
fn cleaned(spoilt: &[&[(&str, Option<&str>)]]) -> Connection {
    let file = Connection::open_in_memory().unwrap();
    let names = COLUMNS.iter().map(|column| format!("{} TEXT", column.name)).collect::<Vec<_>>();
    file.execute_batch(&format!("CREATE TABLE {STAGE} ({})", names.join(", "))).unwrap();
    for (number, spoilt) in spoilt.iter().enumerate() {
        let ad = format!("{number}");
        let cells = COLUMNS.iter().map(|column| {
            let sound = match column.name {
                "date" => "2026-02-18",
                "ad_id" => &ad,
                "currency" => "USD",
                "impressions" => "1000",
                "clicks" => "20",
                "spend" | "conversion_value" => "12.50",
                name if name.ends_with("_id") || name == "conversions" => "7",
                name => name,
            };
            let anew = spoilt.iter().find(|(name, _)| *name == column.name);
            anew.map_or(Some(sound.to_owned()), |(_, value)| value.map(str::to_owned))
        });
        let marks = vec!["?"; COLUMNS.len()].join(", ");
        let insert = format!("INSERT INTO {STAGE} VALUES ({marks})");
        file.execute(&insert, rusqlite::params_from_iter(cells)).unwrap();
    }
    for statement in statements(&[(&EXPORT, STAGE)]) {
        file.execute_batch(&statement.sql).unwrap_or_else(|e| panic!("{e}: {}", statement.sql));
    }
    file
}

/// Row, column, raw value and reason of each anomaly.
fn anomalies(file: &Connection) -> Vec<String> {
    let sql = "SELECT row_id || ' ' || coalesce(column_name, '-') || ' ' ||
        coalesce(raw_value, '-') || ': ' || reason FROM anomalies ORDER BY rowid";
    let mut statement = file.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn sound_rows_are_typed_and_nothing_is_reported() {
    let file = cleaned(&[&[], &[("date", Some("2026-02-19 00:00:00"))]]);
    assert!(anomalies(&file).is_empty(), "{:?}", anomalies(&file));
    let typed = "SELECT group_concat(date || typeof(clicks) || typeof(spend) || spend, ' ')
        FROM clean_pinterest_ads";
    let typed: String = file.query_row(typed, [], |row| row.get(0)).unwrap();
    assert_eq!(typed, "2026-02-18integerreal12.5 2026-02-19integerreal12.5");
}

#[test]
fn each_spoilt_cell_is_reported_with_its_reason_and_empty_where_it_makes_no_sense() {
    let file = cleaned(&[
        &[("date", Some("18/02/2026"))],
        &[("spend", Some("-3.10"))],
        &[("clicks", Some("20.5"))],
        &[("impressions", None)],
        &[("campaign", Some(" Brand "))],
        &[("clicks", Some("2000"))],
        &[("currency", Some("AED"))],
        &[("conversion_value", Some("1.2.3"))],
    ]);
    let expected = [
        "1 date 18/02/2026: not a day",
        "5 campaign  Brand : spaces around it",
        "4 impressions -: empty",
        "3 clicks 20.5: not a whole number above or at zero",
        "2 spend -3.10: not a number above or at zero",
        "8 conversion_value 1.2.3: not a number above or at zero",
        "6 clicks 2000: above impressions",
        "7 currency AED: another currency than most rows",
    ];
    assert_eq!(anomalies(&file), expected);
    let empty = "SELECT (date IS NULL) + (spend IS NULL) + (clicks IS NULL) + (impressions IS NULL)
        FROM clean_pinterest_ads WHERE row_id BETWEEN 1 AND 4";
    let mut statement = file.prepare(empty).unwrap();
    let empty = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap);
    assert_eq!(empty.collect::<Vec<i64>>(), [1, 1, 1, 1]);
    let name = "SELECT campaign FROM clean_pinterest_ads WHERE row_id = 5";
    assert_eq!(file.query_row(name, [], |row| row.get::<_, String>(0)).unwrap(), "Brand");
}

#[test]
fn a_row_that_repeats_another_is_left_out() {
    let file = cleaned(&[&[], &[("ad_id", Some("0"))], &[]]);
    assert_eq!(anomalies(&file), ["2 - -: repeats row 1"]);
    let rows = "SELECT count(*) FROM clean_pinterest_ads";
    assert_eq!(file.query_row(rows, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
}

#[test]
fn an_export_of_another_shape_is_left_as_it_is() {
    const WEEKS: &[Column] = &[Column::new("week", Kind::Text, "")];
    let odd = Table { columns: WEEKS, ..EXPORT };
    assert!(statements(&[(&odd, STAGE)]).is_empty());
}
