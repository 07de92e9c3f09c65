//! What the laws draw: edges often, and every magnitude, not only the largest.

use partnership::{Currency, Money, Ratio, Rounding};
use proptest::prelude::*;
use proptest::sample::select;

/// The largest amount of money, `2^96 - 1`.
pub const MOST: i128 = (1 << 96) - 1;

pub fn roundings() -> impl Strategy<Value = Rounding> {
    select(Rounding::ALL.to_vec())
}

/// Numbers below `2^bits`, each length as often as another.
pub fn magnitudes(bits: u32) -> impl Strategy<Value = u128> {
    (any::<u128>(), 0..=bits).prop_map(|(number, length)| match length {
        0 => 0,
        length => number >> (128 - length),
    })
}

fn signed(magnitudes: impl Strategy<Value = u128>) -> impl Strategy<Value = i128> {
    (magnitudes, any::<bool>()).prop_map(|(magnitude, negative)| {
        let number = i128::try_from(magnitude).unwrap_or(i128::MAX);
        if negative { -number } else { number }
    })
}

/// Minor units within the range of money.
pub fn minors() -> impl Strategy<Value = i128> {
    let edges = [
        1,
        2,
        50,
        99,
        100,
        i128::from(i64::MAX),
        -i128::from(i64::MIN),
        MOST - 1,
        MOST,
    ];
    let edges = edges
        .into_iter()
        .flat_map(|edge| [edge, -edge])
        .chain([0])
        .collect::<Vec<_>>();
    prop_oneof![3 => select(edges), 3 => -1_000_i128..1_000, 4 => signed(magnitudes(96))]
}

pub fn currencies() -> impl Strategy<Value = Currency> {
    let custom = |exponent| Currency::custom("OP", exponent).expect("a custom unit");
    let iso = [Currency::USD, Currency::JPY, Currency::KWD];
    prop_oneof![4 => select(iso.to_vec()), 1 => (0_u8..=28).prop_map(custom)]
}

pub fn monies() -> impl Strategy<Value = Money> {
    (minors(), currencies()).prop_map(|(minor, currency)| money(minor, currency))
}

#[track_caller]
pub fn money(minor: i128, currency: Currency) -> Money {
    Money::from_minor_wide(minor, currency).expect("within the range of money")
}

pub fn ratios() -> impl Strategy<Value = Ratio> {
    let edges = [
        1,
        2,
        3,
        10,
        i128::from(i64::MAX),
        1 << 64,
        i128::MAX - 1,
        i128::MAX,
    ];
    let below = prop_oneof![
        2 => select(edges.to_vec()),
        4 => select(vec![1_i128, 2, 3, 4, 5, 7, 8, 10, 20, 67, 100, 200, 10_000]),
        3 => magnitudes(127).prop_map(|number| i128::try_from(number.max(1)).unwrap_or(1)),
    ];
    let above = prop_oneof![
        2 => select(edges.into_iter().flat_map(|edge| [edge, -edge]).chain([0]).collect::<Vec<_>>()),
        4 => -200_i128..=200,
        3 => signed(magnitudes(127)),
    ];
    (above, below).prop_map(|(above, below)| Ratio::new(above, below).expect("in range"))
}

/// Texts put together of pieces, so that good ones and nearly good ones are frequent.
pub fn texts(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(pieces.to_vec()), 0..=most).prop_map(|parts| parts.concat())
}
