//! A class, from its roster to its grades, through the binary.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{adloom, text};

/// A small assignment: one question of each type.
const ASSIGNMENT: &str = r#"
name = "small"
title = "Small figures"
intro = "All about {platform}."
tables = ["orders", "campaigns"]
defects = "none"

[[vary]]
key = "platforms.*.budget"
factor = [0.5, 2.0]

[[vary]]
key = "catalog.price_level"
factor = [0.5, 2.0]

[[facts]]
name = "platform"
pick = true
sql = "SELECT platform FROM campaigns GROUP BY platform ORDER BY platform"

[[questions]]
id = "total"
text = "What is the total?"
type = "number"
points = 2
sql = "SELECT sum(total) AS answer, count(*) AS orders FROM orders"
how = "{orders} orders sum to {answer}."

[[questions]]
id = "budgets"
text = "The budget of each campaign of {platform}?"
type = "table"
points = 2
sql = "SELECT name, daily_budget FROM campaigns WHERE platform = '{platform}' ORDER BY name"

[[questions]]
id = "regions"
text = "Regions by revenue?"
type = "ranking"
points = 1
top = 2
gap = 0.001
sql = "SELECT region_id, sum(revenue) AS revenue FROM orders GROUP BY region_id ORDER BY revenue DESC"

[[questions]]
id = "dearest"
text = "Which order is the dearest?"
type = "label"
points = 1
gap = 0.0001
sql = "SELECT order_id, total FROM orders ORDER BY total DESC, order_id LIMIT 2"

[[questions]]
id = "dear"
text = "Which orders are above twice the mean?"
type = "list"
points = 2
sql = "SELECT order_id FROM orders WHERE total > 2 * (SELECT avg(total) FROM orders) ORDER BY order_id"

[[questions]]
id = "caused"
text = "How many did ads cause?"
type = "number"
points = 1
abs = 0.4
sql = "SELECT sum(CASE WHEN is_incremental THEN 1 ELSE 0 END) AS answer FROM truth.orders"
"#;

const ROSTER: &str = "id,name,email\n1,Ali,a@example.com\n2,علي حسن,\n3,\"Last, First\",\n";

/// A folder for one test.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        place.put("small.toml", ASSIGNMENT);
        place.put("secret.key", "the secret of the tests");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> Output {
        adloom(args)
    }

    /// Makes a class of ten small days.
    fn class(&self, roster: &str, out: &str, more: &[&str]) -> Output {
        let roster = self.put(&format!("{out}.csv"), roster);
        let (out, key) = (self.path(out), self.path("secret.key"));
        let assignment = self.path("small.toml");
        let [roster, out, key, assignment] =
            [&roster, &out, &key, &assignment].map(|path| path.to_str().unwrap());
        let fixed = [
            "class",
            "gcc",
            "--days",
            "10",
            "--scale",
            "0.3",
            "--roster",
            roster,
            "--out",
            out,
            "--key",
            key,
            "--assignment",
            assignment,
        ];
        self.run(&[&fixed, more].concat())
    }

    fn made(&self, roster: &str, out: &str, more: &[&str]) -> PathBuf {
        let output = self.class(roster, out, more);
        assert!(output.status.success(), "{}", text(&output.stderr));
        self.path(out)
    }

    /// Grades, and returns the percent and status of each student, by id.
    fn grade(&self, class: &Path, submissions: &Path) -> BTreeMap<String, (f64, String)> {
        let out = self.path("grades");
        let [class, submissions, out] =
            [class, submissions, &out].map(|path| path.to_str().unwrap());
        let args = ["grade", class, "--submissions", submissions, "--out", out, "--force"];
        let output = self.run(&args);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let mut reader = csv::Reader::from_path(self.path("grades/grades.csv")).unwrap();
        let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        let percent = |row: &BTreeMap<String, String>| row["percent"].parse().unwrap();
        rows.map(|row| (row["student_id"].clone(), (percent(&row), row["status"].clone())))
            .collect()
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

fn manifest(class: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(class.join("instructor/manifest.json")).unwrap()).unwrap()
}

