//! One error planted in a made-up day of two hundred receipts: is it named first, or
//! among the first three? The search is handed the session, those beside it and the
//! lines, never what was planted.
//!
//! What counts as the culprit: for an error of a receipt, a suspect of the right
//! pattern that names that receipt, alone or as one of at most [`MOST_NAMED`] that
//! nothing on record tells apart (five exact cash payments of one price are five
//! candidates for anyone). A payment that was never recorded leaves no receipt: there
//! it is the pattern with the right amount. So too for a pick-up that was not
//! recorded. For straps and rolls it is the denomination, for floats and other
//! drawers the drawer.

use std::collections::BTreeMap;

use counterfoil_domain::discrepancy::{Pattern, Search, search, search_with_lines};
use counterfoil_domain::session::Session;

use crate::discrepancy_day::{FLOAT, For, Paper, Random, Sale, Till};

/// How many receipts a suspect may name and still be said to name the culprit.
const MOST_NAMED: usize = 5;

/// The kinds of error that are planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Planted {
    CheckKeyedAsCash,
    CashKeyedAsCheck,
    CashKeyedAsCard,
    CardKeyedAsCash,
    SwappedInCash,
    SwappedInCard,
    SwappedAtTerminal,
    SlidPoint,
    DuplicateInCash,
    DuplicateInCard,
    DuplicateCheck,
    OtherNote,
    CheckMissing,
    CheckExtra,
    CheckMisread,
    StrapOrRoll,
    OwnFloat,
    OtherFloat,
    OtherDrawer,
    MissedPickUp,
    WrongSide,
    NotRecorded,
    NotReceived,
    VoidKept,
}

use Planted::*;

/// All but [`SwappedAtTerminal`], which is measured by itself: of a card terminal only
/// the total is known, every amount was typed into it again, and several slips of two
/// hundred make any such difference. Nothing on record tells them apart.
const KINDS: [Planted; 23] = [
    CheckKeyedAsCash,
    CashKeyedAsCheck,
    CashKeyedAsCard,
    CardKeyedAsCash,
    SwappedInCash,
    SwappedInCard,
    SlidPoint,
    DuplicateInCash,
    DuplicateInCard,
    DuplicateCheck,
    OtherNote,
    CheckMissing,
    CheckExtra,
    CheckMisread,
    StrapOrRoll,
    OwnFloat,
    OtherFloat,
    OtherDrawer,
    MissedPickUp,
    WrongSide,
    NotRecorded,
    NotReceived,
    VoidKept,
];

type IsIt = Box<dyn Fn(&Pattern) -> bool>;

/// A day with one error in it.
pub(crate) struct Day {
    pub(crate) till: Till,
    pub(crate) others: Vec<Till>,
    culprit: Option<IsIt>,
}

