//! [`StatementView`]: a statement as one of the two sides sees it, row by row.

use super::due::DueAmount;
use super::line::LineKind;
use super::statement::Statement;
use super::terms::Terms;
use super::window::WindowKey;
use crate::explain::Explanation;
use crate::money::Money;
use crate::party::Side;

/// A statement as one of the two sides sees it.
///
/// The producer is the payee of the term sheet, the partner its payer. An amount above 0 is income
/// of that side, or what it has to claim; below 0 it is a cost, or what it owes. What is income of
/// one is a cost of the other, and an advance that is not earned back is what the producer owes in
/// work and the partner has to claim: row by row, both views add up to 0.
///
/// [`text`](Self::text) and [`markdown`](Self::markdown) write it as a paper that can be sent out.
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
/// january.add_sale("shop", "500.00 USD".parse()?)?;
/// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
///
/// let income = statement.view(Side::Producer).account();
/// let cost = statement.view(Side::Partner).account();
/// assert_eq!(income[1].amount.to_string(), "50.00 USD");
/// assert_eq!(cost[1].amount.to_string(), "-50.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "payer statement")]
#[doc(alias = "payee statement")]
pub struct StatementView<'a> {
    pub(super) statement: &'a Statement,
    pub(super) side: Side,
    pub(super) terms: Option<&'a Terms>,
    pub(super) explanation: Option<&'a Explanation>,
}

/// One row of a [`StatementView`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRow {
    /// What it is.
    pub kind: RowKind,
    /// What it refers to; empty where there is but one.
    pub reference: String,
    /// The stretch that it is about, if it has one.
    pub window: Option<WindowKey>,
    /// The amount as the side sees it: above 0 an income or a claim, below 0 a cost or a debt.
    pub amount: Money,
}

/// What a row of a [`StatementView`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowKind {
    /// What was carried in.
    Opening,
    /// A line of the statement.
    Line(LineKind),
    /// The sum of items, surcharges and caps.
    Earned,
    /// What was carried in and all lines.
    Balance,
    /// What the balance leaves to the next statement.
    Carried,
    /// What leaves the balance.
    Gross,
    /// What is withheld of it.
    Tax,
    /// What is paid.
    Paid,
    /// What is paid ahead by this statement.
    Advanced,
    /// What is charged to advances by this statement, to be earned back too.
    Charged,
    /// What was given in kind.
    InKind,
    /// What is written off of advances.
    WrittenOff,
    /// What other agreements of the group earned back of the advances.
    EarnedBackByGroup,
    /// What is carried on.
    Closing,
    /// What is kept back against returns.
    Reserve,
    /// What waits to be paid.
    Held,
    /// What is left of an advance.
    Unrecouped,
}

impl RowKind {
    /// Returns what the row is called on a paper of a side.
    pub const fn words(self, side: Side) -> &'static str {
        match (self, side) {
            (Self::Opening, _) => "Opening balance",
            (Self::Line(kind), _) => line_words(kind),
            (Self::Earned, Side::Producer) => "Earned",
            (Self::Earned, Side::Partner) => "Cost",
            (Self::Balance, _) => "Balance",
            (Self::Carried, _) => "Carried to the next statement",
            (Self::Gross, _) => "Gross payment",
            (Self::Tax, _) => "Tax withheld",
            (Self::Paid, _) => "Payment",
            (Self::Advanced, _) => "Advance paid with this statement",
            (Self::Charged, _) => "Costs charged to advances",
            (Self::InKind, _) => "Given in kind",
            (Self::WrittenOff, _) => "Written off of advances",
            (Self::EarnedBackByGroup, _) => "Earned back by the group",
            (Self::Closing, _) => "Closing balance",
            (Self::Reserve, _) => "In reserve",
            (Self::Held, _) => "Held",
            (Self::Unrecouped, _) => "Advance still to be earned back",
        }
    }

    /// Whether the row is a sum of those above it.
    pub(super) const fn is_sum(self) -> bool {
        matches!(
            self,
            Self::Earned | Self::Balance | Self::Gross | Self::Paid | Self::Closing
        )
    }
}

/// What a line is called on paper.
const fn line_words(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Item => "Pay",
        LineKind::Surcharge => "Surcharge",
        LineKind::Cap => "Cut by a cap",
        LineKind::ChangeOrder => "Change order",
        LineKind::Guarantee => "Guarantee",
        LineKind::Adjustment => "Adjustment",
        LineKind::InKind => "Value given in kind",
        LineKind::InKindSettled => "Settled in kind",
        LineKind::ReserveTaken => "Kept in reserve",
        LineKind::ReserveReleased => "Released from reserve",
        LineKind::Held => "Held for later",
        LineKind::Unheld => "Held until now",
        LineKind::Recoupment => "Earns back an advance",
        LineKind::RecoupmentReversed => "Advance opened again",
        LineKind::CrossRecoupment => "Earns back an advance of the group",
        LineKind::AdvanceRepayable => "Advance to be repaid",
    }
}

