//! A forest as a file.
//!
//! The first line says what it is, the second is JSON with all but the nodes, then follow the nodes
//! and values of each tree in little-endian bytes, and a checksum. Reading trusts nothing: what is
//! not such a file, or is damaged, is refused in words.

use std::fmt;
use std::fs;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::binning::{Binning, Bins};
use super::params::{ForestKind, ForestValidParams};
use super::predict::Forest;
use super::tree::{Node, Tree};

/// How a forest's file begins.
const MAGIC: &[u8] = b"adloom forest ";
/// The version of the format that this code writes and reads.
const VERSION: &[u8] = b"1";
/// Bytes of a node and its value.
const NODE_BYTES: usize = 8 + 4;

/// All of a forest but its nodes.
#[derive(Serialize, Deserialize)]
struct Header<P> {
    kind: String,
    rows: usize,
    params: P,
    binning: Binning,
    /// Nodes of each tree.
    nodes: Vec<usize>,
}

/// Why a forest's file could not be written or read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ForestFileError {
    /// The file system refused.
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no forest of adloom.
    Foreign,
    /// Its format is of another version.
    Version {
        /// That version.
        found: String,
    },
    /// It is a forest of the other kind.
    Kind {
        /// Its kind.
        found: String,
        /// The kind that was asked for.
        wanted: &'static str,
    },
    /// It is a forest, but not whole.
    Damaged(&'static str),
}

impl fmt::Display for ForestFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ForestFileError::File { path, source } => write!(f, "{}: {source}", path.display()),
            ForestFileError::Foreign => write!(f, "this is not a forest that adloom saved"),
            ForestFileError::Version { found } => write!(
                f,
                "this forest was saved in format {found}; this version of adloom reads format {}",
                String::from_utf8_lossy(VERSION)
            ),
            ForestFileError::Kind { found, wanted } => {
                write!(f, "this is a {found} forest where a {wanted} forest is needed")
            }
            ForestFileError::Damaged(what) => write!(f, "this forest is damaged: {what}"),
        }
    }
}

impl std::error::Error for ForestFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ForestFileError::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl<K: ForestKind> Forest<K> {
    /// Saves the forest, in place of what the file held before.
    pub fn save(&self, path: &Path) -> Result<(), ForestFileError> {
        let failed = |source| ForestFileError::File { path: path.to_owned(), source };
        fs::write(path, self.to_bytes()).map_err(failed)
    }

    /// Reads a saved forest.
    pub fn load(path: &Path) -> Result<Self, ForestFileError> {
        let failed = |source| ForestFileError::File { path: path.to_owned(), source };
        Self::from_bytes(&fs::read(path).map_err(failed)?)
    }

    /// The forest as the bytes of a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let header = Header {
            kind: K::NAME.to_owned(),
            rows: self.rows,
            params: &self.params,
            binning: self.binning.clone(),
            nodes: self.trees.iter().map(|tree| tree.nodes.len()).collect(),
        };
        let mut bytes = [MAGIC, VERSION, b"\n"].concat();
        // Plain structs of numbers and text always have a JSON form.
        bytes.extend(serde_json::to_vec(&header).unwrap_or_default());
        bytes.push(b'\n');
        self.gains.iter().for_each(|gain| bytes.extend(gain.to_le_bytes()));
        for tree in &self.trees {
            for node in &tree.nodes {
                bytes.extend(node.feature.to_le_bytes());
                bytes.extend([node.cut, node.missing_right]);
                bytes.extend(node.next.to_le_bytes());
            }
            tree.values.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        }
        bytes.extend(checksum(&bytes).to_le_bytes());
        bytes
    }

    /// A forest from the bytes of a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ForestFileError> {
        let bytes = bytes.strip_prefix(MAGIC).ok_or(ForestFileError::Foreign)?;
        let (version, rest) = line(bytes).ok_or(ForestFileError::Foreign)?;
        if version != VERSION {
            let found = String::from_utf8_lossy(version).into_owned();
            return Err(ForestFileError::Version { found });
        }
        let (header, rest) = line(rest).ok_or(ForestFileError::Damaged("it ends too soon"))?;
        let short = ForestFileError::Damaged("it ends too soon");
        let (nodes, sum) = rest.split_last_chunk::<8>().ok_or(short)?;
        let before = [MAGIC, version, b"\n", header, b"\n", nodes];
        if checksum(&before.concat()) != u64::from_le_bytes(*sum) {
            return Err(ForestFileError::Damaged("its checksum does not agree"));
        }
        read(header, nodes)
    }
}

