//! What the examples share: aligned columns, and money as people write it.

#![allow(dead_code, reason = "not every example uses every helper")]

use std::io::{self, Write};

use partnership::Money;

/// Rows of text whose columns are as wide as their widest cell.
pub(crate) struct Table {
    /// How many columns, from the left, hold words; the others hold figures and stand right.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with headings such as `"film | budget"`, the first `words` of them above words.
    pub(crate) fn new(words: usize, headings: &str) -> Self {
        let headings = headings.split(" | ").map(str::to_owned).collect();
        Self {
            words,
            rows: vec![headings],
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes all rows.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        for row in &self.rows {
            let cells = row.iter().zip(&widths).enumerate();
            let cells = cells.map(|(column, (cell, &width))| {
                if column < self.words {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
            let line = cells.collect::<Vec<_>>().join("  ");
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Returns an amount with a comma at every thousand and without its currency: `1,234.50`.
pub(crate) fn grouped(amount: Money) -> String {
    let text = amount.to_string();
    let number = text.split(' ').next().unwrap_or(&text);
    let (sign, number) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let (whole, decimals) = number
        .split_once('.')
        .map_or((number, None), |(whole, decimals)| (whole, Some(decimals)));
    let digits: Vec<char> = whole.chars().collect();
    let mut groups: Vec<String> = digits.rchunks(3).map(String::from_iter).collect();
    groups.reverse();
    let point = decimals.map(|decimals| format!(".{decimals}"));
    format!("{sign}{}{}", groups.join(","), point.unwrap_or_default())
}

/// Returns a count with a comma at every thousand.
pub(crate) fn counted(count: usize) -> String {
    let digits: Vec<char> = count.to_string().chars().collect();
    let mut groups: Vec<String> = digits.rchunks(3).map(String::from_iter).collect();
    groups.reverse();
    groups.join(",")
}
