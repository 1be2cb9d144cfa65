//! What templates may name: the few facts of a world that a query cannot read from a table.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::scenario::Scenario;

/// The facts of a world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The scenario's name.
    pub name: String,
    /// The reporting currency, as an ISO 4217 code.
    pub currency: String,
    /// The time zone of the first region, by its IANA name.
    pub timezone: String,
    /// The country of the first region, as an ISO 3166 code.
    pub country: String,
    /// The first day that is written.
    pub first_day: Date,
    /// The last day that is written.
    pub last_day: Date,
    /// The platforms, by id.
    pub platforms: Vec<PlatformName>,
    /// The time zones of all regions, each once, in order.
    pub timezones: Vec<String>,
}

/// A platform as templates know it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlatformName {
    /// Its id, such as `meta`.
    pub id: String,
    /// Its name, such as `Meta Ads`.
    pub name: String,
}

impl Values {
    /// The facts of a scenario's world.
    pub fn of(scenario: &Scenario) -> Values {
        let horizon = &scenario.horizon;
        let home = scenario.regions.first();
        let mut platforms = scenario
            .platforms
            .iter()
            .map(|(id, platform)| PlatformName { id: id.clone(), name: platform.name.clone() })
            .collect::<Vec<_>>();
        platforms.sort();
        let mut timezones =
            scenario.regions.iter().map(|region| region.timezone.clone()).collect::<Vec<_>>();
        timezones.sort();
        timezones.dedup();
        Values {
            name: scenario.name.clone(),
            currency: scenario.currency.clone(),
            timezone: home.map(|region| region.timezone.clone()).unwrap_or_default(),
            country: home.map(|region| region.country.clone()).unwrap_or_default(),
            first_day: horizon.start,
            // Both ends of a window are days of the calendar: the scenario's check holds that.
            last_day: horizon.start.saturating_add((i64::from(horizon.days) - 1).days()),
            platforms,
            timezones,
        }
    }

    /// A single value by its name in templates.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        Some(match name {
            "name" => self.name.clone(),
            "currency" => self.currency.clone(),
            "timezone" => self.timezone.clone(),
            "country" => self.country.clone(),
            "first_day" => self.first_day.to_string(),
            "last_day" => self.last_day.to_string(),
            _ => return None,
        })
    }

    /// The items of a list by its name in templates.
    pub(super) fn list(&self, name: &str) -> Option<Vec<Item>> {
        Some(match name {
            "platforms" => self.platforms.iter().map(Item::of).collect(),
            "timezones" => {
                self.timezones.iter().map(|id| Item { id: id.clone(), name: None }).collect()
            }
            _ => return None,
        })
    }
}

/// An item of a list: what `{{id}}` and `{{name}}` stand for inside a loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    id: String,
    name: Option<String>,
}

impl Item {
    /// A platform as an item.
    pub fn of(platform: &PlatformName) -> Item {
        Item { id: platform.id.clone(), name: Some(platform.name.clone()) }
    }

    /// What a name stands for.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        match name {
            "id" => Some(self.id.clone()),
            "name" => self.name.clone(),
            _ => None,
        }
    }
}
