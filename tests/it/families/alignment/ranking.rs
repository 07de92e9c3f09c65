//! The families of rankings: candidates of a case, and the countries of a published index.

use std::collections::BTreeMap;

use partnership::Error;
use partnership::alignment::{
    Assessment, Criterion, Evaluation, Floor, Id, OrderBy, Ranking, Rubric, Scale, Score, Tier,
    Verdict, rank,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{Candidate, GivenRubric, compared, day, evaluate_all, object};
use crate::cases::{outcome, read};
use crate::support::data;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranked {
    rubric: GivenRubric,
    candidates: Vec<Candidate>,
    on: Option<String>,
    #[serde(default)]
    order: OrderBy,
    take: Option<Seats>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seats {
    seats: usize,
    through: Option<Verdict>,
}

pub fn ranked(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Ranked = read(given)?;
    let run = || -> Result<Ranking, Error> {
        let all = evaluate_all(&given.rubric, &given.candidates, given.on.as_deref())?;
        Ok(rank(&all, given.order)?)
    };
    outcome(run(), expect, |ranking| {
        let tiers = ranking.tiers().iter().map(|tier| {
            let groups = tier.groups().iter().map(|group| {
                json!({
                    "position": group.position(),
                    "score": group.key(),
                    "members": group.members(),
                    "margin": group.margin(),
                })
            });
            json!({"verdict": tier.verdict(), "groups": groups.collect::<Vec<_>>()})
        });
        let mut found = json!({
            "tiers": tiers.collect::<Vec<_>>(),
            "excluded": ranking.excluded(),
            "possible_leaders": ranking.possible_leaders(),
            "leader_is_certain": ranking.leader_is_certain(),
        });
        if let Some(Seats { seats, through }) = given.take {
            let taken = ranking.take(seats, through.unwrap_or(Verdict::Fit));
            found["take"] = json!({
                "chosen": taken.chosen,
                "undecided": taken.undecided,
                "seats_left": taken.seats_left,
            });
        }
        compared(expect, found)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Countries {
    data: String,
    year: u32,
    weights: BTreeMap<String, u32>,
    reject: Option<Score>,
    bridge: Option<Score>,
    max_gaps: Option<u32>,
    top: usize,
    look: Vec<String>,
}

impl Countries {
    /// The rubric over the columns that count, in the order of the file.
    fn rubric(&self, columns: &csv::StringRecord) -> Result<Rubric, Error> {
        let scale = Scale::new(Score::from(1), Score::from(5), "0.01".parse()?)?;
        let mut draft = Rubric::builder("lpi".parse()?).scale(scale);
        draft.max_gaps = self.max_gaps;
        let floor = Floor {
            reject: self.reject,
            bridge: self.bridge,
        };
        for column in columns {
            if let Some(weight) = self.weights.get(column) {
                let criterion = Criterion::new(column.parse()?, *weight);
                draft = draft.criterion(criterion.with_floor(floor));
            }
        }
        assert_eq!(draft.criteria.len(), self.weights.len(), "all columns");
        Ok(draft.build()?)
    }

    fn evaluate(&self) -> Result<Vec<Evaluation>, Error> {
        let path = data(&self.data).expect("the runner skips these cases without data");
        let mut file = csv::Reader::from_path(path).expect("a table");
        let columns = file.headers().expect("its columns").clone();
        let rubric = self.rubric(&columns)?;
        let mut all = Vec::new();
        for row in file.records() {
            let row = row.expect("a row");
            let cells: BTreeMap<&str, &str> = columns.iter().zip(row.iter()).collect();
            if cells["year"] != self.year.to_string() {
                continue;
            }
            let mut assessment = Assessment::new(cells["country"].parse()?, day(None)?);
            for criterion in rubric.criteria() {
                let score: Score = cells[criterion.id().as_str()].parse()?;
                assessment = assessment.rate(criterion.id().clone(), score);
            }
            all.push(rubric.evaluate(&assessment)?);
        }
        Ok(all)
    }
}

pub fn countries(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Countries = read(given)?;
    let run = || -> Result<_, Error> {
        let all = given.evaluate()?;
        Ok((rank(&all, OrderBy::Low)?, all))
    };
    outcome(run(), expect, |(ranking, all)| {
        let verdicts = [
            Verdict::Fit,
            Verdict::NeedsBridging,
            Verdict::Incomplete,
            Verdict::NoFit,
        ];
        let counts = verdicts.map(|verdict| {
            let count = all.iter().filter(|one| one.verdict() == verdict).count();
            (verdict, json!(count))
        });
        let groups = ranking.tiers().iter().flat_map(Tier::groups);
        let top = groups
            .take(given.top)
            .map(|group| json!([group.position(), group.key(), group.members()]));
        let look = given.look.iter().map(|country| {
            let mut all = all.iter();
            let found = all.find(|one| one.subject().as_str() == country);
            let found = found.expect("a country of the file");
            let figures = json!({
                "verdict": found.verdict(),
                "score": found.score(),
                "gaps": found.gaps().collect::<Vec<&Id>>(),
                "breaches": found.breaches().collect::<Vec<&Id>>(),
                "too_many_gaps": found.too_many_gaps(),
            });
            (country, figures)
        });
        let found = json!({
            "counts": object(counts),
            "top": top.collect::<Vec<_>>(),
            "look": object(look),
        });
        compared(expect, found)
    })
}
