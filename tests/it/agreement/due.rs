//! What comes next, each kind on the days on which its answer changes.

use partnership::agreement::{
    Agreement, AgreementError, Division, Due, DueKind, DueState, History, Instance, Version,
};
use partnership::compensation::Amendment;
use partnership::lifecycle::{Command, Draft, Request};
use partnership::time::{Calendar, TimeError, instant};
use serde_json::{Value, json};

use super::papers::{day, draft, founded, life, party, quarter, usd};

/// What stands under a kind on a day, as `day name: state`.
#[track_caller]
pub fn stands(agreement: &Agreement, at: &str, kind: DueKind, expected: &[&str]) {
    let due = agreement.due(day(at), None).unwrap();
    let days: Vec<_> = due.iter().map(|due| due.on).collect();
    assert!(days.is_sorted());
    let of_kind = due.iter().filter(|due| due.kind == kind);
    let found: Vec<String> = of_kind
        .map(|due| {
            let Due { on, key, state, .. } = due;
            match due.amount {
                Some(amount) => format!("{on} {key}: {amount}, {state}"),
                None => format!("{on} {key}: {state}"),
            }
        })
        .collect();
    assert_eq!(found, expected, "on {at}");
}

fn with(change: impl FnOnce(&mut Value)) -> Agreement {
    draft(change).try_into().unwrap()
}

#[test]
fn a_period_is_settled_on_the_day_after_it() {
    let film = founded();
    let settlement = |at: &str, expected: &[&str]| stands(&film, at, DueKind::Settlement, expected);
    settlement(
        "2026-03-31",
        &["2026-04-01 2026-01-01..2026-04-01: in 1 day"],
    );
    settlement(
        "2026-04-01",
        &[
            "2026-04-01 2026-01-01..2026-04-01: today",
            "2026-07-01 2026-04-01..2026-07-01: in 91 days",
        ],
    );
    settlement(
        "2027-03-01",
        &[
            "2026-04-01 2026-01-01..2026-04-01: 334 days late",
            "2026-07-01 2026-04-01..2026-07-01: 243 days late",
            "2026-10-01 2026-07-01..2026-10-01: 151 days late",
            "2027-01-01 2026-10-01..2027-01-01: 59 days late",
        ],
    );
    stands(
        life().agreement(),
        "2026-07-01",
        DueKind::Settlement,
        &["2026-10-01 2026-07-01..2026-10-01: in 92 days"],
    );
}

#[test]
fn a_period_is_cut_where_other_terms_or_another_division_begin() {
    let mut film = life();
    let sheet = film.agreement().terms().sheet().clone();
    let version = sheet.versions[0].clone();
    let from = day("2026-08-01");
    film.amend_terms(Amendment {
        version,
        from,
        until: None,
    })
    .unwrap();
    let from = day("2026-09-01");
    let value = Division::Whole(party("studio"));
    film.amend_division(Version { from, value }).unwrap();
    stands(
        film.agreement(),
        "2026-09-30",
        DueKind::Settlement,
        &[
            "2026-08-01 2026-07-01..2026-08-01: 60 days late",
            "2026-09-01 2026-08-01..2026-09-01: 29 days late",
            "2026-10-01 2026-09-01..2026-10-01: in 1 day",
        ],
    );
    let change = |at: &str, expected: &[&str]| {
        stands(film.agreement(), at, DueKind::TermsChange, expected);
    };
    change(
        "2026-07-31",
        &[
            "2026-08-01 terms v2: in 1 day",
            "2026-09-01 division v2: in 32 days",
        ],
    );
    change("2026-08-01", &["2026-09-01 division v2: in 31 days"]);
    change("2026-09-01", &[]);
}

#[test]
fn too_many_periods_are_refused_and_not_walked_for_ever() {
    let old = with(|document| {
        document["settle_every"] = json!("1d");
        document["term"] = json!(null);
        document["notice"] = json!(null);
        document["terms"]["end"] = json!("9999-01-01");
        document["governance"] = json!({});
    });
    let refused = old.due(day("9000-01-01"), Some(0)).unwrap_err();
    let count = 10_000;
    assert_eq!(
        refused,
        AgreementError::Time(TimeError::TooManyDates { count })
    );
    // The 9,999th day is 2053-05-18; the one after it is listed with those that have ended.
    let ended = old.due(day("2053-05-18"), Some(0)).unwrap();
    let ended = ended.iter().filter(|due| due.kind == DueKind::Settlement);
    assert_eq!(ended.count(), 9_999);
    assert!(old.due(day("2053-05-19"), Some(0)).is_err());
}

