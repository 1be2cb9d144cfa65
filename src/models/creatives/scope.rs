//! Whose creatives a prior is learnt from: the platform and format, or more where those are few.

use std::collections::BTreeMap;

use super::result::Scope;
use super::track::Track;

/// Fewest creatives that a prior is learnt from: the spread of fewer is mostly chance.
const FEWEST: usize = 6;

/// Creatives of one platform and format.
#[derive(Debug, Clone)]
pub struct Group {
    /// Platform.
    pub platform: String,
    /// Format.
    pub format: String,
    /// Its creatives, as places among the tracks.
    pub members: Vec<usize>,
}

/// The groups, in order of name, and which one each creative is in.
#[derive(Debug, Clone)]
pub struct Groups {
    /// The groups.
    pub all: Vec<Group>,
    /// Place of each creative's group.
    pub of: Vec<usize>,
}

/// How a fit on some creatives went.
pub enum Fit<T> {
    /// The creatives differ, by as much as this says.
    Differs(T),
    /// They do not differ beyond chance; this is the closest fit.
    Alike(T),
    /// There was nothing to fit.
    Nothing,
}

/// A prior of one group and where it is from.
#[derive(Debug, Clone)]
pub struct Learnt<T> {
    /// The prior; none where nothing could be learnt from any scope.
    pub prior: Option<T>,
    /// Whose creatives it is from.
    pub scope: Scope,
    /// Why it is not the group's own; none if it is.
    pub fallback: Option<String>,
    /// Number of those creatives.
    pub from: usize,
}

impl Groups {
    /// Groups the creatives by platform and format.
    pub fn new(tracks: &[Track]) -> Groups {
        let mut members: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (i, track) in tracks.iter().enumerate() {
            members.entry((&track.about.platform, &track.about.format)).or_default().push(i);
        }
        let mut of = vec![0; tracks.len()];
        for (g, members) in members.values().enumerate() {
            members.iter().for_each(|&i| of[i] = g);
        }
        let group = |((platform, format), members): ((&str, &str), Vec<usize>)| Group {
            platform: platform.to_owned(),
            format: format.to_owned(),
            members,
        };
        Groups { all: members.into_iter().map(group).collect(), of }
    }

    /// The creatives of a platform.
    fn of_platform(&self, platform: &str) -> Vec<usize> {
        let same = self.all.iter().filter(|group| group.platform == platform);
        same.flat_map(|group| group.members.iter().copied()).collect()
    }

    /// Learns a prior for each group: from the group if at least [`FEWEST`] of its creatives are
    /// `usable` and differ, else from the platform, else from all. Where even all are alike, the
    /// fit that says so is taken.
    pub fn learn<T: Clone>(
        &self,
        usable: &[bool],
        mut fit: impl FnMut(&[usize]) -> Fit<T>,
    ) -> Vec<Learnt<T>> {
        let mut pools: BTreeMap<String, Tried<T>> = BTreeMap::new();
        let whole: Vec<usize> = (0..usable.len()).collect();
        let mut learnt = Vec::with_capacity(self.all.len());
        for group in &self.all {
            let scopes = [
                (Scope::Group, format!("g{}\0{}", group.platform, group.format)),
                (Scope::Platform, format!("p{}", group.platform)),
                (Scope::All, "all".to_owned()),
            ];
            let mut reasons: Vec<String> = Vec::new();
            let mut found = None;
            for (scope, key) in scopes {
                let tried = pools.entry(key).or_insert_with(|| {
                    let members = match scope {
                        Scope::Group => group.members.clone(),
                        Scope::Platform => self.of_platform(&group.platform),
                        _ => whole.clone(),
                    };
                    Tried::new(members, usable, &mut fit)
                });
                if let (Some(prior), true) = (&tried.prior, tried.differs || scope == Scope::All) {
                    found = Some((scope, prior.clone(), tried.members.len()));
                    break;
                }
                reasons.push(tried.why_not(scope));
            }
            let fallback = (!reasons.is_empty()).then(|| reasons.join("; "));
            learnt.push(match found {
                Some((scope, prior, from)) => Learnt { prior: Some(prior), scope, fallback, from },
                None => Learnt { prior: None, scope: Scope::Unlearnt, fallback, from: 0 },
            });
        }
        learnt
    }
}

/// A scope that was tried.
struct Tried<T> {
    members: Vec<usize>,
    prior: Option<T>,
    differs: bool,
}

impl<T> Tried<T> {
    fn new(
        members: Vec<usize>,
        usable: &[bool],
        fit: &mut impl FnMut(&[usize]) -> Fit<T>,
    ) -> Tried<T> {
        let members: Vec<usize> = members.into_iter().filter(|&i| usable[i]).collect();
        let fitted = if members.len() < FEWEST { Fit::Nothing } else { fit(&members) };
        let (prior, differs) = match fitted {
            Fit::Differs(prior) => (Some(prior), true),
            Fit::Alike(prior) => (Some(prior), false),
            Fit::Nothing => (None, false),
        };
        Tried { members, prior, differs }
    }

    fn why_not(&self, scope: Scope) -> String {
        let whose = match scope {
            Scope::Group => "of the platform and format",
            Scope::Platform => "of the platform",
            _ => "in all",
        };
        match self.members.len() {
            0 => format!("no creative {whose} has any"),
            1 => format!("1 creative {whose} is too few"),
            n if n < FEWEST => format!("{n} creatives {whose} are too few"),
            _ if self.prior.is_none() => format!("the creatives {whose} never succeed, or always"),
            _ => format!("the creatives {whose} do not differ beyond chance"),
        }
    }
}
