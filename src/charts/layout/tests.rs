use std::sync::LazyLock;

use super::*;
use crate::charts::figure::{Axis, Panel, Unit};
use crate::charts::testing::figures;
use crate::charts::theme::{MARGIN, WIDTH};

static LAID_OUT: LazyLock<Vec<(Figure, Layout)>> = LazyLock::new(|| {
    let theme = Theme::default();
    let all = figures().into_iter().filter_map(|figure| {
        let layout = layout(&figure, &theme).ok()?;
        Some((figure, layout))
    });
    all.collect()
});

fn laid_out() -> impl Iterator<Item = &'static (Figure, Layout)> {
    LAID_OUT.iter()
}

#[test]
fn no_text_leaves_the_picture() {
    for (figure, layout) in laid_out() {
        let picture = Rect::sized(0.0, 0.0, layout.width, layout.height);
        for text in &layout.texts {
            assert!(picture.contains(&text.rect), "{}: {text:?}", figure.name);
        }
        assert!(layout.height < 4000.0, "{}: {}", figure.name, layout.height);
    }
}

#[test]
fn no_two_texts_meet() {
    for (figure, layout) in laid_out() {
        for (i, text) in layout.texts.iter().enumerate() {
            for other in &layout.texts[..i] {
                let apart = !text.rect.grown(-0.01).overlaps(&other.rect.grown(-0.01));
                assert!(apart, "{}: {text:?} {other:?}", figure.name);
            }
        }
    }
}

#[test]
fn the_legend_covers_neither_text_nor_panel() {
    for (figure, layout) in laid_out() {
        for key in &layout.keys {
            let texts = layout.texts.iter().map(|text| text.rect);
            let mut others = texts.chain(layout.frames.iter().map(|frame| frame.plot));
            assert!(!others.any(|rect| rect.grown(-0.01).overlaps(&key.rect)), "{}", figure.name);
        }
    }
}

#[test]
fn panels_lie_beside_each_other_within_the_margins() {
    for (figure, layout) in laid_out() {
        assert_eq!(layout.frames.len(), figure.panels.len());
        for (i, frame) in layout.frames.iter().enumerate() {
            let plot = frame.plot;
            assert!(plot.width() > 60.0 && plot.height() > 20.0, "{}: {plot:?}", figure.name);
            assert!(plot.left >= MARGIN && plot.right <= WIDTH - MARGIN + 1e-6);
            assert!(plot.bottom < layout.height);
            let others = layout.frames[..i].iter();
            assert!(others.clone().all(|other| !other.plot.overlaps(&plot)), "{}", figure.name);
        }
    }
}

#[test]
fn axes_have_labels() {
    for (figure, layout) in laid_out() {
        let labels = |inside: &dyn Fn(&Rect) -> bool| {
            layout.texts.iter().filter(|text| inside(&text.rect)).count()
        };
        for (panel, frame) in figure.panels.iter().zip(&layout.frames) {
            let plot = frame.plot;
            let left = labels(&|rect| {
                let level = rect.bottom > plot.top && rect.top < plot.bottom;
                rect.right <= plot.left && level && rect.right > plot.left - 8.0
            });
            let below = labels(&|rect| {
                let near = rect.top >= plot.bottom && rect.top < plot.bottom + 12.0;
                near && rect.right > plot.left - 60.0 && rect.left < plot.right + 60.0
            });
            let blank = |axis: &Axis| {
                axis.names().is_some_and(|names| names.iter().all(|name| name.trim().is_empty()))
            };
            assert!(left > 1 || panel.y.names().is_some(), "{}: {left}", figure.name);
            assert!(below > 0 || blank(&panel.x), "{}", figure.name);
        }
    }
}

#[test]
fn a_panel_without_data_is_refused_and_named() {
    let panel = || Panel::new(Axis::dates(), Axis::linear("Orders", Unit::Number));
    let figure = Figure::new("orders", "Orders".into(), String::new(), panel());
    let refused = layout(&figure, &Theme::default()).unwrap_err();
    assert_eq!(refused.to_string(), "chart orders not drawn: nothing to show in panel 1");
    let panels = vec![panel().titled("Kuwait")];
    let refused = layout(&Figure { panels, ..figure.clone() }, &Theme::default()).unwrap_err();
    assert!(refused.to_string().ends_with("panel Kuwait"));
    assert!(layout(&Figure { panels: Vec::new(), ..figure }, &Theme::default()).is_err());
}

#[test]
fn only_empty_samples_are_refused() {
    for figure in figures() {
        let hollow = figure.name.ends_with("nothing") || figure.name.ends_with("empty");
        // A logarithm has no place for what is not above 0.
        let below_zero =
            ["log, zero", "log, negative", "log, one", "log, huge"].contains(&figure.name.as_str());
        let refused = layout(&figure, &Theme::default()).is_err();
        assert_eq!(refused, hollow || below_zero, "{}", figure.name);
    }
}

#[test]
fn names_at_the_ends_of_lines_give_way_to_a_legend_where_there_is_no_room() {
    let figures = figures();
    let direct = figures.iter().find(|figure| figure.name == "direct, a year").unwrap();
    let beside = layout(direct, &Theme::default()).unwrap();
    assert!(beside.keys.is_empty());
    let mut crowded = direct.clone();
    let mark = crowded.panels[0].marks[0].clone();
    crowded.panels[0].marks = vec![mark; 40];
    let above = layout(&crowded, &Theme::default()).unwrap();
    assert!(above.frames[0].plot.right > beside.frames[0].plot.right);
}
