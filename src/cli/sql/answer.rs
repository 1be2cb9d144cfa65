//! From the query to the answer's last row: where it goes, and what ends it early.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use terminal_size::{Width, terminal_size};

use super::is_looked_at;
use super::subject::Subject;
use crate::cli::{Failure, interrupt, talk};
use crate::dataset::QueryError;
use crate::sinks::answer::{Answer, NewFile, Style};

/// How often it is looked whether somebody asked to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// Where an answer goes.
pub struct Target {
    pub style: Style,
    pub file: Option<PathBuf>,
    pub force: bool,
}

impl Target {
    /// Refuses before any work is done what would be refused after it.
    pub fn check(&self) -> Result<(), Failure> {
        match &self.file {
            None if self.style == Style::Parquet && is_looked_at() => {
                let why = "Parquet is not for terminals; give --out FILE";
                Err(Failure::Input(format!("--format parquet: {why}")))
            }
            Some(path) if path.exists() && !self.force => {
                let why = "a file is already there; --force replaces it";
                Err(Failure::Other(format!("{}: {why}", path.display())))
            }
            _ => Ok(()),
        }
    }
}

/// What comes from the thread that answers.
enum News {
    /// The columns, before any row.
    Columns(SchemaRef),
    Rows(RecordBatch),
    Failed(QueryError),
    /// There are no more rows.
    End,
}

/// Answers a query.
///
/// The rows are worked out on a thread of their own, so that a request to stop is heard at once,
/// however long the next row takes.
pub fn answer(subject: Subject, query: String, target: &Target) -> Result<(), Failure> {
    let started = Instant::now();
    let (sender, news) = sync_channel(1);
    let work = thread::Builder::new().spawn(move || tell(&subject, &query, &sender));
    work.map_err(|error| Failure::Other(format!("no thread to answer on: {error}")))?;
    let written = match &target.file {
        Some(path) => {
            let file = NewFile::create(path, target.force)?;
            let written = write(&news, target.style, BufWriter::new(&file), None);
            let written = written.map_err(|ended| ended.failure(&path.display().to_string()))?;
            file.publish()?;
            written
        }
        None => {
            let width = terminal_size().filter(|_| is_looked_at()).map(|(Width(w), _)| w.into());
            match write(&news, target.style, BufWriter::new(io::stdout()), width) {
                // Whoever reads has seen enough.
                Err(Ended::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                    return Ok(());
                }
                other => other.map_err(|ended| ended.failure("standard output"))?,
            }
        }
    };
    if written.hidden > 0 {
        let hidden = written.hidden;
        talk::say(format!("{hidden} columns have no room; --format csv shows them"));
    }
    let rows = if written.rows == 1 { "row" } else { "rows" };
    talk::say(format!("{} {rows}, {:.1} s", written.rows, started.elapsed().as_secs_f64()));
    Ok(())
}

/// Answers, and tells of it as long as somebody listens.
fn tell(subject: &Subject, query: &str, listener: &SyncSender<News>) {
    let rows = match subject.session().rows(query) {
        Ok(rows) => rows,
        Err(error) => return drop(listener.send(News::Failed(error))),
    };
    if listener.send(News::Columns(rows.schema())).is_err() {
        return;
    }
    for batch in rows {
        let news = batch.map_or_else(News::Failed, News::Rows);
        if listener.send(news).is_err() {
            return;
        }
    }
    // Whoever has stopped listening knows already.
    let _ = listener.send(News::End);
}

/// What was written.
#[derive(Default)]
struct Written {
    rows: usize,
    /// Columns that a table had no room for.
    hidden: usize,
}

/// Why writing ended before the last row.
enum Ended {
    Answering(Failure),
    Writing(io::Error),
}

impl Ended {
    fn failure(self, place: &str) -> Failure {
        match self {
            Ended::Answering(failure) => failure,
            Ended::Writing(error) => Failure::Other(format!("{place}: {error}")),
        }
    }
}

fn write<W: Write + Send>(
    news: &Receiver<News>,
    style: Style,
    out: W,
    width: Option<usize>,
) -> Result<Written, Ended> {
    let News::Columns(schema) = next(news)? else { return Ok(Written::default()) };
    let mut answer = Answer::begin(style, &schema, out, width).map_err(Ended::Writing)?;
    let mut rows = 0;
    while let News::Rows(batch) = next(news)? {
        rows += batch.num_rows();
        answer.write(&batch).map_err(Ended::Writing)?;
    }
    let hidden = answer.finish().map_err(Ended::Writing)?;
    Ok(Written { rows, hidden })
}

/// What comes next.
fn next(news: &Receiver<News>) -> Result<News, Ended> {
    let interrupted = interrupt::flag();
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Err(Ended::Answering(Failure::Other("interrupted".to_owned())));
        }
        match news.recv_timeout(PATIENCE) {
            Ok(News::Failed(error)) => return Err(Ended::Answering(error.into())),
            Ok(news) => return Ok(news),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                let why = "the query engine broke off; what it said stands above";
                return Err(Ended::Answering(Failure::Other(why.to_owned())));
            }
        }
    }
}
