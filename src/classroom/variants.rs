//! One student's variant: the values that are drawn for them, and their seed.
//!
//! Each number is drawn at an address of its own (who, which attempt, which key), so that adding a
//! student, a question or another varying key changes no other number.

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::assignment::{Assignment, Vary};
use super::roster::Recipient;
use super::secret::Secret;
use crate::scenario::Scenario;

/// What the numbers of a class depend on, besides who they are for.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'a> {
    /// The class's secret.
    pub secret: &'a Secret,
    /// The name of the scenario.
    pub scenario: &'a str,
    /// The name of the assignment.
    pub assignment: &'a str,
    /// Who.
    pub recipient: &'a Recipient,
    /// Which attempt, from 0 on: a variant in which a question makes no sense is drawn again.
    pub attempt: u32,
}

/// Version of the way in which numbers follow from the secret.
const VERSION: &str = "adloom class 1";

impl Draw<'_> {
    /// The seed of the dataset.
    pub fn seed(&self) -> u64 {
        self.with(&["seed"], |parts| self.secret.seed(parts))
    }

    /// A number in [0, 1) for a purpose.
    pub fn fraction(&self, purpose: &[&str]) -> f64 {
        self.with(purpose, |parts| self.secret.fraction(parts))
    }

    /// A position out of `count` for a purpose.
    pub fn position(&self, purpose: &[&str], count: usize) -> usize {
        self.with(purpose, |parts| self.secret.position(parts, count))
    }

    fn with<T>(&self, purpose: &[&str], draw: impl FnOnce(&[&str]) -> T) -> T {
        let attempt = self.attempt.to_string();
        let head = [VERSION, self.scenario, self.assignment];
        let identity = self.recipient.identity();
        draw(&[&head[..], &identity, &[attempt.as_str()], purpose].concat())
    }
}

/// Values that may vary, with what they are in the scenario that everyone starts from.
#[derive(Debug, Clone)]
pub struct Bands {
    bands: Vec<Band>,
}

#[derive(Debug, Clone)]
struct Band {
    vary: Vary,
    /// The keys that its `*` stands for, with the values there.
    keys: Vec<(String, Json)>,
}

impl Bands {
    /// Finds the values that an assignment lets vary. The error names the key that leads nowhere.
    pub fn find(assignment: &Assignment, scenario: &Scenario) -> Result<Bands, String> {
        // A scenario was read from such a tree: it has a form in it.
        let tree = serde_json::to_value(scenario).map_err(|error| error.to_string())?;
        let band = |vary: &Vary| {
            let parts = segments(&vary.key);
            let mut keys = Vec::new();
            expand(&tree, &parts, String::new(), &mut keys);
            if keys.is_empty() && vary.choice.is_some() && !vary.key.contains('*') {
                // A choice may set what the scenario leaves out.
                keys.push((vary.key.clone(), Json::Null));
            }
            if keys.is_empty() {
                return Err(format!("vary: the scenario has no key `{}`", vary.key));
            }
            Ok(Band { vary: vary.clone(), keys })
        };
        Ok(Bands { bands: assignment.vary.iter().map(band).collect::<Result<_, _>>()? })
    }

    /// The overrides (`KEY=VALUE`) of one variant, its seed last.
    pub fn overrides(&self, draw: &Draw) -> Result<Vec<String>, String> {
        let mut drawn: Vec<(String, Json)> = Vec::new();
        for (at, band) in self.bands.iter().enumerate() {
            let purpose = format!("vary {at}");
            let current = |key: &str, given: &Json| {
                let earlier = drawn.iter().find(|(known, _)| known == key);
                earlier.map_or_else(|| given.clone(), |(_, value)| value.clone())
            };
            let values: Vec<(String, Json)> =
                band.keys.iter().map(|(key, given)| (key.clone(), current(key, given))).collect();
            for (key, value) in band.vary.draw(values, &purpose, draw)? {
                drawn.retain(|(known, _)| *known != key);
                drawn.push((key, value));
            }
        }
        let mut overrides =
            drawn.iter().map(|(key, value)| set(key, value)).collect::<Result<Vec<_>, _>>()?;
        overrides.push(format!("seed={}", draw.seed()));
        Ok(overrides)
    }
}

