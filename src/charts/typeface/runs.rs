//! Cuts a line into runs that one font draws in one direction, from left to right.

use rustybuzz::Direction;
use unicode_bidi::BidiInfo;

use super::font::{Font, Weight};

/// Letters of one font and one direction.
pub struct Run<'a> {
    pub text: &'a str,
    pub font: Font,
    pub direction: Direction,
}

/// The runs of a line, from left to right. The direction of the line is that of its first letter
/// that has one.
pub fn runs(line: &str, weight: Weight) -> Vec<Run<'_>> {
    let bidi = BidiInfo::new(line, None);
    let mut runs = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let backwards = levels[range.start].is_rtl();
            let direction = if backwards { Direction::RightToLeft } else { Direction::LeftToRight };
            let mut parts = by_font(&line[range], weight);
            if backwards {
                parts.reverse();
            }
            runs.extend(parts.into_iter().map(|(text, font)| Run { text, font, direction }));
        }
    }
    runs
}

/// Cuts a text where its font changes.
fn by_font(text: &str, weight: Weight) -> Vec<(&str, Font)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut current = None;
    for (at, letter) in text.char_indices() {
        let font = Font::of(letter, weight, current);
        if let Some(before) = current.filter(|&before| before != font) {
            parts.push((&text[start..at], before));
            start = at;
        }
        current = Some(font);
    }
    parts.extend(current.map(|font| (&text[start..], font)));
    parts
}
