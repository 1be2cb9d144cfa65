//! CSV that no spreadsheet takes for formulas.

/// Characters with which a spreadsheet lets a formula begin.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that stays text: where it would begin a formula, an apostrophe stands before it, which
/// is how spreadsheets mark text. A plain number is none, though it may begin with a minus.
pub fn safe(cell: &str) -> String {
    let begins = cell.trim_start_matches([' ', '\n', '\u{a0}', '\u{feff}']);
    match begins.starts_with(FORMULA_STARTS) && !is_plain_number(cell) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// Digits with a minus before them and a point between them, at most.
fn is_plain_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A CSV text in the making, every cell of which is [`safe`].
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CsvText(String);

impl CsvText {
    /// A text that begins with a header.
    pub fn new<S: AsRef<str>>(header: impl IntoIterator<Item = S>) -> CsvText {
        let mut text = CsvText::default();
        text.row(header);
        text
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            let cell = safe(cell.as_ref());
            match cell.contains(['"', ',', '\n', '\r']) {
                true => self.0.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
                false => self.0.push_str(&cell),
            }
        }
        self.0.push('\n');
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for formula in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "-", "+5"] {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        for plain in ["-5", "-5.25", "5", "علي", "a=b", "O'Neil", ""] {
            assert_eq!(safe(plain), plain);
        }
    }

    #[test]
    fn cells_that_hold_separators_are_quoted() {
        let mut text = CsvText::new(["name", "mark"]);
        text.row(["Last, \"First\"", "=HYPERLINK(\"x\",\"y\")"]);
        let expected = "name,mark\n\"Last, \"\"First\"\"\",\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\n";
        assert_eq!(text.into_text(), expected);
    }
}
