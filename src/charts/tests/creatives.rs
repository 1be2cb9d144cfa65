use std::sync::LazyLock;

use super::shop::{creatives, setting};
use super::sound;
use crate::charts::{creative_classes, creative_fatigue, top_creatives};
use crate::models::creatives::{Class, CreativeScores, Options, score};

static SCORES: LazyLock<CreativeScores> =
    LazyLock::new(|| score(&creatives(), &Options { draws: 200, ..Options::default() }).unwrap());

#[test]
fn every_chart_of_creatives_is_sound() {
    sound(&top_creatives::top_creatives(&SCORES.rows, &setting()).unwrap());
    sound(&creative_classes::creative_classes(&SCORES.rows, &setting()).unwrap());
    sound(&creative_fatigue::creative_fatigue(&SCORES, &setting()).unwrap());
}

#[test]
fn the_leader_is_named_set_apart_from_the_sentence_around_it() {
    let figure = top_creatives::top_creatives(&SCORES.rows, &setting()).unwrap();
    let name = &SCORES.rows[0].name;
    assert!(
        figure.title.starts_with(&format!("“\u{2068}{name}\u{2069}” leads")),
        "{}",
        figure.title
    );
    assert_eq!(figure.panels[0].y.names().unwrap().len(), 12);
}

#[test]
fn click_through_rates_are_shown_where_no_return_is_known() {
    let mut rows = SCORES.rows.clone();
    rows.iter_mut().for_each(|row| row.roas = None);
    let figure = top_creatives::top_creatives(&rows, &setting()).unwrap();
    sound(&figure);
    assert_eq!(figure.panels[0].x.title, "Click-through rate");
    assert!(creative_classes::creative_classes(&rows, &setting()).is_err());
}

#[test]
fn classes_are_counted() {
    let mut rows = SCORES.rows.clone();
    for (i, row) in rows.iter_mut().enumerate() {
        row.class = Class::ALL[i % Class::ALL.len()];
    }
    let figure = creative_classes::creative_classes(&rows, &setting()).unwrap();
    sound(&figure);
    assert_eq!(figure.title, "6 of 40 creatives perform high, 6 are worn out");
}

#[test]
fn no_creative_is_no_chart() {
    assert!(top_creatives::top_creatives(&[], &setting()).is_err());
    assert!(creative_classes::creative_classes(&[], &setting()).is_err());
    let nothing = CreativeScores { rows: Vec::new(), ..SCORES.clone() };
    assert!(creative_fatigue::creative_fatigue(&nothing, &setting()).is_err());
}
