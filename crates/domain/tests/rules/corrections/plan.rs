//! A random life of receipts after their day.

use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{CarriedBy, FlagAction, TakeBack};
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{LineRequest, price};
use counterfoil_domain::refusal::Refusal;
use proptest::prelude::*;
use proptest::sample::Index;

use super::books::Books;
use super::site::Site;
use crate::closing_desk::office::city_with_bank;
use crate::fixture::{offer, on_account, open_amount, part_of, payment, priced};

/// Something to be paid, or to pay something on.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    /// All that is due on an account.
    Due(Index),
    /// So much on an account, beyond what is due too.
    Part(Index, i64),
    Misc(i64),
    Copies(u32),
    Dogs(u32),
    Held(i64),
}

/// Where money is moved.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Account(Index),
    Misc,
}

#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Lines; tenders by weight; whether its check pays another receipt too.
    Pay(Vec<Line>, Vec<(usize, i64)>, Option<Line>),
    Void(Index),
    Pass(i64),
    BillingWrites,
    Return(Index, usize),
    Reinstate(Index, bool),
    Reverse(Index),
    Transfer(Index, i64, Target),
    Place(Index, Target),
    Refund(Index, i64),
    Withdraw(Index),
    List,
}

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    carried_by: CarriedBy,
    take_back: TakeBack,
    pub(crate) acts: Vec<Act>,
    pub(crate) cut: Index,
}

const TENDERS: [&str; 6] = ["CHECK", "ECHECK", "CASH", "CARD", "MO", "CHECK"];
const REASONS: [&str; 3] = ["NSF", "STOP", "BANK"];

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        3 => any::<Index>().prop_map(Line::Due),
        4 => (any::<Index>(), 1i64..9_000).prop_map(|(account, cents)| Line::Part(account, cents)),
        2 => (1i64..5_000).prop_map(Line::Misc),
        1 => (1u32..9).prop_map(Line::Copies),
        1 => (1u32..3).prop_map(Line::Dogs),
        2 => (1i64..5_000).prop_map(Line::Held),
    ]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![3 => any::<Index>().prop_map(Target::Account), 1 => Just(Target::Misc)]
}

fn act() -> impl Strategy<Value = Act> {
    let tenders = prop::collection::vec((0..TENDERS.len(), 1i64..100), 1..4);
    let another = prop_oneof![2 => Just(None), 1 => line().prop_map(Some)];
    let share = prop_oneof![1 => Just(100i64), 2 => 1i64..101];
    prop_oneof![
        8 => (prop::collection::vec(line(), 1..5), tenders, another)
            .prop_map(|(lines, tenders, another)| Act::Pay(lines, tenders, another)),
        1 => any::<Index>().prop_map(Act::Void),
        4 => (0i64..40).prop_map(Act::Pass),
        1 => Just(Act::BillingWrites),
        7 => (any::<Index>(), 0..REASONS.len()).prop_map(|(which, why)| Act::Return(which, why)),
        4 => (any::<Index>(), any::<bool>()).prop_map(|(which, mistake)| Act::Reinstate(which, mistake)),
        2 => any::<Index>().prop_map(Act::Reverse),
        3 => (any::<Index>(), share.clone(), target()).prop_map(|(which, share, to)| Act::Transfer(which, share, to)),
        2 => (any::<Index>(), target()).prop_map(|(which, to)| Act::Place(which, to)),
        3 => (any::<Index>(), share).prop_map(|(which, share)| Act::Refund(which, share)),
        2 => any::<Index>().prop_map(Act::Withdraw),
        1 => Just(Act::List),
    ]
}

pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let carried_by = prop_oneof![Just(CarriedBy::Desk), Just(CarriedBy::Billing)];
    let take_back = prop_oneof![Just(TakeBack::LastLineFirst), Just(TakeBack::InProportion)];
    (
        carried_by,
        take_back,
        prop::collection::vec(act(), 1..50),
        any::<Index>(),
    )
        .prop_map(|(carried_by, take_back, acts, cut)| Plan {
            carried_by,
            take_back,
            acts,
            cut,
        })
}

/// What such acts may run into.
const REFUSED: [&str; 17] = [
    "nothing_due",
    "charge_twice",
    "cash_twice",
    "already_void",
    "already_returned",
    "already_reinstated",
    "already_reversed",
    "nothing_stands",
    "transfer_to_same",
    "stands_in_suspense",
    "refund_withdrawn",
    "refund_listed",
    "refund_of_reversal",
    "refund_stopped",
    "refund_not_due",
    "return_fee_paid",
    "overpayment_refused",
];

