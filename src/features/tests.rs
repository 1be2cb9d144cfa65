//! Maps and files as companies have them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::map::Map;
use super::marts::{FeatureError, Marts};
use super::read::{self, Reading};
use super::table::{Feature, FeatureTable, Values};
use crate::dataset::testing::World;

fn marts(map: &str, files: &[(&str, &[u8])]) -> Result<Marts, String> {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let path = dir.path().join("map.toml");
    fs::write(&path, map).unwrap();
    Marts::of_files(dir.path(), &Map::read(&path)?).map_err(|e| e.to_string())
}

/// Spend by day, as the marts have it.
fn spend(marts: &Marts) -> Vec<Option<f64>> {
    let days = marts.answer("SELECT spend FROM mart.performance ORDER BY date").unwrap();
    days.numbers("spend").unwrap()
}

const PLAIN: &str = "
    [[performance]]
    file = 'ads.csv'
    columns = { date = 'Day', platform = { value = 'meta' }, spend = 'Cost' }
";

#[test]
fn money_is_read_whatever_stands_around_the_digits() {
    let csv = "Day,Cost\n2026-03-01,\"$1,234.50\"\n2026-03-02,--\n2026-03-03,\n2026-03-04,-3\n";
    let marts = marts(PLAIN, &[("ads.csv", csv.as_bytes())]).unwrap();
    assert_eq!(spend(&marts), [Some(1234.5), None, None, Some(-3.0)]);
}

#[test]
fn a_decimal_comma_and_other_dates_are_read_once_they_are_named() {
    let map = PLAIN.replace(
        "'ads.csv'",
        "{ path = 'ads.csv', delimiter = ';', decimal = ',', date_format = '%d.%m.%Y' }",
    );
    let csv = "Day;Cost\n02.03.2026;1.234,50 €\n01.03.2026;7,25\n";
    let marts = marts(&map, &[("ads.csv", csv.as_bytes())]).unwrap();
    assert_eq!(spend(&marts), [Some(7.25), Some(1234.5)]);
}

#[test]
fn sixteen_bit_text_with_lines_above_and_below_the_table_is_read() {
    let map = PLAIN.replace(
        "'ads.csv'",
        "{ path = 'ads.csv', delimiter = \"\\t\", skip_lines = 1, where = \"\\\"Day\\\" <> 'Total'\" }",
    );
    let text = "Campaign report\nDay\tCost\n2026-03-01\t5\nTotal\t5\n";
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let marts = marts(&map, &[("ads.csv", &bytes)]).unwrap();
    assert_eq!(spend(&marts), [Some(5.0)]);
}

#[test]
fn what_is_not_finite_is_missing_and_never_a_figure() {
    let csv = "Day,Cost\n2026-03-01,NaN\n2026-03-02,inf\n2026-03-03,2\n";
    let marts = marts(PLAIN, &[("ads.csv", csv.as_bytes())]).unwrap();
    assert_eq!(spend(&marts), [None, None, Some(2.0)]);
}

#[test]
fn what_cannot_be_read_is_shown_with_its_file_and_column() {
    let spoilt = |csv: &str| marts(PLAIN, &[("ads.csv", csv.as_bytes())]).err().unwrap();
    let why = spoilt("Day,Cost\n2026-03-01,free\n");
    assert!(why.contains("ads.csv: \"Cost\" holds `free`, which is not a number"), "{why}");
    let why = spoilt("Day,Cost\n03/13/2026,1\n");
    assert!(
        why.contains("`03/13/2026`, which is not a date") && why.contains("date_format"),
        "{why}"
    );
    let why = spoilt("Day,Price\n2026-03-01,1\n");
    assert!(why.contains("Cost"), "{why}");
    let why = marts(PLAIN, &[]).err().unwrap();
    assert!(why.contains("ads.csv"), "{why}");
}

#[test]
fn a_map_with_a_wrong_key_or_column_is_refused() {
    let why = marts(&PLAIN.replace("[[performance]]", "[[performances]]"), &[]).err().unwrap();
    assert!(why.contains("unknown field `performances`"), "{why}");
    let map = PLAIN.replace("spend =", "spent =");
    let why = marts(&map, &[("ads.csv", b"Day,Cost\n2026-03-01,1\n")]).err().unwrap();
    assert!(why.contains("a column `spent`") && why.contains("spend"), "{why}");
}

#[test]
fn repeated_rows_are_counted_and_mentioned() {
    let csv = b"Day,Cost\n2026-03-01,1\n2026-03-01,1\n";
    let marts = marts(PLAIN, &[("ads.csv", csv)]).unwrap();
    assert_eq!(spend(&marts).len(), 2);
    assert_eq!(marts.about().notes.len(), 1);
    assert!(
        marts.about().notes[0].starts_with("1 rows of performance repeat"),
        "{:?}",
        marts.about()
    );
}

const WEEKLY: &str = "
    [[channels]]
    file = 'weeks.csv'
    columns = { date = 'week' }
    [channels.measures]
    spend = { tv = 'tv', search = 'search' }
    [[business]]
    file = 'weeks.csv'
    columns = { date = 'week', orders = 'orders' }
";

#[test]
fn weeks_with_a_column_per_channel_become_a_weekly_panel_without_gaps() {
    // The third week is missing: it counts as one without spend and without orders.
    let csv = "week,tv,search,orders\n2026-01-05,100,5,9\n2026-01-12,0,6,8\n2026-01-26,50,7,7\n";
    let marts = marts(WEEKLY, &[("weeks.csv", csv.as_bytes())]).unwrap();
    let read::MediaPanel { panel, new_orders } = read::panel(&marts).unwrap();
    assert!(new_orders.is_none());
    assert_eq!((panel.step_days, panel.dates.len()), (7, 4));
    assert_eq!(panel.channels, ["tv", "search"]);
    assert_eq!(panel.regions, ["all"]);
    assert_eq!(panel.total_orders().to_vec(), [9.0, 8.0, 0.0, 7.0]);
    assert_eq!(panel.total_spend().row(3).to_vec(), [50.0, 7.0]);
    assert!(panel.revenue.is_none());
}

