//! One recipient's folders: data, dictionary and sheet to hand out; key, truth and scenario to keep.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::key::{Key, Unusable, ask};
use super::manifest::{Entry, FileEntry};
use super::models::{self, Figures};
use super::place::put;
use super::plan::{NoPlan, Plan};
use super::roster::Recipient;
use super::secret::Secret;
use super::sheet::{HandedOut, sheet};
use super::tap::Tap;
use super::variants::Draw;
use crate::dataset::{Dataset, DatasetError, Session};
use crate::defects;
use crate::engine::{self, Part, Sink, Source, UnknownTables};
use crate::report::figures;
use crate::scenario::{Scenario, resolved_toml};
use crate::sinks::folder::{About, dictionary};
use crate::sinks::text::{Csv, JsonLines, Text};
use crate::sinks::{Format, Parquet, Written};
use crate::tables::spec::Table;
use crate::tables::{self, columns};

/// How often a variant is drawn before it is given up: so many in a row that make no sense are the
/// assignment's fault.
pub const MOST_ATTEMPTS: u32 = 25;

/// Recipients are made one beside the other, each on a thread of its own.
const ONE_THREAD: usize = 1;

/// The dictionary's file.
const DICTIONARY: &str = "DICTIONARY.md";
/// The log of planted flaws, among all tables.
const LOG: &str = "truth.defects";
/// The sheet's file.
const SHEET: &str = "ASSIGNMENT.md";

/// Where recipients' folders are made, one after the other.
pub struct Workroom<'a> {
    /// What holds for everyone.
    pub plan: &'a Plan,
    /// The class's secret.
    pub secret: &'a Secret,
    /// The folder of the class.
    pub root: &'a Path,
    /// Whether somebody asked to stop.
    pub interrupted: &'a AtomicBool,
    /// The engine that answers questions.
    pub session: Session,
}

/// A variant whose tables lie in their places.
struct Variant {
    facts: Vec<(String, String)>,
    key: Key,
    /// What models found.
    figures: Vec<Figures>,
    /// The tables with what is known of their files.
    files: Vec<(&'static Table, String, Written)>,
}

impl Workroom<'_> {
    /// Makes a recipient's folders.
    pub fn make(&self, recipient: &Recipient) -> Result<Entry, NotMade> {
        let mut reasons = Vec::new();
        while reasons.len() < MOST_ATTEMPTS as usize {
            let draw = Draw {
                secret: self.secret,
                scenario: &self.plan.base.name,
                assignment: &self.plan.assignment.name,
                recipient,
                attempt: reasons.len() as u32,
            };
            let (scenario, overrides) = self.plan.variant(&draw)?;
            match self.variant(recipient, &draw, &scenario)? {
                Ok(variant) => {
                    let entry = Entry {
                        recipient: recipient.clone(),
                        seed: scenario.seed,
                        redrawn: reasons.len() as u32,
                        reasons,
                        overrides,
                        public: Vec::new(),
                        private: Vec::new(),
                    };
                    return self.close(entry, variant, &scenario);
                }
                Err(why) => {
                    reasons.push(why);
                    self.clear(recipient)?;
                }
            }
        }
        Err(NotMade::Degenerate { who: recipient.shown(), reasons })
    }

    /// Makes the tables of a variant and asks the questions; the reason where one makes no sense.
    fn variant(
        &self,
        recipient: &Recipient,
        draw: &Draw,
        scenario: &Scenario,
    ) -> Result<Result<Variant, String>, NotMade> {
        let session = self.session.empty_sibling()?;
        let spoilt: Vec<String> =
            scenario.defects.iter().map(|defect| defect.target().table.to_owned()).collect();
        let is_spoilt = |table: &Table| spoilt.iter().any(|name| name == table.name);
        let clean = Scenario { defects: Vec::new(), ..scenario.clone() };
        let tap = Tap::new(tables::source(clean, &self.plan.selection()), self.plan.extracts());
        // Whoever gets a table with flaws does not get its clean twin.
        let mut files =
            self.write(recipient, &tap, |table| self.plan.hands_out(table) && !is_spoilt(table))?;
        tap.register(&session)?;
        let figures = self.model(&session, scenario, &files)?;
        if !spoilt.is_empty() {
            let names = [spoilt.as_slice(), &[LOG.to_owned()]].concat();
            let dirty = defects::source(scenario.clone(), Some(&names), 1)?;
            files.extend(self.write(recipient, &dirty, |table| self.plan.hands_out(table))?);
        }
        let asked = figures.and_then(|figures| {
            let facts = self.facts(&session, draw)?;
            let key = self.key(&session, &facts)?;
            Ok(Variant { facts, key, figures, files })
        });
        match asked {
            Ok(variant) => Ok(Ok(variant)),
            Err(Unusable::Degenerate(why)) => Ok(Err(why)),
            Err(Unusable::Failed(why)) => Err(NotMade::Query(why)),
        }
    }

