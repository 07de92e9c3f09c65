//! Shared costs and revenue: messages, the range of money, worked numbers.

use partnership::split::{Books, CoDevelopment, CoDevelopmentError};
use partnership::{Currency, Money, MoneyError};

use super::models::{even, says};
use super::{money, party, split};

#[test]
fn costs_below_zero() {
    let deal = CoDevelopment::new(even(), even());
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("b"), money("-0.01 USD"));
    let error = || CoDevelopmentError::NegativeCost {
        party: party("b"),
        cost: money("-0.01 USD"),
    };
    let message = "the costs that b paid are -0.01 USD, which is below 0";
    says(deal.settle(&books), error(), message);
    says(deal.explain(&books), error(), message);
}

#[test]
fn books_of_two_currencies_and_beyond_the_range_of_money() {
    let deal = CoDevelopment::new(even(), even());
    let mismatch = CoDevelopmentError::Money(MoneyError::CurrencyMismatch {
        left: Currency::EUR,
        right: Currency::USD,
    });
    let mut costs = Books::new(Currency::USD);
    costs.costs_paid.insert(party("a"), money("1.00 EUR"));
    says(
        deal.settle(&costs),
        mismatch.clone(),
        "EUR does not mix with USD",
    );
    let mut revenue = Books::new(Currency::USD);
    revenue
        .revenue_received
        .insert(party("a"), money("1.00 EUR"));
    says(deal.settle(&revenue), mismatch, "EUR does not mix with USD");
    let most = money("792281625142643375935439503.35 USD");
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("a"), most);
    books.costs_paid.insert(party("b"), most);
    let overflow = deal.settle(&books).unwrap_err();
    assert!(matches!(
        overflow,
        CoDevelopmentError::Money(MoneyError::Overflow { .. })
    ));
}

#[test]
fn who_is_in_no_split_gets_back_what_it_paid() {
    let deal = CoDevelopment::new(even(), even());
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("z"), money("3.00 USD"));
    let settlement = deal.settle(&books).unwrap();
    assert_eq!(settlement.positions[&party("z")], money("3.00 USD"));
    assert_eq!(settlement.profit[&party("z")], money("0.00 USD"));
    assert_eq!(settlement.profit[&party("a")], money("-1.50 USD"));
    let paid = settlement
        .transfers
        .iter()
        .map(|transfer| (transfer.from.as_str(), transfer.amount));
    let expected = [("a", money("1.50 USD")), ("b", money("1.50 USD"))];
    assert_eq!(paid.collect::<Vec<_>>(), expected);
}

/// spec/splits.md 3.4: the same books, settled, and recouped first.
#[test]
fn settling_is_not_recouping_first() {
    let costs = split([("a", "3/5"), ("b", "2/5")]);
    let deal = CoDevelopment::new(costs, even());
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("a"), money("45000.00 USD"));
    books.costs_paid.insert(party("b"), money("15000.00 USD"));
    books
        .revenue_received
        .insert(party("a"), money("90000.00 USD"));
    let settlement = deal.settle(&books).unwrap();
    assert_eq!(settlement.transfers.len(), 1);
    assert_eq!(settlement.transfers[0].amount, money("36000.00 USD"));
    let profit: Vec<Money> = settlement.profit.values().copied().collect();
    assert_eq!(profit, ["9000.00 USD", "21000.00 USD"].map(money));
    // Recouped first, each has its own costs back and half of the 30,000.00 left: a gets
    // 60,000.00 and not 54,000.00.
    let received = money("90000.00 USD").checked_sub(settlement.transfers[0].amount);
    assert_eq!(received.unwrap(), money("54000.00 USD"));
}
