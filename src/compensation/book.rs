//! Every touched ledger is rated, rounded, and what is booked already is subtracted.

use super::ledger::{Books, Ledgers};
use super::line::{Booked, Notices, Stop, at};
use super::place::Path;
use super::rated::Rated;
use super::state::{LedgerKey, Memory, number, position};
use super::statement::LineKind;
use super::touched::Touched;
use super::working::{Done, Working};

impl<F: Copy> Books<'_, F> {
    /// Books every touched ledger and adds its line.
    pub(super) fn settle<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        touched: &Touched,
        after: &mut Memory,
        lines: &mut Vec<Booked<F>>,
        notices: &mut Notices,
    ) -> Result<(), Stop> {
        let mut ledgers = Ledgers::new();
        for (item, keys) in &touched.items {
            for (version, window) in keys {
                let key = LedgerKey {
                    item: item.clone(),
                    version: number(*version),
                    window: *window,
                };
                let figures = self.updated(working, &key, after).map_err(at(item))?;
                ledgers.insert(key, figures);
            }
            for (version, window) in keys {
                let key = LedgerKey {
                    item: item.clone(),
                    version: number(*version),
                    window: *window,
                };
                let present = touched.present.contains(&key);
                let line = self.book(working, &key, &mut ledgers, after, notices, present);
                let (amount, note) = line.map_err(at(item))?;
                let is_zero = working.sign(amount).is_eq();
                if present || !is_zero {
                    working.note(amount, note);
                    lines.push(Booked {
                        kind: LineKind::Item,
                        reference: item.to_string(),
                        window: Some(key.window),
                        amount,
                    });
                }
            }
        }
        Ok(())
    }

    /// Books one ledger: its line, and the note of its item.
    fn book<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        ledgers: &mut Ledgers<F>,
        after: &mut Memory,
        notices: &mut Notices,
        present: bool,
    ) -> Done<(F, Option<&String>)> {
        let version = position(key.version);
        let chain = self.chain(working, key, ledgers)?;
        let Some((index, item)) = self.terms.item(version, &key.item) else {
            // The version that opened the ledger has the item: nothing else gets here.
            return Ok((working.no_money()?, None));
        };
        let path = Path::TERMS.name("versions");
        let path = path.index(version);
        let path = path.name("items");
        let path = path.index(index);
        let rated = Rated {
            books: self,
            item,
            place: path,
            chain: &chain,
            ledgers,
        };
        let target = rated.target(working)?;
        rated.notices(working, present, notices)?;

        let booked = ledgers.get(key).map(|ledger| ledger.booked);
        let line = match booked {
            Some(booked) if working.sign(booked).is_ne() => {
                working.difference(target, booked, || line_label(key))?
            }
            _ => target,
        };
        if let Some(figures) = ledgers.get_mut(key) {
            figures.booked = target;
        }
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        working.remember(&ledgers.name(&text).name("booked"), target);
        if let Some(state) = after.ledgers.get_mut(key) {
            state.booked = working.money(target)?;
        }
        Ok((line, item.note.as_ref()))
    }
}

fn line_label(key: &LedgerKey) -> String {
    format!("{}, {}: booked now", key.item, key.window)
}
