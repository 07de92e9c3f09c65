//! One step: what it must come to, by the operators of spec/explain.md 2.

use serde_json::Value as Json;

use super::divide;
use super::value::{Amount, Fraction, Value, day, minor_digits, whole};

/// A step of the list as it is written.
#[derive(Debug)]
pub struct Step {
    /// The operator.
    pub op: String,
    /// Positions of steps before it.
    pub args: Vec<usize>,
    /// What is written as its value.
    pub value: Value,
    json: Json,
}

/// What a step stands on.
#[derive(Debug)]
pub enum Ground {
    /// The steps before it, of which this follows.
    Steps(Value),
    /// A place of a document.
    Paper,
    /// A name, which follows from nothing and says nothing by itself.
    Name,
    /// Nothing that can be computed here.
    Trust,
}

/// Parameters by operator; there are no others.
fn parameters(op: &str, rule: Option<&str>) -> Option<&'static [&'static str]> {
    Some(match (op, rule) {
        ("input" | "default", _) => &["from"],
        ("constant", _) => &["name"],
        ("whole" | "round", _) => &["rounding", "step", "by"],
        ("end", _) => &["which"],
        ("compare", _) => &["relation"],
        ("part", _) => &["of"],
        ("calendar", _) => &["rule", "calendar"],
        ("divide", Some("largest_remainder")) => &["rule", "among", "key"],
        ("divide", Some("each_alone")) => &["rule", "among", "rounding", "by"],
        ("divide", Some("installments")) => &["rule", "among", "policy", "by"],
        ("divide", Some("greedy")) => &["rule", "among"],
        ("divide", Some(_)) => &["rule", "among", "exact"],
        (
            "sum" | "difference" | "negate" | "product" | "quotient" | "smallest" | "largest"
            | "all" | "any" | "not" | "if" | "days" | "text",
            _,
        ) => &[],
        _ => return None,
    })
}

impl Step {
    /// Reads a step with the parameters that its operator has, and no others.
    pub fn read(json: &Json) -> Option<Self> {
        let fields = json.as_object()?;
        let op = json["op"].as_str()?;
        let known = parameters(op, json["rule"].as_str())?;
        let common = ["op", "args", "value", "label", "note"];
        let mut names = fields.keys().map(String::as_str);
        if !names.all(|name| common.contains(&name) || known.contains(&name)) {
            return None;
        }
        let args = match json.get("args") {
            Some(args) => args.as_array()?.as_slice(),
            None => &[],
        };
        let args = args.iter().map(|arg| usize::try_from(arg.as_u64()?).ok());
        Some(Self {
            op: op.to_owned(),
            args: args.collect::<Option<_>>()?,
            value: Value::of_step(&json["value"])?,
            json: json.clone(),
        })
    }

