//! Text from bytes whose encoding nobody wrote down.

/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// First bytes of files that are no text but are handed in all the same.
const NOT_TEXT: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
];

/// Text from bytes: UTF-8, UTF-16 (with a mark, or plain from its zero bytes), or else
/// Windows-1252, of which Latin-1 is a part. The error says what it is instead.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    if let Some((_, what)) = NOT_TEXT.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(format!("it is {what}, not text: save it as CSV (UTF-8)"));
    }
    let text = decoded(bytes);
    match text.contains('\0') {
        true => Err("it holds zero bytes, so it is no text: save it as CSV (UTF-8)".to_owned()),
        false => Ok(text),
    }
}

/// The same for bytes that are text for certain.
pub fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => decoded(rest),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        // Headers are ASCII: without a mark, every other byte of UTF-16 is zero at the start.
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => utf_16(bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => utf_16(bytes, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().copied().map(windows_1252).collect(),
        },
    }
}

/// Whether bytes are no Unicode, so that [`decode`] guesses their script.
pub fn is_guessed(bytes: &[u8]) -> bool {
    let marked = [[0xff, 0xfe], [0xfe, 0xff]].iter().any(|mark| bytes.starts_with(mark));
    !marked && !bytes.contains(&0) && std::str::from_utf8(bytes).is_err()
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "question,answer\nq1,علي é\n";

    fn utf_16_bytes(order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_a_mark() {
        let (little, big) = (utf_16_bytes(u16::to_le_bytes), utf_16_bytes(u16::to_be_bytes));
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
            [&[0xff, 0xfe], little.as_slice()].concat(),
            [&[0xfe, 0xff], big.as_slice()].concat(),
            little,
            big,
        ] {
            assert_eq!(decode(&bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn what_is_no_unicode_is_western_text() {
        assert_eq!(decode(b"caf\xe9 \x80 5").unwrap(), "café € 5");
        assert!(is_guessed(b"caf\xe9") && !is_guessed("café".as_bytes()));
        assert!(!is_guessed(&utf_16_bytes(u16::to_le_bytes)));
    }

    #[test]
    fn workbooks_and_zero_bytes_are_refused_by_name() {
        assert!(decode(b"PK\x03\x04...").unwrap_err().contains("Excel"));
        assert!(decode(b"a,b\n1,\0\n").unwrap_err().contains("zero bytes"));
    }
}
