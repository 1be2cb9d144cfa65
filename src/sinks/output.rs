//! A file being written, which counts and sums what goes into it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes gathered before they are summed and go to the file: batches of small tables are a few KiB
/// each, and a checksum of much at once is made several blocks at a time.
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

/// Where the bytes of a file go: to a disk, or to an object store.
pub trait Destination: Write + Send {
    /// Takes note that all bytes have been written.
    fn close(self: Box<Self>) -> io::Result<()>;
}

impl Destination for File {
    fn close(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// A new file. Its errors name it.
pub struct OutputFile {
    name: PathBuf,
    bytes_out: BufWriter<Summed>,
}

/// Sums bytes on their way to a destination.
struct Summed {
    destination: Box<dyn Destination>,
    hash: blake3::Hasher,
    bytes: u64,
}

impl OutputFile {
    /// Creates a file on disk, which must not be there yet.
    pub fn create(path: &Path) -> io::Result<OutputFile> {
        let file = File::create_new(path).map_err(|error| at(path, error))?;
        Ok(OutputFile::to(path, Box::new(file)))
    }

    /// A file whose bytes go elsewhere; `name` is what errors call it.
    pub fn to(name: &Path, destination: Box<dyn Destination>) -> OutputFile {
        let summed = Summed { destination, hash: blake3::Hasher::new(), bytes: 0 };
        OutputFile { name: name.to_owned(), bytes_out: BufWriter::with_capacity(BUFFER, summed) }
    }

    /// Writes what is still in the buffer, and tells what the file holds.
    pub fn close(self, rows: u64) -> io::Result<Written> {
        let named = |error: io::Error| at(&self.name, error);
        let summed = self.bytes_out.into_inner().map_err(|e| named(e.into_error()))?;
        summed.destination.close().map_err(named)?;
        let checksum = summed.hash.finalize().to_hex().to_string();
        Ok(Written { rows, bytes: summed.bytes, checksum })
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes_out.write_all(bytes).map_err(|error| at(&self.name, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.bytes_out.flush().map_err(|error| at(&self.name, error))
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.destination.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.destination.flush()
    }
}

/// The same error, with the file's name before it.
pub fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
