//! `adloom init`: a commented scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Failure, talk};
use crate::scenario::{Preset, Source, presets};

/// Write a commented scenario to start from
///
/// Without --out it goes to standard output. The presets are gcc (the default), us-brand,
/// marketplace, omnichannel, mix and classroom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Preset to copy
    #[arg(default_value = "gcc")]
    preset: String,

    /// File to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
}

impl Args {
    /// Writes the preset.
    pub fn run(self) -> Result<(), Failure> {
        let preset = find(&self.preset)?;
        let Some(out) = self.out else {
            return talk::print(preset.text.trim_end());
        };
        write(&out, preset.text, self.force)?;
        talk::say(format_args!("wrote {}: {}", out.display(), preset.title));
        talk::say(format_args!("next: adloom gen {}", out.display()));
        Ok(())
    }
}

fn find(name: &str) -> Result<&'static Preset, Failure> {
    if let Some(preset) = presets().iter().find(|preset| preset.name == name) {
        return Ok(preset);
    }
    match Source::find(name) {
        Ok(_) => Err(Failure::Input(format!("{name} is a file; init copies a preset"))),
        Err(problems) => Err(problems.into()),
    }
}

fn write(out: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let named = |error: io::Error| Failure::Other(format!("{}: {error}", out.display()));
    if force {
        return fs::write(out, text).map_err(named);
    }
    // To create anew is one step: a file that appears in between is not overwritten either.
    let mut file = OpenOptions::new().write(true).create_new(true).open(out).map_err(|error| {
        match error.kind() {
            ErrorKind::AlreadyExists => {
                Failure::Input(format!("{} is there already; --force replaces it", out.display()))
            }
            _ => named(error),
        }
    })?;
    file.write_all(text.as_bytes()).map_err(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn init(out: &Path, force: bool) -> Result<(), Failure> {
        Args { preset: "mix".into(), out: Some(out.to_owned()), force }.run()
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_on_request() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.toml");
        init(&file, false).unwrap();
        fs::write(&file, "mine").unwrap();
        assert_eq!(init(&file, false).unwrap_err().exit_code(), 2);
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        init(&file, true).unwrap();
        assert!(fs::read_to_string(&file).unwrap().starts_with("# mix"));
    }
}
