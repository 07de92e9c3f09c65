//! The ledger of spec/splits.md 1.2, plainly: one unit after the other, over big numbers.

use num_bigint::BigInt;

use super::exact::{Big, whole};

/// The page word by word: exact entitlements, and units given one at a time.
#[derive(Clone, Debug)]
pub struct Slow {
    paid: Vec<BigInt>,
    entitled: Vec<Big>,
}

impl Slow {
    pub fn new(parties: usize) -> Self {
        Self {
            paid: vec![BigInt::ZERO; parties],
            entitled: vec![whole(0); parties],
        }
    }

    pub fn carries(&self) -> Vec<Big> {
        let paid = self.paid.iter().cloned().map(Big::from);
        self.entitled
            .iter()
            .zip(paid)
            .map(|(entitled, paid)| entitled - paid)
            .collect()
    }

    /// The lines of a payment, and whether the grid was needed.
    pub fn pay(&mut self, amount: i64, weights: &[u64]) -> (Vec<i128>, bool) {
        if amount == 0 {
            return (vec![0; weights.len()], false);
        }
        let mut divisor = BigInt::ZERO;
        for weight in weights {
            divisor = gcd(divisor, BigInt::from(*weight));
        }
        let weights: Vec<BigInt> = weights.iter().map(|weight| *weight / &divisor).collect();
        let sum: BigInt = weights.iter().sum();
        let rest = BigInt::from(amount.unsigned_abs()) % &sum;
        let rounds = BigInt::from(amount.unsigned_abs()) / &sum;
        let mut carries = self.carries();
        let mut fractions: Vec<Big> = weights
            .iter()
            .map(|weight| Big::new(&rest * weight, sum.clone()))
            .collect();
        let below = carries.iter().fold(sum.clone(), |below, carry| {
            &below / gcd(below.clone(), carry.denom().clone()) * carry.denom()
        });
        let on_grid = below > BigInt::from(10_u64.pow(18));
        if on_grid {
            carries = grid(&carries);
            fractions = grid(&fractions);
        }
        let sign = whole(amount.signum());
        let owed: Vec<Big> = (0..weights.len())
            .map(|at| {
                let share = whole(&rounds * &weights[at]) + &fractions[at];
                carries[at].clone() * &sign + share
            })
            .collect();
        let mut lines = vec![0_i128; weights.len()];
        for _ in 0..amount.unsigned_abs() {
            let mut first = 0;
            for at in 1..lines.len() {
                if &owed[at] - whole(lines[at]) > &owed[first] - whole(lines[first]) {
                    first = at;
                }
            }
            lines[first] += 1;
        }
        for (at, line) in lines.iter_mut().enumerate() {
            self.entitled[at] = whole(self.paid[at].clone()) + &owed[at] * &sign;
            *line *= i128::from(amount.signum());
            self.paid[at] += *line;
        }
        (lines, on_grid)
    }
}

fn gcd(left: BigInt, right: BigInt) -> BigInt {
    if right == BigInt::ZERO {
        left
    } else {
        gcd(right.clone(), left % right)
    }
}

/// A list on multiples of 10^-18, its sum kept by largest remainder.
fn grid(list: &[Big]) -> Vec<Big> {
    let fine = whole(10_u64.pow(18));
    let scaled: Vec<Big> = list.iter().map(|value| value * &fine).collect();
    let mut parts: Vec<Big> = scaled.iter().map(Big::floor).collect();
    let sum = scaled.iter().fold(whole(0), |sum, value| sum + value);
    let missing = parts.iter().fold(sum, |left, part| left - part);
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|a, b| {
        let rest = |at: usize| &scaled[at] - &parts[at];
        rest(*b).cmp(&rest(*a)).then(a.cmp(b))
    });
    for at in order
        .into_iter()
        .take(usize::try_from(missing.to_integer()).unwrap())
    {
        parts[at] += whole(1);
    }
    parts.into_iter().map(|part| part / &fine).collect()
}
