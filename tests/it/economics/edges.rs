//! Ties that floats break, two currencies, and the largest amounts.

use partnership::economics::{
    Band, Budget, Candidate, Dependency, DependencyLines, EconomicsError, Effort, Engagement,
    ForecastLine, ForecastPeriod, GoodReturn, Grade, HhiBands, Incomes, Investment,
    InvestmentPeriod, LineKind, LoadGuide, Negatives, Pay, Person, Sold, UnitSale, dashboard,
    explain_dashboard, explain_price_volume, load, pursue,
};
use partnership::{Currency, Money, MoneyError, Ratio};

#[track_caller]
fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

fn incomes(amounts: &[(&str, Money)]) -> Incomes {
    let amounts = amounts.iter();
    let named = amounts.map(|(id, amount)| ((*id).to_owned(), *amount));
    Incomes::new(named.collect()).unwrap()
}

#[test]
fn efforts_that_add_up_to_the_capacity_fit() {
    // 0.1 + 0.2 is above 0.3 in floats, and one would be left out.
    let candidate = |id: &str, effort: &str| Candidate {
        id: id.to_owned(),
        value: Ratio::ONE,
        effort: effort.parse().unwrap(),
        barred: false,
    };
    let all = [candidate("a", "0.1"), candidate("b", "0.2")];
    let next = pursue(&all, "0.3".parse().unwrap(), None).unwrap();
    assert_eq!(next.chosen, ["a", "b"]);
    assert!(next.room_left.is_zero());
}

fn candidate(id: &str, value: i128, (above, below): (i128, i128)) -> Candidate {
    Candidate {
        id: id.to_owned(),
        value: Ratio::new(value, 1).unwrap(),
        effort: Ratio::new(above, below).unwrap(),
        barred: false,
    }
}

#[test]
fn what_takes_all_the_room_leaves_none_for_another() {
    // Three may be taken of four, and any two of them are too much.
    let all = [("a", 3, 4), ("b", 2, 3), ("c", 2, 3), ("d", 2, 3)];
    let all = all.map(|(id, value, effort)| candidate(id, value, (effort, 1)));
    let next = pursue(&all, Ratio::from_integer(4), Some(3)).unwrap();
    assert_eq!(next.chosen, ["a"]);
    assert!(next.room_left.is_zero());
}

#[test]
fn the_search_is_as_large_as_what_can_be_taken() {
    let all = ["a", "b"].map(|id| candidate(id, 1, (1, 1_000_000)));
    let unlimited = pursue(&all, Ratio::ONE, None).unwrap();
    assert_eq!(unlimited.chosen, ["a", "b"]);
    // More slots than candidates are as many as there are.
    assert_eq!(pursue(&all, Ratio::ONE, Some(u32::MAX)), Ok(unlimited));
}

#[test]
fn values_are_added_up_to_the_largest_ratio() {
    let most = i128::MAX;
    let b = candidate("b", most, (3, 1));
    let next = pursue(std::slice::from_ref(&b), Ratio::from_integer(4), None).unwrap();
    assert_eq!(next.value, b.value);
    // "a" and "b" are worth most together, which is no ratio; the rule of thumb begins with "c".
    let all = [
        candidate("a", 1, (1, 1)),
        b,
        candidate("c", most / 10 * 9, (2, 1)),
    ];
    let found = pursue(&all, Ratio::from_integer(4), None);
    assert!(matches!(found, Err(EconomicsError::Overflow(_))));
}

#[test]
fn an_effort_below_zero_is_none() {
    let candidate = Candidate {
        id: "a".to_owned(),
        value: Ratio::ONE,
        effort: Ratio::from_integer(-1),
        barred: true,
    };
    let id = "a".to_owned();
    let found = pursue(&[candidate], Ratio::ONE, None);
    assert_eq!(found, Err(EconomicsError::ZeroEffort { id }));
}

