//! The wire form of a [`Node`]: one raw struct of options for all operators, and a checked door.

use std::fmt;
use std::str::FromStr;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::calendar::CalendarRule;
use super::divide::{DivideRule, RuleCode, policy};
use super::node::{Code, MAX_LABEL, Node, Op, Relation, Which};
use super::source::Source;
use super::value::Value;
use crate::allocate::{ClaimsRule, InstallmentPolicy};
use crate::text::{is_hidden, present};
use crate::{PartyId, Rounding};

/// A label or note: at most 200 characters, none of them hidden.
struct Label(String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let long = text.len() > MAX_LABEL && text.chars().count() > MAX_LABEL;
        if long || text.chars().any(is_hidden) {
            return Err(D::Error::custom(
                "a label or note has at most 200 characters, no control, line or direction mark",
            ));
        }
        Ok(Self(text))
    }
}

/// The step of a rounding: a ratio or money, as the operator has it.
struct Quantity(String);

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// Every field that any operator has, each at most once and never null.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNode {
    op: Code,
    #[serde(default)]
    args: Vec<usize>,
    value: Value,
    #[serde(default, deserialize_with = "present")]
    label: Option<Label>,
    #[serde(default, deserialize_with = "present")]
    note: Option<Label>,
    #[serde(default, deserialize_with = "present")]
    from: Option<Source>,
    #[serde(default, deserialize_with = "present")]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    rounding: Option<Rounding>,
    #[serde(default, deserialize_with = "present")]
    step: Option<Quantity>,
    #[serde(default, deserialize_with = "present")]
    by: Option<usize>,
    #[serde(default, deserialize_with = "present")]
    which: Option<Which>,
    #[serde(default, deserialize_with = "present")]
    relation: Option<Relation>,
    #[serde(default, deserialize_with = "present")]
    rule: Option<RawRule>,
    #[serde(default, deserialize_with = "present")]
    among: Option<Vec<PartyId>>,
    #[serde(default, deserialize_with = "present")]
    key: Option<u64>,
    #[serde(default, deserialize_with = "present")]
    policy: Option<Policy>,
    #[serde(default, deserialize_with = "present")]
    exact: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    of: Option<PartyId>,
    #[serde(default, deserialize_with = "present")]
    calendar: Option<Source>,
}

/// The policy of installments.
struct Policy(InstallmentPolicy);

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        policy(&name)
            .map(Self)
            .ok_or_else(|| D::Error::custom("unknown policy"))
    }
}

/// The rule of a division is a name, that of a calendar an object.
enum RawRule {
    Divide(RuleCode),
    Calendar(CalendarRule),
}

impl<'de> Deserialize<'de> for RawRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rule;
        impl<'de> Visitor<'de> for Rule {
            type Value = RawRule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a division's rule, or the rule of a calendar")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<RawRule, E> {
                name.parse().map(RawRule::Divide).map_err(E::custom)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawRule, A::Error> {
                let rule = serde::de::value::MapAccessDeserializer::new(map);
                CalendarRule::deserialize(rule).map(RawRule::Calendar)
            }
        }
        deserializer.deserialize_any(Rule)
    }
}

/// Why a raw node is no node.
#[derive(Debug)]
enum Refusal {
    Missing(&'static str),
    Foreign(Code),
    Step,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "missing parameter {field:?}"),
            Self::Foreign(code) => write!(f, "a parameter that {code:?} does not have"),
            Self::Step => f.write_str("a step that is no text of its kind"),
        }
    }
}

impl RawNode {
    /// The operator; every parameter that it has is taken out.
    fn take_op(&mut self) -> Result<Op, Refusal> {
        let from = |raw: &mut Self| raw.from.take().ok_or(Refusal::Missing("from"));
        let rounding = |raw: &mut Self| raw.rounding.take().ok_or(Refusal::Missing("rounding"));
        Ok(match self.op {
            Code::Input => Op::Input { from: from(self)? },
            Code::Default => Op::Default { from: from(self)? },
            Code::Constant => Op::Constant {
                name: self.name.take().ok_or(Refusal::Missing("name"))?,
            },
            Code::Sum => Op::Sum,
            Code::Difference => Op::Difference,
            Code::Negate => Op::Negate,
            Code::Product => Op::Product,
            Code::Quotient => Op::Quotient,
            Code::Smallest => Op::Smallest,
            Code::Largest => Op::Largest,
            Code::Whole => Op::Whole {
                rounding: rounding(self)?,
                step: self.take_step()?,
                by: self.by.take(),
            },
            Code::Round => Op::Round {
                rounding: rounding(self)?,
                step: self.take_step()?,
                by: self.by.take(),
            },
            Code::End => Op::End {
                which: self.which.take().ok_or(Refusal::Missing("which"))?,
            },
            Code::Compare => Op::Compare {
                relation: self.relation.take().ok_or(Refusal::Missing("relation"))?,
            },
            Code::All => Op::All,
            Code::Any => Op::Any,
            Code::Not => Op::Not,
            Code::If => Op::If,
            Code::Days => Op::Days,
            Code::Text => Op::Text,
            Code::Divide => Op::Divide {
                rule: self.take_division()?,
                among: self.among.take().ok_or(Refusal::Missing("among"))?,
                by: self.by.take(),
            },
            Code::Part => Op::Part {
                of: self.of.take().ok_or(Refusal::Missing("of"))?,
            },
            Code::Calendar => match self.rule.take() {
                Some(RawRule::Calendar(rule)) => Op::Calendar {
                    rule,
                    calendar: self.calendar.take(),
                },
                _ => return Err(Refusal::Missing("rule")),
            },
        })
    }

