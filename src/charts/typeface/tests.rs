use super::*;

#[derive(Default)]
struct Ink {
    points: usize,
    left: f64,
    right: f64,
    low: f64,
    high: f64,
}

impl Ink {
    fn of(text: &str) -> Ink {
        let mut ink = Ink { left: f64::MAX, low: f64::MAX, ..Ink::default() };
        shape(text, Weight::Regular).outline(&mut ink);
        ink
    }

    fn touch(&mut self, (x, y): (f64, f64)) {
        self.points += 1;
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.low = self.low.min(y);
        self.high = self.high.max(y);
    }
}

impl Pen for Ink {
    fn move_to(&mut self, to: (f64, f64)) {
        self.touch(to);
    }
    fn line_to(&mut self, to: (f64, f64)) {
        self.touch(to);
    }
    fn curve_to(&mut self, _: (f64, f64), to: (f64, f64)) {
        self.touch(to);
    }
    fn close(&mut self) {}
}

/// The glyphs of a text, left to right.
fn ids(text: &str) -> Vec<u16> {
    shape(text, Weight::Regular).glyphs.iter().map(|glyph| glyph.id.0).collect()
}

#[test]
fn both_weights_hold_every_letter_and_sign_that_charts_use() {
    let signs = "−×→≤≥µμ·…–—±≈²%€£¥°“”‘’•∞√αβλθσΣ№éüñçğşßØ";
    let arabic = "سعر الأردن مصر ٠١٢٣٤٥٦٧٨٩٪؟،پچگ";
    for weight in [Weight::Regular, Weight::Bold] {
        for letter in ('!'..='~').chain(signs.chars()).chain(arabic.chars()) {
            let shaped = shape(&letter.to_string(), weight);
            let drawn = shaped.glyphs.iter().all(|glyph| glyph.id.0 != 0);
            assert!(drawn && !shaped.glyphs.is_empty(), "{letter} {weight:?}");
        }
    }
}

#[test]
fn arabic_letters_join() {
    // The letters of a word take other forms than each alone.
    let alone: Vec<u16> = "بيت".chars().rev().flat_map(|c| ids(&c.to_string())).collect();
    let word = ids("بيت");
    assert_ne!(alone, word);
    // Lam and alef become one form of their own.
    assert!(shape("لا", Weight::Regular).width < shape("ل", Weight::Regular).width * 2.0);
}

#[test]
fn arabic_runs_from_right_to_left_and_figures_within_it_do_not() {
    let (first, second) = (ids("ا"), ids("د"));
    let both = ids("ا د");
    assert_eq!(both.first(), second.first());
    assert_eq!(both.last(), first.last());
    // "12" stays "12" beside Arabic, to the left of the word that it follows.
    let figures = ids("12");
    assert_eq!(ids("د 12")[..2], figures[..]);
    assert_eq!(ids("د 12").last(), second.last());
}

#[test]
fn arabic_in_a_latin_line_leaves_the_latin_in_its_order() {
    let (line, word) = (ids("Shop دا now"), ids("دا"));
    assert_eq!(line[..4], ids("Shop")[..]);
    assert_eq!(line[line.len() - 3..], ids("now")[..]);
    assert_eq!(line[5..5 + word.len()], word[..]);
}

#[test]
fn brackets_face_the_other_way_in_arabic() {
    let line = ids("د (ا)");
    assert_eq!(line.first(), ids("(").first(), "the closing bracket is drawn as an opening one");
}

#[test]
fn the_ink_of_a_line_stays_within_its_ascent_and_descent() {
    for text in ["Ågjp|(Č", "سعودية جحخ عغ ق", "Ελλάδα Жуй", "1,234.5 %"] {
        let ink = Ink::of(text);
        assert!(ink.points > 10, "{text}");
        assert!(ink.high <= ASCENT && ink.low >= -DESCENT, "{text}: {} {}", ink.low, ink.high);
        assert!(ink.left > -0.1 && ink.right < shape(text, Weight::Regular).width + 0.1, "{text}");
    }
}

#[test]
fn letters_without_a_glyph_and_odd_texts_are_still_drawn() {
    assert!(Ink::of("漢字").points > 0);
    assert!(shape("", Weight::Bold).glyphs.is_empty());
    for text in ["\u{202e}abc", "a\u{0}b\n\tc", "\u{200f}\u{2067}دا(", "👩‍👩‍👧", "\u{0301}"]
    {
        assert!(shape(text, Weight::Regular).width.is_finite());
    }
}

#[test]
fn lines_break_between_words_and_hold_them_all() {
    let text = "Claimed ROAS is 2.1 times what the model finds for Meta";
    let lines = wrap(text, Weight::Bold, 20.0, 300.0, 3);
    assert!(lines.len() > 1);
    assert!(lines.iter().all(|line| width(line, Weight::Bold, 20.0) <= 300.0));
    assert_eq!(lines.join(" "), text);
    let name = wrap("Brand_Awareness_2025_GCC", Weight::Regular, 12.0, 110.0, 3);
    assert_eq!(name, ["Brand_Awareness_", "2025_GCC"]);
    assert!(wrap("  ", Weight::Regular, 12.0, 100.0, 2).is_empty());
}

#[test]
fn what_does_not_fit_loses_its_middle_and_keeps_both_ends() {
    let word = "Brand_Awareness_2025_GCC_Video_Retargeting_Lookalike_17";
    for limit in [0.0, 5.0, 40.0, 120.0] {
        let short = shorten(word, Weight::Regular, 12.0, limit);
        assert!(short == "…" || width(&short, Weight::Regular, 12.0) <= limit, "{limit}");
        assert!(limit < 100.0 || short.starts_with("Brand") && short.ends_with("_17"), "{short}");
    }
    let lines = wrap(&format!("{word} {word} {word}"), Weight::Regular, 12.0, 150.0, 2);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| width(line, Weight::Regular, 12.0) <= 150.0));
}
