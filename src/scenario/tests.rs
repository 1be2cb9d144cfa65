//! Scenarios as users write them: the presets, valid files, and one broken file for each rule,
//! with the whole message beside it.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Cargo runs tests in the package's folder, wherever the clone stands.
const HOME: &str = ".";

/// With this variable set, tests write what they expect; read the difference before you commit.
fn blessing() -> bool {
    std::env::var_os("ADLOOM_BLESS").is_some()
}

/// Holds a text against a file.
fn matches_file(path: &Path, text: &str) {
    if blessing() {
        fs::write(path, text).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == text,
        "{} is stale; run the tests with ADLOOM_BLESS=1 and read the difference",
        path.display()
    );
}

fn scenarios(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(HOME).join("tests/it/scenarios").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    files
}

fn set(preset: &str, overrides: &[&str]) -> Result<Scenario, Problems> {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load(&Source::find(preset)?, &overrides)
}

fn refused(preset: &str, overrides: &[&str]) -> String {
    set(preset, overrides).unwrap_err().to_string()
}

#[test]
fn every_preset_loads() {
    for preset in presets() {
        let scenario = set(preset.name, &[]).unwrap_or_else(|p| panic!("{}:\n{p}", preset.name));
        assert_eq!(scenario.name, preset.name);
    }
}

#[test]
fn every_built_in_platform_and_country_makes_a_scenario() {
    let defaults: toml::Table = include_str!("defaults.toml").parse().unwrap();
    let keys = |key: &str| defaults[key].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    for platform in keys("platform_defaults") {
        for country in keys("country_defaults").iter().filter(|c| *c != "generic") {
            let body = format!("[[regions]]\nid = \"{country}\"\n[platforms.{platform}]\n");
            let file = tempfile::NamedTempFile::new().unwrap();
            fs::write(file.path(), body).unwrap();
            let source = Source::find(file.path().to_str().unwrap()).unwrap();
            load(&source, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        }
    }
}

#[test]
fn a_resolved_scenario_loads_to_the_same_scenario() {
    for preset in presets() {
        let scenario = set(preset.name, &["scale=2.5", "currency=SAR"]).unwrap();
        let text = resolved_toml(&scenario);
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &text).unwrap();
        let again = load(&Source::File(file.path().to_owned()), &[]).unwrap();
        assert_eq!(again, scenario);
        assert_eq!(resolved_toml(&again), text);
        assert_eq!(hash(&again), hash(&scenario));
    }
}

#[test]
fn overrides_reach_tables_lists_and_ids() {
    let scenario = set(
        "mix",
        &[
            "platforms.meta.budget=0",
            "experiments.0.multiplier=0.5",
            "regions.CA.weight=0.4",
            "regions.1.name=Lone Star",
            "platforms.tv.cpm.base=20",
            "platforms.tv.campaigns.\"TV - Spot\".share=3",
            "horizon.start=2024-02-29",
            "traffic.hours.day.3=2",
            "platforms.reddit.budget=90",
            "platforms.reddit.like=x",
        ],
    )
    .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.platforms["meta"].budget, 0.0);
    assert_eq!(scenario.experiments[0].multiplier, 0.5);
    assert_eq!(scenario.regions[0].weight, 0.4);
    assert_eq!(scenario.regions[1].name, "Lone Star");
    assert_eq!(scenario.platforms["tv"].cpm.base, 20.0);
    assert_eq!(scenario.platforms["tv"].campaigns[0].share, 3.0);
    assert_eq!(scenario.horizon.start.to_string(), "2024-02-29");
    assert_eq!(scenario.traffic.hours["day"][3], 2.0);
    assert_eq!(scenario.platforms["reddit"].budget, 90.0);
}

#[test]
fn overrides_that_lead_nowhere_are_located() {
    let text =
        refused("gcc", &["platforms.meta.budgit=0", "regions.XX.weight=1", "scale", "seed=-1"]);
    assert!(text.contains("error: --set scale\n"), "{text}");
    let text = refused("gcc", &["platforms.meta.budgit=0", "seed=-1"]);
    assert!(text.contains("error: --set platforms.meta.budgit=0  platforms.meta.budgit"), "{text}");
    assert!(text.contains("did you mean `budget`?"), "{text}");
    assert!(text.contains("error: --set seed=-1  seed"), "{text}");
    let text = refused("gcc", &["regions.XX.weight=1"]);
    assert!(text.contains("the list has no item `XX`"), "{text}");
}

#[test]
fn built_in_amounts_follow_the_currency() {
    let (usd, sar) = (set("gcc", &[]).unwrap(), set("gcc", &["currency=SAR"]).unwrap());
    // Amounts are rounded to three digits, as a person would set them.
    let ratio = sar.platforms["meta"].budget / usd.platforms["meta"].budget;
    assert!((ratio / 3.75 - 1.0).abs() < 0.005, "{ratio}");
    let ratio = sar.catalog.price_level / usd.catalog.price_level;
    assert!((ratio / 3.75 - 1.0).abs() < 0.005, "{ratio}");
    assert_eq!(sar.regions[0].exchange_rate, 1.0);
    assert_eq!(usd.regions[0].exchange_rate, 3.75);
}

#[test]
fn the_committed_json_schema_is_current() {
    let text = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    matches_file(&Path::new(HOME).join("configs/scenario.schema.json"), &text);
}

#[test]
fn valid_scenarios_load() {
    let files = scenarios("valid");
    assert!(files.len() >= 4);
    for file in files {
        load(&Source::File(file.clone()), &[])
            .unwrap_or_else(|p| panic!("{}:\n{p}", file.display()));
    }
}

#[test]
fn invalid_scenarios_say_where_what_why_and_what_next() {
    let files = scenarios("invalid");
    assert!(files.len() >= 30);
    for file in files {
        let problems = match load(&Source::File(file.clone()), &[]) {
            Err(problems) => problems,
            Ok(_) => panic!("{} loads", file.display()),
        };
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = problems.to_string().replace(file.to_str().unwrap(), name) + "\n";
        matches_file(&file.with_extension("txt"), &text);
    }
}

#[test]
fn ten_megabytes_are_refused_before_they_are_parsed() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "a = 1 # ".repeat(1_300_000)).unwrap();
    let text = load(&Source::File(file.path().to_owned()), &[]).unwrap_err().to_string();
    assert!(text.contains("larger than 1 MiB"), "{text}");
}

#[test]
fn a_worst_case_file_is_told_briefly_and_soon() {
    // A megabyte of wrong keys, in one line and in many; and brackets without end.
    let one_line = format!("x = {{ {} }}", "a.b = 1, ".repeat(100_000));
    let lines: String = (0..60_000).map(|i| format!("k{i} = {i}\n")).collect();
    let deep = format!("a = {}", "[".repeat(500_000));
    let dotted = format!("{} = 1", vec!["a"; 400_000].join("."));
    let platforms: String = (0..50_000).map(|i| format!("[platforms.p{i}]\n")).collect();
    let regions = format!("regions = [{}]", "{id=\"SA\"},".repeat(80_000));
    let events = format!("events = [{}]", "{id=\"a\"},".repeat(90_000));
    for body in [one_line, lines, deep, dotted, platforms, regions, events] {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), body).unwrap();
        let problems = load(&Source::File(file.path().to_owned()), &[]).unwrap_err();
        assert!(problems.to_string().len() < 60_000);
    }
}