    /// A parameter that is a word.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.json[name].as_str()
    }

    /// The document and the pointer of a leaf.
    pub fn from(&self) -> Option<(&str, &str)> {
        let from = self.json["from"]
            .as_object()
            .filter(|from| from.len() == 2)?;
        Some((
            from.get("document")?.as_str()?,
            from.get("pointer")?.as_str()?,
        ))
    }

    /// The ids that a division is among.
    pub fn among(&self) -> Vec<&str> {
        let ids = self.json["among"].as_array().into_iter().flatten();
        ids.filter_map(Json::as_str).collect()
    }

    /// The step that names an agreed rounding or policy.
    pub fn by(&self) -> Option<usize> {
        usize::try_from(self.json["by"].as_u64()?).ok()
    }

    /// What the step comes to; `None` if it is no step at all.
    pub fn ground(&self, before: &[Step]) -> Option<Ground> {
        let args: Option<Vec<&Value>> = self
            .args
            .iter()
            .map(|arg| before.get(*arg).map(|step| &step.value))
            .collect();
        let args = args?;
        if self.json.get("by").is_some() {
            let agreed = before.get(self.by()?)?;
            let named = self.parameter("rounding").or(self.parameter("policy"))?;
            if agreed.value != Value::Text(named.to_owned()) {
                return None;
            }
        }
        let leafless = args.is_empty();
        Some(match self.op.as_str() {
            "input" => self.from().filter(|_| leafless).map(|_| Ground::Paper)?,
            "default" => {
                let is_default = match &self.value {
                    Value::Amount(amount) => amount.major == whole(0),
                    Value::Number(number) => *number == whole(0) || *number == whole(1),
                    value => matches!(value, Value::Flag(_)),
                };
                self.from()
                    .filter(|_| leafless && is_default)
                    .map(|_| Ground::Paper)?
            }
            "constant" => self
                .parameter("name")
                .filter(|_| leafless)
                .map(|_| Ground::Trust)?,
            "text" => {
                let is_text = matches!(self.value, Value::Text(_));
                Some(Ground::Name).filter(|_| leafless && is_text)?
            }
            "calendar" => {
                let of_days = args.iter().all(|arg| matches!(arg, Value::Date(_)));
                let takes = (1..=2).contains(&args.len()) && of_days;
                Some(Ground::Trust).filter(|_| takes)?
            }
            _ => Ground::Steps(self.computed(&args, before)?),
        })
    }

    fn computed(&self, args: &[&Value], before: &[Step]) -> Option<Value> {
        Some(match (self.op.as_str(), args) {
            ("end", [Value::Text(period)]) => Value::Date(self.edge(period)?),
            ("compare", [left, right]) => Value::Flag(self.compared(left, right)?),
            ("all", _) => Value::Flag(!flags(args)?.contains(&false)),
            ("any", _) => Value::Flag(flags(args)?.contains(&true)),
            ("not", [Value::Flag(flag)]) => Value::Flag(!flag),
            ("if", [Value::Flag(flag), yes, no]) => {
                let chosen = if *flag { *yes } else { *no };
                same_kind(yes, no).then(|| chosen.clone())?
            }
            ("days", [from, to]) => Value::Number(whole(date(to)? - date(from)?)),
            ("divide", [total, each @ ..]) => self.divided(total, each)?,
            ("part", [Value::Parts(parts)]) => {
                let of = before
                    .get(*self.args.first()?)
                    .filter(|step| step.op == "divide");
                of.and_then(|_| parts.get(self.parameter("of")?))?.clone()
            }
            _ => self.calculated(args)?,
        })
    }

    fn calculated(&self, args: &[&Value]) -> Option<Value> {
        Some(match (self.op.as_str(), args) {
            ("sum", []) => match &self.value {
                Value::Amount(own) => Value::amount(whole(0), &own.unit, own.is_money),
                _ => Value::Number(whole(0)),
            },
            ("sum", _) => alike(args)?.with(numbers(args)?.into_iter().sum()),
            ("difference", [left, right]) => alike(args)?.with(number(left)? - number(right)?),
            ("negate", [one]) => alike(args)?.with(-number(one)?),
            ("smallest" | "largest", [Value::Date(_), ..]) => {
                let days = args
                    .iter()
                    .map(|arg| date(arg))
                    .collect::<Option<Vec<i64>>>()?;
                let days = days.into_iter();
                let chosen = if self.op == "largest" {
                    days.max()
                } else {
                    days.min()
                };
                Value::Date(chosen?)
            }
            ("smallest" | "largest", [_, ..]) => {
                let numbers = numbers(args)?.into_iter();
                let chosen = if self.op == "largest" {
                    numbers.max()
                } else {
                    numbers.min()
                };
                alike(args)?.with(chosen?)
            }
            ("product", [_, ..]) => {
                let mut amounts = args.iter().filter_map(|arg| amount(arg));
                let unit = amounts.next().map(|amount| amount.unit.as_str());
                let product = numbers(args)?.into_iter().product();
                match (unit, amounts.next()) {
                    (_, Some(_)) => return None,
                    (Some(unit), None) => Value::amount(product, unit, false),
                    (None, None) => Value::Number(product),
                }
            }
            ("quotient", [left, right]) => {
                let below = Some(number(right)?).filter(|below| *below != whole(0))?;
                let quotient = number(left)? / below;
                match (amount(left), amount(right)) {
                    (Some(left), Some(right)) if left.unit != right.unit => return None,
                    (Some(left), None) => Value::amount(quotient, &left.unit, false),
                    (None, Some(_)) => return None,
                    _ => Value::Number(quotient),
                }
            }
            ("whole", [Value::Number(number)]) => {
                let step = self.step("ratio", Value::Number(whole(1)))?;
                alike(&[args[0], &step])?.with(self.stepped(number, &step)?)
            }
            ("round", [Value::Amount(own)]) => {
                let minor = Fraction::new(1.into(), minor_units(&own.unit)?);
                let step = self.step("money", Value::amount(minor, &own.unit, true))?;
                amount(&step).filter(|step| step.unit == own.unit)?;
                Value::amount(self.stepped(&own.major, &step)?, &own.unit, true)
            }
            _ => return None,
        })
    }

    /// The step of a rounding, which is a value of a kind, or else the smallest.
    fn step(&self, kind: &str, smallest: Value) -> Option<Value> {
        match self.json.get("step") {
            None => Some(smallest),
            Some(step) => Value::of_step(&serde_json::json!({kind: step})),
        }
    }

    fn stepped(&self, value: &Fraction, step: &Value) -> Option<Fraction> {
        let step = number(step).filter(|step| *step > whole(0))?;
        Some(divide::rounded(&(value / &step), self.parameter("rounding")?)? * step)
    }

    fn edge(&self, period: &str) -> Option<i64> {
        let (from, to) = period.split_once("..")?;
        let to = match to.strip_prefix('=') {
            Some(last) => day(last)? + 1,
            None => day(to)?,
        };
        match self.parameter("which")? {
            "from" => day(from),
            "to" => Some(to),
            "last" => Some(to - 1),
            _ => None,
        }
    }

    fn compared(&self, left: &Value, right: &Value) -> Option<bool> {
        let relation = self.parameter("relation")?;
        let order = match (left, right) {
            (Value::Text(left), Value::Text(right)) => {
                return (relation == "equal").then_some(left == right);
            }
            (Value::Date(left), Value::Date(right)) => left.cmp(right),
            _ => alike(&[left, right]).and(Some(number(left)?.cmp(&number(right)?)))?,
        };
        match relation {
            "less" => Some(order.is_lt()),
            "at_most" => Some(order.is_le()),
            "equal" => Some(order.is_eq()),
            "at_least" => Some(order.is_ge()),
            "more" => Some(order.is_gt()),
            _ => None,
        }
    }

    fn divided(&self, total: &Value, each: &[&Value]) -> Option<Value> {
        let (among, rule) = (self.among(), self.parameter("rule")?);
        let is_sorted = among.windows(2).all(|pair| pair[0] < pair[1]);
        let is_counted = among.iter().zip(1..).all(|(id, at)| *id == at.to_string());
        let is_among = match rule {
            "installments" => is_counted,
            "in_order" => true,
            _ => is_sorted,
        };
        let per_party = if rule == "greedy" { 2 } else { 1 };
        if !is_among || among.is_empty() || each.len() != per_party * among.len() {
            return None;
        }
        let unit = amount(total).map(|total| total.unit.as_str());
        let scale = match unit {
            Some(unit) => whole(minor_units(unit)?),
            None => whole(1),
        };
        // Claims and what was paid are money, what somebody should have is exact.
        let minor = |(at, value): (usize, &&Value)| {
            let is_money = rule != "greedy" || at < among.len();
            let of_kind = |amount: &&Amount| {
                Some(amount.unit.as_str()) == unit && amount.is_money == is_money
            };
            amount(value)
                .filter(of_kind)
                .map(|amount| &amount.major * &scale)
        };
        if amount(total).is_some_and(|total| !total.is_money) {
            return None;
        }
        let in_minor = number(total)? * &scale;
        let weights = || -> Option<Vec<Fraction>> {
            let plain = each.iter().all(|value| matches!(value, Value::Number(_)));
            plain.then(|| numbers(each))?
        };
        let minors = || {
            let each = each.iter().enumerate();
            each.map(minor).collect::<Option<Vec<Fraction>>>()
        };
        let exact = self.json["exact"].as_bool().unwrap_or(false);
        let parts = match rule {
            "largest_remainder" if in_minor.is_integer() => {
                divide::largest_remainder(&in_minor, &weights()?, self.json["key"].as_u64())
            }
            _ if unit.is_none() => None,
            "each_alone" => divide::each_alone(&in_minor, &weights()?, self.parameter("rounding")?),
            "installments" => {
                divide::installments(&in_minor, &weights()?, self.parameter("policy")?)
            }
            "greedy" => {
                let all = minors()?;
                let (paid, owed) = all.split_at(among.len());
                divide::greedy(&in_minor, paid, owed)
            }
            rule => divide::claims(rule, &in_minor, &minors()?, exact),
        };
        let part = |part: Fraction| match unit {
            Some(unit) => Value::amount(part / &scale, unit, !exact),
            None => Value::Number(part),
        };
        let ids = among.iter().map(|id| (*id).to_owned());
        Some(Value::Parts(
            ids.zip(parts?.into_iter().map(part)).collect(),
        ))
    }
}

