//! From a text to a checked scenario.

use toml::de::DeTable;

use super::check;
use super::document::full_schema;
use super::layers::{Defaults, Filler, convert_money, merge};
use super::near::{listed, nearest};
use super::overrides::{Miss, Override};
use super::presets::{Preset, preset, presets};
use super::problem::{Problem, Problems};
use super::schema::Scenario;
use super::shape::{Found, misfits};
use super::source::Source;
use super::texts::Texts;
use super::tree::{Node, Place, Table, Value, table};

/// The built-in defaults.
pub(super) const DEFAULTS: &str = include_str!("defaults.toml");

/// Problems beyond this many are not even collected.
const MOST: usize = 1_000;

/// Loads a scenario and puts overrides (`KEY=VALUE`) on it. All problems come back at once.
pub fn load(source: &Source, overrides: &[String]) -> Result<Scenario, Problems> {
    let text = source.text()?;
    let mut texts = Texts::default();
    // The user's own file stands first, so its problems are told first.
    let file = texts.add(source.name(), text.as_str());
    let own = parse(&texts, file, &text)?;
    let overrides = parse_overrides(&mut texts, overrides)?;
    let defaults_text = texts.add("built-in defaults", DEFAULTS);
    let defaults = Defaults::new(parse(&texts, defaults_text, DEFAULTS)?);

    let tree = assemble(source, own, &overrides, defaults, &mut texts)?;
    let found = misfits(full_schema(), &tree);
    if !found.is_empty() {
        return Err(located(&texts, found));
    }
    let scenario: Scenario = serde_json::from_value(tree.json()).map_err(|error| {
        // The tree fits the schema, so this is a gap between the schema and the types.
        Problem::with_file(source.name(), format!("the scenario cannot be read: {error}"))
    })?;
    let found = check::check(&scenario, &tree, defaults_text);
    if found.is_empty() { Ok(scenario) } else { Err(located(&texts, found)) }
}

/// Parses a text, with every syntax error at once.
pub(super) fn parse(texts: &Texts, text: usize, body: &str) -> Result<Table, Problems> {
    let (parsed, errors) = DeTable::parse_recoverable(body);
    if errors.is_empty() {
        return Ok(table(text, parsed.get_ref()));
    }
    let found = syntax_errors(&errors, body).into_iter().map(|error| {
        let span = error.span().unwrap_or(0..0);
        Found {
            place: Place { text, start: span.start, end: span.end },
            is_key: true,
            path: String::new(),
            what: format!("this is not valid TOML: {}", error.message()),
            why: None,
            hint: syntax_hint(error.message()),
        }
    });
    Err(located(texts, found.collect()))
}

/// The errors worth telling: the first of each line, and where a list or table was never closed,
/// nothing of what that makes of the lines after it.
fn syntax_errors<'e>(errors: &'e [toml::de::Error], body: &str) -> Vec<&'e toml::de::Error> {
    let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    let mut told: Vec<&toml::de::Error> = errors.iter().collect();
    told.sort_by_key(|error| start(error));
    let inside = |error: &&toml::de::Error| {
        error.message().contains("array") || error.message().contains("inline table")
    };
    if errors.iter().any(|error| error.message().contains("unclosed")) {
        let first = told.iter().position(inside);
        told.truncate(first.map_or(told.len(), |first| first + 1));
    }
    let newlines: Vec<usize> = body.match_indices('\n').map(|(at, _)| at).collect();
    let line = |error: &toml::de::Error| newlines.partition_point(|at| *at < start(error));
    told.dedup_by_key(|error| line(error));
    told
}

fn syntax_hint(message: &str) -> Option<String> {
    let hint = if message.contains("duplicate key") {
        "each key and each section may stand only once; merge the two"
    } else if message.contains("string values must be quoted") {
        "put text in double quotes"
    } else if message.contains("array") || message.contains("inline table") {
        "a comma or a closing bracket is missing here or on a line above"
    } else if message.contains("expected `\"`") {
        "close the text with a double quote on the same line"
    } else if message.contains("invalid date") {
        "choose a day that the month has; dates are written like 2026-01-15"
    } else if message.contains("recurs") {
        "no scenario is nested that deeply"
    } else {
        return None;
    };
    Some(hint.to_owned())
}

