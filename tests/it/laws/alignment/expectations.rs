//! The laws of expectations (spec/alignment.md).

use partnership::Side;
use partnership::alignment::{ById, Expectations, ExpectationsDraft, Scale, Score, Sides};
use partnership::explain::Documents;
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::exchange::holds;
use super::id;
use crate::support::laws;

fn levels() -> impl Strategy<Value = ById<Score>> {
    let item = select(vec!["data", "trust", "skill", "7"]);
    btree_map(item.prop_map(id), (1..=5_i32).prop_map(Score::from), 0..4)
        .prop_map(|map| map.into_iter().collect())
}

fn expectations() -> impl Strategy<Value = Expectations> {
    (levels(), levels(), levels(), levels()).prop_map(|(own, other, offers, returns)| {
        let draft = ExpectationsDraft {
            scale: Scale::FIVE,
            expects: Sides {
                producer: own,
                partner: other,
            },
            offers: Sides {
                producer: offers,
                partner: returns,
            },
        };
        draft.build().expect("levels of the scale")
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn every_expectation_is_met_or_a_gap(expectations in expectations()) {
        let met = expectations.compare().expect("small numbers");
        let draft = expectations.draft();
        let mut gaps = 0;
        for side in [Side::Producer, Side::Partner] {
            let offers = draft.offers.get(side.other());
            for (item, level) in draft.expects.get(side).iter() {
                let offered = offers.get(item);
                let gap = met.gaps.iter().find(|gap| gap.side == side && gap.item == *item);
                prop_assert_eq!(gap.is_none(), offered.is_some_and(|offer| offer >= level));
                gaps += usize::from(gap.is_some());
            }
            let asked = draft.expects.get(side);
            let extra = offers.keys().filter(|item| !asked.contains_key(*item)).count();
            let listed = met.unasked.iter().filter(|unasked| unasked.side == side.other());
            prop_assert_eq!(listed.count(), extra);
        }
        prop_assert_eq!(met.gaps.len(), gaps);
        let key = |gap: &partnership::alignment::ExpectationGap| {
            (gap.offered.is_some(), -gap.shortfall, gap.item.clone(), gap.side)
        };
        prop_assert!(met.gaps.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));

        let papers = Documents::new().with("expectations", json!(expectations));
        holds(&met.explain(&expectations).expect("a proof"), &papers, &met);
        let read: Expectations = serde_json::from_value(json!(expectations)).expect("read");
        prop_assert_eq!(read, expectations);
    }
}
