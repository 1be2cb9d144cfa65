//! Questions that a model answers, through the binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{adloom, text};

/// Asks every part that a small class can afford, and the comparison with the truth, for a table.
const ASSIGNMENT: &str = r#"
name = "modelled"
title = "Modelled"
tables = ["ad_performance", "business_daily"]
defects = "none"

[[vary]]
key = "platforms.*.budget"
factor = [0.5, 2.0]

[[set]]
key = "horizon.days"
value = 60

[[set]]
key = "experiments"
value = [
  { id = "holdout", name = "Hold-out", platforms = ["meta"], regions = ["SA"], start = "2026-02-15", end = "2026-02-28", multiplier = 0.0 },
]

[[facts]]
name = "best"
sql = "SELECT platform FROM model.kpi_by_platform ORDER BY roas DESC"

[[questions]]
id = "slope"
text = "How far can the coefficient of {best} be trusted?"
type = "number"
points = 1
sql = """
SELECT hc3_se AS answer, estimate FROM model.least_squares_coefficients
WHERE fit = 'naive' AND name = '{best}'"""
how = "{estimate} ± {answer}."

[[questions]]
id = "likely"
text = "Which creatives are surely above average?"
type = "list"
points = 1
sql = "SELECT id FROM model.creatives WHERE rank <= 3 ORDER BY id"

[[questions]]
id = "held"
text = "What did the hold-out cost?"
type = "table"
points = 1
abs = 1.0
sql = "SELECT method, orders FROM model.experiments ORDER BY method"

[[questions]]
id = "near"
text = "How near are the estimates?"
type = "number"
points = 1
abs = 1.0
sql = "SELECT count(*) AS answer FROM model.truth_channels"
"#;

/// The parts that its questions need.
const PARTS: &str = "kpis,regression,experiments,creatives";

struct Place(tempfile::TempDir);

impl Place {
    fn new(assignment: &str) -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        for (name, text) in [
            ("a.toml", assignment),
            ("roster.csv", "id\n1\n"),
            ("secret.key", "the secret of the tests"),
        ] {
            fs::write(place.0.path().join(name), text).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn class(&self, out: &str) -> Output {
        let [roster, out, key, assignment] = ["roster.csv", out, "secret.key", "a.toml"]
            .map(|name| self.path(name).to_str().unwrap().to_owned());
        let fixed = ["class", "gcc", "--scale", "0.05"];
        let named =
            ["--roster", &roster, "--out", &out, "--key", &key, "--assignment", &assignment];
        adloom(&[&fixed, &named[..]].concat())
    }

    fn refused(&self) -> String {
        let output = self.class("refused");
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(!self.path("refused").exists());
        text(&output.stderr)
    }
}

fn ran(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stderr));
}

fn tables(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut tables =
        entries.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect::<Vec<_>>();
    tables.sort();
    tables
}

#[test]
fn the_key_has_the_figures_that_model_finds_in_the_same_data_on_any_number_of_threads() {
    let place = Place::new(ASSIGNMENT);
    ran(&place.class("class"));
    let kept = place.path("class/instructor/students/1");
    let found = tables(&kept.join("model"));
    assert_eq!(found.len(), 5, "one table for each that is asked for: {found:?}");

    let [scenario, data, model] = [kept.join("scenario.toml"), place.path("data"), place.path("m")]
        .map(|path| path.to_str().unwrap().to_owned());
    ran(&adloom(&["gen", &scenario, "--out", &data]));
    ran(&adloom(&["model", &data, "--out", &model, "--only", PARTS, "--threads", "2"]));
    for (name, figures) in &found {
        let expected = fs::read_to_string(place.path("m/tables").join(name)).unwrap();
        assert!(*figures == expected, "{name} differs from what `adloom model` writes");
    }

    let key: serde_json::Value =
        serde_json::from_slice(&fs::read(kept.join("key.json")).unwrap()).unwrap();
    let slope = &key["answers"][0];
    let value = slope["value"].as_f64().unwrap();
    let table = &found.iter().find(|(name, _)| name.starts_with("least_squares")).unwrap().1;
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let rows = rows.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    let mut errors = rows.filter_map(|row| row["hc3_se"].parse::<f64>().ok());
    assert!(errors.any(|error| error == value), "{value}: {table}");
    assert!(slope["worked"].as_str().unwrap().contains(" ± "), "{slope}");
    // What models read beyond what is handed out stays with the instructor.
    assert!(kept.join("data/calendar.csv").exists());
    assert!(!place.path("class/students/1/model").exists());
}

#[test]
fn a_misspelt_table_or_column_of_a_model_is_told_with_its_line() {
    let misspelt = ASSIGNMENT
        .replace("model.least_squares_coefficients", "model.least_sqares_coefficients")
        .replace("SELECT method, orders FROM", "SELECT method, order_count FROM");
    let line = |part: &str| 1 + misspelt.lines().position(|line| line.contains(part)).unwrap();
    let table = line("hc3_se AS answer") - 1;
    let why = Place::new(&misspelt).refused();
    assert!(why.contains("did you mean model.least_squares_coefficients"), "{why}");
    assert!(why.contains(&format!("a.toml:{table}")), "{why}");
    assert!(why.contains("order_count"), "{why}");
    assert!(why.contains(&format!("a.toml:{}", line("order_count"))), "{why}");

    let unknown = ASSIGNMENT.replace("model.truth_channels", "model.zebra");
    let why = Place::new(&unknown).refused();
    assert!(why.contains("no table `model.zebra`") && why.contains("`anomalies`"), "{why}");
}

#[test]
fn an_analysis_that_was_not_done_says_why_and_for_which_question() {
    // Ten small days: the variant is drawn again as often as any that makes no sense.
    let place = Place::new(
        "name = 'held'\ntitle = 'Held'\ntables = ['business_daily']\ndefects = 'none'\n\
         [[set]]\nkey = 'horizon.days'\nvalue = 10\n\
         [[questions]]\nid = 'held'\ntext = 'Lost?'\ntype = 'table'\npoints = 1\n\
         sql = 'SELECT method, orders FROM model.experiments'\n",
    );
    let why = place.refused();
    assert!(why.contains("question held: model.experiments"), "{why}");
    assert!(why.contains("no experiment was made in these data"), "{why}");
}