impl Day {
    /// Lives a day with this error in it; without one where `planted` is none.
    pub(crate) fn lived(planted: Option<Planted>, seed: u64) -> Day {
        let mut random = Random(seed.wrapping_mul(77) ^ 0x5eed);
        // A float is wrong by a few notes or a roll.
        let wrong = random.pick(&[500, 1_000, 2_000, 4_000, 5_000, 1_500]);
        let accepted = if planted == Some(OwnFloat) {
            FLOAT + wrong
        } else {
            FLOAT
        };
        let really = if planted == Some(OtherFloat) {
            FLOAT - wrong
        } else {
            FLOAT
        };
        let mut day = Day {
            till: Till::opened("W3", seed, accepted, really),
            others: Vec::new(),
            culprit: None,
        };
        if planted == Some(OwnFloat) {
            day.is(move |pattern| matches!(pattern, Pattern::OwnFloat { float, .. } if float.0 == accepted));
        }
        // With this payment, or the next one that such an error can happen to.
        let when = random.within(5, 150);
        let checkpoints = [random.within(60, 90), random.within(120, 160)];
        let (hand_over, orders) = (random.within(90, 110), [random.within(40, 60), random.within(130, 150)]);
        let mut pick_ups = 0;
        let mut served = 0;
        while day.till.session.receipts.len() < 200 {
            day.till.wait(40 + random.within(0, 160));
            let sale = day.till.customer();
            served += 1;
            let due = day.culprit.is_none() && served >= when;
            if !(due && planted.is_some_and(|planted| day.errs(planted, &sale, &mut random))) {
                let number = day.till.record(&sale);
                day.till.receive(&number, &sale.tenders);
            }
            day.till.wait(5);
            if checkpoints.contains(&served) {
                day.till.checkpoint();
            }
            if served == hand_over && seed.is_multiple_of(3) {
                day.till.hand_over();
            }
            if random.of_a_hundred(1) {
                day.till.no_sale();
            }
            if orders.contains(&served) {
                // Coin bought from the vault, beyond what was given for it.
                let net = random.pick(&[2_000, 5_000, 10_000, 4_000]);
                let wrong_side = planted == Some(WrongSide) && served == orders[usize::from(seed.is_multiple_of(2))];
                day.till
                    .change_order(net + 3_000, 3_000, if wrong_side { -net } else { net });
                if wrong_side {
                    day.is(move |p| matches!(p, Pattern::MovementOnWrongSide { amount, .. } if amount.0 == net));
                }
            }
            // What went wrong is not voided: the error would be gone.
            if random.of_a_hundred(1) && day.culprit.is_none() {
                day.voids_the_last();
            }
            if day.till.cash > 150_000 {
                let amount = (day.till.cash - random.within(40_000, 70_000)) / 10_000 * 10_000;
                pick_ups += 1;
                let missed = planted == Some(MissedPickUp) && pick_ups == 2;
                day.till.pick_up(amount, !missed);
                if missed {
                    day.is(move |p| matches!(p, Pattern::MissedPickUp { amount: of, .. } if of.0 == amount));
                }
            }
        }
        day.close(planted, seed, wrong, &mut random);
        day
    }

    fn is(&mut self, it: impl Fn(&Pattern) -> bool + 'static) {
        self.culprit = Some(Box::new(it));
    }

    fn voids_the_last(&mut self) {
        let last = self.till.session.receipts.last().filter(|receipt| !receipt.void);
        if let Some(number) = last.map(|receipt| receipt.number.clone()) {
            self.till.void(&number, true);
        }
    }

