//! Cities: where customers live.
//!
//! Coordinates are of the centre, to a hundredth of a degree; populations are rounded and
//! only weigh one city against another. Washington has no other city in its district, so
//! three well-known neighbourhoods stand in.

use super::table;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A city that orders are shipped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct City {
    /// English name, in plain ASCII.
    pub name: &'static str,
    /// Name as its inhabitants write it.
    pub native_name: &'static str,
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// Population in thousands.
    pub weight: f64,
}

/// (country, region or nothing) → cities.
type Index = BTreeMap<(&'static str, &'static str), &'static [City]>;

/// Cities of a country, by its ISO 3166 two-letter code.
///
/// For the US, `region` is a state's two-letter code or `DC`, and an empty one means the
/// whole country. Other countries ignore it. A country or state that is not known has none.
pub fn cities(country: &str, region: &str) -> &'static [City] {
    static INDEX: OnceLock<Index> = OnceLock::new();
    let region = if country == "US" { region } else { "" };
    INDEX.get_or_init(index).get(&(country, region)).copied().unwrap_or_default()
}

/// Reads the cities and notes where each country and each state begins and ends.
///
/// The file keeps a country's rows, and within it a state's, together; a test says so.
fn index() -> Index {
    let mut areas = Vec::new();
    let mut all = Vec::new();
    for [country, region, name, native_name, latitude, longitude, weight] in
        table::rows(include_str!("data/cities.tsv"))
    {
        areas.push((country, region));
        all.push(City {
            name,
            native_name,
            latitude: table::number(latitude),
            longitude: table::number(longitude),
            weight: table::number(weight),
        });
    }
    let all = table::keep(all);
    let mut index = Index::new();
    let mut start = 0;
    for area in areas.chunk_by(|a, b| a == b) {
        let end = start + area.len();
        if area[0].1 != "-" {
            index.insert(area[0], &all[start..end]);
        }
        start = end;
    }
    start = 0;
    for area in areas.chunk_by(|a, b| a.0 == b.0) {
        let end = start + area.len();
        index.insert((area[0].0, ""), &all[start..end]);
        start = end;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;
    use std::collections::BTreeSet;

    /// Country, fewest cities wanted, and its box: south, north, west, east.
    const COUNTRIES: [(&str, usize, [f64; 4]); 19] = [
        ("SA", 6, [16.3, 32.2, 34.5, 55.7]),
        ("AE", 6, [22.6, 26.1, 51.5, 56.4]),
        ("KW", 6, [28.5, 30.1, 46.5, 48.5]),
        ("QA", 6, [24.4, 26.2, 50.7, 51.7]),
        ("BH", 6, [25.7, 26.4, 50.3, 50.9]),
        ("OM", 6, [16.6, 26.5, 52.0, 59.9]),
        ("EG", 6, [22.0, 31.7, 24.7, 36.9]),
        ("JO", 6, [29.1, 33.4, 34.9, 39.4]),
        ("GB", 6, [49.9, 60.9, -8.2, 1.8]),
        ("DE", 6, [47.2, 55.1, 5.8, 15.1]),
        ("FR", 6, [41.3, 51.1, -5.2, 9.6]),
        ("ES", 6, [35.9, 43.8, -9.4, 4.4]),
        ("IT", 6, [35.4, 47.1, 6.6, 18.6]),
        ("NL", 6, [50.7, 53.6, 3.3, 7.3]),
        ("PL", 6, [49.0, 54.9, 14.1, 24.2]),
        ("IN", 6, [6.7, 35.5, 68.1, 97.4]),
        ("CA", 6, [41.6, 70.0, -141.0, -52.6]),
        ("AU", 6, [-43.7, -10.6, 113.1, 153.7]),
        ("BR", 6, [-33.8, 5.3, -74.0, -34.7]),
    ];

    const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI \
        MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

    fn check(area: &str, cities: &[City], sizes: std::ops::RangeInclusive<usize>, space: [f64; 4]) {
        assert!(sizes.contains(&cities.len()), "{area}: {} cities", cities.len());
        let names: BTreeSet<_> = cities.iter().map(|city| city.name).collect();
        assert_eq!(names.len(), cities.len(), "{area}: a city stands twice");
        let [south, north, west, east] = space;
        for city in cities {
            checks::is_clean(city.name);
            checks::is_clean(city.native_name);
            assert!(city.name.is_ascii(), "{}", city.name);
            assert!((south..=north).contains(&city.latitude), "{area}: {}", city.name);
            assert!((west..=east).contains(&city.longitude), "{area}: {}", city.name);
            assert!(city.weight > 0.0, "{area}: {}", city.name);
        }
    }

    #[test]
    fn every_country_has_cities_inside_its_borders() {
        for (country, least, space) in COUNTRIES {
            check(country, cities(country, ""), least..=15, space);
            assert_eq!(cities(country, "anything"), cities(country, ""), "{country}");
        }
    }

    #[test]
    fn every_us_state_has_three_to_eight_cities() {
        let states: Vec<_> = STATES.split_whitespace().collect();
        assert_eq!(states.len(), 51);
        let mut total = 0;
        for state in states {
            check(state, cities("US", state), 3..=8, [18.9, 71.5, -179.0, -66.9]);
            total += cities("US", state).len();
        }
        assert_eq!(cities("US", "").len(), total, "every US city is in one of the states");
    }

    #[test]
    fn arabic_countries_have_arabic_names() {
        for country in ["SA", "AE", "KW", "QA", "BH", "OM", "EG", "JO"] {
            for city in cities(country, "") {
                assert!(city.native_name.chars().any(checks::is_arabic), "{}", city.name);
            }
        }
    }

    #[test]
    fn rows_of_a_country_and_of_a_state_stand_together() {
        let mut seen = BTreeSet::new();
        let mut last = None;
        for [country, region, ..] in table::rows::<7>(include_str!("data/cities.tsv")) {
            let area = Some((country, region));
            assert!(area == last || seen.insert(area), "{country} {region} stands in two places");
            last = area;
        }
    }

    #[test]
    fn an_unknown_country_or_state_has_none() {
        assert!(cities("XX", "").is_empty());
        assert!(cities("US", "ZZ").is_empty());
        assert!(cities("US", "-").is_empty());
        assert!(cities("sa", "").is_empty());
    }
}
