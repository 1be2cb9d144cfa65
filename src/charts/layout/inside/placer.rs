//! Puts words where no others are.

use super::super::Rect;
use super::super::text::TextBox;

/// Words in a panel so far.
pub struct Placer {
    bounds: Rect,
    obstacles: Vec<Rect>,
    /// The words placed.
    pub texts: Vec<TextBox>,
}

impl Placer {
    /// An empty panel.
    pub fn new(bounds: Rect) -> Placer {
        Placer { bounds, obstacles: Vec::new(), texts: Vec::new() }
    }

    /// Says what words should rather not cover.
    pub fn avoid(&mut self, obstacles: impl IntoIterator<Item = Rect>) {
        self.obstacles.extend(obstacles);
    }

    /// Places the first of several choices that lies within the panel, covers no words, and covers
    /// nothing else either if one of them can. If all cover words, none is placed.
    pub fn any(&mut self, choices: impl IntoIterator<Item = TextBox>) {
        let free: Vec<TextBox> = choices
            .into_iter()
            .filter(|choice| self.bounds.contains(&choice.rect))
            .filter(|choice| !self.texts.iter().any(|text| text.rect.overlaps(&choice.rect)))
            .collect();
        let clear = |choice: &&TextBox| {
            !self.obstacles.iter().any(|obstacle| obstacle.overlaps(&choice.rect))
        };
        let best = free.iter().find(clear).or(free.first()).cloned();
        self.texts.extend(best);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Anchor;
    use super::*;
    use crate::charts::theme::INK;

    fn at(x: f64, y: f64) -> TextBox {
        TextBox::at("word", 10.0, INK, Anchor::Left, x, y)
    }

    #[test]
    fn words_never_cover_words_and_cover_points_only_where_they_must() {
        let mut placer = Placer::new(Rect::sized(0.0, 0.0, 100.0, 100.0));
        placer.any([at(10.0, 50.0)]);
        placer.any([at(12.0, 52.0)]);
        assert_eq!(placer.texts.len(), 1);
        placer.avoid([Rect::sized(0.0, 60.0, 100.0, 20.0)]);
        placer.any([at(95.0, 20.0), at(10.0, 70.0), at(10.0, 20.0)]);
        assert_eq!(placer.texts[1], at(10.0, 20.0));
        placer.any([at(10.0, 20.0), at(10.0, 70.0)]);
        assert_eq!(placer.texts[2], at(10.0, 70.0));
    }
}
