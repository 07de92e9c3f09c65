//! [`Reading`]: what a gate of a lifecycle may know of governance.

use crate::lifecycle::{Key, Value};

/// A number that governance hands to a lifecycle, which observes it under this metric.
///
/// The metrics are `must_fix_open`, `consider_unanswered`, `risk_level`, `milestones_overdue`,
/// `compliance_open` and `decisions_overdue` (spec/lifecycle.md 9).
///
/// # Examples
///
/// A gate that asks for at most a medium risk sees it as any other reading:
///
/// ```
/// use partnership::governance::{RiskGrid, RiskRegister};
/// use partnership::lifecycle::Command;
///
/// let reading = RiskRegister::new(RiskGrid::default(), vec![])?.reading();
/// let command = Command::observe(reading.metric, reading.value, "producer".parse()?);
/// # assert!(matches!(command, Command::Observe { .. }));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The metric that is observed.
    pub metric: Key,
    /// What it is.
    pub value: Value,
}

impl Reading {
    /// A count under one of the names above.
    pub(crate) fn count(metric: &'static str, count: usize) -> Self {
        Self {
            metric: Key::known(metric),
            value: Value::whole(count),
        }
    }
}
