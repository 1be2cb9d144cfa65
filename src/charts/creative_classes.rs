//! Click-through rate against return by class.

use super::figure::{Axis, Colour, Dot, Figure, Marker, NotDrawn, Panel, Points, Series, Unit};
use super::setting::Setting;
use super::text::{self, creatives::classes};
use crate::models::creatives::{Class, CreativeScore};

/// The chart is this much higher than others.
const HEIGHT: f64 = 1.3;

/// One bubble for each creative; its area is spend, its colour the class.
pub fn creative_classes(rows: &[CreativeScore], setting: &Setting) -> Result<Figure, NotDrawn> {
    let place = |row: &CreativeScore| {
        let (x, y) = (row.ctr.mean, row.roas.as_ref()?.mean);
        (x > 0.0 && y > 0.0).then_some((x, y))
    };
    let drawn = rows.iter().filter(|row| place(row).is_some()).count();
    if drawn < 2 {
        let what = "creatives with a click-through rate and a return".to_owned();
        return Err(NotDrawn::TooFew { what, have: drawn, need: 2 });
    }
    let x = Axis::log("Click-through rate", Unit::Percent);
    let mut panel = Panel::new(x, Axis::log("ROAS", Unit::Times)).stretched(HEIGHT);
    for class in Class::ALL {
        let dot = |row: &CreativeScore| {
            let (x, y) = place(row)?;
            Some(Dot { x, y, size: Some(row.spend), label: row.name.clone(), named: false })
        };
        let ours = rows.iter().filter(|row| row.class == class);
        let dots: Vec<Dot> = ours.filter_map(dot).collect();
        if !dots.is_empty() {
            let series = Series::new(class.name(), colour(class));
            panel = panel.with(Points { series, dots, marker: Marker::Dot });
        }
    }
    let count = |class| rows.iter().filter(|row| row.class == class).count();
    let title = classes(rows.len(), count(Class::HighPerformer), count(Class::Fatigued));
    let without = rows.len() - drawn;
    let caption = setting.caption(&[
        "Posterior means, orders by last click",
        "Area: spend",
        "Both axes by powers of ten",
        &if without == 0 {
            String::new()
        } else {
            format!("{} without a return left out", text::count(without, "creative", "creatives"))
        },
    ]);
    Ok(Figure::new("creative-classes", title, caption, panel))
}

/// Those to act on in strong colours, the others in grey.
fn colour(class: Class) -> Colour {
    match class {
        Class::HighPerformer => Colour::Kind(0),
        Class::Scale => Colour::Kind(2),
        Class::Fatigued => Colour::Kind(1),
        Class::LowCtr => Colour::Kind(3),
        Class::LowCvr => Colour::Kind(4),
        Class::Steady => Colour::Neutral,
        Class::TooLittleData => Colour::Faint,
    }
}
