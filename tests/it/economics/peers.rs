//! What peers get wrong (spec/health-economics.md 13): signs, zero plans, borders and hours.

use partnership::economics::{
    Budget, Effort, ForecastLine, ForecastPeriod, GoodReturn, HighFrom, Holding, Investment,
    InvestmentPeriod, LineKind, LineState, Pay, Quadrant, dashboard, risk_reward,
};
use partnership::{Currency, Money, Ratio};

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

fn row(kind: LineKind, planned: &str, actual: &str) -> partnership::economics::DashboardRow {
    let line = ForecastLine {
        key: "line".to_owned(),
        kind,
        planned: usd(planned),
        actual: Some(usd(actual)),
        causes: Vec::new(),
    };
    let period = ForecastPeriod {
        period: "p".to_owned(),
        lines: vec![line],
    };
    let board = dashboard(Currency::USD, Ratio::from_percent(10), &[period]).unwrap();
    board.periods[0].rows[0].clone()
}

#[test]
fn more_cost_is_bad_and_more_income_is_good() {
    // moneymanagerex/moneymanagerex 1311, OpenUpSA/municipal-data 184.
    let cost = row(LineKind::Cost, "100.00", "120.00");
    assert_eq!(
        (cost.state, cost.effect),
        (LineState::Adverse, Some(usd("-20.00")))
    );
    let income = row(LineKind::Income, "100.00", "120.00");
    assert_eq!(
        (income.state, income.effect),
        (LineState::Favourable, Some(usd("20.00")))
    );
}

#[test]
fn spending_without_a_plan_is_no_hundred_percent() {
    // kirill-markin/expense-budget-tracker 318, FelipePSoares/EconoFlow 729,
    // cityofaustin/atd-data-tech 30108.
    let found = row(LineKind::Cost, "0.00", "5.00");
    assert_eq!((found.percent, found.unplanned), (None, true));
    assert_eq!((found.state, found.material), (LineState::Adverse, true));
}

#[test]
fn a_multiple_of_three_is_a_roi_of_two_hundred_percent() {
    let programme = Budget {
        compensation: Pay::Each(vec![usd("100.00")]),
        hidden: Vec::new(),
        expected_return: usd("300.00"),
        good: GoodReturn::default(),
    };
    let report = programme.report().unwrap();
    assert_eq!((report.multiple, report.roi), (3_i64.into(), 2_i64.into()));
}

#[test]
fn an_hour_counts_once_at_the_dearer_rate() {
    let effort = |paid: &str, elsewhere: &str| {
        let effort = Effort {
            hours: 10_i64.into(),
            paid: usd(paid),
            elsewhere: usd(elsewhere),
        };
        let plan = Investment {
            once: Vec::new(),
            periods: vec![InvestmentPeriod {
                cash: usd("0.00"),
                value: usd("0.00"),
                efforts: vec![effort],
            }],
        };
        let pays = plan.break_even().unwrap();
        (pays.cost, pays.opportunity, pays.full_cost)
    };
    assert_eq!(
        effort("20.00", "60.00"),
        (usd("200.00"), usd("400.00"), usd("600.00"))
    );
    assert_eq!(
        effort("60.00", "20.00"),
        (usd("600.00"), usd("0.00"), usd("600.00"))
    );
}

#[test]
fn every_value_falls_into_one_box() {
    // bradleyboehmke/KraljicMatrix leaves out what lies on the border.
    let holding = |reward: i64, risk: i64| Holding {
        id: format!("{reward} {risk}"),
        reward: reward.into(),
        risk: risk.into(),
    };
    let high = HighFrom {
        reward: 5_i64.into(),
        risk: 5_i64.into(),
    };
    let all = [holding(5, 5), holding(5, 4), holding(4, 5), holding(4, 4)];
    let found = risk_reward(&all, &high).unwrap();
    let found: Vec<Quadrant> = found
        .quadrants
        .iter()
        .map(|(_, quadrant)| *quadrant)
        .collect();
    let [invest, guard, maintain, reconsider] = [
        Quadrant::Invest,
        Quadrant::Guard,
        Quadrant::Maintain,
        Quadrant::Reconsider,
    ];
    assert_eq!(found, [maintain, reconsider, invest, guard]);
}
