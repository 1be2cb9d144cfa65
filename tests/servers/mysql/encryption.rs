//! Encrypted connections to MariaDB, of a user who is let in no other way.

use ::mysql::prelude::Queryable;
use libtest_mimic::Failed;

use super::server::{DATABASE, Server};
use super::{SMALL, check_rows};
use crate::certificates::{Authority, Certificate};
use crate::support::{adloom, expect, fail, succeed};

const GUARDED: &str = "guarded";
const SECRET: &str = "hunter2";

fn start(certificate: &Certificate) -> Result<Server, Failed> {
    let file = format!("--ssl-cert={}", certificate.file.display());
    let key = format!("--ssl-key={}", certificate.key.display());
    let server = Server::start_with(&[&file, &key])?;
    let mut root = server.root()?;
    root.query_drop(format!(
        "CREATE USER {GUARDED}@'127.0.0.1' IDENTIFIED BY '{SECRET}' REQUIRE SSL"
    ))?;
    let name = DATABASE.replace('`', "``");
    root.query_drop(format!("GRANT ALL ON `{name}`.* TO {GUARDED}@'127.0.0.1'"))?;
    Ok(server)
}

fn guarded(server: &Server, host: &str, parameters: &str) -> String {
    let url = server.url_of(GUARDED, SECRET, DATABASE).replace("127.0.0.1", host);
    format!("{url}?{parameters}")
}

fn load(url: &str, more: &[&str]) -> std::process::Command {
    adloom(&[&SMALL[..], &["--to", url], more].concat())
}

pub fn a_server_without_tls_is_refused_where_it_is_wanted(server: &Server) -> Result<(), Failed> {
    for mode in ["REQUIRED", "VERIFY_IDENTITY"] {
        let said = fail(&mut load(&format!("{}?ssl-mode={mode}", server.url()), &[]), 2)?;
        let words = format!("the server does not encrypt, and ssl-mode={mode} wants no less");
        expect(said.contains(&words), || said.clone())?;
    }
    succeed(&mut load(&server.url(), &["--tables", "regions"])).map(drop)
}

pub fn everything_works_over_an_encrypted_connection() -> Result<(), Failed> {
    let authority = Authority::new("nowhere.example")?;
    let server = start(&authority.sign("localhost")?)?;
    let said = fail(&mut load(&guarded(&server, "127.0.0.1", "ssl-mode=DISABLED"), &[]), 2)?;
    expect(said.contains("ssl-mode=DISABLED"), || said.clone())?;
    let trust = format!("ssl-mode=VERIFY_IDENTITY&ssl-ca={}", authority.path());
    let trusted = guarded(&server, "localhost", &trust);
    succeed(&mut load(&trusted, &["--layout", "star"]))?;
    check_rows(&server)?;
    let routines: Option<u64> = server.root()?.query_first(
        "SELECT count(*) FROM information_schema.routines WHERE routine_schema = DATABASE()",
    )?;
    expect(routines > Some(0), || "there are no procedures".to_owned())?;
    let checks = succeed(&mut adloom(&["verify", &trusted]))?;
    expect(!checks.contains("broken"), || checks.clone())?;
    let rows = succeed(&mut adloom(&["sql", &trusted, "SELECT count(*) FROM regions"]))?;
    expect(rows.contains('6'), || rows.clone())?;
    let authority = format!("ssl-ca={}", authority.path());
    for lax in ["", "ssl-mode=PREFERRED", "ssl-mode=REQUIRED", &authority] {
        let url = guarded(&server, "127.0.0.1", lax);
        succeed(&mut load(&url, &["--tables", "regions", "--force"]))?;
    }
    Ok(())
}

pub fn certificates_that_are_not_trusted_end_with_one_line() -> Result<(), Failed> {
    let authority = Authority::new("nowhere.example")?;
    let stranger = Authority::new("nowhere.example")?;
    let server = start(&authority.sign("localhost")?)?;
    let broken = authority.file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n")?;
    for (host, mode, file, words) in [
        ("localhost", "VERIFY_CA", &stranger.path(), "no trusted authority signed"),
        ("localhost", "VERIFY_IDENTITY", &stranger.path(), "no trusted authority signed"),
        ("127.0.0.1", "VERIFY_IDENTITY", &authority.path(), "and not to 127.0.0.1"),
        ("localhost", "VERIFY_CA", &broken, "broken.pem: it is not a file of certificates"),
        ("localhost", "VERIFY_CA", &"/no/such.pem".to_owned(), "/no/such.pem: No such file"),
    ] {
        let url = guarded(&server, host, &format!("ssl-mode={mode}&ssl-ca={file}"));
        for command in [&mut load(&url, &[]), &mut adloom(&["verify", &url])] {
            let said = fail(command, 2)?;
            expect(said.contains(words) && !said.contains(SECRET), || said.clone())?;
        }
    }
    // Without a file the public authorities are asked, none of which signed it.
    let said = fail(&mut load(&guarded(&server, "localhost", "ssl-mode=VERIFY_IDENTITY"), &[]), 2)?;
    expect(said.contains("no trusted authority signed"), || said.clone())
}