    /// The error happens to this payment, if such an error can.
    fn errs(&mut self, planted: Planted, sale: &Sale, random: &mut Random) -> bool {
        let till = &mut self.till;
        match planted {
            CheckKeyedAsCash | CashKeyedAsCheck | CashKeyedAsCard | CardKeyedAsCash => {
                let (keyed, truth) = match planted {
                    CheckKeyedAsCash => ("CASH", "CHECK"),
                    CashKeyedAsCheck => ("CHECK", "CASH"),
                    CashKeyedAsCard => ("CARD", "CASH"),
                    _ => ("CASH", "CARD"),
                };
                if !sale.exactly_by(keyed) {
                    return false;
                }
                let tender = till.tender(truth, sale.amount);
                let number = till.record(sale);
                match truth {
                    // The paper is there, and no receipt has it.
                    "CHECK" => till.papers.push(Paper {
                        of: None,
                        tender: truth.into(),
                        number: tender.check.and_then(|check| check.number),
                        amount: sale.amount,
                    }),
                    _ => till.receive(&number, &[tender]),
                }
                self.is(move |p| matches!(p, Pattern::WrongTender { receipts, to, .. } if names(receipts, &number) && to == truth));
            }
            SwappedInCash | SwappedInCard | SwappedAtTerminal | SlidPoint => {
                let code = match planted {
                    SwappedInCash => "CASH",
                    SwappedInCard | SwappedAtTerminal => "CARD",
                    _ => random.pick(&["CASH", "CARD"]),
                };
                let slips = if planted == SlidPoint {
                    slides(sale.amount)
                } else {
                    swaps(sale.amount)
                };
                // Into the terminal every amount is typed again, worked out or not.
                let at_terminal = planted == SwappedAtTerminal;
                if !sale.exactly_by(code) || !(sale.typed() || at_terminal) || slips.is_empty() {
                    return false;
                }
                let wrong = sale.keyed(random.pick(&slips));
                let (recorded, truth) = if at_terminal { (sale, &wrong) } else { (&wrong, sale) };
                let number = till.record(recorded);
                till.receive(&number, &truth.tenders);
                let slid = planted == SlidPoint;
                self.is(move |p| match p {
                    Pattern::SwappedDigits { receipt, .. } => *receipt == number && !slid,
                    Pattern::SlidPoint { receipt, .. } => *receipt == number && slid,
                    _ => false,
                });
            }
            DuplicateInCash | DuplicateInCard | DuplicateCheck => {
                let code = match planted {
                    DuplicateInCash => "CASH",
                    DuplicateInCard => "CARD",
                    _ => "CHECK",
                };
                // Copies name nothing that would tell a repeat from the next in line.
                if sale.tenders[0].code != code || sale.what == For::Copies {
                    return false;
                }
                let number = till.record(sale);
                till.receive(&number, &sale.tenders);
                till.wait(random.within(15, 400));
                let again = till.record(sale);
                self.is(move |p| matches!(p, Pattern::Duplicate { second, .. } if *second == again));
            }
            OtherNote => {
                let Some(handed) = sale.tenders[0].handed else {
                    return false;
                };
                // What was handed over in truth: another note that covers the amount too.
                let notes = [500, 1_000, 2_000, 5_000, 10_000];
                let others: Vec<i64> = notes
                    .into_iter()
                    .filter(|n| *n > sale.amount && *n != handed.0)
                    .collect();
                if !notes.contains(&handed.0) || others.is_empty() {
                    return false;
                }
                let truth = random.pick(&others);
                let number = till.record(sale);
                till.receive(&number, &sale.tenders);
                till.cash += truth - handed.0;
                self.is(move |p| matches!(p, Pattern::OtherNote { receipts, .. } if names(receipts, &number)));
            }
            CheckMissing | CheckMisread => {
                if sale.tenders[0].code != "CHECK" {
                    return false;
                }
                let number = till.record(sale);
                till.receive(&number, &sale.tenders);
                if planted == CheckMissing {
                    till.papers.pop();
                    self.is(move |p| matches!(p, Pattern::MissingPiece { receipt, .. } if *receipt == number));
                } else {
                    till.papers.last_mut().unwrap().amount += random.pick(&[900, -90, 1, 1_000, -2_345]);
                    self.is(move |p| matches!(p, Pattern::MisreadPiece { receipt, .. } if *receipt == number));
                }
            }
            CheckExtra => {
                let amount = sale.amount;
                till.papers.push(Paper {
                    of: None,
                    tender: "CHECK".into(),
                    number: Some("9999".into()),
                    amount,
                });
                self.is(move |p| matches!(p, Pattern::ExtraPiece { amount: of, .. } if of.0 == amount));
                return false;
            }
            NotRecorded => {
                let code = &sale.tenders[0].code;
                if code != "CASH" && code != "CARD" {
                    return false;
                }
                till.receive("", &sale.tenders);
                let amount = sale.amount;
                self.is(move |p| matches!(p, Pattern::NotRecorded { amount: of } if of.0 == amount));
            }
            NotReceived => {
                if sale.tenders[0].code != "CASH" {
                    return false;
                }
                let number = till.record(sale);
                self.is(move |p| matches!(p, Pattern::NotReceived { receipts, .. } if names(receipts, &number)));
            }
            VoidKept => {
                if sale.tenders[0].code != "CASH" {
                    return false;
                }
                let number = till.record(sale);
                till.receive(&number, &sale.tenders);
                till.wait(30);
                till.void(&number, false);
                self.is(move |p| matches!(p, Pattern::VoidKept { receipt, .. } if *receipt == number));
            }
            OtherDrawer => {
                if sale.tenders[0].code != "CASH" {
                    return false;
                }
                // Recorded here, put into the drawer of the next window.
                self.till.record(sale);
                self.is(|p| matches!(p, Pattern::OtherDrawer { drawer, .. } if drawer == "Drawer 5"));
            }
            StrapOrRoll | OwnFloat | OtherFloat | MissedPickUp | WrongSide => return false,
        }
        true
    }

