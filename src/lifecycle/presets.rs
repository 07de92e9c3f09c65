//! The lifecycles of the field, as tables (spec/lifecycle.md 8).

use super::definition::{Draft, MoveKind, Pause};
use super::gate::{Gate, Need};
use super::parts::{
    ARBITRATION_AFTER, advance, approved, at_least, both, cadence, days, done, exit, gate, hours,
    issues, ladders, limit, months, notice, renew, rework, rounds, wait, way,
};
use super::stages::{
    CampaignStage, GrowthStage, MaturityLevel, PartnershipStage, PilotStage, ProductionStage, Row,
    TrustRung,
};
use super::word::Key;
use crate::time::{Span, Unit};

/// Presets.
impl Draft {
    /// Returns every preset.
    pub fn presets() -> Vec<Self> {
        vec![
            Self::partnership(),
            Self::growth(),
            Self::campaign(),
            Self::production(),
            Self::pilot(),
            Self::trust_ladder(),
            Self::maturity(),
        ]
    }

    /// Returns the lifecycle of a partnership: exploration, formation, execution, scaling,
    /// renewal or exit.
    ///
    #[doc = include_str!("../../doc/lifecycle_partnership.svg")]
    pub fn partnership() -> Self {
        let mut draft = frame(
            "partnership",
            "Partnership lifecycle",
            PartnershipStage::ROWS,
        );
        draft.metrics = vec![Key::known("health")];
        draft.notice = Some(notice());
        cadence(&mut draft, "execution", "operational_call");
        cadence(&mut draft, "scaling", "strategic_review");
        let healthy = at_least("healthy", "health", "3", months(3));
        let mut launch = done(&["terms_agreed", "exit_clause", "cadence_set"]);
        launch.push(both());
        draft.moves = vec![
            advance(
                "form",
                ("exploration", "formation"),
                done(&["fit_score", "reference_check"]),
            ),
            advance("launch", ("formation", "execution"), launch),
            advance(
                "scale",
                ("execution", "scaling"),
                [done(&["kpi_report"]), vec![healthy]].concat(),
            ),
            advance("review", ("scaling", "renewal"), done(&["capacity_plan"])),
            renew(("renewal", "execution"), "annual_review"),
        ];
        with_exit(
            draft,
            &["exploration", "formation"],
            &["execution", "scaling", "renewal"],
        )
    }

    /// Returns the lifecycle by growth: exploration, pilot, growth, maturity, renewal or exit.
    ///
    #[doc = include_str!("../../doc/lifecycle_growth.svg")]
    pub fn growth() -> Self {
        let mut draft = frame("growth", "Growth lifecycle", GrowthStage::ROWS);
        draft.metrics = lifts();
        draft.notice = Some(notice());
        limit(&mut draft, "pilot", days(90));
        cadence(&mut draft, "pilot", "check_in");
        cadence(&mut draft, "growth", "strategic_review");
        cadence(&mut draft, "maturity", "health_check");
        let start = done(&["fit_score", "contacts_named", "criteria_set"]);
        draft.moves = vec![
            advance("start_pilot", ("exploration", "pilot"), start),
            advance("scale", ("pilot", "growth"), scale_gates()),
            rework("adjust", ("pilot", "pilot"), adjust_gates()),
            way(
                "end_pilot",
                ("pilot", "closed"),
                MoveKind::Exit,
                vec![issues()],
            ),
            advance("mature", ("growth", "maturity"), done(&["kpi_report"])),
            advance("review", ("maturity", "renewal"), done(&["annual_review"])),
            renew(("renewal", "growth"), "renewal_terms"),
        ];
        with_exit(draft, &["exploration"], &["growth", "maturity", "renewal"])
    }

    /// Returns the lifecycle of a campaign: discovery, negotiation, onboarding, co-creation,
    /// promotion, measurement, renewal or exit.
    ///
    #[doc = include_str!("../../doc/lifecycle_campaign.svg")]
    pub fn campaign() -> Self {
        let mut draft = frame("campaign", "Campaign lifecycle", CampaignStage::ROWS);
        draft.notice = Some(notice());
        limit(
            &mut draft,
            "onboarding",
            Span::clamped(10, Unit::BusinessDays),
        );
        limit(&mut draft, "measurement", days(30));
        cadence(&mut draft, "co_creation", "operational_call");
        let mut sign = done(&["terms_agreed", "rights_agreed"]);
        sign.push(both());
        let promote = done(&["content_approved", "disclosure_check"]);
        draft.moves = vec![
            advance(
                "negotiate",
                ("discovery", "negotiation"),
                done(&["fit_score"]),
            ),
            advance("sign", ("negotiation", "onboarding"), sign),
            advance(
                "onboard",
                ("onboarding", "co_creation"),
                done(&["brief", "access"]),
            ),
            advance("promote", ("co_creation", "promotion"), promote),
            advance(
                "measure",
                ("promotion", "measurement"),
                done(&["published"]),
            ),
            advance("review", ("measurement", "renewal"), done(&["report"])),
            renew(("renewal", "co_creation"), "renewal_terms"),
        ];
        let running = [
            "onboarding",
            "co_creation",
            "promotion",
            "measurement",
            "renewal",
        ];
        with_exit(draft, &["discovery", "negotiation"], &running)
    }

