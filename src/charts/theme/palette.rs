//! The colours themselves.
//!
//! Every pair within a list can be told apart by readers with any of the three kinds of colour
//! blindness; a test simulates them. The first platforms' colours are those of Okabe and Ito
//! ("Color Universal Design", 2008; its yellow made darker, since it hardly shows on white) and
//! indigo and wine of Paul Tol's "muted" scheme (SRON/EPS/TN/09-002, 2021); the others were
//! searched to stay apart from these.

/// A colour: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The colour `share` of the way from this one to `other`.
    pub fn mix(self, other: Rgb, share: f64) -> Rgb {
        let blend = |from: u8, to: u8| {
            (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
        };
        Rgb(blend(self.0, other.0), blend(self.1, other.1), blend(self.2, other.2))
    }

    /// How light the colour is, 0 to 1: the weights of ITU-R BT.601.
    pub fn lightness(self) -> f64 {
        let part = |channel: u8, weight: f64| f64::from(channel) / 255.0 * weight;
        part(self.0, 0.299) + part(self.1, 0.587) + part(self.2, 0.114)
    }
}

/// What the charts are drawn on.
pub const PAPER: Rgb = Rgb(0xFF, 0xFF, 0xFF);
/// Titles, and values that matter.
pub const INK: Rgb = Rgb(0x1A, 0x1A, 0x1A);
/// Captions and tick labels.
pub const SOFT_INK: Rgb = Rgb(0x5C, 0x5C, 0x5C);
/// Grid lines.
pub const GRID: Rgb = Rgb(0xE6, 0xE6, 0xE6);
/// The line that values start from, and reference lines.
pub const BASE: Rgb = Rgb(0x8A, 0x8A, 0x8A);
/// A shaded part of an axis, and the track behind a bar.
pub const SHADE: Rgb = Rgb(0xF1, 0xF2, 0xF3);

/// The one thing to look at: petrol, which no platform has.
pub const ACCENT: Rgb = KINDS[0];
/// What is set against it: amber.
pub const CONTRAST: Rgb = KINDS[1];
/// What is there for comparison.
pub const NEUTRAL: Rgb = Rgb(0x6E, 0x6E, 0x6E);
/// What is there for context.
pub const FAINT: Rgb = Rgb(0xC4, 0xC8, 0xCC);

/// Kinds that are not platforms.
pub const KINDS: [Rgb; 6] = [
    Rgb(0x0E, 0x5A, 0x6B),
    Rgb(0xE0, 0x82, 0x14),
    Rgb(0x8F, 0xC1, 0xE3),
    Rgb(0xA0, 0x1C, 0x1C),
    Rgb(0x8A, 0x4F, 0xC8),
    Rgb(0x6E, 0x7F, 0xA8),
];

/// The pale end of the ramps for cells.
pub const PALE: Rgb = Rgb(0xF3, 0xF5, 0xF5);
/// The dark end.
pub const RAMP_HIGH: Rgb = ACCENT;
/// The other dark end of a ramp with a middle.
pub const RAMP_LOW: Rgb = Rgb(0xC0, 0x5F, 0x0A);

/// The platforms that have a colour of their own: words that their names hold, and the colour.
pub const PLATFORMS: [(&[&str], Rgb); 12] = [
    (&["meta", "facebook", "instagram"], Rgb(0x00, 0x72, 0xB2)),
    (&["google", "adwords"], Rgb(0xD5, 0x5E, 0x00)),
    (&["snapchat", "snap"], Rgb(0xE0, 0xAC, 0x00)),
    (&["tiktok"], Rgb(0x88, 0x22, 0x55)),
    (&["microsoft", "bing"], Rgb(0x56, 0xB4, 0xE9)),
    (&["tv", "television"], Rgb(0x33, 0x22, 0x88)),
    (&["youtube"], Rgb(0xCC, 0x79, 0xA7)),
    (&["amazon"], Rgb(0x00, 0x9E, 0x73)),
    (&["pinterest"], Rgb(0xA8, 0x48, 0x30)),
    (&["linkedin"], Rgb(0x8E, 0x63, 0xE6)),
    (&["ooh", "outdoor", "radio"], Rgb(0x45, 0x4A, 0x00)),
    (&["x", "twitter"], Rgb(0x24, 0x33, 0xC8)),
];

/// The place in [`PLATFORMS`] of a platform by its id or name, such as `meta` or "Google Ads".
pub fn preferred(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    PLATFORMS.iter().position(|(known, _)| known.iter().any(|word| words.contains(word)))
}
