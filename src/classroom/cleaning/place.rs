//! Where the log of a dirty file or folder lies.

use std::path::{Path, PathBuf};

use super::{LOG, LOG_FOLDER, grid, is_class};
use crate::classroom::manifest::{Entry, STUDENTS};

/// The log that goes with a dirty file or folder: in the folder that is named, in the dataset
/// itself, or in the instructor's part of the class that it was handed out from.
pub fn find_log(dirty: &Path, key_folder: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(folder) = key_folder {
        if folder.is_file() {
            return Ok(folder.to_owned());
        }
        return grid::find(folder, LOG).or_else(|why| {
            grid::find(&folder.join(LOG_FOLDER), LOG)
                .map_err(|_| format!("{why}, nor in {LOG_FOLDER}/ there"))
        });
    }
    let full = dirty.canonicalize().map_err(|error| format!("{}: {error}", dirty.display()))?;
    // A file lies in data/ of its dataset; the dataset may be a student's folder.
    for around in full.ancestors().take(3) {
        if let Ok(own) = grid::find(&around.join(LOG_FOLDER), LOG) {
            return Ok(own);
        }
        let students = around.parent().filter(|parent| parent.ends_with(STUDENTS));
        let class = students.and_then(Path::parent).filter(|class| is_class(class));
        if let (Some(class), Some(name)) =
            (class, around.file_name().and_then(|name| name.to_str()))
        {
            return grid::find(&class.join(Entry::private_folder(name)).join(LOG_FOLDER), LOG);
        }
    }
    Err(format!(
        "{}: there is no {LOG_FOLDER}/{LOG} around it; name the folder that has it with --key-folder",
        dirty.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_log_is_found_in_the_dataset_in_the_class_and_where_it_is_named() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            path
        };
        let own = put("set/truth/defects.csv");
        let orders = put("set/data/orders.csv");
        assert_eq!(find_log(&orders, None).unwrap(), own.canonicalize().unwrap());
        assert_eq!(find_log(&root.path().join("set"), None).unwrap(), own.canonicalize().unwrap());

        put("class/instructor/manifest.json");
        let kept = put("class/instructor/students/7/truth/defects.csv").canonicalize().unwrap();
        let handed = put("class/students/7/data/orders.csv");
        assert_eq!(find_log(&handed, None).unwrap(), kept);
        assert_eq!(find_log(&root.path().join("class/students/7"), None).unwrap(), kept);

        let lost = put("elsewhere/a/b/orders.csv");
        assert!(find_log(&lost, None).unwrap_err().contains("--key-folder"));
        let named = find_log(&lost, Some(&root.path().join("set/truth"))).unwrap();
        assert_eq!(named.canonicalize().unwrap(), own.canonicalize().unwrap());
    }
}
