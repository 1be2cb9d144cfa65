//! Where a scenario's text comes from: a file, or a preset that is built in.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::near::nearest;
use super::presets::{Preset, preset, presets};
use super::problem::{Problem, Problems};

/// Largest scenario that is read, in bytes. The longest preset has 20 KiB.
const LIMIT: u64 = 1024 * 1024;

/// A scenario's text, not read yet.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A built-in preset.
    Preset(&'static Preset),
}

impl Source {
    /// Finds what an argument names: a file, or else a preset.
    pub fn find(argument: &str) -> Result<Source, Problems> {
        let path = Path::new(argument);
        let known = preset(argument);
        match known {
            Some(known) if !path.is_file() => Ok(Source::Preset(known)),
            None if !path.exists() => Err(not_found(argument).into()),
            _ => Ok(Source::File(path.to_owned())),
        }
    }

    /// The name by which messages speak of it.
    pub fn name(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::Preset(preset) => format!("preset {}", preset.name),
        }
    }

    /// Reads the text, refusing what cannot be a scenario.
    pub(super) fn text(&self) -> Result<String, Problems> {
        match self {
            Source::File(path) => read(path),
            Source::Preset(preset) => Ok(preset.text.to_owned()),
        }
    }
}

fn not_found(argument: &str) -> Problem {
    let names: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
    let near = nearest(argument, names.iter().copied());
    let list = format!("presets are {}", names.join(", "));
    let what = "there is no such file, and no preset of that name";
    Problem::with_file(argument, what).hint(match near.as_slice() {
        [] => format!("give the path of a TOML file or a preset; {list}"),
        near => format!("did you mean {}? {list}", near.join(" or ")),
    })
}

fn read(path: &Path) -> Result<String, Problems> {
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Problem::with_file(name, "this is a folder, not a scenario file")
            .hint("name the TOML file inside it")
            .into());
    }
    let bytes = read_limited(path).map_err(|error| {
        Problem::with_file(&name, format!("the file cannot be read: {error}"))
            .hint("check its name and its permissions")
    })?;
    if bytes.len() as u64 > LIMIT {
        let what = format!("the file is larger than {} MiB, which no scenario is", LIMIT >> 20);
        return Err(Problem::with_file(name, what)
            .hint("a scenario is a short TOML text; data goes to `adloom model`")
            .into());
    }
    String::from_utf8(bytes)
        .map_err(|error| not_text(&name, error.as_bytes(), error.utf8_error()).into())
}

/// At most one byte more than the limit: a pipe or a device may never end.
fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_text(name: &str, bytes: &[u8], error: std::str::Utf8Error) -> Problem {
    let at = error.valid_up_to();
    // Everything before the offending byte is valid UTF-8, so nothing is lost here.
    let before = String::from_utf8_lossy(&bytes[..at]);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Problem {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        ..Problem::with_file(name, format!("the byte 0x{:02X} here is not UTF-8 text", bytes[at]))
    }
    .hint("save the file with the encoding UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_preset_names_the_near_ones() {
        let text = Source::find("gccc").unwrap_err().to_string();
        assert!(text.contains("did you mean gcc?"), "{text}");
    }

    #[test]
    fn a_byte_that_is_not_text_is_located() {
        let bytes = b"name = 'x'\nt\xc3\xa4 \xff = 1".to_vec();
        let error = String::from_utf8(bytes.clone()).unwrap_err().utf8_error();
        let problem = not_text("x.toml", &bytes, error);
        assert_eq!((problem.line, problem.column), (2, 4));
    }

    #[test]
    fn a_folder_is_refused() {
        let text = Source::find("src").and_then(|s| s.text());
        assert!(text.unwrap_err().to_string().contains("folder"));
    }
}
