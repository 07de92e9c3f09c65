//! [`Posting`]: a statement in the payer's books.

use super::line::LineKind;
use super::state::State;
use super::statement::{Statement, StatementError};
use crate::money::Money;

/// An account of the payer's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Account {
    /// What the payee's work costs.
    Expense,
    /// What is given in kind costs.
    InKindExpense,
    /// What was given in kind.
    InKindGiven,
    /// Advances that are not earned back.
    Advance,
    /// The costs that are charged to advances, where they stood.
    Charged,
    /// What agreements of a group earn back for each other.
    Group,
    /// What is kept back against returns.
    Reserve,
    /// What waits to be paid.
    Held,
    /// What is carried.
    Balance,
    /// Tax withheld.
    Tax,
    /// What is in escrow.
    Escrow,
    /// Money that leaves.
    Cash,
}

impl Account {
    /// Returns the name of the account in text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expense => "expense",
            Self::InKindExpense => "in_kind_expense",
            Self::InKindGiven => "in_kind_given",
            Self::Advance => "advance",
            Self::Charged => "charged",
            Self::Group => "group",
            Self::Reserve => "reserve",
            Self::Held => "held",
            Self::Balance => "balance",
            Self::Tax => "tax",
            Self::Escrow => "escrow",
            Self::Cash => "cash",
        }
    }
}

/// One account and what is posted to it: above 0 a debit, below 0 a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "journal entry")]
#[doc(alias = "double entry")]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// The amount.
    pub amount: Money,
}

impl Statement {
    /// Returns the statement in the payer's books: postings that add up to 0, zeros left out.
    ///
    /// `before` is the state that the statement was settled from (spec/compensation.md 10).
    ///
    /// # Errors
    ///
    /// [`StatementError::Money`] for a state of another currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Account, Activity, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "500.00 USD".parse()?)?;
    /// let before = terms.new_state();
    /// let (statement, _) = settle(&terms, &before, &january)?;
    /// let postings = statement.postings(&before)?;
    /// assert_eq!(postings[0].account, Account::Expense);
    /// assert_eq!(postings[0].amount.to_string(), "50.00 USD");
    /// assert_eq!(postings[1].amount.to_string(), "-50.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn postings(&self, before: &State) -> Result<Vec<Posting>, StatementError> {
        use LineKind as K;
        let currency = self.opening().currency();
        let of = |kinds: &[LineKind]| {
            let lines = self
                .lines()
                .iter()
                .filter(|line| kinds.contains(&line.kind));
            Money::sum(currency, lines.map(|line| line.amount))
        };
        let earned = [
            K::Item,
            K::Surcharge,
            K::Cap,
            K::ChangeOrder,
            K::Guarantee,
            K::Adjustment,
        ];
        let advances = [K::Recoupment, K::RecoupmentReversed, K::AdvanceRepayable];
        let escrow = self.escrow().checked_sub(before.escrow()?)?;
        let advance = self.advanced().checked_add(of(&advances)?)?;
        let advance = advance.checked_sub(self.written_off())?;
        let advance = advance.checked_add(self.charged())?;
        let by_group = self.recouped_by_group();
        let out = self
            .paid()
            .checked_add(self.advanced())?
            .checked_add(escrow)?;
        let all = [
            (
                Account::Expense,
                of(&earned)?.checked_add(self.written_off())?,
            ),
            (Account::InKindExpense, of(&[K::InKind])?),
            (Account::InKindGiven, of(&[K::InKindSettled])?),
            (Account::Advance, advance.checked_sub(by_group)?),
            (Account::Charged, -self.charged()),
            (
                Account::Group,
                by_group.checked_add(of(&[K::CrossRecoupment])?)?,
            ),
            (
                Account::Reserve,
                of(&[K::ReserveTaken, K::ReserveReleased])?,
            ),
            (Account::Held, of(&[K::Held, K::Unheld])?),
            (
                Account::Balance,
                self.opening().checked_sub(self.closing())?,
            ),
            (Account::Tax, -self.tax()),
            (Account::Escrow, escrow),
            (Account::Cash, -out),
        ];
        let posted = all.into_iter().filter(|(_, amount)| !amount.is_zero());
        Ok(posted
            .map(|(account, amount)| Posting { account, amount })
            .collect())
    }
}

impl State {
    /// What is in escrow.
    fn escrow(&self) -> Result<Money, StatementError> {
        let milestones = self.memory().milestones.values();
        let escrow = milestones.map(|milestone| milestone.escrow);
        Ok(Money::sum(self.carry().currency(), escrow)?)
    }
}
