//! The laws of spec/health-economics.md 11 about economics.

use std::collections::BTreeSet;

use partnership::economics::{
    Candidate, CausePart, Dependency, DependencyLines, EconomicsError, Effort, ForecastLine,
    ForecastPeriod, Incomes, Investment, InvestmentPeriod, LineKind, LoadGuide, Member, Need,
    Negatives, Person, Sold, UnitSale, dashboard, ecosystem, load, price_volume, pursue, team,
};
use partnership::{Currency, Money, Ratio};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::laws;

pub fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

pub fn over(above: i64, below: i64) -> Ratio {
    Ratio::new(above.into(), below.into()).unwrap()
}

pub fn amounts() -> impl Strategy<Value = i64> {
    prop_oneof![1 => select(vec![0, 1, 99, 100, 101]), 4 => 0_i64..20_000]
}

pub fn incomes(amounts: &[i64]) -> Incomes {
    let named = amounts.iter().enumerate();
    let named = named.map(|(place, amount)| (format!("{place:03}"), usd(*amount)));
    Incomes::new(named.collect()).unwrap()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_8_one_unit_less_is_a_loss(
        fixed in amounts(), price in 1_i64..5_000, variable in 0_i64..5_000, tenths in 0_i64..10,
    ) {
        let share = over(tenths, 10);
        let sale = UnitSale { fixed: usd(fixed), price: usd(price), variable: usd(variable), share };
        let line = sale.break_even().unwrap();
        // In tenths of a cent: c = 10 price - tenths price - 10 variable.
        let c = price * (10 - tenths) - variable * 10;
        let units = if c > 0 {
            Some((fixed * 10 + c - 1) / c)
        } else {
            (c == 0 && fixed == 0).then_some(0)
        };
        prop_assert_eq!(line.units, units.map(i64::unsigned_abs));
        if let (Some(units), true) = (units, c > 0) {
            prop_assert!(units * c >= fixed * 10 && fixed * 10 > (units - 1) * c);
            prop_assert!(!sale.profit(units.unsigned_abs()).unwrap().is_negative());
        }
    }

    #[test]
    fn law_9_what_hours_earn_elsewhere_only_makes_it_later(
        once in amounts(),
        periods in vec((amounts(), -3_000_i64..20_000, 0_i64..200, amounts(), amounts()), 1..20),
    ) {
        let period = |(cash, value, sevenths, paid, elsewhere): (i64, i64, i64, i64, i64)| {
            let (hours, paid, elsewhere) = (over(sevenths, 7), usd(paid), usd(elsewhere));
            InvestmentPeriod {
                cash: usd(cash),
                value: usd(value),
                efforts: vec![Effort { hours, paid, elsewhere }],
            }
        };
        let plan = Investment {
            once: vec![usd(once)],
            periods: periods.into_iter().map(period).collect(),
        };
        let pays = plan.break_even().unwrap();
        prop_assert!(!pays.opportunity.is_negative());
        let never = u32::MAX;
        let at = |period: Option<u32>| period.unwrap_or(never);
        prop_assert!(at(pays.first_without_opportunity) <= at(pays.first));
        prop_assert!(at(pays.first) <= at(pays.for_good));
        prop_assert_eq!(pays.for_good.is_some(), !pays.surplus.is_negative());
    }

    #[test]
    fn law_10_effects_add_up_to_the_difference(
        lines in vec(vec((any::<bool>(), amounts(), prop::option::of(amounts()), amounts()), 0..5), 0..4),
        percent in 0_i64..30,
    ) {
        let periods = lines.iter().enumerate().map(|(number, lines)| ForecastPeriod {
            period: number.to_string(),
            lines: (lines.iter().enumerate())
                .map(|(key, (is_cost, planned, actual, explained))| ForecastLine {
                    key: key.to_string(),
                    kind: if *is_cost { LineKind::Cost } else { LineKind::Income },
                    planned: usd(*planned),
                    actual: actual.map(usd),
                    causes: vec![CausePart {
                        cause: partnership::economics::Cause::Other,
                        amount: usd(*explained),
                    }],
                })
                .collect(),
        });
        let periods: Vec<ForecastPeriod> = periods.collect();
        let board = dashboard(Currency::USD, Ratio::from_percent(percent), &periods).unwrap();
        let difference = board.actual_result.checked_sub(board.planned_result).unwrap();
        prop_assert_eq!(board.effect, difference);
        let effects = board.periods.iter().map(|period| period.effect);
        prop_assert_eq!(Money::sum(Currency::USD, effects).unwrap(), difference);
        let last = board.periods.last().map_or(usd(0), |period| period.cumulative);
        prop_assert_eq!(last, difference);
        for period in &board.periods {
            let rows = period.rows.iter().filter_map(|row| row.effect);
            prop_assert_eq!(Money::sum(Currency::USD, rows).unwrap(), period.effect);
        }
    }

    #[test]
    fn law_10_volume_and_price_make_the_variance(
        planned in (1_i64..500, -20_000_i64..20_000), actual in (0_i64..500, -20_000_i64..20_000),
    ) {
        let sold = |(units, amount)| Sold { units: over(units, 3), amount: usd(amount) };
        let why = price_volume(sold(planned), sold(actual)).unwrap();
        prop_assert_eq!(why.volume.checked_add(why.price).unwrap(), why.variance);
    }

    #[test]
    fn law_11_concentration_lies_between_equal_and_one(
        amounts in vec(amounts(), 1..9), merged in any::<prop::sample::Index>(),
    ) {
        let all = incomes(&amounts);
        let Ok(found) = all.concentration(Negatives::Refuse) else {
            prop_assert!(amounts.iter().all(|amount| *amount == 0));
            return Ok(());
        };
        let (hhi, payers) = (found.hhi().unwrap(), found.payers());
        let least = Ratio::ONE.checked_div(payers.into()).unwrap();
        prop_assert!(least <= hhi && hhi <= Ratio::ONE);
        // By the definition, share by share.
        let total: i64 = amounts.iter().sum();
        let squares: i64 = amounts.iter().map(|amount| amount * amount).sum();
        prop_assert_eq!(hhi, over(squares, total * total));
        let equal = incomes(&vec![7; usize::try_from(payers).unwrap()]);
        prop_assert_eq!(equal.concentration(Negatives::Refuse).unwrap().hhi().unwrap(), least);
        // Merging two never lowers it.
        let mut fewer = amounts.clone();
        let gone = fewer.remove(merged.index(amounts.len()));
        if let Some(first) = fewer.first_mut() {
            *first += gone;
            let fewer = incomes(&fewer);
            let fewer = fewer.concentration(Negatives::Refuse).unwrap();
            prop_assert!(fewer.hhi().unwrap() >= hhi);
        }
    }

    #[test]
    fn law_11_what_is_needed_elsewhere_is_the_least(
        amounts in vec(amounts(), 0..4), top in 1_i64..100_000, percent in 50_i64..=100,
    ) {
        let line = Ratio::from_percent(percent);
        let lines = DependencyLines::new(Ratio::from_percent(50).min(line), line).unwrap();
        let mut all = amounts;
        all.push(top);
        let before = incomes(&all);
        let before = before.concentration(Negatives::Refuse).unwrap();
        let needed = i64::try_from(before.needed_elsewhere(&lines).unwrap().minor()).unwrap();
        let is_over = |more: i64| {
            let mut longer = all.clone();
            longer.push(more);
            let longer = incomes(&longer);
            let longer = longer.concentration(Negatives::Refuse).unwrap();
            longer.dependency(&lines) == Dependency::OverReliance
        };
        if before.dependency(&lines) != Dependency::OverReliance {
            prop_assert_eq!(needed, 0);
        } else if needed < *all.iter().max().unwrap() {
            prop_assert!(!is_over(needed));
            prop_assert!(is_over(needed - 1));
        }
    }
}

