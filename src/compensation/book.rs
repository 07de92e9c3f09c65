//! Every touched ledger is rated, rounded, and what is booked already is subtracted.

use super::booked::{Booked, Member, Notices, Stop, at};
use super::ledger::{Books, Ledgers};
use super::line::LineKind;
use super::memory::Memory;
use super::rated::Rated;
use super::sheet::{Item, OwedBy};
use super::state_key::{LedgerKey, number, position};
use super::touched::Touched;
use super::working::{Done, Value, Working};
use crate::explain::Path;

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
                let booked = self.book(working, &key, &mut ledgers, after, notices, present);
                for (kind, reference, amount, note) in booked.map_err(at(item))? {
                    let amount = self.turned(working, &key, amount).map_err(at(item))?;
                    let is_kept = present && kind == LineKind::Item;
                    if is_kept || working.sign(amount).is_ne() {
                        working.note(amount, note);
                        lines.push(Booked {
                            kind,
                            reference,
                            window: Some(key.window),
                            amount,
                            member: Some(Member {
                                id: item.clone(),
                                version: *version,
                            }),
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// What the payee owes is a line below 0.
    fn turned<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        amount: F,
    ) -> Done<F> {
        let item = self.terms.item(position(key.version), &key.item);
        if item.is_none_or(|(_, item)| item.owed_by == OwedBy::Payer) {
            return Ok(amount);
        }
        working.negate(amount, || format!("{}, owed by the payee", key.item))
    }

    /// Books one ledger: its line, and those of its surcharges.
    fn book<'b, W: Working<Figure = F>>(
        &'b self,
        working: &mut W,
        key: &LedgerKey,
        ledgers: &mut Ledgers<F>,
        after: &mut Memory,
        notices: &mut Notices,
        present: bool,
    ) -> Done<Vec<Part<'b, F>>> {
        let version = position(key.version);
        let chain = self.chain(working, key, ledgers)?;
        let Some((index, item)) = self.terms.item(version, &key.item) else {
            // The version that opened the ledger has the item: nothing else gets here.
            return Ok(Vec::new());
        };
        let path = Path::Version(version);
        let path = path.name("items");
        let place = path.index(index);
        let rated = Rated {
            books: self,
            item,
            place,
            chain: &chain,
            ledgers,
        };
        let mut target = rated.target(working)?;
        rated.notices(working, present, notices)?;
        let (earlier, _) = chain.split_at(chain.len().saturating_sub(1));
        if item.ratchet {
            if let Some(figures) = ledgers.get_mut(key) {
                figures.target = Some(target);
            }
            target = ratcheted(working, &chain, ledgers)?;
        }
        let was = ledgers.get(key).map(|ledger| ledger.booked);
        let line = match was {
            Some(was) if working.sign(was).is_ne() => {
                working.difference(target, was, || line_label(key))?
            }
            _ => target,
        };
        let mut lines = vec![(
            LineKind::Item,
            item.id.to_string(),
            line,
            item.note.as_ref(),
        )];
        if let Some(figures) = ledgers.get_mut(key) {
            figures.booked = target;
        }
        let on_top = Surcharged {
            item,
            place: &place,
            key,
            earlier,
        };
        for (reference, line) in on_top.book(working, ledgers)? {
            lines.push((LineKind::Surcharge, reference, line, item.note.as_ref()));
        }
        if let Some(figures) = ledgers.get(key) {
            after
                .ledgers
                .insert(key.clone(), figures.remembered(working, key)?);
        }
        Ok(lines)
    }
}

/// One line of a ledger: what it is, what it refers to, its amount, the note of its item.
type Part<'a, F> = (LineKind, String, F, Option<&'a String>);

/// What is booked up to a ledger never falls: the larger of what its chain comes to and what it
/// had booked, less what its earlier ledgers have booked.
fn ratcheted<W: Working>(
    working: &mut W,
    chain: &[LedgerKey],
    ledgers: &Ledgers<W::Figure>,
) -> Done<W::Figure> {
    let mut comes_to = Vec::with_capacity(chain.len());
    let mut had = Vec::with_capacity(chain.len());
    let mut earlier = Vec::with_capacity(chain.len());
    for key in chain {
        let Some(ledger) = ledgers.get(key) else {
            continue;
        };
        comes_to.push(ledger.target.unwrap_or(ledger.booked));
        had.push(ledger.was);
        earlier.push(ledger.booked);
    }
    earlier.pop();
    let comes_to = working.sum(&comes_to, || "what all versions come to".into())?;
    let had = working.sum(&had, || "what all versions had booked".into())?;
    let most = working.largest(&[comes_to, had], || "never less than was booked".into())?;
    if earlier.is_empty() {
        return Ok(most);
    }
    let earlier = working.sum(&earlier, || "booked by earlier versions".into())?;
    working.difference(most, earlier, || "booked by this version".into())
}

/// The surcharges of one ledger.
struct Surcharged<'a> {
    item: &'a Item,
    place: &'a Path<'a>,
    key: &'a LedgerKey,
    earlier: &'a [LedgerKey],
}

impl Surcharged<'_> {
    /// `R(rate * (c + target)) - R(rate * c) - booked`, `c` booked by earlier ledgers.
    fn book<W: Working>(
        &self,
        working: &mut W,
        ledgers: &mut Ledgers<W::Figure>,
    ) -> Done<Vec<(String, W::Figure)>> {
        let mut lines = Vec::with_capacity(self.item.surcharges.len());
        let list = self.place.name("surcharges");
        for (index, surcharge) in self.item.surcharges.iter().enumerate() {
            let place = list.index(index);
            let reference = format!("{}/{}", self.item.id, surcharge.id);
            let rate = Value::Number(surcharge.rate);
            let label = || format!("surcharge {}", surcharge.id);
            let rate = working.input(&place.name("rate"), rate, label)?;
            let earlier: Vec<W::Figure> = self
                .earlier
                .iter()
                .filter_map(|key| ledgers.get(key))
                .map(|ledger| ledger.booked)
                .collect();
            let Some(ledger) = ledgers.get_mut(self.key) else {
                continue;
            };
            let mut all = earlier.clone();
            all.push(ledger.booked);
            let mut target = part_of(working, rate, &all, &reference)?;
            if !earlier.is_empty() {
                let before = part_of(working, rate, &earlier, &reference)?;
                target = working.difference(target, before, || reference.clone())?;
            }
            let line = match ledger.surcharges.get(&surcharge.id) {
                None => target,
                Some(booked) => {
                    working.difference(target, *booked, || format!("{reference}, booked now"))?
                }
            };
            ledger.surcharges.insert(surcharge.id.clone(), target);
            lines.push((reference, line));
        }
        Ok(lines)
    }
}

/// A rate of the sum of amounts, rounded once.
pub(super) fn part_of<W: Working>(
    working: &mut W,
    rate: W::Figure,
    amounts: &[W::Figure],
    label: &str,
) -> Done<W::Figure> {
    let sum = working.sum(amounts, || format!("{label}, reckoned on"))?;
    let exact = working.product(rate, sum, || label.to_owned())?;
    working.round(exact, || format!("{label}, rounded"))
}

fn line_label(key: &LedgerKey) -> String {
    format!("{}, {}: booked now", key.item, key.window)
}
