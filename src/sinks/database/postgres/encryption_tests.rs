//! What an address asks for, beside what libpq's manual says of the same words.

use std::fs;

use super::super::super::DatabaseUrl;
use super::*;

const NOWHERE: fn() -> Surroundings = || Surroundings { mode: None, authorities: None, home: None };

fn server(parameters: &str) -> ServerUrl {
    server_at("db.example", parameters)
}

fn server_at(host: &str, parameters: &str) -> ServerUrl {
    let url = format!("postgresql://me:hunter2@{host}/shop?{parameters}");
    let Ok(DatabaseUrl::Postgres(server)) = url.parse() else { panic!("{url}") };
    server
}

fn mode(parameters: &str) -> Mode {
    asked(&server(parameters), NOWHERE()).unwrap().0
}

fn refused(parameters: &str) -> String {
    let why = asked(&server(parameters), NOWHERE()).map(|(mode, _)| mode).unwrap_err();
    assert!(!why.contains("hunter2"), "{why}");
    why
}

#[test]
fn every_mode_has_its_name() {
    for (mode, name) in Mode::NAMES {
        assert_eq!((Mode::named(name), mode.name()), (Ok(mode), name));
    }
    assert!(refused("sslmode=full").contains("verify-full"));
}

#[test]
fn encryption_is_preferred_where_nothing_is_said() {
    assert_eq!(mode(""), Mode::Prefer);
    assert_eq!(mode("sslmode=disable"), Mode::Disable);
    let socket = asked(&server_at("%2Ftmp", "sslmode=require"), NOWHERE()).unwrap();
    assert_eq!(socket.0, Mode::Disable, "nobody listens in on a socket");
}

#[test]
fn the_environment_speaks_where_the_address_does_not() {
    let around = || Surroundings { mode: Some("require".to_owned()), ..NOWHERE() };
    assert_eq!(asked(&server(""), around()).unwrap().0, Mode::Require);
    assert_eq!(asked(&server("sslmode=disable"), around()).unwrap().0, Mode::Disable);
}

#[test]
fn an_authority_is_asked_for_where_one_is_needed() {
    assert!(refused("sslmode=verify-ca").contains("sslrootcert=FILE"));
    let gone = refused("sslmode=verify-full&sslrootcert=/no/such/ca.pem");
    assert!(gone.contains("sslrootcert=/no/such/ca.pem: "), "{gone}");
    // Whoever is not asked to prove anything needs no authority.
    assert_eq!(mode("sslmode=prefer&sslrootcert=/no/such/ca.pem"), Mode::Prefer);
}

#[test]
fn public_authorities_prove_no_more_than_a_name() {
    assert_eq!(mode("sslrootcert=system"), Mode::VerifyFull);
    assert!(refused("sslrootcert=system&sslmode=verify-ca").contains("too weak"));
}

#[test]
fn an_authority_of_ones_own_is_found_and_makes_require_stricter() {
    let home = tempfile::tempdir().unwrap();
    let around = || Surroundings { home: Some(home.path().to_owned()), ..NOWHERE() };
    let asked = |parameters: &str| asked(&server(parameters), around());
    assert!(matches!(asked("sslmode=require"), Ok((Mode::Require, Proof::Nothing))));
    let file = home.path().join(OWN_AUTHORITIES);
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, "").unwrap();
    for mode in ["require", "verify-ca", "verify-full"] {
        let why = asked(&format!("sslmode={mode}")).map(|(mode, _)| mode).unwrap_err();
        assert!(why.contains("no certificate in it"), "the file is read: {why}");
    }
    assert!(matches!(asked("sslmode=prefer"), Ok((Mode::Prefer, Proof::Nothing))));
}
