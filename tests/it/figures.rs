//! The pictures of reports: those in `doc/` are drawn from what stands here.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use partnership::alignment::{Assessment, Evaluation, Rubric, Score};
use partnership::allocate::ClaimsRule;
use partnership::compensation::{
    Activity, Advance, Item, PayDraft, Payout, Reserve, ReserveOn, Statement, Terms, TermsBuilder,
    Window, settle,
};
use partnership::economics::{DependencyLines, HhiBands, Incomes, Negatives};
use partnership::figure::Figure;
use partnership::split::{
    Compounding, DayCount, DynamicEquity, EquityTerms, Measured, Receipt, Split, Tier, Waterfall,
    WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId, Ratio};
use svg::parser::Event;

use crate::support::root;

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

fn cedar() -> Evaluation {
    let rate = |id: &str, score: i32| (id.parse().unwrap(), Score::from(score));
    let mut cedar = Assessment::new("Cedar".parse().unwrap(), date("2026-01-01").unwrap());
    for (criterion, score) in [
        rate("strategic-fit", 5),
        rate("operational-capacity", 4),
        rate("cultural-compatibility", 2),
    ] {
        cedar = cedar.rate(criterion, score);
    }
    let matrix = Rubric::partnership_alignment_matrix();
    matrix.evaluate(&cedar).unwrap()
}

/// The month of the front page.
fn january() -> Statement {
    let tiers = [
        (Some(usd("10000.00")), "30%".parse().unwrap()),
        (None, "50%".parse().unwrap()),
    ];
    let share = PayDraft::tiered_share(&["shop"], &tiers);
    let start = date("2026-01-01").unwrap();
    let sales = Item::new("sales".parse().unwrap(), Window::Lifetime, share);
    let terms = Terms::builder("acme-jane", Currency::USD, start)
        .item(sales)
        .advance(Advance::new(
            "signing".parse().unwrap(),
            usd("1000.00"),
            start,
        ))
        .build()
        .unwrap();
    let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    january.add_sale("shop", usd("12000.05")).unwrap();
    january.add_refund("shop", None, usd("1500.00")).unwrap();
    settle(&terms, &terms.new_state(), &january).unwrap().0
}

/// Fifty put in, eight percent on it, a catch-up and 80/20.
fn fund() -> Waterfall {
    let (gp, lp) = (party("gp"), party("lp"));
    let shares = [
        (gp.clone(), "20%".parse().unwrap()),
        (lp.clone(), "80%".parse().unwrap()),
    ];
    let tiers = vec![
        Tier::recoup([(lp.clone(), usd("50.00"))]),
        Tier::Preferred {
            on: 0,
            rate: "8%".parse().unwrap(),
            compounding: Compounding::Yearly,
            day_count: DayCount::Thirty360,
            rule: ClaimsRule::Proportional,
        },
        Tier::CatchUp {
            party: gp.clone(),
            share: "100%".parse().unwrap(),
            target: "20%".parse().unwrap(),
            others: Split::equal([lp.clone()]).unwrap(),
        },
        Tier::residual(Split::fixed(shares).unwrap()),
    ];
    Waterfall::new(WaterfallTerms {
        anchor: Some(date("2021-01-01").unwrap()),
        ..WaterfallTerms::new(Currency::USD, [gp, lp], tiers)
    })
    .unwrap()
}

fn exit(amount: Money) -> Figure {
    let fund = fund();
    let exit = Receipt::on(date("2022-01-01").unwrap(), amount);
    let (_, statement) = fund.distribute(&fund.new_state(), exit).unwrap();
    Figure::waterfall(&fund, &statement)
}

fn milestone() -> DynamicEquity {
    let parties = ["ana", "ben", "cleo"].map(party);
    let scores = ["2", "1/2", "1"].map(|score| score.parse().unwrap());
    let scores: BTreeMap<PartyId, Ratio> = parties.iter().cloned().zip(scores).collect();
    let baseline = Split::equal(parties).unwrap();
    let measured = Measured::Scores(scores);
    DynamicEquity::new(baseline, EquityTerms::default(), measured).unwrap()
}

fn income(paid: &[(&str, &str)]) -> Figure {
    let paid = paid.iter();
    let paid = paid.map(|(id, amount)| ((*id).to_owned(), usd(amount)));
    let incomes = Incomes::new(paid.collect()).unwrap();
    let (lines, bands) = (DependencyLines::default(), HhiBands::default());
    Figure::concentration(&incomes, Negatives::AsZero, &lines, &bands).unwrap()
}

