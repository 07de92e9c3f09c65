//! The families of waterfalls.

use partnership::allocate::ClaimsRule;
use partnership::explain::Explanation;
use partnership::split::{
    Compounding, Correction, Counting, DayCount, Pools, PoolsState, Receipt, Split, Tier,
    Waterfall, WaterfallError, WaterfallState, WaterfallStatement, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Error, Money, PartyId, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::allocation::{amount, digits};
use super::sharing::{Given, digits_by_party};
use crate::cases::{outcome, read, variant_name};
use crate::waterfalls::{proved, proved_in_pools, reread};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum GivenTier {
    Recoup {
        claims: BTreeMap<PartyId, String>,
        rule: ClaimsRule,
        multiple: Ratio,
        group: Option<String>,
    },
    OffTheTop {
        to: Given,
        rate: Ratio,
        cap: Option<String>,
    },
    ShareUntil {
        split: Given,
        cap: String,
    },
    ShareUntilParty {
        split: Given,
        party: PartyId,
        amount: String,
        counting: Counting,
    },
    Preferred {
        on: usize,
        rate: Ratio,
        compounding: Compounding,
        day_count: DayCount,
        rule: ClaimsRule,
    },
    CatchUp {
        party: PartyId,
        share: Ratio,
        target: Ratio,
        others: Given,
    },
    Residual {
        split: Given,
    },
}

impl GivenTier {
    fn read(self, currency: Currency) -> Result<Result<Tier, Error>, String> {
        let money = |text: &String| amount(text, currency);
        let split = |weights| Split::weighted(weights).map_err(Error::from);
        Ok(match self {
            Self::Recoup {
                claims,
                rule,
                multiple,
                group,
            } => {
                let claims = claims.iter();
                let claims = claims.map(|(party, claim)| Ok((party.clone(), money(claim)?)));
                Ok(Tier::Recoup {
                    claims: claims.collect::<Result<_, String>>()?,
                    rule,
                    multiple,
                    group,
                })
            }
            Self::OffTheTop { to, rate, cap } => {
                let cap = cap.as_ref().map(money).transpose()?;
                split(to).map(|to| Tier::OffTheTop { to, rate, cap })
            }
            Self::ShareUntil { split: to, cap } => {
                let cap = money(&cap)?;
                split(to).map(|split| Tier::ShareUntil { split, cap })
            }
            Self::ShareUntilParty {
                split: to,
                party,
                amount,
                counting,
            } => {
                let amount = money(&amount)?;
                split(to).map(|split| Tier::ShareUntilParty {
                    split,
                    party,
                    amount,
                    counting,
                })
            }
            Self::Preferred {
                on,
                rate,
                compounding,
                day_count,
                rule,
            } => Ok(Tier::Preferred {
                on,
                rate,
                compounding,
                day_count,
                rule,
            }),
            Self::CatchUp {
                party,
                share,
                target,
                others,
            } => split(others).map(|others| Tier::CatchUp {
                party,
                share,
                target,
                others,
            }),
            Self::Residual { split: to } => split(to).map(|split| Tier::Residual { split }),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenWaterfall {
    currency: Currency,
    parties: Vec<PartyId>,
    tiers: Vec<GivenTier>,
    anchor: Option<String>,
    correction: Correction,
    open: bool,
    receipts: Vec<GivenReceipt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenReceipt {
    pool: Option<String>,
    on: Option<String>,
    amount: String,
}

/// What all pools of a case have in common.
struct Common<'a> {
    currency: Currency,
    parties: &'a [PartyId],
    correction: Correction,
}

impl Common<'_> {
    fn build(
        &self,
        tiers: Vec<GivenTier>,
        anchor: Option<String>,
        open: bool,
    ) -> Result<Result<Waterfall, Error>, String> {
        let tiers = tiers.into_iter().map(|tier| tier.read(self.currency));
        let tiers: Result<Vec<_>, String> = tiers.collect();
        let tiers: Result<Vec<Tier>, Error> = tiers?.into_iter().collect();
        Ok(tiers.and_then(|tiers| {
            let terms = WaterfallTerms {
                anchor: day(anchor.as_ref()),
                correction: self.correction,
                ..WaterfallTerms::new(self.currency, self.parties.to_vec(), tiers)
            };
            Ok(if open {
                Waterfall::open(terms)?
            } else {
                Waterfall::new(terms)?
            })
        }))
    }
}

/// The waterfall of a case, and its receipts.
pub fn built(given: &Value) -> Result<(Result<Waterfall, Error>, Vec<Receipt>), String> {
    let given: GivenWaterfall = read(given)?;
    let common = Common {
        currency: given.currency,
        parties: &given.parties,
        correction: given.correction,
    };
    let built = common.build(given.tiers, given.anchor, given.open)?;
    let mut receipts = Vec::new();
    for receipt in &given.receipts {
        if receipt.pool.is_some() {
            return Err("a receipt of a waterfall names no pool".to_owned());
        }
        receipts.push(Receipt {
            on: day(receipt.on.as_ref()),
            amount: amount(&receipt.amount, given.currency)?,
        });
    }
    Ok((built, receipts))
}

/// Whether a step on the way to figures that fit does not (spec/explain.md 7).
fn overflows(proof: Result<Explanation, WaterfallError>) -> bool {
    proof.is_err_and(|error| variant_name(&error) == "Overflow")
}

pub fn waterfall(given: &Value, expect: &Value) -> Result<(), String> {
    let (built, receipts) = built(given)?;
    let given: GivenWaterfall = read(given)?;
    let run = || -> Result<_, Error> {
        let waterfall = built?;
        let mut state = waterfall.new_state();
        let mut statements = Vec::new();
        for receipt in receipts {
            let (after, statement) = waterfall.distribute(&state, receipt)?;
            if !overflows(statement.explain(&waterfall, &state)) {
                proved(&waterfall, &state, &after, &statement);
            }
            let read: WaterfallState = reread(&after);
            assert_eq!(read, after);
            state = read;
            statements.push(statement);
        }
        Ok((state, statements))
    };
    outcome(run(), expect, |(state, statements)| {
        let tiers = |statement: &WaterfallStatement| -> Vec<String> {
            let tiers = statement.tiers().iter();
            tiers.map(|tier| digits(tier.amount())).collect()
        };
        let each = |figure: fn(&WaterfallStatement) -> Money| -> Vec<String> {
            statements
                .iter()
                .map(|statement| digits(figure(statement)))
                .collect()
        };
        json!({
            "lines": lines(&statements),
            "by_tier": statements.iter().map(tiers).collect::<Vec<_>>(),
            "deficit": each(WaterfallStatement::deficit),
            "undistributed": each(WaterfallStatement::undistributed),
            "totals": totals(&state.paid(), &given.parties, given.currency),
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenPools {
    currency: Currency,
    parties: Vec<PartyId>,
    correction: Correction,
    pools: BTreeMap<String, GivenPool>,
    receipts: Vec<GivenReceipt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenPool {
    tiers: Vec<GivenTier>,
    anchor: Option<String>,
    open: bool,
}

pub fn pools(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenPools = read(given)?;
    let common = Common {
        currency: given.currency,
        parties: &given.parties,
        correction: given.correction,
    };
    let mut built = Vec::new();
    for (name, pool) in given.pools {
        built.push((name, common.build(pool.tiers, pool.anchor, pool.open)?));
    }
    let mut receipts = Vec::new();
    for receipt in &given.receipts {
        let pool = receipt.pool.as_ref().ok_or("a receipt without its pool")?;
        let amount = amount(&receipt.amount, given.currency)?;
        let on = day(receipt.on.as_ref());
        receipts.push((pool, Receipt { on, amount }));
    }
    let run = || -> Result<_, Error> {
        let built = built.into_iter().map(|(name, pool)| Ok((name, pool?)));
        let pools = Pools::new(built.collect::<Result<Vec<_>, Error>>()?)?;
        let mut state = pools.new_state();
        let mut statements = Vec::new();
        for (pool, receipt) in receipts {
            let (after, statement) = pools.distribute(&state, pool, receipt)?;
            if !overflows(statement.explain_in_pools(&pools, &state, pool)) {
                proved_in_pools(&pools, pool, (&state, &after), &statement);
            }
            let read: PoolsState = reread(&after);
            assert_eq!(read, after);
            state = read;
            statements.push(statement);
        }
        Ok((state, statements))
    };
    outcome(run(), expect, |(state, statements)| {
        json!({
            "lines": lines(&statements),
            "totals": totals(&state.paid(), &given.parties, given.currency),
        })
    })
}

/// A day, if one is given.
fn day(text: Option<&String>) -> Option<chrono::NaiveDate> {
    text.map(|text| date(text).unwrap())
}

fn lines(statements: &[WaterfallStatement]) -> Vec<Value> {
    let lines = |statement: &WaterfallStatement| json!(digits_by_party(&statement.lines()));
    statements.iter().map(lines).collect()
}

/// What all parties got, also those of no tier.
fn totals(
    paid: &BTreeMap<PartyId, Money>,
    parties: &[PartyId],
    currency: Currency,
) -> BTreeMap<PartyId, String> {
    let total = |party: &PartyId| {
        let paid = paid.get(party).copied();
        (party.clone(), digits(paid.unwrap_or(Money::zero(currency))))
    };
    parties.iter().map(total).collect()
}
