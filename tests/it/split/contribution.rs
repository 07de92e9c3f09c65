//! Contributions and slices: every message word for word, places, and the wire form.

use partnership::split::{
    Contributed, Contribution, ContributionError, ContributionType, EmptyType, ShareOfType,
    SliceEntry, Slices, TypeWeight,
};
use partnership::{Error, Ratio};

use super::{list, party, ratio, split};

#[track_caller]
fn says<T: std::fmt::Debug>(
    found: Result<T, ContributionError>,
    error: ContributionError,
    message: &str,
) {
    assert_eq!(found.unwrap_err(), error);
    assert_eq!(error.to_string(), message);
    assert_eq!(Error::from(error).to_string(), message);
}

fn kind(name: &str, weight: u64, contributed: Contributed) -> ContributionType {
    ContributionType {
        name: name.to_owned(),
        weight: TypeWeight::new(weight),
        contributed,
    }
}

fn amounts<const N: usize>(entries: [(&str, u64); N]) -> Contributed {
    let entries = entries.map(|(name, amount)| (party(name), amount));
    Contributed::Amounts(entries.into_iter().collect())
}

fn stated<const N: usize>(entries: [(&str, &str); N], residual: Option<&str>) -> Contributed {
    let shares = list(entries).into_iter();
    Contributed::Stated {
        shares: shares
            .map(|(party, share)| (party, ShareOfType::new(share)))
            .collect(),
        residual: residual.map(party),
    }
}

fn terms(types: Vec<ContributionType>) -> Result<Contribution, ContributionError> {
    Contribution::new(types, EmptyType::Renormalise)
}

#[test]
fn weights_beyond_a_billion() {
    let pair = |more| {
        let all = amounts([("a", 1)]);
        terms(vec![
            kind("x", 999_999_999, all.clone()),
            kind("y", more, all),
        ])
    };
    assert!(pair(1).is_ok());
    says(
        pair(2),
        ContributionError::WeightOverflow { sum: 1_000_000_001 },
        "the weights of the types add up to 1000000001, which is more than 10^9",
    );
}

#[test]
fn amounts_beyond_64_bits() {
    let pair = |more| {
        terms(vec![kind(
            "hours",
            1,
            amounts([("a", u64::MAX), ("b", more)]),
        )])
    };
    assert!(pair(0).is_ok());
    says(
        pair(1),
        ContributionError::AmountOverflow {
            name: "hours".to_owned(),
            sum: 1 << 64,
        },
        "the amounts of hours add up to 18446744073709551616, which is more than 2^64 - 1",
    );
}

#[test]
fn a_stated_share_below_zero() {
    says(
        terms(vec![kind(
            "funding",
            0,
            stated([("a", "101%"), ("b", "-1%")], None),
        )]),
        ContributionError::NegativeShare {
            name: "funding".to_owned(),
            party: party("b"),
            share: ratio("-1/100"),
        },
        "the share of b in funding is -1/100, which is below 0",
    );
}

#[test]
fn stated_shares_that_are_not_whole() {
    let of = |total: &str, difference: &str| ContributionError::NotWhole {
        name: "funding".to_owned(),
        total: ratio(total),
        difference: ratio(difference),
    };
    let found = |contributed| terms(vec![kind("funding", 1, contributed)]);
    says(
        found(stated([("a", "70%")], None)),
        of("7/10", "-3/10"),
        "shares of funding add up to 7/10, not 1",
    );
    says(
        found(stated([("a", "70%"), ("b", "40%")], Some("b"))),
        of("11/10", "1/10"),
        "shares of funding add up to 11/10, not 1",
    );
    says(
        found(stated([], None)),
        of("0", "-1"),
        "shares of funding add up to 0, not 1",
    );
    // The rest comes beside a share of one's own.
    let split = found(stated([("a", "70%"), ("b", "10%")], Some("b")));
    let split = split.unwrap().split().unwrap();
    assert_eq!(split.share(&party("b")), Some(ratio("30%")));
}

#[test]
fn shares_that_no_ratio_can_add_up() {
    let step = "the sum of the stated shares";
    let fine = [
        ("a", "1/170141183460469231731687303715884105727"),
        ("b", "1/170141183460469231731687303715884105703"),
    ];
    says(
        terms(vec![kind("funding", 1, stated(fine, Some("c")))]),
        ContributionError::Overflow { step },
        "the sum of the stated shares is beyond the range of exact shares",
    );
}