#[test]
fn adding_a_student_changes_nobody_elses_data_and_reseeding_changes_one() {
    let place = Place::new();
    let few = files(&place.made(ROSTER, "few", &[]).join("students"));
    let more = ROSTER.replace("\n1,", "\n0,Sara,\n1,");
    let more = files(&place.made(&more, "more", &["--threads", "1"]).join("students"));
    for (name, bytes) in &few {
        assert_eq!(more.get(name), Some(bytes), "{name}");
    }
    assert!(more.len() > few.len());
    let reseeded = "id,name,reseed\n1,Ali,\n2,علي حسن,again\n3,\"Last, First\",\n";
    let reseeded = files(&place.made(reseeded, "reseeded", &[]).join("students"));
    for (name, bytes) in &few {
        let same = reseeded[name] == *bytes;
        let sheet = name == "2/ASSIGNMENT.md" || name == "2/DICTIONARY.md";
        assert!(same != name.starts_with("2/") || sheet, "{name}");
    }
}

#[test]
fn no_two_students_share_a_file() {
    let place = Place::new();
    let class = place.made(ROSTER, "class", &[]);
    let files = files(&class.join("students"));
    let distinct: BTreeSet<&Vec<u8>> = files.values().collect();
    assert_eq!(distinct.len(), files.len());
    assert_eq!(manifest(&class)["shared_tables"], serde_json::json!([]));
}

#[test]
fn nothing_that_is_handed_out_leads_to_the_key() {
    let place = Place::new();
    let class = place.made(ROSTER, "class", &[]);
    let manifest = manifest(&class);
    let mut secrets = vec!["the secret of the tests".to_owned()];
    for one in manifest["recipients"].as_array().unwrap() {
        secrets.push(one["seed"].to_string());
        for set in one["overrides"].as_array().unwrap() {
            let value = set.as_str().unwrap().split_once('=').unwrap().1;
            // Short numbers occur by chance.
            secrets.extend((value.len() > 5).then(|| value.to_owned()));
        }
        for file in one["private"].as_array().unwrap() {
            secrets.push(file["checksum"].as_str().unwrap().to_owned());
        }
    }
    for word in ["truth", "incremental", "scenario", "seed", "--scale", "secret", "manifest"] {
        secrets.push(word.to_owned());
    }
    for (name, bytes) in files(&class.join("students")) {
        let public = text(&bytes).to_lowercase();
        for secret in &secrets {
            assert!(!public.contains(&secret.to_lowercase()), "{name} holds {secret}");
        }
        assert!(!name.contains("truth") && !name.contains("manifest"), "{name}");
    }
}

#[test]
fn the_key_earns_full_marks_nothing_none_and_somebody_elses_few() {
    let place = Place::new();
    let class = place.made(ROSTER, "class", &[]);
    let answers =
        |id: &str| fs::read(class.join(format!("instructor/students/{id}/answers.csv"))).unwrap();
    for id in ["1", "2", "3"] {
        place.put(&format!("perfect/{id}.csv"), answers(id));
    }
    let graded = place.grade(&class, &place.path("perfect"));
    assert!(graded.values().all(|(percent, _)| *percent == 100.0), "{graded:?}");

    place.put("other/1.csv", answers("2"));
    place.put("other/2.csv", "question,answer\n");
    let graded = place.grade(&class, &place.path("other"));
    assert!(graded["1"].0 < 30.0, "{graded:?}");
    assert_eq!(graded["2"], (0.0, "graded".to_owned()));
    assert_eq!(graded["3"], (0.0, "missing".to_owned()));
}

