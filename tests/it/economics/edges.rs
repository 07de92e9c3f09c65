//! Ties that floats break, two currencies, and the largest amounts.

use partnership::economics::{
    Band, Budget, Candidate, Dependency, DependencyLines, EconomicsError, GoodReturn, Grade,
    HhiBands, Incomes, Negatives, Pay, UnitSale, pursue,
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
