//! The wire forms of the models: what is written short, and what is refused.

use partnership::explain::Documents;
use partnership::split::{
    Books, CoDevelopment, Composition, DynamicEquity, EquityHistory, RiskAdjustment,
};
use serde::de::DeserializeOwned;
use serde_json::{from_str, json, to_string};

use super::money;

#[track_caller]
fn refuses<T: DeserializeOwned + std::fmt::Debug>(json: &str, message: &str) {
    let error = from_str::<T>(json).expect_err("it is refused").to_string();
    assert!(error.starts_with(message), "{json}: {error}");
}

#[test]
fn a_milestone_may_leave_out_what_is_usual() {
    let json = r#"{"schema":1,"baseline":{"a":"1"},"scores":{}}"#;
    let equity: DynamicEquity = from_str(json).unwrap();
    assert_eq!(equity.terms().band_or_usual().to_string(), "1/5");
    assert_eq!(to_string(&equity).unwrap(), json);
}

#[test]
fn what_is_no_milestone_is_refused() {
    let of = |rest: &str| format!(r#"{{"schema":1,"baseline":{{"a":"1"}}{rest}}}"#);
    let schema = r#"{"schema":2,"baseline":{"a":"1"},"scores":{}}"#;
    refuses::<DynamicEquity>(schema, "schema 2 of a dynamic split is not 1");
    refuses::<DynamicEquity>(
        r#"{"baseline":{"a":"1"},"scores":{}}"#,
        "missing field `schema`",
    );
    refuses::<DynamicEquity>(r#"{"schema":1,"scores":{}}"#, "missing field `baseline`");
    let one = "one of metrics, scores and sigma is measured";
    refuses::<DynamicEquity>(&of(""), one);
    refuses::<DynamicEquity>(&of(r#","scores":{},"metrics":[]"#), one);
    refuses::<DynamicEquity>(&of(r#","scores":{},"more":1"#), "unknown field `more`");
    refuses::<DynamicEquity>(
        &of(r#","scores":{"a":"1","a":"1"}"#),
        "the key a stands twice",
    );
    refuses::<DynamicEquity>(&of(r#","scores":{"a":1}"#), "invalid type: integer `1`");
    refuses::<DynamicEquity>(
        &of(r#","scores":{"z":"1"}"#),
        "z is no party of the baseline",
    );
    refuses::<DynamicEquity>(&of(r#","scores":{},"band":"2""#), "the band is 2");
    refuses::<DynamicEquity>(&of(r#","scores":{},"step":{}"#), "missing field `limit`");
    let metric = r#","metrics":[{"name":"x","weight":1,"targets":{},"actuals":{}}]"#;
    refuses::<DynamicEquity>(&of(metric), "invalid type: integer `1`");
}

#[test]
fn a_history_is_worked_out_again_when_it_is_read() {
    let of = |result: &str| {
        let milestone =
            format!(r#"{{"on":"2026-06-30","scores":{{"a":"2","b":"1/2"}},"result":{result}}}"#);
        format!(r#"{{"schema":1,"baseline":{{"a":"1/2","b":"1/2"}},"milestones":[{milestone}]}}"#)
    };
    let found = r#"{"scores":{"a":"2","b":"1/2"},"alpha":"2/3","shares":{"a":"7/10","b":"3/10"}}"#;
    let history: EquityHistory = from_str(&of(found)).unwrap();
    assert_eq!(to_string(&history).unwrap(), of(found));
    let says = "the milestone of 2026-06-30 does not follow from what was measured";
    refuses::<EquityHistory>(&of(&found.replace("2/3", "1")), says);
    let forged = found.replace("7/10", "4/5").replace("3/10", "1/5");
    refuses::<EquityHistory>(&of(&forged), says);
    refuses::<EquityHistory>(&of(&found.replace(r#""1/2""#, r#""1""#)), says);
    let schema = of(found).replace(r#""schema":1"#, r#""schema":3"#);
    refuses::<EquityHistory>(&schema, "schema 3 of a dynamic split is not 1");
}

#[test]
fn what_is_no_risk_is_refused() {
    let of =
        |theta: &str| format!(r#"{{"schema":1,"base":{{"a":"1"}},"types":[],"theta":"{theta}"}}"#);
    let adjusted: RiskAdjustment = from_str(&of("1/2")).unwrap();
    assert_eq!(to_string(&adjusted).unwrap(), of("1/2"));
    refuses::<RiskAdjustment>(&of("2"), "theta is 2, which is not from 0 to 1");
    let schema = of("1/2").replace(r#""schema":1"#, r#""schema":0"#);
    refuses::<RiskAdjustment>(&schema, "schema 0 of a risk adjustment is not 1");
    let more = of("1/2").replace(r#""schema":1"#, r#""schema":1,"empty":{}"#);
    refuses::<RiskAdjustment>(&more, "unknown field `empty`");
}

// Half of 0.05 goes by the base: 0.025, which is 0.03, and 0.02 of it are a's. By base and risk a
// has three quarters: 0.04.
#[test]
fn half_a_cent_by_the_base_is_a_cent_and_proved() {
    let adjusted: RiskAdjustment = from_str(
        r#"{"schema":1,"base":{"a":"1/2","b":"1/2"},"theta":"1/2",
            "types":[{"name":"financial","weight":"1","amounts":{"a":"1"}}]}"#,
    )
    .unwrap();
    for (sign, expected) in [
        ("", ["0.04", "0.01", "0.02", "0.01", "0.02", "0.00"]),
        ("-", ["-0.04", "-0.01", "-0.02", "-0.01", "-0.02", "0.00"]),
    ] {
        let amount = money(&format!("{sign}0.05 USD"));
        let lines = adjusted.lines(amount).unwrap();
        let by_party = [&lines.total, &lines.base, &lines.premium].map(|lines| lines.values());
        let written = by_party.into_iter().flatten().map(ToString::to_string);
        let expected = expected.map(|amount| format!("{amount} USD"));
        assert_eq!(written.collect::<Vec<_>>(), expected);
        let papers = Documents::new()
            .with("risk", json!(adjusted))
            .with("receipt", json!({"amount": amount}));
        let proof = adjusted.explain_lines(amount).unwrap();
        proof.check_against(&papers, &json!(lines)).unwrap();
    }
}

#[test]
fn what_is_no_deal_and_no_books_is_refused() {
    let split = r#"{"a":"1"}"#;
    let deal = |schema: u32| {
        format!(r#"{{"schema":{schema},"cost_split":{split},"revenue_split":{split}}}"#)
    };
    assert!(from_str::<CoDevelopment>(&deal(1)).is_ok());
    refuses::<CoDevelopment>(&deal(2), "schema 2 of a co-development is not 1");
    assert!(from_str::<Books>(r#"{"schema":1,"currency":"USD"}"#).is_ok());
    refuses::<Books>(
        r#"{"schema":2,"currency":"USD"}"#,
        "schema 2 of a co-development is not 1",
    );
    refuses::<Books>(
        r#"{"schema":1,"currency":"USD","costs_paid":{"a":"1.00 USD","a":"1.00 USD"}}"#,
        "the key a stands twice",
    );
}

#[test]
fn a_composition_begins_with_one_split() {
    let short = r#"{"schema":1,"fixed":{"a":"1"}}"#;
    let all: Composition = from_str(short).unwrap();
    assert_eq!(to_string(&all).unwrap(), short);
    let either = "a composition begins with either a fixed split or contributions";
    refuses::<Composition>(r#"{"schema":1}"#, either);
    let both = r#"{"schema":1,"fixed":{"a":"1"},"contribution":{"types":[]}}"#;
    refuses::<Composition>(both, either);
    let nothing = r#"{"schema":1,"contribution":{"types":[]}}"#;
    refuses::<Composition>(nothing, "nothing was contributed");
    refuses::<Composition>(
        r#"{"schema":4,"fixed":{"a":"1"}}"#,
        "schema 4 of a composition is not 1",
    );
    for (inner, says) in [
        (r#""schema":1,"scores":{}"#, "unknown field `schema`"),
        (
            r#""baseline":{"a":"1"},"scores":{}"#,
            "unknown field `baseline`",
        ),
    ] {
        let json = format!(r#"{{"schema":1,"fixed":{{"a":"1"}},"equity":{{{inner}}}}}"#);
        refuses::<Composition>(&json, says);
    }
    let stranger = r#"{"schema":1,"fixed":{"a":"1"},"equity":{"scores":{"z":"1"}}}"#;
    refuses::<Composition>(stranger, "z is no party of the baseline");
}
