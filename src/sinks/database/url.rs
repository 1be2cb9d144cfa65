//! Where a database is. No text that is made here ever shows a password.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The address of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`: a file.
    Sqlite(PathBuf),
    /// `postgresql://user:password@host:port/database`.
    Postgres(ServerUrl),
    /// `mysql://user:password@host:port/database`, MariaDB included.
    Mysql(ServerUrl),
}

/// The address of a database on a server, percent-decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl {
    /// The user, if one is named.
    pub user: Option<String>,
    /// The password, if there is one in the address.
    pub password: Option<Password>,
    /// The host, without the brackets of an IPv6 address. A path is the folder of a socket.
    pub host: String,
    /// The port, if one is named.
    pub port: Option<u16>,
    /// The database.
    pub database: String,
    /// What follows the `?`, in order; `password`, `host`, `port` and `user` stand in their own
    /// fields instead.
    pub parameters: Vec<(String, String)>,
}

/// A password, which is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The password itself: to be sent to its server and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Where nothing else is said.
const DEFAULT_HOST: &str = "localhost";

/// Endings by which a plain path is taken for a SQLite file.
const SQLITE_ENDINGS: [&str; 3] = ["sqlite", "sqlite3", "db"];

impl DatabaseUrl {
    /// Reads an argument that may also be a folder: `None` unless it is an address of a database or
    /// the path of a file that is named like one of SQLite's.
    pub fn detect(argument: &Path) -> Option<Result<DatabaseUrl, UrlError>> {
        let text = argument.to_str();
        if let Some(text) = text
            && text
                .split_once(':')
                .is_some_and(|(scheme, _)| is_known(scheme) || text.contains("://"))
        {
            return Some(text.parse());
        }
        let ending = argument.extension()?.to_str()?.to_ascii_lowercase();
        (SQLITE_ENDINGS.contains(&ending.as_str()) && !argument.is_dir())
            .then(|| Ok(DatabaseUrl::Sqlite(argument.to_owned())))
    }
}

fn is_known(scheme: &str) -> bool {
    ["sqlite", "postgresql", "postgres", "mysql", "mariadb"].contains(&scheme)
}

/// Why a text is no address of a database. It quotes nothing that may be part of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlError(String);

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UrlError {}

fn wrong<T>(why: impl Into<String>) -> Result<T, UrlError> {
    Err(UrlError(why.into()))
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<DatabaseUrl, UrlError> {
        let forms = "sqlite:PATH, postgresql://user@host/database or mysql://user@host/database";
        let Some((scheme, rest)) = text.split_once(':') else {
            return wrong(format!("it is not the address of a database, such as {forms}"));
        };
        match scheme {
            "sqlite" => sqlite(rest).map(DatabaseUrl::Sqlite),
            "postgresql" | "postgres" => server(scheme, rest).map(DatabaseUrl::Postgres),
            "mysql" | "mariadb" => server(scheme, rest).map(DatabaseUrl::Mysql),
            // What stands before a colon may be a user's name, but no password.
            other => wrong(format!("`{other}:` is no database that adloom knows; give {forms}")),
        }
    }
}

/// The path is taken as it stands, so that any file can be named.
fn sqlite(rest: &str) -> Result<PathBuf, UrlError> {
    match rest.strip_prefix("//").unwrap_or(rest) {
        "" => wrong("sqlite: is not followed by the path of a file"),
        ":memory:" => wrong("a database in memory would be gone at once; give the path of a file"),
        path => Ok(PathBuf::from(path)),
    }
}

/// Said of whatever looks as if a password had cut the address into pieces.
const ENCODE: &str =
    "in a name or password, / ? # @ : % and [ are written %2F %3F %23 %40 %3A %25 and %5B";

fn server(scheme: &str, rest: &str) -> Result<ServerUrl, UrlError> {
    let Some(rest) = rest.strip_prefix("//") else {
        return wrong(format!("{scheme}: is not followed by //user@host/database"));
    };
    if rest.contains('#') {
        return wrong(format!("{scheme}: an address has no #; {ENCODE}"));
    }
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = before.split_once('/').unwrap_or((before, ""));
    let (credentials, place) = match authority.rsplit_once('@') {
        Some((credentials, place)) => (Some(credentials), place),
        None => (None, authority),
    };
    let (user, password) = match credentials.map(|c| c.split_once(':').unwrap_or((c, ""))) {
        None => (None, None),
        Some((user, password)) => (named(user)?, named(password)?.map(Password)),
    };
    let (host, port) = host_and_port(place)?;
    if database.contains(['@', '/', ':']) {
        return wrong(format!("{scheme}: the name of the database is not plain; {ENCODE}"));
    }
    let mut url = ServerUrl {
        user,
        password,
        host: host.unwrap_or_else(|| DEFAULT_HOST.to_owned()),
        port,
        database: decoded(database)?,
        parameters: Vec::new(),
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else {
            return wrong(format!("{scheme}: what follows the ? is not name=value; {ENCODE}"));
        };
        let (name, value) = (decoded(name)?, decoded(value)?);
        match name.as_str() {
            "user" => url.user = Some(value),
            "password" => url.password = Some(Password(value)),
            "host" => url.host = value,
            "port" => url.port = Some(port_number(&value)?),
            "dbname" => url.database = value,
            _ => url.parameters.push((name, value)),
        }
    }
    if url.database.is_empty() {
        return wrong(format!(
            "{scheme}: no database is named; give {scheme}://user@host/database"
        ));
    }
    Ok(url)
}

fn named(text: &str) -> Result<Option<String>, UrlError> {
    Ok(if text.is_empty() { None } else { Some(decoded(text)?) })
}

fn host_and_port(place: &str) -> Result<(Option<String>, Option<u16>), UrlError> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, "")) => (address, None),
            Some((address, after)) if after.starts_with(':') => (address, Some(&after[1..])),
            _ => return wrong(format!("the host's [ has no ]; {ENCODE}")),
        },
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    let port = port.filter(|port| !port.is_empty()).map(port_number).transpose()?;
    Ok((named(host)?, port))
}

fn port_number(text: &str) -> Result<u16, UrlError> {
    match text.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => wrong(format!("the port is not a number from 1 to 65535; {ENCODE}")),
    }
}

fn decoded(text: &str) -> Result<String, UrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let mut byte = *first;
        if byte == b'%' {
            let digits = after.get(..2).and_then(|digits| str::from_utf8(digits).ok());
            let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            let Some(value) = value else {
                return wrong(format!("a % is not followed by two digits; {ENCODE}"));
            };
            (byte, rest) = (value, &after[2..]);
        }
        bytes.push(byte);
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => wrong("it is not text in UTF-8 once its % are decoded"),
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::Postgres(server) => write!(f, "postgresql://{server}"),
            DatabaseUrl::Mysql(server) => write!(f, "mysql://{server}"),
        }
    }
}

/// `user@host:port/database`: enough to tell which it is, nothing that is secret.
impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = &self.user {
            write!(f, "{}@", encoded(user))?;
        }
        let is_address = self.host.contains(':');
        match is_address {
            true => write!(f, "[{}]", self.host)?,
            false => write!(f, "{}", encoded(&self.host))?,
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", encoded(&self.database))
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '/' | '?' | '#' | '@' | ':' | '%' | '[' | ']' => out += &format!("%{:02X}", c as u32),
            c if c.is_control() || c.is_whitespace() => {
                let mut bytes = [0; 4];
                out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[path = "url_tests.rs"]
mod tests;
