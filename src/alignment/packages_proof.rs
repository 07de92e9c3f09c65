//! The proof of [`Packages`] (spec/explain.md).

use crate::explain::{Explanation, Relation, Step};
use crate::ratio::Ratio;

use super::id::Id;
use super::issue_error::IssueError;
use super::packages::{Package, Packages, best_packages};
use super::proving::{Noted, Proving, named, same};

/// The name of the packages in a proof.
const DOCUMENT: &str = "packages";

/// The steps about one package.
#[derive(Clone, Copy)]
struct Steps {
    name: Step,
    own: Step,
    other: Step,
    /// Both gains over the reserves, multiplied.
    product: Step,
    /// Whether a side is better off without.
    rejected: Step,
}

impl Packages {
    /// Returns the proof of the product, and of why each package stands where it does.
    ///
    /// It reads the document `packages`: `reserve` with what `producer` and `partner` have without
    /// a deal, and `packages`, a list of `{"package", "producer", "partner"}`.
    ///
    /// # Errors
    ///
    /// Those of [`best_packages`], and [`IssueError::Explain`] if the result does not follow from
    /// the packages.
    pub fn explain(
        &self,
        reserve: (Ratio, Ratio),
        packages: &[Package],
    ) -> Result<Explanation, IssueError> {
        same(self, &best_packages(reserve, packages)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let own = proving.input(
            &["reserve", "producer"],
            reserve.0,
            "the producer's reserve",
        )?;
        let other = proving.input(&["reserve", "partner"], reserve.1, "the partner's reserve")?;
        let mut all = Vec::with_capacity(packages.len());
        for (position, package) in packages.iter().enumerate() {
            let steps = Steps::of(&mut proving, position, package, (own, other))?;
            all.push((&package.0, steps));
        }
        self.prove_names(&mut proving, &all)?;
        Ok(proving.finish())
    }

    fn prove_names(&self, proving: &mut Proving, all: &[(&Id, Steps)]) -> Noted<()> {
        let listed = |ids: &[Id]| -> Vec<(String, Steps)> {
            let steps = |id: &Id| all.iter().find(|(other, _)| *other == id);
            let found = ids.iter().filter_map(steps).map(|(_, steps)| *steps);
            found
                .enumerate()
                .map(|(at, steps)| (at.to_string(), steps))
                .collect()
        };
        let (rejected, dominated) = (listed(&self.rejected), listed(&self.dominated));
        for ((at, steps), id) in rejected.iter().zip(&self.rejected) {
            let named = (steps.rejected, steps.name);
            proving.lists(&["rejected", at], named, id.as_str())?;
        }
        let accepted = all.iter().filter(|(id, _)| !self.rejected.contains(id));
        let accepted: Vec<&(&Id, Steps)> = accepted.collect();
        for ((at, steps), id) in dominated.iter().zip(&self.dominated) {
            let mut beaten = Vec::with_capacity(accepted.len());
            for (_, other) in accepted.iter().filter(|(other, _)| *other != id) {
                beaten.push(other.beats(proving, *steps)?);
            }
            let beaten = proving.proof.any(&beaten, "another package beats it")?;
            proving.lists(&["dominated", at], (beaten, steps.name), id.as_str())?;
        }
        let left = accepted
            .iter()
            .filter(|(id, _)| !self.dominated.contains(id));
        let products: Vec<Step> = left.map(|(_, steps)| steps.product).collect();
        if let Some(product) = self.product {
            let largest = proving
                .proof
                .largest(&products, "largest product of gains")?;
            proving.proves(&["product"], largest, product)?;
            for ((at, steps), id) in listed(&self.best).iter().zip(&self.best) {
                let label = "no product is larger";
                let best = proving
                    .proof
                    .compare(steps.product, largest, Relation::Equal, label)?;
                proving.lists(&["best", at], (best, steps.name), id.as_str())?;
            }
        }
        Ok(())
    }
}

impl Steps {
    fn of(
        proving: &mut Proving,
        position: usize,
        (id, own, other): &Package,
        reserve: (Step, Step),
    ) -> Noted<Self> {
        let at = position.to_string();
        let path = |key| ["packages", at.as_str(), key];
        let name = proving.input(&path("package"), named(id.as_str()), "")?;
        let label = format!("{id} for the producer");
        let own = proving.input(&path("producer"), *own, &label)?;
        let label = format!("{id} for the partner");
        let other = proving.input(&path("partner"), *other, &label)?;
        let gain = proving
            .proof
            .difference(own, reserve.0, "gain of the producer")?;
        let gains = proving
            .proof
            .difference(other, reserve.1, "gain of the partner")?;
        let label = "the producer is better off without";
        let first = proving
            .proof
            .compare(own, reserve.0, Relation::Less, label)?;
        let label = "the partner is better off without";
        let second = proving
            .proof
            .compare(other, reserve.1, Relation::Less, label)?;
        Ok(Self {
            name,
            own,
            other,
            product: proving.times(gain, gains, &format!("product of gains of {id}"))?,
            rejected: proving.proof.any(&[first, second], "below a reserve")?,
        })
    }

    /// Whether this package is at least as good for both, and better for one.
    fn beats(self, proving: &mut Proving, than: Self) -> Noted {
        let mut compare = |left, right, relation| proving.proof.compare(left, right, relation, "");
        let own = compare(self.own, than.own, Relation::AtLeast)?;
        let other = compare(self.other, than.other, Relation::AtLeast)?;
        let more = compare(self.own, than.own, Relation::More)?;
        let better = compare(self.other, than.other, Relation::More)?;
        let any = proving.proof.any(&[more, better], "better for one")?;
        proving
            .proof
            .all(&[own, other, any], "as good for both and better for one")
    }
}
