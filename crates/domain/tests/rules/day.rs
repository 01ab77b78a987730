//! A random day at one desk, and beside it the drawer as it really is: notes and
//! coins, papers, the terminal's slips, moved by hand and known to no program.
//! Where nobody errs the two agree at the close.

use std::collections::BTreeMap;

use counterfoil_domain::cash::CashCount;
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::drawer::{
    self, FoundInDrawer, HandOverCounts, Ticked, change_order, checkpoint, hand_over, no_sale, pick_up,
};
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::receipt::Tender;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Phase;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::fixture::{Desk, offer, on_account, open_amount, part_of, payment, priced};

/// Tender types besides cash.
const OTHERS: [&str; 5] = ["CHECK", "CARD", "MO", "ECHECK", "VOUCHER"];

/// Something that happens at the counter.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// A payment: what for, shares of the total in thousandths by other tenders, cash handed beyond.
    Pay {
        lines: Vec<LineRequest>,
        others: Vec<(usize, i64)>,
        beyond: i64,
    },
    /// A void of some receipt.
    Void(Index),
    /// The tender was another type all along: keyed as the one, in truth the other.
    Reclass(Index, usize),
    /// Cash to the vault.
    PickUp(i64),
    /// Cash from and to the vault.
    ChangeOrder(i64, i64),
    /// To the other cashier.
    HandOver,
    /// Without a sale.
    NoSale,
    /// A count in the middle.
    Checkpoint,
    /// Counted, closed, and counted again.
    Recount,
}

fn line() -> impl Strategy<Value = LineRequest> {
    prop_oneof![
        3 => (1i64..60_000).prop_map(|cents| open_amount("MISC", cents)),
        2 => (1u32..9).prop_map(|count| priced("COPY", count, "")),
        2 => (1u32..4, "[A-Z]{1,3}-[0-9]{3}").prop_map(|(count, tag)| priced("DOG1", count, &tag)),
        2 => (1i64..9_000).prop_map(|cents| part_of("20-1", cents)),
        1 => (1i64..40_000).prop_map(|cents| part_of("20-4", cents)),
        1 => Just(on_account("20-1")),
        1 => (1i64..3_000).prop_map(|cents| part_of("20-2", cents)),
        1 => (1i64..3_000).prop_map(|cents| part_of("20-3", cents)),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => (
            prop::collection::vec(line(), 1..4),
            prop::collection::vec((0..OTHERS.len(), 1i64..=1_000), 0..3),
            0i64..5_000,
        )
            .prop_map(|(lines, others, beyond)| Act::Pay { lines, others, beyond }),
        3 => any::<Index>().prop_map(Act::Void),
        3 => (any::<Index>(), 0..=OTHERS.len()).prop_map(|(which, to)| Act::Reclass(which, to)),
        2 => (1i64..30_000).prop_map(Act::PickUp),
        1 => (1i64..20_000, 0i64..20_000).prop_map(|(received, given)| Act::ChangeOrder(received, given)),
        1 => Just(Act::HandOver),
        1 => Just(Act::NoSale),
        1 => Just(Act::Checkpoint),
    ]
}

/// A day's acts; now and then the count for the close is done twice.
pub(crate) fn acts() -> impl Strategy<Value = Vec<Act>> {
    (prop::collection::vec(act(), 0..40), any::<bool>()).prop_map(|(mut acts, twice)| {
        if twice {
            acts.push(Act::Recount);
        }
        acts
    })
}

/// The drawer as it really is.
#[derive(Debug, Clone, Default)]
struct Physical {
    cash: i64,
    /// What lies in the drawer, by the receipt it came with and its place there.
    papers: BTreeMap<(String, u16), i64>,
    /// What the terminal and the electronic checks come to, by tender type.
    slips: BTreeMap<String, i64>,
}

impl Physical {
    /// A tender comes in, or with a negative sign is given back.
    fn moves(&mut self, receipt: &str, place: u16, tender: &Tender, sign: i64) {
        let paper = (receipt.to_owned(), place);
        match tender.kind {
            TenderKind::Cash => self.cash += sign * tender.amount.0,
            TenderKind::Card | TenderKind::ElectronicCheck => {
                *self.slips.entry(tender.code.clone()).or_default() += sign * tender.amount.0;
            }
            _ if sign > 0 => {
                self.papers.insert(paper, tender.amount.0);
            }
            _ => {
                self.papers.remove(&paper).unwrap();
            }
        }
    }

