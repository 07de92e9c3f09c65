//! A [`StatementView`] on paper: one description of its rows, written as text and as Markdown.

use std::fmt::Write as _;

use super::measured::{is_of, steps};
use super::notes::{grouped, notes};
use super::statement::said_by;
use super::view::{StatementView, ViewRow};
use super::window::WindowKey;
use crate::party::Side;
use crate::text::{as_one_word, code_span, without_markup};

/// A statement as it is laid out, whoever writes it.
struct Layout {
    /// The name of the statement.
    id: String,
    tables: Vec<Table>,
    notes: Vec<String>,
}

/// Rows under a heading; the last column holds figures, unless it is the head of the paper.
struct Table {
    heading: &'static str,
    columns: Vec<String>,
    rows: Vec<TableRow>,
    figures: bool,
}

struct TableRow {
    cells: Vec<String>,
    /// A sum of what stands above.
    is_sum: bool,
}

impl StatementView<'_> {
    /// Returns the statement as text in aligned columns, to be read and sent as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Side;
    /// use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "12000.05 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.view(Side::Producer).text(), "\
    /// STATEMENT deal:1:2026-01-01..2026-02-01:v1
    ///
    /// Agreement  deal, version 1 of the terms
    /// Statement  1, 2026-01-01 to 2026-01-31
    /// Currency   USD
    /// Seen by    producer, who is paid: below 0 is a cost or a debt
    ///
    /// ACCOUNT
    ///
    /// What                           Reference  For            USD
    /// Opening balance                                         0.00
    /// Pay                            sales      lifetime  1,200.01
    /// Earned                                              1,200.01
    /// Balance                                             1,200.01
    /// Carried to the next statement                           0.00
    /// Gross payment                                       1,200.01
    /// Tax withheld                                            0.00
    /// Payment                                             1,200.01
    ///
    /// BALANCES AFTER THIS STATEMENT
    ///
    /// What              USD
    /// Closing balance  0.00
    /// ");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn text(&self) -> String {
        self.layout().text()
    }

    /// Returns the statement as Markdown, with tables as GitHub writes them.
    ///
    /// Names are escaped, so that none can break a table or change how the rest looks.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Side;
    /// use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(Item::new("a|b".parse()?, Window::Lifetime, share))
    ///     .build()?;
    /// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// let paper = statement.view(Side::Producer).markdown();
    /// assert!(paper.contains(r"| Pay | a\|b | lifetime | 0.00 |"), "{paper}");
    /// assert!(paper.contains("- Nothing is paid: nothing was earned."));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn markdown(&self) -> String {
        self.layout().markdown()
    }

    /// The one description of the paper.
    fn layout(&self) -> Layout {
        let account = self.account();
        let mut tables = vec![self.head(), self.table("Account", &account)];
        tables.push(self.table("Beside the account", &self.beside()));
        tables.push(self.due_days());
        tables.push(self.table("Balances after this statement", &self.balances()));
        tables.push(self.working());
        tables.retain(|table| !table.rows.is_empty());
        Layout {
            id: self.statement.id().to_string(),
            tables,
            notes: notes(self.statement),
        }
    }

    /// What the statement is about, and who looks at it.
    fn head(&self) -> Table {
        let statement = self.statement;
        let (id, version) = (statement.id().terms(), statement.version());
        let (no, period) = (statement.no(), statement.period());
        let mut facts = vec![
            ("Agreement", format!("{id}, version {version} of the terms")),
            (
                "Statement",
                format!("{no}, {} to {}", period.from(), period.last_day()),
            ),
        ];
        let sheet = self.terms.map(super::terms::Terms::sheet);
        let parties = sheet.map(|sheet| [("Payer", &sheet.payer), ("Payee", &sheet.payee)]);
        for (role, party) in parties.into_iter().flatten() {
            // The name of a party hides nothing.
            facts.extend(party.as_ref().map(|party| (role, party.to_string())));
        }
        facts.push(("Currency", statement.opening().currency().to_string()));
        let seen = match self.side {
            Side::Producer => "producer, who is paid: below 0 is a cost or a debt",
            Side::Partner => "partner, who pays: below 0 is a cost or a debt",
        };
        facts.push(("Seen by", seen.to_owned()));
        if !self.has_due_days() {
            facts.extend(statement.due_on().map(|day| ("Due on", day.to_string())));
        }
        let rows = facts.into_iter().map(|(fact, value)| TableRow {
            cells: vec![fact.to_owned(), value],
            is_sum: false,
        });
        Table {
            heading: "",
            columns: Vec::new(),
            rows: rows.collect(),
            figures: false,
        }
    }

    /// Rows of the view; a column that says nothing is left out.
    fn table(&self, heading: &'static str, rows: &[ViewRow]) -> Table {
        let references = rows.iter().any(|row| !row.reference.is_empty());
        let windows = rows.iter().any(|row| row.window.is_some());
        let cells = |row: &ViewRow| {
            let mut cells = vec![row.kind.words(self.side).to_owned()];
            if references {
                cells.push(reference(&row.reference));
            }
            if windows {
                cells.push(window_words(row.window));
            }
            cells.push(grouped(row.amount));
            cells
        };
        let columns = [("What", true), ("Reference", references), ("For", windows)];
        let rows = rows.iter().map(|row| TableRow {
            cells: cells(row),
            is_sum: row.kind.is_sum(),
        });
        Table {
            rows: rows.collect(),
            ..self.figures(heading, &columns)
        }
    }

    /// Whether the payment is due otherwise than in one sum on the day of the payout.
    fn has_due_days(&self) -> bool {
        let statement = self.statement;
        statement.dues() != said_by(statement.paid(), statement.due_on())
    }

    /// What of the payment is due on which day, if that is more than one day of the payout.
    fn due_days(&self) -> Table {
        let dues = self.has_due_days().then(|| self.dues());
        let rows = dues.into_iter().flatten().map(|due| {
            let day = due
                .on
                .map_or("no day said".to_owned(), |day| day.to_string());
            TableRow {
                cells: vec![day, grouped(due.amount)],
                is_sum: false,
            }
        });
        Table {
            rows: rows.collect(),
            ..self.figures("Due days of the payment", &[("Due on", true)])
        }
    }

    /// How the lines were worked out, as far as there is a proof.
    fn working(&self) -> Table {
        let of_this = |proof: &&_| is_of(proof, self.statement);
        let proof = self.explanation.filter(of_this);
        let lines = self.statement.lines();
        let windows = lines.iter().any(|line| line.window.is_some());
        // A step is worked out as the payee sees it, whoever reads.
        let total = match self.side {
            Side::Producer => "comes to",
            Side::Partner => "comes to, for the payee",
        };
        let mut rows = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let row = |words: String, value: String, is_sum: bool| {
                let window = windows.then(|| window_words(line.window));
                let cells = [reference(&line.reference)].into_iter().chain(window);
                TableRow {
                    cells: cells.chain([words, value]).collect(),
                    is_sum,
                }
            };
            let steps = proof.map(|proof| steps(proof, self.statement, index));
            let steps = steps.into_iter().flatten();
            let before = rows.len();
            rows.extend(steps.map(|step| row(step.words, step.value, false)));
            if rows.len() > before {
                rows.push(row(total.to_owned(), grouped(line.amount), true));
            }
        }
        let columns = [("Reference", true), ("For", windows), ("Step", true)];
        Table {
            rows,
            ..self.figures("How the lines were worked out", &columns)
        }
    }

    /// A table without rows, of the columns that say something and a last one of amounts.
    fn figures(&self, heading: &'static str, columns: &[(&str, bool)]) -> Table {
        let currency = self.statement.opening().currency().to_string();
        let columns = columns.iter().filter(|(_, said)| *said);
        let columns = columns.map(|(column, _)| (*column).to_owned());
        Table {
            heading,
            columns: columns.chain([currency]).collect(),
            rows: Vec::new(),
            figures: true,
        }
    }
}

