//! Each chart on what the models make of a small shop, and on what a shop may lack.

mod creatives;
mod kpis;
mod media;
mod shop;
mod visits;
mod whole;

use super::figure::{Figure, Mark, Panel};
use super::layout::layout;
use super::render;
use super::theme::Theme;

/// Checks what must hold of every figure: words that say something, no two of them on one place,
/// data for the table, and a picture.
fn sound(figure: &Figure) {
    let Figure { name, title, caption, .. } = figure;
    assert!(
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
        "{name}"
    );
    for words in [title, caption] {
        assert!(!words.contains("NaN") && !words.contains("inf "), "{name}: {words}");
        assert!(!words.contains("  ") && words.trim() == words, "{name}: {words}");
    }
    assert!(!title.is_empty() && !title.ends_with('.'), "{name}: {title}");
    assert!(caption.is_empty() || caption.ends_with('.'), "{name}: {caption}");
    let layout = layout(figure, &Theme::of(std::slice::from_ref(figure))).unwrap();
    for (i, text) in layout.texts.iter().enumerate() {
        for other in &layout.texts[..i] {
            let meet = text.rect.grown(-0.01).overlaps(&other.rect.grown(-0.01));
            assert!(!meet, "{name}: {} and {}", text.text, other.text);
        }
    }
    assert!(!figure.table().rows.is_empty(), "{name}");
    assert!(render(figure).unwrap().len() > 1000, "{name}");
}

/// The values that a panel's bars reach, series by series.
fn bar_values(panel: &Panel) -> Vec<Vec<f64>> {
    let bars = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Bars(bars) => Some(&bars.series),
        _ => None,
    });
    bars.flatten().map(|series| series.bars.iter().map(|bar| bar.value).collect()).collect()
}

/// The names of a panel's estimates, and how many there are of each.
fn estimate_counts(panel: &Panel) -> Vec<(String, usize)> {
    let estimates = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Estimates(all) => Some((all.series.name.clone(), all.estimates.len())),
        _ => None,
    });
    estimates.collect()
}
