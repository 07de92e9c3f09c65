//! The well-known deals by their names: starting points for a builder, plain data.

use chrono::NaiveDate;

use super::clause::InKind;
use super::measure::Measure;
use super::pay::{Bonus, BonusStep, CostPlus, PayDraft};
use super::sheet::Item;
use super::terms::{Terms, TermsBuilder};
use super::tiers::Bound;
use super::window::Window;
use super::wire::Id;
use crate::money::{Currency, Exact, Money, MoneyError};
use crate::ratio::Ratio;

impl Terms {
    /// Returns a builder of a flat fee: so much for each unit of the stream `deliverables`.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::flat_fee("deal", start, "750.00 USD".parse()?).build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_units("deliverables", 2)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "1500.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn flat_fee(id: &str, start: NaiveDate, fee: Money) -> TermsBuilder {
        let pay = PayDraft::per_unit(&["deliverables"], fee.into());
        Self::builder(id, fee.currency(), start).item(lifetime("fee", pay))
    }

    /// Returns a builder of a fee for every month, by calendar days where a month is not whole.
    ///
    /// # Examples
    ///
    /// 30 of the 31 days from 1 January:
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::retainer("deal", start, "3100.00 USD".parse()?).build()?;
    /// let days = Activity::empty(1, "2026-01-01..2026-01-31".parse()?);
    /// let (statement, _) = settle(&terms, &terms.new_state(), &days)?;
    /// assert_eq!(statement.paid().to_string(), "3000.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn retainer(id: &str, start: NaiveDate, monthly: Money) -> TermsBuilder {
        Self::builder(id, monthly.currency(), start).item(monthly_fee(monthly))
    }

    /// Returns a builder of a share of what a stream sells.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::Terms;
    /// use partnership::time::date;
    ///
    /// let (start, rate) = (date("2026-01-01")?, "12.5%".parse()?);
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", rate).build()?;
    /// assert_eq!(terms.versions()[0].items[0].id.as_str(), "share");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn revenue_share(
        id: &str,
        currency: Currency,
        start: NaiveDate,
        stream: &str,
        rate: Ratio,
    ) -> TermsBuilder {
        let share = PayDraft::share(&[stream], rate);
        Self::builder(id, currency, start).item(lifetime("share", share))
    }

    /// Returns a builder of a share of 70% for the payee; the payer keeps 30%.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::seventy_thirty("deal", "USD".parse()?, start, "shop").build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "1000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "700.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "70/30")]
    pub fn seventy_thirty(
        id: &str,
        currency: Currency,
        start: NaiveDate,
        stream: &str,
    ) -> TermsBuilder {
        Self::revenue_share(id, currency, start, stream, Ratio::from_percent(70))
    }

    /// Returns a builder of a share of 50%.
    #[doc(alias = "50/50")]
    pub fn fifty_fifty(
        id: &str,
        currency: Currency,
        start: NaiveDate,
        stream: &str,
    ) -> TermsBuilder {
        Self::revenue_share(id, currency, start, stream, Ratio::from_percent(50))
    }

    /// Returns a builder of approved costs, the stream `costs`, and a margin on them.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let (start, margin) = (date("2026-01-01")?, "15%".parse()?);
    /// let terms = Terms::cost_plus("deal", "USD".parse()?, start, margin).build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("costs", "2000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "2300.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn cost_plus(
        id: &str,
        currency: Currency,
        start: NaiveDate,
        markup: Ratio,
    ) -> TermsBuilder {
        let pay = PayDraft::CostPlus(CostPlus {
            streams: vec!["costs".into()],
            ceiling: None,
            markup: Some(markup),
            fee: None,
        });
        Self::builder(id, currency, start).item(lifetime("costs", pay))
    }

    /// Returns a builder of 1,000 a month and 10% of what a stream sells.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] for a unit with so many decimals that 1,000 of it do not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::hybrid_monthly("deal", "USD".parse()?, start, "shop")?.build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "2500.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "1250.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn hybrid_monthly(
        id: &str,
        currency: Currency,
        start: NaiveDate,
        stream: &str,
    ) -> Result<TermsBuilder, MoneyError> {
        let base = Money::from_major(1_000, currency)?;
        let share = PayDraft::share(&[stream], Ratio::from_percent(10));
        Ok(Self::retainer(id, start, base).item(lifetime("share", share)))
    }

    /// Returns a builder of 500 for each unit of the stream `videos` and 10% of the stream `ads`.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::hybrid_per_video("deal", "USD".parse()?, start).build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_units("videos", 3)?;
    /// january.add_sale("ads", "820.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "1582.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn hybrid_per_video(id: &str, currency: Currency, start: NaiveDate) -> TermsBuilder {
        let price = Exact::new(Ratio::from_integer(500), currency);
        let videos = PayDraft::per_unit(&["videos"], price);
        let ads = PayDraft::share(&["ads"], Ratio::from_percent(10));
        Self::builder(id, currency, start)
            .item(lifetime("videos", videos))
            .item(lifetime("ads", ads))
    }

    /// Returns a builder of one amount that is paid when a level is reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::Terms;
    /// use partnership::time::date;
    ///
    /// let (start, reach) = (date("2026-01-01")?, "10000".parse()?);
    /// let bonus = "750.00 USD".parse()?;
    /// let terms = Terms::performance_bonus("deal", start, "subscribers", reach, bonus).build()?;
    /// assert_eq!(terms.versions()[0].items[0].id.as_str(), "bonus");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn performance_bonus(
        id: &str,
        start: NaiveDate,
        level: &str,
        reach: Ratio,
        bonus: Money,
    ) -> TermsBuilder {
        let step = BonusStep {
            reach: Bound::Quantity(reach),
            pay: bonus,
        };
        let pay = PayDraft::Bonus(Bonus {
            measure: Measure::Level(level.into()),
            steps: vec![step],
            then: None,
        });
        Self::builder(id, bonus.currency(), start).item(lifetime("bonus", pay))
    }

    /// Returns a builder of things given in kind, the clause `products`, up to a value: they
    /// count as value and pay no cash.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::Terms;
    /// use partnership::time::date;
    ///
    /// let (start, limit) = (date("2026-01-01")?, "500.00 USD".parse()?);
    /// let terms = Terms::product_exchange("deal", start, limit).build()?;
    /// assert_eq!(terms.versions()[0].in_kind[0].limit, Some(limit));
    /// assert!(terms.versions()[0].in_kind[0].counts);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "barter")]
    #[doc(alias = "gifting")]
    pub fn product_exchange(id: &str, start: NaiveDate, limit: Money) -> TermsBuilder {
        Self::builder(id, limit.currency(), start).in_kind(InKind {
            id: Id::fixed("products"),
            limit: Some(limit),
            counts: true,
        })
    }
}

/// An item that counts over the whole agreement.
fn lifetime(id: &'static str, pay: PayDraft) -> Item {
    Item::new(Id::fixed(id), Window::Lifetime, pay)
}

/// A fee for every month.
fn monthly_fee(amount: Money) -> Item {
    let pay = PayDraft::retainer(amount);
    Item::new(Id::fixed("base"), Window::Months(1), pay)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids of presets do not pass the door, so they are held to it here.
    #[test]
    fn the_ids_of_presets_are_ids() {
        for text in [
            "fee", "base", "share", "costs", "videos", "ads", "bonus", "products",
        ] {
            assert_eq!(Id::new(text), Ok(Id::fixed(text)));
        }
    }

    #[test]
    fn a_preset_with_a_bad_name_is_refused_by_its_builder() {
        let start = "2026-01-01".parse().unwrap();
        let currency = "USD".parse().unwrap();
        assert!(
            Terms::fifty_fifty("a/b", currency, start, "shop")
                .build()
                .is_err()
        );
    }
}