/// What a line refers to, so that nothing in it hides or runs on.
fn reference(reference: &str) -> String {
    if reference.is_empty() {
        String::new()
    } else {
        as_one_word(reference)
    }
}

/// What a line is for, if it has a window.
fn window_words(window: Option<WindowKey>) -> String {
    window.map_or_else(String::new, |window| window.words())
}

impl Layout {
    fn text(&self) -> String {
        // Writing to a `String` cannot fail.
        let mut text = format!("STATEMENT {}\n", self.id);
        for table in &self.tables {
            if !table.heading.is_empty() {
                let _ = writeln!(text, "\n{}", table.heading.to_uppercase());
            }
            text.push('\n');
            table.text(&mut text);
        }
        if !self.notes.is_empty() {
            text.push_str("\nNOTES\n\n");
        }
        for note in &self.notes {
            let _ = writeln!(text, "- {note}");
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("# Statement {}\n", code_span(&self.id));
        for table in &self.tables {
            if !table.heading.is_empty() {
                let _ = writeln!(text, "\n## {}", table.heading);
            }
            text.push('\n');
            table.markdown(&mut text);
        }
        if !self.notes.is_empty() {
            text.push_str("\n## Notes\n\n");
        }
        for note in &self.notes {
            let _ = writeln!(text, "- {}", without_markup(note));
        }
        text
    }
}

impl Table {
    /// The heads of the columns, if there are any, and the cells of all rows.
    fn all(&self) -> impl Iterator<Item = &[String]> {
        let columns = Some(self.columns.as_slice()).filter(|columns| !columns.is_empty());
        let rows = self.rows.iter().map(|row| row.cells.as_slice());
        columns.into_iter().chain(rows)
    }

