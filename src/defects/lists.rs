//! Lists of defects that suit any scenario.

use std::str::FromStr;

use jiff::ToSpan;
use serde::Deserialize;

use crate::scenario::{Defect, Scenario};

/// A built-in list of defects, which takes the place of a scenario's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// None: the clean twin.
    None,
    /// A few, as in data that somebody looks after. No column changes its type.
    Light,
    /// Every kind, as in data that nobody looks after.
    Heavy,
}

#[derive(Deserialize)]
struct Text {
    defects: Vec<Defect>,
}

impl List {
    /// All lists.
    pub const ALL: [List; 3] = [List::None, List::Light, List::Heavy];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            List::None => "none",
            List::Light => "light",
            List::Heavy => "heavy",
        }
    }

    /// Its defects. Those that have a beginning begin a third into the scenario's horizon; an
    /// outage lasts a twentieth of it.
    pub fn defects(self, scenario: &Scenario) -> Vec<Defect> {
        let text = match self {
            List::None => return Vec::new(),
            List::Light => include_str!("light.toml"),
            List::Heavy => include_str!("heavy.toml"),
        };
        // The lists are compiled in, and a test reads them.
        let mut defects = toml::from_str::<Text>(text).map(|text| text.defects).unwrap_or_default();
        let days = i64::from(scenario.horizon.days);
        let first = scenario.horizon.start.saturating_add((days / 3).days());
        let last = first.saturating_add((days / 20).days());
        for defect in &mut defects {
            match defect {
                Defect::TrackingOutage { .. } => defect.between(first, Some(last)),
                Defect::SchemaDrift { .. } => defect.between(first, None),
                _ => {}
            }
        }
        defects
    }
}

impl FromStr for List {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        List::ALL
            .into_iter()
            .find(|list| list.name() == name)
            .ok_or_else(|| format!("`{name}` is none of none, light and heavy"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, load, presets, resolved_toml};
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_pass_the_checks_of_every_preset() {
        for preset in presets() {
            for list in [List::Light, List::Heavy] {
                let mut scenario = load(&Source::find(preset.name).unwrap(), &[]).unwrap();
                scenario.defects = list.defects(&scenario);
                assert!(scenario.defects.len() > 5, "{list:?} cannot be read");
                let file = tempfile::NamedTempFile::new().unwrap();
                std::fs::write(file.path(), resolved_toml(&scenario)).unwrap();
                let again = load(&Source::File(file.path().to_owned()), &[]);
                assert_eq!(again.unwrap_or_else(|p| panic!("{}: {p}", preset.name)), scenario);
            }
        }
    }

    #[test]
    fn the_heavy_list_has_every_kind() {
        let scenario = load(&Source::find("gcc").unwrap(), &[]).unwrap();
        let heavy = List::Heavy.defects(&scenario);
        let kinds: BTreeSet<_> = heavy.iter().map(|defect| defect.target().kind).collect();
        assert_eq!(kinds, Defect::KINDS.iter().copied().collect());
    }

    #[test]
    fn a_kind_goes_by_the_word_that_scenarios_write() {
        let scenario = load(&Source::find("gcc").unwrap(), &[]).unwrap();
        for defect in List::Heavy.defects(&scenario) {
            let written = serde_json::to_value(&defect).unwrap();
            assert_eq!(written["kind"], defect.target().kind);
        }
    }
}
