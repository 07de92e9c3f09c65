//! [`Run`]: one settlement in the fixed order of evaluation, in any [`Working`].

use std::collections::{BTreeMap, BTreeSet};

use super::activity::Activity;
use super::balance::{Accounts, Balance, Beside, Waiting};
use super::booked::{Booked, CapPart, Notices, Stop, at, period_edge};
use super::clause::GuaranteeOn;
use super::dated::OwnSum;
use super::entry::{Entries, Entry, Papers, Reported};
use super::ledger::Books;
use super::measure::Stream;
use super::memory::{Memory, PeriodState, SettledVersion};
use super::refusal::{Plan, plan};
use super::settle_error::SettleError;
use super::state::State;
use super::state_key::{Day, Fingerprint, LedgerKey, Once, number};
use super::statement::Statement;
use super::terms::Terms;
use super::touched::Touched;
use super::wire::Id;
use super::working::{Done, Edge, Failure, Value, Working};
use crate::explain::Path;

/// One settlement on its way.
#[derive(Debug)]
pub(super) struct Run<'a, W: Working> {
    pub(super) working: &'a mut W,
    pub(super) terms: &'a Terms,
    pub(super) before: &'a Memory,
    pub(super) activity: &'a Activity,
    pub(super) plan: Plan,
    pub(super) after: Memory,
    pub(super) lines: Vec<Booked<W::Figure>>,
    pub(super) notices: Notices,
    /// What this activity says of streams and levels, by period.
    pub(super) nets: BTreeMap<(u32, Stream), Entry<W::Figure>>,
    pub(super) levels: BTreeMap<(u32, Stream), Reported<W::Figure>>,
    /// Tranches of the reserve that this statement made.
    pub(super) tranche_figures: BTreeMap<u32, W::Figure>,
    /// Held tranches that this statement made or changed.
    pub(super) held_figures: BTreeMap<Day, W::Figure>,
    /// What guarantees are short of.
    pub(super) short: BTreeMap<String, W::Figure>,
    /// What caps have cut, inner caps first.
    pub(super) cap_parts: Vec<CapPart<W::Figure>>,
    /// What caps have let through in this statement.
    pub(super) cap_figures: BTreeMap<LedgerKey, (W::Figure, W::Figure)>,
    /// What was given in kind so far, by clause.
    pub(super) in_kind_sums: BTreeMap<Id, W::Figure>,
    /// What is booked once in this statement.
    pub(super) parts: BTreeMap<Once, W::Figure>,
    /// What milestones hold in escrow now.
    pub(super) escrow: BTreeMap<Id, W::Figure>,
    /// The days on which milestones are accepted in this statement, where they are said.
    pub(super) accepted: BTreeMap<Id, W::Figure>,
    /// Parts and guarantees that have days of their own.
    pub(super) own: Vec<OwnSum<'a, W::Figure>>,
    /// What guarantees claim by their days.
    pub(super) claims: Vec<OwnSum<'a, W::Figure>>,
}

/// One settlement that has recouped its own advances: what a group asks comes next.
#[derive(Debug)]
pub(super) struct Half<'a, W: Working> {
    pub(super) run: Run<'a, W>,
    pub(super) accounts: Accounts<W::Figure>,
    /// What is left of the base of recoupment, if there is no debit.
    pub(super) left: Option<W::Figure>,
    /// What other agreements of the group earned back.
    pub(super) by_group: Vec<W::Figure>,
    waiting: Waiting<W::Figure>,
    opening: W::Figure,
    earned: W::Figure,
    advanced: Option<W::Figure>,
    charged: Option<W::Figure>,
    in_kind: Option<W::Figure>,
}

/// Settles in any working: figures alone, or figures and their proof.
pub(super) fn run<W: Working>(
    working: &mut W,
    terms: &Terms,
    state: &State,
    activity: &Activity,
) -> Result<(Statement, State), Stop> {
    begin(working, terms, state, activity)?.end()
}

/// Settles up to the recoupment of the agreement's own advances.
pub(super) fn begin<'a, W: Working>(
    working: &'a mut W,
    terms: &'a Terms,
    state: &'a State,
    activity: &'a Activity,
) -> Result<Half<'a, W>, Stop> {
    let before = state.memory();
    let plan = plan(terms, before, activity).map_err(Stop::Refused)?;
    let after = next_memory(terms, before, activity, plan);
    let (lines, notices) = (Vec::new(), BTreeSet::new());
    Run {
        working,
        terms,
        before,
        activity,
        plan,
        after,
        lines,
        notices,
        nets: BTreeMap::new(),
        levels: BTreeMap::new(),
        tranche_figures: BTreeMap::new(),
        held_figures: BTreeMap::new(),
        short: BTreeMap::new(),
        cap_parts: Vec::new(),
        cap_figures: BTreeMap::new(),
        in_kind_sums: BTreeMap::new(),
        parts: BTreeMap::new(),
        escrow: BTreeMap::new(),
        accepted: BTreeMap::new(),
        own: Vec::new(),
        claims: Vec::new(),
    }
    .begin()
}

