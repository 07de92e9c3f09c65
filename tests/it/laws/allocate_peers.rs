//! What peers get wrong (spec/splits.md 7, items 1 to 8 and 14), as tests of what is right; and
//! that nothing here needs the heap.

use allocation_counter::measure;
use partnership::allocate::{
    Apportionment, InstallmentPolicy, Installments, Ledger, Sequenced, Ties,
};
use partnership::{Currency, Money, PartyId, Rounding, Weights};

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

fn parts(total: i64, weights: &[u64]) -> Vec<i128> {
    let weights = Weights::new(weights).unwrap();
    weights
        .allocate(usd(total))
        .into_iter()
        .map(Money::minor)
        .collect()
}

/// The sums of so many equal payments, through a ledger.
fn repeated(amount: i64, times: u32, weights: &[u64]) -> Vec<i128> {
    let names = (0..weights.len()).map(|at| PartyId::new(&format!("p{at:03}")).unwrap());
    let mut ledger = Ledger::with_parties(Currency::USD, names);
    let weights = Weights::new(weights).unwrap();
    let mut lines = vec![usd(0); weights.len()];
    for _ in 0..times {
        ledger.pay_into(usd(amount), &weights, &mut lines).unwrap();
    }
    (0..weights.len())
        .map(|at| ledger.paid_at(at).unwrap().minor())
        .collect()
}

#[test]
fn half_a_cent_is_not_paid_twice() {
    assert_eq!(parts(1, &[1, 1]), [1, 0]);
    assert_eq!(parts(5, &[1; 10]).iter().sum::<i128>(), 5);
    let halves = Weights::new(vec![1, 1]).unwrap();
    let (each, drift) = halves.round_each(usd(1), Rounding::HalfAwayFromZero);
    assert_eq!((each, drift), (vec![usd(1), usd(1)], usd(1)));
}

#[test]
fn no_dust_is_left_behind() {
    assert_eq!(parts(50_000, &[1; 89]).iter().sum::<i128>(), 50_000);
}

#[test]
fn what_is_left_goes_to_the_largest_fraction_not_to_the_first_or_the_largest() {
    assert_eq!(parts(1, &[1, 99]), [0, 1]);
    assert_eq!(parts(12_000, &[33_333, 66_667]), [4_000, 8_000]);
}

#[test]
fn a_weight_of_zero_gets_nothing() {
    assert_eq!(parts(1, &[0, 1, 1]), [0, 1, 0]);
    assert_eq!(parts(-2, &[0, 1, 0, 1, 0, 1, 0]), [0, -1, 0, -1, 0, 0, 0]);
}

#[test]
fn a_refund_mirrors_its_sale() {
    assert_eq!(parts(5, &[7, 3]), [4, 1]);
    assert_eq!(parts(-5, &[7, 3]), [-4, -1]);
}

#[test]
fn small_payments_favour_nobody() {
    let mut weights = vec![900];
    weights.extend([1; 100]);
    let paid = repeated(999, 50, &weights);
    assert_eq!(paid[0], 44_955);
    assert!(paid[1..].iter().all(|paid| (49..=50).contains(paid)));
    assert_eq!(repeated(3, 10_000, &[75, 25]), [22_500, 7_500]);
}

#[test]
fn a_growing_total_takes_no_cent_back() {
    assert_eq!(parts(10, &[5, 15, 80]), [1, 1, 8]);
    assert_eq!(
        parts(11, &[5, 15, 80]),
        [0, 2, 9],
        "one shot, which has no history"
    );
    let weights = Weights::new(vec![5, 15, 80]).unwrap();
    let mut account = Sequenced::new(Currency::USD, &weights).unwrap();
    let names = ["a", "b", "c"].map(|name| PartyId::new(name).unwrap());
    let mut ledger = Ledger::with_parties(Currency::USD, names);
    let mut lines = vec![usd(0); 3];
    for _ in 0..200 {
        assert!(
            account
                .pay(usd(1))
                .unwrap()
                .iter()
                .all(|line| !line.is_negative())
        );
        ledger.pay_into(usd(1), &weights, &mut lines).unwrap();
        assert!(lines.iter().all(|line| !line.is_negative()));
    }
}

#[test]
fn an_exact_share_stays_exact() {
    // Divisor methods give somebody else a cent of the exact 44.00.
    for total in [100, 10_000] {
        let paid = parts(total, &[44, 14, 14, 14, 14]);
        assert_eq!(paid[0], i128::from(total) * 44 / 100);
    }
    assert_eq!(parts(100, &[4_400, 1_867, 1_867, 1_866])[0], 44);
}

#[test]
fn nothing_is_allocated_on_the_heap_where_the_caller_lends_the_slice() {
    for parties in [1_usize, 2, 3, 7, 10, 40, 300, 5_000] {
        let place = |at: usize| u64::try_from(at).unwrap();
        let list: Vec<u64> = (0..parties)
            .map(|at| place(at) * 7_919 % 1_009 + 1)
            .collect();
        let fine: Vec<u64> = list.iter().map(|weight| weight << 40).collect();
        let twice: Vec<u64> = (0..parties)
            .map(|at| if at % 2 == 0 { 3 } else { 1_003 })
            .collect();
        for list in [&list, &fine, &twice, &vec![5; parties]] {
            let weights = Weights::new(list.as_slice()).unwrap();
            let plan = Installments::new(weights.clone(), InstallmentPolicy::default());
            let mut minor = vec![0; parties];
            let mut money = vec![usd(0); parties];
            let names = (0..parties).map(|at| PartyId::new(&format!("p{at:05}")).unwrap());
            let mut ledger = Ledger::with_parties(Currency::USD, names);
            let wide = Money::from_minor_wide(1 << 90, Currency::USD).unwrap();
            let counted = measure(|| {
                for total in [1, -7, 123_456_789_017, i64::MIN, 0] {
                    Apportionment::over(list)
                        .unwrap()
                        .allocate_minor_into(total, &mut minor)
                        .unwrap();
                    weights
                        .with_ties(Ties::Rotated(9))
                        .allocate_minor_into(total, &mut minor)
                        .unwrap();
                    weights.allocate_into(usd(total), &mut money).unwrap();
                    plan.parts_into(usd(total), &mut money).unwrap();
                }
                weights.allocate_into(wide, &mut money).unwrap();
                for amount in [1, 999, -500, 123_456, -1] {
                    ledger.pay_into(usd(amount), &weights, &mut money).unwrap();
                }
            });
            assert_eq!(counted.count_total, 0, "{parties} parties");
            if let Ok(mut account) = Sequenced::new(Currency::USD, &weights) {
                let counted = measure(|| {
                    for amount in [1, 77, -5, 400] {
                        account.pay_into(usd(amount), &mut money).unwrap();
                    }
                });
                assert_eq!(counted.count_total, 0, "{parties} parties in a sequence");
            }
        }
    }
}
