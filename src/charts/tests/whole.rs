use super::shop::{DAYS, FIRST, creatives, day, key_figures, panel, visits};
use super::sound;
use crate::analysis::{About, Analysis, Outcome};
use crate::charts::render_all;
use crate::charts::set::{Known, figures};
use crate::models::{conversion, creatives as scoring, experiments, response};

fn about() -> About {
    About {
        adloom: "0".to_owned(),
        title: "A shop".to_owned(),
        currency: Some("AED".to_owned()),
        first_day: Some(FIRST),
        last_day: Some(day(DAYS - 1)),
        seed: 1,
        notes: Vec::new(),
    }
}

fn nothing() -> Analysis {
    Analysis {
        about: about(),
        kpis: Outcome::NotDone("no column of spend".to_owned()),
        cohorts: Outcome::NotAsked,
        exploratory: Outcome::NotAsked,
        response: Outcome::NotAsked,
        experiments: Outcome::NotAsked,
        conversion: Outcome::NotAsked,
        conversion_in_visit: Outcome::NotAsked,
        ad_conversions: Outcome::NotAsked,
        creatives: Outcome::NotAsked,
        visits: Vec::new(),
    }
}

fn shop() -> Analysis {
    let options = response::Options { replicates: 40, ..Default::default() };
    let (table, converted, days) = visits(3000);
    let learn = |known: &str| {
        Outcome::Done(conversion::fit(&table, &converted, Some(&days), known, 1).unwrap())
    };
    Analysis {
        kpis: Outcome::Done(key_figures()),
        response: Outcome::Done(response::fit(&panel(), &options).unwrap()),
        experiments: Outcome::Done(experiments::read(&panel(), 1)),
        creatives: Outcome::Done(
            scoring::score(&creatives(), &scoring::Options::default()).unwrap(),
        ),
        conversion: learn("at session start"),
        conversion_in_visit: learn("in the visit"),
        ..nothing()
    }
}

#[test]
fn an_analysis_has_a_chart_for_each_of_its_results() {
    let (figures, not_drawn) = figures(&shop(), &Known::default());
    assert_eq!(figures.len(), 24);
    // Nothing stands out in this shop.
    assert_eq!(not_drawn.len(), 1, "{not_drawn:?}");
    let mut names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), figures.len());
    figures.iter().for_each(sound);
    let pictures = render_all(&figures);
    assert!(pictures.iter().all(|png| png.as_ref().is_ok_and(|png| png.len() < 150_000)));
    assert_eq!(pictures, render_all(&figures));
}

#[test]
fn an_analysis_without_results_has_no_charts() {
    assert_eq!(figures(&nothing(), &Known::default()), (Vec::new(), Vec::new()));
}
