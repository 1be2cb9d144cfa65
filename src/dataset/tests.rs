use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::compute::{cast, concat_batches};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::parquet::arrow::ArrowWriter;
use tempfile::TempDir;

use super::testing::{World, write_manifest};
use super::{Dataset, DatasetError};
use crate::tables::columns;
use crate::tables::spec::Table;

fn csv_dataset() -> TempDir {
    let folder = TempDir::new().unwrap();
    World::small().write(folder.path(), "csv");
    folder
}

fn error(root: &Path) -> DatasetError {
    Dataset::open(root, 2).err().expect("it should not open")
}

fn message(root: &Path) -> String {
    error(root).to_string()
}

fn answer(dataset: &Dataset, query: &str) -> String {
    pretty_format_batches(&dataset.sql(query).unwrap()).unwrap().to_string()
}

fn whole(dataset: &Dataset, table: &Table) -> RecordBatch {
    let keys = table.primary_key.join(", ");
    let query = format!("SELECT * FROM {} ORDER BY {keys}", table.qualified_name());
    let batches = dataset.sql(&query).unwrap();
    concat_batches(&super::reading_schema(table), &batches).unwrap()
}

/// Rewrites a CSV dataset as Parquet, in the types of the catalogue.
fn as_parquet(csv: &Dataset, root: &Path) {
    let mut files = Vec::new();
    for &table in csv.tables() {
        let rows = whole(csv, table);
        let schema = table.schema();
        let columns = rows.columns().iter().zip(schema.fields());
        let columns = columns.map(|(cells, field)| cast(cells, field.data_type()).unwrap());
        let typed = RecordBatch::try_new(schema.clone(), columns.collect()).unwrap();
        let path = PathBuf::from(table.folder.name()).join(format!("{}.parquet", table.name));
        fs::create_dir_all(root.join(table.folder.name())).unwrap();
        let file = fs::File::create(root.join(&path)).unwrap();
        let mut writer = ArrowWriter::try_new(file, schema, None).unwrap();
        writer.write(&typed).unwrap();
        writer.close().unwrap();
        files.push((table, path, rows.num_rows()));
    }
    write_manifest(root, "manifest.json", &files);
}