    /// The cash as someone would sort it: hundreds in straps of ten thousand where there are any.
    fn sorted_cash(&self, desk: &Desk) -> CashCount {
        let mut left = self.cash;
        let mut count = CashCount::default();
        for kind in &desk.configuration.denominations {
            let bundle = kind.cents.0 * i64::from(kind.bundle);
            let (bundles, rest) = (left / bundle, left % bundle);
            count.0.push(counterfoil_domain::cash::CashLine {
                cents: kind.cents,
                loose: u32::try_from(rest / kind.cents.0).unwrap(),
                bundles: u32::try_from(bundles).unwrap(),
            });
            left = rest % kind.cents.0;
        }
        count
    }

    /// A faithful count.
    fn counted(&self, desk: &Desk) -> FoundInDrawer {
        FoundInDrawer {
            cash: self.sorted_cash(desk),
            tape: self
                .papers
                .iter()
                .map(|((receipt, place), _)| (receipt.clone(), *place, Ticked::Agreed))
                .collect(),
            extra: Vec::new(),
            totals: self
                .slips
                .iter()
                .map(|(code, cents)| (code.clone(), Cents(*cents)))
                .collect(),
        }
    }
}

/// A desk on a random day, and what really is in its drawer.
pub(crate) struct Day {
    pub(crate) desk: Desk,
    physical: Physical,
    papers_made: u32,
}

/// What may be refused on a day without errors: the rules that such acts run into.
const REFUSED: [&str; 8] = [
    "charge_twice",
    "nothing_due",
    "cash_only_payer",
    "drawer_over_ceiling",
    "drawer_too_little_cash",
    "already_void",
    "reclass_to_same",
    "cash_not_needed",
];

impl Day {
    /// A day up to its close; the drawer is closed without a difference and without a question.
    pub(crate) fn lived(acts: &[Act]) -> Day {
        let desk = Desk::opened();
        let physical = Physical {
            cash: desk.session().float_total.0,
            ..Physical::default()
        };
        let mut day = Day {
            desk,
            physical,
            papers_made: 0,
        };
        for act in acts {
            if let Err(refusal) = day.act(act) {
                assert!(REFUSED.contains(&refusal.code().as_str()), "{act:?}: {refusal}");
            }
        }
        if day.desk.session().phase == Phase::Open {
            day.desk.start_count().unwrap();
            day.count_and_close();
        }
        day
    }

    fn count_and_close(&mut self) {
        let found = self.physical.counted(&self.desk);
        self.desk.count(found).unwrap();
        self.desk.close(None, None).unwrap();
    }

    fn cashier(&self) -> counterfoil_domain::config::User {
        self.desk.user(self.desk.session().cashier())
    }

