//! Every refusal of health, word for word.

use partnership::health::{
    Better, CheckError, KpiError, LoopError, Missing, Phase, RuleError, ScorecardError, SeriesError,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio, RatioError};

fn day(text: &str) -> NaiveDate {
    date(text).unwrap()
}

fn party() -> PartyId {
    PartyId::new("film-co").unwrap()
}

#[track_caller]
fn says(found: &impl ToString, expected: &str) {
    assert_eq!(found.to_string(), expected);
}

const OVERFLOW: RatioError = RatioError::Overflow {
    operation: "addition",
};

const BEYOND: &str = "the result of addition is beyond the range of a ratio";

#[test]
fn of_kpis() {
    let (target, value) = (Ratio::from_integer(5), Ratio::from_integer(2));
    let (from, by) = (day("2026-01-01"), day("2025-12-31"));
    says(
        &KpiError::TargetEqualsBaseline { target },
        "the target 5 is the baseline",
    );
    says(
        &KpiError::DatesReversed { from, by },
        "the goal is due on 2025-12-31, which is not after 2026-01-01",
    );
    let better = Better::Higher;
    says(
        &KpiError::DirectionMismatch { better },
        "higher is better, and the goal lies the other way",
    );
    says(
        &KpiError::BadThreshold { value },
        "the threshold 2 is out of order",
    );
    let baseline = Ratio::ZERO;
    says(
        &KpiError::NoBaseline { baseline },
        "there is no growth from 0",
    );
    says(
        &KpiError::FutureReading { on: from, at: by },
        "the reading of 2026-01-01 is later than 2025-12-31",
    );
    says(
        &KpiError::BeforeBaseline { on: by, from },
        "the reading of 2025-12-31 is earlier than the baseline of 2026-01-01",
    );
    says(&KpiError::Overflow(OVERFLOW), BEYOND);
}

#[test]
fn of_series_and_rules() {
    let (on, after) = (day("2026-01-01"), day("2026-02-01"));
    says(
        &SeriesError::DuplicateDate { on },
        "two points of 2026-01-01",
    );
    says(
        &SeriesError::OutOfOrder { on, after },
        "the point of 2026-01-01 stands after that of 2026-02-01",
    );
    let value = Ratio::from_integer(-1);
    says(
        &SeriesError::BadThreshold { value },
        "the threshold -1 is out of order",
    );
    says(&SeriesError::Overflow(OVERFLOW), BEYOND);
    let field = "recovery";
    says(
        &RuleError::BadRule { field, value },
        "recovery cannot be -1",
    );
    says(
        &RuleError::PlanLength {
            expected: 2,
            found: 1,
        },
        "a plan of 1 values for 2 points",
    );
    says(&RuleError::Overflow(OVERFLOW), BEYOND);
}

#[test]
fn of_checks() {
    let question = || "t1".to_owned();
    says(&CheckError::NoParty, "nobody is expected to answer");
    says(
        &CheckError::DuplicateParty { party: party() },
        "film-co is expected twice",
    );
    says(
        &CheckError::UnknownParty { party: party() },
        "film-co is not expected to answer",
    );
    says(
        &CheckError::UnknownQuestion {
            question: question(),
        },
        "\"t1\" is no question of the check",
    );
    says(
        &CheckError::OutOfScale {
            party: party(),
            question: question(),
            score: 6,
            min: 1,
            max: 5,
        },
        "the score 6 of film-co for \"t1\" is outside 1 to 5",
    );
    says(&CheckError::Empty, "there is nothing to ask");
    says(
        &CheckError::DuplicateDimension {
            dimension: "trust".to_owned(),
        },
        "the dimension \"trust\" stands twice",
    );
    says(
        &CheckError::DuplicateQuestion {
            question: question(),
        },
        "the question \"t1\" stands twice",
    );
    let value = Ratio::from_integer(9);
    says(
        &CheckError::BadThreshold { value },
        "the threshold 9 is out of order",
    );
    says(&CheckError::NothingToScore, "nothing was scored");
    says(
        &CheckError::OtherCheck {
            id: "old".to_owned(),
            version: 2,
        },
        "the report before is of \"old\" version 2",
    );
    let (before, on) = (day("2026-03-31"), day("2026-03-31"));
    says(
        &CheckError::DatesReversed { before, on },
        "the report before is of 2026-03-31, which is not earlier than 2026-03-31",
    );
    says(&CheckError::Overflow(OVERFLOW), BEYOND);
}

#[test]
fn of_scorecards() {
    let id = || "revenue".to_owned();
    says(&ScorecardError::Empty, "there is nothing to measure");
    says(
        &ScorecardError::ZeroWeight { id: id() },
        "\"revenue\" has a weight of 0",
    );
    says(
        &ScorecardError::DuplicateArea { area: id() },
        "the area \"revenue\" stands twice",
    );
    says(
        &ScorecardError::DuplicateMeasure { measure: id() },
        "the measure \"revenue\" stands twice",
    );
    says(
        &ScorecardError::UnknownMeasure { measure: id() },
        "\"revenue\" is no measure of the card",
    );
    says(
        &ScorecardError::TargetEqualsBaseline {
            measure: id(),
            target: Ratio::ONE,
        },
        "the target 1 of \"revenue\" is its baseline",
    );
    says(
        &ScorecardError::DirectionMismatch { measure: id() },
        "the target of \"revenue\" lies on the wrong side of its baseline",
    );
    let value = Ratio::ZERO;
    says(
        &ScorecardError::BadThreshold { value },
        "the threshold 0 is out of order",
    );
    says(&ScorecardError::NothingToScore, "nothing was measured");
    says(&ScorecardError::Overflow(OVERFLOW), BEYOND);
}

#[test]
fn of_loops() {
    let goal = || "reach".to_owned();
    says(
        &LoopError::TooFewParties { found: 1 },
        "a loop has two different parties or more, not 1",
    );
    says(
        &LoopError::WrongPhase {
            event: "propose",
            phase: Phase::Execute,
        },
        "propose does not happen in the phase execute",
    );
    says(
        &LoopError::UnknownParty { party: party() },
        "film-co is no party to the loop",
    );
    says(
        &LoopError::DuplicateGoal { goal: goal() },
        "the goal \"reach\" is on the table already",
    );
    says(
        &LoopError::UnknownGoal { goal: goal() },
        "the goal \"reach\" is not on the table",
    );
    says(
        &LoopError::AlreadyDone { goal: goal() },
        "the goal \"reach\" has been dealt with",
    );
    says(
        &LoopError::NoReason { event: "drop" },
        "drop needs a reason",
    );
    says(
        &LoopError::NotReady {
            missing: vec![Missing::NoGoals {}],
        },
        "1 things are missing before the next phase",
    );
    says(
        &LoopError::UnknownSchema { schema: 2 },
        "the loop has schema 2, not 1",
    );
    says(&LoopError::Overflow(OVERFLOW), BEYOND);
}
