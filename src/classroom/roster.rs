//! Who is in the class: a roster as a CSV file.
//!
//! ```text
//! id,name,email,group
//! 1001,"Hassan, Ali",ali@example.com,A
//! 1002,علي حسن,,A
//! ```
//!
//! Columns may stand in any order, and others beside them. A student goes by `id`, or by `email`
//! where there is no such column, or by `name`. With a `group` column, a group has one dataset; a
//! student without a group has one alone. What stands under `reseed` goes into the seed: any other
//! text there gives this one student other data.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::folder_name::folder_name;
use super::spreadsheet::{Line, Spreadsheet};

/// The largest roster that is read, in bytes.
const MOST_BYTES: u64 = 32 << 20;
/// The most students of a roster.
const MOST_STUDENTS: usize = 100_000;
/// The longest cell, in characters.
const LONGEST: usize = 200;
/// Problems beyond this many are counted, not shown.
const SHOWN: usize = 20;

/// What columns may be called, as [`super::spreadsheet::plain`] has them.
const IDS: [&str; 9] = [
    "id",
    "student id",
    "id number",
    "student number",
    "studentid",
    "sis user id",
    "number",
    "username",
    "user id",
];
const NAMES: [&str; 5] = ["name", "full name", "student", "student name", "display name"];
const EMAILS: [&str; 4] = ["email", "email address", "e mail", "mail"];
const GROUPS: [&str; 3] = ["group", "team", "group name"];
const RESEEDS: [&str; 1] = ["reseed"];

/// A student, as the roster has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Student {
    /// What they go by.
    pub id: String,
    /// Their name; empty where the roster has none.
    pub name: String,
    /// Their e-mail address; empty where the roster has none.
    pub email: String,
}

impl Student {
    /// The name by which people know them.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

/// One who gets a dataset: a student, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name of their folder: unique, and safe on every system.
    pub folder: String,
    /// The group's name; nothing for a student alone.
    pub group: Option<String>,
    /// The student, or all members of the group.
    pub students: Vec<Student>,
    /// What the roster's `reseed` column says.
    #[serde(default)]
    pub reseed: String,
}

impl Recipient {
    /// What goes into their seed: groups and students never share one.
    pub fn identity(&self) -> [&str; 3] {
        match &self.group {
            Some(group) => ["group", group, &self.reseed],
            // A recipient that is no group has one student.
            None => ["student", self.students.first().map_or("", |one| &one.id), &self.reseed],
        }
    }

    /// The name by which people know them.
    pub fn shown(&self) -> String {
        match &self.group {
            Some(group) => format!("group {group}"),
            None => self.students.first().map_or("", Student::shown).to_owned(),
        }
    }

    fn id(&self) -> &str {
        self.identity()[1]
    }
}

/// Reads a roster. All that is wrong with it comes back at once.
pub fn read(path: &Path) -> Result<Vec<Recipient>, RosterProblems> {
    let file = path.display().to_string();
    let failed = |line: u64, what: String| RosterProblems {
        file: file.clone(),
        problems: vec![RosterProblem { line, what }],
    };
    let sheet = Spreadsheet::read(path, MOST_BYTES).map_err(|why| failed(0, why))?;
    recipients(&sheet).map_err(|problems| RosterProblems { file, problems })
}

/// The recipients of a roster, in its order.
fn recipients(sheet: &Spreadsheet) -> Result<Vec<Recipient>, Vec<RosterProblem>> {
    let header_only = |what: &str| vec![RosterProblem { line: 1, what: what.to_owned() }];
    let name = sheet.column(&NAMES);
    let email = sheet.column(&EMAILS);
    let Some(id) = sheet.column(&IDS).or(email).or(name) else {
        return Err(header_only(
            "the header names no column `id`, `email` or `name`; one of them must tell students \
             apart",
        ));
    };
    if sheet.rows.is_empty() {
        return Err(header_only("there is no student in it: add a line for each below the header"));
    }
    if sheet.rows.len() > MOST_STUDENTS {
        return Err(header_only(&format!("it has more than {MOST_STUDENTS} students")));
    }
    let columns =
        Columns { id, name, email, group: sheet.column(&GROUPS), reseed: sheet.column(&RESEEDS) };
    let mut book = Book::default();
    for line in &sheet.rows {
        book.add(line, &columns, &sheet.header);
    }
    book.close()
}

