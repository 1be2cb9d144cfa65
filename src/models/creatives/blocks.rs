//! Which levels each creative has, kind by kind: the columns of the model of rates.

use std::collections::{BTreeMap, BTreeSet};

use super::track::Track;

/// Most levels of a kind; more are names rather than properties.
const MOST_LEVELS: usize = 60;
/// Most platforms, formats, and combinations of them.
const MOST_GROUPS: usize = 200;
/// Most levels in all, which bounds the time that they take.
const MOST_COLUMNS: usize = 400;

/// What a kind of level is to a creative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Platform and format.
    Group,
    /// Where it ran: not its merit.
    Context,
    /// What it is: its merit.
    Attribute,
}

/// One kind of level.
#[derive(Debug, Clone)]
pub struct Block {
    /// Name of the kind.
    pub name: String,
    /// What it is to a creative.
    pub role: Role,
    /// Its levels.
    pub levels: Vec<String>,
    /// Each creative's level; none where it has no level of this kind.
    pub of: Vec<Option<usize>>,
}

/// The kinds that tell creatives apart, and a sentence on each that had to be left out.
pub fn blocks(tracks: &[Track]) -> (Vec<Block>, Vec<String>) {
    let mut found = Vec::new();
    let mut remarks = Vec::new();
    let platform: Vec<Option<String>> =
        tracks.iter().map(|track| Some(track.about.platform.clone())).collect();
    let format: Vec<Option<String>> =
        tracks.iter().map(|track| Some(track.about.format.clone())).collect();
    let both = tracks.iter().map(|t| Some(format!("{} · {}", t.about.platform, t.about.format)));
    let groups =
        [("platform", platform), ("format", format), ("platform × format", both.collect())];
    for (name, levels) in groups {
        found.push(block(name, Role::Group, levels));
    }
    for role in [Role::Context, Role::Attribute] {
        let of = |track: &'_ Track| match role {
            Role::Context => track.about.context.clone(),
            _ => track.about.attributes.clone(),
        };
        let own: Vec<BTreeMap<String, String>> =
            tracks.iter().map(|track| of(track).into_iter().collect()).collect();
        let kinds: BTreeSet<&String> = own.iter().flat_map(BTreeMap::keys).collect();
        for kind in kinds {
            let levels = own.iter().map(|levels| levels.get(kind).cloned()).collect();
            found.push(block(kind, role, levels));
        }
    }
    let mut kept: Vec<Block> = Vec::new();
    for block in found {
        // Levels that divide the creatives as another kind does cannot be told from it.
        let twin = kept.iter().find(|other| other.of == block.of);
        let (name, levels) = (&block.name, block.levels.len());
        let most = if block.role == Role::Group { MOST_GROUPS } else { MOST_LEVELS };
        let columns: usize = kept.iter().map(|block| block.levels.len()).sum();
        if levels < 2 {
            continue;
        } else if let Some(twin) = twin {
            if block.role != Role::Group {
                let twin = &twin.name;
                remarks.push(format!("`{name}` cannot be told from `{twin}` and is left out."));
            }
        } else if levels > most {
            remarks
                .push(format!("`{name}` has {levels} levels, more than {most}, and is left out."));
        } else if columns + levels > MOST_COLUMNS {
            remarks.push(format!("`{name}` is left out: there are too many levels before it."));
        } else {
            kept.push(block);
        }
    }
    (kept, remarks)
}

/// The place of each creative's concept; a concept is one within its platform.
pub fn concepts(tracks: &[Track]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut of = Vec::with_capacity(tracks.len());
    for track in tracks {
        let concept = track.about.concept.as_deref();
        let next = places.len();
        let mut place = |concept| *places.entry((&track.about.platform, concept)).or_insert(next);
        of.push(concept.map(&mut place));
    }
    of
}

fn block(name: &str, role: Role, levels: Vec<Option<String>>) -> Block {
    let names: BTreeSet<&String> = levels.iter().flatten().collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let place = |level: String| names.binary_search(&level).ok();
    let of = levels.into_iter().map(|level| level.and_then(place)).collect();
    Block { name: name.to_owned(), role, levels: names, of }
}
