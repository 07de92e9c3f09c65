//! Every refusal of a settlement with its words, beside what is accepted (spec/compensation.md 12).

use partnership::compensation::{Activity, SettleError, State, Terms, settle};
use serde_json::{Value, json};

/// A sheet with one clause of each kind that entries can name.
fn sheet() -> Value {
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
    "end": "2026-07-01", "refund_horizon": 2, "versions": [
        {"from": "2026-01-01",
         "items": [{"id": "sales", "window": {"months": 2}, "pay": share("shop", "10%")},
                   {"id": "orders", "window": "event", "pay": share("link", "5%")}],
         "schedules": [{"id": "film", "total": "90.00 USD", "escrow": true,
                        "parts": [{"id": "1", "on": {"milestone": "script"}, "share": "1"}]}],
         "timing": [{"id": "cut", "late": {"rate": "1%"}}],
         "in_kind": [{"id": "gear", "limit": "500.00 USD"}]}]})
}

fn share(stream: &str, rate: &str) -> Value {
    json!({"share": {"base": {"streams": [stream]}, "rate": rate}})
}

/// The month of this number in 2026, and what happened in it.
fn month(no: u32, more: Value) -> Value {
    let mut activity = json!({"no": no,
        "period": format!("2026-{no:02}-01..2026-{:02}-01", no + 1)});
    let fields = activity.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    activity
}

fn terms(sheet: &Value) -> Terms {
    serde_json::from_value(sheet.clone()).expect("valid terms")
}

fn activity(json: &Value) -> Activity {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// The state after these activities.
#[track_caller]
fn after(terms: &Terms, activities: &[Value]) -> State {
    activities.iter().fold(terms.new_state(), |state, json| {
        settle(terms, &state, &activity(json)).expect("accepted").1
    })
}

/// Refuses one activity after others in these words, and accepts another in its place.
#[track_caller]
fn refused(before: &[Value], wrong: &Value, message: &str, right: &Value) {
    refused_by(&sheet(), before, wrong, message, right);
}

#[track_caller]
fn refused_by(sheet: &Value, before: &[Value], wrong: &Value, message: &str, right: &Value) {
    let terms = terms(sheet);
    let state = after(&terms, before);
    let error = settle(&terms, &state, &activity(wrong)).expect_err("refused");
    assert_eq!(error.to_string(), message, "{error:?}");
    settle(&terms, &state, &activity(right)).expect("accepted");
}

fn nothing(no: u32) -> Value {
    month(no, json!({}))
}

fn total(more: Value) -> Value {
    let mut total = json!({"stream": "shop"});
    let fields = total.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    json!({"totals": [total]})
}

fn sold() -> Value {
    month(1, total(json!({"amount": "100.00 USD", "units": "3"})))
}

#[test]
fn a_state_of_another_agreement_is_refused() {
    let (ours, mut theirs) = (terms(&sheet()), sheet());
    theirs["id"] = json!("other");
    let state = terms(&theirs).new_state();
    let error = settle(&ours, &state, &activity(&nothing(1))).expect_err("refused");
    assert_eq!(error.to_string(), "the state is of other, not of deal");
}

#[test]
fn a_closed_agreement_stays_closed() {
    let terms = terms(&sheet());
    let state = after(&terms, &[month(1, json!({"final": true}))]);
    let error = settle(&terms, &state, &activity(&nothing(2))).expect_err("refused");
    assert_eq!(error.to_string(), "the agreement was closed with period 1");
}

#[test]
fn a_period_follows_the_one_before_it() {
    let gap = json!({"no": 2, "period": "2026-02-02..2026-03-01"});
    let message = "period 2 from 2026-02-01 is next, not 2 from 2026-02-02";
    refused(&[nothing(1)], &gap, message, &nothing(2));
    let message = "period 2 from 2026-02-01 is next, not 1 from 2026-01-01";
    refused(&[nothing(1)], &nothing(1), message, &nothing(2));
}

#[test]
fn a_period_lies_on_one_side_of_every_date_of_the_terms() {
    let mut sheet = sheet();
    sheet["end"] = json!("2026-01-20");
    let before_end = json!({"no": 1, "period": "2026-01-01..2026-01-20"});
    let message = "the agreement ends on 2026-01-20, inside the period";
    refused_by(&sheet, &[], &nothing(1), message, &before_end);

    let mut sheet = self::sheet();
    let mut second = sheet["versions"][0].clone();
    second["from"] = json!("2026-01-20");
    sheet["versions"]
        .as_array_mut()
        .expect("versions")
        .push(second);
    let message = "a version begins on 2026-01-20, inside the period";
    refused_by(&sheet, &[], &nothing(1), message, &before_end);

    let long = json!({"no": 1, "period": "2026-01-01..2026-03-02"});
    let whole = json!({"no": 1, "period": "2026-01-01..2026-03-01"});
    let message = "a window of sales ends on 2026-03-01, inside the period";
    refused(&[], &long, message, &whole);
}

#[test]
fn a_settled_period_is_not_rewritten() {
    let written = terms(&sheet());
    let state = after(&written, &[nothing(1)]);
    let mut rewritten = sheet();
    rewritten["versions"][0]["items"][0]["pay"]["share"]["rate"] = json!("11%");
    let error = settle(&terms(&rewritten), &state, &activity(&nothing(2))).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "the terms before 2026-02-01 are not those that were settled with"
    );
    // What does not yet hold may still change.
    let mut amended = sheet();
    let mut second = amended["versions"][0].clone();
    second["from"] = json!("2026-02-01");
    amended["versions"]
        .as_array_mut()
        .expect("versions")
        .push(second);
    settle(&terms(&amended), &state, &activity(&nothing(2))).expect("accepted");
}

