//! Cells of JSON: a row on each line, or one list of all rows.

use std::collections::HashMap;

use csv::StringRecord;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Grid, KindOf};
use crate::tables::spec::Kind;

/// What a row looks like, for messages.
const ROW: &str = r#"a row is an object such as {"order_id": 7, "total": 12.5}"#;

/// Reads rows; a key that a row leaves out is an empty cell.
pub fn read(text: &str, kind_of: KindOf) -> Result<Grid, String> {
    let mut cells = Cells { grid: Grid::default(), places: HashMap::new(), kinds: Vec::new() };
    if text.trim_start().starts_with('[') {
        let rows = serde_json::from_str::<Vec<Map<String, Value>>>(text);
        let rows = rows.map_err(|error| format!("it is no list of rows: {error}; {ROW}"))?;
        for (at, row) in rows.into_iter().enumerate() {
            cells.row(row, kind_of).map_err(|why| format!("row {}: {why}", at + 1))?;
        }
    } else {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let named = |why: String| format!("line {}: {why}; {ROW}", at + 1);
            let row = serde_json::from_str(line).map_err(|error| named(error.to_string()))?;
            cells.row(row, kind_of).map_err(named)?;
        }
    }
    Ok(cells.grid)
}

struct Cells {
    grid: Grid,
    /// Where each column stands.
    places: HashMap<String, usize>,
    /// What each column holds.
    kinds: Vec<Option<Kind>>,
}

impl Cells {
    fn row(&mut self, row: Map<String, Value>, kind_of: KindOf) -> Result<(), String> {
        let mut cells = vec![String::new(); self.grid.header.len()];
        for (name, value) in row {
            let at = match self.places.get(&name) {
                Some(&at) => at,
                None => {
                    self.kinds.push(kind_of(&name));
                    self.grid.header.push(name.clone());
                    cells.push(String::new());
                    let at = cells.len() - 1;
                    self.places.insert(name.clone(), at);
                    at
                }
            };
            cells[at] = match value {
                Value::Null => String::new(),
                Value::Bool(value) => value.to_string(),
                Value::String(text) => text,
                Value::Number(number) => moment(&number, self.kinds[at])
                    .map_or_else(|| number.to_string(), |moment| moment.to_string()),
                // A column that nobody asked for may hold anything.
                _ if self.kinds[at].is_none() => String::new(),
                Value::Array(_) => return Err(format!("`{name}` holds a list, and no value")),
                Value::Object(_) => return Err(format!("`{name}` holds an object, and no value")),
            };
        }
        self.grid.rows.push(StringRecord::from(cells));
        Ok(())
    }
}

/// pandas writes moments as milliseconds since 1970, and days as the moment at which they begin.
fn moment(number: &serde_json::Number, kind: Option<Kind>) -> Option<Timestamp> {
    match kind? {
        Kind::Date | Kind::Time | Kind::Clock => Timestamp::from_millisecond(number.as_i64()?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: KindOf = &|name| match name {
        "placed_at" => Some(Kind::Time),
        "total" => Some(Kind::Money),
        _ => None,
    };

    fn cells(text: &str) -> Vec<Vec<String>> {
        let grid = read(text, KIND).unwrap();
        grid.rows.iter().map(|row| row.iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn rows_stand_on_lines_or_in_a_list_and_may_leave_keys_out() {
        let lines = "{\"total\": 12.50}\n\n{\"x\": {\"a\": 1}, \"total\": null}\n{\"y\": true}\n";
        let expected = [vec!["12.5"], vec!["", ""], vec!["", "", "true"]];
        assert_eq!(cells(lines), expected);
        let list = format!("[{}]", lines.trim().replace("\n\n", "\n").replace('\n', ","));
        assert_eq!(cells(&list), expected);
    }

    #[test]
    fn milliseconds_are_moments_where_the_column_holds_such() {
        assert_eq!(cells("{\"placed_at\": 1768936658000}"), [["2026-01-20T19:17:38Z"]]);
        assert_eq!(cells("{\"total\": 1768936658000}"), [["1768936658000"]]);
    }

    #[test]
    fn what_is_no_row_is_told_with_its_line() {
        for (text, why) in [
            ("{\"total\": 1}\nnonsense\n", "line 2:"),
            ("{\n  \"total\": 1\n}\n", "line 1:"),
            ("{\"total\": {\"0\": 1, \"1\": 2}}\n", "`total` holds an object"),
            ("{\"total\": 1}\n{\"total\": [1]}\n", "line 2: `total` holds a list"),
            ("[1, 2]", "no list of rows"),
            ("{\"total\": 1e999}", "line 1:"),
        ] {
            let found = read(text, KIND).unwrap_err();
            assert!(found.contains(why), "{found}");
        }
    }
}
