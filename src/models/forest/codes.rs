//! Rows as codes, to be walked through trees.

use rayon::prelude::*;

use super::binning::Encoder;

/// Rows that are encoded and walked together: their codes stay in the cache.
pub(super) const CHUNK: usize = 4096;

/// Rows of one-byte codes, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Codes {
    /// Bytes from one row to the next: the number of features, at least 1.
    pub(super) stride: usize,
    pub(super) bytes: Vec<u8>,
}

impl Codes {
    /// The codes of rows `start` to before `end`.
    pub(super) fn of(encoder: &Encoder, features: usize, start: usize, end: usize) -> Codes {
        let stride = features.max(1);
        let mut bytes = vec![0; (end - start) * stride];
        encoder.encode(start, stride, &mut bytes);
        Codes { stride, bytes }
    }

    /// The codes of all rows.
    pub(super) fn all(encoder: &Encoder, features: usize, rows: usize) -> Codes {
        let stride = features.max(1);
        let mut bytes = vec![0; rows * stride];
        bytes.par_chunks_mut(CHUNK * stride).enumerate().for_each(|(chunk, bytes)| {
            encoder.encode(chunk * CHUNK, stride, bytes);
        });
        Codes { stride, bytes }
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.bytes.len() / self.stride
    }

    /// A row's codes.
    pub(super) fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.stride..(row + 1) * self.stride]
    }
}