#[test]
fn a_total_stands_once() {
    let twice = json!({"totals": [{"stream": "shop", "amount": "1.00 USD"},
                                  {"stream": "shop", "of": 1, "amount": "1.00 USD"}]});
    let message = "shop of period 1 stands twice";
    refused(&[], &month(1, twice.clone()), message, &nothing(1));
    // Of another period it is another total.
    refused(
        &[nothing(1)],
        &month(
            2,
            json!({"totals": [twice["totals"][0], twice["totals"][0]]}),
        ),
        "shop of period 2 stands twice",
        &month(2, twice),
    );
}

#[test]
fn an_entry_names_a_period_that_can_be_named() {
    let of = |no: u32, of: u32| month(no, total(json!({"of": of, "amount": "1.00 USD"})));
    refused(
        &[],
        &of(1, 2),
        "there is no period 2 in a statement of period 1",
        &of(1, 1),
    );
    refused(
        &[],
        &of(1, 0),
        "there is no period 0 in a statement of period 1",
        &of(1, 1),
    );
    let settled = [nothing(1), nothing(2), nothing(3)];
    let message = "period 1 is beyond the horizon: 2 is the oldest that may be named";
    refused(&settled, &of(4, 1), message, &of(4, 2));
    let ended: Vec<Value> = (1..=6).map(nothing).collect();
    let message = "period 7 begins after the end 2026-07-01";
    refused(&ended, &of(7, 7), message, &of(7, 6));
}

#[test]
fn figures_are_in_the_currency_of_the_terms_and_not_negative() {
    let amount = |text: &str| month(1, total(json!({"amount": text})));
    let message = "shop is in EUR, the terms are in USD";
    refused(&[], &amount("1.00 EUR"), message, &amount("1.00 USD"));
    let message = "amount of shop is negative: -1.00 USD";
    refused(&[], &amount("-1.00 USD"), message, &amount("0.00 USD"));
    let units = |text: &str| month(1, total(json!({"units_returned": text})));
    refused(
        &[],
        &units("-1/3"),
        "units_returned of shop is negative: -1/3",
        &units("1/3"),
    );
}