impl Vary {
    fn draw(
        &self,
        values: Vec<(String, Json)>,
        purpose: &str,
        draw: &Draw,
    ) -> Result<Vec<(String, Json)>, String> {
        if self.permute {
            return Ok(permuted(values, purpose, draw));
        }
        let one = |(key, value): (String, Json)| {
            let value = if let Some(choice) = &self.choice {
                choice[draw.position(&[purpose, &key], choice.len())].clone()
            } else {
                let fraction = draw.fraction(&[purpose, &key]);
                self.moved(&value, fraction)
                    .ok_or_else(|| format!("vary: `{key}` is {value}, which cannot be moved"))?
            };
            Ok((key, value))
        };
        values.into_iter().map(one).collect()
    }

    /// A value moved to the place in the band that a number in [0, 1) points at.
    fn moved(&self, value: &Json, fraction: f64) -> Option<Json> {
        if let Some([low, high]) = self.factor {
            // Evenly on the log scale: a half is as likely as a double.
            let factor = low * (high / low).powf(fraction);
            return number(value, |old| old * factor);
        }
        let [low, high] = self.add?;
        let Some(date) = value.as_str() else {
            return number(value, |old| old + low + fraction * (high - low));
        };
        let days = (low + fraction * (high - low + 1.0)).floor().min(high) as i64;
        let date: Date = date.parse().ok()?;
        let moved = date.checked_add(Span::new().try_days(days).ok()?).ok()?;
        Some(Json::from(moved.to_string()))
    }
}

/// Digits of a drawn number: as many as people would write.
const DIGITS: i32 = 6;

/// A number changed, and still a whole one if it was.
fn number(value: &Json, change: impl Fn(f64) -> f64) -> Option<Json> {
    if let Some(whole) = value.as_i64() {
        return Some(Json::from(change(whole as f64).round() as i64));
    }
    let changed = change(value.as_f64()?);
    if changed == 0.0 || !changed.is_finite() {
        return Some(Json::from(changed));
    }
    let unit = 10_f64.powi(DIGITS - 1 - changed.abs().log10().floor() as i32);
    Some(Json::from((changed * unit).round() / unit))
}

/// The values in another order: each order is as likely as the next.
fn permuted(values: Vec<(String, Json)>, purpose: &str, draw: &Draw) -> Vec<(String, Json)> {
    let (keys, mut places): (Vec<String>, Vec<Json>) = values.into_iter().unzip();
    for at in (1..places.len()).rev() {
        let other = draw.position(&[purpose, &keys[at]], at + 1);
        places.swap(at, other);
    }
    keys.into_iter().zip(places).collect()
}

/// `KEY=VALUE`, as `--set` takes it.
pub fn set(key: &str, value: &Json) -> Result<String, String> {
    // Dates are bare in TOML.
    if let Some(text) = value.as_str()
        && text.len() == 10
        && text.parse::<Date>().is_ok()
    {
        return Ok(format!("{key}={text}"));
    }
    let value = toml::Value::try_from(value).map_err(|error| format!("`{key}`: {error}"))?;
    Ok(format!("{key}={value}"))
}

/// The parts of a dotted key; one in quotes may hold dots.
fn segments(key: &str) -> Vec<String> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    for c in key.chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            // A key always has a last part.
            c => parts.last_mut().map_or((), |part| part.push(c)),
        }
    }
    parts
}