// ---- which next ----

pub fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        0_i64..6,
        1_i64..8,
        select(vec![2_i64, 3, 4]),
        prop::bool::weighted(0.1),
    );
    vec(one, 0..9).prop_map(|all| {
        let all = all.into_iter().enumerate();
        all.map(|(place, (value, effort, below, barred))| Candidate {
            id: format!("{place:02}"),
            value: over(value, 2),
            effort: over(effort, below),
            barred,
        })
        .collect()
    })
}

/// Every set, one after the other: the most value, then the least effort, then the earlier ids.
fn by_brute_force(all: &[Candidate], capacity: Ratio, slots: usize) -> Vec<String> {
    let mut best: Option<(Ratio, Ratio, Vec<usize>)> = None;
    for set in 0_u32..1 << all.len() {
        let chosen: Vec<usize> = (0..all.len())
            .filter(|place| set >> place & 1 == 1)
            .collect();
        let sum = |figure: fn(&Candidate) -> Ratio| {
            chosen.iter().fold(Ratio::ZERO, |sum, place| {
                sum.checked_add(figure(&all[*place])).unwrap()
            })
        };
        let (value, effort) = (sum(|one| one.value), sum(|one| one.effort));
        let is_open = chosen.iter().all(|place| !all[*place].barred);
        if !is_open || effort > capacity || chosen.len() > slots {
            continue;
        }
        // Of two sets the one that has the first id in which they differ.
        let is_earlier = |other: &[usize]| {
            let differs =
                (0..all.len()).find(|place| chosen.contains(place) != other.contains(place));
            differs.is_some_and(|place| chosen.contains(&place))
        };
        let is_better = best.as_ref().is_none_or(|(most, least, other)| {
            value > *most
                || value == *most && (effort < *least || effort == *least && is_earlier(other))
        });
        if is_better {
            best = Some((value, effort, chosen));
        }
    }
    let chosen = best.map(|(_, _, chosen)| chosen).unwrap_or_default();
    chosen
        .into_iter()
        .map(|place| all[place].id.clone())
        .collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_12_the_choice_is_the_best_of_all(
        all in candidates(), quarters in 0_i64..40, slots in prop::option::of(0_u32..5),
    ) {
        let capacity = over(quarters, 4);
        let found = pursue(&all, capacity, slots).unwrap();
        let most = slots.map_or(all.len(), |slots| usize::try_from(slots).unwrap());
        prop_assert_eq!(&found.chosen, &by_brute_force(&all, capacity, most));
        prop_assert!(found.value >= found.rule_of_thumb.value);
        prop_assert_eq!(found.effort.checked_add(found.room_left).unwrap(), capacity);
        prop_assert_eq!(found.chosen.len() + found.left.len(), all.len());
        let wider = pursue(&all, over(quarters + 1, 4), slots).unwrap();
        prop_assert!(wider.value >= found.value);
        let mut turned = all;
        turned.reverse();
        prop_assert_eq!(pursue(&turned, capacity, slots).unwrap(), found);
    }
}

