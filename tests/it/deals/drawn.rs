//! Histories drawn for a sheet: over the periods of its worked history, of the streams and levels
//! that it reads.

use std::collections::{BTreeMap, BTreeSet};

use partnership::compensation::{Activity, Event, Level, Stream, Terms, Total, Window};
use partnership::{Money, Ratio};
use serde_json::Value;

use crate::strategies::Tape;

/// Minor units: nothing, cents that round, and sums around the bounds of the sheets.
const MINOR: [i64; 12] = [
    0,
    1,
    5,
    49,
    10_000,
    33_333,
    999_999,
    9_999_999,
    100_000_003,
    500_000_000,
    4_000_000_000,
    310_000_000_000,
];
const UNITS: [i64; 8] = [0, 1, 2, 101, 261, 19_999, 50_000, 400_000];
const LEVELS: [i64; 10] = [
    0, 1, 10, 40, 5_000, 5_001, 25_001, 499_999, 1_500_000, 2_000_000,
];

/// What a sheet reads, by kind.
#[derive(Default)]
struct Names {
    streams: BTreeSet<String>,
    by_event: BTreeSet<String>,
    levels: BTreeSet<String>,
}

impl Names {
    fn of(terms: &Terms) -> Self {
        let mut names = Self::default();
        let versions = terms.versions().iter();
        for item in versions.flat_map(|version| &version.items) {
            let pay = serde_json::to_value(&item.pay).expect("JSON");
            names.collect(&pay, item.window == Window::Event);
        }
        names
    }

    fn collect(&mut self, pay: &Value, is_event: bool) {
        let Value::Object(fields) = pay else {
            let all = pay.as_array().into_iter().flatten();
            return all.for_each(|value| self.collect(value, is_event));
        };
        for (field, value) in fields {
            let texts = value.as_array().into_iter().flatten().chain([value]);
            let texts = texts.filter_map(Value::as_str).map(str::to_owned);
            match field.as_str() {
                "streams" | "stream" | "at_least" | "units" if is_event => {
                    self.by_event.extend(texts);
                }
                "streams" | "stream" | "at_least" | "units" => self.streams.extend(texts),
                "level" => self.levels.extend(texts),
                _ => self.collect(value, is_event),
            }
        }
    }
}

/// What was sold and not given back, by stream and period.
type Sold = BTreeMap<(Stream, u32), (i64, i64)>;

/// Draws what happens in each of these periods.
pub(super) fn drawn(terms: &Terms, periods: &[Activity], tape: &mut Tape) -> Vec<Activity> {
    let names = Names::of(terms);
    let mut sold = Sold::new();
    let mut orders: Vec<Event> = Vec::new();
    let mut history = Vec::new();
    for period in periods {
        let mut activity = Activity::empty(period.no, period.period);
        activity.r#final = period.r#final;
        for stream in &names.streams {
            totals(terms, stream, &mut activity, &mut sold, tape);
        }
        for stream in &names.by_event {
            events(terms, stream, &mut activity, &mut orders, tape);
        }
        for name in &names.levels {
            if tape.once_in(2) {
                let numbers: Vec<u32> = (1..=period.no).collect();
                let of = tape.once_in(4).then(|| tape.pick(&numbers));
                let value = Ratio::from_integer(tape.pick(&LEVELS));
                let name = name.as_str().into();
                activity.levels.push(Level { name, of, value });
            }
        }
        history.push(activity);
    }
    history
}

fn money(terms: &Terms, minor: i64) -> Money {
    Money::from_minor(minor, terms.currency())
}

/// Sales of a stream, and sometimes a refund of an earlier period.
fn totals(terms: &Terms, stream: &str, activity: &mut Activity, sold: &mut Sold, tape: &mut Tape) {
    let earlier: Vec<u32> = sold
        .keys()
        .filter(|(of, _)| **of == *stream)
        .map(|(_, of)| *of)
        .collect();
    if !earlier.is_empty() && tape.once_in(3) {
        let of = tape.pick(&earlier);
        let left = sold.get_mut(&(stream.into(), of)).expect("sold");
        let part = tape.pick(&[1, 2, 3]);
        let back = (left.0 / part, left.1 / part);
        *left = (left.0 - back.0, left.1 - back.1);
        let mut total = Total::of(stream, Some(of));
        total.refunds = Some(money(terms, back.0));
        total.units_returned = Some(Ratio::from_integer(back.1));
        activity.totals.push(total);
    }
    if tape.once_in(2) {
        let (minor, units) = (tape.pick(&MINOR), tape.pick(&UNITS));
        let mut total = Total::of(stream, None);
        total.amount = Some(money(terms, minor));
        total.units = Some(Ratio::from_integer(units));
        activity.totals.push(total);
        sold.insert((stream.into(), activity.no), (minor, units));
    }
}

/// Orders of a stream, and sometimes one of an earlier period that comes back in part.
fn events(
    terms: &Terms,
    stream: &str,
    activity: &mut Activity,
    orders: &mut Vec<Event>,
    tape: &mut Tape,
) {
    let earlier = orders.iter().position(|order| *order.stream == *stream);
    if let Some(at) = earlier.filter(|_| tape.once_in(2)) {
        let order = orders.remove(at);
        let minor = order.after.map_or(0, Money::minor) / 3;
        let mut back = order.clone();
        back.id = format!("{}-back", order.id).parse().expect("an id");
        (back.before, back.after) = (order.after, None);
        (back.units_before, back.units_after) = (order.units_after, None);
        if tape.once_in(2) {
            back.after = Some(money(terms, i64::try_from(minor).expect("small")));
            back.units_after = Some(Ratio::ONE);
        }
        activity.events.push(back);
    }
    for number in 0..tape.below(3) {
        let id = format!("{stream}-{}-{number}", activity.no);
        let mut order = Event::new(id.parse().expect("an id"), stream);
        order.after = Some(money(terms, tape.pick(&MINOR)));
        order.units_after = Some(Ratio::from_integer(1 + tape.pick(&UNITS)));
        activity.events.push(order.clone());
        order.of = Some(activity.no);
        orders.push(order);
    }
}