/// Where the columns stand.
struct Columns {
    id: usize,
    name: Option<usize>,
    email: Option<usize>,
    group: Option<usize>,
    reseed: Option<usize>,
}

/// The recipients so far, and what is wrong so far.
#[derive(Default)]
struct Book {
    recipients: Vec<Recipient>,
    problems: Vec<RosterProblem>,
    /// The lines of students by id in lower case: file systems may not tell cases apart.
    ids: BTreeMap<String, (u64, String)>,
    /// Positions of groups by name in lower case.
    groups: BTreeMap<String, (u64, usize)>,
    /// The lines of folders.
    folders: BTreeMap<String, u64>,
}

impl Book {
    fn add(&mut self, line: &Line, columns: &Columns, header: &[String]) {
        if let Err(what) = sound(line, header) {
            return self.problem(line, what);
        }
        let text = |column: Option<usize>| line.cell(column).to_owned();
        let student = Student {
            id: text(Some(columns.id)),
            name: text(columns.name),
            email: text(columns.email),
        };
        if student.id.is_empty() {
            let what = format!("the student has no `{}`", header[columns.id]);
            return self.problem(line, what);
        }
        let known = self.ids.insert(student.id.to_lowercase(), (line.number, student.id.clone()));
        if let Some((earlier, id)) = known {
            let what = match id == student.id {
                true => format!("`{id}` stands in line {earlier} already"),
                false => format!(
                    "`{}` differs from `{id}` in line {earlier} by upper and lower case only",
                    student.id
                ),
            };
            return self.problem(line, what);
        }
        let group = Some(text(columns.group)).filter(|group| !group.is_empty());
        self.seat(line, student, group, text(columns.reseed));
    }

    /// Puts a student into their group, or alone.
    fn seat(&mut self, line: &Line, student: Student, group: Option<String>, reseed: String) {
        let known = group.as_ref().and_then(|group| self.groups.get(&group.to_lowercase()));
        if let (Some(group), Some(&(earlier, at))) = (&group, known) {
            let there = &mut self.recipients[at];
            if there.group.as_ref() != Some(group) {
                let what =
                    format!("group `{group}` and that of line {earlier} differ only in case");
                return self.problem(line, what);
            }
            if there.reseed != reseed {
                let what = format!("group `{group}` has another `reseed` in line {earlier}");
                return self.problem(line, what);
            }
            return there.students.push(student);
        }
        let mut recipient =
            Recipient { folder: String::new(), group, students: vec![student], reseed };
        recipient.folder = folder_name(recipient.id());
        let folder = recipient.folder.to_lowercase();
        if let Some(earlier) = self.folders.insert(folder, line.number) {
            let what = format!("`{}` would share a folder with line {earlier}", recipient.id());
            return self.problem(line, what);
        }
        if let Some(group) = &recipient.group {
            self.groups.insert(group.to_lowercase(), (line.number, self.recipients.len()));
        }
        self.recipients.push(recipient);
    }

    fn problem(&mut self, line: &Line, what: String) {
        self.problems.push(RosterProblem { line: line.number, what });
    }

    fn close(self) -> Result<Vec<Recipient>, Vec<RosterProblem>> {
        if self.problems.is_empty() { Ok(self.recipients) } else { Err(self.problems) }
    }
}

