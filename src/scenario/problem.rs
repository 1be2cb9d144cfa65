//! What is wrong with a scenario, and how that is said: where, what, why, and what next.

use std::fmt;

/// Problems beyond this many are counted, not shown.
const SHOWN: usize = 50;
/// Longest stretch of a source line that is shown, in characters.
const WIDTH: usize = 100;

/// One thing that is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// The file, or `--set KEY=VALUE`, or the built-in text it comes from.
    pub file: String,
    /// Line, from 1 on; 0 where there are no lines to speak of.
    pub line: usize,
    /// Column in characters, from 1 on; 0 where there are none.
    pub column: usize,
    /// The key as a dotted path, as `--set` takes it.
    pub path: String,
    /// The offending source text.
    pub text: String,
    /// The source line, cut around the place where it is long.
    pub source: String,
    /// Characters of it before the place.
    pub caret: usize,
    /// Whether the text is a key or a section, and not a value.
    pub is_key: bool,
    /// What is wrong.
    pub what: String,
    /// Why that matters.
    pub why: Option<String>,
    /// What would do.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn with_file(file: impl Into<String>, what: impl Into<String>) -> Self {
        Problem { file: file.into(), what: what.into(), ..Problem::default() }
    }

    /// Adds what would do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        if !self.path.is_empty() {
            write!(f, "  {}", printable(&self.path))?;
            let text = shorten(&self.text);
            if self.line > 0 && !self.is_key && !text.is_empty() {
                write!(f, " = {text}")?;
            }
        }
        writeln!(f)?;
        self.write_source(f)?;
        write!(f, "  {}", printable(&self.what))?;
        if let Some(why) = &self.why {
            write!(f, ": {}", printable(why))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {}", printable(hint))?;
        }
        Ok(())
    }
}

impl Problem {
    /// Takes over the source line, cut to the stretch around the place where it is long.
    pub(super) fn quote(&mut self, line: &str, at: usize) {
        let before = line[..at].chars().count();
        self.column = before + 1;
        let from = if before > WIDTH * 3 / 4 { before - WIDTH / 2 } else { 0 };
        let mut rest = line.chars().skip(from);
        let cut: String = rest.by_ref().take(WIDTH).collect();
        let after = if rest.next().is_some() { "…" } else { "" };
        let front = if from > 0 { "…" } else { "" };
        self.source = format!("{front}{}{after}", cut.trim_end());
        self.caret = before - from + front.chars().count();
    }

    /// The source line with carets under the place.
    fn write_source(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 || self.source.trim().is_empty() {
            return Ok(());
        }
        let room = self.source.chars().count().saturating_sub(self.caret).max(1);
        let long = self.text.lines().next().map_or(1, |first| first.chars().take(WIDTH).count());
        let number = self.line.to_string();
        writeln!(f, "  {number} | {}", printable(&self.source))?;
        let margin = " ".repeat(number.len());
        let (indent, carets) = (" ".repeat(self.caret), "^".repeat(long.clamp(1, room)));
        writeln!(f, "  {margin} | {indent}{carets}")
    }
}

/// All that is wrong with a scenario, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().take(SHOWN).enumerate() {
            if index > 0 {
                write!(f, "\n\n")?;
            }
            write!(f, "{problem}")?;
        }
        if self.0.len() > SHOWN {
            write!(f, "\n\nand {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Control characters would move a terminal's cursor, so they are never shown as they are.
fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The first line of a text, cut where it is long.
fn shorten(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default().trim_end();
    let cut: String = first.chars().map(visible).take(60).collect();
    let more = cut.chars().count() < text.trim_end().chars().count();
    if more { format!("{}…", cut.trim_end()) } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem() -> Problem {
        Problem {
            file: "shop.toml".into(),
            line: 41,
            column: 9,
            caret: 8,
            path: "platforms.meta.saturation.slope".into(),
            text: "-2".into(),
            is_key: false,
            source: "slope = -2   # steep".into(),
            what: "slope must be at least 0.1".into(),
            why: Some("a negative slope makes sales fall as spend rises".into()),
            hint: Some("typical values are 0.8 to 2.5".into()),
        }
    }

    #[test]
    fn a_problem_says_where_what_why_and_what_next() {
        let expected = "\
error: shop.toml:41:9  platforms.meta.saturation.slope = -2
  41 | slope = -2   # steep
     |         ^^
  slope must be at least 0.1: a negative slope makes sales fall as spend rises
  hint: typical values are 0.8 to 2.5";
        assert_eq!(problem().to_string(), expected);
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let nasty = Problem { source: "slope = \u{1b}[2J-2".into(), ..problem() };
        assert!(!nasty.to_string().contains('\u{1b}'));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("x = [{}9, {0}]", "1, ".repeat(500));
        let mut long = Problem { text: "9".into(), ..problem() };
        long.quote(&line, line.find('9').unwrap());
        assert!(long.to_string().lines().all(|line| line.chars().count() < 130), "{long}");
        assert_eq!(long.source.chars().nth(long.caret), Some('9'));
    }

    #[test]
    fn beyond_fifty_problems_are_counted() {
        let many = Problems(vec![problem(); 53]);
        assert!(many.to_string().ends_with("and 3 more"));
    }
}
