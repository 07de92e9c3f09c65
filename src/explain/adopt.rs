//! [`Proof::adopt`]: the steps of one explanation inside another.

use std::collections::BTreeMap;

use super::error::ExplainError;
use super::explanation::Explanation;
use super::node::{Code, Op};
use super::proof::{Proof, Step};
use super::source::Source;

/// What becomes of a leaf of an explanation that is taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// It stands at another place.
    At(&'static str, String),
    /// Nothing stands at that place: the page's default holds.
    Nothing(&'static str, String),
    /// It was worked out here.
    Step(Step),
}

impl Proof {
    /// Takes over the steps of another explanation, whose leaves stand where `place` says, and
    /// returns the steps that prove its results, by pointer.
    ///
    /// Every step is computed anew.
    ///
    /// # Errors
    ///
    /// [`ExplainError::DocumentDiffers`] if a leaf has another value here, and those of the steps.
    pub(crate) fn adopt(
        &mut self,
        other: &Explanation,
        place: impl Fn(&Source) -> Leaf,
    ) -> Result<BTreeMap<String, Step>, ExplainError> {
        let mut steps: Vec<Step> = Vec::with_capacity(other.nodes.len());
        let here = |steps: &[Step], position: usize| {
            let step = steps.get(position).map(|step| step.0);
            step.ok_or(ExplainError::BadIndex { node: position })
        };
        for node in &other.nodes {
            let value = || node.value.clone();
            let step = match &node.op {
                Op::Input { from } | Op::Default { from } => match place(from) {
                    Leaf::Step(step) if *self.value(step) == node.value => step,
                    Leaf::Step(step) => {
                        let (at, here) = (step.position(), self.value(step));
                        return Err(ExplainError::document_differs(at, from, here, &node.value));
                    }
                    Leaf::At(document, pointer) if node.op.code() == Code::Input => {
                        self.input(document, &pointer, value(), &node.label)?
                    }
                    Leaf::At(document, pointer) | Leaf::Nothing(document, pointer) => {
                        self.default(document, &pointer, value(), &node.label)?
                    }
                },
                op => {
                    let mut op = op.clone();
                    if let Some(by) = op.by_mut() {
                        *by = here(&steps, *by)?;
                    }
                    if let Op::Calendar {
                        calendar: Some(from),
                        ..
                    } = &mut op
                    {
                        if let Leaf::At(document, pointer) = place(&*from) {
                            let fault = self.fault(super::error::Fault::BadParameter);
                            *from = Source::new(document, &pointer).ok_or(fault)?;
                        }
                    }
                    let args = node.args.iter().map(|at| here(&steps, *at));
                    let args = args.collect::<Result<Vec<usize>, ExplainError>>()?;
                    self.push(op, args, Some(value()), &node.label)?
                }
            };
            if let Some(note) = &node.note {
                self.note(step, note);
            }
            steps.push(step);
        }
        let mut results = BTreeMap::new();
        for (pointer, position) in &other.results {
            let step = here(&steps, *position)?;
            results.insert(pointer.clone(), Step(step));
        }
        Ok(results)
    }
}
