//! The class's secret, and the numbers that follow from it.
//!
//! Every number of a class is `HMAC-SHA256(secret, purpose, …)`: whoever holds the secret can make
//! the class again, and nobody else can, though scenario, assignment and roster be known. The
//! parts go in with their lengths before them, so that no two lists of parts are the same bytes.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Bytes of a secret that adloom makes.
const MADE_BYTES: usize = 32;
/// The fewest bytes of a secret that is taken: with fewer it could be guessed.
const LEAST_BYTES: usize = 16;
/// The most bytes of a file that is taken for a secret.
const MOST_BYTES: u64 = 64 << 10;
/// Bits of a seed: a double holds such a number exactly.
const SEED_BITS: u32 = 53;

/// The secret of a class.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

// A secret is never shown, not even by mistake.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new secret, from the system's randomness.
    pub fn make() -> io::Result<Secret> {
        let mut bytes = vec![0; MADE_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| io::Error::other(format!("no randomness from the system: {error}")))?;
        Ok(Secret(hex(&bytes).into_bytes()))
    }

    /// The secret in a file: its text, without white space at the ends.
    pub fn read(path: &Path) -> Result<Secret, String> {
        let refuse = |why: String| format!("{}: {why}", path.display());
        let size = fs::metadata(path).map_err(|error| refuse(error.to_string()))?.len();
        if size > MOST_BYTES {
            return Err(refuse("it is too large for a key; name another file".to_owned()));
        }
        let bytes = fs::read(path).map_err(|error| refuse(error.to_string()))?;
        let secret = bytes.trim_ascii();
        if secret.len() < LEAST_BYTES {
            return Err(refuse(format!(
                "a key has at least {LEAST_BYTES} characters; name a file that does not exist, and \
                 adloom makes one"
            )));
        }
        Ok(Secret(secret.to_vec()))
    }

    /// Writes it into a new file that only its owner may read.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let named =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let mut file = options.open(path).map_err(named)?;
        file.write_all(&self.0).and_then(|()| file.write_all(b"\n")).map_err(named)
    }

    /// A seed for a purpose.
    pub fn seed(&self, parts: &[&str]) -> u64 {
        self.bits(parts) >> (64 - SEED_BITS)
    }

    /// A number in [0, 1) for a purpose.
    pub fn fraction(&self, parts: &[&str]) -> f64 {
        self.seed(parts) as f64 / (1_u64 << SEED_BITS) as f64
    }

    /// A position out of `count` for a purpose; 0 where there is none.
    pub fn position(&self, parts: &[&str], count: usize) -> usize {
        ((self.fraction(parts) * count as f64) as usize).min(count.saturating_sub(1))
    }

    fn bits(&self, parts: &[&str]) -> u64 {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        let bytes = mac.finalize().into_bytes();
        let (first, _) = bytes.split_at(8);
        first.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }
}

/// The first `digits` hexadecimal digits of a text's SHA-256: a name for what is known anyway.
pub fn fingerprint(text: &str, digits: usize) -> String {
    hex(&Sha256::digest(text.as_bytes())).chars().take(digits).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret(b"a secret of the class".to_vec())
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(secret().seed(&["ab", "c"]), secret().seed(&["a", "bc"]));
        assert_ne!(secret().seed(&["a"]), secret().seed(&["a", ""]));
        assert_eq!(secret().seed(&["a", "b"]), secret().seed(&["a", "b"]));
    }

    #[test]
    fn another_secret_gives_other_numbers() {
        let other = Secret(b"another secret of it".to_vec());
        assert_ne!(secret().seed(&["a"]), other.seed(&["a"]));
        assert_ne!(Secret::make().unwrap(), Secret::make().unwrap());
    }

    #[test]
    fn numbers_stay_in_their_ranges() {
        for n in 0..200 {
            let n = n.to_string();
            assert!(secret().seed(&[&n]) < 1 << SEED_BITS);
            assert!((0.0..1.0).contains(&secret().fraction(&[&n])));
            assert!(secret().position(&[&n], 3) < 3);
        }
        assert_eq!(secret().position(&["x"], 0), 0);
    }

    #[test]
    fn a_secret_survives_its_file_and_a_short_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("class.key");
        let made = Secret::make().unwrap();
        made.write(&path).unwrap();
        assert_eq!(Secret::read(&path).unwrap(), made);
        assert!(made.write(&path).is_err(), "a key is never overwritten");
        fs::write(&path, "short\n").unwrap();
        assert!(Secret::read(&path).unwrap_err().contains("at least 16"));
    }

    #[test]
    fn a_secret_is_never_shown() {
        assert!(!format!("{:?}", secret()).contains("class"));
    }
}