/// A site as its plan is lived, its books beside it.
#[derive(Clone)]
pub(crate) struct Lived {
    pub(crate) site: Site,
    pub(crate) books: Books,
    /// Acts that were refused, by the code of their refusal.
    pub(crate) refused: Vec<String>,
}

impl Lived {
    pub(crate) fn begun(plan: &Plan) -> Lived {
        let mut city = city_with_bank();
        let rules = city.returned_items.as_mut().unwrap();
        (rules.carried_by, rules.take_back) = (plan.carried_by, plan.take_back);
        // Marked payers bring checks all the same, so that more of them come back.
        city.policies.flags.cash_only = FlagAction::Warn;
        for code in &mut city.charge_codes {
            if ["DOG1", "RETURNED"].contains(&code.code.as_str()) {
                code.department = "FI".into();
            }
        }
        let site = Site::of(city);
        Lived {
            books: Books::begun(site.accounts.values()),
            site,
            refused: Vec::new(),
        }
    }

    /// Does one thing, or is refused and leaves everything as it is.
    pub(crate) fn try_act(&mut self, act: &Act) {
        let known = self.site.entries.len();
        if let Err(refusal) = self.act(act) {
            assert!(REFUSED.contains(&refusal.code().as_str()), "{act:?}: {refusal}");
            self.refused.push(refusal.code());
        }
        for entry in &self.site.entries[known..] {
            if let Body::ReceiptVoided(void) = &entry.body {
                let lines = self.site.trace(&void.receipt).receipt.lines.clone();
                self.books.void(&lines, &void.receipt);
            }
            self.books.take(entry);
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        match act {
            Act::Pay(lines, tenders, another) => self.pay(lines, tenders, another.as_ref()),
            Act::Pass(days) => {
                self.site.pass(*days);
                Ok(())
            }
            Act::BillingWrites => {
                self.site.pass(1);
                self.site.billing_writes();
                self.books.billing_writes();
                Ok(())
            }
            Act::Void(which) => {
                let open = &self.site.traces[self.site.approved..];
                if open.is_empty() {
                    return Ok(());
                }
                let receipt = which.get(open).number().to_owned();
                self.site.try_void(&receipt)
            }
            Act::List => {
                let waiting = self
                    .site
                    .refunds
                    .iter()
                    .filter(|one| one.waits().unwrap() > Cents::ZERO);
                let listed: Vec<_> = waiting.cloned().collect();
                if listed.is_empty() {
                    return Ok(());
                }
                self.site.try_list("AP-000001", &listed).map(drop)
            }
            act => self.correct(act),
        }
    }

    fn correct(&mut self, act: &Act) -> Result<(), Refusal> {
        let site = &mut self.site;
        let approved = &site.traces[..site.approved];
        match act {
            Act::Return(which, why) => {
                let checks = checks(site);
                if checks.is_empty() {
                    return Ok(());
                }
                let tenders = same_check(site, *which.get(&checks));
                let electronic = tenders.iter().any(|(trace, place)| {
                    let tender = &site.traces[*trace].tenders[usize::from(*place)].tender;
                    tender.code == "ECHECK"
                });
                let reason = if electronic && *why == 0 { "R01" } else { REASONS[*why] };
                site.try_return(&tenders, reason).map(drop)
            }
            Act::Reinstate(which, mistake) => {
                let items: Vec<String> = site.returned.items().map(|item| item.number().to_owned()).collect();
                if items.is_empty() {
                    return Ok(());
                }
                let number: &String = which.get(&items);
                site.try_reinstate(number, *mistake).map(drop)
            }
            Act::Reverse(which) if !approved.is_empty() => {
                let receipt = which.get(approved).number().to_owned();
                site.try_reverse(&receipt).map(drop)
            }
            Act::Transfer(which, share, to) => {
                let Some((receipt, line, cents)) = standing(site, which, false) else {
                    return Ok(());
                };
                let cents = (cents * share / 100).max(1);
                let to = request_to(site, to, cents);
                site.try_transfer((&receipt, line), cents, to).map(drop)
            }
            Act::Place(which, to) => {
                let Some((receipt, line, cents)) = standing(site, which, true) else {
                    return Ok(());
                };
                let to = request_to(site, to, cents);
                site.try_place((&receipt, line), to).map(drop)
            }
            Act::Refund(which, share) => {
                let Some((receipt, line, cents)) = standing(site, which, false) else {
                    return Ok(());
                };
                let cents = (cents * share / 100).max(1);
                site.try_refund((&receipt, line), cents).map(drop)
            }
            Act::Withdraw(which) if !site.refunds.is_empty() => {
                let number = which.get(&site.refunds).refund.number.clone();
                site.try_withdraw(&number).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn pay(&mut self, lines: &[Line], weights: &[(usize, i64)], another: Option<&Line>) -> Result<(), Refusal> {
        let lines: Vec<LineRequest> = lines.iter().map(|line| self.request(line)).collect();
        let total = self.total(&lines)?;
        let all: i64 = weights.iter().map(|one| one.1).sum();
        let mut left = total;
        let mut tenders: Vec<TenderOffer> = Vec::new();
        for (nth, (code, weight)) in weights.iter().enumerate() {
            let last = nth + 1 == weights.len();
            let cents = if last { left } else { total * weight / all };
            left -= cents;
            if cents > 0 {
                tenders.push(offer(TENDERS[*code], cents, self.site.paper()));
            }
        }
        let check = tenders.iter().find(|one| one.tender == "CHECK").cloned();
        self.site.try_pay(&payment(lines, tenders))?;
        let (Some(another), Some(check)) = (another, check) else {
            return Ok(());
        };
        let lines = vec![self.request(another)];
        let amount = Cents(self.total(&lines)?);
        let tenders = vec![TenderOffer { amount, ..check }];
        self.site.try_pay(&payment(lines, tenders)).map(drop)
    }

    fn total(&self, lines: &[LineRequest]) -> Result<i64, Refusal> {
        let request = payment(lines.to_vec(), Vec::new());
        let priced = self
            .site
            .knowing(("ben", Some("sol")), |_, facts| price(facts, &request))?;
        Ok(priced.total.0)
    }

    fn request(&self, line: &Line) -> LineRequest {
        match line {
            Line::Due(which) => on_account(&account(&self.site, which)),
            Line::Part(which, cents) => part_of(&account(&self.site, which), *cents),
            Line::Misc(cents) => open_amount("MISC", *cents),
            Line::Copies(count) => LineRequest::Charge {
                code: "COPY".into(),
                quantity: Some(*count),
                amount: None,
                reference: None,
                seen_price: None,
            },
            Line::Dogs(count) => priced("DOG1", *count, "T-1"),
            Line::Held(cents) => LineRequest::Suspense {
                reference: None,
                amount: Cents(*cents),
                why: "no such account".into(),
            },
        }
    }
}

/// A line on which something stands, of receipts that are approved: receipt, place, cents.
fn standing(site: &Site, which: &Index, held: bool) -> Option<(String, u16, i64)> {
    let approved = &site.traces[..site.approved];
    let lines = approved.iter().flat_map(|trace| {
        let lines = (0u16..).zip(&trace.lines);
        let lines = lines.filter(|(_, line)| !held || line.in_suspense());
        lines.map(|(place, line)| (trace.number().to_owned(), place, line.standing().unwrap().0))
    });
    let lines: Vec<(String, u16, i64)> = lines.filter(|line| line.2 > 0).collect();
    (!lines.is_empty()).then(|| which.get(&lines).clone())
}

/// The tenders that a bank may return, of receipts that went to it.
fn checks(site: &Site) -> Vec<(usize, u16)> {
    let traces = site.traces.iter().enumerate().take(site.approved);
    let tenders = traces.flat_map(|(trace, one)| {
        let checks = (0u16..).zip(&one.tenders).filter(|(_, one)| one.tender.kind.is_check());
        checks.map(move |(place, _)| (trace, place))
    });
    tenders.collect()
}

/// A tender, or all that the same check paid.
fn same_check(site: &Site, (trace, place): (usize, u16)) -> Vec<(usize, u16)> {
    let number = |(trace, place): (usize, u16)| {
        let check = site.traces[trace].tenders[usize::from(place)].tender.check.clone();
        check.and_then(|check| check.number)
    };
    let own = number((trace, place));
    if own.is_none() {
        return vec![(trace, place)];
    }
    let not_void = |one: &(usize, u16)| !site.traces[one.0].void || *one == (trace, place);
    let all = checks(site)
        .into_iter()
        .filter(|one| number(*one) == own && not_void(one));
    all.collect()
}

/// Any account that there is: billing's, and those of returned items.
fn account(site: &Site, which: &Index) -> String {
    let accounts: Vec<String> = site.standings().into_keys().collect();
    which.get(&accounts).clone()
}

fn request_to(site: &Site, to: &Target, cents: i64) -> LineRequest {
    match to {
        Target::Account(which) => part_of(&account(site, which), cents),
        Target::Misc => open_amount("MISC", cents),
    }
}