/// All keys that a pattern stands for, with the values there, in the order of the scenario.
fn expand(tree: &Json, parts: &[String], key: String, found: &mut Vec<(String, Json)>) {
    let Some((part, rest)) = parts.split_first() else {
        return found.push((key, tree.clone()));
    };
    let join = |segment: &str| {
        let segment = match segment.contains(['.', '=', ' ']) {
            true => format!("\"{segment}\""),
            false => segment.to_owned(),
        };
        if key.is_empty() { segment } else { format!("{key}.{segment}") }
    };
    match tree {
        Json::Object(table) => {
            for (name, value) in table.iter().filter(|(name, _)| part == "*" || *name == part) {
                expand(value, rest, join(name), found);
            }
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let handle = ["id", "name"].iter().find_map(|key| item.get(key)?.as_str());
                if part == "*" || *part == at.to_string() || handle == Some(part) {
                    expand(item, rest, join(&at.to_string()), found);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Source};
    use serde_json::json;

    fn recipient(id: &str, reseed: &str) -> Recipient {
        let student = crate::classroom::roster::Student {
            id: id.to_owned(),
            name: String::new(),
            email: String::new(),
        };
        let (folder, reseed) = (id.to_owned(), reseed.to_owned());
        Recipient { folder, group: None, students: vec![student], reseed }
    }

    fn vary(keys: Json) -> Vary {
        serde_json::from_value(keys).unwrap()
    }

    fn overrides(vary: Vec<Vary>, recipient: &Recipient, attempt: u32) -> Vec<String> {
        let assignment = Assignment {
            vary,
            ..serde_json::from_value(json!({"name": "a", "title": "A", "tables": ["orders"]}))
                .unwrap()
        };
        let scenario = scenario::load(&Source::find("gcc").unwrap(), &[]).unwrap();
        let secret = &test_secret();
        let draw = Draw { secret, scenario: "gcc", assignment: "a", recipient, attempt };
        Bands::find(&assignment, &scenario).unwrap().overrides(&draw).unwrap()
    }

    fn test_secret() -> Secret {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "the secret of the tests").unwrap();
        Secret::read(&path).unwrap()
    }

    #[test]
    fn a_student_always_gets_the_same_and_another_something_else() {
        let band = || vec![vary(json!({"key": "platforms.*.budget", "factor": [0.5, 2.0]}))];
        let one = overrides(band(), &recipient("1", ""), 0);
        assert_eq!(one.len(), 5);
        assert_eq!(one, overrides(band(), &recipient("1", ""), 0));
        for other in [
            overrides(band(), &recipient("2", ""), 0),
            overrides(band(), &recipient("1", "again"), 0),
            overrides(band(), &recipient("1", ""), 1),
        ] {
            assert!(one.iter().zip(&other).all(|(a, b)| a != b), "{one:?} {other:?}");
        }
    }

    #[test]
    fn another_band_changes_no_other_number() {
        let budget = vary(json!({"key": "platforms.meta.budget", "factor": [0.5, 2.0]}));
        let more = vary(json!({"key": "catalog.products", "add": [-10, 10]}));
        let one = overrides(vec![budget.clone()], &recipient("1", ""), 0);
        let both = overrides(vec![budget, more], &recipient("1", ""), 0);
        assert_eq!(one[0], both[0]);
        assert_eq!(one[1], both[2], "the seed stays too");
    }

    #[test]
    fn values_stay_in_their_bands_and_of_their_kind() {
        let factor = vary(json!({"key": "x", "factor": [0.8, 1.25]}));
        for fraction in [0.0, 0.5, 0.999_999] {
            let moved = factor.moved(&json!(100.0), fraction).unwrap().as_f64().unwrap();
            assert!((80.0..=125.0).contains(&moved));
        }
        assert_eq!(factor.moved(&json!(100), 0.0), Some(json!(80)));
        let days = vary(json!({"key": "x", "add": [-2, 2]}));
        let moved = |fraction| days.moved(&json!("2026-03-01"), fraction).unwrap();
        assert_eq!(moved(0.0), json!("2026-02-27"));
        assert_eq!(moved(0.999), json!("2026-03-03"));
        assert_eq!(days.moved(&json!(true), 0.5), None);
    }

    #[test]
    fn permuted_values_are_the_same_values() {
        let scenario = scenario::load(&Source::find("gcc").unwrap(), &[]).unwrap();
        let band = || vec![vary(json!({"key": "platforms.*.budget", "permute": true}))];
        let mut orders = std::collections::BTreeSet::new();
        for id in 0..30 {
            let mut drawn = overrides(band(), &recipient(&id.to_string(), ""), 0);
            drawn.pop();
            let value = |one: &String| one.split_once('=').unwrap().1.parse::<f64>().unwrap();
            let mut values = drawn.iter().map(value).collect::<Vec<_>>();
            values.sort_by(f64::total_cmp);
            let mut given = scenario.platforms.values().map(|p| p.budget).collect::<Vec<_>>();
            given.sort_by(f64::total_cmp);
            assert_eq!(values, given);
            orders.insert(drawn);
        }
        assert!(orders.len() > 10, "thirty draws of 24 orders gave {}", orders.len());
    }

    #[test]
    fn a_key_that_leads_nowhere_is_named() {
        let assignment = Assignment {
            vary: vec![vary(json!({"key": "platforms.meta.bugdet", "factor": [0.5, 2.0]}))],
            ..serde_json::from_value(json!({"name": "a", "title": "A", "tables": ["orders"]}))
                .unwrap()
        };
        let scenario = scenario::load(&Source::find("gcc").unwrap(), &[]).unwrap();
        assert!(Bands::find(&assignment, &scenario).unwrap_err().contains("platforms.meta.bugdet"));
    }

    #[test]
    fn values_are_written_as_toml() {
        assert_eq!(set("a.b", &json!("2026-01-15")).unwrap(), "a.b=2026-01-15");
        assert_eq!(set("a", &json!(["x", 1.5])).unwrap(), "a=[\"x\", 1.5]");
        assert_eq!(set("a", &json!({"k": true})).unwrap(), "a={ k = true }");
    }
}
