//! Law 1 of spec/explain.md over drawn series: what is explained checks, also against its papers,
//! covers every figure, and an audit finds nothing but what is taken on trust.

use partnership::PartyId;
use partnership::health::{AlignmentLoop, Better, Reference, Series, Trigger};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::laws::{acts, event, points, rules, small};
use crate::families::proved;
use crate::support::cases;

fn series() -> impl Strategy<Value = Series> {
    vec(prop::option::weighted(0.85, small()), 0..12).prop_map(|values| points(&values))
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn of_trends(series in series(), band in small()) {
        let band = band.abs();
        let trend = series.trend(band).unwrap();
        let papers = [("definition", json!({"band": band})), ("readings", json!(series))];
        proved(series.explain(band), papers, &json!(trend)).unwrap();
    }

    #[test]
    fn of_triggers(series in series(), enter in small(), more in small(), periods in 1_u32..4) {
        let leave = enter.checked_add(more.abs()).unwrap();
        let trigger = Trigger::new(enter, leave, periods).unwrap();
        let papers = [("definition", json!(trigger)), ("readings", json!(series))];
        proved(trigger.explain(&series), papers, &json!(trigger.run(&series))).unwrap();
    }

    #[test]
    fn of_courses(
        rule in rules(), series in series(), plan in vec(prop::option::weighted(0.9, small()), 12),
        constant in small(), first in 3_u32..7, which in 0_u8..3, lower in any::<bool>(),
    ) {
        let reference = match which {
            0 => Reference::Constant(constant),
            1 => Reference::Plan(plan[..series.points().len()].to_vec()),
            _ => Reference::MedianOfFirst(first),
        };
        let better = if lower { Better::Lower } else { Better::Higher };
        let course = rule.course(&series, &reference, better).unwrap();
        let definition = json!({"rule": rule, "reference": reference});
        let papers = [("definition", definition), ("readings", json!(series))];
        proved(rule.explain(&series, &reference, better), papers, &json!(course)).unwrap();
    }

    #[test]
    fn of_loops(acts in acts()) {
        let parties = ["a", "b"].map(|name| PartyId::new(name).unwrap());
        let mut all = AlignmentLoop::new(parties).unwrap();
        for act in &acts {
            let _ = all.apply(event(act, all.phase()));
        }
        let result =
            json!({"cycle": all.cycle(), "goals": all.goals(), "history": all.history()});
        proved(all.explain(), [("definition", json!(all))], &result).unwrap();
    }
}
