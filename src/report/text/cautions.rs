//! What the response model's cautions mean, in words.

use super::platform;
use crate::models::response::{Caution, ResponseFit, Shape};
use crate::report::findings::listed;
use crate::report::numbers::{count, percent, significant, times};

/// All cautions of a fit as sentences, those of one kind about shapes put together by channel.
pub fn sentences(fit: &ResponseFit) -> Vec<String> {
    let period = if fit.step_days == 7 { "weeks" } else { "days" };
    let mut sentences = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for caution in &fit.cautions {
        match caution {
            Caution::ShapeUnknown { channel, .. } if told.contains(&channel.as_str()) => {}
            Caution::ShapeUnknown { channel, .. } => {
                told.push(channel);
                sentences.push(shapes_unknown(channel, fit));
            }
            other => sentences.push(sentence(other, period)),
        }
    }
    sentences
}

fn shapes_unknown(channel: &str, fit: &ResponseFit) -> String {
    let shapes = fit.cautions.iter().filter_map(|caution| match caution {
        Caution::ShapeUnknown { channel: of, shape } if of == channel => Some(shape_name(*shape)),
        _ => None,
    });
    let shapes: Vec<&str> = shapes.collect();
    let (is, its) = if shapes.len() == 1 { ("is", "value is") } else { ("are", "values are") };
    format!(
        "{}: {} {is} hardly narrowed down by the data; the {its} mostly what was assumed \
         beforehand. The curve's form rests on that assumption, and its intervals allow for it.",
        platform(channel),
        listed(&shapes)
    )
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Decay => "the carry-over θ",
        Shape::HalfSpend => "the half-saturation spend K",
        Shape::Slope => "the slope α",
    }
}

fn sentence(caution: &Caution, period: &str) -> String {
    match caution {
        Caution::ShortHistory { periods, enough } => format!(
            "There are {} {period}, where the response model wants {}: read its figures as a \
             sketch.",
            count(*periods as f64),
            count(*enough as f64)
        ),
        Caution::OneRegion => "There is one region only, so what happened everywhere on a day \
                               cannot be told from what the spend of that day did."
            .to_owned(),
        Caution::EffectUnknown { channel, relative_width } => match *relative_width < 100.0 {
            true => format!(
                "{}: its effect is not identified. The 90% interval of its orders is {} times as \
                 wide as the orders themselves.",
                platform(channel),
                times(*relative_width)
            ),
            false => format!(
                "{}: its effect is not identified. The interval is too wide to mean anything.",
                platform(channel)
            ),
        },
        Caution::NoEffectSeen { channel } => format!(
            "{}: the estimate is zero. That is not proof of no effect; the interval says what is \
             possible.",
            platform(channel)
        ),
        Caution::ShapeUnknown { channel, shape } => {
            format!(
                "{}: {} is hardly narrowed down by the data.",
                platform(channel),
                shape_name(*shape)
            )
        }
        Caution::ShapeOnBound { channel, shape, bound } => format!(
            "{}: {} lies on the bound of what was searched, {}; the best value may lie beyond.",
            platform(channel),
            shape_name(*shape),
            significant(*bound, 3)
        ),
        Caution::Collinear { channel, with, correlation, variance_inflation } => format!(
            "{} and {} moved together (correlation {} after the controls; variance inflation {}): \
             the sum of their effects is known better than either.",
            platform(channel),
            platform(with),
            times(*correlation),
            times(*variance_inflation)
        ),
        Caution::NeverOff { channel, lowest } => format!(
            "{}: it was never off, its carried-over spend staying above {} of its mean. What no \
             spend at all would do is read off the curve's assumed form.",
            platform(channel),
            percent(*lowest)
        ),
        Caution::BudgetsFollowDemand { elasticity } => format!(
            "Budgets follow demand: where a tenth more orders are expected, spend is about {} \
             higher. A comparison that does not correct for this flatters ads.",
            percent(0.1 * elasticity)
        ),
        Caution::BaselineSmall { share } => format!(
            "The baseline is only {} of the fitted orders, which is little for a shop with \
             regular customers: the model may credit ads with too much.",
            percent(*share)
        ),
        Caution::NegativeSpend { channel, cells } => format!(
            "{}: negative spend (a correction in the account) was taken as none in {} places.",
            platform(channel),
            count(*cells as f64)
        ),
        Caution::ForesightPoor { model, naive } => format!(
            "On {period} that it had not seen, the model was off by {} on average, repeating the \
             last season by {}: do not use it to forecast.",
            percent(*model),
            percent(*naive)
        ),
        Caution::NoiseRemembers { lag, autocorrelation } => format!(
            "What the model leaves unexplained still resembles itself {} {period} later \
             (autocorrelation {}), so intervals may be too narrow.",
            count(*lag as f64),
            times(*autocorrelation)
        ),
        Caution::SeveralOptima { agreeing, starts } => format!(
            "Only {} of {} searches ended at the best fit; others fitted almost as well with other \
             shapes.",
            count(*agreeing as f64),
            count(*starts as f64)
        ),
    }
}
