//! Statements on paper: worked by hand, and laws over random agreements.

use partnership::Side;
use partnership::compensation::{Activity, Statement, Terms, settle};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::strategies::agreement::agreements;
use crate::support;

/// A fee and a tiered share under a cap, an advance, a reserve, tax, and net 30.
fn terms() -> Terms {
    let terms = json!({
        "schema": 1, "id": "acme-jane", "currency": "USD", "payer": "acme", "payee": "Jane Doe",
        "start": "2026-01-01",
        "advances": [{"id": "signing", "amount": "600.00 USD", "paid_on": "2026-01-01",
                      "share": "40%"}],
        "versions": [{"from": "2026-01-01",
            "items": [
                {"id": "base", "window": {"months": 1}, "pay": {"retainer": {"amount": "1000.00 USD"}}},
                {"id": "sales", "window": "lifetime",
                 "pay": {"share": {"base": {"streams": ["shop"]}, "tiers": [
                     {"up_to": "1000.00 USD", "rate": "10%"}, {"rate": "20%"}]}}}],
            "caps": [{"id": "ceiling", "amount": "250.00 USD", "window": "lifetime",
                      "scope": ["sales"]}],
            "reserve": {"rate": "20%", "on": "earned", "release": [1], "scope": ["sales"]},
            "payout": {"minimum": "50.00 USD", "tax": "15%",
                       "due": {"from": "period_end", "rule": {"after": "30d"}}}}]
    });
    serde_json::from_value(terms).expect("terms")
}

fn activities(list: Value) -> Vec<Activity> {
    serde_json::from_value(list).expect("activities")
}

/// 2,000.05 of sales, of which 1,000.03 come back a month later.
fn history() -> Vec<Activity> {
    activities(json!([
        {"no": 1, "period": "2026-01-01..2026-02-01",
         "totals": [{"stream": "shop", "amount": "2000.05 USD"}]},
        {"no": 2, "period": "2026-02-01..2026-03-01",
         "totals": [{"stream": "shop", "of": 1, "refunds": "1000.03 USD"}]},
    ]))
}

// 10% of 1,000.00 and 20% of 1,000.05 are 300.01, of which the cap leaves 250.00; a fifth of that
// waits. 40% of the 1,200.00 left earn the advance back, and 15% of the other 720.00 are tax.
#[test]
fn a_statement_reads_as_a_paper() {
    let terms = terms();
    let settled = settle_all(&terms, &history()).expect("statements");
    let view = settled[0].0.view(Side::Producer);
    assert_eq!(
        view.with_terms(&terms).text(),
        "\
STATEMENT acme-jane:1:2026-01-01..2026-02-01:v1

Agreement  acme-jane, version 1 of the terms
Statement  1, 2026-01-01 to 2026-01-31
Payer      acme
Payee      Jane Doe
Currency   USD
Seen by    producer, who is paid: below 0 is a cost or a debt
Due on     2026-03-02

ACCOUNT

What                           Reference  For                            USD
Opening balance                                                         0.00
Pay                            base       2026-01-01 to 2026-01-31  1,000.00
Pay                            sales      lifetime                    300.01
Cut by a cap                   ceiling    lifetime                    -50.01
Earned                                                              1,250.00
Kept in reserve                                                       -50.00
Earns back an advance          signing                               -480.00
Balance                                                               720.00
Carried to the next statement                                           0.00
Gross payment                                                         720.00
Tax withheld                                                         -108.00
Payment                                                               612.00

BESIDE THE ACCOUNT

What                                 USD
Advance paid with this statement  600.00

BALANCES AFTER THIS STATEMENT

What                             Reference      USD
Closing balance                                0.00
Advance still to be earned back  signing    -120.00
In reserve                                    50.00

NOTES

- Cap ceiling is reached: what is above it is not paid.
- 50.00 is in reserve, and period 2 releases the first of it.
- Advance signing is not earned back yet: 120.00.
"
    );
    assert!(!view.text().contains("Payer"));
}

