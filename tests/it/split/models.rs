//! Models that move a split: every message word for word, places, worked numbers, and what peers
//! get wrong.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use partnership::split::{
    DynamicEquity, EquityError, EquityHistory, EquityParameter, EquityTerms, Measured, Metric,
    Retroactive, Split,
};
use partnership::{Currency, Error, Money, PartyId, Ratio};

use super::{list, money, party, ratio, split};

#[track_caller]
pub fn says<T, E>(found: Result<T, E>, error: E, message: &str)
where
    T: std::fmt::Debug,
    E: std::error::Error + PartialEq + Clone + Into<Error>,
{
    assert_eq!(found.unwrap_err(), error);
    assert_eq!(error.to_string(), message);
    assert_eq!(error.into().to_string(), message);
}

pub fn numbers<const N: usize>(entries: [(&str, &str); N]) -> BTreeMap<PartyId, Ratio> {
    list(entries).into_iter().collect()
}

pub fn even() -> Split {
    split([("a", "1/2"), ("b", "1/2")])
}

fn metric(name: &str, weight: u64, targets: &[(&str, &str)], actuals: &[(&str, &str)]) -> Metric {
    let map = |entries: &[(&str, &str)]| {
        let entries = entries.iter();
        entries
            .map(|(name, value)| (party(name), ratio(value)))
            .collect()
    };
    Metric {
        name: name.to_owned(),
        weight,
        targets: map(targets),
        actuals: map(actuals),
    }
}

