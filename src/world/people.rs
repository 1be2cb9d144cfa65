//! Who people are: names, addresses, languages, as a function of their own key.

use super::World;
use super::ids::RowId;
use crate::random::Key;
use crate::random::distributions::weighted;
use crate::random::names::{CITY, LANGUAGE, PERSON};
use crate::random::words::{self, Culture, Gender, Word, email_domains, family_names, given_names};

/// Share of customers who are women: shops of this kind sell mostly to them.
const WOMEN: f64 = 0.62;
/// Ages of customers: uniform numbers are mapped through these quantiles.
const AGES: [f64; 6] = [18.0, 24.0, 30.0, 37.0, 46.0, 70.0];

/// A person.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Given name.
    pub first: Word,
    /// Family name.
    pub last: Word,
    /// Gender.
    pub gender: Gender,
    /// Year of birth.
    pub birth_year: i32,
    /// A number that makes the e-mail address theirs alone.
    pub number: u64,
    /// Which form the address has.
    pub form: u64,
    /// Position of the address's domain.
    pub domain: usize,
    /// Whether they take marketing e-mail.
    pub consent: bool,
}

impl World {
    /// A registered person, by address.
    pub fn person(&self, row: RowId) -> Person {
        let key = self.customers.of(row).of(PERSON);
        let culture = self.culture(row.region(), key.at(0));
        let gender = if key.at(1).happens(WOMEN) { Gender::Female } else { Gender::Male };
        let year = i32::from(super::clock::date_of(row.day()).year());
        Person {
            first: popular(given_names(culture, gender), key.at(2)),
            last: popular(family_names(culture), key.at(3)),
            gender,
            birth_year: year - age(key.at(4).unit()),
            number: key.at(5).bits(),
            form: key.at(6).below(4),
            domain: key.at(7).below(email_domains().len() as u64) as usize,
            consent: key.at(8).happens(self.scenario.customers.marketing_consent),
        }
    }

    fn culture(&self, r: usize, key: Key) -> Culture {
        let shares = &self.scenario.regions[r].cultures;
        let name = shares.keys().nth(weighted(key, shares.values().copied()));
        let found = Culture::ALL.into_iter().find(|c| name.is_some_and(|name| c.name() == name));
        // The scenario's checks refuse unknown cultures.
        found.unwrap_or(Culture::Anglo)
    }

    /// Position of a person's language in the scenario's languages of the region.
    pub fn language(&self, r: usize, key: Key) -> usize {
        position(&self.language_shares[r], key.of(LANGUAGE))
    }

    /// Position of a person's city among the region's.
    pub fn city(&self, r: usize, key: Key) -> usize {
        position(&self.city_shares[r], key.of(CITY))
    }
}

/// A city of a region.
#[derive(Debug, Clone)]
pub struct Place {
    pub name: String,
    pub native_name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub weight: f64,
}

/// The cities of a region: its own, or the built-in list of its country or state.
pub fn places(region: &crate::scenario::Region) -> Vec<Place> {
    if region.cities.is_empty() {
        return words::cities(&region.country, &region.id)
            .iter()
            .map(|city| Place {
                name: city.name.to_owned(),
                native_name: city.native_name.to_owned(),
                latitude: city.latitude,
                longitude: city.longitude,
                weight: city.weight,
            })
            .collect();
    }
    region
        .cities
        .iter()
        .map(|city| Place {
            name: city.name.clone(),
            native_name: if city.native_name.is_empty() {
                city.name.clone()
            } else {
                city.native_name.clone()
            },
            latitude: city.latitude,
            longitude: city.longitude,
            weight: city.weight,
        })
        .collect()
}

/// Cumulative shares.
pub fn cumulative(weights: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let total: f64 = weights.clone().sum();
    let mut sum = 0.0;
    weights
        .map(|weight| {
            sum += weight / total;
            sum
        })
        .collect()
}

/// The position drawn at an address from cumulative shares.
#[inline]
fn position(cumulative: &[f64], key: Key) -> usize {
    let u = key.unit();
    cumulative.partition_point(|&sum| sum <= u).min(cumulative.len().saturating_sub(1))
}

/// Lists are ordered by popularity: the first name is about three times as common as the last.
fn popular(list: &'static [Word], key: Key) -> Word {
    let u = key.unit();
    // Squeezes uniform numbers towards the start of the list: density falls from 1.5 to 0.5.
    let place = 1.5 - (2.25 - 2.0 * u).sqrt();
    list[((place * list.len() as f64) as usize).min(list.len() - 1)]
}

fn age(u: f64) -> i32 {
    let place = u * (AGES.len() - 1) as f64;
    let low = (place as usize).min(AGES.len() - 2);
    (AGES[low] + (AGES[low + 1] - AGES[low]) * (place - low as f64)) as i32
}
