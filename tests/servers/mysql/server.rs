//! A private server of MariaDB on loopback, of the installed binaries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, OptsBuilder};
use libtest_mimic::Failed;

use super::SMALL;
use crate::support::{adloom, expect, free_port, succeed, wait_for};

/// A user whose name and password need encoding in an address.
pub const USER: &str = "o'hara \"@\" `x`";
pub const PASSWORD: &str = "p@ss/wo:rd%'\"";

/// A server of its own, with a database named `shop "a" `b` 'c'`.
pub struct Server {
    process: Child,
    folder: PathBuf,
    port: u16,
}

pub const DATABASE: &str = "shop \"a\" `b` 'c'";

impl Server {
    /// The programs that make a data folder and serve it.
    pub fn binaries() -> Option<(PathBuf, PathBuf)> {
        let find = |name: &str| {
            let places = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];
            places.iter().map(|place| Path::new(place).join(name)).find(|path| path.is_file())
        };
        Some((find("mariadb-install-db")?, find("mariadbd")?))
    }

    /// One that does not encrypt, as newer ones do unasked.
    pub fn start() -> Result<Server, Failed> {
        Server::start_with(&["--skip-ssl"])
    }

    pub fn start_with(options: &[&str]) -> Result<Server, Failed> {
        let (install, serve) = Server::binaries().ok_or("MariaDB is not installed")?;
        let folder = tempfile::Builder::new().prefix("adloom-mariadb-").tempdir()?.keep();
        let data = folder.join("data");
        let port = free_port()?;
        let quiet = |command: &mut Command| {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        };
        let mut make = as_other_user(&install, &folder)?;
        make.arg("--no-defaults").arg(format!("--datadir={}", data.display()));
        make.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
        let output = make.output()?;
        expect(output.status.success(), || {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            format!("mariadb-install-db failed: {said}")
        })?;
        let mut run = as_other_user(&serve, &folder)?;
        run.arg("--no-defaults").arg(format!("--datadir={}", data.display()));
        run.arg(format!("--socket={}", folder.join("s.sock").display()));
        run.arg(format!("--pid-file={}", folder.join("pid").display()));
        run.args([&format!("--port={port}"), "--bind-address=127.0.0.1", "--skip-name-resolve"]);
        run.args(options);
        quiet(&mut run);
        let server = Server { process: run.spawn()?, folder, port };
        wait_for(port)?;
        let mut root = server.connect("root", "", None)?;
        let name = DATABASE.replace('`', "``");
        root.query_drop(format!("CREATE DATABASE `{name}`"))?;
        let user = quoted(USER);
        root.query_drop(format!(
            "CREATE USER {user}@'127.0.0.1' IDENTIFIED BY {}",
            quoted(PASSWORD)
        ))?;
        root.query_drop(format!("GRANT ALL ON `{name}`.* TO {user}@'127.0.0.1'"))?;
        Ok(server)
    }

    fn connect(&self, user: &str, password: &str, database: Option<&str>) -> Result<Conn, Failed> {
        let opts = OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(self.port)
            .prefer_socket(false)
            .user(Some(user))
            .pass(Some(password))
            .db_name(database);
        Ok(Conn::new(opts)?)
    }

    pub fn root(&self) -> Result<Conn, Failed> {
        self.connect("root", "", Some(DATABASE))
    }

    pub fn url(&self) -> String {
        self.url_of(USER, PASSWORD, DATABASE)
    }

    pub fn url_of(&self, user: &str, password: &str, database: &str) -> String {
        let [user, password, database] = [user, password, database].map(encoded);
        format!("mysql://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    pub fn load(&self, more: &[&str]) -> Command {
        let url = self.url();
        adloom(&[&SMALL[..], &["--to", &url], more].concat())
    }

    /// All tables, views and procedures.
    pub fn names(&self) -> Result<Vec<String>, Failed> {
        let mut names: Vec<String> = self.root()?.query(
            "SELECT CAST(table_name AS CHAR) FROM information_schema.tables \
             WHERE table_schema = DATABASE() UNION ALL \
             SELECT CONCAT(routine_name, '()') FROM information_schema.routines \
             WHERE routine_schema = DATABASE()",
        )?;
        names.sort();
        Ok(names)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The server refuses to be run by root: another user is found for it.
fn as_other_user(program: &Path, folder: &Path) -> Result<Command, Failed> {
    let is_root = Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n");
    if !is_root {
        return Ok(in_own_folder(Command::new(program), folder));
    }
    let known =
        |user: &&str| Command::new("id").arg(user).output().is_ok_and(|o| o.status.success());
    let user = ["mysql", "nobody"].into_iter().find(known).ok_or("no user to run a server as")?;
    succeed(Command::new("chown").arg(user).arg(folder))?;
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={user}")).args(["--clear-groups", "--"]).arg(program);
    Ok(in_own_folder(command, folder))
}

/// A server that starts sweeps away the temporary tables of others that share its folder for them.
fn in_own_folder(mut command: Command, folder: &Path) -> Command {
    command.env("TMPDIR", folder);
    command
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
