//! The report as a whole: what is written, and what every page keeps.

mod schema;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::example;
use super::*;
use crate::analysis::Outcome;
use crate::charts::figure::{Axis, Line, Panel, Series, Stroke, Unit};

fn report<'a>(analysis: &'a Analysis, truth: Option<&'a Truth>, charts: &'a [Chart]) -> Report<'a> {
    Report { analysis, truth, charts, not_drawn: &[], attachments: &[] }
}

/// Writes a report and returns its folder, which lives as long as the first part.
fn written(report: &Report) -> (tempfile::TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("model");
    write(report, &out).unwrap();
    (parent, out)
}

fn files_under(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let inside = path.strip_prefix(folder).unwrap();
                    found.insert(inside.to_string_lossy().replace('\\', "/"));
                }
            }
        }
    }
    found
}

fn chart() -> Chart {
    let line = Line {
        series: Series::platform("meta"),
        points: vec![(0.0, 1.0), (1.0, f64::NAN)],
        stroke: Stroke::Solid,
    };
    let panel = Panel::new(Axis::dates(), Axis::linear("Orders", Unit::Number)).with(line);
    let title = format!("Orders of {} \"rose\"", example::TAG);
    let figure = Figure::new("orders", title, "By day".into(), panel);
    Chart { figure, png: b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x05\0\0\0\x02\xd0".to_vec() }
}

#[test]
fn the_list_in_the_metrics_is_what_lies_in_the_folder() {
    let (analysis, truth, charts) = (example::analysis(), example::truth(), [chart()]);
    let attachment = Attachment {
        path: "forests/conversion.json".into(),
        about: "the forest".into(),
        bytes: b"{}".to_vec(),
    };
    let attachments = [attachment];
    let report = Report { attachments: &attachments, ..report(&analysis, Some(&truth), &charts) };
    let (_parent, out) = written(&report);
    let metrics: Value =
        serde_json::from_slice(&fs::read(out.join("metrics.json")).unwrap()).unwrap();
    let listed: BTreeSet<String> = metrics["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, files_under(&out));
    for file in ["charts/orders.png", "charts/orders.csv", "forests/conversion.json"] {
        assert!(listed.contains(file), "{file}");
    }
    // It was ours, so it is replaced; with something foreign in it, it is not.
    write(&report, &out).unwrap();
    fs::write(out.join("tables/mine.csv"), "x").unwrap();
    assert!(matches!(write(&report, &out), Err(ReportError::Refused(_))));
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    let (analysis, truth) = (example::analysis(), example::truth());
    let report = report(&analysis, Some(&truth), &[]);
    let (_a, first) = written(&report);
    let (_b, second) = written(&report);
    for file in files_under(&first) {
        let bytes = |folder: &Path| fs::read(folder.join(&file)).unwrap();
        assert!(bytes(&first) == bytes(&second), "{file}");
    }
}

#[test]
fn metrics_keep_to_their_schema_whatever_was_found() {
    let schema = serde_json::to_value(metrics_schema()).unwrap();
    let (truth, charts) = (example::truth(), [chart()]);
    for analysis in [example::analysis(), example::hollow(), example::nothing()] {
        let (_parent, out) = written(&report(&analysis, Some(&truth), &charts));
        let bytes = fs::read(out.join("metrics.json")).unwrap();
        let metrics: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(schema::faults(&metrics, &schema), Vec::<String>::new());
        let beside: Value =
            serde_json::from_slice(&fs::read(out.join("metrics.schema.json")).unwrap()).unwrap();
        assert_eq!(beside, schema);
    }
}

#[test]
fn a_number_that_is_none_where_one_must_be_does_not_keep_to_the_schema() {
    let schema = serde_json::to_value(metrics_schema()).unwrap();
    let mut analysis = example::analysis();
    let Outcome::Done(fit) = &mut analysis.response else { panic!("the example has a fit") };
    fit.media.orders.value = f64::NAN;
    let (_parent, out) = written(&report(&analysis, None, &[]));
    let metrics: Value =
        serde_json::from_slice(&fs::read(out.join("metrics.json")).unwrap()).unwrap();
    let faults = schema::faults(&metrics, &schema);
    // The fault lies inside one of several shapes, so what is named is the shape that fits none.
    assert!(faults.iter().any(|fault| fault.starts_with("/response")), "{} faults", faults.len());
}

fn pages() -> Vec<String> {
    let (truth, charts) = (example::truth(), [chart()]);
    let analyses = [example::analysis(), example::hollow(), example::nothing()];
    let mut pages = Vec::new();
    for analysis in &analyses {
        for truth in [None, Some(&truth)] {
            let (_parent, out) = written(&report(analysis, truth, &charts));
            pages.push(fs::read_to_string(out.join("report.html")).unwrap());
        }
    }
    pages
}

#[test]
fn a_page_loads_nothing_and_runs_nothing() {
    for page in pages() {
        assert!(!page.contains("<script"), "data became a tag");
        for source in page.split(" src=\"").skip(1) {
            assert!(source.starts_with("data:image/png;base64,"));
        }
        for link in page.split(" href=\"").skip(1) {
            assert!(!link.starts_with("http") && !link.starts_with("//"), "{}", &link[..40]);
        }
        assert!(!page.contains("url(") && !page.contains("@import"));
    }
}

#[test]
fn every_element_of_a_page_is_closed_in_its_order() {
    const VOID: [&str; 5] = ["meta", "img", "br", "link", "!DOCTYPE"];
    for page in pages() {
        let mut open: Vec<&str> = Vec::new();
        for tag in page.split('<').skip(1) {
            let tag = &tag[..tag.find('>').unwrap()];
            let name = tag.split_whitespace().next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
        }
        assert_eq!(open, Vec::<&str>::new());
    }
}

#[test]
fn every_link_within_a_page_leads_somewhere_and_no_id_stands_twice() {
    for page in pages() {
        let ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
        for link in page.split(" href=\"#").skip(1) {
            let id = &link[..link.find('"').unwrap()];
            assert!(ids.contains(&id), "#{id}");
        }
    }
}

#[test]
fn a_page_says_what_was_not_computed_and_shows_no_number_that_is_none() {
    let analysis = example::nothing();
    let (_parent, out) = written(&report(&analysis, None, &[]));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("ad reports lack a column `spend`"));
    assert!(page.contains("Creative scores: impressions are not known."));
    for page in pages() {
        let body = &page[page.find("<body").unwrap()..];
        assert!(!body.contains("NaN") && !body.contains("inf ") && !body.contains("None"));
    }
}

#[test]
fn cells_that_begin_like_formulas_are_harmless_in_every_table() {
    let (analysis, truth) = (example::analysis(), example::truth());
    let (_parent, out) = written(&report(&analysis, Some(&truth), &[chart()]));
    let mut seen = 0;
    for file in files_under(&out).iter().filter(|file| file.ends_with(".csv")) {
        let mut reader = csv::Reader::from_path(out.join(file)).unwrap();
        for record in reader.records() {
            for cell in record.unwrap().iter() {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{file}: {cell}");
                seen += usize::from(cell.starts_with("'="));
            }
        }
    }
    assert!(seen > 0, "the example has no such name any more");
}

#[test]
fn findings_with_more_money_at_stake_come_first() {
    let findings = findings::findings(&example::analysis());
    let stakes: Vec<f64> =
        findings.iter().map(|f| f.at_stake.as_ref().map_or(0.0, |stake| stake.amount)).collect();
    assert!(findings.len() > 15 && stakes.is_sorted_by(|a, b| a >= b), "{stakes:?}");
    assert!(findings::findings(&example::nothing()).is_empty());
}