    /// Models the clean tables, if anything is asked of models. What they find stands in the session.
    fn model(
        &self,
        session: &Session,
        scenario: &Scenario,
        clean: &[(&'static Table, String, Written)],
    ) -> Result<Result<Vec<Figures>, Unusable>, NotMade> {
        if self.plan.asked().is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let read = clean.iter().filter(|(table, ..)| self.plan.models(table));
        let read = read.map(|(table, place, _)| (*table, self.root.join(place)));
        let dataset =
            Dataset::over(&scenario.name, self.root, &read.collect::<Vec<_>>(), ONE_THREAD)?;
        Ok(models::register(self.plan.asked(), dataset, session))
    }

    /// Writes all tables of a source: those to hand out, and those to keep.
    fn write(
        &self,
        recipient: &Recipient,
        source: &impl Source,
        is_public: impl Fn(&Table) -> bool,
    ) -> Result<Vec<(&'static Table, String, Written)>, NotMade> {
        let extension = self.plan.format.extension();
        let place = |table: &&'static Table| {
            let folder = match is_public(table) {
                true => Entry::public_folder(&recipient.folder),
                false => Entry::private_folder(&recipient.folder),
            };
            format!("{folder}/{}/{}.{extension}", table.folder.name(), table.name)
        };
        let tables = source.tables();
        let places = tables.iter().map(place).collect::<Vec<_>>();
        for place in &places {
            let path = self.root.join(place);
            fs::create_dir_all(path.parent().unwrap_or(self.root))?;
        }
        let paths = places.iter().map(|place| self.root.join(place)).collect::<Vec<_>>();
        let files = || tables.iter().copied().zip(paths.iter().map(|path| path.as_path()));
        let written = match self.plan.format {
            Format::Csv => self.fill(source, Text::<Csv>::create(files(), Part::WHOLE)?)?,
            Format::Jsonl => self.fill(source, Text::<JsonLines>::create(files(), Part::WHOLE)?)?,
            Format::Parquet => self.fill(source, Parquet::create(files(), 1)?)?,
        };
        let all = tables.iter().zip(places).zip(written);
        Ok(all.map(|((table, place), written)| (*table, place, written)).collect())
    }

    fn fill<K: Sink<Done = Vec<Written>>>(
        &self,
        source: &impl Source,
        sink: K,
    ) -> Result<Vec<Written>, engine::Error> {
        engine::run(source, 0..source.blocks(), 1, &sink, &(), self.interrupted)?;
        Ok(sink.finish()?)
    }

    /// The words that hold for one student.
    fn facts(&self, session: &Session, draw: &Draw) -> Result<Vec<(String, String)>, Unusable> {
        let mut facts = Vec::new();
        for fact in &self.plan.assignment.facts {
            let position = |count: usize| match fact.pick {
                true => draw.position(&["fact", &fact.name], count),
                false => 0,
            };
            let value = ask::fact(session, fact, &facts, position)?;
            facts.push((fact.name.clone(), value));
        }
        Ok(facts)
    }

    fn key(&self, session: &Session, facts: &[(String, String)]) -> Result<Key, Unusable> {
        let assignment = &self.plan.assignment;
        let answers = assignment.questions.iter().map(|one| ask::ask(session, one, facts));
        let cleaning = assignment.cleaning.as_ref();
        Ok(Key {
            assignment: assignment.name.clone(),
            title: assignment.title.clone(),
            answers: answers.collect::<Result<_, _>>()?,
            cleaning_points: cleaning.map(|cleaning| cleaning.points),
            cleaning_tables: cleaning.map(|cleaning| cleaning.tables.clone()).unwrap_or_default(),
        })
    }

    /// Writes what stands beside the tables.
    fn close(
        &self,
        mut entry: Entry,
        variant: Variant,
        scenario: &Scenario,
    ) -> Result<Entry, NotMade> {
        let Variant { facts, key, figures, files } = variant;
        let folder = &entry.recipient.folder;
        let (public, private) = (Entry::public_folder(folder), Entry::private_folder(folder));
        let mut handed_out = Vec::new();
        for (table, path, written) in files {
            if let Some(file) = path.strip_prefix(&format!("{public}/")) {
                let (file, rows) = (file.to_owned(), written.rows);
                // What a table should be, whatever was done to it.
                let table = columns::find(table.folder, table.name).unwrap_or(table);
                handed_out.push((table, HandedOut { file, grain: table.grain, rows }));
            }
            let file = FileEntry { path, bytes: written.bytes, checksum: written.checksum };
            match file.path.starts_with(&public) {
                true => entry.public.push(file),
                false => entry.private.push(file),
            }
        }
        let assignment = &self.plan.assignment;
        let (tables, shown): (Vec<&'static Table>, Vec<HandedOut>) = handed_out.into_iter().unzip();
        let about = About {
            name: assignment.title.clone(),
            title: format!("For {} ({folder}).", super::sheet::plain(&entry.recipient.shown())),
            ..About::default()
        };
        let page = sheet(assignment, &entry.recipient, &shown, &key.answers, &facts);
        for (name, text) in [(SHEET, page), (DICTIONARY, dictionary(&about, &tables, &[]))] {
            let path = format!("{public}/{name}");
            put(self.root, &path, &text)?;
            entry.public.push(FileEntry::of(path, text.as_bytes()));
        }
        for (name, text) in [
            ("key.json", key.to_json()),
            ("key.md", key.to_markdown(&super::sheet::plain(&entry.recipient.shown()))),
            ("answers.csv", key.perfect_submission()),
            ("scenario.toml", resolved_toml(scenario)),
        ] {
            let path = format!("{private}/{name}");
            put(self.root, &path, &text)?;
            entry.private.push(FileEntry::of(path, text.as_bytes()));
        }
        for Figures { name, csv } in figures {
            let path = format!("{private}/{}/{name}.csv", figures::MODEL);
            put(self.root, &path, &csv)?;
            entry.private.push(FileEntry::of(path, &csv));
        }
        Ok(entry)
    }

    /// Removes the folders of a variant that is drawn again.
    fn clear(&self, recipient: &Recipient) -> io::Result<()> {
        let folder = &recipient.folder;
        for folder in [Entry::public_folder(folder), Entry::private_folder(folder)] {
            match fs::remove_dir_all(self.root.join(folder)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Why a recipient's folders are not there.
#[derive(Debug)]
pub enum NotMade {
    /// A variant of the scenario is wrong.
    Plan(NoPlan),
    /// Every variant makes some question senseless.
    Degenerate {
        /// Whose.
        who: String,
        /// Why, each time.
        reasons: Vec<String>,
    },
    /// A query failed.
    Query(String),
    /// Making or writing the tables failed.
    Run(engine::Error),
}

impl fmt::Display for NotMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotMade::Plan(why) => write!(f, "{why}"),
            NotMade::Degenerate { who, reasons } => {
                write!(
                    f,
                    "{who}: in {} variants some question made no sense, last of all {}; if the window \
                     and the scenario hold what it asks about, widen its tolerance (gap, between, \
                     most_rows), or narrow the bands under [[vary]]",
                    reasons.len(),
                    reasons.last().map_or("", String::as_str)
                )
            }
            NotMade::Query(why) => f.write_str(why),
            NotMade::Run(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for NotMade {}

impl From<NoPlan> for NotMade {
    fn from(why: NoPlan) -> Self {
        NotMade::Plan(why)
    }
}

impl From<DatasetError> for NotMade {
    fn from(error: DatasetError) -> Self {
        NotMade::Query(error.to_string())
    }
}

impl From<UnknownTables> for NotMade {
    fn from(error: UnknownTables) -> Self {
        NotMade::Query(error.to_string())
    }
}

impl From<engine::Error> for NotMade {
    fn from(error: engine::Error) -> Self {
        NotMade::Run(error)
    }
}

impl From<io::Error> for NotMade {
    fn from(error: io::Error) -> Self {
        NotMade::Run(error.into())
    }
}