// ---- who with whom ----

const SKILLS: [&str; 5] = ["animation", "audience", "editing", "sound", "voice"];

pub fn skills() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(select(SKILLS.to_vec()).prop_map(str::to_owned), 0..4)
}

pub fn members() -> impl Strategy<Value = Vec<Member>> {
    vec((skills(), skills(), 1_u32..5), 0..7).prop_map(|all| {
        let all = all.into_iter().enumerate();
        all.map(|(place, (offers, needs, weight))| Member {
            id: format!("m{place}"),
            offers,
            needs: needs.into_iter().map(|key| Need { key, weight }).collect(),
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_13_both_must_win(members in members()) {
        let found = ecosystem(&members).unwrap();
        let mut turned = members.clone();
        turned.reverse();
        prop_assert_eq!(&ecosystem(&turned).unwrap(), &found);
        prop_assert_eq!(found.pairs.len(), members.len() * members.len().saturating_sub(1) / 2);
        for pair in &found.pairs {
            prop_assert!(pair.a < pair.b);
            prop_assert_eq!(pair.mutual, pair.a_gains.min(pair.b_gains));
        }
        // The same pair with the names turned has the same mutual gain.
        let renamed = members.iter().enumerate().map(|(place, member)| Member {
            id: format!("m{}", members.len() - place),
            ..member.clone()
        });
        let renamed: Vec<Member> = renamed.collect();
        let mutual = |members: &[Member]| {
            let pairs = ecosystem(members).unwrap().pairs;
            pairs.into_iter().map(|pair| pair.mutual).collect::<Vec<_>>()
        };
        prop_assert_eq!(mutual(&renamed), mutual(&members));
    }

    #[test]
    fn law_13_no_smaller_team_covers(members in members(), needs in skills()) {
        let covers = |set: u32| needs.iter().all(|need| {
            let chosen = members.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
            chosen.into_iter().any(|(_, member)| member.offers.contains(need))
        });
        let sets = 0_u32..1 << members.len();
        let least = sets.filter(|set| covers(*set)).map(u32::count_ones).min();
        match team(&needs, &members) {
            Ok(found) => {
                prop_assert_eq!(u32::try_from(found.team.len()).ok(), least);
                let set = members.iter().enumerate().fold(0, |set, (place, member)| {
                    set | u32::from(found.team.contains(&member.id)) << place
                });
                prop_assert!(covers(set));
            }
            Err(EconomicsError::NotCoverable { missing }) => {
                prop_assert_eq!(least, None);
                prop_assert!(!missing.is_empty());
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn rooms_are_filled_person_by_person(tenths in vec(0_i64..=10, 0..6)) {
        let people = tenths.iter().enumerate().map(|(place, tenths)| Person {
            id: format!("p{place}"),
            capacity: over(*tenths, 10),
        });
        let people: Vec<Person> = people.collect();
        let report = load(&people, &[], &LoadGuide::default()).unwrap();
        let fits = |share: i64| tenths.iter().map(|tenths| tenths / share).sum::<i64>().min(10);
        prop_assert_eq!(i64::from(report.more_at_least), fits(2));
        prop_assert_eq!(i64::from(report.more_at_most), fits(1));
        prop_assert_eq!(report.free_capacity, over(tenths.iter().sum(), 10));
    }
}