fn parse_overrides(texts: &mut Texts, arguments: &[String]) -> Result<Vec<Override>, Problems> {
    let (mut overrides, mut problems) = (Vec::new(), Vec::new());
    for argument in arguments {
        match Override::parse(argument, texts) {
            Ok(parsed) => overrides.push(parsed),
            Err(problem) => problems.extend(problem.0),
        }
    }
    if problems.is_empty() { Ok(overrides) } else { Err(Problems(problems)) }
}

/// Lays the layers over each other.
fn assemble(
    source: &Source,
    mut own: Table,
    overrides: &[Override],
    mut defaults: Defaults,
    texts: &mut Texts,
) -> Result<Node, Problems> {
    let preset = extended(own.remove("extends"), texts)?;
    let mut below = match preset {
        Some(preset) => {
            let text = texts.add(format!("preset {}", preset.name), preset.text);
            let mut table = parse(texts, text, preset.text)?;
            // A preset's name and title are its own.
            table.remove("name");
            table.remove("title");
            table
        }
        None => Table::new(),
    };

    // Built-in amounts follow the currency; amounts that the user wrote are taken as written.
    let given = |table: &Table| table.get("currency").and_then(Node::text).map(str::to_owned);
    let set = overrides.iter().rev().find_map(|one| one.top_level("currency")).map(str::to_owned);
    let (own_currency, below_currency) = (given(&own), given(&below));
    let usd = || "USD".to_owned();
    let preset_currency = below_currency.clone().unwrap_or_else(usd);
    let currency = set.or(own_currency.clone()).or(below_currency).unwrap_or_else(usd);
    let exchange = |from: &str| match (defaults.per_usd(from), defaults.per_usd(&currency)) {
        (Some(from), Some(to)) => to / from,
        _ => 1.0,
    };
    convert_money(&mut below, exchange(&preset_currency));
    if matches!(source, Source::Preset(_)) {
        convert_money(&mut own, exchange(&own_currency.unwrap_or_else(usd)));
    }
    let from_usd = exchange("USD");
    convert_money(&mut defaults.root, from_usd);

    let base = std::mem::take(&mut defaults.root);
    let mut root = merge(merge(base, below), own);
    let mut filler = Filler::new(&defaults, &currency);
    let mut problems = Vec::new();
    // What an override names may itself come from the defaults of a platform or a region.
    let mut later = Vec::new();
    for one in overrides {
        match one.apply(&mut root, false) {
            Ok(()) => {}
            Err(Miss::Absent) => later.push(one),
            Err(Miss::Refused(what, hint)) => problems.push(one.problem(texts, &what, hint)),
        }
    }
    filler.fill(&mut root);
    for one in later {
        match one.apply(&mut root, true) {
            Ok(()) => {}
            Err(Miss::Absent) => problems.push(one.problem(texts, "there is no such key", None)),
            Err(Miss::Refused(what, hint)) => problems.push(one.problem(texts, &what, hint)),
        }
    }
    filler.fill(&mut root);
    problems.extend(located(texts, filler.found).0);
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(Node { key: None, place: Place::default(), value: Value::Table(root), default: None })
}

/// The preset that a scenario starts from.
fn extended(key: Option<Node>, texts: &Texts) -> Result<Option<&'static Preset>, Problems> {
    let Some(node) = key else { return Ok(None) };
    let found = node.text().and_then(preset);
    if found.is_some() {
        return Ok(found);
    }
    let names = || presets().iter().map(|preset| preset.name);
    let near = node.text().map(|name| nearest(name, names())).unwrap_or_default();
    let hint = match near.is_empty() {
        true => format!("presets are {}", listed(names(), 9, "and")),
        false => format!("did you mean {}?", listed(near, 3, "or")),
    };
    Err(texts.problem(node.place, "extends", "extends must name a preset").hint(hint).into())
}

/// Problems by position, the user's own file first.
pub(super) fn located(texts: &Texts, mut found: Vec<Found>) -> Problems {
    found.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.path.cmp(&b.path)));
    found.truncate(MOST);
    let problem = |found: Found| Problem {
        is_key: found.is_key,
        why: found.why,
        hint: found.hint,
        ..texts.problem(found.place, &found.path, found.what)
    };
    Problems(found.into_iter().map(problem).collect())
}
