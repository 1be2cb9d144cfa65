//! Layers of a scenario, each over the one below: the built-in defaults, a preset that is
//! extended, the scenario itself. Tables merge key by key; everything else replaces.

use std::collections::BTreeSet;

use super::near::{listed, nearest};
use super::shape::Found;
use super::tree::{Node, Place, Table, Value};

/// The built-in defaults: of the scenario as a whole, and of what it may name.
pub struct Defaults {
    /// Every key outside platforms and regions.
    pub root: Table,
    platforms: Table,
    countries: Table,
    states: Table,
    usd_rates: Table,
}

impl Defaults {
    /// Takes the text of the defaults apart.
    pub fn new(mut root: Table) -> Self {
        let mut part = |key: &str| match root.remove(key).map(|node| node.value) {
            Some(Value::Table(table)) => table,
            _ => Table::new(),
        };
        let (platforms, countries) = (part("platform_defaults"), part("country_defaults"));
        let (states, usd_rates) = (part("state_defaults"), part("usd_rates"));
        Defaults { root, platforms, countries, states, usd_rates }
    }

    /// Units of a currency for one US dollar, where that is known.
    pub fn per_usd(&self, currency: &str) -> Option<f64> {
        number(self.usd_rates.get(currency)?)
    }
}

/// Lays one table over another.
pub fn merge(base: Table, over: Table) -> Table {
    let mut merged = base;
    for (key, node) in over {
        let node = match merged.remove(&key) {
            Some(below) => over_node(below, node),
            None => node,
        };
        merged.insert(key, node);
    }
    merged
}

fn over_node(below: Node, over: Node) -> Node {
    let default = below.brief();
    let value = match (below.value, over.value) {
        (Value::Table(below), Value::Table(over)) => Value::Table(merge(below, over)),
        (_, value) => value,
    };
    Node { value, default, ..over }
}

/// Amounts of money in the currency's unit, as paths; `*` stands for every key.
const MONEY: [&[&str]; 8] = [
    &["platforms", "*", "budget"],
    &["platforms", "*", "saturation", "half_spend"],
    &["platforms", "*", "cpm", "base"],
    &["platforms", "*", "cpm", "reference_spend"],
    &["platforms", "*", "intercept", "half_spend"],
    &["catalog", "price_level"],
    &["basket", "shipping", "fee"],
    &["basket", "shipping", "free_above"],
];

/// Turns a layer's amounts of money into another currency.
pub fn convert_money(layer: &mut Table, factor: f64) {
    if factor != 1.0 {
        MONEY.iter().for_each(|path| convert(layer, path, factor));
    }
}

fn convert(table: &mut Table, path: &[&str], factor: f64) {
    let [key, rest @ ..] = path else { return };
    let matching = table.iter_mut().filter(|(name, _)| *key == "*" || name.as_str() == *key);
    for (_, node) in matching {
        if rest.is_empty() {
            if let Some(amount) = number(node) {
                node.value = Value::Float(rounded(amount * factor));
            }
        } else if let Some(inner) = node.table_mut() {
            convert(inner, rest, factor);
        }
    }
}

/// Three significant digits: an exchanged amount should not pretend to more.
fn rounded(amount: f64) -> f64 {
    format!("{amount:.2e}").parse().unwrap_or(amount)
}

fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Integer(integer) => Some(integer as f64),
        Value::Float(float) => Some(float),
        _ => None,
    }
}

/// Platforms and regions beyond this many are not filled in: there are too many anyway.
const MOST: usize = 200;

/// Fills in what platforms and regions leave out.
pub struct Filler<'a> {
    defaults: &'a Defaults,
    currency: String,
    done: BTreeSet<String>,
    /// What could not be filled in.
    pub found: Vec<Found>,
}

impl<'a> Filler<'a> {
    /// Fills in amounts in this currency.
    pub fn new(defaults: &'a Defaults, currency: &str) -> Self {
        let currency = currency.to_owned();
        Filler { defaults, currency, done: BTreeSet::new(), found: Vec::new() }
    }

    /// Fills in every platform and region that has not been yet.
    pub fn fill(&mut self, root: &mut Table) {
        let audiences = root.get("audiences").and_then(Node::list).unwrap_or_default();
        let audiences: Vec<String> =
            audiences.iter().filter_map(Node::handle).map(str::to_owned).collect();
        if let Some(platforms) = root.get_mut("platforms").and_then(Node::table_mut) {
            for (id, platform) in platforms.iter_mut().take(MOST) {
                if self.done.insert(format!("platforms.{id}")) {
                    self.platform(id, platform, &audiences);
                }
            }
        }
        if let Some(Value::List(regions)) = root.get_mut("regions").map(|node| &mut node.value) {
            regions.iter_mut().take(MOST).for_each(|region| self.region(region));
        }
    }

