//! `sslmode` and `sslrootcert`: whether a connection is encrypted, and what the server has to prove.
//!
//! They mean what they mean to PostgreSQL's own library, libpq, and may come from the same variables
//! of the environment.

use std::env;
use std::path::{Path, PathBuf};

use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};

use super::super::{ServerUrl, tls};
use super::certificate::Proof;
use super::connector::Connector;

/// Where an authority's certificate lies unless one is named, in the home folder.
const OWN_AUTHORITIES: &str = ".postgresql/root.crt";

/// In place of a file: the authorities that this system trusts.
const SYSTEM: &str = "system";

/// Whether a connection is encrypted, from the laxest to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    /// Never.
    Disable,
    /// Only where the server lets nobody in otherwise.
    Allow,
    /// Where the server can.
    Prefer,
    /// Always.
    Require,
    /// Always, by a certificate that a trusted authority signed.
    VerifyCa,
    /// Always, by such a certificate that is made out to the server's name.
    VerifyFull,
}

impl Mode {
    const NAMES: [(Mode, &'static str); 6] = [
        (Mode::Disable, "disable"),
        (Mode::Allow, "allow"),
        (Mode::Prefer, "prefer"),
        (Mode::Require, "require"),
        (Mode::VerifyCa, "verify-ca"),
        (Mode::VerifyFull, "verify-full"),
    ];

    fn named(name: &str) -> Result<Mode, String> {
        let found = Mode::NAMES.into_iter().find(|(_, own)| *own == name);
        found.map(|(mode, _)| mode).ok_or_else(|| {
            let names = Mode::NAMES.map(|(_, name)| name).join(", ");
            format!("sslmode is none of {names}")
        })
    }

    fn name(self) -> &'static str {
        // The list has every mode; a test holds it.
        Mode::NAMES.into_iter().find(|(mode, _)| *mode == self).map_or("prefer", |(_, name)| name)
    }
}

/// How to connect to one server.
#[derive(Debug)]
pub struct Encryption {
    mode: Mode,
    connector: Connector,
}

/// Where settings come from that an address does not have.
struct Surroundings {
    mode: Option<String>,
    authorities: Option<String>,
    home: Option<PathBuf>,
}

impl Encryption {
    /// What an address asks for; why it cannot be had.
    pub fn of(server: &ServerUrl) -> Result<Encryption, String> {
        let around = Surroundings {
            mode: env::var("PGSSLMODE").ok(),
            authorities: env::var("PGSSLROOTCERT").ok(),
            home: env::home_dir(),
        };
        let (mode, proof) = asked(server, around)?;
        Ok(Encryption { mode, connector: Connector::new(proof)? })
    }

    /// Connects, in the clear and encrypted in the order that the mode wants.
    pub fn connect(&self, config: &Config) -> Result<Client, postgres::Error> {
        let plain = || config.connect(NoTls);
        let encrypted = |mode| config.clone().ssl_mode(mode).connect(self.connector.clone());
        match self.mode {
            Mode::Disable => plain(),
            Mode::Allow => match plain() {
                Err(error) if is_refused(&error) => encrypted(SslMode::Require),
                other => other,
            },
            Mode::Prefer => match encrypted(SslMode::Prefer) {
                // What spoke against the connection that was wanted says more.
                Err(error) if is_refused(&error) => plain().map_err(|_| error),
                other => other,
            },
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => encrypted(SslMode::Require),
        }
    }

    /// The mode as an address has it.
    pub fn name(&self) -> &'static str {
        self.mode.name()
    }
}

/// Whether the other way to connect may do better: the server, or one of both sides of the
/// handshake, does not want this one.
fn is_refused(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
        || tls::refusal(error, "").is_some()
}

/// The mode, and what the server has to prove.
fn asked(server: &ServerUrl, around: Surroundings) -> Result<(Mode, Proof), String> {
    let parameter = |name: &str| {
        let found = server.parameters.iter().rfind(|(own, _)| own == name);
        found.map(|(_, value)| value.clone())
    };
    // Nobody listens in on a socket.
    if server.host.starts_with('/') {
        return Ok((Mode::Disable, Proof::Nothing));
    }
    let mode = parameter("sslmode").or(around.mode).filter(|mode| !mode.is_empty());
    let mode = mode.map(|mode| Mode::named(&mode)).transpose()?;
    let named = parameter("sslrootcert").or(around.authorities).filter(|path| !path.is_empty());
    if named.as_deref() == Some(SYSTEM) {
        return match mode.unwrap_or(Mode::VerifyFull) {
            Mode::VerifyFull => Ok((Mode::VerifyFull, Proof::public_name())),
            weaker => Err(format!(
                "sslmode={} is too weak for sslrootcert=system: anybody can have a certificate of \
                 some public authority; leave sslmode out",
                weaker.name()
            )),
        };
    }
    let own = || around.home.map(|home| home.join(OWN_AUTHORITIES)).filter(|path| path.exists());
    let file = named.map(PathBuf::from).or_else(own);
    let mode = mode.unwrap_or(Mode::Prefer);
    let trusted = |path: &Path| tls::authorities(path).map_err(|why| format!("sslrootcert={why}"));
    let proof = match (mode, file) {
        (Mode::Disable | Mode::Allow | Mode::Prefer, _) | (Mode::Require, None) => Proof::Nothing,
        (Mode::Require | Mode::VerifyCa, Some(path)) => Proof::Authority(trusted(&path)?),
        (Mode::VerifyFull, Some(path)) => Proof::Name(trusted(&path)?),
        (Mode::VerifyFull, None) => Proof::public_name(),
        (Mode::VerifyCa, None) => {
            return Err("sslmode=verify-ca needs the certificate of an authority: name it with \
                        sslrootcert=FILE"
                .to_owned());
        }
    };
    Ok((mode, proof))
}

#[cfg(test)]
#[path = "encryption_tests.rs"]
mod tests;