#[test]
fn no_more_comes_back_than_went_out() {
    let again = |amount: &str| {
        month(
            2,
            total(json!({"of": 1, "refunds": "10.00 USD", "reinstated": amount})),
        )
    };
    let message = "more of shop is reinstated for period 1 than was reversed";
    refused(&[sold()], &again("10.01 USD"), message, &again("10.00 USD"));

    let back = |amount: &str| month(2, total(json!({"of": 1, "refunds": amount})));
    let message = "more of shop is taken back for period 1 than was left: 100.00 USD, 3 units";
    refused(&[sold()], &back("100.01 USD"), message, &back("100.00 USD"));
    let units = |count: &str| month(2, total(json!({"of": 1, "units_returned": count})));
    refused(&[sold()], &units("3.5"), message, &units("3"));
    // Who does not know the period of the sale leaves it out, and lowers the present one.
    let unknown = month(2, total(json!({"refunds": "100.01 USD"})));
    refused(&[sold()], &back("100.01 USD"), message, &unknown);
}

#[test]
fn a_level_is_reported_once_for_a_period() {
    let level = |of: u32| json!({"name": "rank", "of": of, "value": "3"});
    let levels = |second: u32| month(2, json!({"levels": [level(1), level(second)]}));
    let message = "the level rank of period 1 is reported twice";
    refused(&[nothing(1)], &levels(1), message, &levels(2));
}

#[test]
fn events_stand_once_and_are_not_replaced_by_totals() {
    let event = |id: &str| json!({"id": id, "stream": "link", "after": "20.00 USD"});
    let events = |second: &str| month(1, json!({"events": [event("o-1"), event(second)]}));
    refused(
        &[],
        &events("o-1"),
        "the event o-1 stands twice",
        &events("o-2"),
    );
    let total = month(
        1,
        json!({"totals": [{"stream": "link", "amount": "20.00 USD"}]}),
    );
    let message = "orders rates link event by event: a total cannot be rated";
    refused(&[], &total, message, &events("o-2"));
}

#[test]
fn a_milestone_is_funded_before_it_is_accepted() {
    let milestone =
        |id: &str, event: &str| month(1, json!({"milestones": [{"id": id, "event": event}]}));
    let funded = milestone("script", "funded");
    let message = "no part waits for the milestone poster";
    refused(&[], &milestone("poster", "funded"), message, &funded);
    let message = "the milestone script is pending: it cannot be accepted";
    refused(&[], &milestone("script", "accepted"), message, &funded);
}

#[test]
fn a_delivery_falls_under_a_clause_and_is_settled_once() {
    let delivery = |timing: &str, value: &str| {
        json!({"deliveries": [{"timing": timing, "id": "d-1", "due": "2026-01-10",
                               "done": "2026-01-12", "value": value}]})
    };
    let good = delivery("cut", "100.00 USD");
    let message = "there is no timing clause edit";
    refused(
        &[],
        &month(1, delivery("edit", "100.00 USD")),
        message,
        &month(1, good.clone()),
    );
    let message = "the delivery d-1 of cut was settled before";
    refused(
        &[month(1, good.clone())],
        &month(2, good),
        message,
        &nothing(2),
    );
}

#[test]
fn change_orders_and_adjustments_are_settled_once() {
    let order = json!({"change_orders": [
        {"id": "co-1", "amount": "40.00 USD", "approved_on": "2026-01-12"}]});
    let message = "the change order co-1 was settled before";
    refused(
        &[month(1, order.clone())],
        &month(2, order),
        message,
        &nothing(2),
    );

    let adjustment = |amount: &str, reason: &str| json!({"adjustments": [{"id": "a-1", "amount": amount, "reason": reason}]});
    let good = adjustment("-7.00 USD", "postage");
    let message = "the adjustment a-1 was settled before";
    refused(
        &[month(1, good.clone())],
        &month(2, good.clone()),
        message,
        &nothing(2),
    );
    let zero = adjustment("0.00 USD", "postage");
    refused(
        &[],
        &month(1, zero),
        "the adjustment a-1 is zero",
        &month(1, good.clone()),
    );
    let message = "the adjustment a-1 gives no reason";
    refused(
        &[],
        &month(1, adjustment("-7.00 USD", " ")),
        message,
        &month(1, good),
    );
}

