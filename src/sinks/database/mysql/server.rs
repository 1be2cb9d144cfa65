//! Connections to a server, and what its errors mean. No text made here shows a password.

use std::env;
use std::time::Duration;

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, DriverError, Error, Opts, OptsBuilder};

use super::super::{DatabaseUrl, LoadError, ServerUrl, tls};
use super::encryption::Encryption;

const DEFAULT_PORT: u16 = 3306;

/// How long to wait for a server to answer a call.
const CONNECT: Duration = Duration::from_secs(10);

/// What every session of ours starts with. Times are in UTC; a value that does not fit is an
/// error; keys are checked at the end, all at once; a connection may wait for rows for a day; and
/// a table that somebody else holds on to is waited for no longer than a minute.
const SESSION: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', \
     time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0, \
     net_read_timeout = 86400, net_write_timeout = 86400, wait_timeout = 86400, \
     lock_wait_timeout = 60";

/// A server of MySQL or MariaDB.
#[derive(Clone)]
pub struct Server {
    url: DatabaseUrl,
    opts: Opts,
    encryption: Encryption,
    database: String,
}

impl Server {
    /// The server at an address.
    pub fn at(url: &ServerUrl) -> Result<Server, LoadError> {
        let shown = DatabaseUrl::Mysql(url.clone());
        let input = |what: String| LoadError::input(&shown, what);
        let mut socket = url.host.starts_with('/').then(|| url.host.clone());
        let (mut mode, mut authorities) = (None, None);
        for (name, value) in &url.parameters {
            match name.as_str() {
                "socket" => socket = Some(value.clone()),
                "ssl-mode" | "sslmode" => mode = Some(value.as_str()),
                "ssl-ca" => authorities = Some(value.as_str()),
                other => {
                    return Err(input(format!("`{other}` is none of socket, ssl-mode and ssl-ca")));
                }
            }
        }
        let encryption = Encryption::of(mode, authorities).map_err(input)?;
        // As the client of the server itself does.
        let password = match &url.password {
            Some(password) => Some(password.reveal().to_owned()),
            None => env::var("MYSQL_PWD").ok(),
        };
        let opts = OptsBuilder::new()
            .ip_or_hostname(Some(if socket.is_some() { "localhost" } else { &url.host }))
            .tcp_port(url.port.unwrap_or(DEFAULT_PORT))
            .prefer_socket(false)
            .socket(socket)
            .user(url.user.clone().or_else(|| env::var("USER").ok()))
            .pass(password)
            .db_name(Some(&url.database))
            .tcp_connect_timeout(Some(CONNECT))
            .ssl_opts(encryption.options())
            .init(vec![SESSION]);
        Ok(Server { url: shown, opts: opts.into(), encryption, database: url.database.clone() })
    }

    /// The address, fit to be shown.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The name of the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// A new connection, encrypted as the address asks for.
    pub fn connect(&self) -> Result<Conn, LoadError> {
        let connected = Conn::new(self.opts.clone()).or_else(|error| {
            if !self.encryption.is_optional() || !is_about_encryption(&error) {
                return Err(error);
            }
            Conn::new(OptsBuilder::from_opts(self.opts.clone()).ssl_opts(None))
        });
        connected.map_err(|error| self.error(error))
    }

    /// Runs a statement that has no answer.
    pub fn execute(&self, conn: &mut Conn, sql: impl AsRef<str>) -> Result<(), LoadError> {
        conn.query_drop(sql.as_ref()).map_err(|error| self.error(error))
    }

    /// The next move is the user's.
    pub fn input(&self, what: impl std::fmt::Display) -> LoadError {
        LoadError::input(&self.url, what)
    }

    /// It could not be done.
    pub fn failed(&self, what: impl std::fmt::Display) -> LoadError {
        LoadError::failed(&self.url, what)
    }

