//! UTF-8 bytes read in another encoding, as spreadsheets and old exports do.

use crate::scenario::ReadAs;

/// What bytes 128 to 159 mean in Windows-1252. Browsers read Latin-1 like this; the five bytes
/// without a letter stand for themselves. (WHATWG Encoding Standard, index windows-1252.)
const WINDOWS_1252: &str = "\
    \u{20ac}\u{81}\u{201a}\u{192}\u{201e}\u{2026}\u{2020}\u{2021}\
    \u{2c6}\u{2030}\u{160}\u{2039}\u{152}\u{8d}\u{17d}\u{8f}\
    \u{90}\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\
    \u{2dc}\u{2122}\u{161}\u{203a}\u{153}\u{9d}\u{17e}\u{178}\
";

/// What bytes 128 to 255 mean in Windows-1256, the Arabic code page. (WHATWG Encoding Standard,
/// index windows-1256.)
const WINDOWS_1256: &str = "\
    \u{20ac}\u{67e}\u{201a}\u{192}\u{201e}\u{2026}\u{2020}\u{2021}\
    \u{2c6}\u{2030}\u{679}\u{2039}\u{152}\u{686}\u{698}\u{688}\
    \u{6af}\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\
    \u{6a9}\u{2122}\u{691}\u{203a}\u{153}\u{200c}\u{200d}\u{6ba}\
    \u{a0}\u{60c}\u{a2}\u{a3}\u{a4}\u{a5}\u{a6}\u{a7}\
    \u{a8}\u{a9}\u{6be}\u{ab}\u{ac}\u{ad}\u{ae}\u{af}\
    \u{b0}\u{b1}\u{b2}\u{b3}\u{b4}\u{b5}\u{b6}\u{b7}\
    \u{b8}\u{b9}\u{61b}\u{bb}\u{bc}\u{bd}\u{be}\u{61f}\
    \u{6c1}\u{621}\u{622}\u{623}\u{624}\u{625}\u{626}\u{627}\
    \u{628}\u{629}\u{62a}\u{62b}\u{62c}\u{62d}\u{62e}\u{62f}\
    \u{630}\u{631}\u{632}\u{633}\u{634}\u{635}\u{636}\u{d7}\
    \u{637}\u{638}\u{639}\u{63a}\u{640}\u{641}\u{642}\u{643}\
    \u{e0}\u{644}\u{e2}\u{645}\u{646}\u{647}\u{648}\u{e7}\
    \u{e8}\u{e9}\u{ea}\u{eb}\u{649}\u{64a}\u{ee}\u{ef}\
    \u{64b}\u{64c}\u{64d}\u{64e}\u{f4}\u{64f}\u{650}\u{f7}\
    \u{651}\u{f9}\u{652}\u{fb}\u{fc}\u{200e}\u{200f}\u{6d2}\
";

/// A text's UTF-8 bytes, read in another encoding.
pub fn misread(text: &str, read_as: ReadAs) -> String {
    let upper: Vec<char> = match read_as {
        ReadAs::Latin1 => WINDOWS_1252.chars().chain('\u{a0}'..='\u{ff}').collect(),
        ReadAs::Windows1256 => WINDOWS_1256.chars().collect(),
        ReadAs::Ascii => {
            return text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        }
    };
    let read = |byte: u8| match byte {
        0..=127 => char::from(byte),
        // Both tables have 128 characters, which a test counts.
        _ => upper.get(usize::from(byte) - 128).copied().unwrap_or('?'),
    };
    text.bytes().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_turns_into_the_well_known_gibberish() {
        assert_eq!(misread("عطر", ReadAs::Latin1), "Ø¹Ø·Ø±");
        assert_eq!(misread("é", ReadAs::Latin1), "Ã©");
        assert_eq!(misread("عطر", ReadAs::Windows1256), "ط¹ط·ط±");
        assert_eq!(misread("عطر A", ReadAs::Ascii), "??? A");
    }

    #[test]
    fn the_tables_are_whole_and_letters_of_english_survive() {
        assert_eq!(WINDOWS_1252.chars().count(), 32);
        assert_eq!(WINDOWS_1256.chars().count(), 128);
        for read_as in [ReadAs::Latin1, ReadAs::Windows1256, ReadAs::Ascii] {
            assert_eq!(misread("Rose & Oud, 50 ml", read_as), "Rose & Oud, 50 ml");
        }
    }
}