    /// Returns the production workflow: ideation to delivery, with 48 hours for a review and two
    /// rounds of revision; more needs a change order.
    ///
    #[doc = include_str!("../../doc/lifecycle_production.svg")]
    pub fn production() -> Self {
        let mut draft = frame("production", "Production workflow", ProductionStage::ROWS);
        limit(&mut draft, "review", hours(48));
        let mut accept = done(&["review_notes"]);
        accept.push(approved("partner_accepts", &["partner"]));
        let mut revise = done(&["review_notes"]);
        revise.push(rounds("revision_rounds", 2, "change_order"));
        let mut deliver = done(&["assets_handed_over"]);
        deliver.push(issues());
        draft.moves = vec![
            advance("script", ("ideation", "scripting"), done(&["concept"])),
            advance(
                "prepare",
                ("scripting", "pre_production"),
                done(&["script_approved"]),
            ),
            advance(
                "shoot",
                ("pre_production", "production"),
                done(&["schedule"]),
            ),
            advance(
                "edit",
                ("production", "post_production"),
                done(&["footage"]),
            ),
            advance("submit", ("post_production", "review"), done(&["cut"])),
            advance("accept", ("review", "delivery"), accept),
            rework("revise", ("review", "post_production"), revise),
            advance("deliver", ("delivery", "done"), deliver),
        ];
        let open = ProductionStage::ROWS.iter().take(7);
        let cancel = open.map(|row| exit("cancel", (row.key, "cancelled")));
        draft.moves.extend(cancel);
        draft
    }

    /// Returns a pilot of 90 days with criteria for success, which ends in scale, adjust or end.
    ///
    /// | move | to record | beside |
    /// |---|---|---|
    /// | `start` | `criteria_set`, `contacts_named`, `log_opened` | |
    /// | `scale` | `decision_log`, `pilot_review` | both lifts, day 90, both approve, no open issue |
    /// | `adjust` | `pilot_review`; the second time `extension_agreed` too | |
    /// | `end` | | a reason, no open issue |
    ///
    /// The lifts are the metrics `lead_lift_producer` and `lead_lift_partner`, each read as 0.20 or
    /// more in the last 14 days; the parties are `producer` and `partner`.
    ///
    #[doc = include_str!("../../doc/lifecycle_pilot.svg")]
    #[doc(alias = "proof of concept")]
    pub fn pilot() -> Self {
        let mut draft = frame("pilot", "Pilot", PilotStage::ROWS);
        draft.metrics = lifts();
        limit(&mut draft, "running", days(90));
        cadence(&mut draft, "running", "check_in");
        let start = done(&["criteria_set", "contacts_named", "log_opened"]);
        let mut scale = scale_gates();
        scale.push(issues());
        draft.moves = vec![
            advance("start", ("setup", "running"), start),
            advance("scale", ("running", "scaled"), scale),
            rework("adjust", ("running", "running"), adjust_gates()),
            exit("end", ("setup", "ended")),
            exit("end", ("running", "ended")),
        ];
        draft
    }