#[test]
fn hostile_submissions_are_graded_or_refused_one_by_one() {
    let place = Place::new();
    let ids = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let roster: String = ids.iter().map(|id| format!("{id},=cmd|' /C calc'!A{id}\n")).collect();
    let class = place.made(&format!("id,name\n{roster}"), "class", &[]);
    let key = |id: &str| {
        let path = class.join(format!("instructor/students/{id}/answers.csv"));
        fs::read_to_string(path).unwrap()
    };
    let utf_16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(key("1").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    place.put("in/1.csv", utf_16);
    let shuffled: String = key("2")
        .lines()
        .map(|line| format!("x,{line},y\n"))
        .collect::<String>()
        .replacen("x,", "note,", 1);
    place.put("in/2.csv", shuffled);
    let european = key("3").replace(',', ";").replace('.', ",");
    place.put("in/3.csv", european);
    let formula = "=HYPERLINK(\"http://x\",\"y\")";
    place.put("in/4.csv", format!("question,answer\ntotal,\"{}\"\n", formula.replace('"', "\"\"")));
    place.put("in/5.csv", [0_u8, 159, 146, 150, 10, 13, 0]);
    place.put("in/6.csv", "dear teacher; my dog ate it");
    place.put("in/7.json", "{\"total\": [[[1]], {\"a\": {\"b\": {}}}], \"q\": 1e999");
    place.put("in/8.csv", "question,answer\ntotal,1\n");
    place.put("in/8.json", "{}");
    fs::create_dir(place.path("in/9")).unwrap();
    place.put("in/@SUM(A1).csv", "question,answer\n");
    let graded = place.grade(&class, &place.path("in"));
    for id in ["1", "2", "3"] {
        assert_eq!(graded[id], (100.0, "graded".to_owned()), "{id}: {graded:?}");
    }
    assert_eq!(graded["4"], (0.0, "graded".to_owned()));
    for id in ["5", "6", "7", "8", "9"] {
        assert_eq!(graded[id], (0.0, "refused".to_owned()), "{id}");
    }
    let out = place.path("grades");
    assert!(fs::read_to_string(out.join("feedback/4.md")).unwrap().contains("is a formula"));
    assert!(fs::read_to_string(out.join("summary.md")).unwrap().contains("@SUM(A1).csv"));
    assert_eq!(&fs::read(out.join("summary.png")).unwrap()[1..4], b"PNG");
    for (name, bytes) in files(&out).iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let live = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!live || cell.parse::<f64>().is_ok(), "{name}: {cell:?} is live");
        }
    }
}

