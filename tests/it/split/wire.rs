//! The wire form: what is written, and what is refused.

use partnership::Currency;
use partnership::split::{LossPolicy, ProfitAndLoss, Split};

use super::{list, money, split};
use crate::documents::{refuses, travels};

#[test]
fn a_split_is_an_object_of_shares() {
    travels(
        &split([("producer", "70%"), ("partner", "0.3"), ("agent", "0")]),
        r#"{"agent":"0","partner":"3/10","producer":"7/10"}"#,
    );
    let thirds = Split::weighted(list([("b", "2"), ("a", "1")])).unwrap();
    travels(&thirds, r#"{"a":"1/3","b":"2/3"}"#);
    refuses::<Split>(r#"{"a":"1/2","b":"1/3"}"#, "shares add up to 5/6, not 1");
    refuses::<Split>(r#"{"a":"1/2","a":"1/2"}"#, "the key a stands twice");
    refuses::<Split>(
        r#"{"a":"-1","b":"2"}"#,
        "the share of a is -1, which is below 0",
    );
    refuses::<Split>("{}", "a split without parties");
    refuses::<Split>(r#"{"a":1}"#, "invalid type: integer `1`");
    refuses::<Split>(r#"{" a":"1"}"#, "bad character in a party at byte 0");
    refuses::<Split>("[]", "invalid type: sequence");
}

#[test]
fn a_loss_policy_is_a_name_or_a_split() {
    travels(&LossPolicy::Same, r#""same""#);
    travels(&LossPolicy::CarryForward, r#""carry_forward""#);
    travels(
        &LossPolicy::Fixed(split([("a", "1")])),
        r#"{"fixed":{"a":"1"}}"#,
    );
    refuses::<LossPolicy>(r#""fixed""#, "invalid type");
    refuses::<LossPolicy>(r#"{"fixed":{"a":"2"}}"#, "shares add up to 2, not 1");
    refuses::<LossPolicy>(r#""Same""#, "unknown variant `Same`");
}

#[test]
fn an_account_is_its_papers_and_its_state() {
    let deal = split([("a", "1/2"), ("b", "1/2")]);
    let mut account = ProfitAndLoss::new(Currency::USD, deal, LossPolicy::CarryForward);
    account.book(money("0.01 USD")).unwrap();
    account.book(money("-5.00 USD")).unwrap();
    let ledger = |paid: &str| {
        let a = format!(r#""a":{{"paid":"{paid} USD","carry":"-1/2"}}"#);
        let b = r#""b":{"paid":"0.00 USD","carry":"1/2"}"#;
        format!(r#"{{"schema":1,"currency":"USD","parties":{{{a},{b}}}}}"#)
    };
    let written = |schema: u32, losses: &str, ledger: &str, deficit: &str| {
        let split = r#"{"a":"1/2","b":"1/2"}"#;
        format!(
            r#"{{"schema":{schema},"split":{split},"losses":{losses},"ledger":{ledger},"deficit":"{deficit}"}}"#
        )
    };
    let (carry, paid) = (r#""carry_forward""#, ledger("0.01"));
    travels(&account, &written(1, carry, &paid, "5.00 USD"));
    let refused = [
        (
            written(2, carry, &paid, "5.00 USD"),
            "schema 2 of profit and loss is not 1",
        ),
        (
            written(1, carry, &paid, "-5.00 USD"),
            "-5.00 USD is no deficit of this policy",
        ),
        (
            written(1, r#""same""#, &paid, "5.00 USD"),
            "5.00 USD is no deficit of this policy",
        ),
        (
            written(1, carry, &paid, "5.00 EUR"),
            "EUR does not mix with USD",
        ),
        (
            written(1, r#"{"fixed":{"c":"1"}}"#, &paid, "0.00 USD"),
            "the ledger has other parties than the splits",
        ),
    ];
    for (json, message) in refused {
        refuses::<ProfitAndLoss>(&json, message);
    }
    let more = written(1, carry, &paid, "5.00 USD").replacen('{', r#"{"more":1,"#, 1);
    refuses::<ProfitAndLoss>(&more, "unknown field `more`");
}
