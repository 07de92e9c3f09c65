//! Amounts divided: nothing is lost, nobody is a unit off, and a refund is the mirror of its sale.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partnership::allocate::{
    CappedPool, ClaimsRule, Elimination, Excess, InstallmentPolicy, Installments, PoolRounding,
    Ties, Vesting,
};
use partnership::{Currency, Money, Ratio, Rounding, Weights};
use partnership_fuzz::Draw;
use partnership_fuzz::amounts::{money, share, sum, weights};

const ROUNDINGS: [Rounding; 6] = [
    Rounding::HalfAwayFromZero,
    Rounding::HalfEven,
    Rounding::Down,
    Rounding::Up,
    Rounding::Floor,
    Rounding::Ceiling,
];
const RULES: [ClaimsRule; 5] = [
    ClaimsRule::Proportional,
    ClaimsRule::EqualAwards,
    ClaimsRule::EqualLosses,
    ClaimsRule::Talmud,
    ClaimsRule::InOrder,
];

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let kind = draw.byte();
    let parties = 1 + draw.below(12);
    let Ok(weights) = weights(parties, &mut draw) else {
        return;
    };
    match kind % 4 {
        0 => one_shot(&weights, &mut draw),
        1 => claims(parties, &mut draw),
        2 => tranches(&weights, &mut draw),
        _ => pool(&weights, &mut draw),
    }
});

fn one_shot(weights: &Weights, draw: &mut Draw<'_>) {
    let total = money(draw);
    let ties = if draw.once_in(2) {
        Ties::Rotated(draw.number().unsigned_abs())
    } else {
        Ties::ByParty
    };
    let over = weights.with_ties(ties);
    let parts = over.allocate(total);
    assert_eq!(sum(&parts), total);
    let back: Vec<Money> = over
        .allocate(-total)
        .into_iter()
        .map(|part| -part)
        .collect();
    assert_eq!(back, parts);
    for (at, part) in parts.iter().enumerate() {
        assert!(share(total, weights, at, Rounding::Floor).minor() <= part.minor());
        assert!(part.minor() <= share(total, weights, at, Rounding::Ceiling).minor());
    }
    if let Ok(minor) = i64::try_from(total.minor()) {
        let mut out = vec![0; parts.len()];
        over.allocate_minor_into(minor, &mut out)
            .expect("one place each");
        assert!(
            out.iter()
                .zip(&parts)
                .all(|(out, part)| i128::from(*out) == part.minor())
        );
    }
    let rounding = *draw.pick(&ROUNDINGS);
    let (alone, drift) = over.round_each(total, rounding);
    for (at, part) in alone.iter().enumerate() {
        assert_eq!(*part, share(total, weights, at, rounding));
    }
    let all: i128 = alone.iter().map(|part| part.minor()).sum();
    assert_eq!(all - total.minor(), drift.minor());
    let step = money(draw).abs();
    if let Ok(parts) = over.allocate_in_steps(total, step) {
        assert_eq!(sum(&parts), total);
        assert!(parts.iter().all(|part| part.minor() % step.minor() == 0));
    }
}

fn claims(parties: usize, draw: &mut Draw<'_>) {
    let (rule, estate) = (*draw.pick(&RULES), money(draw));
    let claims: Vec<Money> = (0..parties).map(|_| money(draw)).collect();
    let Ok(found) = rule.award(estate, &claims) else {
        return;
    };
    let awards = found.awards();
    assert_eq!(sum(awards).checked_add(found.rest()), Ok(estate));
    assert!(
        awards
            .iter()
            .zip(&claims)
            .all(|(award, claim)| award.minor() <= claim.minor())
    );
    assert!(awards.iter().all(|award| !award.is_negative()));
    let more = money(draw);
    if let Ok(lines) = rule.award_after(awards, more, &claims) {
        let shared: i128 = claims.iter().map(|claim| claim.minor()).sum();
        let paid: i128 = awards.iter().chain(&lines).map(|money| money.minor()).sum();
        assert_eq!(paid, more.minor().min(shared));
    }
}

fn tranches(weights: &Weights, draw: &mut Draw<'_>) {
    let policy = *draw.pick(&InstallmentPolicy::ALL);
    let (plan, total) = (Installments::new(weights.clone(), policy), money(draw));
    let parts = plan.parts(total);
    assert_eq!(sum(&parts), total);
    let back: Vec<Money> = plan.parts(-total).into_iter().map(|part| -part).collect();
    assert_eq!(parts, back);
    let periods = u32::try_from(draw.number().unsigned_abs()).unwrap_or(u32::MAX);
    let cliff = u32::try_from(draw.number().unsigned_abs()).unwrap_or(0);
    if let Ok(vesting) = Vesting::new(periods, cliff, policy) {
        let elapsed = u32::try_from(draw.number().unsigned_abs()).unwrap_or(u32::MAX);
        let vested = |elapsed: u32| vesting.vested(total.abs(), elapsed).minor();
        assert!(0 <= vested(elapsed) && vested(elapsed) <= vested(elapsed.saturating_add(1)));
        assert_eq!(vested(periods.max(cliff)), total.abs().minor());
    }
}

fn pool(weights: &Weights, draw: &mut Draw<'_>) {
    let fraction = |draw: &mut Draw<'_>| {
        let below = i128::from(draw.number()).abs().max(1);
        Ratio::new(draw.wide(), below).unwrap_or(Ratio::ONE)
    };
    let budget = fraction(draw);
    let Ok(mut pool) = CappedPool::new(Currency::USD, budget, weights.clone()) else {
        return;
    };
    if draw.once_in(2) {
        let cap = fraction(draw);
        pool = pool.clone().with_cap(cap).unwrap_or(pool);
    }
    if draw.once_in(2) {
        pool = pool.clone().with_minimum(money(draw)).unwrap_or(pool);
    }
    let eliminations = [
        Elimination::None,
        Elimination::AllBelow,
        Elimination::SmallestFirst,
    ];
    let excesses = [Excess::ToRemaining, Excess::Unspent];
    let pool = pool
        .with_elimination(*draw.pick(&eliminations))
        .with_cap_excess(*draw.pick(&excesses))
        .with_dropped(*draw.pick(&excesses));
    let alone = draw.once_in(2).then(|| *draw.pick(&ROUNDINGS));
    let pool = pool.with_rounding(alone.map_or(PoolRounding::Exact, PoolRounding::EachAlone));
    if let (Ok(found), None) = (pool.distribute(), alone) {
        let paid: i128 = found.amounts().map(Money::minor).sum();
        assert!(found.amounts().all(|amount| !amount.is_negative()));
        let rest = found.rest().to_ratio();
        let all = rest.and_then(|rest| rest.checked_add(Ratio::new(paid, 1).ok()?).ok());
        assert!(all.is_none_or(|all| all == budget), "{all:?} of {budget}");
    }
}
