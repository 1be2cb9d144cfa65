//! A disk that fills up while rows arrive: a small one, in memory, on which one database lies.

use std::path::Path;
use std::process::{Command, Stdio};

use super::server::{Server, is_root};
use super::{LARGE, adloom, one_line, schemas, to};

/// Room for an empty database, and for some of the rows.
const SIZE: &str = "size=24m";

/// A disk that is gone with the value.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount() -> Option<Disk> {
        let folder = tempfile::tempdir().ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(folder.path());
        mount.stderr(Stdio::null()).status().is_ok_and(|s| s.success()).then_some(Disk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

/// Whether this system lets a disk be made.
pub fn can_be_had() -> bool {
    is_root() && Disk::mount().is_some()
}

pub fn a_full_disk_ends_the_load_with_one_line() {
    let disk = Disk::mount().unwrap();
    let server = Server::start();
    server.hand_over(disk.path());
    let mut client = server.connect("postgres");
    let place = disk.path().display();
    client.batch_execute(&format!("CREATE TABLESPACE small LOCATION '{place}'")).unwrap();
    client.batch_execute("CREATE DATABASE narrow TABLESPACE small").unwrap();
    let url = server.url("narrow");
    one_line(
        &adloom(&to(&LARGE, &url, &[])),
        1,
        "the server's disk is full, and nothing was loaded",
    );
    assert_eq!(schemas(&mut server.connect("narrow")), ["public"]);
    // There is room again for what fits.
    assert!(adloom(&to(&LARGE, &url, &["--tables", "regions"])).status.success());
}