/// A milestone of a 50/50 deal with the usual terms.
fn usual(measured: Measured) -> Result<DynamicEquity, EquityError> {
    DynamicEquity::new(even(), EquityTerms::default(), measured)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Terms with one number set; the others are as usual.
/// spec/splits.md 3.3: a band of 20%, a gain of 1, attainments up to 2.
#[test]
fn terms_that_say_nothing_are_the_usual_ones() {
    let (none, given) = (
        EquityTerms::default(),
        EquityTerms {
            band: Some(ratio("1/10")),
            gain: Some(ratio("3")),
            max_attainment: Some(ratio("5/2")),
            max_step: None,
        },
    );
    let read = |terms: &EquityTerms| {
        let most = terms.max_attainment_or_usual();
        [terms.band_or_usual(), terms.gain_or_usual(), most]
    };
    assert_eq!(read(&none), ["1/5", "1", "2"].map(ratio));
    assert_eq!(read(&given), ["1/10", "3", "5/2"].map(ratio));
}

fn only(parameter: &EquityParameter, value: Ratio) -> EquityTerms {
    let mut terms = EquityTerms::default();
    let field = match parameter {
        EquityParameter::Band => &mut terms.band,
        EquityParameter::Gain => &mut terms.gain,
        EquityParameter::MaxAttainment => &mut terms.max_attainment,
        EquityParameter::MaxStep => &mut terms.max_step,
        other => panic!("{other} is no part of terms"),
    };
    *field = Some(value);
    terms
}

#[test]
fn terms_out_of_range() {
    use EquityParameter::{Band, Gain, MaxAttainment, MaxStep};
    let of =
        |parameter: &EquityParameter, value| EquityHistory::new(even(), only(parameter, value));
    // Outside, and at both ends inside.
    for (parameter, name, outside, inside) in [
        (Band, "the band", ["-1/2", "101%"], ["0", "1"]),
        (Gain, "the gain", ["0", "1001"], ["1/10000", "1000"]),
        (
            MaxAttainment,
            "the maximum attainment",
            ["9/10", "101/10"],
            ["1", "10"],
        ),
        (MaxStep, "the maximum step", ["0", "101%"], ["1/10000", "1"]),
    ] {
        for value in outside.map(ratio) {
            let message = format!("{name} is {value}, which is out of range");
            let error = EquityError::OutOfRange {
                parameter: parameter.clone(),
                value,
            };
            says(of(&parameter, value), error, &message);
        }
        for value in inside.map(ratio) {
            assert!(of(&parameter, value).is_ok(), "{name} {value}");
        }
        let fine = if parameter == MaxAttainment {
            "10008/10007"
        } else {
            "1/10007"
        };
        let value = ratio(fine);
        let message = format!("{name} is {value}, which is finer than a ten-thousandth");
        let error = EquityError::TooFine {
            parameter: parameter.clone(),
            value,
        };
        says(of(&parameter, value), error, &message);
    }
}

#[test]
fn weights_of_metrics_beyond_a_million() {
    let pair = |more| {
        let of = |weight| metric("reach", weight, &[("a", "1")], &[("a", "1")]);
        usual(Measured::Metrics(vec![of(999_999), of(more)]))
    };
    assert!(pair(1).is_ok());
    says(
        pair(2),
        EquityError::WeightOverflow { sum: 1_000_001 },
        "the weights of the metrics add up to 1000001, which is more than 10^6",
    );
}

#[test]
fn what_cannot_be_measured() {
    let one = |targets: &[(&str, &str)], actuals: &[(&str, &str)]| {
        usual(Measured::Metrics(vec![metric(
            "reach", 1, targets, actuals,
        )]))
    };
    let (party, metric_name) = (party("a"), "reach".to_owned());
    for (text, message) in [
        ("0", "the target of a in reach is 0, which is not above 0"),
        ("-2", "the target of a in reach is -2, which is not above 0"),
    ] {
        let error = EquityError::ZeroTarget {
            party: party.clone(),
            metric: metric_name.clone(),
            target: ratio(text),
        };
        says(one(&[("a", text)], &[("a", "1")]), error, message);
    }
    says(
        one(&[("a", "1")], &[("a", "-1/2")]),
        EquityError::NegativeActual {
            party: party.clone(),
            metric: metric_name.clone(),
            actual: ratio("-1/2"),
        },
        "the actual of a in reach is -1/2, which is below 0",
    );
    says(
        one(&[("a", "1")], &[("b", "1")]),
        EquityError::MissingActual {
            party,
            metric: metric_name,
        },
        "a has a target and no actual in reach",
    );
    // A metric of weight 0 is not even looked at, and an actual without a target says nothing.
    let idle = metric("idle", 0, &[("z", "0")], &[]);
    assert!(usual(Measured::Metrics(vec![idle])).is_ok());
    assert!(one(&[], &[("a", "-1")]).is_ok());
}

#[test]
fn a_party_that_the_baseline_does_not_list() {
    let error = || EquityError::UnknownParty { party: party("z") };
    let message = "z is no party of the baseline";
    let of_metric = metric("reach", 1, &[("z", "1")], &[("z", "1")]);
    says(usual(Measured::Metrics(vec![of_metric])), error(), message);
    says(
        usual(Measured::Scores(numbers([("z", "1")]))),
        error(),
        message,
    );
    let sigma = split([("a", "1/2"), ("z", "1/2")]);
    says(
        usual(Measured::ContributionShare(sigma.clone())),
        error(),
        message,
    );
    let terms = EquityTerms {
        max_step: Some(ratio("1/10")),
        ..EquityTerms::default()
    };
    let as_agreed = || Measured::Scores(BTreeMap::new());
    let found = DynamicEquity::in_force(even(), terms, as_agreed(), sigma.clone());
    says(found, error(), message);
    // Without a limit nobody looks at the split in force.
    let found = DynamicEquity::in_force(even(), EquityTerms::default(), as_agreed(), sigma);
    assert_eq!(found.unwrap().current(), None);
}

#[test]
fn scores_below_zero_and_above_ten() {
    let of = |text| usual(Measured::Scores(numbers([("a", text)])));
    says(
        of("-1/2"),
        EquityError::NegativeScore {
            party: party("a"),
            score: ratio("-1/2"),
        },
        "the score of a is -1/2, which is below 0",
    );
    says(
        of("101/10"),
        EquityError::OutOfRange {
            parameter: EquityParameter::Score(party("a")),
            value: ratio("101/10"),
        },
        "the score of a is 101/10, which is out of range",
    );
    assert!(of("10").is_ok());
}

#[test]
fn an_attainment_beyond_any_ratio() {
    let fine = "1/170141183460469231731687303715884105727";
    let reach = metric("reach", 1, &[("a", "3")], &[("a", fine)]);
    says(
        usual(Measured::Metrics(vec![reach])),
        EquityError::Overflow {
            step: "an attainment, a score or a share",
        },
        "an attainment, a score or a share is beyond the range of exact numbers",
    );
}

#[test]
fn every_fault_has_its_place() {
    let terms = EquityTerms {
        band: Some(ratio("2")),
        gain: Some(ratio("1/10007")),
        max_step: Some(ratio("0")),
        ..EquityTerms::default()
    };
    let metrics = vec![
        metric(
            "sales",
            1_000_000,
            &[("a", "0"), ("b", "1")],
            &[("z", "1"), ("b", "-1")],
        ),
        metric("idle", 0, &[("z", "0")], &[]),
    ];
    let metrics = [metrics, vec![metric("reach", 1, &[("a", "1")], &[])]].concat();
    let problems = DynamicEquity::problems(&even(), &terms, &Measured::Metrics(metrics));
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "band: the band is 2, which is out of range",
            "gain: the gain is 1/10007, which is finer than a ten-thousandth",
            "step.limit: the maximum step is 0, which is out of range",
            "metrics: the weights of the metrics add up to 1000001, which is more than 10^6",
            "metrics[0].targets.a: the target of a in sales is 0, which is not above 0",
            "metrics[0].actuals.a: a has a target and no actual in sales",
            "metrics[0].actuals.b: the actual of b in sales is -1, which is below 0",
            "metrics[0].actuals.z: z is no party of the baseline",
            "metrics[2].actuals.a: a has a target and no actual in reach",
        ]
    );
}

