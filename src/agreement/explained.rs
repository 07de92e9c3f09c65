//! [`Settlement::explain`]: the proof of a settlement, from the clauses of the terms to the cent
//! that every party gets.

use std::collections::BTreeMap;

use super::account::Account;
use super::dated::Version;
use super::deal::Agreement;
use super::division::Division;
use super::due_part;
use super::refusal::AgreementError;
use super::settlement::Settlement;
use crate::compensation::Activity;
use crate::explain::{DivideRule, Explanation, Leaf, Proof, Source, Step, pointer};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::split::{Receipt, Split, Waterfall};

impl Settlement {
    /// Returns the proof of every figure of the settlement, and of the account after it: the
    /// statement, what of it is payable, its division, and what is unpaid then, day by day.
    ///
    /// It reads the documents `agreement`, which is the one before, `activity`, and `receipt` with
    /// the `unit`, one minor unit of the currency, and the day `on` which it is divided; a
    /// waterfall that begins reads its first state as `opening`. The result is an object of the
    /// `settlement` and of the `account` after it. It is a second computation, in which payouts
    /// and what is undistributed add up to what is payable (spec/explain.md).
    ///
    /// # Errors
    ///
    /// [`AgreementError::StaleSettlement`] if this agreement and activity come to something else;
    /// [`AgreementError::Proof`], [`AgreementError::Split`], [`AgreementError::Waterfall`] and
    /// [`AgreementError::Explain`] where an exact value does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::agreement::{Agreement, Division, Member};
    /// use partnership::compensation::{Activity, Terms};
    /// use partnership::split::Split;
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let (studio, director) = (PartyId::new("studio")?, PartyId::new("director")?);
    /// let parties = [
    ///     Member::producer(studio.clone()),
    ///     Member::producer(director.clone()),
    ///     Member::partner("platform".parse()?),
    /// ];
    /// let terms = Terms::revenue_share("film", "USD".parse()?, start, "shop", "10%".parse()?).build()?;
    /// let halves = Division::Split(Split::equal([studio, director])?);
    /// let agreement = Agreement::new(parties, terms, halves)?;
    ///
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "500.00 USD".parse()?)?;
    /// let settlement = agreement.settle(&january)?;
    /// let proof = settlement.explain(&agreement, &january)?;
    /// proof.check()?;
    /// let why = proof.why("/settlement/payouts/0/amount")?.text(); // from the sale to the cent
    /// assert!(why.contains("500.00 USD [activity /totals/0/amount]"));
    /// assert!(why.contains("payable: 50.00 USD = 50.00 USD + 0.00 USD"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(
        &self,
        agreement: &Agreement,
        activity: &Activity,
    ) -> Result<Explanation, AgreementError> {
        if agreement.settle(activity)? != *self {
            return Err(AgreementError::StaleSettlement {
                settlement: self.id.clone(),
            });
        }
        let (version, at) = agreement.division_at(self.statement.period())?;
        let mut proving = Proving {
            proof: Proof::new(),
            agreement,
            settlement: self,
            version,
            place: format!("/division/{at}"),
            lines: BTreeMap::new(),
        };
        let (payable, days) = proving.statement(activity)?;
        match &version.value {
            Division::Whole(party) => {
                let whole = Split::equal([party.clone()])?;
                proving.split(&whole, payable)?;
            }
            Division::Split(split) => proving.split(split, payable)?,
            Division::Waterfall(waterfall) => proving.waterfall(waterfall, payable)?,
        }
        proving.payouts(payable)?;
        proving.unpaid_before()?;
        proving.unpaid(&days)?;
        Ok(proving.proof.finish())
    }

    /// Returns the papers of the [proof](Self::explain): the agreement with its terms
    /// [written out](crate::compensation::Terms::expanded), the activity, and what a division needs.
    ///
    /// # Errors
    ///
    /// None for papers of this crate.
    ///
    /// # Examples
    ///
    /// See [`outcome`](Self::outcome).
    #[cfg(feature = "json")]
    pub fn papers(
        &self,
        agreement: &Agreement,
        activity: &Activity,
    ) -> Result<crate::explain::Documents, serde_json::Error> {
        let unit = Money::from_minor(1, agreement.terms.currency());
        let on = self.statement.period().last_day().to_string();
        let mut written_out = agreement.draft();
        written_out.terms = agreement.terms.expanded().clone();
        let papers = crate::explain::Documents::new()
            .with("agreement", serde_json::to_value(written_out)?)
            .with("activity", serde_json::to_value(activity)?)
            .with("receipt", serde_json::json!({"unit": unit, "on": on}));
        let version = agreement
            .division
            .version_at(self.statement.period().from());
        Ok(match version.map(|version| &version.value) {
            Some(Division::Waterfall(waterfall)) => {
                papers.with("opening", serde_json::to_value(waterfall.new_state())?)
            }
            _ => papers,
        })
    }

    /// Returns the result that the [proof](Self::explain) speaks of: the settlement, and the
    /// account after it.
    ///
    /// # Errors
    ///
    /// None for a settlement of this crate.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::agreement::{Agreement, Division, Member};
    /// use partnership::compensation::{Activity, Terms};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let studio = PartyId::new("studio")?;
    /// let parties = [Member::producer(studio.clone()), Member::partner("platform".parse()?)];
    /// let terms = Terms::retainer("film", start, "100.00 USD".parse()?).build()?;
    /// let whole = Division::Whole(studio);
    /// let agreement = Agreement::new(parties, terms, whole)?;
    /// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// let settlement = agreement.settle(&january)?;
    ///
    /// let proof = settlement.explain(&agreement, &january)?;
    /// let outcome = settlement.outcome().unwrap();
    /// proof.check_against(&settlement.papers(&agreement, &january).unwrap(), &outcome)?;
    /// assert_eq!(proof.covers(&outcome), [""; 0]); // nothing is taken on trust
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn outcome(&self) -> Result<serde_json::Value, serde_json::Error> {
        Ok(serde_json::json!({
            "settlement": serde_json::to_value(self)?,
            "account": serde_json::to_value(&self.after)?,
        }))
    }
}

