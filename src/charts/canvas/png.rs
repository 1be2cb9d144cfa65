//! A picture as a PNG file, with a palette where one will do.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Encoder, EncodingError, Filter};

use super::Picture;

/// Red, green and blue.
type Colour = [u8; 3];

/// Colours that a palette holds.
const PALETTE: usize = 256;
/// Largest squared distance between a colour and the one that stands for it: about 14 steps of 256
/// in each channel, which the eye does not find on the smoothed edge of a shape.
const NEAR: u32 = 600;

impl Picture {
    /// The picture as a PNG file.
    ///
    /// It gets a palette of its 256 most frequent colours if each of the others, which stand on the
    /// smoothed edges of shapes, is near one of them; else all its colours.
    pub fn png(&self) -> Result<Vec<u8>, EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_depth(BitDepth::Eight);
        let Some((palette, places)) = self.palette() else {
            encoder.set_color(ColorType::Rgb);
            let mut writer = encoder.write_header()?;
            writer.write_image_data(self.pixels.as_flattened())?;
            writer.finish()?;
            return Ok(bytes);
        };
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.set_filter(Filter::NoFilter);
        let mut indices = Vec::with_capacity(self.pixels.len());
        for run in self.pixels.chunk_by(|a, b| a == b) {
            // Every colour of the picture has a place.
            let place = places.get(&run[0]).copied().unwrap_or(0);
            indices.resize(indices.len() + run.len(), place);
        }
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&indices)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// The palette, the most frequent colour first, and the place in it of each colour.
    fn palette(&self) -> Option<(Vec<Colour>, HashMap<Colour, u8>)> {
        let mut counts: HashMap<Colour, usize> = HashMap::new();
        for run in self.pixels.chunk_by(|a, b| a == b) {
            *counts.entry(run[0]).or_default() += run.len();
        }
        // Sorted, so that the map's own order never shows.
        let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
        colours.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
        let kept = colours.len().min(PALETTE);
        let palette: Vec<Colour> = colours[..kept].iter().map(|&(colour, _)| colour).collect();
        let mut places: HashMap<Colour, u8> = palette.iter().copied().zip(0u8..=255).collect();
        for &(colour, _) in &colours[kept..] {
            let distances = palette.iter().map(|&other| distance(colour, other));
            let (nearest, place) = distances.zip(0u8..=255).min()?;
            if nearest > NEAR {
                return None;
            }
            places.insert(colour, place);
        }
        Some((palette, places))
    }
}

/// Squared distance between two colours.
fn distance(a: Colour, b: Colour) -> u32 {
    a.into_iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}