impl<'a, W: Working> Run<'a, W> {
    /// Steps 1 to 11, in the order of spec/compensation.md 7.
    fn begin(mut self) -> Result<Half<'a, W>, Stop> {
        self.items()?;
        self.milestones()?;
        self.schedules()?;
        self.deliveries()?;
        self.caps()?;
        let earned = self.earned().map_err(at("what is earned"))?;
        self.change_orders()?;
        self.guarantees(GuaranteeOn::Earned, None)?;
        self.adjustments()?;
        let in_kind = self.in_kind()?;
        let waiting = self.waiting(earned)?;
        let opening = self.opening().map_err(at("the opening balance"))?;
        let mut accounts = self.accounts()?;
        let advanced = self.advanced(&accounts).map_err(at("the advances"))?;
        let charged = self.charged(&accounts).map_err(at("the charges"))?;
        let available = self.available(opening).map_err(at("what is available"))?;
        let left = self.recoup(&mut accounts, available, opening, &waiting)?;
        Ok(Half {
            run: self,
            accounts,
            left,
            by_group: Vec::new(),
            waiting,
            opening,
            earned,
            advanced,
            charged,
            in_kind,
        })
    }
}

impl<W: Working> Half<'_, W> {
    /// Steps 13 to 15.
    pub(super) fn end(self) -> Result<(Statement, State), Stop> {
        let Self {
            mut run,
            mut accounts,
            by_group,
            waiting,
            opening,
            earned,
            advanced,
            charged,
            in_kind,
            ..
        } = self;
        if run.has_guarantee(GuaranteeOn::Payable) {
            let payable = run.payable(opening).map_err(at("what is payable"))?;
            run.guarantees(GuaranteeOn::Payable, Some(payable))?;
        }
        let written_off = run
            .end_advances(&mut accounts)
            .map_err(at("the advances"))?;
        let by_group = run.recouped_by_group(&by_group).map_err(at("the group"))?;
        let beside = run
            .beside(
                &accounts,
                &waiting,
                [advanced, charged, in_kind, written_off, by_group],
            )
            .map_err(at("what stands beside the balance"))?;
        let balance = run
            .balance(opening, earned, beside)
            .map_err(at("the balance"))?;
        run.finish(&balance)
    }
}