#[test]
fn a_payout_is_due_until_it_is_paid() {
    let mut film = life();
    film.verify().unwrap();
    let studio = "film:1:2026-01-01..2026-04-01:v1/studio";
    let payment = |film: &History, at: &str, expected: &[&str]| {
        stands(film.agreement(), at, DueKind::Payment, expected);
    };
    let second = [
        "2026-07-30 film:2:2026-04-01..2026-07-01:v1/director/2026-07-30: 12.00 USD, in 91 days",
        "2026-07-30 film:2:2026-04-01..2026-07-01:v1/studio/2026-07-30: 18.00 USD, in 91 days",
    ];
    payment(
        &film,
        "2026-04-30",
        &[
            &format!("2026-04-30 {studio}/2026-04-30: 60.00 USD, today"),
            second[0],
            second[1],
        ],
    );
    let name = "film:1:2026-01-01..2026-04-01:v1";
    film.pay(name, &party("studio"), usd("59.99"), day("2026-04-30"))
        .unwrap();
    let late = film.agreement().due(day("2026-05-01"), Some(0)).unwrap();
    let late = late
        .iter()
        .find(|due| due.kind == DueKind::Payment)
        .unwrap();
    assert_eq!(late.state, DueState::Overdue { days: 1, missed: 0 });
    assert_eq!(late.amount, Some(usd("0.01")));
    film.pay(name, &party("studio"), usd("0.01"), day("2026-05-01"))
        .unwrap();
    payment(&film, "2026-04-30", &second);
    // Where the terms say no day, it is the day after the period.
    let mut bare = History::new(with(|document| {
        document["terms"]["versions"][0]["payout"] = json!(null);
        document["terms"]["versions"][0]
            .as_object_mut()
            .unwrap()
            .remove("payout");
    }));
    let _ = bare.settle(quarter(0, "10.00", "0.00")).unwrap();
    let first = bare.agreement().due(day("2026-04-01"), None).unwrap();
    let first = first
        .iter()
        .find(|due| due.kind == DueKind::Payment)
        .unwrap();
    assert_eq!(
        (first.on, first.state),
        (day("2026-04-01"), DueState::Today)
    );
}

#[test]
fn notice_opens_and_closes_before_the_last_day() {
    let film = founded();
    let notice = |at: &str, expected: &[&str]| stands(&film, at, DueKind::Notice, expected);
    notice("2026-10-01", &["2026-10-02 film: opens in 1 day"]);
    notice("2026-10-02", &["2026-12-01 film: open for 60 days"]);
    notice("2026-12-01", &["2026-12-01 film: open for 0 days"]);
    notice("2026-12-02", &["2026-12-01 film: 1 day late"]);
    notice("2026-12-31", &["2026-12-01 film: 30 days late"]); // the last day
    notice("2027-01-01", &[]);
    // A notice that is given takes the place of the window.
    let mut film = History::new(founded());
    let given = Command::GiveNotice {
        by: "partner".parse().unwrap(),
    };
    let at = instant("2026-10-05T09:00:00Z").unwrap();
    film.step(Request::new(at, given)).unwrap();
    let notice = |at: &str, expected: &[&str]| {
        stands(film.agreement(), at, DueKind::Notice, expected);
    };
    notice("2026-11-03", &["2026-11-04 lifecycle/partner: in 1 day"]);
    notice("2026-11-04", &[]); // it has taken effect
}

#[test]
fn the_end_of_the_term_waits_for_the_final_statement() {
    let mut film = life();
    let end = |film: &History, at: &str, expected: &[&str]| {
        stands(film.agreement(), at, DueKind::TermEnd, expected);
    };
    end(&film, "2026-12-30", &["2026-12-31 film: in 1 day"]);
    end(&film, "2026-12-31", &["2026-12-31 film: today"]);
    let _ = film.settle(quarter(2, "0.00", "0.00")).unwrap();
    let _ = film.settle(quarter(3, "0.00", "0.00")).unwrap();
    end(&film, "2027-01-01", &["2026-12-31 film: 1 day late"]);
    let mut run_off =
        partnership::compensation::Activity::empty(5, "2027-01-01..2027-04-01".parse().unwrap());
    run_off.add_refund("shop", Some(2), usd("10.00")).unwrap();
    run_off.r#final = Some(true);
    let _ = film.settle(run_off).unwrap(); // money is owed after the end too
    end(&film, "2027-04-01", &[]);
    film.verify().unwrap();
}

