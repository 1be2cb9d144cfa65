//! A throwaway authority and the certificates that it signs, made by the `openssl` command.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::support::succeed;

/// Whether the command is there.
pub fn can_be_made() -> bool {
    Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success())
}

/// Somebody who signs certificates.
pub struct Authority {
    folder: TempDir,
}

/// A certificate and its key.
pub struct Certificate {
    pub file: PathBuf,
    pub key: PathBuf,
}

impl Authority {
    /// A new one, with a certificate that it signed itself, made out to a host.
    pub fn new(host: &str) -> Result<Authority, Failed> {
        let authority = Authority { folder: tempfile::tempdir()? };
        // The user of a server has to come through to its certificate.
        fs::set_permissions(authority.folder.path(), fs::Permissions::from_mode(0o755))?;
        let Certificate { file, key } = authority.own();
        let names = format!("subjectAltName=DNS:{host}");
        openssl(&["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2"])
            .args(["-subj", "/CN=A throwaway authority", "-addext", &names])
            .arg("-keyout")
            .arg(&key)
            .arg("-out")
            .arg(&file)
            .run()?;
        readable(&key)?;
        Ok(authority)
    }

    /// Its own certificate.
    pub fn own(&self) -> Certificate {
        self.place("authority")
    }

    /// Its own certificate, as an address names it.
    pub fn path(&self) -> String {
        self.own().file.display().to_string()
    }

    /// Another file beside it.
    pub fn file(&self, name: &str, text: &str) -> Result<String, Failed> {
        let path = self.folder.path().join(name);
        fs::write(&path, text)?;
        Ok(path.display().to_string())
    }

    /// A certificate made out to a host.
    pub fn sign(&self, host: &str) -> Result<Certificate, Failed> {
        let made = self.place(host);
        let request = self.folder.path().join("request");
        let names = self.file("names", &format!("subjectAltName=DNS:{host}\n"))?;
        openssl(&["req", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=A server"])
            .arg("-keyout")
            .arg(&made.key)
            .arg("-out")
            .arg(&request)
            .run()?;
        let own = self.own();
        openssl(&["x509", "-req", "-days", "2", "-CAcreateserial", "-extfile", &names])
            .arg("-in")
            .arg(&request)
            .arg("-CA")
            .arg(&own.file)
            .arg("-CAkey")
            .arg(&own.key)
            .arg("-out")
            .arg(&made.file)
            .run()?;
        readable(&made.key)?;
        Ok(made)
    }

    fn place(&self, name: &str) -> Certificate {
        let file = |ending: &str| self.folder.path().join(format!("{name}.{ending}"));
        Certificate { file: file("pem"), key: file("key") }
    }
}

fn openssl(arguments: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command.args(arguments);
    command
}

/// Lets a server read its key, whoever it runs as.
fn readable(key: &Path) -> Result<(), Failed> {
    Ok(fs::set_permissions(key, fs::Permissions::from_mode(0o644))?)
}

trait Run {
    fn run(&mut self) -> Result<(), Failed>;
}

impl Run for Command {
    fn run(&mut self) -> Result<(), Failed> {
        succeed(self).map(drop)
    }
}
