//! The charts, each with a sentence on how to read it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::html::{Element, Html, el};
use crate::report::text::charts::how_to_read;
use crate::report::text::sections::{CHARTS, Section};
use crate::report::{Chart, Report};

/// All charts; nothing where there is none.
pub fn section(report: &Report) -> (Section, Html) {
    (CHARTS, report.charts.iter().map(figure).collect())
}

fn figure(chart: &Chart) -> Element {
    let figure = &chart.figure;
    let mut image = el("img", ())
        .with("src", &format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&chart.png)))
        .with("alt", &format!("Chart: {}. {}", figure.title, figure.caption))
        .with("loading", "lazy");
    if let Some((width, height)) = size(&chart.png) {
        image = image.with("width", &width.to_string()).with("height", &height.to_string());
    }
    let reading = how_to_read(&figure.name).unwrap_or(&figure.caption);
    let data = el("a", "data").with("href", &chart.data_file());
    let picture = el("a", "picture").with("href", &chart.picture_file());
    let files = el("p", el("small", ("As files: ", data, ", ", picture)));
    el("figure", (image, el("figcaption", (el("p", reading), files))))
        .id(&format!("chart-{}", figure.name))
}

/// Width and height of a PNG: the first two numbers of its header chunk, which comes first.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| {
        let bytes = png.get(from..from + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    png.starts_with(b"\x89PNG\r\n\x1a\n").then_some((number(16)?, number(20)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_from_its_header() {
        let header = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x05\0\0\0\x02\xd0";
        assert_eq!(size(header), Some((1280, 720)));
        assert_eq!(size(b"\x89PNG\r\n\x1a\n\0"), None);
        assert_eq!(size(b"GIF89a"), None);
    }
}