/// Every picture of the docs with its path.
fn pictures() -> impl Iterator<Item = (PathBuf, Figure)> {
    let paid = [("acme", "8000.00"), ("bolt", "1500.00"), ("cine", "500.00")];
    [
        ("alignment_profile", Figure::alignment_profile(&cedar())),
        ("statement_flow", Figure::statement_flow(&january())),
        ("waterfall", exit(usd("100.00"))),
        ("equity_band", Figure::equity_band(&milestone())),
        ("concentration", income(&paid)),
    ]
    .into_iter()
    .map(|(name, figure)| (root().join(format!("doc/figure_{name}.svg")), figure))
}

#[test]
fn the_pictures_in_the_docs_are_drawn_from_the_code() {
    for (path, figure) in pictures() {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == figure.svg(), "{}: draw it again", path.display());
    }
}

#[test]
#[ignore = "draws them again, after the drawing was changed"]
fn draw_the_pictures_of_reports() {
    for (path, figure) in pictures() {
        fs::write(path, figure.svg()).unwrap();
    }
}

/// Fails for what is no well-formed drawing; returns every element's name.
#[track_caller]
fn elements_of(drawing: &str) -> Vec<String> {
    let mut names = Vec::new();
    for event in svg::read(drawing).unwrap() {
        match event {
            Event::Error(error) => panic!("{error}"),
            Event::Tag(name, _, _) => names.push(name.to_owned()),
            _ => {}
        }
    }
    names
}

#[test]
fn a_picture_stands_on_a_page_and_in_a_file() {
    for (_, figure) in pictures() {
        let (page, file) = (figure.svg(), figure.file());
        for drawing in [&page, &file] {
            let names = elements_of(drawing);
            for wanted in ["svg", "title", "desc", "rect", "text"] {
                assert!(
                    names.iter().any(|name| name == wanted),
                    "{wanted}\n{drawing}"
                );
            }
        }
        // On a page the style of the page holds; a file brings its own, for both kinds of screen.
        assert!(!page.contains("<style") && page.contains("currentColor"));
        assert!(file.contains("background:#fff") && file.contains("(prefers-color-scheme:dark)"));
        assert!(page.contains(&format!("aria-label=\"{}\"", figure.title())));
    }
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    let cedar = Figure::alignment_profile(&cedar()).description();
    for words in ["Cultural Compatibility: 2, gap.", "Shared Vision: unknown."] {
        assert!(
            cedar.to_lowercase().contains(&words.to_lowercase()),
            "{cedar}"
        );
    }
    assert_eq!(
        Figure::statement_flow(&january()).description(),
        "Earned 3250.03 USD; paid 2250.03 USD. brought forward: 0.00 USD. \
         item sales: 3250.03 USD. recoupment signing: -1000.00 USD. paid: -2250.03 USD. \
         carried on: 0.00 USD. Marked: 0."
    );
    assert_eq!(
        exit(usd("100.00")).description(),
        "100.00 USD through 4 tiers to 2 parties. receipt: 100.00 USD. \
         1 recoup: 50.00 USD to lp. 2 preferred: 4.00 USD to lp. 3 catch up: 1.00 USD to gp. \
         4 residual: 45.00 USD to 2 parties. gp: 10.00 USD. lp: 90.00 USD."
    );
    let few = income(&[("a", "3.00"), ("b", "1.00"), ("c", "-7.00")]).description();
    assert_eq!(
        few,
        "HHI 6250 points, high; dependency watch; 2 payers, 4.00 USD. a: 75.0%, 3.00 USD. \
         b: 25.0%, 1.00 USD. Marked: watch from 50.0%. Marked: over-reliance from 80.0%."
    );
}

#[test]
fn bars_end_where_the_figures_are() {
    // Of 360 pixels from 200 on: 80% are 288, 15% are 54.
    let drawn = income(&[("acme", "8000.00"), ("bolt", "1500.00"), ("cine", "500.00")]).svg();
    for bar in ["width=\"288\" x=\"200\"", "width=\"54\" x=\"200\""] {
        assert!(drawn.contains(bar), "{bar}\n{drawn}");
    }
    // Fifty of a hundred go to the first tier, from the right.
    let drawn = exit(usd("100.00")).svg();
    assert!(drawn.contains("width=\"180\" x=\"380\""), "{drawn}");
}

/// A month of flat fees, under what else is agreed.
fn month(fees: &[&str], agree: impl FnOnce(TermsBuilder) -> TermsBuilder) -> Figure {
    let start = date("2026-01-01").unwrap();
    let mut terms = Terms::builder("acme-jane", Currency::USD, start);
    for (number, fee) in fees.iter().enumerate() {
        let fee = PayDraft::fixed(usd(fee));
        let id = format!("fee-{number:02}").parse().unwrap();
        terms = terms.item(Item::new(id, Window::Period, fee));
    }
    let terms = agree(terms).build().unwrap();
    let january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    let (statement, _) = settle(&terms, &terms.new_state(), &january).unwrap();
    Figure::statement_flow(&statement)
}

