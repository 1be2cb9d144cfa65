//! The embedded fonts. `fonts/README.md` says where they come from.

use std::sync::LazyLock;

use rustybuzz::Face;

/// Thickness of the strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Headings.
    Bold,
}

/// One of the embedded fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Font {
    script: Script,
    weight: Weight,
}

/// Which letters a font holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Latin, Greek, Cyrillic, figures and signs.
    Latin,
    /// Arabic.
    Arabic,
}

static LATIN_REGULAR: LazyLock<Face> =
    LazyLock::new(|| face(include_bytes!("../fonts/latin-regular.ttf")));
static LATIN_BOLD: LazyLock<Face> =
    LazyLock::new(|| face(include_bytes!("../fonts/latin-bold.ttf")));
static ARABIC_REGULAR: LazyLock<Face> =
    LazyLock::new(|| face(include_bytes!("../fonts/arabic-regular.ttf")));
static ARABIC_BOLD: LazyLock<Face> =
    LazyLock::new(|| face(include_bytes!("../fonts/arabic-bold.ttf")));

fn face(bytes: &'static [u8]) -> Face<'static> {
    // The fonts are part of the program, and a test opens each.
    Face::from_slice(bytes, 0).expect("an embedded font is well formed")
}

impl Font {
    /// The font that draws `letter`; `before`, which drew the letter before it, goes on where it
    /// can, so that a space does not cut a run in two.
    pub fn of(letter: char, weight: Weight, before: Option<Font>) -> Font {
        let latin = Font { script: Script::Latin, weight };
        let arabic = Font { script: Script::Arabic, weight };
        let choices = before.into_iter().chain([latin, arabic]);
        choices.into_iter().find(|font| font.has(letter)).unwrap_or(before.unwrap_or(latin))
    }

    /// The font's data.
    pub fn face(self) -> &'static Face<'static> {
        match (self.script, self.weight) {
            (Script::Latin, Weight::Regular) => &LATIN_REGULAR,
            (Script::Latin, Weight::Bold) => &LATIN_BOLD,
            (Script::Arabic, Weight::Regular) => &ARABIC_REGULAR,
            (Script::Arabic, Weight::Bold) => &ARABIC_BOLD,
        }
    }

    fn has(self, letter: char) -> bool {
        self.face().glyph_index(letter).is_some()
    }
}
