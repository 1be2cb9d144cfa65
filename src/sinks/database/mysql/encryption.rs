//! `ssl-mode` and `ssl-ca`: whether a connection is encrypted, and what the server has to prove, in
//! the words of MySQL's own client.

use std::path::{Path, PathBuf};

use ::mysql::SslOpts;

use super::super::tls;

/// Whether a connection is encrypted, from the laxest to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Never.
    Disabled,
    /// Where the server can.
    Preferred,
    /// Always.
    Required,
    /// Always, by a certificate that a trusted authority signed.
    VerifyCa,
    /// Always, by such a certificate that is made out to the server's name.
    VerifyIdentity,
}

impl Mode {
    /// Each with its name, and with the one that PostgreSQL has for it.
    const NAMES: [(Mode, &'static str, &'static str); 5] = [
        (Mode::Disabled, "DISABLED", "disable"),
        (Mode::Preferred, "PREFERRED", "prefer"),
        (Mode::Required, "REQUIRED", "require"),
        (Mode::VerifyCa, "VERIFY_CA", "verify-ca"),
        (Mode::VerifyIdentity, "VERIFY_IDENTITY", "verify-full"),
    ];

    fn named(name: &str) -> Result<Mode, String> {
        let is_meant = |own: &str| own.eq_ignore_ascii_case(name);
        let found =
            Mode::NAMES.into_iter().find(|(_, own, other)| is_meant(own) || is_meant(other));
        found.map(|(mode, ..)| mode).ok_or_else(|| {
            let names = Mode::NAMES.map(|(_, name, _)| name).join(", ");
            format!("ssl-mode is none of {names}")
        })
    }
}

/// How to connect to one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encryption {
    mode: Mode,
    authorities: Option<PathBuf>,
}

impl Encryption {
    /// What an address asks for; why it cannot be had.
    pub fn of(mode: Option<&str>, authorities: Option<&str>) -> Result<Encryption, String> {
        let mode = match (mode, authorities) {
            (Some(mode), _) => Mode::named(mode)?,
            // Whoever names an authority wants it to be asked.
            (None, Some(_)) => Mode::VerifyCa,
            (None, None) => Mode::Preferred,
        };
        let is_asked = matches!(mode, Mode::VerifyCa | Mode::VerifyIdentity);
        let authorities = authorities.filter(|_| is_asked).map(PathBuf::from);
        if let Some(path) = &authorities {
            tls::authorities(path).map_err(|why| format!("ssl-ca={why}"))?;
        }
        if mode == Mode::VerifyCa && authorities.is_none() {
            return Err("ssl-mode=VERIFY_CA needs the certificate of an authority: name it with \
                        ssl-ca=FILE"
                .to_owned());
        }
        Ok(Encryption { mode, authorities })
    }

    /// The same for the client.
    pub fn options(&self) -> Option<SslOpts> {
        let options = SslOpts::default();
        Some(match self.mode {
            Mode::Disabled => return None,
            Mode::Preferred | Mode::Required => options.with_danger_accept_invalid_certs(true),
            Mode::VerifyCa => self.trusting(options).with_danger_skip_domain_validation(true),
            Mode::VerifyIdentity => self.trusting(options),
        })
    }

    fn trusting(&self, options: SslOpts) -> SslOpts {
        options.with_root_cert_path(self.authorities.as_deref().map(Path::to_owned))
    }

    /// Whether a connection in the clear will do where no other comes about.
    pub fn is_optional(&self) -> bool {
        self.mode == Mode::Preferred
    }

    /// Whether it is never tried.
    pub fn is_off(&self) -> bool {
        self.mode == Mode::Disabled
    }

    /// The mode as an address has it.
    pub fn name(&self) -> &'static str {
        // The list has every mode; a test holds it.
        let found = Mode::NAMES.into_iter().find(|(mode, ..)| *mode == self.mode);
        found.map_or("PREFERRED", |(_, name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(name: &str) -> Encryption {
        Encryption::of(Some(name), None).unwrap()
    }

    #[test]
    fn every_mode_has_its_name() {
        for (mode, name, other) in Mode::NAMES {
            assert_eq!(Mode::named(&name.to_lowercase()), Ok(mode));
            assert_eq!(Mode::named(other), Ok(mode));
            assert_eq!(Encryption { mode, authorities: None }.name(), name);
        }
        assert!(Encryption::of(Some("full"), None).unwrap_err().contains("VERIFY_IDENTITY"));
    }

    #[test]
    fn encryption_is_preferred_where_nothing_is_said() {
        let encryption = Encryption::of(None, None).unwrap();
        assert!(encryption.is_optional() && encryption.options().is_some());
        assert!(mode("DISABLED").options().is_none());
        assert!(!mode("REQUIRED").is_optional());
    }

    #[test]
    fn only_who_has_to_prove_nothing_is_not_asked() {
        let asks = |name| {
            let options = mode(name).options().unwrap();
            (!options.accept_invalid_certs(), !options.skip_domain_validation())
        };
        assert_eq!(asks("PREFERRED"), (false, true));
        assert_eq!(asks("REQUIRED"), (false, true));
        assert_eq!(asks("VERIFY_IDENTITY"), (true, true));
    }

    #[test]
    fn an_authority_is_asked_where_one_is_named() {
        let why = Encryption::of(Some("VERIFY_CA"), None).unwrap_err();
        assert!(why.contains("ssl-ca=FILE"), "{why}");
        let gone = Encryption::of(None, Some("/no/such/ca.pem")).unwrap_err();
        assert!(gone.contains("ssl-ca=/no/such/ca.pem: "), "{gone}");
        assert!(Encryption::of(Some("REQUIRED"), Some("/no/such/ca.pem")).is_ok());
    }
}
