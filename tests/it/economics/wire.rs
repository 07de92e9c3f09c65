//! The papers of economics as they travel: what was written once is read, and what they come to is
//! handed out alike.

use std::collections::BTreeSet;

use partnership::economics::{
    Budget, Candidate, DependencyLines, Engagement, ForecastPeriod, HhiBands, HighFrom, Holding,
    Incomes, Intangible, Investment, LoadGuide, Member, Negatives, Person, ScaleFacts, ScaleLimits,
    Sold, UnitSale, dashboard, ecosystem, load, price_volume, projection, pursue, risk_reward,
    scale_objections, team, valuations,
};
use partnership::{Currency, Money, Ratio};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::documents::golden;

/// Reads one of the papers, holds what is written again to it, and refuses a field too many.
#[track_caller]
fn paper<T: DeserializeOwned + Serialize + std::fmt::Debug>(name: &str) -> T {
    let written = golden("economics/papers.json")[name].clone();
    let value: T = serde_json::from_value(written.clone()).expect(name);
    assert_eq!(serde_json::to_value(&value).unwrap(), written, "{name}");
    let mut more = written;
    let fields = if more.is_array() {
        &mut more[0]
    } else {
        &mut more
    };
    fields["more"] = json!(1);
    let error = serde_json::from_value::<T>(more).unwrap_err().to_string();
    assert!(error.contains("unknown field `more`"), "{name}: {error}");
    value
}

/// Holds what was found to what is handed out under a name.
#[track_caller]
fn hands_out<E: std::fmt::Debug>(name: &str, found: Result<impl Serialize, E>) {
    let expected = &golden("economics/results.json")[name];
    assert_eq!(
        &serde_json::to_value(found.unwrap()).unwrap(),
        expected,
        "{name}"
    );
}

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

#[test]
fn what_one_partnership_comes_to() {
    hands_out("unit_sale", paper::<UnitSale>("unit_sale").break_even());
    hands_out("investment", paper::<Investment>("investment").break_even());
    let intangible: Intangible = paper("intangible");
    hands_out("valuations", valuations(usd("700.00"), &[intangible]));
    hands_out("budget", paper::<Budget>("budget").report());
    let quarter: ForecastPeriod = paper("forecast_period");
    let board = dashboard(Currency::USD, Ratio::from_percent(10), &[quarter]);
    hands_out("dashboard", board);
    let actual = Sold {
        units: "600".parse().unwrap(),
        amount: usd("78000.00"),
    };
    hands_out("price_volume", price_volume(paper("sold"), actual));
    let plan = [usd("40.00"), usd("60.00")];
    hands_out("projection", projection(&plan, &[usd("45.00")]));
    let (facts, limits): (ScaleFacts, ScaleLimits) = (paper("scale_facts"), paper("scale_limits"));
    assert_eq!(limits, ScaleLimits::default());
    hands_out::<()>("scale", Ok(scale_objections(&facts, &limits)));
}

#[test]
fn what_many_partnerships_come_to() {
    let incomes: Incomes = paper("incomes");
    let (lines, bands): (DependencyLines, HhiBands) =
        (paper("dependency_lines"), paper("hhi_bands"));
    let found = incomes.concentration(Negatives::Refuse).unwrap();
    hands_out("concentration", found.report(&lines, &bands));
    let guide: LoadGuide = paper("load_guide");
    assert_eq!(guide, LoadGuide::default());
    let (person, engagement): (Person, Engagement) = (paper("person"), paper("engagement"));
    hands_out("load", load(&[person], &[engagement], &guide));
    let (holding, high): (Holding, HighFrom) = (paper("holding"), paper("high_from"));
    hands_out("risk_reward", risk_reward(&[holding], &high));
    let candidate: Candidate = paper("candidate");
    hands_out("pursue", pursue(&[candidate], 50_i64.into(), None));
    let members: [Member; 1] = [paper("member")];
    hands_out("ecosystem", ecosystem(&members));
    let needs = BTreeSet::from(["animation".to_owned()]);
    hands_out("team", team(&needs, &members));
}

/// What is said of a paper that is refused.
#[track_caller]
fn refusal<T: DeserializeOwned + std::fmt::Debug>(written: Value) -> String {
    serde_json::from_value::<T>(written)
        .unwrap_err()
        .to_string()
}

#[test]
fn what_is_read_went_through_the_checked_door() {
    let twice = json!([{"id": "a", "amount": "1.00 USD"}, {"id": "a", "amount": "2.00 USD"}]);
    assert_eq!(refusal::<Incomes>(twice), "the id \"a\" stands twice");
    let turned = json!({"watch": "4/5", "over": "1/2"});
    assert_eq!(
        refusal::<DependencyLines>(turned),
        "the threshold 1/2 is out of order"
    );
    let turned = json!({"low": 1800, "high": 1000});
    assert_eq!(
        refusal::<HhiBands>(turned),
        "the threshold 1000 is out of order"
    );
    let turned = json!({"active": [5, 4], "share": ["1/10", "1/5"]});
    assert_eq!(
        refusal::<LoadGuide>(turned),
        "the threshold 4 is out of order"
    );
    let number = json!({"units": 0.5, "amount": "1.00 USD"});
    assert!(refusal::<Sold>(number).contains("numbers would lose digits"));
}

#[test]
fn a_share_that_is_left_out_is_none() {
    let mut written = golden("economics/papers.json")["unit_sale"].clone();
    written.as_object_mut().unwrap().remove("share");
    let sale: UnitSale = serde_json::from_value(written).unwrap();
    assert_eq!(sale.share, Ratio::ZERO);
}