impl<W: Working> Run<'_, W> {
    /// The statement and the state, every figure of them proved.
    fn finish(mut self, balance: &Balance<W::Figure>) -> Result<(Statement, State), Stop> {
        self.after.carry = self.money(balance.closing, "the closing balance")?;
        self.working
            .remember(&Path::STATE.name("carry"), balance.closing);
        self.after
            .forget(self.activity, self.terms.sheet().horizon());
        self.prove_state().map_err(at("the state"))?;
        let out_of_range = |place: &str| Stop::Failed {
            place: place.to_owned(),
            failure: Failure::Overflow,
        };
        let after = self.after.clone();
        let figures = self.figures(balance)?;
        let statement = Statement::try_from(figures).map_err(|_| out_of_range("the statement"))?;
        let state = State::try_from(after).map_err(|_| out_of_range("the state"))?;
        Ok((statement, state))
    }

    /// What can be paid so far, without what was carried in.
    fn payable(&mut self, opening: W::Figure) -> Done<W::Figure> {
        let available = self.available(opening)?;
        self.working
            .difference(available, opening, || "payable so far".into())
    }

    /// What other agreements of the group earned back, if they did.
    fn recouped_by_group(&mut self, by_group: &[W::Figure]) -> Done<Option<W::Figure>> {
        if by_group.is_empty() {
            return Ok(None);
        }
        let sum = self
            .working
            .sum(by_group, || "recouped by the group".into())?;
        Ok(Some(sum))
    }

    /// What stands beside the balance.
    fn beside(
        &mut self,
        accounts: &Accounts<W::Figure>,
        waiting: &Waiting<W::Figure>,
        [advanced, charged, in_kind, written_off, by_group]: [Option<W::Figure>; 5],
    ) -> Done<Beside<W::Figure>> {
        Ok(Beside {
            advanced: self.or_nothing(advanced, "advanced")?,
            charged,
            in_kind: self.or_nothing(in_kind, "in_kind")?,
            reserve: waiting.reserve,
            held: waiting.held,
            written_off: self.or_nothing(written_off, "written_off")?,
            by_group: self.or_nothing(by_group, "recouped_by_group")?,
            escrow: self.in_escrow_now()?,
            advances: self.keep_advances(accounts)?,
        })
    }

    /// Step 1: pay items, in every ledger that the activity touches.
    fn items(&mut self) -> Result<(), Stop> {
        let papers = Papers {
            terms: self.terms,
            before: self.before,
            activity: self.activity,
        };
        let entries =
            Entries::gather(self.working, papers).map_err(at("the entries of the activity"))?;
        self.remember(&entries).map_err(at("the periods"))?;
        let touched = Touched::by(self.terms, self.before, self.activity, self.plan, &entries);
        let touched = touched.map_err(|error| Stop::Refused(SettleError::Time(error)))?;
        let books = Books {
            terms: self.terms,
            before: self.before,
            activity: self.activity,
            plan: self.plan,
            entries: &entries,
        };
        books.settle(
            self.working,
            &touched,
            &mut self.after,
            &mut self.lines,
            &mut self.notices,
        )?;
        entries.notices(self.terms, self.activity, &self.after, &mut self.notices);
        (self.nets, self.levels) = (entries.nets, entries.levels);
        Ok(())
    }

    /// Writes the nets into the periods that may still be named.
    fn remember(&mut self, entries: &Entries<W::Figure>) -> Done<()> {
        let start = period_edge(self.working, self.activity, Edge::From)?;
        let number_text = self.activity.no.to_string();
        let periods = Path::STATE.name("periods");
        self.working
            .remember(&periods.name(&number_text).name("start"), start);
        let period = PeriodState {
            start: self.activity.period.from(),
            version: number(self.plan.version),
            nets: BTreeMap::new(),
            forward: BTreeMap::new(),
        };
        self.after.periods.insert(self.activity.no, period);
        for ((of, stream), entry) in &entries.nets {
            if let Some(period) = self.after.periods.get_mut(of) {
                period
                    .nets
                    .insert(std::sync::Arc::clone(stream), entry.settled);
            }
        }
        self.working
            .remember(&Path::STATE.name("settled"), entries.no);
        if self.before.run_off.is_none() {
            self.working
                .remember(&Path::STATE.name("run_off"), entries.no);
        }
        let statement = Path::RESULT.name("statement");
        self.working.result(&statement.name("no"), entries.no);
        Ok(())
    }

    /// The amount behind a figure, for the state.
    pub(super) fn money(
        &self,
        figure: W::Figure,
        place: impl ToString,
    ) -> Result<crate::Money, Stop> {
        self.working.money(figure).map_err(at(place))
    }

    /// Whether this is the last statement.
    pub(super) fn last(&mut self) -> Done<W::Figure> {
        let last = Value::Flag(self.activity.r#final.unwrap_or(false));
        let place = Path::ACTIVITY.name("final");
        match self.activity.r#final {
            Some(_) => self.working.input(&place, last, || "last statement".into()),
            None => self
                .working
                .optional(&place, last, || "last statement".into()),
        }
    }
}

/// What is remembered whatever happened in the period.
fn next_memory(terms: &Terms, before: &Memory, activity: &Activity, plan: Plan) -> Memory {
    let mut after = before.clone();
    after.settled = activity.no;
    after.through = Some(activity.period.to());
    after.closed = activity.r#final.unwrap_or(false);
    after.run_off = before.run_off_from(activity, plan);
    after.versions = (0..=plan.version)
        .map(|index| SettledVersion {
            version: number(index),
            fingerprint: Fingerprint(terms.fingerprint(index)),
        })
        .collect();
    after
}

impl Memory {
    /// The number of the first period that began at or after the end, up to the present one.
    pub(super) fn run_off_from(&self, activity: &Activity, plan: Plan) -> Option<u32> {
        self.run_off.or(plan.run_off.then_some(activity.no))
    }

    /// Drops what no entry can touch any more (spec/compensation.md 11).
    fn forget(&mut self, activity: &Activity, horizon: u32) {
        let next = activity.no.saturating_add(1);
        let oldest = next.saturating_sub(horizon);
        self.periods.retain(|number, _| *number >= oldest);
        let first = self.periods.values().next();
        let start = first.map_or(activity.period.to(), |first| first.start);
        self.ledgers
            .retain(|key, _| !key.window.is_over_before(oldest, start));
        self.caps
            .retain(|key, _| !key.window.is_over_before(oldest, start));
    }
}