#[test]
fn a_plain_name_is_the_companys_table_and_not_the_answer_keys() {
    let folder = csv_dataset();
    let dataset = Dataset::open(folder.path(), 2).unwrap();
    assert_eq!(dataset.tables().len(), columns::ALL.len());
    let query = "SELECT sum(total) AS total, max(ordered_at) AS latest FROM orders";
    insta::assert_snapshot!(answer(&dataset, query), @r"
    +--------+----------------------+
    | total  | latest               |
    +--------+----------------------+
    | 355.25 | 2026-03-05T09:05:00Z |
    +--------+----------------------+
    ");
    assert!(answer(&dataset, "SELECT count(*) FROM truth.orders").contains("| 5 "));
}

#[test]
fn an_empty_cell_is_null() {
    let folder = csv_dataset();
    let dataset = Dataset::open(folder.path(), 2).unwrap();
    let query = "SELECT count(*) AS all_sessions, count(user_id) AS known FROM sessions";
    insta::assert_snapshot!(answer(&dataset, query), @r"
    +--------------+-------+
    | all_sessions | known |
    +--------------+-------+
    | 7            | 6     |
    +--------------+-------+
    ");
}

#[test]
fn csv_json_lines_and_parquet_read_the_same() {
    let (csv, jsonl, parquet) = (csv_dataset(), TempDir::new().unwrap(), TempDir::new().unwrap());
    World::small().write(jsonl.path(), "jsonl");
    let csv = Dataset::open(csv.path(), 2).unwrap();
    as_parquet(&csv, parquet.path());
    for other in [jsonl, parquet] {
        let other = Dataset::open(other.path(), 1).unwrap();
        assert_eq!(other.tables().len(), columns::ALL.len());
        for table in columns::ALL {
            assert_eq!(whole(&csv, table), whole(&other, table), "{}", table.name);
        }
    }
}

#[test]
fn parts_are_read_as_one_table_and_in_their_order() {
    let folder = csv_dataset();
    let root = folder.path();
    let text = fs::read_to_string(root.join("data/orders.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::remove_file(root.join("manifest.json")).unwrap();
    let orders = columns::ALL.iter().find(|t| t.qualified_name() == "data.orders").unwrap();
    // The header stands in the first part only; the third part has no orders.
    for (part, lines) in [(1, &lines[..3]), (2, &lines[3..]), (3, &[][..])] {
        let file = PathBuf::from(format!("data/orders.part-{part:04}-of-0003.csv"));
        fs::write(root.join(&file), lines.iter().map(|l| format!("{l}\n")).collect::<String>())
            .unwrap();
        let rows = if part == 1 { 2 } else { lines.len() };
        let manifest = format!("manifest.part-{part:04}-of-0003.json");
        write_manifest(root, &manifest, &[(orders, file, rows)]);
    }
    let dataset = Dataset::open(root, 2).unwrap();
    assert_eq!(dataset.manifest().tables[0].rows(), 5);
    assert!(answer(&dataset, "SELECT sum(order_id), count(*) FROM orders").contains("| 15 "));

    fs::remove_file(root.join("manifest.part-0002-of-0003.json")).unwrap();
    assert!(message(root).ends_with("not a dataset: part 2 of 3 is missing"), "{}", message(root));
}

#[test]
fn what_is_no_dataset_is_said_not_to_be_one() {
    let folder = TempDir::new().unwrap();
    let why = |path: &Path| match error(path) {
        DatasetError::NotADataset { why, .. } => why,
        other => panic!("{other}"),
    };
    assert_eq!(why(&folder.path().join("nowhere")), "there is no such folder");
    assert_eq!(why(folder.path()), "it has no manifest.json");
    let manifest = folder.path().join("manifest.json");
    fs::write(&manifest, "{\"tables\": 3}").unwrap();
    assert!(why(folder.path()).starts_with("manifest.json: invalid type"));
    assert_eq!(why(&manifest), "it is a file, not a folder");
    let outside = r#"{"tables": [{"name": "orders", "folder": "data", "file": "../orders.csv",
        "rows": 1, "bytes": 1, "checksum": ""}]}"#;
    fs::write(&manifest, outside).unwrap();
    assert_eq!(why(folder.path()), "its manifest names a file outside it: ../orders.csv");
}

#[test]
fn a_missing_file_is_named() {
    let folder = csv_dataset();
    fs::remove_file(folder.path().join("data/orders.csv")).unwrap();
    let expected = "data/orders.csv: table data.orders cannot be read: the file is missing";
    assert_eq!(message(folder.path()), expected);
}

#[test]
fn a_file_that_is_cut_short_is_named() {
    let folder = csv_dataset();
    let path = folder.path().join("truth/daily.csv");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    let expected = "truth/daily.csv: table truth.daily cannot be read: \
                    the file is cut short: its last line has no end";
    assert_eq!(message(folder.path()), expected);

    let parquet = TempDir::new().unwrap();
    as_parquet(&Dataset::open(csv_dataset().path(), 2).unwrap(), parquet.path());
    let path = parquet.path().join("data/orders.parquet");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    assert!(
        message(parquet.path()).contains("data.orders cannot be read: it is no whole Parquet file")
    );
}

#[test]
fn a_missing_column_is_named() {
    let folder = csv_dataset();
    let path = folder.path().join("data/orders.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("total,revenue", "sum,revenue")).unwrap();
    assert!(
        message(folder.path()).ends_with("data.orders cannot be read: column `total` is missing")
    );
}

#[test]
fn columns_may_stand_in_another_order_and_have_company() {
    let folder = csv_dataset();
    let path = folder.path().join("truth/sessions.csv");
    fs::write(&path, "note,propensity,session_id\nhello,0.25,101\n").unwrap();
    let dataset = Dataset::open(folder.path(), 2).unwrap();
    let rows = answer(&dataset, "SELECT session_id, propensity, note FROM truth.sessions");
    assert!(rows.contains("| 101        | 0.25       | hello |"), "{rows}");
}

#[test]
fn a_column_of_the_wrong_type_is_named() {
    let folder = TempDir::new().unwrap();
    as_parquet(&Dataset::open(csv_dataset().path(), 2).unwrap(), folder.path());
    let swapped = folder.path().join("truth/orders.parquet");
    let rows = RecordBatch::try_from_iter([
        ("order_id", text(&["1"])),
        ("is_incremental", text(&["true"])),
        ("driver_platform", text(&["meta"])),
        ("driver_ad_id", text(&["1"])),
        ("lag_days", text(&["1"])),
        ("acquiring_platform", text(&["meta"])),
    ]);
    let rows = rows.unwrap();
    let file = fs::File::create(swapped).unwrap();
    let mut writer = ArrowWriter::try_new(file, rows.schema(), None).unwrap();
    writer.write(&rows).unwrap();
    writer.close().unwrap();
    let expected = "column `order_id` is Utf8, where a whole number is expected";
    assert!(message(folder.path()).ends_with(expected), "{}", message(folder.path()));
}

fn text(cells: &[&str]) -> Arc<dyn Array> {
    Arc::new(datafusion::arrow::array::StringArray::from(cells.to_vec()))
}

#[test]
fn a_path_with_brackets_stars_and_spaces_is_a_path() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("a [b] c%20*? é");
    World::small().write(&root, "csv");
    assert!(
        answer(&Dataset::open(&root, 2).unwrap(), "SELECT count(*) FROM orders").contains("| 5 ")
    );
}

#[test]
fn a_query_cannot_change_anything() {
    let folder = csv_dataset();
    let dataset = Dataset::open(folder.path(), 2).unwrap();
    for query in
        ["DROP TABLE orders", "CREATE TABLE a AS SELECT 1", "COPY orders TO 'x.csv'", "SELECT"]
    {
        assert!(matches!(dataset.sql(query), Err(DatasetError::Query(_))), "{query}");
    }
}
