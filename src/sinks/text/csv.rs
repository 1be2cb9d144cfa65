//! CSV as in RFC 4180, with `\n` as line end: quotes only where needed, null as an empty cell,
//! and text that is empty but not null as `""`, so that the two stay apart.

use super::Dialect;
use crate::tables::spec::Table;

/// Comma-separated values.
pub struct Csv;

impl Dialect for Csv {
    const NULL: &'static [u8] = b"";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"\n";

    fn header(table: &Table) -> Vec<u8> {
        let names = table.columns.iter().map(|column| column.name).collect::<Vec<_>>();
        format!("{}\n", names.join(",")).into_bytes()
    }

    fn before(_column: &str, first: bool) -> Vec<u8> {
        if first { Vec::new() } else { b",".to_vec() }
    }

    #[inline]
    fn add_before(before: &[u8], out: &mut Vec<u8>) {
        // A comma or nothing: known to be so short, it is added without a call.
        if let [comma] = before {
            out.push(*comma);
        }
    }

    #[inline]
    fn is_special(byte: u8) -> bool {
        matches!(byte, b',' | b'"' | b'\n' | b'\r')
    }

    #[inline]
    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(if text.is_empty() { b"\"\"" } else { text });
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        if !text.iter().any(|&byte| Self::is_special(byte)) {
            return Self::plain(text, out);
        }
        out.push(b'"');
        for &byte in text {
            if byte == b'"' {
                out.push(b'"');
            }
            out.push(byte);
        }
        out.push(b'"');
    }
}
