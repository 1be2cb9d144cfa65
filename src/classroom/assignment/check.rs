//! Rules that span several keys of an assignment file.

use std::collections::BTreeSet;

use super::schema::{AnswerKind, Assignment, Fact, Question, Vary};
use crate::classroom::portable::Catalogue;
use crate::classroom::template;
use crate::scenario::near::{listed, nearest};
use crate::scenario::{Problem, Reading};
use crate::tables::columns;
use crate::tables::spec::Folder;

/// Everything in a well-formed assignment that does not go together.
pub fn check(reading: &Reading<Assignment>, catalogue: &Catalogue) -> Vec<Problem> {
    let mut check = Check { reading, catalogue, problems: Vec::new() };
    let assignment = &reading.value;
    check.tables(&assignment.tables, &["tables"]);
    check.names("facts", assignment.facts.iter().map(|fact| fact.name.as_str()));
    check.names("questions", assignment.questions.iter().map(|question| question.id.as_str()));
    for (at, vary) in assignment.vary.iter().enumerate() {
        check.vary(&at.to_string(), vary);
    }
    for (at, fact) in assignment.facts.iter().enumerate() {
        check.query(&["facts", &at.to_string(), "sql"], &fact.sql, &assignment.facts[..at]);
    }
    for (at, question) in assignment.questions.iter().enumerate() {
        check.question(&at.to_string(), question, &assignment.facts);
    }
    if let Some(cleaning) = &assignment.cleaning {
        check.tables(&cleaning.tables, &["cleaning", "tables"]);
    } else if assignment.questions.is_empty() {
        check.add(&["questions"], "it asks for nothing", "add [[questions]] or [cleaning]");
    }
    check.problems
}

