//! Tables of text: the columns of a CSV file that an example reads, by name.

use std::error::Error;
use std::io::Read;

/// Returns the cells of these columns, row after row. A column may go by one of several names
/// (`year|release_date`); lines that begin with `#` are remarks.
pub(crate) fn read<const N: usize>(
    source: impl Read,
    columns: [&str; N],
) -> Result<Vec<[String; N]>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(source);
    let headings = reader.headers()?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let mut found = headings.iter();
        let found = found.position(|heading| column.split('|').any(|name| name == heading));
        *place = found.ok_or_else(|| format!("no column {column}"))?;
    }
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record?;
        Ok(places.map(|place| record.get(place).unwrap_or_default().to_owned()))
    };
    reader.records().map(row).collect()
}
