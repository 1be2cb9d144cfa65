//! Creatives: their attributes, their latent quality, and the slots in which one follows another.

use super::Span;
use crate::random::distributions::{normal_at, weighted};
use crate::random::maths::{exp, ln, sqrt};
use crate::random::names::{
    ATTRIBUTE, ATTRIBUTE_EFFECT, CONCEPT, CREATIVE_TEXT, EFFECT, GENERATION, VARIANT,
};
use crate::random::words::{Cta, Hook};
use crate::random::{Key, Name};
use crate::scenario::{Campaign, Scenario};

/// Creatives made from one concept before the next concept is tried.
const VARIANTS_PER_CONCEPT: usize = 3;
/// Log CTR that a customer-made look adds: +22 % (AppsFlyer 2024, non-gaming social).
const CUSTOMER_MADE: f64 = 0.2;
/// Log CTR that a person in the picture adds: real footage is 15 % above animation (same source).
const PERSON: f64 = 0.14;
/// Log CTR that a price in the picture costs or adds: unknown, so small.
const PRICE: f64 = 0.05;
/// Spread of the effects of hooks and calls to action, which each world draws anew (log CTR).
const WORD_EFFECT_SD: f64 = 0.1;
/// Seconds at which a video works best, and log CTR lost per doubling or halving from there.
const BEST_LENGTH: f64 = 15.0;
const LENGTH_PENALTY: f64 = 0.06;
/// Lengths in which videos are cut, in seconds.
const LENGTHS: [i32; 6] = [6, 9, 15, 21, 30, 45];
/// Numbers of creatives that a campaign has room for in their ids.
const CREATIVES_PER_CAMPAIGN: i64 = 1_000_000;

/// A creative.
#[derive(Debug, Clone)]
pub struct Creative {
    /// Its id in the tables.
    pub id: i64,
    /// Position of its platform.
    pub platform: usize,
    /// Id of its campaign.
    pub campaign_id: i32,
    /// Which concept of its slot it is a variant of.
    pub concept: usize,
    /// Which slot of the campaign it is shown in.
    pub slot: usize,
    /// First day it is shown, since 1970-01-01.
    pub first_day: i32,
    /// Last day it is shown.
    pub last_day: i32,
    /// Id of its format.
    pub format: String,
    /// How it opens.
    pub hook: Hook,
    /// Button.
    pub call_to_action: Cta,
    /// Language code.
    pub language: String,
    /// Length in seconds, if it plays.
    pub length: Option<i32>,
    /// Whether a person is seen.
    pub person: bool,
    /// Whether a price is seen.
    pub price: bool,
    /// Whether it looks made by a customer.
    pub customer_made: bool,
    /// Which texts and which category it shows.
    pub text: Key,
    /// Parts of the latent quality.
    pub concept_effect: f64,
    /// See `concept_effect`.
    pub variant_effect: f64,
    /// See `concept_effect`.
    pub attribute_effect: f64,
    /// q: log CTR relative to the average ad of its kind.
    pub quality: f64,
    /// Causal effect of a unit of spend, relative to the average ad, with mean one.
    pub effect: f64,
}

/// A place in a campaign in which one creative follows another.
#[derive(Debug)]
pub struct Slot {
    /// Positions of its creatives, in order of time.
    pub creatives: Vec<usize>,
    starts: Vec<i32>,
}

impl Slot {
    /// Which of its creatives is shown on a day.
    #[inline]
    pub fn generation(&self, day: i32) -> usize {
        self.starts.partition_point(|&start| start <= day).saturating_sub(1)
    }
}

/// Makes the slots of a campaign and their creatives, from the start of the plan to its end.
pub fn creative_slots(
    scenario: &Scenario,
    campaign_key: Key,
    span: Span,
    (platform, campaign_id, campaign): (usize, i32, &Campaign),
    creatives: &mut Vec<Creative>,
) -> Vec<Slot> {
    let maker = Maker { scenario, campaign_key, platform, campaign_id, campaign };
    (0..campaign.ads as usize)
        .map(|s| {
            let mut slot = Slot { creatives: Vec::new(), starts: Vec::new() };
            let key = campaign_key.of(GENERATION).at(s as u64);
            // The first creative has already run for a part of its time.
            let mut start = span.first - (key.unit() * scenario.creative.refresh_days) as i32;
            while start < span.last {
                let generation = slot.creatives.len();
                let draw = key.at(generation as u64).unit();
                let days = (scenario.creative.refresh_days * (0.5 + draw)).round().max(1.0) as i32;
                slot.starts.push(start);
                slot.creatives.push(creatives.len());
                let days = start..start + days;
                creatives.push(maker.creative(s, generation, days.clone()));
                start = days.end;
            }
            slot
        })
        .collect()
}

struct Maker<'a> {
    scenario: &'a Scenario,
    campaign_key: Key,
    platform: usize,
    campaign_id: i32,
    campaign: &'a Campaign,
}

