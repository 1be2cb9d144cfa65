//! Addresses are read whole or refused, and never show a password.

use super::*;

fn parse(text: &str) -> Result<DatabaseUrl, String> {
    text.parse::<DatabaseUrl>().map_err(|error| error.to_string())
}

fn postgres(text: &str) -> ServerUrl {
    match parse(text) {
        Ok(DatabaseUrl::Postgres(server)) => server,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_named_as_it_is() {
    for (text, path) in [
        ("sqlite:a.db", "a.db"),
        ("sqlite:/tmp/a b%20c.db", "/tmp/a b%20c.db"),
        ("sqlite:///tmp/a.db", "/tmp/a.db"),
    ] {
        assert_eq!(parse(text), Ok(DatabaseUrl::Sqlite(PathBuf::from(path))));
    }
    assert!(parse("sqlite:").unwrap_err().contains("path"));
    assert!(parse("sqlite::memory:").is_err());
}

#[test]
fn an_address_is_taken_apart_and_decoded() {
    let url = postgres("postgres://a%40b:p%3Aw%2F%25@[::1]:5433/sh%22op?sslmode=disable&x=%26");
    assert_eq!(url.user.as_deref(), Some("a@b"));
    assert_eq!(url.password.as_ref().unwrap().reveal(), "p:w/%");
    assert_eq!((url.host.as_str(), url.port), ("::1", Some(5433)));
    assert_eq!(url.database, "sh\"op");
    let parameters = [("sslmode", "disable"), ("x", "&")];
    assert_eq!(url.parameters, parameters.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn what_is_not_said_has_a_default_or_stands_behind_the_question_mark() {
    let url = postgres("postgresql:///shop");
    assert_eq!((url.host.as_str(), url.port, url.user), ("localhost", None, None));
    let url = postgres("postgresql:///?host=/tmp&port=5433&user=me&password=secret&dbname=shop");
    assert_eq!((url.host.as_str(), url.port, url.database.as_str()), ("/tmp", Some(5433), "shop"));
    assert_eq!(url.password.unwrap().reveal(), "secret");
    assert!(url.parameters.is_empty());
    assert!(matches!(parse("mariadb://root@localhost/shop"), Ok(DatabaseUrl::Mysql(_))));
}

#[test]
fn no_text_shows_a_password_wherever_it_stands() {
    for url in [
        "postgresql://me:hunter2@db:5433/shop",
        "postgresql://me@db/shop?password=hunter2",
        "mysql://:hunter2@db/shop",
        "postgresql://me:hunter2@db:port/shop",
        "postgresql://me:hunter2@db",
        "postgresql://me:hunter2/x@db/shop",
        "postgresql://me:55/hunter2@db/shop",
        "postgresql://me:55?hunter2@db/shop",
        "postgresql://me:55#hunter2@db/shop",
        "postgresql://me:hunter2%zz@db/shop",
        "postgresql:me:hunter2@db/shop",
        "pg://me:hunter2@db/shop",
        "hunter2",
    ] {
        let shown = match parse(url) {
            Ok(url) => format!("{url} {url:?}"),
            Err(why) => why,
        };
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn an_address_shows_as_it_could_be_given_again() {
    for (text, shown) in [
        ("postgres://me:pw@db:5433/shop?x=1", "postgresql://me@db:5433/shop"),
        ("mysql://db/a%2Fb", "mysql://db/a%2Fb"),
        ("postgresql://[::1]/shop", "postgresql://[::1]/shop"),
        ("postgresql:///shop?host=/tmp", "postgresql://%2Ftmp/shop"),
    ] {
        let url = parse(text).unwrap();
        assert_eq!(url.to_string(), shown);
        assert_eq!(parse(shown).unwrap().to_string(), shown);
    }
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    for (text, words) in [
        ("oracle://me@db/shop", "`oracle:`"),
        ("output/gcc", "sqlite:PATH"),
        ("postgresql://me@db", "no database is named"),
        ("postgresql://me@db:70000/shop", "port"),
        ("postgresql:shop", "//user@host/database"),
    ] {
        let why = parse(text).unwrap_err();
        assert!(why.contains(words), "{text}: {why}");
    }
}

#[test]
fn an_argument_may_be_a_folder_an_address_or_a_file_of_sqlite() {
    let detect = |text: &str| DatabaseUrl::detect(Path::new(text));
    assert_eq!(detect("output/gcc"), None);
    assert!(matches!(detect("shop.db"), Some(Ok(DatabaseUrl::Sqlite(_)))));
    assert!(matches!(detect("sqlite:shop"), Some(Ok(DatabaseUrl::Sqlite(_)))));
    assert!(matches!(detect("mysql://db/shop"), Some(Ok(DatabaseUrl::Mysql(_)))));
    assert!(matches!(detect("oracle://db/shop"), Some(Err(_))));
    assert_eq!(detect("C:\\data"), None);
}
