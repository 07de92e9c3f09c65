//! Every row and every notice of a statement has its words.

use partnership::Side;
use partnership::compensation::Statement;
use serde_json::{Value, json};

use super::views::is_whole;

/// A statement with a line of every kind and every notice.
fn everything() -> Value {
    let line = |kind: &str, reference: &str, amount: &str| json!({"kind": kind, "reference": reference, "amount": amount});
    let mut lines = vec![
        line("item", "a", "100.00 USD"),
        line("surcharge", "a/world", "10.00 USD"),
        line("cap", "top", "-20.00 USD"),
        line("change_order", "co-1", "5.00 USD"),
        line("guarantee", "floor", "7.00 USD"),
        line("adjustment", "post", "-1.00 USD"),
        line("in_kind", "gear", "30.00 USD"),
        line("in_kind_settled", "gear", "-30.00 USD"),
        line("reserve_taken", "", "-9.00 USD"),
        line("reserve_released", "", "4.00 USD"),
        line("held", "", "-8.00 USD"),
        line("unheld", "", "3.00 USD"),
        line("recoupment", "adv", "-15.00 USD"),
        line("recoupment_reversed", "adv", "2.00 USD"),
        line("cross_recoupment", "other/adv", "-6.00 USD"),
        line("advance_repayable", "adv", "-11.00 USD"),
    ];
    for (line, window) in lines.iter_mut().zip(["lifetime", "p2", "p1-3"]) {
        line["window"] = json!(window);
    }
    json!({
        "id": "deal:2:2026-02-01..2026-03-01:v1", "version": 1, "no": 2,
        "period": "2026-02-01..2026-03-01", "lines": lines,
        "opening": "10.00 USD", "earned": "90.00 USD", "gross_paid": "71.00 USD",
        "tax": "21.00 USD", "paid": "50.00 USD", "closing": "0.00 USD", "advanced": "600.00 USD",
        "in_kind": "30.00 USD", "reserve": "5.00 USD", "held": "8.00 USD",
        "advances": {"adv": "1300.00 USD"}, "written_off": "2.00 USD",
        "recouped_by_group": "3.00 USD", "escrow": "40.00 USD",
        "notices": [
            {"below_minimum": {"missing": "5.00 USD"}}, {"cap_reached": {"cap": "top"}},
            {"debit_carried": {}},
            {"guarantee_pending": {"guarantee": "floor", "short": "6.00 USD"}},
            {"held": {"next": "2026-03-31..2026-04-01"}}, {"late_lines": {}},
            {"level_missing": {"name": "fans"}}, {"may_terminate": {"delivery": "cut"}},
            {"negative_measure": {"stream": "shop"}}, {"not_approved": {"entry": "co-2"}},
            {"pool_empty": {"item": "shorts"}},
            {"reserved": {"next": "p3"}}, {"unrecouped": {"advance": "adv"}},
            {"unused_stream": {"stream": "gift shop"}}]
    })
}