#[test]
fn hostile_rosters_are_refused_with_the_line_or_stay_inside() {
    let place = Place::new();
    for (roster, reason) in [
        ("id,name\n", "no student"),
        ("", "names no column"),
        ("id,name\n1,A\n\n1,B\n", ":4: `1` stands in line 2"),
        ("id,name\n1,A\n,B\n", ":3: the student has no `id`"),
        ("id,name\n1,Last, First\n", ":2: it has 3 cells"),
        ("id,name\n1,\"open\n2,B\n", ":2: `name` holds a line break"),
    ] {
        let refused = place.class(roster, "refused", &[]);
        assert_eq!(refused.status.code(), Some(2), "{roster:?}");
        let why = text(&refused.stderr);
        assert!(why.contains(reason), "{why}");
        assert!(!place.path("refused").exists());
    }
    let hostile = "id,name\n../x,A\n/etc/passwd,A\nC:\\x,A\nnul,A\n..,A\nعلي,A\n";
    let class = place.made(hostile, "inside", &[]);
    assert_eq!(fs::read_dir(class.join("students")).unwrap().count(), 6);
    let around: Vec<_> =
        fs::read_dir(place.0.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert!(!around.iter().any(|name| name == "x" || name == "etc"), "{around:?}");
}

#[test]
fn a_class_is_made_again_only_with_leave_and_never_over_other_files() {
    let place = Place::new();
    let roster = place.put("roster.csv", "id\n1\n");
    let (out, assignment) = (place.path("class"), place.path("small.toml"));
    let [roster, shown, assignment] =
        [&roster, &out, &assignment].map(|path| path.to_str().unwrap());
    let args = [
        "class",
        "gcc",
        "--days",
        "10",
        "--scale",
        "0.3",
        "--roster",
        roster,
        "--out",
        shown,
        "--assignment",
        assignment,
    ];
    assert!(place.run(&args).status.success());
    let first = files(&out);
    assert!(first.contains_key("instructor/class.key"));
    let refused = place.run(&args);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--force"));
    assert!(place.run(&[&args[..], &["--force"]].concat()).status.success());
    assert_eq!(files(&out), first, "the class keeps its secret");
    fs::write(out.join("essay.txt"), "mine").unwrap();
    let refused = place.run(&[&args[..], &["--force"]].concat());
    assert!(text(&refused.stderr).contains("essay.txt is not adloom's"));
    assert!(out.join("essay.txt").exists());
}

/// A run is killed between the two renames that put a new class in the place of an old one.
#[test]
fn a_class_that_a_killed_run_put_aside_outlives_any_command_in_the_same_folder() {
    let place = Place::new();
    let class = place.made("id\n1\n", "class", &[]);
    let before = files(&class);
    let killed = place.path(".class.adloom-partial-1-0");
    fs::create_dir_all(killed.join("new/students")).unwrap();
    fs::write(killed.join("adloom.lock"), "").unwrap();
    fs::rename(&class, killed.join("old")).unwrap();
    let data = place.path("data");
    let data = data.to_str().unwrap();
    let made = place.run(&["gen", "gcc", "--days", "2", "--scale", "0.05", "--out", data]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(!killed.exists());
    assert!(files(&class) == before, "the class is back, whole");
}

#[test]
fn an_assignments_problems_come_at_once_with_their_lines() {
    let place = Place::new();
    place.put(
        "small.toml",
        ASSIGNMENT.replace("sum(total)", "sum(totl)").replace("points = 1", "point = 1"),
    );
    let refused = place.class(ROSTER, "refused", &[]);
    assert_eq!(refused.status.code(), Some(2));
    let why = text(&refused.stderr);
    assert!(why.contains("there is no key `point` here") && why.contains("small.toml:"), "{why}");
    place.put(
        "small.toml",
        ASSIGNMENT.replace("sum(total)", "sum(totl)").replace("'{platform}'", "'{plat}'"),
    );
    let why = text(&place.class(ROSTER, "refused", &[]).stderr);
    assert!(why.contains("totl") && why.contains("no fact `plat`"), "{why}");
}

#[test]
fn a_question_that_never_makes_sense_ends_with_its_name() {
    let place = Place::new();
    let never = ASSIGNMENT.replace(
        "points = 2\nsql = \"SELECT sum(total)",
        "points = 2\nbetween = [0.0, 1.0]\nsql = \"SELECT sum(total)",
    );
    place.put("small.toml", never);
    let refused = place.class("id\n1\n", "refused", &[]);
    assert_eq!(refused.status.code(), Some(2));
    let why = text(&refused.stderr);
    assert!(why.contains("question total") && why.contains("between 0 and 1"), "{why}");
    assert!(!place.path("refused").exists());
}

#[test]
fn repaired_tables_are_scored_against_what_was_planted() {
    let place = Place::new();
    let roster = place.put("roster.csv", "id\n1\n2\n");
    let class = place.path("class");
    let [roster, out] = [&roster, &class].map(|path| path.to_str().unwrap());
    let made = place.run(&[
        "class",
        "gcc",
        "--days",
        "60",
        "--scale",
        "0.05",
        "--roster",
        roster,
        "--out",
        out,
        "--assignment",
        "cleaning",
    ]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    for table in ["orders", "users", "ad_performance"] {
        let dirty = fs::read(class.join(format!("students/1/data/{table}.csv"))).unwrap();
        let clean =
            fs::read(class.join(format!("instructor/students/1/data/{table}.csv"))).unwrap();
        assert_ne!(dirty, clean, "{table} has no flaws");
        place.put(&format!("in/1/{table}.csv"), clean);
        let dirty = fs::read(class.join(format!("students/2/data/{table}.csv"))).unwrap();
        place.put(&format!("in/2/{table}.csv"), dirty);
    }
    let answers = fs::read(class.join("instructor/students/1/answers.csv")).unwrap();
    place.put("in/1/answers.csv", answers);
    let graded = place.grade(&class, &place.path("in"));
    assert_eq!(graded["1"], (100.0, "graded".to_owned()));
    assert_eq!(graded["2"].0, 0.0, "{graded:?}");
    let feedback = fs::read_to_string(place.path("grades/feedback/1.md")).unwrap();
    assert!(feedback.contains("| date_formats |"), "{feedback}");

    let [dirty, cleaned] =
        [class.join("students/1/data/orders.csv"), place.path("in/1/orders.csv")]
            .map(|path| path.to_str().unwrap().to_owned());
    let scored = place.run(&["score-cleaning", &dirty, &cleaned, "--json"]);
    let score: serde_json::Value = serde_json::from_slice(&scored.stdout).unwrap();
    assert_eq!(score["overall"], 1.0, "{score}");
    assert!(score["kinds"]["duplicates"]["planted"].as_u64().unwrap() > 0, "{score}");
    let idle = place.run(&["score-cleaning", &dirty, &dirty, "--json"]);
    let score: serde_json::Value = serde_json::from_slice(&idle.stdout).unwrap();
    assert_eq!(score["overall"], 0.0, "{score}");
}