    /// The drawers are counted: this one last.
    fn close(&mut self, planted: Option<Planted>, seed: u64, wrong: i64, random: &mut Random) {
        let missing = self.till.session.cash.0 - self.till.cash;
        for station in ["W4", "W5", "W6"] {
            let culprit = station == "W5";
            let took = if culprit && planted == Some(OtherFloat) {
                wrong
            } else {
                0
            };
            let mut till = Till::opened(station, seed ^ 0xbe51de, FLOAT + took, FLOAT + took);
            for _ in 0..20 {
                till.wait(300);
                let sale = till.customer();
                let number = till.record(&sale);
                till.receive(&number, &sale.tenders);
            }
            if culprit && planted == Some(OtherDrawer) {
                till.cash += missing;
            } else if random.of_a_hundred(20) {
                // Small change that is off has nothing to do with it.
                till.cash += random.pick(&[-1, 5, -25, 100, -500, 10]);
            }
            let cash = till.sorted();
            till.count(cash);
            self.others.push(till);
        }
        if planted == Some(OtherFloat) {
            self.is(|p| matches!(p, Pattern::OtherFloat { drawer, .. } if drawer == "Drawer 5"));
        }
        self.till.wait(600);
        let mut cash = self.till.sorted();
        if planted == Some(StrapOrRoll) {
            let bundled: Vec<usize> = (0..cash.0.len()).filter(|place| cash.0[*place].bundles > 0).collect();
            // Nothing in straps or rolls, nothing to miscount: a roll is opened too many.
            let Some(place) = (!bundled.is_empty()).then(|| random.pick(&bundled)) else {
                return self.till.count(cash);
            };
            let line = &mut cash.0[place];
            line.bundles = if random.of_a_hundred(60) {
                line.bundles - 1
            } else {
                line.bundles + 1
            };
            let kind = self
                .till
                .configuration
                .denominations
                .iter()
                .find(|kind| kind.cents == line.cents);
            let wrong = kind.unwrap().label.clone();
            self.is(move |p| matches!(p, Pattern::Bundle { label, .. } if *label == wrong));
        }
        self.till.count(cash);
    }

    pub(crate) fn search(&self, knowing_lines: bool) -> Search {
        let beside: Vec<&Session> = self.others.iter().map(|till| &till.session).collect();
        let (city, session) = (&self.till.configuration, &self.till.session);
        if knowing_lines {
            search_with_lines(city, session, &beside, &self.till.lines).unwrap()
        } else {
            search(city, session, &beside).unwrap()
        }
    }

    /// The place of the culprit among the suspects, from 0; none where it could not be planted.
    fn place(&self, knowing_lines: bool) -> Option<Place> {
        let culprit = self.culprit.as_ref()?;
        let found = self.search(knowing_lines);
        let place = found.suspects.iter().position(|suspect| culprit(&suspect.pattern));
        Some(Place {
            place,
            named: place.map_or(0, |place| found.suspects[place].items.len()),
        })
    }
}

/// Where the culprit stands, and how many receipts that suspect names.
struct Place {
    place: Option<usize>,
    named: usize,
}

fn names(receipts: &[String], number: &str) -> bool {
    receipts.len() <= MOST_NAMED && receipts.iter().any(|receipt| receipt == number)
}

/// Every amount that two neighbouring digits swapped make of one.
fn swaps(amount: i64) -> Vec<i64> {
    let digits = amount.to_string().into_bytes();
    let swapped = (1..digits.len()).map(|place| {
        let mut digits = digits.clone();
        digits.swap(place - 1, place);
        String::from_utf8(digits).unwrap().parse().unwrap()
    });
    swapped
        .filter(|other: &i64| *other != amount && *other > 100 && *other * 10 != amount)
        .collect()
}

