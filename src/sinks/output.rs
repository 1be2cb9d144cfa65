//! A file being written, which counts and sums what goes into it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes gathered before they go to the file: batches of small tables are a few KiB each.
const BUFFER: usize = 128 << 10;

/// What is known of a file once it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Rows, without the header.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// BLAKE3 checksum of the bytes, in hexadecimal.
    pub checksum: String,
}

/// A new file. Its errors name it.
pub struct OutputFile {
    path: PathBuf,
    file: BufWriter<File>,
    hash: blake3::Hasher,
    bytes: u64,
}

impl OutputFile {
    /// Creates the file, which must not be there yet.
    pub fn create(path: &Path) -> io::Result<OutputFile> {
        let file = File::create_new(path).map_err(|error| at(path, error))?;
        Ok(OutputFile {
            file: BufWriter::with_capacity(BUFFER, file),
            path: path.to_owned(),
            hash: blake3::Hasher::new(),
            bytes: 0,
        })
    }

    /// Writes what is still in the buffer, and tells what the file holds.
    pub fn close(mut self, rows: u64) -> io::Result<Written> {
        self.file.flush().map_err(|error| at(&self.path, error))?;
        let checksum = self.hash.finalize().to_hex().to_string();
        Ok(Written { rows, bytes: self.bytes, checksum })
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).map_err(|error| at(&self.path, error))?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|error| at(&self.path, error))
    }
}

/// The same error, with the file's name before it.
pub fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