#[test]
fn a_grant_begins_ends_and_is_sold_off() {
    let film = founded();
    let rights = |at: &str, expected: &[&str]| stands(&film, at, DueKind::Rights, expected);
    rights(
        "2026-01-31",
        &[
            "2026-02-01 stream begins: in 1 day",
            "2026-11-30 stream ends: in 303 days",
        ],
    );
    rights("2026-02-01", &["2026-11-30 stream ends: in 302 days"]);
    rights("2026-11-30", &["2026-11-30 stream ends: today"]);
    rights("2026-12-01", &["2026-12-31 stream sold off: in 30 days"]);
    rights("2026-12-31", &["2026-12-31 stream sold off: today"]);
    rights("2027-01-01", &[]);
}

/// The agreement in which all of it was dealt with.
fn dealt() -> Agreement {
    with(|document| {
        let facts = &mut document["governance"];
        facts["reviews"][0]["held"] = json!(["2026-04-05"]);
        facts["risks"]["risks"][0]["review_on"] = json!("2026-10-15");
        facts["decisions"]["entries"][0]["closed"] = json!(true);
        facts["projects"]["launch"]["milestones"][0]["accepted"] = json!("2026-01-18");
        facts["kpis"][0]["judged"] = json!("2026-07-01");
    })
}

#[test]
fn a_review_is_due_in_grace_and_missed() {
    let review = |film: &Agreement, at: &str, expected: &[&str]| {
        stands(film, at, DueKind::Review, expected);
    };
    let film = founded();
    review(&film, "2026-04-01", &["2026-04-01 quarterly_review: today"]);
    review(
        &film,
        "2026-04-11",
        &["2026-04-01 quarterly_review: 10 days into the grace"],
    );
    let next = "2026-07-01 quarterly_review: in 80 days";
    let missed = "2026-04-01 quarterly_review: 11 days late, 1 missed";
    review(&film, "2026-04-12", &[missed, next]);
    review(&dealt(), "2026-04-12", &[next]);
}

#[test]
fn risks_decisions_and_indicators_stay_until_they_are_dealt_with() {
    let (film, dealt) = (founded(), dealt());
    let risk = |film: &Agreement, at: &str, expected: &str| {
        stands(film, at, DueKind::Risk, &[expected]);
    };
    risk(&film, "2026-04-15", "2026-04-15 one_channel: today");
    risk(&film, "2026-04-16", "2026-04-15 one_channel: 1 day late");
    risk(&dealt, "2026-04-16", "2026-10-15 one_channel: in 182 days");
    for (at, state) in [("2026-03-15", "today"), ("2026-03-16", "1 day late")] {
        let expected = format!("2026-03-15 second_cut: {state}");
        stands(&film, at, DueKind::Decision, &[&expected]);
    }
    stands(&dealt, "2026-04-16", DueKind::Decision, &[]);
    for (at, state) in [("2026-06-30", "today"), ("2026-07-01", "1 day late")] {
        let expected = format!("2026-06-30 viewers: {state}");
        stands(&film, at, DueKind::Kpi, &[&expected]);
    }
    stands(&dealt, "2026-07-01", DueKind::Kpi, &[]);
}

#[test]
fn a_milestone_is_due_until_it_is_accepted() {
    let milestone = |film: &Agreement, at: &str, expected: &[&str]| {
        stands(film, at, DueKind::Milestone, expected);
    };
    let film = founded();
    let premiere = "2026-03-02 launch/premiere: in 41 days";
    milestone(
        &film,
        "2026-01-20",
        &["2026-01-19 launch/trailer: 1 day late", premiere],
    );
    let premiere = "2026-03-02 launch/premiere: today";
    milestone(
        &film,
        "2026-03-02",
        &["2026-01-19 launch/trailer: 42 days late", premiere],
    );
    let premiere = "2026-03-02 launch/premiere: 41 days late";
    milestone(&dealt(), "2026-04-12", &[premiere]);
    let early = dealt().due(day("2026-01-17"), None).unwrap_err();
    assert_eq!(
        early.to_string(),
        "trailer is accepted on 2026-01-18, which is still to come"
    );
}

/// A partnership that has been a pilot since 2026-01-05.
fn pilot() -> History {
    pilot_of(Draft::growth())
}

/// The same by another table.
pub fn pilot_of(table: Draft) -> History {
    let at = instant("2026-01-05T09:00:00Z").unwrap();
    let calendar = Calendar::default();
    let mut draft = draft(|document| document["governance"] = json!({}));
    draft.lifecycle = Some(Instance::begin(table, at, &calendar).unwrap());
    let mut film = History::new(draft.try_into().unwrap());
    let by = || "producer".parse().unwrap();
    for activity in ["fit_score", "contacts_named", "criteria_set"] {
        let command = Command::record(activity.parse().unwrap(), by());
        film.step(Request::new(at, command)).unwrap();
    }
    let start = Command::take("start_pilot".parse().unwrap(), by());
    film.step(Request::new(at, start)).unwrap();
    let lift = "lead_lift_partner".parse().unwrap();
    let observed = Command::observe(lift, "0.25".parse().unwrap(), by());
    film.step(Request::new(at, observed)).unwrap();
    film
}