#[test]
fn an_even_number_of_units_is_not_rounded_up() {
    // 0.30 / 0.10 is 2.9999999999999996 in floats, and (0.3 - 0.2) / 0.1 below 1.
    let sale = UnitSale {
        fixed: usd("0.30"),
        price: usd("0.30"),
        variable: usd("0.20"),
        share: Ratio::ZERO,
    };
    assert_eq!(sale.break_even().unwrap().units, Some(3));
    let yen = UnitSale {
        variable: Money::zero(Currency::JPY),
        ..sale
    };
    assert!(matches!(
        yen.break_even(),
        Err(EconomicsError::Money(MoneyError::CurrencyMismatch { .. }))
    ));
}

#[test]
fn a_unit_that_is_sold_at_a_loss_has_one_currency_too() {
    let sale = UnitSale {
        fixed: Money::from_minor(1, Currency::JPY),
        price: usd("0.10"),
        variable: usd("0.20"),
        share: Ratio::ZERO,
    };
    let mismatch = EconomicsError::Money(MoneyError::CurrencyMismatch {
        left: Currency::JPY,
        right: Currency::USD,
    });
    assert_eq!(sale.break_even(), Err(mismatch));
}

#[test]
fn hours_of_a_week_are_those_of_seven_days() {
    // 2026 has 365/7 weeks, not 52.
    let weekly = |during: &str| {
        let (hours, during) = (Ratio::from_integer(10), during.parse().unwrap());
        Effort::weekly(hours, &during, usd("0.00"), usd("60.00")).unwrap()
    };
    let year = weekly("2026-01-01..2027-01-01");
    assert_eq!(year.hours, Ratio::new(3_650, 7).unwrap());
    assert_eq!((year.paid, year.elsewhere), (usd("0.00"), usd("60.00")));
    assert_eq!(
        weekly("2026-01-05..2026-01-12").hours,
        Ratio::from_integer(10)
    );
}