#[test]
fn gifts_fall_under_a_clause_within_its_limit_and_once() {
    let gift =
        |item: &str, value: &str| json!({"in_kind": [{"id": "k-1", "item": item, "value": value}]});
    let good = gift("gear", "500.00 USD");
    let message = "there is no clause car for what is given in kind";
    refused(
        &[],
        &month(1, gift("car", "5.00 USD")),
        message,
        &month(1, good.clone()),
    );
    let message = "k-1 in kind is above what is left of gear: 500.00 USD";
    refused(
        &[],
        &month(1, gift("gear", "500.01 USD")),
        message,
        &month(1, good.clone()),
    );
    let message = "k-1 in kind was settled before";
    refused(
        &[month(1, good.clone())],
        &month(2, good),
        message,
        &nothing(2),
    );
}

#[test]
fn a_milestone_is_of_a_day_that_the_period_has_reached() {
    let funded = |on: &str| {
        let event = json!({"id": "script", "event": "funded", "on": on});
        month(1, json!({"milestones": [event]}))
    };
    let message = "the milestone script is of 2026-02-01, and the period ends on 2026-02-01";
    refused(&[], &funded("2026-02-01"), message, &funded("2026-01-31"));
}

#[test]
fn charges_are_known_come_once_and_come_back_at_most_as_they_were() {
    let mut sheet = sheet();
    sheet["advances"] = json!([
        {"id": "signing", "amount": "5.00 USD", "paid_on": "2026-01-01"},
        {"id": "video", "charges": {"rate": "50%"}}]);
    let charge = |id: &str, advance: &str, amount: &str| json!({"charges": [{"id": id, "advance": advance, "amount": amount}]});
    let first = month(1, charge("clip", "video", "10.00 USD"));
    let wrong = [
        ("clip", "tour", "1.00 USD", "there is no advance tour"),
        (
            "clip",
            "signing",
            "1.00 USD",
            "costs cannot be charged to the advance signing",
        ),
        (
            "clip",
            "video",
            "1.00 EUR",
            "clip is in EUR, the terms are in USD",
        ),
        (
            "clip",
            "video",
            "-0.01 USD",
            "more of the advance video comes back than 0.00 USD",
        ),
    ];
    for (id, advance, amount, message) in wrong {
        let wrong = month(1, charge(id, advance, amount));
        refused_by(&sheet, &[], &wrong, message, &first);
    }
    let before = [first];
    let back = month(2, charge("credit", "video", "-10.00 USD"));
    let twice = month(2, charge("clip", "video", "10.00 USD"));
    let message = "the charge clip is settled twice";
    refused_by(&sheet, &before, &twice, message, &back);
    let more = month(2, charge("credit", "video", "-10.01 USD"));
    let message = "more of the advance video comes back than 10.00 USD";
    refused_by(&sheet, &before, &more, message, &back);
}

#[test]
fn what_does_not_fit_is_an_overflow_and_not_another_number() {
    let most = "792281625142643375935439503.35 USD";
    let amounts = |second: &str| {
        month(
            1,
            json!({"totals": [{"stream": "shop", "amount": most},
                                   {"stream": "shop", "of": 2, "amount": second}]}),
        )
    };
    let of_two = |amount: &str| {
        let mut activity = amounts(amount);
        activity["no"] = json!(2);
        activity["period"] = json!("2026-02-01..2026-03-01");
        activity["totals"][0]["of"] = json!(1);
        activity
    };
    let terms = terms(&sheet());
    let state = after(&terms, &[nothing(1)]);
    let error = settle(&terms, &state, &activity(&of_two("1.00 USD"))).expect_err("refused");
    assert!(matches!(error, SettleError::Overflow { .. }), "{error:?}");
    settle(&terms, &state, &activity(&of_two("0.00 USD"))).expect("accepted");
}
