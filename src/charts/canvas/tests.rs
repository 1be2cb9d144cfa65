use plotters::prelude::*;

use super::*;

const PAPER: [u8; 3] = [255, 255, 255];

fn drawn(draw: impl Fn(&DrawingArea<Canvas, plotters::coord::Shift>)) -> Picture {
    let mut picture = Picture::new(60, 40, PAPER);
    let area = Canvas::new(&mut picture).into_drawing_area();
    draw(&area);
    drop(area);
    picture
}

/// Ink on a picture, in pixels: the mean darkness of the red channel.
fn ink(picture: &Picture) -> f64 {
    picture.pixels.iter().map(|pixel| f64::from(255 - pixel[0]) / 255.0).sum()
}

fn at(x: f64, y: f64) -> BackendCoord {
    ((x * f64::from(PARTS)) as i32, (y * f64::from(PARTS)) as i32)
}

fn line_style(pixels: u32) -> ShapeStyle {
    ShapeStyle { color: BLACK.to_rgba(), filled: false, stroke_width: pixels * PARTS as u32 }
}

#[test]
fn ink_equals_area() {
    let square = drawn(|area| {
        area.draw(&Rectangle::new([at(10.0, 10.0), at(20.5, 15.25)], BLACK.filled())).unwrap();
    });
    assert!((ink(&square) - 10.5 * 5.25).abs() < 0.5, "{}", ink(&square));
    let disc = drawn(|area| {
        area.draw(&Circle::new(at(30.0, 20.0), 8 * PARTS, BLACK.filled())).unwrap();
    });
    let pi = std::f64::consts::PI;
    // A polygon of 32 corners is 0.6% smaller than its circle.
    assert!((ink(&disc) / (64.0 * pi) - 1.0).abs() < 0.01, "{}", ink(&disc));
    let ring = drawn(|area| {
        area.draw(&Circle::new(at(30.0, 20.0), 8 * PARTS, line_style(2))).unwrap();
    });
    assert!((ink(&ring) / ((81.0 - 49.0) * pi) - 1.0).abs() < 0.01, "{}", ink(&ring));
    assert_eq!(ring.get(30, 20), Some(PAPER));
}

#[test]
fn a_line_through_many_points_is_no_thicker_than_one_through_two() {
    let width = line_style(2);
    let line = |points: usize| {
        let step = 40.0 / (points - 1) as f64;
        let path: Vec<_> =
            (0..points).map(|i| at(10.0 + i as f64 * step, 5.0 + i as f64 * step * 0.5)).collect();
        ink(&drawn(|area| area.draw(&PathElement::new(path.clone(), width)).unwrap()))
    };
    assert!((line(2) - 2.0 * 40f64.hypot(20.0)).abs() < 1.0);
    assert!((line(41) / line(2) - 1.0).abs() < 0.02, "{} {}", line(41), line(2));
}

#[test]
fn corners_are_filled_whichever_way_the_line_turns() {
    for turn in [-1.0, 1.0] {
        let path = [at(10.0, 20.0), at(30.0, 20.0), at(30.0, 20.0 + 12.0 * turn)];
        let width = line_style(6);
        let picture = drawn(|area| area.draw(&PathElement::new(path, width)).unwrap());
        // The bevel takes half of the corner's outer 3 × 3 square; the inner one counts once.
        let expected = 6.0 * 20.0 + 6.0 * 12.0 - 9.0 + 4.5;
        assert!((ink(&picture) - expected).abs() < 1.5, "{}", ink(&picture));
    }
}

#[test]
fn shapes_across_the_border_are_cut_and_shapes_far_away_are_left_out() {
    let across = drawn(|area| {
        area.draw(&Rectangle::new([at(-10.0, -10.0), at(10.0, 10.0)], BLACK.filled())).unwrap();
        area.draw(&Circle::new(at(60.0, 40.0), 8 * PARTS, BLACK.filled())).unwrap();
    });
    assert!((ink(&across) - 100.0 - 16.0 * std::f64::consts::PI).abs() < 1.5, "{}", ink(&across));
    let mut far = Picture::new(60, 40, PAPER);
    let mut canvas = Canvas::new(&mut far);
    canvas.draw_path([(i32::MIN, 0), (i32::MAX, i32::MAX)], &line_style(2)).unwrap();
    canvas.draw_circle((i32::MAX, 0), u32::MAX, &BLACK, true).unwrap();
    canvas.fill_polygon([], &BLACK).unwrap();
    assert_eq!(ink(&far), 0.0);
}

#[test]
fn text_takes_as_much_room_as_it_says() {
    let style = TextStyle::from(("sans", 20 * PARTS).into_font());
    let picture = drawn(|area| area.draw_text("HH", &style, at(5.0, 5.0)).unwrap());
    let inked = |x: u32| (0..40).any(|y| picture.get(x, y) != Some(PAPER));
    let columns: Vec<u32> = (0..60).filter(|&x| inked(x)).collect();
    let width = super::super::typeface::width("HH", Weight::Regular, 20.0);
    let span = f64::from(columns[columns.len() - 1] - columns[0]);
    assert!(columns[0] >= 5 && span < width && span > width - 5.0, "{columns:?} {width}");
    let turned = style.transform(FontTransform::Rotate270);
    let upright = drawn(|area| area.draw_text("HH", &turned, at(5.0, 35.0)).unwrap());
    assert!((ink(&upright) - ink(&picture)).abs() < 0.5, "{} {}", ink(&upright), ink(&picture));
}

#[test]
fn a_png_gives_the_picture_back() {
    let picture = drawn(|area| {
        area.draw(&Circle::new(at(30.0, 20.0), 8 * PARTS, RED.filled())).unwrap();
    });
    let bytes = picture.png().unwrap();
    assert_eq!(bytes, picture.png().unwrap());
    assert_eq!(decoded(&bytes), picture);
}

#[test]
fn rare_colours_near_a_frequent_one_give_way_and_others_keep_the_picture_whole() {
    let noisy = |spread: usize| {
        let mut picture = Picture::new(60, 40, PAPER);
        for (i, pixel) in picture.pixels.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) {
            *pixel = [(i % 7 * spread) as u8, (i % 11 * spread) as u8, (i % 13 * spread) as u8];
        }
        (decoded(&picture.png().unwrap()), picture)
    };
    let (back, picture) = noisy(2);
    assert_ne!(back, picture, "the picture has fewer colours than meant");
    let pairs = picture.pixels.iter().flatten().zip(back.pixels.iter().flatten());
    assert!(pairs.map(|(a, b)| a.abs_diff(*b)).max() < Some(25));
    assert_eq!(back.get(1, 0), Some(PAPER));
    let (back, picture) = noisy(19);
    assert_eq!(back, picture);
}

fn decoded(bytes: &[u8]) -> Picture {
    let mut decoder = ::png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(::png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    let (pixels, rest) = buffer.as_chunks::<3>();
    assert!(rest.is_empty());
    Picture { width: info.width, height: info.height, pixels: pixels.to_vec() }
}