#[test]
fn every_row_and_every_notice_has_its_words() {
    let statement: Statement = serde_json::from_value(everything()).expect("a statement");
    is_whole(&statement);
    assert_eq!(
        statement.view(Side::Producer).text(),
        "\
STATEMENT deal:2:2026-02-01..2026-03-01:v1

Agreement  deal, version 1 of the terms
Statement  2, 2026-02-01 to 2026-02-28
Currency   USD
Seen by    producer, who is paid: below 0 is a cost or a debt

ACCOUNT

What                                Reference  For                USD
Opening balance                                                 10.00
Pay                                 a          lifetime        100.00
Surcharge                           a/world    period 2         10.00
Cut by a cap                        top        periods 1 to 3  -20.00
Earned                                                          90.00
Change order                        co-1                         5.00
Guarantee                           floor                        7.00
Adjustment                          post                        -1.00
Value given in kind                 gear                        30.00
Settled in kind                     gear                       -30.00
Kept in reserve                                                 -9.00
Released from reserve                                            4.00
Held for later                                                  -8.00
Held until now                                                   3.00
Earns back an advance               adv                        -15.00
Advance opened again                adv                          2.00
Earns back an advance of the group  other/adv                   -6.00
Advance to be repaid                adv                        -11.00
Balance                                                         71.00
Carried to the next statement                                    0.00
Gross payment                                                   71.00
Tax withheld                                                   -21.00
Payment                                                         50.00

BESIDE THE ACCOUNT

What                                 USD
Advance paid with this statement  600.00
Given in kind                      30.00
Written off of advances             2.00
Earned back by the group            3.00

BALANCES AFTER THIS STATEMENT

What                             Reference        USD
Closing balance                                  0.00
Advance still to be earned back  adv        -1,300.00
In reserve                                       5.00
Held                                             8.00

NOTES

- Nothing is paid: the balance is 5.00 short of the minimum.
- Cap top is reached: what is above it is not paid.
- The balance is below 0: the next earnings settle it first.
- Guarantee floor is 6.00 short, and its window is still open.
- 8.00 is held, the first of it until 2026-03-31.
- Entries of earlier periods are settled here.
- Level fans was not reported: what depends on it pays nothing.
- Delivery cut is so late that the agreement may be terminated.
- More of shop was taken back than there was.
- Not approved yet, and not paid: co-2.
- Nobody has units of the pool of shorts yet: it pays nothing.
- 5.00 is in reserve, and period 3 releases the first of it.
- Advance adv is not earned back yet: 1,300.00.
- No term pays for \"gift shop\".
- 40.00 is in escrow: neither earned nor owed yet.
"
    );
}

#[test]
fn a_payment_of_nothing_says_where_everything_went() {
    let why = |lines: &[(&str, &str)]| {
        let mut statement = everything();
        let line = |(kind, amount): &(&str, &str)| json!({"kind": kind, "reference": "x", "amount": format!("{amount} USD")});
        statement["lines"] = lines.iter().map(line).collect();
        for figure in ["opening", "gross_paid", "tax", "paid", "closing"] {
            statement[figure] = json!("0.00 USD");
        }
        let statement: Statement = serde_json::from_value(statement).expect("a statement");
        let text = statement.view(Side::Producer).text();
        let (_, notes) = text.split_once("NOTES\n\n- ").expect("notes");
        notes.lines().next().expect("a note").to_owned()
    };
    assert_eq!(
        why(&[("item", "0.00")]),
        "Nothing is paid: nothing was earned."
    );
    assert_eq!(
        why(&[("item", "5.00"), ("held", "-5.00")]),
        "Nothing is paid: what was earned is held."
    );
    assert_eq!(
        why(&[
            ("item", "5.00"),
            ("reserve_taken", "-2.00"),
            ("recoupment", "-3.00")
        ]),
        "Nothing is paid: what was earned is kept in reserve, or earns back an advance."
    );
    assert_eq!(
        why(&[
            ("item", "5.00"),
            ("cap", "-4.00"),
            ("cross_recoupment", "-1.00")
        ]),
        "Nothing is paid: what was earned is cut by a cap, or earns back an advance."
    );
    assert_eq!(
        why(&[("in_kind", "5.00"), ("in_kind_settled", "-5.00")]),
        "Nothing is paid: what was earned was given in kind."
    );
    for (taken, reason) in [
        ("change_order", "is taken by a change order"),
        ("guarantee", "was paid before by a guarantee"),
        ("adjustment", "is taken by an adjustment"),
        ("advance_repayable", "repays an advance"),
    ] {
        assert_eq!(
            why(&[("item", "5.00"), (taken, "-5.00")]),
            format!("Nothing is paid: what was earned {reason}.")
        );
    }
    assert_eq!(
        why(&[("change_order", "5.00"), ("held", "-5.00")]),
        "Nothing is paid: what came in is held."
    );
    assert_eq!(
        why(&[("item", "-5.00"), ("recoupment_reversed", "5.00")]),
        "Nothing is paid: what came in and what was taken back are equal."
    );
}