impl Statement {
    /// Returns the statement as a side sees it.
    pub const fn view(&self, side: Side) -> StatementView<'_> {
        StatementView {
            statement: self,
            side,
            terms: None,
            explanation: None,
        }
    }
}

impl<'a> StatementView<'a> {
    /// Returns the view with the names of payer and payee, if these are the terms of the statement.
    #[must_use]
    pub fn with_terms(mut self, terms: &'a Terms) -> Self {
        self.terms = Some(terms).filter(|terms| terms.id() == self.statement.id().terms());
        self
    }

    /// Returns the view with how the lines were worked out, as far as the explanation proves the
    /// amounts that stand in them: measures before and after, tiers, and what rounding did.
    #[must_use]
    pub const fn with_explanation(mut self, explanation: &'a Explanation) -> Self {
        self.explanation = Some(explanation);
        self
    }

    /// Returns the account: it adds up from the opening balance to the payment.
    ///
    /// `Opening` and every `Line` make the `Balance`; with `Carried` it makes the `Gross`, and
    /// with `Tax` that makes `Paid`. `Earned` is a sum between the lines.
    pub fn account(&self) -> Vec<ViewRow> {
        let statement = self.statement;
        let lines = statement.lines();
        let is_earned = |kind| matches!(kind, LineKind::Item | LineKind::Surcharge | LineKind::Cap);
        let row = |line: &super::line::Line| ViewRow {
            kind: RowKind::Line(line.kind),
            reference: line.reference.clone(),
            window: line.window,
            amount: self.seen(line.amount),
        };
        let earned = lines.iter().take_while(|line| is_earned(line.kind)).count();
        let mut rows = vec![self.row(RowKind::Opening, statement.opening())];
        rows.extend(lines.iter().take(earned).map(row));
        rows.push(self.row(RowKind::Earned, statement.earned()));
        rows.extend(lines.iter().skip(earned).map(row));
        // A statement that could be built has added them up before.
        let (gross, closing) = (statement.gross_paid(), statement.closing());
        let balance = gross.checked_add(closing).unwrap_or(gross);
        rows.push(self.row(RowKind::Balance, balance));
        rows.push(self.row(RowKind::Carried, -closing));
        rows.push(self.row(RowKind::Gross, gross));
        rows.push(self.row(RowKind::Tax, -statement.tax()));
        rows.push(self.row(RowKind::Paid, statement.paid()));
        rows
    }

    /// Returns what stands beside the account and is not 0: what was paid ahead, charged to
    /// advances, given in kind, written off, or earned back by the group.
    pub fn beside(&self) -> Vec<ViewRow> {
        let statement = self.statement;
        let rows = [
            (RowKind::Advanced, statement.advanced()),
            (RowKind::Charged, -statement.charged()),
            (RowKind::InKind, statement.in_kind()),
            (RowKind::WrittenOff, statement.written_off()),
            (RowKind::EarnedBackByGroup, statement.recouped_by_group()),
        ];
        self.not_zero(rows).collect()
    }

    /// Returns the balances after the statement: the closing balance, every advance that was paid,
    /// and what is held or in reserve if it is not 0.
    ///
    /// What is in escrow is neither earned nor owed, and no balance between the two sides.
    pub fn balances(&self) -> Vec<ViewRow> {
        let statement = self.statement;
        let mut rows = vec![self.row(RowKind::Closing, statement.closing())];
        rows.extend(statement.advances().iter().map(|(advance, open)| ViewRow {
            reference: advance.to_string(),
            ..self.row(RowKind::Unrecouped, -*open)
        }));
        let waiting = [
            (RowKind::Reserve, statement.reserve()),
            (RowKind::Held, statement.held()),
        ];
        rows.extend(self.not_zero(waiting));
        rows
    }

    /// Returns what of the payment is due on which day, as the side sees it; what no rule gives a
    /// day stands last.
    pub fn dues(&self) -> Vec<DueAmount> {
        let dues = self.statement.dues().iter();
        dues.map(|due| DueAmount {
            amount: self.seen(due.amount),
            ..*due
        })
        .collect()
    }

    fn not_zero<const N: usize>(
        &self,
        rows: [(RowKind, Money); N],
    ) -> impl Iterator<Item = ViewRow> {
        let rows = rows.into_iter().filter(|(_, amount)| !amount.is_zero());
        rows.map(|(kind, amount)| self.row(kind, amount))
    }

    /// A row of which there is but one; the amount is the payee's.
    fn row(&self, kind: RowKind, amount: Money) -> ViewRow {
        ViewRow {
            kind,
            reference: String::new(),
            window: None,
            amount: self.seen(amount),
        }
    }

    /// An amount of the payee as the side sees it.
    fn seen(&self, amount: Money) -> Money {
        match self.side {
            Side::Producer => amount,
            Side::Partner => -amount,
        }
    }
}
