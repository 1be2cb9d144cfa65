//! Folders of datasets: what is written, what is refused, what killed runs leave.

mod leavings;
mod replacing;
mod sequels;
mod writing;

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::*;
use crate::engine::testing::Shop;

const SHOP: Shop = Shop { blocks: 9, orders: 40, batch: 15 };

struct Place {
    parent: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { parent: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.parent.path().join("shop")
    }

    fn order(&self, format: Format) -> Order {
        Order {
            out: self.out(),
            format,
            part: Part::WHOLE,
            threads: 2,
            force: false,
            about: About {
                planted: Vec::new(),
                name: "shop".into(),
                title: "A shop".into(),
                scenario: "name = \"shop\"\n".into(),
                hash: "abc".into(),
                seed: 7,
                start: "2026-01-01".into(),
                days: 9,
            },
        }
    }

    fn part(&self, format: Format, index: usize, of: usize) -> Order {
        Order { part: Part::new(index, of).unwrap(), ..self.order(format) }
    }

    /// All that lies in the parent folder, file by file.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn list(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => list(&path, root, files),
                    false => {
                        let name = path.strip_prefix(root).unwrap().display().to_string();
                        files.insert(name, fs::read(&path).unwrap());
                    }
                }
            }
        }
        let mut files = BTreeMap::new();
        list(self.parent.path(), self.parent.path(), &mut files);
        files
    }

    fn entries(&self) -> Vec<String> {
        let entries = fs::read_dir(self.parent.path()).unwrap();
        let mut names = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>();
        names.sort();
        names
    }
}

fn go(order: &Order) -> Result<Manifest, Error> {
    write(&SHOP, order, &(), &AtomicBool::new(false))
}

fn refused(order: &Order) -> String {
    match go(order) {
        Err(Error::Refused(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}
