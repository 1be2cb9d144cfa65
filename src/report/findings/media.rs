//! What the response model says of spend: what it brought, and what a little more or less would.

use super::wording::{Amounts, platforms};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::models::response::{ChannelResponse, Estimate, Explained, ResponseFit};
use crate::report::numbers::{count, interval, percent, rough_percent, times};
use crate::report::text::{orders, platform};

/// Share of a channel's spend that a shift moves: small enough for marginal returns to hold.
const SHIFTED: f64 = 0.10;
/// Lower end of a share of orders below which "none at all" cannot be excluded in words.
const NEXT_TO_NONE: f64 = 0.005;

/// How many of the orders ads brought.
pub fn share_of_orders(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done().filter(|fit| !fit.channels.is_empty())?;
    let (share, orders) = (fit.media.share_of_orders, orders(fit.explained));
    let says = if share.low < NEXT_TO_NONE {
        format!(
            "The data cannot tell whether ads brought any {orders}: they may have brought none or \
             up to {} of them.",
            rough_percent(share.high)
        )
    } else if share.high - share.low > share.value {
        format!(
            "Ads brought between {} and {} of all {orders} (90% interval); the data do not tell it \
             more closely.",
            rough_percent(share.low),
            rough_percent(share.high)
        )
    } else {
        format!(
            "Ads brought about {} of all {orders} (90% interval {}); the others would have come \
             without them.",
            rough_percent(share.value),
            interval(share.low, share.high, rough_percent)
        )
    };
    let naive = analysis.exploratory.done().and_then(|e| e.naive.attributed_share);
    let mut because = "So says the response model, which compares days and regions with more and \
                       less advertising."
        .to_owned();
    if let Some(naive) = naive {
        because += &format!(
            " Plain least squares on spend, which takes demand that drew budgets for their effect, \
             would say {} of all orders ({}).",
            rough_percent(naive.estimate),
            interval(naive.low, naive.high, rough_percent)
        );
    }
    let tone = if share.low < NEXT_TO_NONE { Tone::Unknown } else { Tone::Fact };
    let finding = Finding::new("Effect of ads", tone, says, because);
    Some(match fit.media.revenue {
        Some(revenue) => finding.at_stake(
            revenue.value,
            format!("{} of revenue is ascribed to ads", amounts.short(revenue.value)),
        ),
        None => finding,
    })
}

/// Whether the gross profit that ads brought pays for them.
pub fn profit_of_ads(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done().filter(|fit| !fit.channels.is_empty())?;
    let media = &fit.media;
    let (revenue, margin) = (media.revenue?, amounts.margin?);
    let left = |revenue: f64| revenue * margin - media.spend;
    let gain_or_loss = |value: f64| match value < 0.0 {
        true => format!("a loss of {}", amounts.short(-value)),
        false => format!("a gain of {}", amounts.short(value)),
    };
    let (low, value, high) = (left(revenue.low), left(revenue.value), left(revenue.high));
    let (says, tone) = if low > 0.0 {
        (format!("Ads earned {} more than they cost.", amounts.short(value)), Tone::Fact)
    } else if high < 0.0 {
        (
            format!("Ads cost {} more than they earned within the period.", amounts.short(-value)),
            Tone::Warning,
        )
    } else {
        (
            format!(
                "The data cannot tell whether ads paid for themselves: the best guess is {}.",
                gain_or_loss(value)
            ),
            Tone::Unknown,
        )
    };
    let because = format!(
        "{} of revenue ascribed to ads, at a gross margin of {}, less {} of spend; 90% interval: \
         {}. What customers buy after the period comes on top.{}",
        amounts.short(revenue.value),
        percent(margin),
        amounts.short(media.spend),
        interval(low, high, gain_or_loss),
        first_orders_only(fit)
    );
    let gap = format!("{} between earnings and cost of ads", amounts.short(value.abs()));
    Some(Finding::new("Profit of ads", tone, says, because).at_stake(value, gap))
}

/// Identified channels on which the last unit of spend does not earn itself back.
pub fn losing_at_the_margin(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done()?;
    let break_even = amounts.break_even();
    let losing: Vec<Marginal> = marginals(fit).filter(|m| m.returns.high < break_even).collect();
    let spend: f64 = losing.iter().map(|m| m.spend).sum();
    let says = format!(
        "On {} the last {} spent did not earn itself back.",
        platforms(&names(&losing)),
        amounts.unit()
    );
    let because = format!(
        "It brought {} of revenue; {}. Even the upper ends of the 90% intervals lie below that. \
         Spend before the last unit may have paid: less, not none, is what this says.{}",
        each(&losing),
        amounts.break_even_because(),
        first_orders_only(fit)
    );
    let stake = format!("{} of spend on such channels", amounts.short(spend));
    (!losing.is_empty()).then(|| {
        Finding::new("Too much spend", Tone::Warning, says, because).at_stake(spend, stake)
    })
}