#[test]
fn what_is_suspicious_has_its_place() {
    let lints = |baseline: Split, band: &str, measured| {
        let terms = EquityTerms {
            band: Some(ratio(band)),
            ..EquityTerms::default()
        };
        let lints = DynamicEquity::new(baseline, terms, measured)
            .unwrap()
            .lint();
        lints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let metrics = vec![
        metric("sales", 1, &[("a", "1")], &[("a", "1"), ("b", "1")]),
        metric("sales", 0, &[], &[]),
    ];
    assert_eq!(
        lints(even(), "0", Measured::Metrics(metrics)),
        [
            "band: a band of 0 lets no share move",
            "metrics[0]: b has an actual and no target in sales",
            "metrics[1]: sales counts nothing",
            "metrics[1]: sales has no target for anybody",
            "metrics[1]: sales stands twice",
        ]
    );
    let newcomer = split([("a", "1"), ("c", "0")]);
    assert_eq!(
        lints(
            newcomer.clone(),
            "1/5",
            Measured::Scores(numbers([("a", "1")]))
        ),
        [
            "scores: c has no score and counts as 1",
            "baseline: c has no share in the baseline, so no score gives it one",
        ]
    );
    let sigma = Measured::ContributionShare(even());
    let both = split([("a", "1"), ("b", "0")]);
    assert_eq!(lints(both, "1/5", sigma), [""; 0]);
}

#[test]
fn two_milestones_of_a_day() {
    let mut history = EquityHistory::new(even(), EquityTerms::default()).unwrap();
    let as_agreed = || Measured::Scores(BTreeMap::new());
    let on = day("2026-03-31");
    history.record(on, as_agreed()).unwrap();
    let before = history.clone();
    says(
        history.record(on, as_agreed()).cloned(),
        EquityError::DateTaken { on },
        "there is a milestone of 2026-03-31 already",
    );
    assert!(
        history
            .record(day("2026-06-30"), Measured::Scores(numbers([("z", "1")])))
            .is_err()
    );
    assert_eq!(history, before);
}

#[test]
fn payments_that_a_ledger_did_not_book() {
    let mut ledger = even().ledger(Currency::USD);
    ledger.pay(money("1.00 USD"), &even().shares()).unwrap();
    says(
        Retroactive::new(&ledger, &[money("1.01 USD")], &even()),
        EquityError::OtherPayments {
            payments: money("1.01 USD"),
            paid: money("1.00 USD"),
        },
        "the payments add up to 1.01 USD, and 1.00 USD was paid",
    );
    let found = Retroactive::new(&ledger, &[money("1.00 EUR")], &even());
    assert_eq!(
        found.unwrap_err().to_string(),
        "a ledger in USD takes no EUR"
    );
}

/// spec/splits.md 3.3, worked A: metrics in the known proportions.
#[test]
fn worked_a_four_metrics_move_a_deal_by_less_than_four_points() {
    let both = |name, weight, a, b| {
        metric(
            name,
            weight,
            &[("a", "10"), ("b", "10")],
            &[("a", a), ("b", b)],
        )
    };
    let milestone = usual(Measured::Metrics(vec![
        both("financial", 40, "12", "9"),
        both("creative", 30, "10", "10"),
        both("relationship", 15, "10", "8"),
        both("operations", 15, "10", "10"),
    ]));
    let milestone = milestone.unwrap();
    let found = milestone.shares();
    assert_eq!(
        found.scores(),
        Some(&numbers([("a", "27/25"), ("b", "93/100")]))
    );
    assert_eq!(found.alpha(), Ratio::ONE);
    assert_eq!(found.shares(), &split([("a", "36/67"), ("b", "31/67")]));
    let parts: Vec<Money> = found
        .shares()
        .allocate(money("10000.00 USD"))
        .into_values()
        .collect();
    assert_eq!(parts, ["5373.13 USD", "4626.87 USD"].map(money));
    // 53.7% and 46.3%, as a page would print them, would be 3.13 off.
    let printed = split([("a", "53.7%"), ("b", "46.3%")]);
    let parts: Vec<Money> = printed
        .allocate(money("10000.00 USD"))
        .into_values()
        .collect();
    assert_eq!(parts, ["5370.00 USD", "4630.00 USD"].map(money));
}

/// Worked C, and why it is never clamped and renormalised.
#[test]
fn worked_c_stays_in_the_band_where_clamping_and_renormalising_leaves_it() {
    let baseline = split([("a", "1/2"), ("b", "3/10"), ("c", "1/5")]);
    let scores = Measured::Scores(numbers([("a", "2/5"), ("b", "1"), ("c", "3")]));
    let milestone = DynamicEquity::new(baseline, EquityTerms::default(), scores).unwrap();
    let found = milestone.shares();
    assert_eq!(found.alpha(), ratio("11/19"));
    assert_eq!(
        found.shares(),
        &split([("a", "6/19"), ("b", "27/95"), ("c", "2/5")])
    );
    // The raw shares are 2/11, 3/11 and 6/11; clamped to the band 3/10, 3/11 and 2/5, which add up
    // to 107/110, so that renormalised c has 44/107: 21.1 points above its baseline.
    let clamped = ["3/10", "3/11", "2/5"].map(ratio);
    let sum = clamped
        .iter()
        .try_fold(Ratio::ZERO, |sum, part| sum.checked_add(*part))
        .unwrap();
    let renormalised = clamped[2].checked_div(sum).unwrap();
    assert_eq!(renormalised, ratio("44/107"));
    assert!(renormalised.checked_sub(ratio("1/5")).unwrap() > ratio("21.1%"));
}

#[test]
fn at_a_whole_band_the_best_may_have_everything_and_nobody_less_than_nothing() {
    let terms = EquityTerms {
        band: Some(Ratio::ONE),
        gain: Some(ratio("1000")),
        ..EquityTerms::default()
    };
    let scores = Measured::Scores(numbers([("a", "10"), ("b", "0")]));
    let milestone = DynamicEquity::new(even(), terms, scores).unwrap();
    assert_eq!(
        milestone.shares().shares(),
        &split([("a", "1"), ("b", "0")])
    );
    assert_eq!(milestone.shares().alpha(), ratio("1/1000"));
}

#[test]
fn a_limit_to_each_step_is_the_only_thing_that_looks_at_the_way() {
    let terms = EquityTerms {
        max_step: Some(ratio("5%")),
        ..EquityTerms::default()
    };
    let better = || Measured::Scores(numbers([("a", "2"), ("b", "1/2")]));
    let mut history = EquityHistory::new(even(), terms).unwrap();
    history.record(day("2026-09-30"), better()).unwrap();
    let share = |history: &EquityHistory| history.split_on(day("2026-12-31")).share(&party("a"));
    assert_eq!(share(&history), Some(ratio("55%")));
    // A report that comes late has its step too, and the one after it starts from there.
    history.record(day("2026-06-30"), better()).unwrap();
    assert_eq!(share(&history), Some(ratio("60%")));
    assert_eq!(history.milestones().len(), 2);
    // A milestone holds from its own day on.
    let on = |text: &str| history.split_on(day(text)).share(&party("a"));
    let shares = ["2026-06-29", "2026-06-30", "2026-09-29", "2026-09-30"].map(on);
    assert_eq!(
        shares,
        ["50%", "55%", "55%", "60%"].map(|share| Some(ratio(share)))
    );
}

/// Shares that are rounded to whole percent after every step pay 40.29 too much.
#[test]
fn nothing_is_rounded_between_the_steps() {
    let scores = || numbers([("director", "1"), ("producer", "6/5")]);
    let exact = split([("director", "639/1000"), ("producer", "361/1000")]);
    let rounded = split([("director", "64%"), ("producer", "36%")]);
    let pay = |baseline: Split, places: Option<i64>| {
        let measured = Measured::Scores(scores());
        let found = DynamicEquity::new(baseline, EquityTerms::default(), measured).unwrap();
        let share = found.shares().shares().share(&party("director")).unwrap();
        let share = match places {
            Some(places) => {
                let scaled = share.checked_mul(places.into()).unwrap();
                Ratio::new(scaled.round(partnership::Rounding::HalfEven), places.into()).unwrap()
            }
            None => share,
        };
        let all = [
            (party("director"), share),
            (party("producer"), Ratio::ONE.checked_sub(share).unwrap()),
        ];
        Split::fixed(all).unwrap().allocate(money("10000.00 USD"))[&party("director")]
    };
    assert_eq!(pay(exact, None), money("5959.71 USD"));
    assert_eq!(pay(rounded, Some(100)), money("6000.00 USD"));
}