/// Whether a line can be read as a student at all.
fn sound(line: &Line, header: &[String]) -> Result<(), String> {
    let extra = line.cells.get(header.len()..).unwrap_or_default();
    if extra.iter().any(|cell| !cell.is_empty()) {
        return Err(format!(
            "it has {} cells, and the header {}: a name that holds a comma needs double quotes",
            line.cells.len(),
            header.len()
        ));
    }
    for (cell, name) in line.cells.iter().zip(header) {
        if cell.chars().any(char::is_control) {
            return Err(format!(
                "`{name}` holds a line break or another control character: is a quote left open?"
            ));
        }
        if cell.chars().count() > LONGEST {
            return Err(format!("`{name}` is longer than {LONGEST} characters"));
        }
    }
    Ok(())
}

/// One thing that is wrong with a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// The line, from 1 on; 0 for the whole file.
    pub line: u64,
    /// What is wrong.
    pub what: String,
}

/// All that is wrong with a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblems {
    /// The file.
    pub file: String,
    /// The problems, by line.
    pub problems: Vec<RosterProblem>,
}

impl fmt::Display for RosterProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().take(SHOWN).enumerate() {
            let start = if at > 0 { "\nerror: " } else { "" };
            match problem.line {
                0 => write!(f, "{start}{}: {}", self.file, problem.what)?,
                line => write!(f, "{start}{}:{line}: {}", self.file, problem.what)?,
            }
        }
        if self.problems.len() > SHOWN {
            write!(f, "\nand {} more", self.problems.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for RosterProblems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster(text: &str) -> Result<Vec<Recipient>, String> {
        recipients(&Spreadsheet::parse(text)).map_err(|problems| {
            RosterProblems { file: "roster.csv".to_owned(), problems }.to_string()
        })
    }

    #[test]
    fn columns_stand_in_any_order_beside_others() {
        let text = "Section,E-mail,Full name,Student ID\nx,a@example.com,\"Hassan, Ali\",7\n";
        let class = roster(text).unwrap();
        let student = &class[0].students[0];
        let cells = [&student.id, &student.name, &student.email];
        assert_eq!(cells, ["7", "Hassan, Ali", "a@example.com"]);
    }

    #[test]
    fn names_may_be_the_same_and_ids_may_not() {
        let class = roster("id,name\n1,Ali\n2,Ali\n").unwrap();
        assert_eq!(class.len(), 2);
        let twice = roster("id,name\n1,Ali\n\n1,Omar\n").unwrap_err();
        assert!(twice.contains("roster.csv:4: `1` stands in line 2 already"), "{twice}");
        let case = roster("id\nab\nAB\n").unwrap_err();
        assert!(
            case.contains("`AB` differs from `ab` in line 2 by upper and lower case only"),
            "{case}"
        );
    }

    #[test]
    fn a_group_has_one_dataset_and_a_student_without_one_has_their_own() {
        let class = roster("id,group\n1,A\n2,\n3,A\n").unwrap();
        assert_eq!(class.len(), 2);
        assert_eq!(class[0].students.len(), 2);
        assert_eq!(class[0].identity(), ["group", "A", ""]);
        assert_eq!(class[1].identity(), ["student", "2", ""]);
    }

    #[test]
    fn all_problems_come_at_once_each_with_its_line() {
        let text = "id,name\n,Ali\n2,Ali,Hassan\n3,\"a\nb\"\n4,ok\n";
        let problems = roster(text).unwrap_err();
        for part in [":2: the student has no `id`", ":3: it has 3 cells", ":4: `name` holds"] {
            assert!(problems.contains(part), "{problems}");
        }
    }

    #[test]
    fn a_roster_without_students_or_ids_is_refused() {
        assert!(roster("id,name\n").unwrap_err().contains("no student"));
        assert!(roster("").unwrap_err().contains("names no column"));
        assert!(roster("shoe size\n42\n").unwrap_err().contains("names no column"));
    }

    #[test]
    fn a_group_and_a_student_never_share_a_folder() {
        let refused = roster("id,group\nA,\n2,A\n").unwrap_err();
        assert!(refused.contains("share a folder with line 2"), "{refused}");
    }
}