    /// Columns as wide as their widest cell, words to the left, figures to the right.
    fn text(&self, text: &mut String) {
        let mut widths: Vec<usize> = Vec::new();
        for cells in self.all() {
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = columns(cell).max(*width);
            }
        }
        for cells in self.all() {
            let mut line = String::new();
            for (index, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let last = index.saturating_add(1) == cells.len();
                let blanks = " ".repeat(width.saturating_sub(columns(cell)));
                let (before, after) = if last && self.figures {
                    (&*blanks, "")
                } else {
                    ("", &*blanks)
                };
                let _ = write!(line, "{before}{cell}{after}  ");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }

    fn markdown(&self, text: &mut String) {
        let width = self.rows.first().map_or(0, |row| row.cells.len());
        let mut row = |cells: &mut dyn Iterator<Item = String>| {
            text.push('|');
            for cell in cells {
                let blank = if cell.is_empty() { "" } else { " " };
                let _ = write!(text, "{blank}{cell} |");
            }
            text.push('\n');
        };
        let heads = (0..width).map(|index| self.columns.get(index));
        row(&mut heads.map(|head| head.map_or_else(String::new, |head| without_markup(head))));
        let last = |index: usize| index.saturating_add(1) == width;
        row(&mut (0..width).map(|index| {
            let rule = if last(index) && self.figures {
                "---:"
            } else {
                "---"
            };
            rule.to_owned()
        }));
        for TableRow { cells, is_sum } in &self.rows {
            row(&mut cells
                .iter()
                .map(|cell| match (without_markup(cell), is_sum) {
                    (cell, true) if !cell.is_empty() => format!("**{cell}**"),
                    (cell, _) => cell,
                }));
        }
    }
}

/// How many columns of a screen a text takes: wide letters take two, joining marks none.
fn columns(text: &str) -> usize {
    let width = |character: char| match u32::from(character) {
        0x300..=0x36f | 0x200b..=0x200d | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfeff => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    };
    text.chars().map(width).fold(0, usize::saturating_add)
}