    fn platform(&mut self, id: &str, platform: &mut Node, audiences: &[String]) {
        let place = platform.place;
        let Some(table) = platform.table_mut() else {
            return;
        };
        let like = table.remove("like");
        let wanted = like.as_ref().and_then(Node::text).unwrap_or(id);
        let known = &self.defaults.platforms;
        let base = match known.get_key_value(wanted) {
            Some(found) => Some(found),
            None => {
                if let Some(like) = &like {
                    self.unknown_like(id, like);
                }
                known.get_key_value("generic")
            }
        };
        let Some((base_id, base)) = base else { return };
        let mut layer = Table::from([("platforms".to_owned(), wrap(id, base.clone(), place))]);
        convert_money(&mut layer, self.defaults.per_usd(&self.currency).unwrap_or(1.0));
        let filled = layer.remove("platforms").and_then(|mut all| all.table_mut()?.remove(id));
        let Some(Node { value: Value::Table(mut base), .. }) = filled else {
            return;
        };
        if base_id != id {
            base.insert("name".to_owned(), text_node(place, &title_case(id)));
            base.insert("source".to_owned(), text_node(place, id));
        }
        if let Some(campaigns) = base.get_mut("campaigns") {
            keep_known_audiences(campaigns, audiences);
        }
        *table = merge(base, std::mem::take(table));
    }

    fn unknown_like(&mut self, id: &str, like: &Node) {
        let names = || self.defaults.platforms.keys().map(String::as_str);
        let near = like.text().map(|name| nearest(name, names())).unwrap_or_default();
        self.found.push(Found {
            place: like.place,
            is_key: false,
            path: format!("platforms.{id}.like"),
            what: "like must name a built-in platform".to_owned(),
            why: None,
            hint: Some(match near.is_empty() {
                true => format!("there are {}", listed(names(), 30, "and")),
                false => format!("did you mean {}?", listed(near, 3, "or")),
            }),
        });
    }

    fn region(&self, region: &mut Node) {
        let place = region.place;
        let Some(table) = region.table_mut() else {
            return;
        };
        let text = |table: &Table, key: &str| table.get(key)?.text().map(str::to_owned);
        let id = text(table, "id").unwrap_or_default();
        let country = text(table, "country").or_else(|| {
            let known = self.defaults.countries.contains_key(&id) && id != "generic";
            let code = if known { id.as_str() } else { id.split_once('-')?.0 };
            self.defaults.countries.contains_key(code).then(|| code.to_owned())
        });
        if let Some(country) = &country {
            table.entry("country".to_owned()).or_insert_with(|| text_node(place, country));
        }
        let country = country.unwrap_or_default();
        let state = [format!("{country}-{id}"), id.clone()]
            .into_iter()
            .find_map(|key| self.defaults.states.get(&key));
        let countries = &self.defaults.countries;
        let bases = [state, countries.get(&country), countries.get("generic")];
        for base in bases.into_iter().flatten().filter_map(Node::table) {
            for (key, node) in base {
                if !table.contains_key(key) {
                    table.insert(key.clone(), node.clone());
                } else if let Some(given) =
                    table.get_mut(key).filter(|given| given.default.is_none())
                {
                    given.default = node.brief();
                }
            }
        }
        if !table.contains_key("name") {
            table.insert("name".to_owned(), text_node(place, &id));
        }
        self.exchange_rate(table, place);
    }

    /// The rate follows from the two currencies, where both are known.
    fn exchange_rate(&self, table: &mut Table, place: Place) {
        let local = table.get("local_currency").and_then(Node::text);
        let local = local.and_then(|local| self.defaults.per_usd(local));
        if let (Some(local), Some(own)) = (local, self.defaults.per_usd(&self.currency)) {
            let rate = if local == own { 1.0 } else { local / own };
            let rate = format!("{rate:.5e}").parse().unwrap_or(rate);
            table
                .entry("exchange_rate".to_owned())
                .or_insert_with(|| node(place, Value::Float(rate)));
        }
    }
}

/// Built-in campaigns target the built-in audiences; where a scenario has others, they target all.
fn keep_known_audiences(campaigns: &mut Node, known: &[String]) {
    let Value::List(campaigns) = &mut campaigns.value else {
        return;
    };
    for campaign in campaigns.iter_mut().filter_map(Node::table_mut) {
        if let Some(Value::List(wanted)) = campaign.get_mut("audiences").map(|node| &mut node.value)
        {
            wanted
                .retain(|audience| audience.text().is_some_and(|id| known.iter().any(|k| k == id)));
        }
    }
}

fn wrap(id: &str, inner: Node, place: Place) -> Node {
    node(place, Value::Table(Table::from([(id.to_owned(), inner)])))
}

fn text_node(place: Place, text: &str) -> Node {
    node(place, Value::Text(text.to_owned()))
}

fn node(place: Place, value: Value) -> Node {
    Node { key: None, place, value, default: None }
}

/// `connected_tv` as `Connected Tv`.
fn title_case(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    id.split('_').map(word).collect::<Vec<_>>().join(" ")
}