#[test]
fn what_is_lacking_is_named_by_its_column() {
    let csv = "Day,Cost\n2026-03-01,1\n";
    let marts = marts(PLAIN, &[("ads.csv", csv.as_bytes())]).unwrap();
    let lacking = |result: FeatureError| result.to_string();
    assert_eq!(lacking(read::panel(&marts).err().unwrap()), "the data have no business");
    assert_eq!(
        lacking(read::creatives(&marts).unwrap_err()),
        "performance has no column `creative` with a value in it"
    );
    assert_eq!(lacking(read::visits(&marts, 10, 1).unwrap_err()), "the data have no visits");
}

#[test]
fn a_sample_of_visits_is_the_same_whatever_else_is_asked() {
    let map = "
        [visits]
        file = 'visits.csv'
        converted = 'bought'
        start = ['hour', 'source']
    ";
    let rows: String = (0..5000)
        .map(|i| format!("{},{},{}\n", i % 24, ["ads", "mail"][i % 2], i % 7 == 0))
        .collect();
    let csv = format!("hour,source,bought\n{rows}");
    let marts = marts(map, &[("visits.csv", csv.as_bytes())]).unwrap();
    let all = read::visits(&marts, 10_000, 3).unwrap();
    assert_eq!((all.visits.len(), all.population), (5000, 5000));
    let some = read::visits(&marts, 700, 3).unwrap();
    assert_eq!(some.population, 5000);
    assert_eq!(some.visits.len(), 700);
    assert!(some.visits.iter().all(|visit| all.visits.contains(visit)));
    let other = read::visits(&marts, 700, 4).unwrap();
    assert_ne!(other.visits, some.visits);
    assert!(all.days.is_none());
}

#[test]
fn the_maps_that_are_shipped_are_sound() {
    for entry in fs::read_dir(Path::new("configs/maps")).unwrap() {
        let path = entry.unwrap().path();
        Map::read(&path).unwrap_or_else(|why| panic!("{why}"));
    }
}

/// The features of a visit by name, in words.
fn row(table: &FeatureTable, row: usize) -> BTreeMap<String, String> {
    let text = |feature: &Feature| match &feature.values {
        Values::Numeric(values) => format!("{:.2}", values[row]),
        Values::Category { codes, labels } => labels[codes[row] as usize].clone(),
    };
    table.features.iter().map(|feature| (feature.name.clone(), text(feature))).collect()
}

#[test]
fn a_visit_knows_its_customers_past_and_nothing_of_its_own_order() {
    let dir = tempfile::tempdir().unwrap();
    World::small().write(dir.path(), "csv");
    let marts = Marts::of_dataset(dir.path(), 2).unwrap();
    let sample = read::visits(&marts, 100, 1).unwrap();
    assert_eq!(sample.population, 7);
    let of = |visit: u64| {
        let place = sample.visits.iter().position(|known| *known == visit).unwrap();
        let row = row(&sample.features, place);
        ["has_account", "orders_before", "days_since_order", "ad"].map(|name| row[name].clone())
    };
    // The account that is opened with the first order, minutes later, is not known yet.
    assert_eq!(of(102), ["no", "0.00", "NaN", "ad 11"]);
    assert_eq!(of(104), ["yes", "1.00", "3.99", "(no value)"]);
    // Whoever signed up before is known, but not for orders before the data begin.
    assert_eq!(of(101), ["yes", "0.00", "NaN", "ad 11"]);
    assert_eq!(of(107), ["no", "0.00", "NaN", "ad 11"]);
}

#[test]
fn visits_are_handed_on_in_the_order_of_their_files_with_the_columns_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    World::small().write(dir.path(), "csv");
    let marts = Marts::of_dataset(dir.path(), 2).unwrap();
    let reading = |name: &str| match name {
        "device" => Some(Reading::Labels),
        "orders_before" => Some(Reading::Numbers),
        _ => None,
    };
    let mut found = Vec::new();
    read::each_visit(&marts, &reading, |visits, table| {
        assert!(table.feature("medium").is_none() && table.feature("hour").is_some());
        found.extend(visits.iter().enumerate().map(|(place, visit)| {
            let row = row(table, place);
            (*visit, row["device"].clone(), row["orders_before"].clone())
        }));
        ControlFlow::Continue(())
    })
    .unwrap();
    found.sort();
    assert_eq!(found.len(), 7);
    assert_eq!(found[2], (103, "desktop".to_owned(), "0.00".to_owned()));
    assert_eq!(found[3], (104, "mobile".to_owned(), "1.00".to_owned()));
}

#[test]
fn a_sample_of_visits_is_the_same_on_one_thread_and_two() {
    let dir = tempfile::tempdir().unwrap();
    World::small().write(dir.path(), "csv");
    let some = |threads: usize| {
        let marts = Marts::of_dataset(dir.path(), threads).unwrap();
        read::visits(&marts, 4, 1).unwrap()
    };
    let (one, two) = (some(1), some(2));
    assert_eq!(one.visits.len(), 4);
    assert_eq!(one.visits, two.visits);
    let words = |table: &FeatureTable| (0..4).map(|at| row(table, at)).collect::<Vec<_>>();
    assert_eq!(words(&one.features), words(&two.features));
    assert_eq!(one.population, 7);
}
