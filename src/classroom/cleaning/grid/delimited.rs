//! Cells of a text whose separators are commas, semicolons or tabs.

use csv::ReaderBuilder;

use super::Grid;

/// Separators, the usual one first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads a text under a header line; rows may differ in length.
pub fn read(text: &str) -> Result<Grid, String> {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let most = SEPARATORS.into_iter().max_by_key(|one| (count(*one), *one == b','));
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(most.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?;
    let header = header.iter().map(str::to_owned).collect();
    let rows = reader.records().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    Ok(Grid { header, rows })
}
