//! Uploads that nobody sees until they are completed.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use object_store::{Error, MultipartUpload, ObjectStoreExt};
use tokio::task::JoinHandle;

use super::super::folder;
use super::super::output::Destination;
use super::store::Store;

/// Bytes of a part. Stores want at least 5 MiB, and hold on to memory for each.
const PART_BYTES: usize = 8 << 20;
/// Bytes of a part of an upload that has many already: a store takes 10 000 parts at most, and so
/// an object may have up to 39 GiB in small parts and 312 GiB in large ones.
const LARGE_PART_BYTES: usize = 64 << 20;
/// The number of small parts.
const SMALL_PARTS: usize = 5_000;

/// Parts of one object that are on their way at once.
const PARTS_ON_THEIR_WAY: usize = 2;

/// The uploads of a dataset.
pub struct Uploads {
    store: Store,
    complete: Arc<Mutex<Vec<Upload>>>,
}

/// An object on its way. What is small travels whole, at the end.
struct Upload {
    store: Store,
    name: String,
    buffer: Vec<u8>,
    parts: usize,
    multipart: Option<Box<dyn MultipartUpload>>,
    on_their_way: VecDeque<JoinHandle<Result<(), Error>>>,
}

/// Takes the bytes of an object, and lays its upload by when all are there.
pub struct Receiving {
    // Taken only when closed, which ends this.
    upload: Option<Upload>,
    complete: Arc<Mutex<Vec<Upload>>>,
}

impl Uploads {
    /// No uploads yet.
    pub fn new(store: &Store) -> Uploads {
        Uploads { store: store.clone(), complete: Arc::default() }
    }

    /// Begins one.
    pub fn begin(&self, name: &str) -> Receiving {
        let upload = Upload {
            store: self.store.clone(),
            name: name.to_owned(),
            buffer: Vec::new(),
            parts: 0,
            multipart: None,
            on_their_way: VecDeque::new(),
        };
        Receiving { upload: Some(upload), complete: Arc::clone(&self.complete) }
    }

    /// Makes all of them visible, one after the other.
    pub fn complete(self) -> Result<(), folder::Error> {
        let uploads = mem::take(&mut *self.complete.lock().unwrap_or_else(PoisonError::into_inner));
        uploads.into_iter().try_for_each(Upload::complete)
    }
}

impl Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        let most = if self.parts < SMALL_PARTS { PART_BYTES } else { LARGE_PART_BYTES };
        if self.buffer.len() < most {
            return Ok(());
        }
        self.send()
    }

    /// Sends what has gathered as a part.
    fn send(&mut self) -> io::Result<()> {
        let store = self.store.clone();
        if self.multipart.is_none() {
            let path = store.path(&self.name);
            self.multipart = Some(store.wait_io(store.client().put_multipart(&path))?);
        }
        while self.on_their_way.len() >= PARTS_ON_THEIR_WAY {
            self.arrive()?;
        }
        if let Some(multipart) = &mut self.multipart {
            let part = multipart.put_part(mem::take(&mut self.buffer).into());
            self.on_their_way.push_back(store.runtime().spawn(part));
            self.parts += 1;
        }
        Ok(())
    }

    /// Waits for the part that is longest on its way.
    fn arrive(&mut self) -> io::Result<()> {
        let Some(part) = self.on_their_way.pop_front() else { return Ok(()) };
        self.store.wait_io(async { part.await.map_err(Error::from)? })
    }

    fn complete(mut self) -> Result<(), folder::Error> {
        if self.multipart.is_none() {
            return self.store.clone().put(&self.name, mem::take(&mut self.buffer));
        }
        if !self.buffer.is_empty() {
            self.send()?;
        }
        while !self.on_their_way.is_empty() {
            self.arrive()?;
        }
        let store = self.store.clone();
        match self.multipart.take() {
            Some(mut multipart) => store.wait(async { multipart.complete().await.map(drop) }),
            None => Ok(()),
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        for part in self.on_their_way.drain(..) {
            part.abort();
        }
        if let Some(mut multipart) = self.multipart.take() {
            // Why it is given up is told elsewhere; what a store keeps of it, its rules remove.
            let _ = self.store.wait(async { multipart.abort().await });
        }
    }
}

impl Write for Receiving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(upload) = &mut self.upload {
            upload.write(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Destination for Receiving {
    fn close(mut self: Box<Self>) -> io::Result<()> {
        let mut complete = self.complete.lock().unwrap_or_else(PoisonError::into_inner);
        complete.extend(self.upload.take());
        Ok(())
    }
}
