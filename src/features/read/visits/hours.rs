//! The hour of day where the visitor is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::gathering::Gathering;

/// The hour of day where the visitor is, with minutes as its fraction.
pub(super) fn local_hours(
    starts: &[i64],
    regions: Option<&Gathering>,
    timezones: &BTreeMap<String, String>,
) -> Vec<f32> {
    let zones: Vec<TimeZone> = match regions {
        None => Vec::new(),
        Some(regions) => {
            let mut zones = vec![TimeZone::UTC; regions.places.len()];
            for (region, code) in &regions.places {
                let zone = timezones.get(region).and_then(|name| TimeZone::get(name).ok());
                zones[*code as usize] = zone.unwrap_or(TimeZone::UTC);
            }
            zones
        }
    };
    let hour = |(i, start): (usize, &i64)| {
        let zone = regions.and_then(|regions| zones.get(*regions.codes.get(i)? as usize));
        let offset = zone.map_or(0, |zone| {
            Timestamp::from_millisecond(*start).map_or(0, |at| zone.to_offset(at).seconds())
        });
        let seconds = (start / 1000 + i64::from(offset)).rem_euclid(86_400);
        seconds as f32 / 3600.0
    };
    starts.iter().enumerate().map(hour).collect()
}