fn read<K: ForestKind>(header: &[u8], nodes: &[u8]) -> Result<Forest<K>, ForestFileError> {
    let header: Header<ForestValidParams<K>> = json(header)?;
    if header.kind != K::NAME {
        return Err(ForestFileError::Kind { found: header.kind, wanted: K::NAME });
    }
    let Header { rows, params, binning, .. } = header;
    let wrong = |what| Err(ForestFileError::Damaged(what));
    if !binning.features.iter().all(|f| is_sound(&f.bins)) {
        return wrong("its features make no sense");
    }
    let Some((gains, nodes)) = nodes.split_at_checked(8 * binning.features.len()) else {
        return wrong("it ends too soon");
    };
    let (gains, _) = gains.as_chunks::<8>();
    let gains = gains.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let bytes = header
        .nodes
        .iter()
        .try_fold(0_usize, |sum, nodes| sum.checked_add(nodes.checked_mul(NODE_BYTES)?));
    if header.nodes.is_empty() || bytes != Some(nodes.len()) {
        return wrong("its trees are not whole");
    }
    let mut rest = nodes;
    let mut trees = Vec::with_capacity(header.nodes.len());
    for count in header.nodes {
        let (own, after) = rest.split_at(count * NODE_BYTES);
        let tree = tree(own, count);
        if !is_walkable(&tree, binning.features.len()) {
            return wrong("a tree leads nowhere");
        }
        trees.push(tree);
        rest = after;
    }
    Ok(Forest { params, binning, trees, gains, rows, kind: PhantomData })
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ForestFileError> {
    serde_json::from_slice(bytes).map_err(|_| ForestFileError::Damaged("its header is unreadable"))
}

/// The bytes before the first line end, and those after it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

fn tree(bytes: &[u8], count: usize) -> Tree {
    let (nodes, values) = bytes.split_at(count * 8);
    let (nodes, _) = nodes.as_chunks::<8>();
    let (values, _) = values.as_chunks::<4>();
    let node = |&[f0, f1, cut, missing_right, n0, n1, n2, n3]: &[u8; 8]| Node {
        feature: u16::from_le_bytes([f0, f1]),
        cut,
        missing_right,
        next: u32::from_le_bytes([n0, n1, n2, n3]),
    };
    let values = values.iter().map(|&value| f32::from_le_bytes(value));
    Tree::new(nodes.iter().map(node).collect(), values.collect())
}

/// Whether bins are as they are made.
fn is_sound(bins: &Bins) -> bool {
    match bins {
        Bins::Numeric { cuts, .. } => {
            cuts.len() < 254
                && cuts.is_sorted_by(|a, b| a < b)
                && cuts.iter().all(|c| c.is_finite())
        }
        Bins::Category { labels, codes, by_fold, unseen } => {
            let sound = |codes: &Vec<u8>| codes.len() == labels.len() && !codes.contains(&0);
            *unseen > 0 && sound(codes) && by_fold.iter().all(sound)
        }
    }
}

/// Whether every row gets to a leaf, by known features, and finds a number there.
fn is_walkable(tree: &Tree, features: usize) -> bool {
    let leads_on = |(place, node): (usize, &Node)| {
        let next = node.next as usize;
        let leaf = node.is_leaf(place) && node.cut == u8::MAX;
        let inner = next > place && next + 1 < tree.nodes.len();
        (leaf || inner) && usize::from(node.feature) < features && node.missing_right <= 1
    };
    !tree.nodes.is_empty()
        && tree.nodes.iter().enumerate().all(leads_on)
        && tree.values.iter().all(|value| value.is_finite())
}

/// FNV-1a over 8 bytes at a time, which tells a damaged file from a whole one.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let word = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01B3);
    let hash =
        words.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &w| word(hash, u64::from_le_bytes(w)));
    rest.iter().fold(hash, |hash, &byte| word(hash, u64::from(byte)))
}