// What is left of the sales, 1,000.02, is worth 100.004: the share falls by 200.01, and the cap
// gives back the 50.01 that it had cut.
#[test]
fn the_payer_sees_the_same_statement_from_the_other_side() {
    let (terms, history) = (terms(), history());
    let settled = settle_all(&terms, &history).expect("statements");
    let statement = &settled[1].0;
    let explanation = statement.explain(&terms, &settled[0].1, &history[1]);
    let explanation = explanation.expect("an explanation");
    assert_eq!(
        statement
            .view(Side::Partner)
            .with_explanation(&explanation)
            .markdown(),
        "\
# Statement `acme-jane:2:2026-02-01..2026-03-01:v1`

| | |
| --- | --- |
| Agreement | acme-jane, version 1 of the terms |
| Statement | 2, 2026-02-01 to 2026-02-28 |
| Currency | USD |
| Seen by | partner, who pays: below 0 is a cost or a debt |
| Due on | 2026-03-30 |

## Account

| What | Reference | For | USD |
| --- | --- | --- | ---: |
| Opening balance | | | 0.00 |
| Pay | base | 2026-02-01 to 2026-02-28 | -1,000.00 |
| Pay | sales | lifetime | 200.01 |
| Cut by a cap | ceiling | lifetime | -50.01 |
| **Cost** | | | **-850.00** |
| Released from reserve | | | -50.00 |
| Earns back an advance | signing | | 120.00 |
| **Balance** | | | **-780.00** |
| Carried to the next statement | | | 0.00 |
| **Gross payment** | | | **-780.00** |
| Tax withheld | | | 117.00 |
| **Payment** | | | **-663.00** |

## Balances after this statement

| What | Reference | USD |
| --- | --- | ---: |
| **Closing balance** | | **0.00** |
| Advance still to be earned back | signing | 0.00 |

## How the lines were worked out

| Reference | For | Step | USD |
| --- | --- | --- | ---: |
| sales | lifetime | shop before | 2,000.05 |
| sales | lifetime | shop now | 1,000.02 |
| sales | lifetime | value of the slice, tier 1: 10% of 1,000.00 | 100.00 |
| sales | lifetime | value of the slice, tier 2: 20% of 0.02 | 0.004 |
| sales | lifetime | before rounding | 100.004 |
| sales | lifetime | rounding | -0.004 |
| sales | lifetime | sales, rounded | 100.00 |
| sales | lifetime | less already booked for sales | 300.01 |
| **sales** | **lifetime** | **comes to, for the payee** | **-200.01** |
| ceiling | lifetime | ceiling, let through | 100.00 |
| ceiling | lifetime | less ceiling, uncut so far | 100.00 |
| ceiling | lifetime | less ceiling, version 1 | -50.01 |
| **ceiling** | **lifetime** | **comes to, for the payee** | **50.01** |

## Notes

- Entries of earlier periods are settled here.
"
    );
}

/// A statement of the history whose text is another in one place.
fn altered(from: &str, to: &str) -> Statement {
    let settled = settle_all(&terms(), &history()).expect("statements");
    let text = serde_json::to_string(&settled[0].0).expect("JSON");
    assert!(text.contains(from), "{text}");
    serde_json::from_str(&text.replace(from, to)).expect("a statement")
}

#[test]
fn no_name_can_break_a_table_or_hide_in_it() {
    let statement = altered("\"ceiling\"", "\"a|b\\n| x | 9.00 |\\u202e`**c**\"");
    let view = statement.view(Side::Producer);
    let text = r#""a|b\n| x | 9.00 |\u202e`**c**""#;
    let found = view.text();
    assert!(
        found.contains(&format!("Cut by a cap                   {text}")),
        "{found}"
    );
    let found = view.markdown();
    let cell = r#""a\|b\\n\| x \| 9.00 \|\\u202e\`\*\*c\*\*""#;
    assert!(
        found.contains(&format!("| Cut by a cap | {cell} | lifetime | -50.01 |")),
        "{found}"
    );
    assert_eq!(
        found.lines().count(),
        altered("x", "x")
            .view(Side::Producer)
            .markdown()
            .lines()
            .count()
    );
}

#[test]
fn wide_letters_take_two_columns() {
    let statement = altered("\"base\"", "\"基本\"");
    let text = statement.view(Side::Producer).text();
    let row = "Pay                            基本       2026-01-01 to 2026-01-31  1,000.00\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn names_of_other_terms_are_not_taken_over() {
    let settled = settle_all(&terms(), &history()).expect("statements");
    let view = settled[0].0.view(Side::Producer);
    let mut other = serde_json::to_value(terms()).expect("JSON");
    other["id"] = json!("someone-else");
    let other: Terms = serde_json::from_value(other).expect("terms");
    assert_eq!(view.with_terms(&other).text(), view.text());
}

#[test]
fn an_explanation_of_another_statement_is_not_taken_over() {
    let (terms, history) = (terms(), history());
    let settled = settle_all(&terms, &history).expect("statements");
    let of_first = settled[0]
        .0
        .explain(&terms, &terms.new_state(), &history[0]);
    let of_first = of_first.expect("an explanation");
    let view = settled[1].0.view(Side::Producer);
    assert_eq!(view.with_explanation(&of_first).text(), view.text());
}

