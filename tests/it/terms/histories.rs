//! Histories of one agreement: which entry, window and scope each figure of a statement is of
//! (spec/compensation.md 5, 7, 8, 10; spec/contracts.md X1, X5). Every statement is held against
//! its papers.

use partnership::compensation::{Line, Notice, Statement};
use serde_json::{Value, json};

use super::{share_item, sheet, version, with};

mod guarantees;
mod ledgers;
mod schedules;
mod scopes;

/// One statement and the state after it.
struct Settled {
    statement: Statement,
    state: Value,
}

impl Settled {
    /// The lines of this kind as `reference amount`.
    fn lines(&self, kind: &str) -> Vec<String> {
        let lines = self.statement.lines().iter();
        let lines = lines.filter(|line| line.kind.name() == kind);
        let text = |line: &Line| format!("{} {}", line.reference, line.amount);
        lines.map(text).collect()
    }

    fn notices(&self) -> Vec<&'static str> {
        let notices = self.statement.notices();
        notices.map(Notice::name).collect()
    }

    fn dues(&self) -> Value {
        json!(self.statement)["dues"].clone()
    }

    /// The keys of the ledgers that are remembered.
    fn ledgers(&self) -> Vec<&str> {
        let ledgers = self.state["ledgers"].as_object().expect("ledgers");
        ledgers.keys().map(String::as_str).collect()
    }
}

/// Settles a history, every statement of it proved.
#[track_caller]
fn settled(terms: Value, history: impl IntoIterator<Item = Value>) -> Vec<Settled> {
    let history: Vec<Value> = history.into_iter().collect();
    let settled = crate::worked::settled(&terms, &history).into_iter();
    let told = |(statement, state)| Settled {
        statement,
        state: json!(state),
    };
    settled.map(told).collect()
}

/// Month `no` of 2026 with these entries.
fn month(no: u32, entries: Value) -> Value {
    let day = |no: u32| format!("2026-{no:02}-01");
    let period = format!("{}..{}", day(no), day(no + 1));
    with(with(entries, "no", json!(no)), "period", json!(period))
}

fn nothing(no: u32) -> Value {
    month(no, json!({}))
}

/// Month `no` in which the shop sold this.
fn sold(no: u32, amount: &str) -> Value {
    month(
        no,
        json!({"totals": [{"stream": "shop", "amount": amount}]}),
    )
}

/// 10% of a stream.
fn share_of(stream: &str) -> Value {
    json!({"share": {"base": {"streams": [stream]}, "rate": "10%"}})
}

/// 10% of a stream by period, as an item.
fn item_of(id: &str, stream: &str) -> Value {
    json!({"id": id, "window": "period", "pay": share_of(stream)})
}

/// Two months' worth of versions: each body from the first of January, February and so on.
fn versions(bodies: &[Value]) -> Value {
    let dated = bodies.iter().zip(1..);
    let dated =
        dated.map(|(body, no)| with(body.clone(), "from", json!(format!("2026-{no:02}-01"))));
    sheet(dated.collect())
}

#[test]
fn a_month_of_thirty_days_from_the_last_of_a_month_pays_the_whole_fee() {
    let fee = json!({"retainer": {"amount": "1000.00 USD", "basis": "thirty_days"}});
    let items = json!([{"id": "fee", "window": {"months": 1}, "pay": fee}]);
    let terms = sheet(json!([{"from": "2026-01-31", "items": items}]));
    let terms = with(terms, "start", json!("2026-01-31"));
    let months = [
        json!({"no": 1, "period": "2026-01-31..2026-02-28"}),
        json!({"no": 2, "period": "2026-02-28..2026-03-31"}),
    ];
    for month in settled(terms, months) {
        assert_eq!(month.lines("item"), ["fee 1000.00 USD"]);
    }
}

// 1.03^10 with every step rounded to fifteen decimals is 1.343916379344121.
#[test]
fn an_escalated_sum_is_exact_to_the_fifteenth_decimal_of_its_factor() {
    let escalator = json!({"rate": "3%", "months": 1, "from": "2025-03-01"});
    let item = json!({"id": "fee", "window": "period", "escalator": escalator,
        "pay": {"fixed": {"amount": "1000000000000000.00 USD"}}});
    let settled = settled(version(json!({"items": [item]})), [nothing(1)]);
    assert_eq!(settled[0].lines("item"), ["fee 1343916379344121.00 USD"]);
}
