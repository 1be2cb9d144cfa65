//! Folder names out of whatever a roster says.

use super::secret::fingerprint;

/// The longest name, in characters.
const LONGEST: usize = 64;
/// Digits of the fingerprint behind a name that had to be changed.
const FINGERPRINT_DIGITS: usize = 8;
/// The most of what was readable in it.
const READABLE: usize = 40;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A folder's name for an id: the id itself where it is safe on every system, or else what is
/// readable of it and a fingerprint. It depends on the id alone, so that no other student changes
/// it, and is a single path segment of letters, digits, hyphens and underscores.
pub fn folder_name(id: &str) -> String {
    if is_safe(id) {
        return id.to_owned();
    }
    let mut readable = String::new();
    for c in id.chars() {
        match c.is_ascii_alphanumeric() {
            true => readable.push(c.to_ascii_lowercase()),
            false if !readable.ends_with('-') => readable.push('-'),
            false => {}
        }
    }
    let readable: String = readable.trim_matches('-').chars().take(READABLE).collect();
    let readable = match readable.trim_matches('-') {
        "" => "student",
        some => some,
    };
    format!("{readable}-{}", fingerprint(id, FINGERPRINT_DIGITS))
}

fn is_safe(id: &str) -> bool {
    let lower = id.to_ascii_lowercase();
    let is_device = RESERVED.contains(&lower.as_str())
        || ["com", "lpt"]
            .iter()
            .any(|port| lower.strip_prefix(port).is_some_and(|rest| rest.len() == 1));
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let starts = id.starts_with(|c: char| c.is_ascii_alphanumeric());
    starts && id.len() <= LONGEST && id.chars().all(fits) && !is_device
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_id_is_its_own_folder() {
        for id in ["1001", "S-42", "ali_hassan", "a"] {
            assert_eq!(folder_name(id), id);
        }
    }

    #[test]
    fn whatever_else_becomes_one_safe_segment() {
        let hostile = [
            "../x",
            "..",
            ".",
            "/etc/passwd",
            "C:\\x",
            "علي حسن",
            "a b",
            "nul",
            "COM1",
            "a/../b",
            "-x",
            "~root",
            "$(id)",
            "x.",
            "ali@example.com",
            "",
            &"x".repeat(300),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for id in hostile {
            let name = folder_name(id);
            assert!(is_safe(&name), "{id:?} became {name:?}");
            assert!(seen.insert(name), "{id:?}");
        }
    }

    #[test]
    fn what_is_readable_stays_readable() {
        assert!(folder_name("Ali Hassan").starts_with("ali-hassan-"));
        assert!(folder_name("علي").starts_with("student-"));
    }
}
