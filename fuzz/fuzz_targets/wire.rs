//! Every paper that travels: what is read is written, and read again as the same; drafts list their
//! faults exactly where the door refuses them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::{
    agreement, alignment, allocate, compensation, economics, explain, governance, health,
    lifecycle, split, time,
};
use partnership_fuzz::{Draw, Papers, all_papers, travels};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A type by its name: whether it reads a paper, and what is held of the text of one.
type Kind = (&'static str, fn(&Value) -> bool, fn(&str));

macro_rules! kinds {
    ($($module:ident: $($name:ident)+;)+) => {
        &[$($((
            concat!(stringify!($module), "::", stringify!($name)),
            |paper| <$module::$name as Paper>::reads(paper),
            |text| round::<$module::$name>(text),
        ),)+)+]
    };
}

trait Paper: Serialize + DeserializeOwned {
    fn reads(paper: &Value) -> bool {
        Self::deserialize(paper).is_ok()
    }
}

impl<T: Serialize + DeserializeOwned> Paper for T {}

const KINDS: &[Kind] = kinds! {
    agreement: Account Agreement Entry GovernanceFacts History Instance Payout Settled;
    alignment: AlignmentModel Assessment Bands Checklist Evaluation ExchangeMatrix Expectations
        ModelProfile ModelSelection PillarValues Review Rubric SharedValueMatrix Signal TrustFactors;
    allocate: Ledger Sequenced;
    compensation: Activity LateInterest MinimumViable Pay Published Situation State Statement Terms
        TermsDraft Timing;
    economics: Budget Candidate DependencyLines Engagement ForecastPeriod HhiBands HighFrom Holding
        Incomes Intangible Investment LoadGuide Member Person ScaleFacts ScaleLimits Sold UnitSale;
    explain: Explanation;
    governance: AuditRight Charter Compliance DecisionLog DisagreementBrief Feedback JointProject
        Proposal Rights RiskGrid RiskRegister Signatures Veto;
    health: AlignmentLoop Answers EarlierReport HealthCheck Kpi LoopEvent Rule Scorecard Series
        Trigger;
    lifecycle: Checked Event Ladder Request State;
    split: Books CoDevelopment Composition Contribution DynamicEquity EquityHistory LossPolicy Pools
        PoolsState ProfitAndLoss Receipt RiskAdjustment Slices Split Waterfall WaterfallState
        WaterfallStatement;
    time: Cadence Calendar Deadline DueRule Moment NoticeDates NoticeWindow RecurringFee Schedule
        Term Zone;
};

/// Of each kind the papers that it reads.
static PAPERS: LazyLock<Vec<(&Kind, Papers)>> = LazyLock::new(|| {
    let all = all_papers();
    let of_kind = |kind: &'static Kind| {
        let read: Vec<Value> = all.iter().filter(|paper| kind.1(paper)).cloned().collect();
        (!read.is_empty()).then(|| (kind, Papers::new(read)))
    };
    KINDS.iter().filter_map(of_kind).collect()
});

// Either a name and JSON after it, or choices of a paper and of what is changed in it.
fuzz_target!(|bytes: &[u8]| {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Some((name, text)) = text.split_once('\n')
        && let Some(kind) = KINDS.iter().find(|kind| kind.0 == name)
    {
        return kind.2(text);
    }
    let mut draw = Draw::new(bytes);
    let (kind, papers) = draw.pick(&PAPERS);
    let paper = papers.changed(&mut draw);
    kind.2(&paper.to_string());
    doors(kind.0, &paper);
});

fn round<T: Serialize + DeserializeOwned>(text: &str) {
    match serde_json::from_str::<T>(text) {
        Ok(value) => {
            let (written, _) = travels(&value);
            let paper: Value = serde_json::from_str(&written).expect("JSON");
            let read = T::deserialize(&paper).expect("what was written is read in whatever order");
            assert_eq!(
                serde_json::to_string(&read).expect("it is written"),
                written
            );
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
}

/// A draft without a problem is what its door lets in, and nothing else.
fn doors(name: &str, paper: &Value) {
    macro_rules! door {
        ($($kind:literal $draft:ty, $checked:ty;)+) => {
            match name {
                $($kind => {
                    let Ok(draft) = <$draft as serde::Deserialize>::deserialize(paper) else {
                        return;
                    };
                    travels(&draft);
                    let problems = draft.problems();
                    let checked = <$checked as serde::Deserialize>::deserialize(paper);
                    let refusal = checked.err().map(|refusal| refusal.to_string());
                    assert_eq!(problems.is_empty(), refusal.is_none(), "{refusal:?} {problems:?}");
                    assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
                })+
                _ => {}
            }
        };
    }
    door! {
        "agreement::Agreement" agreement::AgreementDraft, agreement::Agreement;
        "alignment::AlignmentModel" alignment::AlignmentDraft, alignment::AlignmentModel;
        "alignment::Checklist" alignment::ChecklistDraft, alignment::Checklist;
        "alignment::ExchangeMatrix" alignment::ExchangeDraft, alignment::ExchangeMatrix;
        "alignment::Expectations" alignment::ExpectationsDraft, alignment::Expectations;
        "alignment::ModelProfile" alignment::ModelDraft, alignment::ModelProfile;
        "alignment::ModelSelection" alignment::SelectionDraft, alignment::ModelSelection;
        "alignment::Rubric" alignment::RubricDraft, alignment::Rubric;
        "alignment::SharedValueMatrix" alignment::SharedValueDraft, alignment::SharedValueMatrix;
        "compensation::Terms" compensation::TermsDraft, compensation::Terms;
        "health::HealthCheck" health::CheckDraft, health::HealthCheck;
        "health::Kpi" health::KpiDraft, health::Kpi;
        "health::Rule" health::RuleDraft, health::Rule;
        "health::Scorecard" health::ScorecardDraft, health::Scorecard;
        "lifecycle::Checked" lifecycle::Draft, lifecycle::Checked;
    }
}
