//! The way to a PostgreSQL server, and what it says when it refuses.

use std::env;
use std::error::Error as _;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, Config};

use super::super::manifest::{MANIFEST_COLUMN, MANIFEST_TABLE, Manifest, Relation};
use super::super::{DatabaseUrl, LoadError, ServerUrl, tls};
use super::encryption::Encryption;
use super::schema::qualified;

/// The schema of a load, where none is named.
pub const DEFAULT_SCHEMA: &str = "adloom";

/// How long to wait for a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the client says of a server that cannot encrypt.
const NO_TLS: &str = "does not support TLS";

/// How a server describes a connection that it does not let in as it is.
const IN_THE_CLEAR: &str = "no encryption";

/// What may follow the `?` of an address.
const PARAMETERS: &str =
    "schema, sslmode, sslrootcert, application_name, connect_timeout and options";

/// The schema that an address names as `?schema=…`.
pub fn schema_of(server: &ServerUrl) -> &str {
    let named = server.parameters.iter().find(|(name, _)| name == "schema");
    named.map_or(DEFAULT_SCHEMA, |(_, schema)| schema)
}

/// Connects to a server, encrypted as its address asks for.
pub fn connect(server: &ServerUrl) -> Result<Client, LoadError> {
    let url = DatabaseUrl::Postgres(server.clone());
    let input = |why| LoadError::input(&url, why);
    let config = config(server).map_err(input)?;
    let encryption = Encryption::of(server).map_err(input)?;
    encryption.connect(&config).map_err(|error| refused(&url, &encryption, &error))
}

/// Why there is no connection.
fn refused(url: &DatabaseUrl, encryption: &Encryption, error: &postgres::Error) -> LoadError {
    let mode = encryption.name();
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    if cause.contains(NO_TLS) {
        let what = format!("the server does not encrypt, and sslmode={mode} wants no less");
        return LoadError::input(url, what);
    }
    if let Some(what) = tls::refusal(error, "sslrootcert") {
        return LoadError::input(url, what);
    }
    let said = error.as_db_error().map(postgres::error::DbError::message).unwrap_or_default();
    if said.contains(IN_THE_CLEAR) {
        return LoadError::input(url, format!("{said}; sslmode=require may be what it wants"));
    }
    failed(url, error, "it cannot be reached")
}

fn config(server: &ServerUrl) -> Result<Config, String> {
    let mut config = Config::new();
    config
        .host(&server.host)
        .port(server.port.unwrap_or(5432))
        .dbname(&server.database)
        .application_name("adloom")
        .connect_timeout(PATIENCE);
    if let Some(user) = server.user.clone().or_else(|| env::var("PGUSER").ok()) {
        config.user(&user);
    }
    match (&server.password, env::var("PGPASSWORD")) {
        (Some(password), _) => drop(config.password(password.reveal())),
        (None, Ok(password)) => drop(config.password(password)),
        (None, Err(_)) => {}
    }
    for (name, value) in &server.parameters {
        match name.as_str() {
            "schema" | "sslmode" | "sslrootcert" => {}
            "application_name" => drop(config.application_name(value)),
            "options" => drop(config.options(value)),
            "connect_timeout" => {
                let seconds = value.parse().map_err(|_| "connect_timeout is not in seconds")?;
                config.connect_timeout(Duration::from_secs(seconds));
            }
            other => return Err(format!("`{other}` is no parameter here; {PARAMETERS} are")),
        }
    }
    Ok(config)
}

/// What went wrong, in one line. `otherwise` says what does not work where the server itself has
/// said nothing.
pub fn failed(url: &DatabaseUrl, error: &postgres::Error, otherwise: &str) -> LoadError {
    let Some(said) = error.as_db_error() else {
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        if cause.contains("password missing") {
            let what = "the server asks for a password; give user:password@ or set PGPASSWORD";
            return LoadError::input(url, what);
        }
        return LoadError::failed(url, format!("{otherwise} ({cause})"));
    };
    let detail = said.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let message = format!("{}{detail}", said.message());
    let input = |what: &str| LoadError::input(url, format!("{message}; {what}"));
    let failed = |what: &str| LoadError::failed(url, format!("{message}; {what}"));
    match said.code() {
        &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            input("check the user and the password")
        }
        &SqlState::UNDEFINED_DATABASE => input("create it first, or name another"),
        &SqlState::INSUFFICIENT_PRIVILEGE => {
            input("the user needs CREATE on the database, or another --schema")
        }
        &SqlState::DEPENDENT_OBJECTS_STILL_EXIST => {
            input("drop what depends on it first; only what adloom made is replaced")
        }
        &SqlState::DISK_FULL => failed("the server's disk is full, and nothing was loaded"),
        _ => failed("nothing was loaded"),
    }
}

/// The manifest of a schema, if adloom made it: `None` where there is none.
pub fn manifest_of(client: &mut Client, schema: &str) -> Result<Option<Manifest>, postgres::Error> {
    let there = client.query_opt(
        "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
         WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND c.relkind = 'r'",
        &[&schema, &MANIFEST_TABLE, &MANIFEST_COLUMN],
    )?;
    if there.is_none() {
        return Ok(None);
    }
    let table = qualified(&Relation::table(MANIFEST_TABLE).within(schema));
    let row = client.query_opt(&format!("SELECT {MANIFEST_COLUMN}::text FROM {table}"), &[])?;
    let text = row.map(|row| row.try_get::<_, Option<String>>(0)).transpose()?.flatten();
    Ok(text.and_then(|text| Manifest::from_json(&text).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(parameters: &str) -> String {
        let url = format!("postgresql://me:hunter2@localhost/shop?{parameters}");
        let Ok(DatabaseUrl::Postgres(server)) = url.parse() else { panic!("{url}") };
        config(&server).map(drop).unwrap_err()
    }

    #[test]
    fn an_unknown_parameter_is_named_without_its_value() {
        let why = refused("sslpasswort=hunter2");
        assert!(why.contains("`sslpasswort`") && !why.contains("hunter2"), "{why}");
    }
}
