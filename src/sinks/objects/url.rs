//! `s3://bucket/prefix`.

use std::fmt;
use std::path::Path;

/// A place in an object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectUrl {
    /// The bucket.
    pub bucket: String,
    /// What the names of all objects begin with, without slashes at its ends; empty for the whole
    /// bucket.
    pub prefix: String,
}

/// What stands before the bucket.
const SCHEME: &str = "s3://";

impl ObjectUrl {
    /// Reads an argument that may also be a folder: `None` if it is one, or why it is neither.
    pub fn detect(argument: &Path) -> Option<Result<ObjectUrl, String>> {
        let text = argument.to_str()?;
        let Some(rest) = text.strip_prefix(SCHEME) else {
            let (scheme, _) = text.split_once("://")?;
            return Some(Err(format!(
                "`{scheme}://` is no place that adloom can write to; give a folder or \
                 s3://bucket/prefix"
            )));
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_named = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if bucket.is_empty() || !bucket.chars().all(is_named) {
            return Some(Err(format!("{text}: it names no bucket, as s3://bucket/prefix does")));
        }
        let prefix = prefix.trim_matches('/').to_owned();
        if prefix.split('/').any(|part| matches!(part, "." | "..")) || prefix.contains("//") {
            return Some(Err(format!(
                "{text}: `.`, `..` and empty names are no parts of a prefix"
            )));
        }
        Some(Ok(ObjectUrl { bucket: bucket.to_owned(), prefix }))
    }

    /// The name of an object inside the bucket.
    pub fn object(&self, name: &str) -> String {
        match self.prefix.as_str() {
            "" => name.to_owned(),
            prefix => format!("{prefix}/{name}"),
        }
    }
}

impl fmt::Display for ObjectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.bucket)?;
        if !self.prefix.is_empty() {
            write!(f, "/{}", self.prefix)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(text: &str) -> Option<Result<ObjectUrl, String>> {
        ObjectUrl::detect(Path::new(text))
    }

    #[test]
    fn a_folder_is_no_address() {
        assert_eq!(detect("output/gcc"), None);
        assert_eq!(detect("/tmp/s3"), None);
    }

    #[test]
    fn an_address_is_a_bucket_and_a_prefix() {
        let url = detect("s3://my-bucket/a/b/").unwrap().unwrap();
        assert_eq!((url.bucket.as_str(), url.prefix.as_str()), ("my-bucket", "a/b"));
        assert_eq!(url.object("data/orders.csv"), "a/b/data/orders.csv");
        assert_eq!(url.to_string(), "s3://my-bucket/a/b");
        let whole = detect("s3://my-bucket").unwrap().unwrap();
        assert_eq!(whole.object("manifest.json"), "manifest.json");
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in ["s3://", "s3:///a", "s3://b/../a", "s3://b/a//c", "ftp://host/a", "s3://a b/c"]
        {
            assert!(detect(text).unwrap().is_err(), "{text}");
        }
    }
}