/// Identified channels on which a little more would pay.
pub fn room_at_the_margin(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done()?;
    let break_even = amounts.break_even();
    let paying: Vec<Marginal> = marginals(fit).filter(|m| m.returns.low > break_even).collect();
    let spend: f64 = paying.iter().map(|m| m.spend).sum();
    let says = format!(
        "On {} one more {} would have earned more than it cost.",
        platforms(&names(&paying)),
        amounts.unit()
    );
    let because = format!(
        "It would have brought {} of revenue; {}. Even the lower ends of the 90% intervals lie \
         above that. Returns fall as spend grows: raise it in steps and look again.{}",
        each(&paying),
        amounts.break_even_because(),
        first_orders_only(fit)
    );
    let stake = format!("{} of spend on such channels", amounts.short(spend));
    (!paying.is_empty())
        .then(|| Finding::new("Room to grow", Tone::Chance, says, because).at_stake(spend, stake))
}

/// What moving a tenth from the channel with the least marginal return to that with the largest
/// would bring, where their intervals lie apart.
pub fn shift(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done()?;
    let by_return = |a: &Marginal, b: &Marginal| a.returns.value.total_cmp(&b.returns.value);
    let from = marginals(fit).min_by(by_return)?;
    let to = marginals(fit).max_by(by_return)?;
    if from.returns.high >= to.returns.low {
        return None;
    }
    let moved = SHIFTED * from.spend.min(to.spend);
    let gain = moved * (to.returns.value - from.returns.value);
    let least = moved * (to.returns.low - from.returns.high);
    let most = moved * (to.returns.high - from.returns.low);
    let says = format!(
        "Moving {} from {} to {} would have brought about {} more revenue at the same cost.",
        amounts.short(moved),
        platform(from.channel),
        platform(to.channel),
        amounts.short(gain)
    );
    let because = format!(
        "One more {} brings {} of revenue on {} ({}) and {} on {} ({}). With the far ends of both \
         intervals the gain is {}. It holds for small moves only.",
        amounts.unit(),
        times(to.returns.value),
        platform(to.channel),
        interval(to.returns.low, to.returns.high, times),
        times(from.returns.value),
        platform(from.channel),
        interval(from.returns.low, from.returns.high, times),
        interval(least, most, |value| amounts.short(value))
    );
    let stake = format!("{} more revenue", amounts.short(gain));
    Some(Finding::new("Shift of budget", Tone::Chance, says, because).at_stake(gain, stake))
}

/// Channels of which the data cannot tell what they brought.
pub fn unknown(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let fit = analysis.response.done()?;
    let wide = fit.channels.iter().filter(|channel| !channel.identification.effect);
    let mut unknown: Vec<(&str, f64)> =
        wide.map(|c| (c.channel.as_str(), c.attribution.spend)).collect();
    unknown.extend(
        fit.left_out.iter().filter(|c| c.spend > 0.0).map(|c| (c.channel.as_str(), c.spend)),
    );
    let spend: f64 = unknown.iter().map(|(_, spend)| spend).sum();
    let all = fit.media.spend + fit.left_out.iter().map(|channel| channel.spend).sum::<f64>();
    if unknown.is_empty() || all <= 0.0 {
        return None;
    }
    let names: Vec<&str> = unknown.iter().map(|(channel, _)| *channel).collect();
    let says = format!(
        "What {} brought, the data cannot tell: {} of spend, {} of all, has an unknown return.",
        platforms(&names),
        amounts.short(spend),
        rough_percent(spend / all)
    );
    let because = "Their intervals are too wide to act on, or their spend never changed in a way \
                   that can be compared. Switching one of them off in some regions for a few \
                   weeks would tell."
        .to_owned();
    let stake = format!("{} of spend with an unknown return", amounts.short(spend));
    Some(Finding::new("Unknown effect", Tone::Unknown, says, because).at_stake(spend, stake))
}

/// What a finding about money has to add where repeat orders are not counted.
fn first_orders_only(fit: &ResponseFit) -> &'static str {
    match fit.explained {
        Explained::NewCustomers => {
            " First orders only: what these customers order later is left out."
        }
        Explained::AllOrders => "",
    }
}

/// An identified channel and its marginal return.
struct Marginal<'a> {
    channel: &'a str,
    spend: f64,
    returns: Estimate,
}

fn marginals(fit: &ResponseFit) -> impl Iterator<Item = Marginal<'_>> {
    let identified = |channel: &&ChannelResponse| channel.identification.effect;
    fit.channels.iter().filter(identified).filter_map(|c| {
        let (spend, returns) = (c.attribution.spend, c.attribution.marginal_roas?);
        Some(Marginal { channel: &c.channel, spend, returns })
    })
}

fn names<'a>(marginals: &[Marginal<'a>]) -> Vec<&'a str> {
    marginals.iter().map(|m| m.channel).collect()
}

/// Marginal returns in words; a few of them, where there are many.
fn each(marginals: &[Marginal]) -> String {
    /// Channels that a sentence can carry.
    const MOST: usize = 4;
    let one = |m: &Marginal| {
        let range = interval(m.returns.low, m.returns.high, times);
        format!("{} on {} ({range})", times(m.returns.value), platform(m.channel))
    };
    let mut shown: Vec<String> = marginals.iter().take(MOST).map(one).collect();
    if marginals.len() > MOST {
        shown.push(format!("and so on for {} more", count((marginals.len() - MOST) as f64)));
    }
    shown.join(", ")
}