#[test]
fn the_lifecycle_tells_its_limits_waits_readings_and_issues() {
    let film = pilot();
    let film = film.agreement();
    // 90 days from 5 January are 5 April.
    stands(
        film,
        "2026-04-04",
        DueKind::StageLimit,
        &["2026-04-05 pilot: in 1 day"],
    );
    stands(
        film,
        "2026-04-05",
        DueKind::StageLimit,
        &["2026-04-05 pilot: today"],
    );
    stands(film, "2026-04-06", DueKind::StageLimit, &[]);
    stands(
        film,
        "2026-04-04",
        DueKind::Milestone,
        &["2026-04-05 lifecycle/scale: in 1 day"],
    );
    stands(film, "2026-04-05", DueKind::Milestone, &[]);
    // Nobody answered: an issue, and 48 hours for its first level.
    stands(film, "2026-04-05", DueKind::Escalation, &[]);
    stands(
        film,
        "2026-04-06",
        DueKind::Escalation,
        &["2026-04-08 limit_of_pilot_1: in 2 days"],
    );
    stands(
        film,
        "2026-04-08",
        DueKind::Escalation,
        &["2026-04-08 limit_of_pilot_1: today"],
    );
    stands(
        film,
        "2026-04-09",
        DueKind::Escalation,
        &["2026-04-22 limit_of_pilot_1: in 13 days"],
    );
    // A reading counts for 14 days.
    stands(
        film,
        "2026-01-19",
        DueKind::Kpi,
        &["2026-01-19 lifecycle/lead_lift_partner: today"],
    );
    stands(
        film,
        "2026-01-20",
        DueKind::Kpi,
        &["2026-01-19 lifecycle/lead_lift_partner: 1 day late"],
    );
    // A check-in every two weeks, with three days into the grace.
    stands(
        film,
        "2026-01-22",
        DueKind::Review,
        &["2026-01-19 pilot/check_in: 3 days into the grace"],
    );
    stands(
        film,
        "2026-01-23",
        DueKind::Review,
        &[
            "2026-01-19 pilot/check_in: 4 days late, 1 missed",
            "2026-02-02 pilot/check_in: in 10 days",
        ],
    );
}

#[test]
fn a_suspension_silences_reviews_and_moves_the_limit() {
    let mut film = pilot();
    let suspend = Command::Suspend {
        by: "partner".parse().unwrap(),
    };
    let at = instant("2026-01-15T09:00:00Z").unwrap();
    film.step(Request::new(at, suspend)).unwrap();
    stands(film.agreement(), "2026-03-01", DueKind::Review, &[]);
    stands(film.agreement(), "2026-03-01", DueKind::StageLimit, &[]);
    // Money goes on: nothing forbids a settlement.
    let _ = film.settle(quarter(0, "100.00", "0.00")).unwrap();
    let resume = Command::Resume {
        by: "partner".parse().unwrap(),
    };
    let at = instant("2026-01-25T09:00:00Z").unwrap();
    film.step(Request::new(at, resume)).unwrap();
    stands(
        film.agreement(),
        "2026-04-15",
        DueKind::StageLimit,
        &["2026-04-15 pilot: today"],
    );
    film.verify().unwrap();
}

#[test]
fn a_closed_lifecycle_has_no_term_left_to_end() {
    let mut film = pilot();
    let end = Command::Take {
        way: "end_pilot".parse().unwrap(),
        by: "producer".parse().unwrap(),
        reason: Some(partnership::lifecycle::Reason::PilotEnded),
    };
    let at = instant("2026-03-01T09:00:00Z").unwrap();
    film.step(Request::new(at, end)).unwrap();
    for kind in [
        DueKind::TermEnd,
        DueKind::Notice,
        DueKind::StageLimit,
        DueKind::Review,
    ] {
        stands(film.agreement(), "2026-12-01", kind, &[]);
    }
    // What was earned until then is still to be settled.
    let due = film.agreement().due(day("2026-04-01"), Some(0)).unwrap();
    assert_eq!(due[0].kind, DueKind::Settlement);
}

#[test]
fn a_shorter_horizon_leaves_out_what_is_later_and_not_yet_open() {
    let film = founded();
    let far = film.due(day("2026-04-16"), None).unwrap();
    let near = film.due(day("2026-04-16"), Some(76)).unwrap();
    let last = day("2026-07-01");
    let kept: Vec<_> = far.iter().filter(|due| due.on <= last).cloned().collect();
    assert_eq!(near, kept);
    assert!(near.len() < far.len());
}