    /// Returns the trust ladder: trial, consistency, reliability, advocacy; no rung is skipped.
    ///
    #[doc = include_str!("../../doc/lifecycle_trust_ladder.svg")]
    pub fn trust_ladder() -> Self {
        let mut draft = frame("trust_ladder", "Trust ladder", TrustRung::ROWS);
        draft.metrics = vec![Key::known("trust"), Key::known("on_time_share")];
        let trusted = |value| at_least("trusted", "trust", value, months(2));
        let on_time = || at_least("on_time", "on_time_share", "0.9", months(1));
        let mut prove = done(&["first_delivery"]);
        prove.extend([trusted("7"), both()]);
        let rely = vec![
            wait("three_months", months(3)),
            on_time(),
            trusted("7"),
            both(),
        ];
        let mut advocate = vec![wait("six_months", months(6)), on_time(), trusted("8")];
        advocate.extend(done(&["reference_given"]));
        advocate.push(both());
        let review = || done(&["trust_review"]);
        draft.moves = vec![
            advance("prove", ("trial", "consistency"), prove),
            advance("rely", ("consistency", "reliability"), rely),
            advance("advocate", ("reliability", "advocacy"), advocate),
            rework("demote", ("consistency", "trial"), review()),
            rework("demote", ("reliability", "consistency"), review()),
            rework("demote", ("advocacy", "reliability"), review()),
            exit("end", ("trial", "ended")),
            exit("end", ("consistency", "ended")),
            exit("end", ("reliability", "ended")),
            exit("end", ("advocacy", "ended")),
        ];
        draft
    }

    /// Returns the maturity model of a whole programme: experimental, operational, strategic.
    ///
    #[doc = include_str!("../../doc/lifecycle_maturity.svg")]
    pub fn maturity() -> Self {
        let mut draft = frame("maturity", "Maturity model", MaturityLevel::ROWS);
        draft.parties = vec![Key::known("owner")];
        draft.metrics = vec![
            Key::known("active_partnerships"),
            Key::known("programme_return"),
        ];
        let three = at_least("three_active", "active_partnerships", "3", months(3));
        let good = at_least("good_return", "programme_return", "3", months(6));
        let mut operational = done(&["playbook", "kpis_defined"]);
        operational.push(three);
        let mut strategic = vec![wait("six_months", months(6))];
        strategic.extend(done(&["annual_plan"]));
        strategic.push(good);
        let review = || done(&["maturity_review"]);
        draft.moves = vec![
            advance(
                "operationalise",
                ("experimental", "operational"),
                operational,
            ),
            advance("strategise", ("operational", "strategic"), strategic),
            rework("regress", ("operational", "experimental"), review()),
            rework("regress", ("strategic", "operational"), review()),
            exit("retire", ("experimental", "retired")),
            exit("retire", ("operational", "retired")),
            exit("retire", ("strategic", "retired")),
        ];
        draft
    }
}

/// A definition with stages and the two ladders, and without moves.
fn frame(id: &'static str, title: &str, rows: &[Row]) -> Draft {
    let start = rows.first().map_or("", |row| row.key);
    Draft {
        schema: Draft::SCHEMA,
        id: Key::known(id),
        version: 1,
        title: title.to_owned(),
        parties: vec![Key::known("producer"), Key::known("partner")],
        metrics: Vec::new(),
        start: Key::known(start),
        term: None,
        notice: None,
        pause: Pause::ExtendByPause,
        ladders: ladders(ARBITRATION_AFTER),
        stages: rows.iter().map(Row::stage).collect(),
        moves: Vec::new(),
    }
}

/// The readings that a pilot is judged by.
fn lifts() -> Vec<Key> {
    ["lead_lift_producer", "lead_lift_partner"]
        .map(Key::known)
        .into()
}

/// What must be so to scale a pilot.
fn scale_gates() -> Vec<Gate> {
    let lift = |metric| at_least(metric, metric, "0.20", days(14));
    let mut gates = vec![wait("ran_90_days", days(90))];
    gates.extend([lift("lead_lift_producer"), lift("lead_lift_partner")]);
    gates.extend(done(&["decision_log", "pilot_review"]));
    gates.push(both());
    gates
}

/// What must be so to adjust a pilot.
fn adjust_gates() -> Vec<Gate> {
    let mut gates = done(&["pilot_review"]);
    gates.push(rounds("adjustments", 1, "extension_agreed"));
    gates
}

/// The way out: withdrawal before the signature, exit and wind-down after it.
fn with_exit(mut draft: Draft, before: &[&'static str], after: &[&'static str]) -> Draft {
    let withdraw = before.iter().map(|from| exit("withdraw", (from, "closed")));
    let leave = after
        .iter()
        .map(|from| way("exit", (from, "wind_down"), MoveKind::Exit, vec![]));
    draft.moves.extend(withdraw.chain(leave));
    let served = gate("notice_served", Need::NoticeServed);
    let cause = done(&["cause_established"]);
    let mut close = vec![gate(
        "notice_or_cause",
        Need::AnyOf([vec![served], cause].concat()),
    )];
    close.extend(done(&["data_handover", "final_statement", "debrief"]));
    close.push(issues());
    draft
        .moves
        .push(way("close", ("wind_down", "closed"), MoveKind::Exit, close));
    draft
}
