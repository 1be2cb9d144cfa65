//! What these tests have in common: the binary, the Python interpreter, and free ports.

use std::env;
use std::ffi::OsStr;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

/// A run of the binary.
pub fn adloom<A: AsRef<OsStr>>(arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adloom"));
    command.args(arguments);
    command
}

/// Its output; fails the test unless it succeeds.
pub fn succeed(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let said = text(&output.stderr);
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{:?}: {}: {said}", command.get_program(), output.status).into()),
    }
}

/// What it says when it fails: one line, with that exit code.
pub fn fail(command: &mut Command, code: i32) -> Result<String, Failed> {
    let output = command.output()?;
    let said = text(&output.stderr);
    expect(output.status.code() == Some(code), || format!("{}: {said}", output.status))?;
    expect(said.trim_end().lines().count() == 1, || format!("more than one line: {said}"))?;
    Ok(said)
}

/// Fails the test with a reason, unless something holds.
pub fn expect(holds: bool, why: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(why().into()) }
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A test that is ignored where what it needs is missing.
pub fn test(
    name: &str,
    can_run: bool,
    run: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    Trial::test(name, run).with_ignored_flag(!can_run)
}

/// A Python interpreter that has these modules: the one that `ADLOOM_PYTHON` names, or `python3`.
pub fn python(modules: &str) -> Option<String> {
    let python = env::var("ADLOOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let imports = Command::new(&python).args(["-c", &format!("import {modules}")]).output().ok()?;
    imports.status.success().then_some(python)
}

/// Runs a program of Python in a folder.
pub fn run_python(python: &str, program: &str, folder: &Path) -> Result<String, Failed> {
    let Output { status, stdout, stderr } =
        Command::new(python).args(["-c", program]).current_dir(folder).output()?;
    expect(status.success(), || text(&stderr))?;
    Ok(text(&stdout))
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> Result<u16, Failed> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Waits until something listens on a port.
pub fn wait_for(port: u16) -> Result<(), Failed> {
    let patience = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        expect(Instant::now() < patience, || format!("nothing listens on port {port}"))?;
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