/// The amounts with the point slid.
fn slides(amount: i64) -> Vec<i64> {
    let mut slides = vec![amount * 10];
    if amount % 10 == 0 {
        slides.push(amount / 10);
    }
    if amount < 10_000 {
        slides.push(amount * 100);
    }
    slides
}

/// How often the culprit is named first, first and alone, among the first three.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    first: usize,
    alone: usize,
    three: usize,
    of: usize,
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Score {
            first,
            alone,
            three,
            of,
        } = self;
        write!(f, "first {first} (alone {alone}), among three {three}, of {of}")
    }
}

fn measure(seeds: u64, knowing_lines: bool) -> BTreeMap<Planted, Score> {
    let scored = KINDS.map(|kind| (kind, measure_kind(kind, seeds, knowing_lines)));
    let scores = BTreeMap::from(scored);
    println!("all: {}", sum(&scores));
    scores
}

fn measure_kind(kind: Planted, seeds: u64, knowing_lines: bool) -> Score {
    let mut score = Score::default();
    for seed in 1..=seeds {
        let day = Day::lived(Some(kind), seed);
        // A day on which such an error could not happen.
        let Some(Place { place, named }) = day.place(knowing_lines) else {
            continue;
        };
        score.of += 1;
        score.first += usize::from(place == Some(0));
        score.alone += usize::from(place == Some(0) && named < 2 + usize::from(is_pair(kind)));
        score.three += usize::from(place.is_some_and(|place| place < 3));
        if place != Some(0) && verbose() {
            println!("{kind:?} {seed}: {place:?}");
            for suspect in day.search(knowing_lines).suspects.iter().take(4) {
                println!("    {}", suspect.sentence());
            }
        }
    }
    println!("{kind:?}: {score}");
    score
}

/// A repeat names two receipts by its nature.
fn is_pair(kind: Planted) -> bool {
    matches!(kind, DuplicateInCash | DuplicateInCard | DuplicateCheck)
}

#[expect(clippy::disallowed_methods, reason = "how long a test runs is no rule of the desk")]
fn verbose() -> bool {
    std::env::var("COUNTERFOIL_PLANTED_VERBOSE").is_ok()
}

/// The days per kind: a few, or as many as are asked for.
#[expect(clippy::disallowed_methods, reason = "how long a test runs is no rule of the desk")]
fn seeds(few: u64) -> u64 {
    let asked = std::env::var("COUNTERFOIL_PLANTED_DAYS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(few)
}

fn sum(scores: &BTreeMap<Planted, Score>) -> Score {
    scores.values().fold(Score::default(), |sum, score| Score {
        first: sum.first + score.first,
        alone: sum.alone + score.alone,
        three: sum.three + score.three,
        of: sum.of + score.of,
    })
}

/// `COUNTERFOIL_PLANTED_DAYS=200 cargo test -p counterfoil-domain planted -- --nocapture`
/// shows the figures of every kind.
#[test]
fn the_planted_culprit_is_named_first() {
    let scores = measure(seeds(12), true);
    let all = sum(&scores);
    assert!(scores.values().all(|score| score.of > 0), "a kind was never planted");
    let terminal = measure_kind(SwappedAtTerminal, seeds(12), true);
    assert!(terminal.three * 100 >= terminal.of * 40, "at the terminal: {terminal}");
    assert!(all.first * 100 >= all.of * 90, "first: {all}");
    assert!(all.three * 100 >= all.of * 99, "among the first three: {all}");
}

/// What receipts were for tells repeats and typed amounts apart; without it the
/// search knows less, and is still of use.
#[test]
fn without_lines_the_planted_culprit_is_still_named_mostly_first() {
    let all = sum(&measure(seeds(6), false));
    assert!(all.first * 100 >= all.of * 80, "first: {all}");
    assert!(all.three * 100 >= all.of * 90, "among the first three: {all}");
}