#[test]
fn many_lines_of_a_statement_share_a_row() {
    let told = |count| month(&vec!["1.00"; count], |terms| terms).description();
    assert!(told(24).contains("item fee-23: 1.00 USD. paid: -24.00 USD."));
    assert!(told(26).contains("item fee-23: 1.00 USD. 2 more lines: 2.00 USD. paid: -26.00 USD."));
}

#[test]
fn what_is_kept_back_and_withheld_goes_off() {
    let told = month(&["100.00"], |terms| {
        let reserve = Reserve {
            rate: "20%".parse().unwrap(),
            on: ReserveOn::Earned,
            release: vec![1],
            scope: None,
        };
        terms.reserve(reserve).payout(Payout {
            tax: Some("15%".parse().unwrap()),
            ..Payout::default()
        })
    });
    let told = told.description();
    let words = "item fee-00: 100.00 USD. reserve taken: -20.00 USD. paid: -68.00 USD. \
        withheld: -12.00 USD. carried on: 0.00 USD.";
    assert!(told.contains(words), "{told}");
}

#[test]
fn what_no_tier_takes_is_undistributed() {
    let lp = party("lp");
    let tiers = vec![Tier::recoup([(lp.clone(), usd("10.00"))])];
    let open = Waterfall::open(WaterfallTerms::new(Currency::USD, [lp], tiers)).unwrap();
    let told = |amount: &str| {
        let receipt = Receipt::undated(usd(amount));
        let (_, statement) = open.distribute(&open.new_state(), receipt).unwrap();
        Figure::waterfall(&open, &statement).description()
    };
    let words = "1 recoup: 10.00 USD to lp. undistributed: 3.00 USD. lp: 10.00 USD.";
    assert!(told("13.00").contains(words), "{}", told("13.00"));
    assert!(told("10.00").contains("1 recoup: 10.00 USD to lp. lp: 10.00 USD."));
}

#[test]
fn bars_of_cents_begin_at_nothing() {
    let carried = month(&["0.02"], |terms| {
        terms.payout(Payout {
            minimum: Some(usd("50.00")),
            ..Payout::default()
        })
    });
    let halves = income(&[("a", "0.01"), ("b", "0.01")]);
    // What comes in and is carried on; what arrives, goes to the first tier, and to its party.
    for (figure, bar, count) in [
        (carried, "width=\"360\" x=\"200\"", 2),
        (exit(usd("0.02")), "width=\"360\" x=\"200\"", 3),
        (halves, "width=\"180\" x=\"200\"", 2),
    ] {
        let drawn = figure.svg();
        assert_eq!(drawn.matches(bar).count(), count, "{drawn}");
    }
}

#[test]
fn a_name_is_cut_where_the_bars_begin() {
    let drawn = |name: &str| income(&[(name, "1.00")]).svg();
    assert!(!drawn("abcdefghijklmnopqrstuvwxyz").contains('…'));
    assert!(drawn("abcdefghijklmnopqrstuvwxyz7").contains("abcdefghijklmnopqrstuvwxy…"));
}

#[test]
fn the_largest_payer_stands_first() {
    let told = income(&[("a", "1.00"), ("b", "3.00"), ("c", "2.00")]).description();
    let words = "b: 50.0%, 3.00 USD. c: 33.3%, 2.00 USD. a: 16.7%, 1.00 USD.";
    assert!(told.contains(words), "{told}");
}

#[test]
fn many_payers_share_a_row() {
    let names: Vec<String> = (0..14).map(|number| format!("p{number:02}")).collect();
    let paid: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1.00")).collect();
    let told = income(&paid).description();
    assert!(
        told.contains("p09: 7.1%, 1.00 USD. 4 others: 28.6%, 4.00 USD."),
        "{told}"
    );
}

#[test]
fn names_cannot_break_a_picture() {
    let name = "<b>&\"x\"\n\n\u{202e}# </text> and a long tail of a name";
    let drawn = income(&[(name, "1.00")]).svg();
    assert!(drawn.lines().all(|line| !line.trim().is_empty()));
    assert!(
        drawn.contains("&lt;b&gt;&amp;") && !drawn.contains("<b>"),
        "{drawn}"
    );
    assert!(!drawn.contains('\u{202e}'));
    elements_of(&drawn);
}

#[test]
fn a_picture_is_the_same_every_time() {
    let (first, again) = (exit(usd("61.37")), exit(usd("61.37")));
    assert_eq!(first.svg(), again.svg());
    assert_eq!(first.file(), again.file());
}
