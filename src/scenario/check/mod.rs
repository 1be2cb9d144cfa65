//! Rules that span several keys: names that must exist, dates in order, shares that add up to
//! something, sizes that a machine can hold. One file per kind of rule.

mod dates;
mod defects;
mod names;
mod shares;
mod sizes;
mod unique;

pub use sizes::{ROOM_FOR_ORDERS, ROOM_FOR_VISITS};

use super::schema::{PaymentMethod, Scenario};
use super::shape::{Found, dotted};
use super::tree::{Node, Place, Value};

/// Everything in a well-formed scenario that does not go together. `defaults` is the text of the
/// built-in defaults, at which no user should be sent to look if it can be helped.
pub fn check(scenario: &Scenario, tree: &Node, defaults: usize) -> Vec<Found> {
    let mut report = Report { tree, defaults, found: Vec::new() };
    unique::check(scenario, &mut report);
    names::check(scenario, &mut report);
    dates::check(scenario, &mut report);
    shares::check(scenario, &mut report);
    sizes::check(scenario, &mut report);
    defects::check(scenario, &mut report);
    report.found
}

/// A path of keys and positions.
macro_rules! at {
    ($($part:expr),* $(,)?) => { [$($part.to_string()),*] };
}
use at;

/// Collects problems, each at the value that a path names.
struct Report<'a> {
    tree: &'a Node,
    defaults: usize,
    found: Vec<Found>,
}

impl Report<'_> {
    /// Adds a problem with what would do.
    fn add(
        &mut self,
        path: &[String],
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> &mut Found {
        let (place, is_key, path) = self.locate(path);
        let (what, hint) = (what.into(), Some(hint.into()));
        self.found.push(Found { place, is_key, path, what, why: None, hint });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Where a path leads, or what stands nearest to it that the user wrote; whether that is a
    /// section and not the value itself; and the path as people write it.
    fn locate(&self, path: &[String]) -> (Place, bool, String) {
        let (mut trail, mut shown) = (vec![self.tree], Vec::new());
        for part in path {
            let node = trail[trail.len() - 1];
            // Beyond a value that is not there, the trail ends.
            let next = if trail.len() > shown.len() { child(node, part) } else { None };
            shown.push(next.and_then(|item| handle(node, item, part)).unwrap_or(part).to_owned());
            trail.extend(next);
        }
        let own = |at: &usize| trail[*at].place.text != self.defaults;
        let at = (1..trail.len()).rev().find(own).unwrap_or(trail.len() - 1);
        let is_key = at < path.len() || trail[at].table().is_some();
        (trail[at].place, is_key, dotted(&shown))
    }
}

/// A payment method as scenarios write it.
fn method_name(method: PaymentMethod) -> String {
    let name = serde_json::to_value(method).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned()
}

fn child<'n>(node: &'n Node, part: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Table(table) => table.get(part),
        Value::List(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    }
}

/// What an item of a list goes by, where that is its alone.
fn handle<'n>(list: &Node, item: &'n Node, part: &str) -> Option<&'n str> {
    list.list()?;
    let handle = item.handle()?;
    (list.position(handle)?.to_string() == part).then_some(handle)
}