// The shares add up to 1/2 + 1/(2^89 - 1), but what c leaves a, 1/(2^61 - 1) and the rest, no ratio
// holds.
#[test]
fn a_rest_that_no_ratio_can_hold() {
    let shares = [
        ("a", "1/2305843009213693951"),
        ("b", "2305843009213693949/4611686018427387902"),
        ("c", "1/618970019642690137449562111"),
    ];
    let step = "the sum of the stated shares";
    says(
        terms(vec![kind("funding", 1, stated(shares, Some("a")))]),
        ContributionError::Overflow { step },
        "the sum of the stated shares is beyond the range of exact shares",
    );
    assert!(terms(vec![kind("funding", 1, stated(shares, Some("d")))]).is_ok());
}

#[test]
fn a_type_to_which_nobody_contributed() {
    let types = || {
        vec![
            kind("idle", 0, amounts([])),
            kind("hours", 1, amounts([("a", 0)])),
            kind("cash", 3, amounts([("b", 5)])),
        ]
    };
    let terms = Contribution::new(types(), EmptyType::Refuse).unwrap();
    says(
        terms.split(),
        ContributionError::EmptyType {
            name: "hours".to_owned(),
        },
        "nobody contributed to hours",
    );
    let split_of = |empty| Contribution::new(types(), empty).unwrap().split().unwrap();
    assert_eq!(
        split_of(EmptyType::Renormalise),
        split([("a", "0"), ("b", "1")])
    );
    assert_eq!(
        split_of(EmptyType::ToParty(party("c"))),
        split([("a", "0"), ("b", "3/4"), ("c", "1/4")])
    );
    assert_eq!(
        split_of(EmptyType::Base(split([("a", "1/2"), ("d", "1/2")]))),
        split([("a", "1/8"), ("b", "3/4"), ("d", "1/8")])
    );
}

#[test]
fn nothing_at_all() {
    let message = "nothing was contributed";
    let nothing = || ContributionError::NothingContributed;
    says(terms(vec![]).unwrap().split(), nothing(), message);
    let idle = || vec![kind("cash", 0, amounts([("a", 1)]))];
    for empty in [EmptyType::ToParty(party("a")), EmptyType::Refuse] {
        let terms = Contribution::new(idle(), empty).unwrap();
        says(terms.split(), nothing(), message);
        says(terms.explain(), nothing(), message);
    }
    says(Slices::new([]).unwrap().split(), nothing(), message);
}

#[test]
fn every_fault_has_its_place() {
    let types = [
        kind("a", 1_000_000_000, amounts([("x", u64::MAX), ("y", 1)])),
        kind("b", 1, stated([("x", "-1"), ("y", "-1")], None)),
    ];
    let problems = Contribution::problems(&types);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "types: the weights of the types add up to 1000000001, which is more than 10^9",
            "types[0]: the amounts of a add up to 18446744073709551616, \
             which is more than 2^64 - 1",
            "types[1]: the share of x in b is -1, which is below 0",
            "types[1]: the share of y in b is -1, which is below 0",
            "types[1]: shares of b add up to -2, not 1",
        ]
    );
}

#[test]
fn what_is_suspicious_has_its_place() {
    let types = vec![
        kind("hours", 0, amounts([("a", 0)])),
        kind("cash", 1, amounts([("a", 1)])),
        kind("cash", 1, stated([("a", "1")], None)),
    ];
    let lints = terms(types).unwrap().lint();
    let lints: Vec<String> = lints.iter().map(ToString::to_string).collect();
    assert_eq!(
        lints,
        [
            "types[0]: hours counts nothing",
            "types[0]: nobody contributed to hours",
            "types[2]: cash stands twice",
        ]
    );
}

#[test]
fn slices_below_zero() {
    let entry = |name: &str, amount, multiplier| SliceEntry {
        party: party(name),
        amount,
        multiplier,
    };
    let mut pie = Slices::new([entry("a", 10, 2)]).unwrap();
    let before = pie.clone();
    says(
        pie.add(entry("a", -11, 2)),
        ContributionError::NegativeSlices {
            party: party("a"),
            slices: -2,
        },
        "a would have -2 slices",
    );
    assert_eq!(pie, before);
    // A later entry does not heal an earlier one.
    assert!(Slices::new([entry("a", -1, 1), entry("a", 2, 1)]).is_err());
    pie.add(entry("b", i64::MAX, u32::MAX)).unwrap();
    assert_eq!(
        pie.slices()[&party("b")],
        i128::from(i64::MAX) * i128::from(u32::MAX)
    );
}

