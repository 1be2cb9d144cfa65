//! A private PostgreSQL server: on loopback, in a temporary folder, of an unprivileged user.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};

use crate::certificates::Certificate;

/// The administrator, and the password that no message may show.
pub const USER: &str = "adloom";
pub const PASSWORD: &str = "hunter2-secret";

/// A running server, which ends with the value.
pub struct Server {
    folder: tempfile::TempDir,
    process: Child,
    pub port: u16,
}

impl Server {
    /// Whether the programs are there.
    pub fn is_installed() -> bool {
        program("initdb").is_some() && program("postgres").is_some()
    }

    /// Starts one.
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        // The server's user has to come through to its data.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let (data, secret) = (folder.path().join("data"), folder.path().join("secret"));
        fs::create_dir(&data).unwrap();
        fs::File::create(&secret).unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        if is_root() {
            let chown = Command::new("chown").arg("-R").arg("nobody").arg(folder.path()).status();
            assert!(chown.unwrap().success());
        }
        let made = unprivileged("initdb")
            .args(["--no-sync", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"])
            .arg("--username")
            .arg(USER)
            .arg(format!("--pwfile={}", secret.display()))
            .arg("-D")
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = unprivileged("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
            .args(["-c", "unix_socket_directories=", "-c", "max_wal_size=4GB"])
            .args(["-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::from(fs::File::create(folder.path().join("log")).unwrap()))
            .spawn()
            .unwrap();
        let server = Server { folder, process, port };
        for _ in 0..200 {
            if server.config("postgres").connect(NoTls).is_ok() {
                return server;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        panic!("the server does not come up: {log}");
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://{USER}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// A connection of our own.
    pub fn connect(&self, database: &str) -> Client {
        self.config(database).connect(NoTls).unwrap()
    }

    /// A database of its own for a test, and its address.
    pub fn database(&self, name: &str) -> String {
        self.connect("postgres").batch_execute(&format!("CREATE DATABASE \"{name}\"")).unwrap();
        self.url(name)
    }

    /// Has it encrypt with a certificate, from the next connection on.
    pub fn encrypt(&self, client: &mut Client, certificate: &Certificate) {
        // The key has to be the server's own.
        let key = self.folder.path().join("key");
        fs::copy(&certificate.key, &key).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        self.hand_over(&key);
        let (file, key) = (certificate.file.display(), key.display());
        for setting in [
            format!("ssl_cert_file = '{file}'"),
            format!("ssl_key_file = '{key}'"),
            "ssl = on".into(),
        ] {
            client.batch_execute(&format!("ALTER SYSTEM SET {setting}")).unwrap();
        }
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
        let encrypts = || self.connect("postgres").query_one("SHOW ssl", &[]).unwrap();
        wait_until(|| encrypts().get::<_, String>(0) == "on");
    }

    /// Has it let a user in over encrypted connections only.
    pub fn refuse_in_the_clear(&self, client: &mut Client, user: &str) {
        let rules = self.folder.path().join("data/pg_hba.conf");
        let before = fs::read_to_string(&rules).unwrap();
        fs::write(&rules, format!("hostnossl all {user} all reject\n{before}")).unwrap();
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
        wait_until(|| {
            let refused = self.config("postgres").user(user).connect(NoTls).err();
            refused.is_some_and(|error| {
                error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
            })
        });
    }

    /// A folder of the server's own that lies elsewhere.
    pub fn hand_over(&self, path: &Path) {
        if is_root() {
            let chown = Command::new("chown").arg("nobody").arg(path).status();
            assert!(chown.unwrap().success());
        }
    }

    /// Ends the server as a machine that loses its power would.
    pub fn kill(&mut self) {
        // The postmaster alone: the others notice, and end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn config(&self, database: &str) -> Config {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.port).user(USER).password(PASSWORD).dbname(database);
        config
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An immediate shutdown: nothing of it is needed any more.
        let pid = self.process.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &pid]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}

/// Waits for what a server does in its own time.
fn wait_until(holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the server does not take a setting");
}

pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

/// A program of the server, as a user who may run it: PostgreSQL refuses to be root.
fn unprivileged(name: &str) -> Command {
    let program = program(name).unwrap();
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]).arg(program);
    command.current_dir("/");
    command
}

/// Where a program is: on the path, or where Debian keeps those of a server.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path).collect::<Vec<_>>();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.iter().map(|folder| folder.join(name)).find(|program: &PathBuf| is_file(program))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file())
}
