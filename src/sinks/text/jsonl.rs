//! JSON lines: one object per line, every column present, null where a cell is empty.

use super::Dialect;
use crate::tables::spec::Table;

/// One JSON object per line.
pub struct JsonLines;

impl Dialect for JsonLines {
    const NULL: &'static [u8] = b"null";
    const QUOTE: &'static [u8] = b"\"";
    const ROW_END: &'static [u8] = b"}\n";

    fn header(_table: &Table) -> Vec<u8> {
        Vec::new()
    }

    fn before(column: &str, first: bool) -> Vec<u8> {
        let mut before = vec![if first { b'{' } else { b',' }];
        Self::escaped(column.as_bytes(), &mut before);
        before.push(b':');
        before
    }

    #[inline]
    fn add_before(before: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(before);
    }

    #[inline]
    fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte == b'"' || byte == b'\\'
    }

    #[inline]
    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.push(b'"');
        out.extend_from_slice(text);
        out.push(b'"');
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        out.push(b'"');
        let mut rest = text;
        while let Some(at) = rest.iter().position(|&byte| Self::is_special(byte)) {
            out.extend_from_slice(&rest[..at]);
            match rest[at] {
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                b'\t' => out.extend_from_slice(b"\\t"),
                byte @ (b'"' | b'\\') => out.extend_from_slice(&[b'\\', byte]),
                byte => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            }
            rest = &rest[at + 1..];
        }
        out.extend_from_slice(rest);
        out.push(b'"');
    }
}
