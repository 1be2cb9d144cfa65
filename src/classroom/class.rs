//! A whole class: every recipient's folders, and what the instructor keeps of all of them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::make::{NotMade, Workroom};
use super::manifest::{Entry, FileEntry, INSTRUCTOR, MANIFEST, Manifest};
use super::place::{Draft, NotPlaced, put};
use super::plan::Plan;
use super::roster::Recipient;
use super::secret::Secret;
use super::spreadsheet::CsvText;
use crate::dataset::Session;
use crate::scenario::resolved_toml;

/// The secret's place inside a class for which none was named.
const OWN_KEY: &str = "instructor/class.key";

/// Where to put a class, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder.
    pub out: PathBuf,
    /// The file with the secret; made if it is not there. Without one, the secret lies in the
    /// class's instructor folder.
    pub key: Option<PathBuf>,
    /// Whether a class that is there already is made again.
    pub force: bool,
    /// How many recipients are worked on at once.
    pub threads: usize,
}

/// Makes a class, and puts it in its place once it is complete. `progress` hears how many
/// recipients are done.
pub fn make(
    order: &Order,
    plan: &Plan,
    recipients: &[Recipient],
    progress: &(dyn Fn(usize) + Sync),
    interrupted: &AtomicBool,
) -> Result<Manifest, NoClass> {
    let draft = Draft::begin(&order.out, MANIFEST, order.force)?;
    let root = draft.folder();
    let secret = secret(order)?;
    let entries = all(order, plan, &secret, &root, recipients, progress, interrupted)?;
    let mut manifest = Manifest::new(
        &plan.assignment.name,
        &plan.assignment.title,
        &plan.base.name,
        plan.assignment.points(),
        plan.format,
    );
    manifest.shared_tables = shared_tables(&entries);
    manifest.recipients = entries;
    put(&root, &format!("{INSTRUCTOR}/assignment.toml"), &plan.text)?;
    put(&root, &format!("{INSTRUCTOR}/scenario.toml"), resolved_toml(&plan.base))?;
    put(&root, &format!("{INSTRUCTOR}/keys.csv"), keys(&root, &manifest)?)?;
    if order.key.is_none() {
        secret.write(&root.join(OWN_KEY))?;
    }
    let files = super::place::files(&root)?;
    manifest.files = files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect();
    manifest.files.push(MANIFEST.to_owned());
    put(&root, MANIFEST, manifest.to_json())?;
    draft.publish()?;
    Ok(manifest)
}

/// The secret of a class: the one that is named, or that of the class which is there, or a new one.
fn secret(order: &Order) -> Result<Secret, NoClass> {
    let own = order.out.join(OWN_KEY);
    let (path, keep) = match &order.key {
        Some(path) => (path, true),
        None => (&own, false),
    };
    if path.exists() {
        return Secret::read(path).map_err(NoClass::Key);
    }
    let secret = Secret::make()?;
    if keep {
        secret.write(path)?;
    }
    Ok(secret)
}

/// Makes all recipients' folders, on several threads.
fn all(
    order: &Order,
    plan: &Plan,
    secret: &Secret,
    root: &Path,
    recipients: &[Recipient],
    progress: &(dyn Fn(usize) + Sync),
    interrupted: &AtomicBool,
) -> Result<Vec<Entry>, NoClass> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let made: Mutex<BTreeMap<usize, Entry>> = Mutex::default();
    let failed: Mutex<Option<NoClass>> = Mutex::default();
    let stop = AtomicBool::new(false);
    let fail = |who: &Recipient, why: NotMade| {
        stop.store(true, Ordering::Relaxed);
        let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get_or_insert(NoClass::Recipient { who: who.shown(), why });
    };
    let work = |session: Session| {
        let workroom = Workroom { plan, secret, root, interrupted, session };
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(recipient) = recipients.get(at) else { break };
            match workroom.make(recipient) {
                Ok(entry) => {
                    made.lock().unwrap_or_else(PoisonError::into_inner).insert(at, entry);
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
                Err(why) => fail(recipient, why),
            }
        }
    };
    let workers = order.threads.clamp(1, recipients.len().max(1));
    let sessions = (0..workers).map(|_| Session::new(1)).collect::<Result<Vec<_>, _>>();
    let sessions = sessions.map_err(|error| std::io::Error::other(error.to_string()))?;
    thread::scope(|scope| {
        for session in sessions {
            scope.spawn(|| work(session));
        }
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(failure) => Err(failure),
        None => {
            let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
            Ok(made.into_values().collect())
        }
    }
}

/// The names of tables whose files are the same for two recipients.
fn shared_tables(entries: &[Entry]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shared = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        for FileEntry { path, checksum, .. } in &entry.public {
            let first = *seen.entry(checksum.as_str()).or_insert(at);
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            if first != at && !shared.contains(&name) {
                shared.push(name);
            }
        }
    }
    shared.sort();
    shared
}

/// Every answer of everyone in one table.
fn keys(root: &Path, manifest: &Manifest) -> Result<String, NoClass> {
    let mut text = CsvText::new(["folder", "question", "item", "answer"]);
    for entry in &manifest.recipients {
        let folder = &entry.recipient.folder;
        let path = format!("{}/key.json", Entry::private_folder(folder));
        let key = super::grade::read_key(&root.join(path)).map_err(NoClass::Key)?;
        for answer in &key.answers {
            for (item, value) in answer.answer.items() {
                text.row([folder, &answer.id, &item, &value]);
            }
        }
    }
    Ok(text.into_text())
}

/// Why there is no class.
#[derive(Debug)]
pub enum NoClass {
    /// The place is taken, or cannot be written to.
    Place(NotPlaced),
    /// The file with the secret is none.
    Key(String),
    /// A recipient's folders could not be made.
    Recipient {
        /// Whose.
        who: String,
        /// Why.
        why: NotMade,
    },
}

impl fmt::Display for NoClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoClass::Place(why) => write!(f, "{why}"),
            NoClass::Key(why) => f.write_str(why),
            // This one says itself whose it is.
            NoClass::Recipient { why: why @ NotMade::Degenerate { .. }, .. } => write!(f, "{why}"),
            NoClass::Recipient { who, why } => write!(f, "{who}: {why}"),
        }
    }
}

impl std::error::Error for NoClass {}

impl From<NotPlaced> for NoClass {
    fn from(why: NotPlaced) -> Self {
        NoClass::Place(why)
    }
}

impl From<std::io::Error> for NoClass {
    fn from(error: std::io::Error) -> Self {
        NoClass::Place(error.into())
    }
}