    /// The rule of a division, with the parameters that this rule has.
    fn take_division(&mut self) -> Result<DivideRule, Refusal> {
        let Some(RawRule::Divide(code)) = self.rule.take() else {
            return Err(Refusal::Missing("rule"));
        };
        let rule = match code {
            RuleCode::LargestRemainder => DivideRule::LargestRemainder {
                key: self.key.take(),
            },
            RuleCode::EachAlone => DivideRule::EachAlone {
                rounding: self.rounding.take().ok_or(Refusal::Missing("rounding"))?,
            },
            RuleCode::Greedy => DivideRule::Greedy,
            RuleCode::Proportional => self.take_claims(ClaimsRule::Proportional),
            RuleCode::EqualAwards => self.take_claims(ClaimsRule::EqualAwards),
            RuleCode::EqualLosses => self.take_claims(ClaimsRule::EqualLosses),
            RuleCode::Talmud => self.take_claims(ClaimsRule::Talmud),
            RuleCode::InOrder => self.take_claims(ClaimsRule::InOrder),
            RuleCode::Installments => DivideRule::Installments {
                policy: self.policy.take().ok_or(Refusal::Missing("policy"))?.0,
            },
        };
        if self.by.is_some() && rule.agreed_name().is_none() {
            return Err(Refusal::Foreign(self.op));
        }
        Ok(rule)
    }

    fn take_claims(&mut self, rule: ClaimsRule) -> DivideRule {
        DivideRule::Claims {
            rule,
            exact: self.exact.take().unwrap_or(false),
        }
    }

    fn take_step<T: FromStr>(&mut self) -> Result<Option<T>, Refusal> {
        let parse = |step: Quantity| step.0.parse().map_err(|_| Refusal::Step);
        self.step.take().map(parse).transpose()
    }

    /// Whether a parameter is left that the operator does not have.
    fn has_more(&self) -> bool {
        self.from.is_some()
            || self.name.is_some()
            || self.rounding.is_some()
            || self.step.is_some()
            || self.by.is_some()
            || self.which.is_some()
            || self.relation.is_some()
            || self.rule.is_some()
            || self.among.is_some()
            || self.key.is_some()
            || self.policy.is_some()
            || self.exact.is_some()
            || self.of.is_some()
            || self.calendar.is_some()
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut raw = RawNode::deserialize(deserializer)?;
        let op = raw.take_op().map_err(D::Error::custom)?;
        if raw.has_more() {
            return Err(D::Error::custom(Refusal::Foreign(raw.op)));
        }
        Ok(Self {
            op,
            args: raw.args,
            value: raw.value,
            label: raw.label.map_or_else(String::new, |label| label.0),
            note: raw.note.map(|note| note.0),
        })
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("op", &self.op.code())?;
        match &self.op {
            Op::Input { from } | Op::Default { from } => map.serialize_entry("from", from)?,
            Op::Constant { name } => map.serialize_entry("name", name)?,
            Op::Whole { rounding, step, .. } => {
                map.serialize_entry("rounding", rounding)?;
                if let Some(step) = step {
                    map.serialize_entry("step", step)?;
                }
            }
            Op::Round { rounding, step, .. } => {
                map.serialize_entry("rounding", rounding)?;
                if let Some(step) = step {
                    map.serialize_entry("step", step)?;
                }
            }
            Op::End { which } => map.serialize_entry("which", which)?,
            Op::Compare { relation } => map.serialize_entry("relation", relation)?,
            Op::Divide { rule, among, .. } => {
                map.serialize_entry("rule", rule.name())?;
                map.serialize_entry("among", among)?;
                match rule {
                    DivideRule::LargestRemainder { key: Some(key) } => {
                        map.serialize_entry("key", key)?;
                    }
                    DivideRule::EachAlone { rounding } => {
                        map.serialize_entry("rounding", rounding)?;
                    }
                    DivideRule::Claims { exact: true, .. } => {
                        map.serialize_entry("exact", &true)?;
                    }
                    DivideRule::Installments { .. } => {
                        map.serialize_entry("policy", &rule.agreed_name())?;
                    }
                    _ => {}
                }
            }
            Op::Part { of } => map.serialize_entry("of", of)?,
            Op::Calendar { rule, calendar } => {
                map.serialize_entry("rule", rule)?;
                if let Some(calendar) = calendar {
                    map.serialize_entry("calendar", calendar)?;
                }
            }
            _ => {}
        }
        if let Some(by) = self.op.by() {
            map.serialize_entry("by", &by)?;
        }
        if !self.args.is_empty() {
            map.serialize_entry("args", &self.args)?;
        }
        map.serialize_entry("value", &self.value)?;
        if !self.label.is_empty() {
            map.serialize_entry("label", &self.label)?;
        }
        if let Some(note) = &self.note {
            map.serialize_entry("note", note)?;
        }
        map.end()
    }
}