/// The proof of a settlement on its way.
struct Proving<'a> {
    proof: Proof,
    agreement: &'a Agreement,
    settlement: &'a Settlement,
    version: &'a Version<Division>,
    /// Where the version of the division stands in the document.
    place: String,
    /// The line and the carried fraction of every party.
    lines: BTreeMap<PartyId, (Step, Option<Step>)>,
}

/// A day on which something is due, if it has one, and what adds up to what is due on it.
struct DueSteps {
    on: Option<Step>,
    amounts: Vec<Step>,
}

type Done<T> = Result<T, AgreementError>;

/// Where the leaves of the statement's proof stand in the papers of the agreement.
fn of_statement(from: &Source) -> Leaf {
    let pointer = from.pointer();
    match from.document() {
        "terms" => Leaf::At("agreement", format!("/terms{pointer}")),
        "state" => Leaf::At("agreement", format!("/account/state{pointer}")),
        _ => Leaf::At("activity", pointer.to_owned()),
    }
}

impl Proving<'_> {
    /// The statement and the state after it; returns what is payable, and what of it is due on
    /// which day.
    fn statement(&mut self, activity: &Activity) -> Done<(Step, Vec<DueSteps>)> {
        let (terms, before) = (&self.agreement.terms, self.agreement.account.state());
        let statement = self.settlement.statement.explain(terms, before, activity)?;
        let results = self.proof.adopt(&statement, of_statement)?;
        for (place, step) in &results {
            let place = match place.strip_prefix("/statement") {
                Some(rest) => format!("/settlement/statement{rest}"),
                None => format!("/account{place}"),
            };
            self.proof.result(&place, *step);
        }
        let zero = Money::zero(terms.currency());
        let figures = ["/statement/paid", "/statement/advanced"];
        let figures = figures.iter().filter_map(|place| results.get(*place));
        let figures: Vec<Step> = figures.copied().collect();
        let payable = self.proof.sum(&figures, zero, "payable")?;
        self.proof.result("/settlement/payable", payable);
        Ok((payable, self.days(&results)?))
    }

    /// The days on which something is due, by what the statement says of them.
    fn days(&self, results: &BTreeMap<String, Step>) -> Done<Vec<DueSteps>> {
        let statement = &self.settlement.statement;
        let figure = |place: &str| results.get(place).copied();
        let mut days = Vec::new();
        for day in due_part::days(statement)? {
            let (mut on, mut amounts) = (figure("/statement/due_on"), Vec::new());
            let own = statement.dues().iter().position(|due| due.on == day.on);
            if let Some(own) = own {
                let place = |key: &str| format!("/statement/dues/{own}/{key}");
                // One day that says no more than the payout is not written.
                amounts.extend(figure(&place("amount")).or(figure("/statement/paid")));
                on = figure(&place("on")).or(on);
            }
            if !statement.advanced().is_zero() && day.on == statement.due_on() {
                amounts.extend(figure("/statement/advanced"));
            }
            on = on.filter(|_| day.on.is_some());
            days.push(DueSteps { on, amounts });
        }
        Ok(days)
    }

    /// A payment by shares through the ledger of the account.
    fn split(&mut self, split: &Split, payable: Step) -> Done<()> {
        let ledger = self.agreement.account.ledger();
        let amount = self.settlement.payable;
        let payment = split.explain_payment(ledger, amount)?;
        let is_whole = matches!(self.version.value, Division::Whole(_));
        let shares = format!("{}/value/split", self.place);
        let results = self.proof.adopt(&payment, |from| {
            let pointer = from.pointer();
            match (from.document(), pointer) {
                ("receipt", "/amount") => Leaf::Step(payable),
                ("receipt", _) => Leaf::At("receipt", pointer.to_owned()),
                ("ledger", _) => Leaf::At("agreement", format!("/account/ledger{pointer}")),
                // One party gets all: no share is written, and its default is 1.
                _ if is_whole => Leaf::Nothing("agreement", format!("{shares}{pointer}")),
                _ => Leaf::At("agreement", format!("{shares}{pointer}")),
            }
        })?;
        for (place, step) in &results {
            if place.starts_with("/ledger") {
                self.proof.result(&format!("/account{place}"), *step);
            }
        }
        for payout in &self.settlement.payouts {
            let party = payout.party.as_str();
            let line = results.get(&pointer(["lines", party]));
            let carry = results.get(&pointer(["ledger", "parties", party, "carry"]));
            if let Some(line) = line {
                let steps = (*line, carry.copied());
                self.lines.insert(payout.party.clone(), steps);
            }
        }
        Ok(())
    }

    /// A receipt through a waterfall; the ledger of the account stays as it was.
    fn waterfall(&mut self, waterfall: &Waterfall, payable: Step) -> Done<()> {
        let known = self.agreement.account.falling(self.version.from);
        let is_new = known.is_none();
        let before = known.cloned().unwrap_or_else(|| waterfall.new_state());
        let on = self.settlement.statement.period().last_day();
        let receipt = Receipt::on(on, self.settlement.payable);
        let (_, statement) = waterfall.distribute(&before, receipt)?;
        let fallen = statement.explain(waterfall, &before)?;
        let place = self.place.clone();
        let results = self.proof.adopt(&fallen, |from| {
            let pointer = from.pointer();
            match (from.document(), pointer) {
                ("receipt", "/amount") => Leaf::Step(payable),
                ("receipt", _) => Leaf::At("receipt", pointer.to_owned()),
                ("state", _) if is_new => Leaf::At("opening", pointer.to_owned()),
                ("state", _) => Leaf::At("agreement", format!("/account/waterfall/state{pointer}")),
                _ => Leaf::At("agreement", format!("{place}/value/waterfall{pointer}")),
            }
        })?;
        for (place, step) in &results {
            if place.starts_with("/state/") {
                let place = format!("/account/waterfall{place}");
                self.proof.result(&place, *step);
            }
        }
        let label = "the division holds from";
        let place = format!("{}/from", self.place);
        let since = self
            .proof
            .input("agreement", &place, self.version.from, label)?;
        self.proof.result("/account/waterfall/since", since);
        for payout in &self.settlement.payouts {
            let place = pointer(["statement", "lines", payout.party.as_str()]);
            if let Some(line) = results.get(&place) {
                self.lines.insert(payout.party.clone(), (*line, None));
            }
        }
        self.ledger_as_it_was()
    }

    /// What the ledger says of each party, unchanged.
    fn ledger_as_it_was(&mut self) -> Done<()> {
        let ledger = self.agreement.account.ledger();
        for party in ledger.parties() {
            let place = |key: &str| pointer(["account", "ledger", "parties", party.as_str(), key]);
            if let (Some(paid), Some(carry)) = (ledger.paid(party), ledger.carry(party)) {
                let at = place("paid");
                let paid = self.proof.input("agreement", &at, paid, "paid before")?;
                self.proof.result(&at, paid);
                let at = place("carry");
                let carry = self
                    .proof
                    .input("agreement", &at, carry, "carried before")?;
                self.proof.result(&at, carry);
            }
        }
        Ok(())
    }

    /// What every party gets, and that this is all of it.
    fn payouts(&mut self, payable: Step) -> Done<()> {
        let mut all = Vec::with_capacity(self.lines.len());
        for (at, payout) in self.settlement.payouts.iter().enumerate() {
            let place = |key: &str| format!("/settlement/payouts/{at}/{key}");
            let Some((line, carry)) = self.lines.get(&payout.party).copied() else {
                continue;
            };
            self.proof.result(&place("amount"), line);
            all.push(line);
            let share_at = format!("{}/value/split", self.place);
            let carry = if let Some(carry) = carry {
                carry
            } else {
                let label = "a waterfall carries its own fractions";
                self.proof
                    .default("agreement", &share_at, Ratio::ZERO, label)?
            };
            self.proof.result(&place("carried"), carry);
            if let Some(share) = payout.share {
                let share_at = share_at + &pointer([payout.party.as_str()]);
                let label = format!("share of {}", payout.party);
                let step = match self.version.value {
                    Division::Whole(_) => {
                        self.proof.default("agreement", &share_at, share, &label)?
                    }
                    _ => self.proof.input("agreement", &share_at, share, &label)?,
                };
                self.proof.result(&place("share"), step);
            }
        }
        let zero = Money::zero(self.agreement.terms.currency());
        let all = self.proof.sum(&all, zero, "all payouts")?;
        let rest = self
            .proof
            .difference(payable, all, "payable, and no payout")?;
        self.proof.result("/settlement/undistributed", rest);
        Ok(())
    }

    /// What was still to be paid before.
    fn unpaid_before(&mut self) -> Done<()> {
        let before: &Account = &self.agreement.account;
        for (at, unpaid) in before.unpaid().iter().enumerate() {
            let place = format!("/account/unpaid/{at}/amount");
            let amount = self
                .proof
                .input("agreement", &place, unpaid.amount, "unpaid before")?;
            self.proof.result(&place, amount);
            if let Some(on) = unpaid.due_on {
                let place = format!("/account/unpaid/{at}/due_on");
                let on = self.proof.input("agreement", &place, on, "due before")?;
                self.proof.result(&place, on);
            }
        }
        Ok(())
    }

    /// What every party gets on which day: of each sum in proportion to what it is still to get.
    fn unpaid(&mut self, days: &[DueSteps]) -> Done<()> {
        let mut place = self.agreement.account.unpaid().len();
        let parties: Vec<PartyId> = self.lines.keys().cloned().collect();
        let mut left: Vec<Step> = self.lines.values().map(|(line, _)| *line).collect();
        for (day, at) in days.iter().zip(1_usize..) {
            let mut gets = left.clone();
            if at < days.len() {
                let rule = DivideRule::Claims {
                    rule: due_part::RULE,
                    exact: false,
                };
                let zero = Money::zero(self.agreement.terms.currency());
                let amount = match day.amounts.as_slice() {
                    [only] => *only,
                    amounts => self.proof.sum(amounts, zero, "due on the day")?,
                };
                let label = "due on the day, by what is still to get";
                let parts = self
                    .proof
                    .divide(rule, &parties, amount, &left, None, label)?;
                for ((got, left), party) in gets.iter_mut().zip(&mut left).zip(&parties) {
                    let label = format!("due to {party}");
                    *got = self.proof.part(parts, party, &label)?;
                    let label = format!("still to be had by {party}");
                    *left = self.proof.difference(*left, *got, &label)?;
                }
            }
            for got in gets {
                if self.proof.money(got)?.is_zero() {
                    continue;
                }
                let entry = format!("/account/unpaid/{place}");
                self.proof.result(&format!("{entry}/amount"), got);
                if let Some(on) = day.on {
                    self.proof.result(&format!("{entry}/due_on"), on);
                }
                place = place.saturating_add(1);
            }
        }
        Ok(())
    }
}
