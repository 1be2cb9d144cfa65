use super::*;
use crate::charts::figure::Figure;
use crate::charts::testing::{figures, over_names, over_numbers, samples};

/// Whether a pixel has a colour, unlike grid, letters and shades.
fn coloured(pixel: [u8; 3]) -> bool {
    let (least, most) = (pixel.iter().min(), pixel.iter().max());
    matches!((least, most), (Some(least), Some(most)) if most - least > 12)
}

/// Coloured pixels inside a rectangle.
fn ink(picture: &Picture, rect: Rect) -> usize {
    let pixels = |points: f64| (points * f64::from(PIXELS)) as u32;
    let rows = pixels(rect.top)..=pixels(rect.bottom);
    let places = rows.flat_map(|y| (pixels(rect.left)..=pixels(rect.right)).map(move |x| (x, y)));
    places.filter_map(|(x, y)| picture.get(x, y)).filter(|&pixel| coloured(pixel)).count()
}

fn drawn(figure: &Figure) -> Option<(Layout, Picture)> {
    let theme = Theme::default();
    let layout = layout(figure, &theme).ok()?;
    let picture = picture(figure, &layout, &theme).unwrap();
    Some((layout, picture))
}

#[test]
fn every_panel_that_is_drawn_has_ink_in_it() {
    // Drawing takes its time: the samples are shared out between the kinds of figures.
    for figure in figures().into_iter().step_by(3) {
        let Some((layout, picture)) = drawn(&figure) else { continue };
        // Zeros stand on the axis, which is drawn over them.
        let flat = figure.name.ends_with("zero");
        for frame in &layout.frames {
            let room = frame.plot.grown(3.0);
            assert!(flat || ink(&picture, room) > 20, "{}", figure.name);
        }
    }
}

#[test]
fn nothing_is_drawn_in_the_margins() {
    for (sample, values) in samples().iter().step_by(4) {
        for figure in over_numbers(sample, values) {
            let Some((layout, picture)) = drawn(&figure) else { continue };
            let (width, height) = (layout.width, layout.height);
            let margins = [
                Rect::sized(0.0, 0.0, width, MARGIN / 2.0),
                Rect::sized(0.0, height - MARGIN / 2.0, width, MARGIN / 2.0),
                Rect::sized(0.0, 0.0, MARGIN / 2.0, height),
                Rect::sized(width - MARGIN / 2.0, 0.0, MARGIN / 2.0, height),
            ];
            for margin in margins {
                assert_eq!(ink(&picture, margin), 0, "{}", figure.name);
            }
        }
    }
}

#[test]
fn a_png_has_the_size_that_was_laid_out_and_the_same_bytes_each_time() {
    let names: Vec<String> = ["meta", "حملة"].map(str::to_owned).to_vec();
    for figure in over_names("two", &names) {
        let theme = Theme::default();
        let bytes = png(&figure, &theme).unwrap();
        assert_eq!(bytes, png(&figure, &theme).unwrap());
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let layout = layout(&figure, &theme).unwrap();
        assert_eq!(f64::from(number(16)), layout.width * f64::from(PIXELS));
        assert_eq!(f64::from(number(20)), layout.height * f64::from(PIXELS));
        assert!(bytes.len() < 150_000, "{}: {}", figure.name, bytes.len());
    }
}

#[test]
fn a_longer_bar_has_more_ink() {
    let bars = |values: [f64; 2]| {
        let names = vec!["a".to_owned(), "b".to_owned()];
        let mut figure = over_names("two", &names).swap_remove(0);
        // The words at the reference line would stand on a bar.
        figure.panels[0].marks.truncate(1);
        let Mark::Bars(bars) = &mut figure.panels[0].marks[0] else { unreachable!() };
        bars.track = None;
        for (bar, value) in bars.series[0].bars.iter_mut().zip(values) {
            (bar.value, bar.colour) = (value, None);
        }
        let (layout, picture) = drawn(&figure).unwrap();
        let plot = layout.frames[0].plot;
        let middle = (plot.top + plot.bottom) / 2.0;
        let upper = ink(&picture, Rect { bottom: middle, ..plot });
        let lower = ink(&picture, Rect { top: middle, ..plot });
        upper as f64 / lower as f64
    };
    let ratio = bars([9e5, 3e5]);
    assert!((ratio - 3.0).abs() < 0.1, "{ratio}");
}
