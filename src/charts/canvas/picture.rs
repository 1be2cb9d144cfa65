//! Pixels.

use plotters_backend::BackendColor;

/// Steps of coverage from nothing to all. Sixteen look smooth, and keep the number of different
/// colours, and with it the file, small.
const STEPS: f32 = 16.0;

/// A picture of opaque pixels, red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Row by row from the top.
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// A picture of one colour.
    pub fn new(width: u32, height: u32, colour: [u8; 3]) -> Picture {
        Picture { width, height, pixels: vec![colour; width as usize * height as usize] }
    }

    /// The pixel at a place.
    #[cfg(test)]
    pub fn get(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        let inside = x < self.width && y < self.height;
        inside.then(|| self.pixels[y as usize * self.width as usize + x as usize])
    }

    /// Lays a colour over a pixel that a shape covers in part; nothing outside the picture.
    pub fn blend(&mut self, x: i32, y: i32, color: BackendColor, coverage: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        let coverage = nearest(coverage.min(1.0) * STEPS) / STEPS;
        let opacity = coverage * color.alpha as f32;
        let pixel = &mut self.pixels[y as usize * self.width as usize + x as usize];
        let (red, green, blue) = color.rgb;
        for (below, above) in pixel.iter_mut().zip([red, green, blue]) {
            let (from, to) = (f32::from(*below), f32::from(above));
            *below = nearest(from + (to - from) * opacity) as u8;
        }
    }
}

/// The nearest whole number of a small one above 0, without a call per pixel.
fn nearest(value: f32) -> f32 {
    f32::from((value + 0.5) as u8)
}