    fn commit(&mut self, decision: Decision) -> Result<Entry, Refusal> {
        let cashier = self.cashier().id;
        self.desk.commit(&cashier, decision)
    }

    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let (configuration, session) = (self.desk.configuration.clone(), self.desk.session.clone());
        let (session, cashier, sol) = (session.as_ref(), self.cashier(), self.desk.user("sol"));
        match act {
            Act::Pay { lines, others, beyond } => self.pay(lines, others, *beyond)?,
            Act::Void(which) => self.void(which)?,
            Act::Reclass(which, to) => self.reclass(which, *to)?,
            Act::PickUp(cents) => {
                let cash = self.pieces(*cents);
                let decision = pick_up(&configuration, session, &cashier, cash, Some(&sol))?;
                self.commit(decision)?;
                self.physical.cash -= cents;
            }
            Act::ChangeOrder(received, given) => {
                let (comes, goes) = (self.pieces(*received), self.pieces(*given));
                let decision = change_order(&configuration, session, &cashier, comes, goes, Some(&sol))?;
                self.commit(decision)?;
                self.physical.cash += received - given;
            }
            Act::HandOver => {
                let incoming = self.desk.user(if cashier.id == "ana" { "ben" } else { "ana" });
                let papers = u32::try_from(self.physical.papers.len()).unwrap();
                let counts = HandOverCounts {
                    cash: self.physical.sorted_cash(&self.desk),
                    cash_again: self.physical.sorted_cash(&self.desk),
                    items: papers,
                    items_again: papers,
                };
                let decision = hand_over(&configuration, session, &cashier, counts, Some(&incoming))?;
                let Body::HandedOver(body) = &decision.body else {
                    panic!("not handed over")
                };
                assert_eq!((body.counted, body.items), (body.expected, body.items_expected));
                self.commit(decision)?;
            }
            Act::NoSale => {
                let decision = no_sale(&configuration, session, &cashier, "Change for a meter", Some(&sol))?;
                self.commit(decision)?;
            }
            Act::Checkpoint => {
                let cash = self.physical.sorted_cash(&self.desk);
                let decision = checkpoint(&configuration, session, &cashier, cash)?;
                let Body::CheckpointCounted(body) = &decision.body else {
                    panic!("not counted")
                };
                assert_eq!(body.counted, body.expected);
                self.commit(decision)?;
            }
            Act::Recount => {
                self.desk.start_count()?;
                self.count_and_close();
                let (session, tom) = (self.desk.session.clone(), self.desk.user("tom"));
                let session = session.as_ref();
                let reason = Some("To be sure");
                let decision = drawer::recount(&configuration, session, session, &cashier, reason, Some(&tom))?;
                self.commit(decision)?;
                self.count_and_close();
            }
        }
        Ok(())
    }

    fn pieces(&self, cents: i64) -> CashCount {
        let physical = Physical {
            cash: cents,
            ..Physical::default()
        };
        physical.sorted_cash(&self.desk)
    }

    fn pay(&mut self, lines: &[LineRequest], others: &[(usize, i64)], beyond: i64) -> Result<(), Refusal> {
        // First what it comes to, as the screen would show it.
        let mut left = self.desk.price(&payment(lines.to_vec(), Vec::new()))?.total.0;
        let mut tenders: Vec<TenderOffer> = Vec::new();
        for (code, thousandths) in others {
            let share = (left * thousandths / 1_000).max(1).min(left);
            if share > 0 {
                self.papers_made += 1;
                tenders.push(offer(OTHERS[*code], share, self.papers_made));
                left -= share;
            }
        }
        if left > 0 {
            tenders.push(offer("CASH", left + beyond, 0));
        }
        let Body::Receipt(receipt) = self.desk.pay(&payment(lines.to_vec(), tenders))?.body else {
            panic!("not a receipt")
        };
        assert_eq!(receipt.change.0, if left > 0 { beyond } else { 0 });
        for (place, tender) in (0u16..).zip(&receipt.tenders) {
            let mut given = tender.clone();
            // Notes go in as handed over and change comes out; what is applied is only arithmetic.
            if tender.kind == TenderKind::Cash {
                given.amount = tender.handed.unwrap_or(tender.amount);
            }
            self.physical.moves(&receipt.number, place, &given, 1);
        }
        self.physical.cash -= receipt.change.0;
        Ok(())
    }

    fn receipt_of(&self, which: &Index) -> Option<(String, Vec<Tender>)> {
        let receipts = &self.desk.session().receipts;
        let receipt = which.get(receipts.get(..)?);
        Some((receipt.number.clone(), receipt.tenders.clone()))
    }

    fn void(&mut self, which: &Index) -> Result<(), Refusal> {
        if self.desk.session().receipts.is_empty() {
            return Ok(());
        }
        let Some((number, tenders)) = self.receipt_of(which) else {
            return Ok(());
        };
        self.desk.void(&number)?;
        for (place, tender) in (0u16..).zip(&tenders) {
            self.physical.moves(&number, place, tender, -1);
        }
        Ok(())
    }

    fn reclass(&mut self, which: &Index, to: usize) -> Result<(), Refusal> {
        if self.desk.session().receipts.is_empty() {
            return Ok(());
        }
        let Some((number, tenders)) = self.receipt_of(which) else {
            return Ok(());
        };
        self.papers_made += 1;
        let code = OTHERS.get(to).copied().unwrap_or("CASH");
        let from = &tenders[0];
        if from.kind == TenderKind::Cash && from.amount.0 > self.physical.cash {
            // Cash that was never there cannot have gone to the vault since: no such day.
            return Ok(());
        }
        let request = Reclass {
            receipt: number.clone(),
            place: 0,
            to: offer(code, from.amount.0, self.papers_made),
            reason: "Keyed wrong".into(),
        };
        let (cashier, sol) = (self.cashier(), self.desk.user("sol"));
        let session = self.desk.session.as_ref();
        let language = Language::En;
        let decision = reclass(
            &self.desk.configuration,
            session,
            &cashier,
            language,
            &request,
            Some(&sol),
        )?;
        let Body::TenderReclassed(body) = &decision.body else {
            panic!("not reclassed")
        };
        // It was the other type all along, so the drawer really holds that one.
        self.physical.moves(&number, 0, from, -1);
        self.physical.moves(&number, 0, &body.to.clone(), 1);
        self.commit(decision)?;
        Ok(())
    }

    /// What really is in the drawer: cash, papers together, slips together.
    pub(crate) fn really(&self) -> (i64, i64, i64) {
        let physical = &self.physical;
        (
            physical.cash,
            physical.papers.values().sum(),
            physical.slips.values().sum(),
        )
    }
}