impl Maker<'_> {
    fn creative(&self, slot: usize, generation: usize, days: std::ops::Range<i32>) -> Creative {
        let rules = &self.scenario.creative;
        let concept = generation / VARIANTS_PER_CONCEPT;
        let concept_key = self.campaign_key.of(CONCEPT).at(slot as u64).at(concept as u64);
        let place = |name: Name| self.campaign_key.of(name).at(slot as u64).at(generation as u64);
        let attributes = place(ATTRIBUTE);
        let format = self.format(attributes.at(0));
        let plays = self.scenario.formats[&format].video;
        let hook = Hook::ALL[concept_key.at(1).below(Hook::ALL.len() as u64) as usize];
        let call_to_action = Cta::ALL[attributes.at(1).below(Cta::ALL.len() as u64) as usize];
        let length = plays.then(|| LENGTHS[attributes.at(2).below(LENGTHS.len() as u64) as usize]);
        let person = attributes.at(3).happens(0.55);
        let price = attributes.at(4).happens(0.35);
        let customer_made = plays && attributes.at(5).happens(0.4);
        let attribute_effect = rules.attribute_strength
            * (self.word_effect("hook", hook.name())
                + self.word_effect("call_to_action", call_to_action.name())
                + centred(person, 0.55, PERSON)
                + centred(price, 0.35, PRICE)
                + if plays { centred(customer_made, 0.4, CUSTOMER_MADE) } else { 0.0 }
                + length.map_or(0.0, length_effect));
        let concept_effect = rules.concept_sd * normal_at(concept_key.at(0));
        let variant_effect = rules.variant_sd * normal_at(place(VARIANT));
        let quality = concept_effect + variant_effect + attribute_effect;
        // Standardised so that the correlation means the same in every scenario.
        let spread = sqrt(rules.concept_sd.powi(2) + rules.variant_sd.powi(2)).max(1e-9);
        let own = sqrt(1.0 - rules.effect_correlation.powi(2)) * normal_at(place(EFFECT));
        let shared = (concept_effect + variant_effect) / spread;
        let z = rules.effect_correlation * shared + own;
        let effect = exp(rules.effect_sd * z - 0.5 * rules.effect_sd.powi(2));
        Creative {
            id: i64::from(self.campaign_id) * CREATIVES_PER_CAMPAIGN
                + (generation * self.campaign.ads as usize + slot) as i64
                + 1,
            platform: self.platform,
            campaign_id: self.campaign_id,
            concept,
            slot,
            first_day: days.start,
            last_day: days.end - 1,
            format,
            hook,
            call_to_action,
            language: self.language(attributes.at(6)),
            length,
            person,
            price,
            customer_made,
            text: place(CREATIVE_TEXT),
            concept_effect,
            variant_effect,
            attribute_effect,
            quality,
            effect,
        }
    }

    fn format(&self, key: Key) -> String {
        let platform = self.scenario.platforms.values().nth(self.platform);
        let shares = platform.map(|p| p.formats.as_slice()).unwrap_or_default();
        let wanted = &self.campaign.formats;
        let open: Vec<(&str, f64)> = if wanted.is_empty() {
            shares.iter().map(|f| (f.format.as_str(), f.share)).collect()
        } else {
            wanted.iter().map(|f| (f.as_str(), 1.0)).collect()
        };
        one_of(key, &open).to_owned()
    }

    /// The languages of the regions it runs in, by their weight in the market.
    fn language(&self, key: Key) -> String {
        let mut open: Vec<(&str, f64)> = Vec::new();
        for region in &self.scenario.regions {
            if !self.campaign.regions.is_empty() && !self.campaign.regions.contains(&region.id) {
                continue;
            }
            for (language, share) in &region.languages {
                match open.iter_mut().find(|(known, _)| known == language) {
                    Some((_, weight)) => *weight += share * region.weight,
                    None => open.push((language, share * region.weight)),
                }
            }
        }
        one_of(key, &open).to_owned()
    }

    /// What a hook or a button does to log CTR on this platform, drawn once for each world.
    fn word_effect(&self, kind: &str, word: &str) -> f64 {
        let key = Key::seed(self.scenario.seed).of(ATTRIBUTE_EFFECT).text(kind).text(word);
        WORD_EFFECT_SD * normal_at(key.at(self.platform as u64))
    }
}

/// An attribute's effect, with mean zero over creatives that have it with this probability.
fn centred(has: bool, probability: f64, effect: f64) -> f64 {
    effect * (f64::from(u8::from(has)) - probability)
}

/// A penalty for every doubling away from the best length, with mean about zero over the lengths.
fn length_effect(seconds: i32) -> f64 {
    let doublings = |seconds: f64| (ln(seconds / BEST_LENGTH) / std::f64::consts::LN_2).abs();
    let mean = LENGTHS.iter().map(|&s| doublings(f64::from(s))).sum::<f64>() / 6.0;
    LENGTH_PENALTY * (mean - doublings(f64::from(seconds)))
}

/// One of some weighted names.
fn one_of<'a>(key: Key, open: &[(&'a str, f64)]) -> &'a str {
    open.get(weighted(key, open.iter().map(|(_, weight)| *weight))).map_or("", |(name, _)| name)
}
