//! [`Rated`]: one item in one window, rated on its cumulative measure and rounded.

use std::collections::BTreeMap;

use super::booked::Notices;
use super::evaluate::value;
use super::given::{Elapsed, Given, of_base, units};
use super::ledger::{Books, Ledgers, month_edges};
use super::measure::Stream;
use super::notice::Notice;
use super::pay::{PayDraft, Reads};
use super::plain::Plain;
use super::sheet::{Item, Opening};
use super::state_key::{LedgerKey, position};
use super::window::Window;
use super::working::{Done, Stretch, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

/// One item in one window of one version, with the ledgers that it counts on from.
pub(super) struct Rated<'a, F> {
    pub(super) books: &'a Books<'a, F>,
    pub(super) item: &'a Item,
    pub(super) place: Path<'a>,
    pub(super) chain: &'a [LedgerKey],
    pub(super) ledgers: &'a Ledgers<F>,
}

impl<F: Copy> Rated<'_, F> {
    /// `R(F(before + own)) - R(F(before))`, the second term only if there is something before.
    pub(super) fn target<W: Working<Figure = F>>(&self, working: &mut W) -> Done<F> {
        let factor = self.factor(working)?;
        if self.item.window == Window::Event {
            return self.of_events(working, factor);
        }
        if self.item.pay.is_by_period() {
            return self.of_periods(working, factor);
        }
        let now = self.rounded(working, self.chain.len(), factor)?;
        let earlier = self.chain.len().saturating_sub(1);
        if earlier == 0 && self.opening().is_empty() {
            return Ok(now);
        }
        let before = self.rounded(working, earlier, factor)?;
        let label = || format!("{} of this version", self.item.id);
        working.difference(now, before, label)
    }

    /// What single events came to, rounded once.
    fn of_events<W: Working<Figure = F>>(&self, working: &mut W, factor: Option<F>) -> Done<F> {
        let ledger = self.chain.last().and_then(|key| self.ledgers.get(key));
        let Some(worth) = ledger.and_then(|ledger| ledger.worth) else {
            return self.no_events(working);
        };
        let worth = escalated(working, factor, worth)?;
        working.round(worth, || format!("events of {}, rounded", self.item.id))
    }

    /// What the prices of the window are multiplied by, if there is an escalator.
    fn factor<W: Working<Figure = F>>(&self, working: &mut W) -> Done<Option<F>> {
        let (Some(escalator), Some(key)) = (&self.item.escalator, self.chain.last()) else {
            return Ok(None);
        };
        let place = self.place.name("escalator");
        let window = (self.item.window, &self.place.name("window"));
        let first = self.books.first_day(working, key.window, window)?;
        let from = escalator.from(working, &place, self.books.terms)?;
        escalator.factor(working, &place, from, first).map(Some)
    }

    /// What periods came to at their own rates: over the chain, less its earlier versions.
    fn of_periods<W: Working<Figure = F>>(&self, working: &mut W, factor: Option<F>) -> Done<F> {
        let mut worths = Vec::with_capacity(self.chain.len());
        for key in self.chain {
            worths.push(self.ledgers.get(key).and_then(|ledger| ledger.worth));
        }
        let last = worths.pop().flatten();
        let earlier: Vec<F> = worths.into_iter().flatten().collect();
        let mut all = earlier.clone();
        all.extend(last);
        if all.is_empty() {
            return self.no_events(working);
        }
        let sum = working.exact_sum(&all, || format!("{}, over all versions", self.item.id))?;
        let sum = escalated(working, factor, sum)?;
        let now = working.round(sum, || format!("{}, rounded", self.item.id))?;
        if earlier.is_empty() {
            return Ok(now);
        }
        let label = || format!("{}, earlier versions", self.item.id);
        let before = working.exact_sum(&earlier, label)?;
        let before = escalated(working, factor, before)?;
        let before = working.round(before, || "earlier versions, rounded".into())?;
        working.difference(now, before, || format!("{} of this version", self.item.id))
    }

    /// Nothing for want of events: proved by the ledger that has none.
    fn no_events<W: Working<Figure = F>>(&self, working: &mut W) -> Done<F> {
        let text = self
            .chain
            .last()
            .map(ToString::to_string)
            .unwrap_or_default();
        let ledgers = Path::STATE.name("ledgers");
        let zero = Money::zero(self.books.terms.currency());
        let place = ledgers.name(&text);
        working.optional(&place.name("events"), zero.into(), || {
            "no events yet".into()
        })
    }

    /// History that counts and is not paid again, of the version in which the chain begins.
    fn opening(&self) -> &[Opening] {
        let first = self.chain.first().map(|key| position(key.version));
        let item = first.and_then(|version| self.books.terms.item(version, &self.item.id));
        item.map_or(&[], |(_, item)| &item.opening)
    }

    /// The pay on the first so many ledgers of the chain, rounded once.
    fn rounded<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        count: usize,
        factor: Option<F>,
    ) -> Done<F> {
        let given = self.given(working, count)?;
        let exact = value(working, &self.item.pay, &self.place.name("pay"), &given)?;
        let exact = escalated(working, factor, exact)?;
        if matches!(self.item.pay, PayDraft::Retainer(_)) && factor.is_none() {
            // Its ends are rounded already.
            return Ok(exact);
        }
        working.round(exact, || {
            let so_far = if count == self.chain.len() {
                ""
            } else {
                " before this version"
            };
            format!("{}{so_far}, rounded", self.item.id)
        })
    }

    /// What the pay is evaluated on: sums over the chain, its latest levels, its days.
    fn given<W: Working<Figure = F>>(&self, working: &mut W, count: usize) -> Done<Given<'_, F>> {
        let mut reads = Vec::new();
        self.item.pay.reads(&mut |read| reads.push(read));
        let mut given = Given {
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: self.elapsed(working, count)?,
            begins_in_term: self.begins_in_term(),
        };
        for read in reads {
            match read {
                Reads::Amounts(stream) => {
                    let sum = self.sum(working, stream, count, true)?;
                    given.amounts.insert(stream, sum);
                }
                Reads::Units(stream) => {
                    let sum = self.sum(working, stream, count, false)?;
                    given.units.insert(stream, sum);
                }
                Reads::Level(name) => {
                    if let Some(level) = self.level(working, name, count)? {
                        given.levels.insert(name, level);
                    } else {
                        let nothing = self.no_level(working, name, count)?;
                        given.missing.insert(name, nothing);
                    }
                }
            }
        }
        Ok(given)
    }

    fn sum<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        count: usize,
        amounts: bool,
    ) -> Done<F> {
        let mut parts = self.opened(working, stream, amounts)?;
        for key in self.chain.iter().take(count) {
            let own = self
                .ledgers
                .get(key)
                .and_then(|ledger| ledger.own.get(stream));
            parts.extend(own.map(|(amount, units)| if amounts { *amount } else { *units }));
        }
        match parts.as_slice() {
            [one] => Ok(*one),
            [] => self.nothing(working, stream, count, amounts),
            many => working.sum(many, || {
                format!(
                    "{}{stream} over versions",
                    if amounts { "" } else { "units of " }
                )
            }),
        }
    }

    /// The last of the first so many ledgers of the chain, by its key; before the first there is
    /// one of version 0, which no state has.
    fn last_of(&self, count: usize) -> Option<LedgerKey> {
        let last = self.chain.iter().take(count).next_back().cloned();
        last.or_else(|| {
            self.chain.first().map(|first| LedgerKey {
                version: 0,
                ..first.clone()
            })
        })
    }

    /// Nothing of a stream: proved by the ledger that has no such entry.
    fn nothing<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        count: usize,
        amounts: bool,
    ) -> Done<F> {
        let Some(key) = self.last_of(count) else {
            return working.no_money();
        };
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let ledger = ledgers.name(&text);
        let own = ledger.name("own");
        let place = own.name(stream);
        let zero = Money::zero(self.books.terms.currency());
        if amounts {
            working.optional(&place.name("amount"), zero.into(), || {
                format!("no {stream} yet")
            })
        } else {
            let nothing = Value::Number(Ratio::ZERO);
            working.optional(&place.name("units"), nothing, || {
                format!("no units of {stream} yet")
            })
        }
    }

    /// Nothing for want of a level: proved by the ledger that has no such level.
    fn no_level<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        name: &Stream,
        count: usize,
    ) -> Done<F> {
        let Some(key) = self.last_of(count) else {
            return working.no_money();
        };
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let ledger = ledgers.name(&text);
        let levels = ledger.name("levels");
        let level = levels.name(name);
        let zero = Money::zero(self.books.terms.currency());
        working.optional(&level.name("value"), zero.into(), || {
            format!("level {name} not reported")
        })
    }

    fn opened<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        amounts: bool,
    ) -> Done<Vec<F>> {
        let first = self.chain.first().map_or(0, |key| position(key.version));
        let index = self
            .books
            .terms
            .item(first, &self.item.id)
            .map_or(0, |(index, _)| index);
        let path = Path::Version(first);
        let path = path.name("items");
        let path = path.index(index);
        let list = path.name("opening");
        let mut parts = Vec::new();
        for (index, opening) in self.opening().iter().enumerate() {
            let place = list.index(index);
            if opening.stream != *stream {
                continue;
            }
            let (field, value) = if amounts {
                ("amount", opening.amount.map(Value::from))
            } else {
                ("units", opening.units.map(Value::Number))
            };
            if let Some(value) = value {
                let label = || format!("{stream} before the agreement");
                parts.push(working.input(&place.name(field), value, label)?);
            }
        }
        Ok(parts)
    }

    /// The level of the latest period that reported it.
    fn level<W: Working<Figure = F>>(
        &self,
        working: &W,
        name: &Stream,
        count: usize,
    ) -> Done<Option<F>> {
        let mut latest: Option<(Ratio, F)> = None;
        for key in self.chain.iter().take(count) {
            let known = self
                .ledgers
                .get(key)
                .and_then(|ledger| ledger.levels.get(name));
            let Some((value, of)) = known else { continue };
            let of = working.number(*of)?;
            if latest.is_none_or(|(before, _)| before <= of) {
                latest = Some((of, *value));
            }
        }
        Ok(latest.map(|(_, value)| value))
    }

    /// Whether the window begins before the end of the agreement.
    fn begins_in_term(&self) -> bool {
        let window = self.chain.last().map(|key| key.window);
        window.is_none_or(|window| self.books.begins_in_term(window))
    }

    /// How much of the window a retainer has run, in the first so many ledgers of the chain.
    fn elapsed<W: Working<Figure = F>>(&self, working: &mut W, count: usize) -> Done<Elapsed<F>> {
        let window = self.chain.last().map(|key| key.window);
        let days = window.and_then(|window| window.days());
        let (Some(days), Some(months)) = (days, self.item.window.months()) else {
            return Ok(if self.begins_in_term() {
                Elapsed::Whole
            } else {
                Elapsed::Nothing
            });
        };
        if !self.item.pay.has_retainer() {
            return Ok(Elapsed::Nothing);
        }
        let runs = |key: &LedgerKey| self.ledgers.get(key).and_then(|ledger| ledger.days);
        let Some((first, _)) = self.chain.iter().find_map(runs) else {
            return Ok(Elapsed::Nothing);
        };
        // Up to the end of the active days; before this version, up to their start.
        let upto = match self.chain.get(count).and_then(runs) {
            Some((from, _)) => from,
            None => match self.chain.iter().take(count).rev().find_map(runs) {
                Some((_, to)) => to,
                None => return Ok(Elapsed::Nothing),
            },
        };
        let window = (self.item.window, &self.place.name("window"));
        let (from, to) = month_edges(working, self.books.terms, days, window)?;
        let stretch = Stretch {
            days,
            months,
            from,
            to,
            first,
        };
        Ok(Elapsed::Window { stretch, upto })
    }

    /// Levels that are missing when the window closes, and sums below 0.
    pub(super) fn notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        present: bool,
        notices: &mut Notices,
    ) -> Done<()> {
        let mut reads = Vec::new();
        if self.item.window != Window::Event {
            self.item.pay.reads(&mut |read| reads.push(read));
        }
        for read in reads {
            let (stream, amounts) = match read {
                Reads::Amounts(stream) => (stream, true),
                Reads::Units(stream) => (stream, false),
                Reads::Level(name) => {
                    let missing = self.level(working, name, self.chain.len())?.is_none();
                    if missing && present && self.books.closes(self.item.window, self.chain) {
                        notices.insert(Notice::LevelMissing {
                            name: Stream::clone(name),
                        });
                    }
                    continue;
                }
            };
            let sum = self.sum(working, stream, self.chain.len(), amounts)?;
            if working.sign(sum).is_lt() {
                notices.insert(Notice::NegativeMeasure {
                    stream: Stream::clone(stream),
                });
            }
        }
        if present && self.has_empty_pool(working)? {
            notices.insert(Notice::PoolEmpty {
                item: self.item.id.as_str().into(),
            });
        }
        Ok(())
    }

    /// Whether a pool of the pay holds something and nobody has units of it
    /// (spec/contracts.md X3).
    fn has_empty_pool<W: Working<Figure = F>>(&self, working: &mut W) -> Done<bool> {
        let mut pools = Vec::new();
        self.item.pay.leaves(&mut |leaf| {
            if let PayDraft::Pool(pool) = leaf {
                pools.push(pool);
            }
        });
        if pools.is_empty() {
            return Ok(false);
        }
        let given = self.given(working, self.chain.len())?.values(working);
        let sheet = self.books.terms.sheet();
        let mut plain = Plain {
            currency: sheet.currency,
            rounding: sheet.rounding(),
            calendar: None,
        };
        for pool in pools {
            let base = of_base(&mut plain, &pool.base, &Path::TERMS, &given)?;
            let all = units(&mut plain, &given, &pool.all)?;
            if plain.sign(base).is_ne() && plain.sign(all).is_le() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// An amount with the rise of its window, if there is one.
fn escalated<W: Working>(
    working: &mut W,
    factor: Option<W::Figure>,
    amount: W::Figure,
) -> Done<W::Figure> {
    match factor {
        None => Ok(amount),
        Some(factor) => working.product(factor, amount, || "escalated".into()),
    }
}
