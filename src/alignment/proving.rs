//! [`Proving`]: a proof about one paper, whose results are held against what was handed out.

use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Value, pointer};
use crate::money::Money;
use crate::ratio::Ratio;

/// What a step of a proof comes to, or why there is none.
pub(super) type Noted<T = Step> = Result<T, ExplainError>;

/// A proof about one paper.
#[derive(Debug)]
pub(super) struct Proving {
    /// Where the steps are noted.
    pub(super) proof: Proof,
    document: &'static str,
    /// The pointer below which results stand.
    below: &'static str,
}

impl Proving {
    /// A proof without steps about a paper.
    pub(super) fn about(document: &'static str) -> Self {
        Self {
            proof: Proof::new(),
            document,
            below: "",
        }
    }

    /// From now on the proof is about another paper, and its results stand below a pointer.
    pub(super) fn turn_to(&mut self, document: &'static str, below: &'static str) {
        self.document = document;
        self.below = below;
    }

    /// What stands at a place of the paper.
    pub(super) fn input(&mut self, path: &[&str], value: impl Into<Value>, label: &str) -> Noted {
        self.proof
            .input(self.document, &pointer(path), value, label)
    }

    /// What stands at a place of another paper.
    pub(super) fn input_from(
        &mut self,
        document: &str,
        path: &[&str],
        value: impl Into<Value>,
        label: &str,
    ) -> Noted {
        self.proof.input(document, &pointer(path), value, label)
    }

    /// What stands at a place of a paper, and again below the paper's name in the result.
    pub(super) fn carried(
        &mut self,
        document: &str,
        path: &[&str],
        value: impl Into<Value>,
        label: &str,
    ) -> Noted {
        let value = value.into();
        let step = self.input_from(document, path, value.clone(), label)?;
        let place: Vec<&str> = std::iter::once(document)
            .chain(path.iter().copied())
            .collect();
        self.proves(&place, step, value)?;
        Ok(step)
    }

    /// The page's default where nothing stands in the paper.
    pub(super) fn default(&mut self, path: &[&str], value: impl Into<Value>, label: &str) -> Noted {
        self.default_from(self.document, path, value, label)
    }

    /// The page's default where nothing stands in another paper.
    pub(super) fn default_from(
        &mut self,
        document: &str,
        path: &[&str],
        value: impl Into<Value>,
        label: &str,
    ) -> Noted {
        self.proof.default(document, &pointer(path), value, label)
    }

    /// A threshold: the named constant if it is the page's own, else what stands in the paper.
    pub(super) fn threshold(
        &mut self,
        (name, own): (&str, Ratio),
        path: &[&str],
        value: Ratio,
        label: &str,
    ) -> Noted {
        if value == own {
            self.proof.constant(name, value, label)
        } else {
            self.input(path, value, label)
        }
    }

    /// The number 0.
    pub(super) fn zero(&mut self) -> Noted {
        self.sum(&[], "nothing")
    }

    /// The flag that nothing raises.
    pub(super) fn no(&mut self) -> Noted {
        self.proof.any(&[], "no")
    }

    /// The sum of ratios; of one it is that one.
    pub(super) fn sum(&mut self, steps: &[Step], label: &str) -> Noted {
        match steps {
            [one] => Ok(*one),
            _ => self.proof.sum(steps, Ratio::ZERO, label),
        }
    }

    /// The product of two ratios.
    pub(super) fn times(&mut self, left: Step, right: Step, label: &str) -> Noted {
        self.proof.product(&[left, right], label)
    }

    /// The first of the largest values, with what stands beside it; none of none.
    pub(super) fn first_largest(
        &mut self,
        all: &[(Step, Step)],
        label: &str,
    ) -> Noted<Option<(Step, Step)>> {
        self.first_by(all, Relation::More, label)
    }

    fn first_by(
        &mut self,
        all: &[(Step, Step)],
        relation: Relation,
        label: &str,
    ) -> Noted<Option<(Step, Step)>> {
        let mut best: Option<(Step, Step)> = None;
        for (name, value) in all.iter().copied() {
            best = Some(match best {
                None => (name, value),
                Some((first, most)) => {
                    let beats = self
                        .proof
                        .compare(value, most, relation, "beats those before")?;
                    (
                        self.proof.choose(beats, name, first, label)?,
                        self.proof.choose(beats, value, most, label)?,
                    )
                }
            });
        }
        Ok(best)
    }

    /// The first of the smallest values, with what stands beside it; none of none.
    pub(super) fn first_smallest(
        &mut self,
        all: &[(Step, Step)],
        label: &str,
    ) -> Noted<Option<(Step, Step)>> {
        self.first_by(all, Relation::Less, label)
    }

    /// A name of a list of the result: that of a step if a flag is yes.
    pub(super) fn lists(
        &mut self,
        path: &[&str],
        (flag, name): (Step, Step),
        written: &str,
    ) -> Noted<()> {
        let written = named(written);
        let nothing = match &written {
            Value::Money(money) => {
                let zero = Money::from_minor(0, money.currency());
                self.proof.sum(&[], zero, "not listed")?
            }
            _ => self.proof.text("", "not listed")?,
        };
        let step = self.proof.choose(flag, name, nothing, "")?;
        self.proves(path, step, written)
    }

    /// The first name of a chain whose flag is yes, else the last one.
    pub(super) fn first_that_holds(
        &mut self,
        chain: &[(Step, &str)],
        otherwise: &str,
        label: &str,
    ) -> Noted {
        let mut chosen = self.proof.text(otherwise, "")?;
        for (flag, name) in chain.iter().rev() {
            let name = self.proof.text(name, "")?;
            chosen = self.proof.choose(*flag, name, chosen, label)?;
        }
        Ok(chosen)
    }

    /// Says that a step proves what stands at a place of the result, and is it.
    pub(super) fn proves(
        &mut self,
        path: &[&str],
        step: Step,
        written: impl Into<Value>,
    ) -> Noted<()> {
        let (computed, written) = (self.proof.value(step), written.into());
        if *computed != written {
            return Err(ExplainError::Differs {
                node: step.position(),
                computed: Box::new(computed.clone()),
                written: Box::new(written),
            });
        }
        let place = format!("{}{}", self.below, pointer(path));
        self.proof.result(&place, step);
        Ok(())
    }

    /// The explanation, with the steps that a result needs.
    pub(super) fn finish(self) -> Explanation {
        self.proof.finish()
    }
}

/// What a name reads as in a proof: one that looks like money is proved as money.
pub(super) fn named(name: &str) -> Value {
    match name.parse::<Money>() {
        Ok(money) => money.into(),
        Err(_) => name.into(),
    }
}

/// Refuses to explain a result that does not follow from its inputs.
pub(super) fn same<T: PartialEq>(handed_out: &T, computed: &T) -> Noted<()> {
    if handed_out == computed {
        Ok(())
    } else {
        Err(ExplainError::OtherResult)
    }
}