    /// What an error means, and what would do.
    pub fn error(&self, error: Error) -> LoadError {
        if let Some(what) = not_encrypted(&error) {
            return self.input(what);
        }
        match error {
            Error::MySqlError(error) => match error.code {
                code::BAD_LOGIN if self.encryption.is_off() => self.input(
                    "the server refuses this user or password, or a connection with \
                     ssl-mode=DISABLED",
                ),
                code::IN_THE_CLEAR => {
                    self.input(format!("{}; leave ssl-mode=DISABLED out", error.message))
                }
                code::BAD_LOGIN | code::BAD_LOGIN_PLUGIN => {
                    self.input("the server refuses this user or password")
                }
                code::NO_DATABASE => self.input(
                    "there is no such database; make it first with CREATE DATABASE, or name another",
                ),
                code::DATABASE_DENIED
                | code::TABLE_DENIED
                | code::COLUMN_DENIED
                | code::PRIVILEGE_MISSING
                | code::ROUTINE_DENIED => self.input(format!(
                    "a privilege is missing: {}; grant the user ALL on the database",
                    error.message
                )),
                code::LOCK_WAIT | code::METADATA_LOCK_WAIT => self.failed(
                    "another session holds on to a table for too long; end it and try again",
                ),
                code::TABLE_FULL | code::DISK_FULL => {
                    self.failed(format!("the server's disk is full: {}", error.message))
                }
                _ => self.failed(error.message),
            },
            Error::DriverError(DriverError::CouldNotConnect(Some((_, _, kind)))) => {
                self.failed(format!("no server answers there: {kind}"))
            }
            Error::DriverError(DriverError::TlsNotSupported) => self.input(format!(
                "the server does not encrypt, and ssl-mode={} wants no less",
                self.encryption.name()
            )),
            Error::DriverError(DriverError::CouldNotConnect(None) | DriverError::ConnectTimeout) => {
                self.failed("no server answers there")
            }
            Error::IoError(_) | Error::CodecError(_) => {
                self.failed("the connection was cut; is the server still there?")
            }
            other => self.failed(other),
        }
    }
}

/// Why no encrypted connection came about, if that is what an error is about.
fn not_encrypted(error: &Error) -> Option<String> {
    let cause: &(dyn std::error::Error + 'static) = match error {
        Error::IoError(error) => error,
        Error::CodecError(error) => error,
        Error::TlsError(error) => error,
        _ => return None,
    };
    tls::refusal(cause, "ssl-ca")
}

/// Whether a connection in the clear may come about where this one did not.
fn is_about_encryption(error: &Error) -> bool {
    matches!(error, Error::DriverError(DriverError::TlsNotSupported))
        || not_encrypted(error).is_some()
}

/// Numbers of the server's errors, the same in MySQL and MariaDB.
pub mod code {
    /// No user of that name and password.
    pub const BAD_LOGIN: u16 = 1045;
    /// The same, from a login plugin.
    pub const BAD_LOGIN_PLUGIN: u16 = 1698;
    /// The user may not use the database, or it is not there.
    pub const DATABASE_DENIED: u16 = 1044;
    /// No database of that name.
    pub const NO_DATABASE: u16 = 1049;
    /// The user may not do that to the table.
    pub const TABLE_DENIED: u16 = 1142;
    /// The user may not do that to the column.
    pub const COLUMN_DENIED: u16 = 1143;
    /// A privilege of the whole server is missing.
    pub const PRIVILEGE_MISSING: u16 = 1227;
    /// The user may not do that to the procedure.
    pub const ROUTINE_DENIED: u16 = 1370;
    /// The server wants connections to be encrypted.
    pub const IN_THE_CLEAR: u16 = 3159;
    /// No table of that name.
    pub const NO_TABLE: u16 = 1146;
    /// Another transaction holds a row for too long.
    pub const LOCK_WAIT: u16 = 1205;
    /// Another session holds a table for too long (MySQL).
    pub const METADATA_LOCK_WAIT: u16 = 1907;
    /// No room for more rows.
    pub const TABLE_FULL: u16 = 1114;
    /// No room on the disk.
    pub const DISK_FULL: u16 = 1021;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<Server, LoadError> {
        match url.parse() {
            Ok(DatabaseUrl::Mysql(url)) => Server::at(&url),
            other => panic!("{other:?}"),
        }
    }

    fn refused(error: u16) -> LoadError {
        let message = "no, 'me' may not".to_owned();
        let error = ::mysql::MySqlError { state: "HY000".into(), message, code: error };
        server("mysql://me:hunter2@db/shop").unwrap().error(Error::MySqlError(error))
    }

    #[test]
    fn whose_move_is_next_follows_from_the_error() {
        for number in [code::BAD_LOGIN, code::NO_DATABASE, code::TABLE_DENIED] {
            assert!(refused(number).is_input(), "{}", refused(number));
        }
        for number in [code::DISK_FULL, code::LOCK_WAIT, 1064] {
            assert!(!refused(number).is_input(), "{}", refused(number));
        }
    }

    #[test]
    fn no_message_shows_the_password() {
        for number in [1045, 1049, 1142, 1064] {
            assert!(!refused(number).to_string().contains("hunter2"));
        }
    }

    #[test]
    fn an_unknown_parameter_is_named() {
        let why = |url| server(url).map(|_| ()).unwrap_err().to_string();
        assert!(why("mysql://db/shop?charset=latin1").contains("`charset`"));
        assert!(why("mysql://db/shop?ssl-mode=odd").contains("ssl-mode"));
        assert!(server("mysql://db/shop?ssl-mode=REQUIRED").is_ok());
    }
}
