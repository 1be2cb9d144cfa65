use super::palette::{PALE, Rgb};
use super::*;
use crate::charts::figure::{Axis, Line, Panel, Series, Stroke, Unit};

/// Machado, Oliveira & Fernandes (2009): what dichromats see, in linear RGB.
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
];

fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
}

fn linear(colour: Rgb) -> [f64; 3] {
    [colour.0, colour.1, colour.2].map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

/// Ottosson (2020): a space in which distance is difference as seen.
fn oklab(linear: [f64; 3]) -> [f64; 3] {
    let cones = times(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ],
        linear.map(|c| c.clamp(0.0, 1.0)),
    );
    times(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ],
        cones.map(f64::cbrt),
    )
}

/// The least difference between two colours of a list, over all kinds of sight.
fn least_difference(colours: &[Rgb]) -> f64 {
    let mut least = f64::MAX;
    for sight in SIGHTS {
        let seen: Vec<_> = colours.iter().map(|&c| oklab(times(sight, linear(c)))).collect();
        for (i, a) in seen.iter().enumerate() {
            for b in &seen[..i] {
                least =
                    least.min(a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt());
            }
        }
    }
    least
}

fn figure(platforms: &[&str]) -> Figure {
    let mut panel = Panel::new(Axis::dates(), Axis::linear("Orders", Unit::Number));
    for name in platforms {
        let series = Series::platform(name);
        panel = panel.with(Line { series, points: Vec::new(), stroke: Stroke::Solid });
    }
    Figure::new("test", String::new(), String::new(), panel)
}

fn colours(theme: &Theme, platforms: &[&str]) -> Vec<Rgb> {
    platforms.iter().map(|name| theme.rgb(&Colour::Platform((*name).to_owned()))).collect()
}

#[test]
fn colours_stay_apart_for_colour_blind_readers() {
    // About three times the difference that can just be told in patches side by side.
    const APART: f64 = 0.065;
    let platforms = PLATFORMS.map(|(_, colour)| colour);
    assert!(least_difference(&platforms) > APART, "{}", least_difference(&platforms));
    assert!(least_difference(&KINDS) > APART, "{}", least_difference(&KINDS));
    assert!(least_difference(&[RAMP_LOW, PALE, RAMP_HIGH]) > 2.0 * APART);
    // Red and green of equal lightness fail, as they must.
    assert!(least_difference(&[Rgb(0xC0, 0x50, 0x40), Rgb(0x80, 0x70, 0x30)]) < APART);
}

#[test]
fn every_colour_shows_on_paper() {
    let luminance = |colour: Rgb| times([[0.2126, 0.7152, 0.0722]; 3], linear(colour))[0];
    let contrast = |colour: Rgb| 1.05 / (luminance(colour) + 0.05);
    for (names, colour) in PLATFORMS {
        assert!(contrast(colour) > 2.0, "{names:?} {}", contrast(colour));
    }
    // Text: the level AA of WCAG 2.1.
    assert!(contrast(INK) > 7.0 && contrast(SOFT_INK) > 4.5);
}

#[test]
fn a_platform_has_the_same_colour_whatever_else_is_shown() {
    let few = Theme::of(&[figure(&["google", "meta"])]);
    let many = Theme::of(&[figure(&["Podcasts", "tiktok"]), figure(&["Meta Ads", "google"])]);
    assert_eq!(colours(&few, &["google"]), colours(&many, &["google"]));
    assert_eq!(colours(&few, &["meta"]), colours(&many, &["Meta Ads"]));
    assert_eq!(colours(&Theme::default(), &["facebook"]), colours(&few, &["meta"]));
}

#[test]
fn platforms_that_ask_for_the_same_colour_get_different_ones() {
    let names = ["META_FACEBOOK", "META_INSTAGRAM", "google_search", "google_shopping", "Radio FM"];
    let colours = colours(&Theme::of(&[figure(&names)]), &names);
    for (i, colour) in colours.iter().enumerate() {
        assert!(!colours[..i].contains(colour), "{}", names[i]);
    }
}

#[test]
fn more_platforms_than_colours_end_in_grey() {
    let names: Vec<String> = (0..20).map(|i| format!("platform {i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let colours = colours(&Theme::of(&[figure(&names)]), &names);
    assert_eq!(colours.iter().filter(|&&colour| colour == NEUTRAL).count(), 8);
}

#[test]
fn cells_run_from_pale_to_dark() {
    let theme = Theme::default();
    let cell = |value| theme.cell(Ramp::Sequential, value, 1.0, 3.0);
    assert_eq!((cell(1.0), cell(3.0)), (PALE, RAMP_HIGH));
    assert!(cell(2.0).lightness() < PALE.lightness());
    let around = |value| theme.cell(Ramp::Diverging { middle: 1.0 }, value, 0.5, 3.0);
    assert_eq!((around(1.0), around(3.0)), (PALE, RAMP_HIGH));
    assert!(around(0.5).lightness() > RAMP_LOW.lightness());
    assert_ne!(theme.cell(Ramp::Sequential, 5.0, 5.0, 5.0), PALE);
}