#[test]
fn weight_of_a_type_and_share_of_a_type_are_two_things() {
    // "60% of the commercial potential" and "60% of the creative type" are 27 points apart.
    let funding = || stated([("producer", "70%")], Some("director"));
    let by_weight = [
        kind("creative", 60, stated([("director", "100%")], None)),
        kind("funding", 40, funding()),
    ];
    let by_share = [
        kind(
            "creative",
            1,
            stated([("director", "60%")], Some("producer")),
        ),
        kind("funding", 1, funding()),
    ];
    let director = |types: [ContributionType; 2]| {
        let split = terms(types.to_vec()).unwrap().split().unwrap();
        split.share(&party("director")).unwrap()
    };
    let apart = director(by_weight).checked_sub(director(by_share)).unwrap();
    assert_eq!(apart, Ratio::from_percent(27));
}

#[cfg(feature = "json")]
mod wire {
    use serde_json::{from_str, to_string};

    use super::*;

    #[track_caller]
    fn refuses(json: &str, message: &str) {
        let error = from_str::<Contribution>(json).expect_err("it is refused");
        let error = error.to_string();
        assert!(error.starts_with(message), "{json}: {error}");
    }

    #[test]
    fn terms_travel_by_the_keys_of_the_page() {
        let types = vec![
            kind("creative", 60, stated([("a", "1/2")], Some("b"))),
            kind("hours", 40, amounts([("a", 7)])),
        ];
        let base = EmptyType::Base(split([("a", "1")]));
        let terms = Contribution::new(types, base).unwrap();
        let json = concat!(
            r#"{"schema":1,"types":["#,
            r#"{"name":"creative","weight":"60","stated":{"a":"1/2"},"residual":"b"},"#,
            r#"{"name":"hours","weight":"40","amounts":{"a":"7"}}],"#,
            r#""empty":{"kind":"base","base":{"a":"1"}}}"#
        );
        assert_eq!(to_string(&terms).unwrap(), json);
        assert_eq!(from_str::<Contribution>(json).unwrap(), terms);
        let short = r#"{"schema":1,"types":[{"name":"x","weight":"1","amounts":{}}]}"#;
        let read = from_str::<Contribution>(short).unwrap();
        assert_eq!(read.empty(), &EmptyType::Renormalise);
    }

    #[test]
    fn what_is_no_terms_is_refused() {
        let of = |kind: &str| format!(r#"{{"schema":1,"types":[{{"name":"x",{kind}}}]}}"#);
        refuses(
            r#"{"schema":2,"types":[]}"#,
            "schema 2 of contributions is not 1",
        );
        refuses(
            r#"{"schema":1,"types":[],"more":1}"#,
            "unknown field `more`",
        );
        let either = "a type has either amounts";
        refuses(&of(r#""weight":"1""#), either);
        refuses(
            &of(r#""weight":"1","amounts":{},"stated":{"a":"1"}"#),
            either,
        );
        refuses(&of(r#""weight":"1","amounts":{},"residual":"a""#), either);
        refuses(
            &of(r#""weight":1,"amounts":{}"#),
            "invalid type: integer `1`",
        );
        for bad in ["-1", "01", "+1", "1.0", "18446744073709551616", ""] {
            let message = format!("{bad:?} is no whole number in range");
            refuses(
                &of(&format!(r#""weight":"{bad}","amounts":{{}}"#)),
                &message,
            );
        }
        let twice = r#""weight":"1","amounts":{"a":"1","a":"1"}"#;
        refuses(&of(twice), "the key a stands twice");
        let short = r#""weight":"1","stated":{"a":"1/2"}"#;
        refuses(&of(short), "shares of x add up to 1/2, not 1");
        for empty in [
            r#"{"kind":"to_party"}"#,
            r#"{"kind":"refuse","party":"a"}"#,
            r#"{"kind":"base","party":"a"}"#,
        ] {
            let json = format!(r#"{{"schema":1,"types":[],"empty":{empty}}}"#);
            refuses(&json, "to_party alone has a party, and base alone a base");
        }
    }

    #[test]
    fn a_pie_travels_as_its_entries() {
        let json = r#"{"schema":1,"entries":[{"party":"a","amount":"5","multiplier":"2"},{"party":"a","amount":"-1","multiplier":"1"}]}"#;
        let pie: Slices = from_str(json).unwrap();
        assert_eq!(pie.slices()[&party("a")], 9);
        assert_eq!(to_string(&pie).unwrap(), json);
        let below = json.replace("\"-1\"", "\"-11\"");
        let error = from_str::<Slices>(&below).unwrap_err().to_string();
        assert!(error.starts_with("a would have -1 slices"), "{error}");
    }
}
