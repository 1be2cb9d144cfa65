//! Datasets in an object store: a real S3 server on loopback takes them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::support::{adloom, expect, fail, free_port, python, succeed, test, text, wait_for};

type Test = fn(&Server) -> Result<(), Failed>;

const TESTS: [(&str, Test); 7] = [
    ("a_store_gets_the_same_bytes_as_a_disk", a_store_gets_the_same_bytes_as_a_disk),
    ("large_tables_travel_in_parts", large_tables_travel_in_parts),
    ("a_dataset_in_a_store_is_replaced_only_by_force", a_dataset_is_replaced_only_by_force),
    ("what_adloom_did_not_write_is_left_alone", what_adloom_did_not_write_is_left_alone),
    ("a_killed_run_leaves_the_old_dataset", a_killed_run_leaves_the_old_dataset),
    ("parts_meet_in_a_store", parts_meet_in_a_store),
    ("a_store_that_does_not_take_it_says_why_in_one_line", a_store_that_does_not_take_it_says_why),
];

pub fn tests() -> Vec<Trial> {
    let python = python("moto.server, flask");
    let trial = |(name, run): (&str, Test)| {
        let python = python.clone();
        test(name, python.is_some(), move || run(&Server::start(&python.unwrap_or_default())?))
    };
    TESTS.into_iter().map(trial).collect()
}

/// A server of its own, with a bucket named `shop`.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(python: &str) -> Result<Server, Failed> {
        let port = free_port()?;
        let process = Command::new(python)
            .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Server { process, port };
        wait_for(port)?;
        server.request("PUT", "/shop", b"")?;
        Ok(server)
    }

    /// What a plain request answers.
    fn request(&self, method: &str, path: &str, body: &[u8]) -> Result<(u16, Vec<u8>), Failed> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Length: {length}\r\nAuthorization: AWS4-HMAC-SHA256 \
             Credential=test/20260101/us-east-1/s3/aws4_request\r\n\r\n",
            self.port
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
        let status = text(&answer[..end]).split(' ').nth(1).unwrap_or("0").parse()?;
        Ok((status, answer.split_off(end + 4)))
    }

    /// All objects, by name.
    fn objects(&self) -> Result<BTreeMap<String, Vec<u8>>, Failed> {
        let (_, listing) = self.request("GET", "/shop?list-type=2&max-keys=1000", b"")?;
        let listing = text(&listing);
        let names = listing.split("<Key>").skip(1).filter_map(|rest| rest.split('<').next());
        let get = |name: &str| -> Result<(String, Vec<u8>), Failed> {
            Ok((name.to_owned(), self.request("GET", &format!("/shop/{name}"), b"")?.1))
        };
        names.map(get).collect()
    }

    /// A run of adloom that knows the server.
    fn adloom(&self, arguments: &[&str]) -> Command {
        let mut command = adloom(arguments);
        command
            .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port))
            .env("AWS_ALLOW_HTTP", "true")
            .env("AWS_ACCESS_KEY_ID", "key-id")
            .env("AWS_SECRET_ACCESS_KEY", "very-secret")
            .env("AWS_REGION", "us-east-1");
        command
    }

    fn generate(&self, more: &[&str]) -> Command {
        let small = ["gen", "gcc", "--scale", "0.02", "--days", "5", "--out", "s3://shop/a/world"];
        self.adloom(&[&small[..], more].concat())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// All files of a folder, by path inside it.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failed> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.insert(format!("a/world/{name}"), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

fn names(objects: &BTreeMap<String, Vec<u8>>) -> Vec<&String> {
    objects.keys().collect()
}

fn a_store_gets_the_same_bytes_as_a_disk(server: &Server) -> Result<(), Failed> {
    for format in ["csv", "parquet", "jsonl"] {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("world");
        let small = ["gen", "gcc", "--scale", "0.02", "--days", "5", "--format", format, "--out"];
        succeed(adloom(&small).arg(&out))?;
        succeed(&mut server.generate(&["--format", format, "--force"]))?;
        let (disk, store) = (files(&out)?, server.objects()?);
        expect(names(&disk) == names(&store), || format!("{:?}", names(&store)))?;
        for (name, bytes) in &disk {
            expect(store[name] == *bytes, || format!("{name} differs"))?;
        }
    }
    Ok(())
}

fn large_tables_travel_in_parts(server: &Server) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("world");
    let large = ["gen", "gcc", "--days", "40", "--tables", "ad_interactions,sessions", "--out"];
    succeed(adloom(&large).arg(&out))?;
    succeed(&mut server.adloom(&[&large[..], &["s3://shop/a/world/"]].concat()))?;
    let (disk, store) = (files(&out)?, server.objects()?);
    let largest = disk.values().map(Vec::len).max().unwrap_or(0);
    expect(largest > 16 << 20, || format!("{largest} bytes need no three parts"))?;
    expect(disk == store, || "the bytes differ".to_owned())
}

