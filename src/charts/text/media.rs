//! Titles of the charts of what the spend did.

use crate::charts::figure::Unit;
use crate::charts::numbers::rough;

use crate::models::response::Explained;

use super::{capital, count, named, platform, platforms, roas, share};

/// A sentence on platforms whose effect the data do not tell; empty where there is none.
pub fn not_identified(ids: &[String]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    format!("What {} did cannot be told from these data", platforms(ids))
}

/// Which orders a response model explains.
pub fn explained(which: Explained) -> &'static str {
    match which {
        Explained::NewCustomers => "new customers' orders",
        Explained::AllOrders => "orders",
    }
}

/// Orders by their causes: the part of the ads, and the platform that brought most.
pub fn contributions(part: (f64, f64, f64), whose: &str, most: Option<&str>) -> String {
    let (value, low, high) = part;
    let (value, low, high) = (share(value), share(low), share(high));
    let ads = format!("Ads brought {value} of {whose} ({low} to {high})");
    most.map_or_else(|| ads.clone(), |name| format!("{ads}, {} the most", platform(name)))
}

/// Response curves: where one more unit of money brings most and least, of those that are known.
pub fn response(marginal: &[(String, f64)]) -> String {
    match marginal {
        [] => "Which platform would repay more spend cannot be told from these data".to_owned(),
        [(only, value)] => {
            format!(
                "One more unit of spend on {} brings {} in revenue",
                platform(only),
                roas(*value)
            )
        }
        [(first, value), .., (last, least)] => format!(
            "One more unit of spend brings most on {}, {}, and least on {}, {}",
            platform(first),
            roas(*value),
            platform(last),
            roas(*least)
        ),
    }
}

/// Residuals: whether they remember, by how many autocorrelations lie beyond what noise would do.
pub fn residuals(beyond: usize, lags: usize, first: Option<f64>) -> String {
    match first {
        _ if beyond == 0 => "What the model leaves over looks like noise".to_owned(),
        Some(first) => format!(
            "What the model leaves over remembers: {beyond} of {lags} autocorrelations stand \
             out, the first is {}",
            rough(first, &Unit::Number)
        ),
        None => "What the model leaves over".to_owned(),
    }
}

/// A geo experiment: what changed, where, and what it did to orders there.
pub fn experiment(
    channels: &[String],
    treated: &[String],
    multiplier: f64,
    change: (f64, f64, f64),
) -> String {
    /// A multiplier this near to 0 is a hold-out.
    const NOTHING: f64 = 0.005;
    let what = match multiplier {
        multiplier if multiplier < NOTHING => format!("without {}", platforms(channels)),
        multiplier if multiplier < 1.0 => format!("with less {}", platforms(channels)),
        _ => format!("with more {}", platforms(channels)),
    };
    let places = match treated {
        [one] => named(one),
        several => count(several.len(), "region", "regions"),
    };
    let (value, low, high) = change;
    let signed = |value: f64| {
        let size = share(value.abs());
        if value < 0.0 { format!("−{size}") } else { format!("+{size}") }
    };
    let verb = if value < 0.0 { "lost" } else { "gained" };
    let orders = format!("{places} {verb} {} of orders", share(value.abs()));
    capital(&format!("{what}, {orders} ({} to {})", signed(low), signed(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_the_figures_show() {
        let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        assert_eq!(not_identified(&[]), "");
        assert_eq!(
            not_identified(&names(&["tv", "Podcasts"])),
            "What TV and Podcasts did cannot be told from these data"
        );
        assert_eq!(
            contributions((0.312, 0.24, 0.38), "orders", Some("google")),
            "Ads brought 31% of orders (24% to 38%), Google the most"
        );
        let marginal = [("meta".to_owned(), 2.31), ("tv".to_owned(), 0.42)];
        assert_eq!(
            response(&marginal),
            "One more unit of spend brings most on Meta, 2.3×, and least on TV, 0.42×"
        );
        assert_eq!(residuals(0, 28, Some(0.01)), "What the model leaves over looks like noise");
        assert_eq!(
            experiment(&names(&["meta"]), &names(&["Kuwait"]), 0.0, (-0.081, -0.14, 0.02)),
            "Without Meta, Kuwait lost 8.1% of orders (−14% to +2%)"
        );
    }
}