/// What a figure of several of one kind is: money if all are money.
enum Kind<'a> {
    Number,
    Amount { unit: &'a str, is_money: bool },
}

impl Kind<'_> {
    fn with(&self, number: Fraction) -> Value {
        match self {
            Self::Number => Value::Number(number),
            Self::Amount { unit, is_money } => Value::amount(number, unit, *is_money),
        }
    }
}

fn alike<'a>(values: &[&'a Value]) -> Option<Kind<'a>> {
    let Some(first) = amount(values.first()?) else {
        let all = values.iter().all(|value| matches!(value, Value::Number(_)));
        return all.then_some(Kind::Number);
    };
    let amounts: Option<Vec<&Amount>> = values.iter().map(|value| amount(value)).collect();
    let amounts = amounts?;
    let one_unit = amounts.iter().all(|amount| amount.unit == first.unit);
    one_unit.then(|| Kind::Amount {
        unit: &first.unit,
        is_money: amounts.iter().all(|amount| amount.is_money),
    })
}

fn same_kind(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Amount(left), Value::Amount(right)) => left.unit == right.unit,
        _ => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}

fn amount(value: &Value) -> Option<&Amount> {
    match value {
        Value::Amount(amount) => Some(amount),
        _ => None,
    }
}

fn number(value: &Value) -> Option<Fraction> {
    match value {
        Value::Amount(amount) => Some(amount.major.clone()),
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

fn numbers(values: &[&Value]) -> Option<Vec<Fraction>> {
    values.iter().map(|value| number(value)).collect()
}

fn flags(values: &[&Value]) -> Option<Vec<bool>> {
    let flag = |value: &&Value| match value {
        Value::Flag(flag) => Some(*flag),
        _ => None,
    };
    values.iter().map(flag).collect()
}

fn date(value: &Value) -> Option<i64> {
    match value {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

fn minor_units(unit: &str) -> Option<num_bigint::BigInt> {
    Some(num_bigint::BigInt::from(10).pow(minor_digits(unit)?))
}
