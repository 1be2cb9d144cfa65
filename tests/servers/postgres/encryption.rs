//! Encrypted connections to PostgreSQL: a server that lets nobody in without, and certificates that
//! are to be trusted or not.

use postgres::Client;

use super::server::{PASSWORD, Server, USER};
use super::{SMALL, count, done, refused, to};
use crate::certificates::{Authority, Certificate};

/// A user whom the server lets in over encrypted connections only.
const GUARDED: &str = "guarded";

/// The address of a database, as that user.
fn guarded(server: &Server, database: &str, host: &str, parameters: &str) -> String {
    let url = server.url(database).replace(USER, GUARDED).replace("127.0.0.1", host);
    format!("{url}?{parameters}")
}

/// A server that a test has to itself, which encrypts with a certificate.
fn server_with(certificate: &Certificate) -> (Server, Client) {
    let server = Server::start();
    let mut client = server.connect("postgres");
    server.encrypt(&mut client, certificate);
    (server, client)
}

fn user(server: &Server, database: &str) {
    server.database(database);
    let mut client = server.connect(database);
    client
        .batch_execute(&format!(
            "CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}';
             GRANT CREATE ON DATABASE \"{database}\" TO {GUARDED}"
        ))
        .unwrap();
    server.refuse_in_the_clear(&mut client, GUARDED);
}

pub fn a_server_without_tls_is_refused_where_it_is_wanted() {
    let (url, _) = super::database("no_tls");
    for mode in ["require", "verify-full"] {
        let url = format!("{url}?sslmode={mode}");
        refused(&to(&SMALL, &url, &[]), 2, "the server does not encrypt");
    }
    let preferred = format!("{url}?sslmode=prefer");
    done(&to(&SMALL, &preferred, &["--tables", "regions"]));
}

pub fn everything_works_over_an_encrypted_connection() {
    let authority = Authority::new("nowhere.example").unwrap();
    let (server, _client) = server_with(&authority.sign("localhost").unwrap());
    user(&server, "shop");
    let at = |host, parameters: &str| guarded(&server, "shop", host, parameters);
    refused(&to(&SMALL, &at("127.0.0.1", "sslmode=disable"), &[]), 2, "sslmode=require may be");
    // Written, with views, and read back by each command that reads.
    let trusted = at("localhost", &format!("sslmode=verify-full&sslrootcert={}", authority.path()));
    done(&to(&SMALL, &trusted, &["--layout", "star"]));
    let views = "SELECT count(*) FROM pg_views WHERE schemaname = 'adloom'";
    assert!(count(&mut server.connect("shop"), views) >= 5);
    assert!(!done(&["verify", &trusted]).contains("broken"));
    assert!(done(&["sql", &trusted, "SELECT count(*) FROM regions"]).contains('6'));
    let folder = tempfile::tempdir().unwrap();
    done(&["model", &trusted, "--only", "kpis", "--out", folder.path().to_str().unwrap()]);
    // The laxer modes, of which two are encrypted only because the server wants it.
    for mode in ["", "sslmode=allow", "sslmode=prefer", "sslmode=require"] {
        done(&to(&SMALL, &at("127.0.0.1", mode), &["--tables", "regions", "--force"]));
    }
}

pub fn certificates_that_are_not_trusted_end_with_one_line() {
    let authority = Authority::new("nowhere.example").unwrap();
    let stranger = Authority::new("nowhere.example").unwrap();
    let (server, _client) = server_with(&authority.sign("localhost").unwrap());
    user(&server, "shop");
    let (own, other) = (authority.path(), stranger.path());
    let broken = authority.file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n").unwrap();
    for (host, mode, file, words) in [
        ("localhost", "verify-ca", &other, "no trusted authority signed"),
        ("localhost", "verify-full", &other, "no trusted authority signed"),
        ("localhost", "require", &other, "no trusted authority signed"),
        ("127.0.0.1", "verify-full", &own, "made out to localhost, and not to 127.0.0.1"),
        ("localhost", "verify-full", &broken, "broken.pem: it is not a file of certificates"),
        ("localhost", "verify-ca", &"/no/such.pem".to_owned(), "/no/such.pem: No such file"),
    ] {
        let url = guarded(&server, "shop", host, &format!("sslmode={mode}&sslrootcert={file}"));
        refused(&to(&SMALL, &url, &[]), 2, words);
        refused(&["verify", &url], 2, words);
    }
    // The authorities of this system did not sign it either.
    let url = guarded(&server, "shop", "localhost", "sslrootcert=system");
    refused(&to(&SMALL, &url, &[]), 2, "authority");
    // Without its name a certificate is good enough for whoever asks for no more.
    let url =
        guarded(&server, "shop", "127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={own}"));
    done(&to(&SMALL, &url, &["--tables", "regions"]));
}

pub fn a_certificate_that_signed_itself_can_be_trusted() {
    let own = Authority::new("localhost").unwrap();
    let (server, _client) = server_with(&own.own());
    user(&server, "shop");
    let parameters = format!("sslmode=verify-full&sslrootcert={}", own.path());
    let at = |host| guarded(&server, "shop", host, &parameters);
    done(&to(&SMALL, &at("localhost"), &["--tables", "regions"]));
    refused(&to(&SMALL, &at("127.0.0.1"), &["--force"]), 2, "not to 127.0.0.1");
}
