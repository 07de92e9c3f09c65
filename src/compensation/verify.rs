//! [`verify`]: published statements held against what the terms come to.

use super::activity::Activity;
use super::replay::{PeriodRefused, replay};
use super::statement::Statement;
use super::terms::Terms;
use crate::money::Money;

/// The figures that somebody published for a period; an absent one is not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Published {
    /// What items earned.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub earned: Option<Money>,
    /// What left the balance.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub gross_paid: Option<Money>,
    /// What was withheld.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub tax: Option<Money>,
    /// What was paid.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub paid: Option<Money>,
    /// What was carried on.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub closing: Option<Money>,
}

impl Published {
    /// The first figure that a statement has otherwise, in the order of the fields.
    fn first_difference(&self, statement: &Statement) -> Option<Difference> {
        let figures = [
            ("earned", self.earned, statement.earned()),
            ("gross_paid", self.gross_paid, statement.gross_paid()),
            ("tax", self.tax, statement.tax()),
            ("paid", self.paid, statement.paid()),
            ("closing", self.closing, statement.closing()),
        ];
        figures
            .into_iter()
            .find_map(|(field, published, computed)| {
                let published = published.filter(|published| *published != computed)?;
                Some(Difference {
                    no: statement.no(),
                    field,
                    published,
                    computed,
                })
            })
    }
}

/// A figure that was published otherwise than the terms have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Difference {
    /// The number of the period.
    pub no: u32,
    /// The figure: `earned`, `gross_paid`, `tax`, `paid` or `closing`.
    pub field: &'static str,
    /// What was published.
    pub published: Money,
    /// What the terms come to.
    pub computed: Money,
}

/// Returns the first figure in which published statements are not what the terms come to.
///
/// Settles one period after the other and compares each as far as it was published: by period,
/// then earned, gross, tax, paid, closing (spec/compensation.md 13).
///
/// # Errors
///
/// [`PeriodRefused`] for a period that cannot be settled, if every earlier one agrees.
///
/// # Examples
///
/// 2.9% of 5.00 is 0.145: who cuts the half cent publishes 0.14.
///
/// ```
/// use partnership::compensation::{
///     Activity, Item, PayDraft, Published, Terms, Window, verify,
/// };
/// use partnership::time::date;
///
/// let share = PayDraft::share(&["shop"], "2.9%".parse()?);
/// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
///     .item(Item::new("share".parse()?, Window::Period, share))
///     .build()?;
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "5.00 USD".parse()?)?;
/// let published = Published { earned: Some("0.14 USD".parse()?), ..Published::default() };
///
/// let difference = verify(&terms, &[(january, published)])?.expect("a cent is missing");
/// assert_eq!((difference.no, difference.field), (1, "earned"));
/// assert_eq!(difference.computed.to_string(), "0.15 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "audit")]
#[doc(alias = "royalty audit")]
pub fn verify(
    terms: &Terms,
    published: &[(Activity, Published)],
) -> Result<Option<Difference>, PeriodRefused> {
    let activities = published.iter().map(|(activity, _)| activity);
    for (statement, (_, published)) in replay(terms, activities).zip(published) {
        let difference = published.first_difference(&statement?);
        if difference.is_some() {
            return Ok(difference);
        }
    }
    Ok(None)
}
