//! The stages of the presets as types, and the tables that both come from.

use std::fmt;

use super::definition::{Phase, Stage};
use super::word::Key;

/// One row of a table of stages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) phase: Phase,
    pub(super) activities: &'static [&'static str],
}

impl Row {
    /// The stage of a definition, without a limit or cadences.
    pub(super) fn stage(&self) -> Stage {
        Stage {
            key: Key::known(self.key),
            title: self.title.to_owned(),
            phase: self.phase,
            activities: self.activities.iter().copied().map(Key::known).collect(),
            limit: None,
            cadences: Vec::new(),
        }
    }
}

/// Declares the stages of a preset, in the order of their rank.
macro_rules! stages {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($variant:ident $key:literal $title:literal $phase:ident [$($activity:literal)*],)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("The stage `", $key, "`.")] $variant,)+
        }

        impl $name {
            /// Every stage, by rank.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(super) const ROWS: &'static [Row] = &[$(Row {
                key: $key,
                title: $title,
                phase: Phase::$phase,
                activities: &[$($activity),*],
            }),+];

            /// Returns the stage of a key.
            pub fn of(key: &Key) -> Option<Self> {
                Self::ALL.iter().copied().find(|stage| stage.name() == key.as_str())
            }

            /// Returns the key as text.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// Returns the key.
            pub const fn key(self) -> Key {
                Key::known(self.name())
            }

            /// Returns what people call it.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.title())
            }
        }
    };
}

stages! {
    /// The stages of [`Draft::partnership`](super::Draft::partnership).
    pub enum PartnershipStage {
        Exploration "exploration" "Exploration" Explore ["fit_score" "reference_check"],
        Formation "formation" "Formation" Form ["terms_agreed" "exit_clause" "cadence_set"],
        Execution "execution" "Execution" Execute ["kpi_report"],
        Scaling "scaling" "Scaling" Scale ["capacity_plan"],
        Renewal "renewal" "Renewal" Decide ["annual_review"],
        WindDown "wind_down" "Wind-down" Exit [
            "cause_established" "data_handover" "final_statement" "debrief" "door_left_open"
        ],
        Closed "closed" "Closed" Closed [],
    }
}

stages! {
    /// The stages of [`Draft::growth`](super::Draft::growth).
    pub enum GrowthStage {
        Exploration "exploration" "Exploration" Explore [
            "fit_score" "contacts_named" "criteria_set"
        ],
        Pilot "pilot" "Pilot" Pilot ["decision_log" "pilot_review" "extension_agreed"],
        Growth "growth" "Growth" Scale ["kpi_report"],
        Maturity "maturity" "Maturity" Mature ["annual_review"],
        Renewal "renewal" "Renewal" Decide ["renewal_terms"],
        WindDown "wind_down" "Wind-down" Exit [
            "cause_established" "data_handover" "final_statement" "debrief" "door_left_open"
        ],
        Closed "closed" "Closed" Closed [],
    }
}

stages! {
    /// The stages of [`Draft::campaign`](super::Draft::campaign).
    pub enum CampaignStage {
        Discovery "discovery" "Discovery" Explore ["fit_score"],
        Negotiation "negotiation" "Negotiation" Form ["terms_agreed" "rights_agreed"],
        Onboarding "onboarding" "Onboarding" Form ["brief" "access"],
        CoCreation "co_creation" "Co-creation" Execute ["content_approved" "disclosure_check"],
        Promotion "promotion" "Promotion" Execute ["published"],
        Measurement "measurement" "Measurement" Measure ["report"],
        Renewal "renewal" "Renewal" Decide ["renewal_terms"],
        WindDown "wind_down" "Wind-down" Exit [
            "cause_established" "data_handover" "final_statement" "debrief" "door_left_open"
        ],
        Closed "closed" "Closed" Closed [],
    }
}

stages! {
    /// The stages of [`Draft::production`](super::Draft::production).
    pub enum ProductionStage {
        Ideation "ideation" "Ideation" Execute ["concept"],
        Scripting "scripting" "Scripting" Execute ["script_approved"],
        PreProduction "pre_production" "Pre-production" Execute ["schedule"],
        Production "production" "Production" Execute ["footage"],
        PostProduction "post_production" "Post-production" Execute ["cut"],
        Review "review" "Review" Measure ["review_notes" "change_order"],
        Delivery "delivery" "Delivery" Execute ["assets_handed_over"],
        Done "done" "Done" Closed [],
        Cancelled "cancelled" "Cancelled" Closed [],
    }
}

stages! {
    /// The stages of [`Draft::pilot`](super::Draft::pilot).
    pub enum PilotStage {
        Setup "setup" "Set-up" Form ["criteria_set" "contacts_named" "log_opened"],
        Running "running" "Running" Pilot ["decision_log" "pilot_review" "extension_agreed"],
        Scaled "scaled" "Scaled" Closed [],
        Ended "ended" "Ended" Closed [],
    }
}

stages! {
    /// The rungs of [`Draft::trust_ladder`](super::Draft::trust_ladder).
    pub enum TrustRung {
        Trial "trial" "Trial" Pilot ["first_delivery"],
        Consistency "consistency" "Consistency" Execute ["trust_review"],
        Reliability "reliability" "Reliability" Scale ["trust_review" "reference_given"],
        Advocacy "advocacy" "Advocacy" Mature ["trust_review"],
        Ended "ended" "Ended" Closed [],
    }
}

stages! {
    /// The levels of [`Draft::maturity`](super::Draft::maturity).
    pub enum MaturityLevel {
        Experimental "experimental" "Experimental" Explore ["playbook" "kpis_defined"],
        Operational "operational" "Operational" Execute ["annual_plan" "maturity_review"],
        Strategic "strategic" "Strategic" Mature ["maturity_review"],
        Retired "retired" "Retired" Closed [],
    }
}