/// What a paper writes for minor units: `-1234567` of two decimals is `-12,345.67`.
fn figure(minor: i128, decimals: usize) -> String {
    let digits = format!("{:0>width$}", minor.abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let whole: Vec<char> = whole.chars().rev().collect();
    let groups: Vec<String> = whole.chunks(3).map(String::from_iter).collect();
    let whole: String = groups.join(",").chars().rev().collect();
    let sign = if minor < 0 { "-" } else { "" };
    let point = if decimals > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{rest}")
}

/// The rows of the account in the text: what each is called, and its minor units.
fn account(text: &str) -> Vec<(String, i128)> {
    let (_, account) = text.split_once("\nACCOUNT\n\n").expect("an account");
    let rows = account.lines().skip(1).take_while(|line| !line.is_empty());
    let read = |row: &str| {
        let figure = row.rsplit(' ').next().expect("a figure");
        let minor = figure.replace([',', '.'], "").parse();
        let name = row.split("  ").next().expect("a name");
        (name.to_owned(), minor.expect("a figure"))
    };
    rows.map(read).collect()
}

/// A name in a table, where what means something in Markdown is escaped.
fn escaped(name: &str) -> String {
    let mark = |letter: char| {
        let escape = if "\\`*_[]<&#|~".contains(letter) {
            "\\"
        } else {
            ""
        };
        format!("{escape}{letter}")
    };
    name.chars().map(mark).collect()
}

/// Both sides of a statement mirror each other; its paper shows every line, and adds up.
#[track_caller]
pub fn is_whole(statement: &Statement) {
    let [one, other] = [Side::Producer, Side::Partner].map(|side| {
        let view = statement.view(side);
        [view.account(), view.beside(), view.balances()].concat()
    });
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.amount, -other.amount);
        assert_eq!((one.kind, &one.reference), (other.kind, &other.reference));
    }

    let view = statement.view(Side::Producer);
    let (text, markdown) = (view.text(), view.markdown());
    let decimals = usize::from(statement.opening().currency().exponent());
    for line in statement.lines() {
        let amount = figure(line.amount.minor(), decimals);
        let in_text = |row: &str| {
            let named = row.split("  ").any(|cell| cell.trim() == line.reference);
            row.ends_with(&format!(" {amount}")) && (named || line.reference.is_empty())
        };
        assert!(text.lines().any(in_text), "{line}\n{text}");
        let in_table = |row: &str| {
            row.contains(&format!("| {} |", escaped(&line.reference)).replace("|  |", "| |"))
                && row.ends_with(&format!("| {amount} |"))
        };
        assert!(markdown.lines().any(in_table), "{line}\n{markdown}");
    }
    let notes = text.lines().filter(|line| line.starts_with("- ")).count();
    assert!(notes >= statement.notices().count(), "{text}");

    let rows = account(&text);
    assert_eq!(rows.len(), statement.lines().len() + 7);
    let mut sum = 0;
    for (name, minor) in &rows {
        match name.as_str() {
            "Earned" => assert_eq!(*minor, sum - statement.opening().minor(), "{text}"),
            "Balance" | "Gross payment" | "Payment" => assert_eq!(*minor, sum, "{text}"),
            _ => sum += minor,
        }
    }
    assert_eq!(sum, statement.paid().minor());
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn a_paper_shows_every_line_and_adds_up_for_both_sides(agreement in agreements()) {
        let papers = read(&agreement);
        for (statement, _) in settle_all(&papers.terms, &papers.activities).expect("valid") {
            is_whole(&statement);
        }
    }
}

#[test]
fn the_statements_of_all_cases_are_whole_on_paper() {
    let path = support::root().join("tests/cases/compensation.json");
    let cases = std::fs::read_to_string(path).expect("cases");
    let cases: Value = serde_json::from_str(&cases).expect("JSON");
    let mut whole = 0;
    for case in cases["cases"].as_array().expect("a list") {
        let given = &case["given"];
        let terms = serde_json::from_value::<Terms>(given["terms"].clone());
        let activities = given["activities"].as_array();
        let (true, Ok(terms), Some(activities)) = (case["family"] == "settle", terms, activities)
        else {
            continue;
        };
        let mut state = terms.new_state();
        for activity in activities {
            let Ok(activity) = serde_json::from_value(activity.clone()) else {
                break;
            };
            let Ok((statement, after)) = settle(&terms, &state, &activity) else {
                break;
            };
            let explanation = statement.explain(&terms, &state, &activity);
            let explanation = explanation.expect("an explanation");
            let view = statement.view(Side::Producer);
            let (plain, explained) = (view.text(), view.with_explanation(&explanation).text());
            assert!(explained.len() >= plain.len());
            is_whole(&statement);
            state = after;
            whole += 1;
        }
    }
    assert!(whole > 300, "{whole} statements");
}
