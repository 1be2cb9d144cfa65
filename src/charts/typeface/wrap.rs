//! Makes a text fit: over several lines, and shortened where that is not enough.

use super::{Weight, width};

/// Stands for what was left out.
const ELLIPSIS: char = '…';
/// Signs after which the long names of campaigns may be broken.
const JOINTS: [char; 5] = ['_', '-', '–', '/', '|'];
/// Part of what is kept of a shortened text that comes from its beginning. Names that differ only
/// at their ends are the rule among campaigns, so both ends are kept.
const HEAD: f64 = 0.6;

/// Breaks `text` between words into lines no wider than `limit`, at most `most` of them. What does
/// not fit is shortened in its middle.
pub fn wrap(text: &str, weight: Weight, size: f64, limit: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, weight, size) <= limit;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let longer = format!("{line}{piece}");
        let full = lines.len() + 1 >= most;
        if line.is_empty() || full || fits(longer.trim_end()) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, piece.to_owned()));
        }
    }
    lines.push(line);
    let whole = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    whole.map(|line| shorten(line, weight, size, limit)).collect()
}

/// Cuts a text into what must stay together, each piece with the space or the joint after it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|c: char| c.is_whitespace() || JOINTS.contains(&c))
}

/// The text, or as much of its two ends as fits into `limit` with an ellipsis between them.
pub fn shorten(text: &str, weight: Weight, size: f64, limit: f64) -> String {
    if width(text, weight, size) <= limit {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| {
        let head = (kept as f64 * HEAD).ceil() as usize;
        let start: String = letters[..head].iter().collect();
        let end: String = letters[letters.len() - (kept - head)..].iter().collect();
        format!("{}{ELLIPSIS}{}", start.trim_end(), end.trim_start())
    };
    let fits = |kept: &usize| width(&cut(*kept), weight, size) <= limit;
    // More letters are hardly ever narrower, so the most that fit can be bisected.
    let (mut fitting, mut too_many) = (0, letters.len());
    while too_many - fitting > 1 {
        let middle = (fitting + too_many) / 2;
        if fits(&middle) { fitting = middle } else { too_many = middle }
    }
    cut(fitting)
}