#[test]
fn nobody_works_for_less_than_nothing() {
    let refused = |hours: i64, paid: &str, elsewhere: &str| {
        let effort = Effort {
            hours: hours.into(),
            paid: usd(paid),
            elsewhere: usd(elsewhere),
        };
        let period = InvestmentPeriod {
            cash: usd("0.00"),
            value: usd("1.00"),
            efforts: vec![effort],
        };
        let plan = Investment {
            once: Vec::new(),
            periods: vec![period],
        };
        match plan.break_even() {
            Err(EconomicsError::Negative { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(-1, "1.00", "1.00"), "the hours of an effort");
    assert_eq!(refused(1, "-1.00", "1.00"), "the pay of an hour");
    assert_eq!(refused(1, "1.00", "-1.00"), "what an hour earns elsewhere");
}

#[test]
fn a_line_that_is_open_has_the_currency_of_the_board() {
    let line = ForecastLine {
        key: "line".to_owned(),
        kind: LineKind::Income,
        planned: Money::from_minor(1, Currency::JPY),
        actual: None,
        causes: Vec::new(),
    };
    let period = ForecastPeriod {
        period: "p".to_owned(),
        lines: vec![line],
    };
    let found = dashboard(Currency::USD, Ratio::ZERO, &[period]);
    let mismatch = EconomicsError::Money(MoneyError::CurrencyMismatch {
        left: Currency::USD,
        right: Currency::JPY,
    });
    assert_eq!(found, Err(mismatch));
}

#[test]
fn what_is_refused_has_no_proof() {
    let value = Ratio::from_integer(-1);
    let refused = explain_dashboard(Currency::USD, value, &[]).map(|_| ());
    assert_eq!(refused, Err(EconomicsError::BadThreshold { value }));
    let nothing = Sold {
        units: Ratio::ZERO,
        amount: usd("1.00"),
    };
    let refused = explain_price_volume(nothing, nothing).map(|_| ());
    assert_eq!(refused, Err(EconomicsError::NoPlannedUnits));
}

#[test]
fn three_times_the_cost_is_good_and_five_times_too() {
    let report = |expected: &str| {
        let programme = Budget {
            compensation: Pay::Each(vec![usd("0.10"), usd("0.20")]),
            hidden: Vec::new(),
            expected_return: usd(expected),
            good: GoodReturn::default(),
        };
        programme.report().unwrap()
    };
    assert_eq!(report("0.89").grade, Grade::Thin);
    assert_eq!(report("0.90").grade, Grade::Good);
    assert_eq!(report("1.50").grade, Grade::Good);
    assert_eq!(report("1.51").grade, Grade::High);
    assert_eq!(report("0.29").grade, Grade::Loss);
}

#[test]
fn each_figure_of_a_concentration_has_its_own_range() {
    let most = Money::from_minor_wide((1 << 95) - 1, Currency::USD).unwrap();
    let all = incomes(&[("a", most), ("b", usd("0.01")), ("c", usd("0.07"))]);
    let found = all.concentration(Negatives::Refuse).unwrap();
    assert!(matches!(found.hhi(), Err(EconomicsError::Overflow(_))));
    assert_eq!(found.band(&HhiBands::default()), Band::High);
    let lines = DependencyLines::default();
    assert_eq!(found.dependency(&lines), Dependency::OverReliance);
    assert!(found.needed_elsewhere(&lines).is_ok());
    // What a common divisor takes out is no overflow.
    let all = incomes(&[("a", most), ("b", most)]);
    let equal = all.concentration(Negatives::Refuse).unwrap();
    assert_eq!(equal.hhi().unwrap(), Ratio::new(1, 2).unwrap());
    assert_eq!(equal.effective().unwrap(), Ratio::from_integer(2));
    assert_eq!(equal.normalised().unwrap(), Some(Ratio::ZERO));
}

#[test]
fn incomes_beyond_64_bits_count_in_full() {
    let amount = |minor| Money::from_minor_wide(minor, Currency::USD).unwrap();
    // Three times 2^64 and 2^64: shares of 3/4 and 1/4.
    let all = incomes(&[("a", amount(3 << 64)), ("b", amount(1 << 64))]);
    let found = all.concentration(Negatives::Refuse).unwrap();
    assert_eq!(found.hhi().unwrap(), Ratio::new(10, 16).unwrap());
    let most = amount((1 << 96) - 1);
    let all = incomes(&[("a", most), ("b", usd("0.01"))]);
    let beyond = all
        .concentration(Negatives::Refuse)
        .map(|found| found.total());
    assert!(matches!(
        beyond,
        Err(EconomicsError::Money(MoneyError::Overflow { .. }))
    ));
}

#[test]
fn bands_are_those_of_the_guidelines() {
    // spec/health-economics.md 8.
    assert_eq!(HhiBands::us_2023(), HhiBands::new(1_000, 1_800).unwrap());
    assert_eq!(HhiBands::us_2010(), HhiBands::new(1_500, 2_500).unwrap());
}

#[test]
fn a_load_comes_by_id() {
    let people = ["bo", "ana"].map(|id| Person {
        id: id.to_owned(),
        capacity: Ratio::ONE,
    });
    let partnerships = ["z", "x", "y"].map(|id| Engagement {
        id: id.to_owned(),
        active: true,
        work: Vec::new(),
    });
    let report = load(&people, &partnerships, &LoadGuide::default()).unwrap();
    let people: Vec<&str> = report.people.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(people, ["ana", "bo"]);
    let partnerships = report.partnerships.iter();
    let partnerships: Vec<&str> = partnerships.map(|one| one.id.as_str()).collect();
    assert_eq!(partnerships, ["x", "y", "z"]);
}

#[test]
fn incomes_have_one_currency_and_each_id_once() {
    let two = vec![
        ("a".to_owned(), usd("1.00")),
        ("b".to_owned(), Money::from_minor(1, Currency::JPY)),
    ];
    assert!(matches!(Incomes::new(two), Err(EconomicsError::Money(_))));
    let none = Incomes::new(Vec::new()).unwrap();
    let found = none
        .concentration(Negatives::AsZero)
        .map(|found| found.payers());
    assert_eq!(found, Err(EconomicsError::NothingToMeasure));
}

#[test]
fn concentration_of_many_needs_no_heap() {
    // spec/health-economics.md 12.
    let all = super::laws::incomes(&(1..2_000).collect::<Vec<i64>>());
    let used = allocation_counter::measure(|| {
        let found = all.concentration(Negatives::Refuse).unwrap();
        assert_eq!(found.payers(), 1_999);
        assert_eq!(found.band(&HhiBands::default()), Band::Low);
        assert!(found.hhi().is_ok() && found.effective().is_ok());
    });
    assert_eq!(used.count_total, 0);
}
