//! The scenarios that come with adloom.

/// A built-in scenario.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Name, as the command line takes it.
    pub name: &'static str,
    /// One line that says what it is.
    pub title: &'static str,
    /// The commented TOML text.
    pub text: &'static str,
}

/// The built-in scenarios, the default one first.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// The built-in scenario of a name.
pub(super) fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

static PRESETS: [Preset; 6] = [
    Preset {
        name: "gcc",
        title: "an online shop in six Gulf countries, four platforms, Ramadan and Eid inside",
        text: include_str!("../../configs/gcc.toml"),
    },
    Preset {
        name: "us-brand",
        title: "a US brand on Facebook, Google and TikTok, by tactic, Black Friday inside",
        text: include_str!("../../configs/us-brand.toml"),
    },
    Preset {
        name: "marketplace",
        title: "a marketplace with a large catalogue, many cities and tight stock",
        text: include_str!("../../configs/marketplace.toml"),
    },
    Preset {
        name: "omnichannel",
        title: "four platforms with five campaigns each: small, even and easy to explain",
        text: include_str!("../../configs/omnichannel.toml"),
    },
    Preset {
        name: "mix",
        title: "three years over eight channels with two geo hold-outs, for mix modeling",
        text: include_str!("../../configs/mix.toml"),
    },
    Preset {
        name: "classroom",
        title: "a small Gulf shop with untidy data: flaws planted on purpose, each with its answer",
        text: include_str!("../../configs/classroom.toml"),
    },
];
