//! Notice, terms and renewals on the calendar.

use partnership::lifecycle::{Draft, Effective, Fact, Gate, Need, Notice, Refusal, TermRule};
use partnership::time::date;

use super::{Instance, key};

#[test]
fn notice_and_terms_follow_the_calendar() {
    let mut draft = Draft::partnership();
    draft.notice = Some(Notice {
        span: "30d".parse().unwrap(),
        effective: Effective::MonthEnd,
    });
    let mut monthly = Instance::of(draft.clone());
    monthly.does(
        "2026-03-10T09:00:00Z",
        r#"{"give_notice": {"by": "partner"}}"#,
    );
    let effective = monthly.state.notice().map(|notice| notice.effective);
    assert_eq!(
        effective,
        Some(date("2026-04-30").unwrap()),
        "9 April, and on to its end"
    );

    // While no term runs, the end of a term is the end of the span.
    draft.notice = Some(Notice {
        span: "30d".parse().unwrap(),
        effective: Effective::TermEnd,
    });
    draft.term = Some(TermRule {
        from: key("execution"),
        every: "1y".parse().unwrap(),
    });
    let mut before = Instance::of(draft.clone());
    before.does(
        "2026-03-10T09:00:00Z",
        r#"{"give_notice": {"by": "partner"}}"#,
    );
    let effective = before.state.notice().map(|notice| notice.effective);
    assert_eq!(effective, Some(date("2026-04-09").unwrap()));

    // A definition that begins with its term starts it at once.
    draft.term = Some(TermRule {
        from: key("exploration"),
        every: "6m".parse().unwrap(),
    });
    let mut running = Instance::of(draft);
    assert_eq!(
        running.state.term_start(),
        Some(date("2026-01-05").unwrap())
    );
    running.does(
        "2026-06-05T09:00:00Z",
        r#"{"give_notice": {"by": "partner"}}"#,
    );
    let effective = running.state.notice().map(|notice| notice.effective);
    assert_eq!(
        effective,
        Some(date("2027-01-04").unwrap()),
        "5 July is a day late"
    );
}

#[test]
fn the_end_of_a_term_keeps_its_day_of_the_month() {
    let mut draft = Draft::partnership();
    draft.notice = Some(Notice {
        span: "30d".parse().unwrap(),
        effective: Effective::TermEnd,
    });
    draft.term = Some(TermRule {
        from: key("exploration"),
        every: "6m".parse().unwrap(),
    });
    // From the last day of February on: the term ends with the 27th, not with the month.
    let mut running = Instance::since(draft, "2026-02-28T09:00:00Z");
    let notice = r#"{"give_notice": {"by": "partner"}}"#;
    running.does("2026-03-10T09:00:00Z", notice);
    let effective = running.state.notice().map(|notice| notice.effective);
    assert_eq!(effective, Some(date("2026-08-27").unwrap()));
    assert_eq!(
        running.refuses("2026-03-11T09:00:00Z", notice),
        "the notice partner is there already"
    );
}

#[test]
fn a_term_that_runs_does_not_begin_anew() {
    let mut draft = Draft::pilot();
    draft.term = Some(TermRule {
        from: key("running"),
        every: "1y".parse().unwrap(),
    });
    let mut pilot = super::running_pilot_of(draft);
    let review = r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#;
    let adjust = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    pilot.does("2026-02-05T09:00:00Z", review);
    let events = pilot.does("2026-02-05T09:00:00Z", adjust);
    let Fact::Moved(moved) = &events[0].fact else {
        panic!("{events:?}");
    };
    assert_eq!((moved.visit, moved.term_start), (2, None));
    let start = date("2026-01-05").unwrap();
    assert_eq!(pilot.state.term_start(), Some(start));
}

#[test]
fn a_renewal_is_taken_until_the_last_day_of_its_window() {
    let window = |draft: &mut Draft| {
        draft.term = Some(TermRule {
            from: key("running"),
            every: "1y".parse().unwrap(),
        });
        let adjust = draft.moves.iter_mut().find(|way| way.key == key("adjust"));
        adjust.unwrap().gates = vec![Gate {
            key: key("window"),
            need: Need::InRenewalWindow {
                opens: "3m".parse().unwrap(),
                closes: "1m".parse().unwrap(),
            },
        }];
    };
    let mut draft = Draft::pilot();
    window(&mut draft);
    let adjust = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    let found = |on: &str| {
        let mut pilot = super::running_pilot_of(draft.clone());
        let refused = pilot.wants(&format!("{on}T09:00:00Z"), adjust);
        refused.err().map(|why| match why {
            Refusal::Gated { unmet, .. } => unmet[0].to_string(),
            other => panic!("{other}"),
        })
    };
    // The term ends before 5 January 2027.
    let early = "window: not before 2026-10-05".to_owned();
    assert_eq!(found("2026-10-04"), Some(early));
    assert_eq!(found("2026-10-05"), None);
    assert_eq!(found("2026-12-05"), None);
    let late = "window: over since 2026-12-05".to_owned();
    assert_eq!(found("2026-12-06"), Some(late));
}