struct Check<'a> {
    reading: &'a Reading<Assignment>,
    catalogue: &'a Catalogue,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn add(&mut self, path: &[&str], what: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(self.reading.problem(path, what).hint(hint));
    }

    /// Tables that students may have.
    fn tables(&mut self, names: &[String], path: &[&str]) {
        let data = || columns::ALL.iter().filter(|table| table.folder == Folder::Data);
        for (at, name) in names.iter().enumerate() {
            let at_text = at.to_string();
            let path = [path, &[at_text.as_str()]].concat();
            if !data().any(|table| table.name == name) {
                let near = nearest(name, data().map(|table| table.name));
                let hint = match near.is_empty() {
                    true => format!("tables are {}", listed(data().map(|t| t.name), 30, "and")),
                    false => format!("did you mean {}?", listed(near, 3, "or")),
                };
                self.add(&path, format!("there is no table `{name}` in data/"), hint);
            } else if names[..at].contains(name) {
                self.add(&path, format!("`{name}` stands twice"), "leave one of them out");
            }
        }
    }

    fn names<'n>(&mut self, list: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for (at, name) in names.enumerate() {
            if !seen.insert(name.to_lowercase()) {
                let what = format!("`{name}` stands twice");
                self.add(&[list, &at.to_string()], what, "give each its own");
            }
        }
    }

    fn vary(&mut self, at: &str, vary: &Vary) {
        let ways = [vary.factor.is_some(), vary.add.is_some(), vary.choice.is_some(), vary.permute];
        if ways.iter().filter(|way| **way).count() != 1 {
            let what = format!("`{}` must vary in one way", vary.key);
            self.add(&["vary", at], what, "give one of factor, add, choice and permute");
        }
        for (name, band, least) in
            [("factor", vary.factor, f64::MIN_POSITIVE), ("add", vary.add, f64::NEG_INFINITY)]
        {
            if let Some([low, high]) = band
                && (low < least || low > high)
            {
                let what = format!("{name} must go from a smaller number to a larger one");
                self.add(&["vary", at, name], what, format!("such as {name} = [0.8, 1.25]"));
            }
        }
        if vary.permute && !vary.key.split('.').any(|part| part == "*") {
            let what = "permute changes the places of several values, and this key has no `*`";
            self.add(&["vary", at, "key"], what, "such as key = \"platforms.*.budget\"");
        }
    }

    fn question(&mut self, at: &str, question: &Question, facts: &[Fact]) {
        use AnswerKind::*;
        let kind = question.kind;
        let only: [(&str, bool, &[AnswerKind]); 8] = [
            ("abs", question.abs.is_some(), &[Number, Table]),
            ("rel", question.rel.is_some(), &[Number, Table]),
            ("between", question.between.is_some(), &[Number]),
            ("unit", !question.unit.is_empty(), &[Number, Table]),
            ("gap", question.gap.is_some(), &[Label, Ranking]),
            ("top", question.top.is_some(), &[Ranking]),
            ("keys", question.keys.is_some(), &[Table]),
            ("most_rows", question.most_rows.is_some(), &[Table, List]),
        ];
        for (key, given, kinds) in only {
            if given && !kinds.contains(&kind) {
                let what = format!("`{key}` means nothing to a question of this type");
                self.add(&["questions", at, key], what, "leave it out");
            }
        }
        if let Some([low, high]) = question.between
            && low >= high
        {
            let what = "between must go from a smaller number to a larger one";
            self.add(&["questions", at, "between"], what, "such as between = [0.0, 1.0]");
        }
        self.words(&["questions", at, "text"], &question.text, facts);
        let columns = self.query(&["questions", at, "sql"], &question.sql, facts);
        let Some(columns) = columns else { return };
        let least = match kind {
            Number | List => 1,
            Label | Ranking => 2,
            Table => question.keys.unwrap_or(1) + 1,
        };
        if columns.len() < least {
            let what = format!("the query must have {least} columns at least");
            let hint = match kind {
                Table => "first the columns that name a row, then the numbers",
                _ => "first the name, then the number that decides",
            };
            self.add(&["questions", at, "sql"], what, hint);
        }
        let known = facts.iter().map(|fact| fact.name.as_str());
        let known: BTreeSet<&str> = known.chain(columns.iter().map(String::as_str)).collect();
        for name in template::names(&question.how).filter(|name| !known.contains(name)) {
            let what = format!("`{{{name}}}` is neither a column of the query nor a fact");
            let hint = format!("columns are {}", listed(columns.iter().map(|c| &**c), 20, "and"));
            self.add(&["questions", at, "how"], what, hint);
        }
    }

    /// Placeholders of a text.
    fn words(&mut self, path: &[&str], text: &str, facts: &[Fact]) {
        for name in template::names(text) {
            if !facts.iter().any(|fact| fact.name == name) {
                let what = format!("there is no fact `{name}` for `{{{name}}}`");
                self.add(path, what, "add it under [[facts]], before it is used");
            }
        }
    }

    /// Plans a query, and returns its columns.
    fn query(&mut self, path: &[&str], sql: &str, facts: &[Fact]) -> Option<Vec<String>> {
        self.words(path, sql, facts);
        match self.catalogue.columns(&template::sample(sql)) {
            Ok(columns) => Some(columns),
            Err(why) => {
                let hint = match why.contains("`model.") {
                    true => {
                        let models = self.catalogue.models().iter().map(|one| one.name.as_str());
                        format!("models fill, as model.…: {}", listed(models, usize::MAX, "and"))
                    }
                    false => {
                        "it must read the tables of `adloom check`: orders, truth.channels, …, \
                              or of a model: model.least_squares_coefficients, …"
                            .to_owned()
                    }
                };
                self.add(path, why, hint);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn problems(text: &str) -> String {
        let reading = scenario::read::<Assignment>("a.toml", text).unwrap();
        let found = check(&reading, &Catalogue::new().unwrap());
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    const HEAD: &str = "name = 'a'\ntitle = 'A'\n";

    #[test]
    fn all_problems_come_at_once_each_with_its_line() {
        let text = format!(
            "{HEAD}tables = ['orders', 'order', 'orders']\n\
             [[vary]]\nkey = 'seed'\nfactor = [2.0, 1.0]\npermute = true\n\
             [[questions]]\nid = 'q1'\ntext = 'In {{region}}?'\ntype = 'number'\npoints = 1\n\
             sql = 'SELECT sum(totl) FROM orders'\ntop = 3\n"
        );
        let found = problems(&text);
        for part in [
            "a.toml:3:21",
            "did you mean `orders`",
            "`orders` stands twice",
            "vary in one way",
            "smaller number to a larger",
            "has no `*`",
            "no fact `region`",
            "totl",
            "`top` means nothing",
        ] {
            assert!(found.contains(part), "{part}: {found}");
        }
    }

    #[test]
    fn a_query_may_only_read() {
        let text = format!(
            "{HEAD}tables = ['orders']\n[[questions]]\nid = 'q1'\ntext = 'x'\ntype = 'number'\n\
             points = 1\nsql = 'CREATE TABLE x AS SELECT 1'\n"
        );
        assert!(!problems(&text).is_empty());
    }

    #[test]
    fn an_assignment_asks_for_something() {
        assert!(problems(&format!("{HEAD}tables = ['orders']\n")).contains("asks for nothing"));
    }
}
