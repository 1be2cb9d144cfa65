//! Assignments: TOML files that say what students get, what differs between them, and what they
//! are asked.

mod check;
mod schema;

pub use schema::{
    AnswerKind, Assignment, Cleaning, DEFAULT_GAP, DEFAULT_MOST_ROWS, DEFAULT_REL, Fact, Level,
    Question, Set, Vary,
};

use std::path::Path;

use super::portable::Catalogue;
use super::spreadsheet;
use crate::scenario::near::nearest;
use crate::scenario::{self, Problem, Problems};

/// The largest assignment file that is read, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// An assignment that comes with adloom.
#[derive(Debug, PartialEq, Eq)]
pub struct Embedded {
    /// The name, as the command line takes it.
    pub name: &'static str,
    /// One line that says what it is.
    pub title: &'static str,
    /// The TOML text.
    pub text: &'static str,
}

/// The assignments that come with adloom, the default one first.
pub static EMBEDDED: [Embedded; 3] = [
    Embedded {
        name: "kpis",
        title: "marketing KPIs and dashboards: 15 questions on spend, clicks, orders, returns",
        text: include_str!("../../../configs/assignments/kpis.toml"),
    },
    Embedded {
        name: "cleaning",
        title: "data cleaning: find and repair the planted flaws",
        text: include_str!("../../../configs/assignments/cleaning.toml"),
    },
    Embedded {
        name: "causes",
        title: "what did the ads cause: naive and adjusted ROAS, a geo hold-out, claims",
        text: include_str!("../../../configs/assignments/causes.toml"),
    },
];

/// An assignment that was checked, and the text it came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The assignment.
    pub assignment: Assignment,
    /// Its text.
    pub text: String,
}

/// Loads an assignment by path or name. All problems come back at once, each with its line.
pub fn load(argument: &str) -> Result<Loaded, Problems> {
    let (name, text) = find(argument)?;
    let reading = scenario::read::<Assignment>(&name, &text)?;
    // The engine only plans here, and needs no more than one thread.
    let catalogue = Catalogue::new()
        .map_err(|error| Problem::with_file(&name, format!("queries cannot be read: {error}")))?;
    let problems = check::check(&reading, &catalogue);
    match problems.is_empty() {
        true => Ok(Loaded { assignment: reading.value, text }),
        false => Err(Problems(problems)),
    }
}

/// The name by which messages speak of an assignment, and its text.
fn find(argument: &str) -> Result<(String, String), Problems> {
    let path = Path::new(argument);
    if path.is_file() {
        let text = spreadsheet::text(path, MOST_BYTES);
        return Ok((argument.to_owned(), text.map_err(|why| Problem::with_file(argument, why))?));
    }
    if let Some(known) = EMBEDDED.iter().find(|one| one.name == argument) {
        return Ok((format!("assignment {argument}"), known.text.to_owned()));
    }
    let names = EMBEDDED.iter().map(|one| one.name).collect::<Vec<_>>();
    let near = nearest(argument, names.iter().copied());
    let list = format!("assignments are {}", names.join(", "));
    let what = "there is no such file, and no assignment of that name";
    Err(Problem::with_file(argument, what)
        .hint(match near.as_slice() {
            [] => format!("give the path of a TOML file or a name; {list}"),
            near => format!("did you mean {}? {list}", near.join(" or ")),
        })
        .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assignments_that_come_along_are_sound() {
        for one in &EMBEDDED {
            let loaded = load(one.name).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(loaded.assignment.name, one.name);
        }
    }

    #[test]
    fn a_misspelt_name_gets_the_near_one() {
        let text = load("kpi").unwrap_err().to_string();
        assert!(text.contains("did you mean kpis?"), "{text}");
    }
}