fn a_dataset_is_replaced_only_by_force(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.generate(&[]))?;
    let before = server.objects()?;
    let said = fail(&mut server.generate(&["--seed", "2"]), 2)?;
    expect(said.contains("--force"), || said.clone())?;
    expect(server.objects()? == before, || "something has changed".to_owned())?;
    succeed(&mut server.generate(&["--seed", "2", "--tables", "regions", "--force"]))?;
    let after = server.objects()?;
    let tables = after.keys().filter(|name| name.ends_with(".csv")).collect::<Vec<_>>();
    expect(tables == ["a/world/data/regions.csv"], || format!("{tables:?}"))?;
    expect(after.contains_key("a/world/manifest.json"), || "no manifest".to_owned())
}

fn what_adloom_did_not_write_is_left_alone(server: &Server) -> Result<(), Failed> {
    server.request("PUT", "/shop/a/world/notes.txt", b"mine")?;
    server.request("PUT", "/shop/a/worldly.txt", b"mine, but elsewhere")?;
    let said = fail(&mut server.generate(&["--force"]), 2)?;
    expect(said.contains("notes.txt"), || said.clone())?;
    server.request("DELETE", "/shop/a/world/notes.txt", b"")?;
    succeed(&mut server.generate(&[]))?;
    let elsewhere = server.objects()?.contains_key("a/worldly.txt");
    expect(elsewhere, || "an object beside the dataset is gone".to_owned())
}

fn a_killed_run_leaves_the_old_dataset(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.generate(&[]))?;
    let before = server.objects()?;
    let mut killed =
        server.adloom(&["gen", "gcc", "--scale", "20", "--out", "s3://shop/a/world", "--force"]);
    let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    thread::sleep(Duration::from_millis(1500));
    expect(killed.try_wait()?.is_none(), || "it ended before it was killed".to_owned())?;
    killed.kill()?;
    killed.wait()?;
    expect(server.objects()? == before, || "something has changed".to_owned())?;
    // What a run that is killed while it makes its objects visible leaves behind.
    server.request("DELETE", "/shop/a/world/manifest.json", b"")?;
    let own = before.keys().filter_map(|name| name.strip_prefix("a/world/"));
    let note = format!("{:?}", own.collect::<Vec<_>>());
    server.request("PUT", "/shop/a/world/adloom.unfinished.json", note.as_bytes())?;
    let said = fail(&mut server.generate(&[]), 2)?;
    expect(said.contains("unfinished"), || said.clone())?;
    succeed(&mut server.generate(&["--force"]))?;
    expect(server.objects()? == before, || "the new run left something else".to_owned())
}

fn parts_meet_in_a_store(server: &Server) -> Result<(), Failed> {
    for part in ["1", "2"] {
        succeed(&mut server.generate(&["--part", part, "--parts", "2"]))?;
    }
    let objects = server.objects()?;
    for part in ["1", "2"] {
        for name in ["manifest", "data/orders"] {
            let ending = if name == "manifest" { "json" } else { "csv" };
            let name = format!("a/world/{name}.part-000{part}-of-0002.{ending}");
            expect(objects.contains_key(&name), || format!("{name} is not there"))?;
        }
    }
    let said = fail(&mut server.generate(&["--part", "2", "--parts", "2"]), 2)?;
    expect(said.contains("already there"), || said.clone())
}

fn a_store_that_does_not_take_it_says_why(server: &Server) -> Result<(), Failed> {
    let small = ["gen", "gcc", "--scale", "0.02", "--days", "2", "--out"];
    let elsewhere = [&small[..], &["s3://no-such-bucket/a"]].concat();
    let said = fail(&mut server.adloom(&elsewhere), 2)?;
    expect(said.contains("no such bucket"), || said.clone())?;

    let began = Instant::now();
    let nobody = format!("http://127.0.0.1:{}", free_port()?);
    let said = fail(server.generate(&[]).env("AWS_ENDPOINT_URL", nobody), 1)?;
    expect(said.to_lowercase().contains("refused"), || said.clone())?;
    expect(!said.contains("very-secret"), || said.clone())?;
    let seconds = began.elapsed().as_secs();
    expect(seconds <= 10, || format!("it took {seconds} s to give up"))?;

    let said = fail(server.generate(&[]).env("AWS_ALLOW_HTTP", "false"), 2)?;
    expect(said.contains("AWS_ALLOW_HTTP"), || said.clone())?;
    let said = fail(&mut server.generate(&["--layout", "star"]), 2)?;
    expect(said.contains("--layout"), || said.clone())
}
