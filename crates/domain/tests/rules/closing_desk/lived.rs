//! A random day of the office: two drawers miscounted, mail keyed against control figures
//! that are off, a turn-in, changes behind the close; then all of it approved, and deposited.

use counterfoil_domain::batch::{TurnInRequest, take_turn_in};
use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::deposit::{FirstCount, SecondCount, compose, finalize, pool, prepare, propose};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked, change_order, pick_up};
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use counterfoil_domain::void::void;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use super::office::{Office, paper, sorted};
use crate::fixture::{offer, open_amount, payment};
use crate::table::code_of;

const TENDERS: [&str; 6] = ["CASH", "CHECK", "CARD", "MO", "ECHECK", "VOUCHER"];

/// Something that happens in one of the sessions: at a counter, or behind its close.
#[derive(Debug, Clone)]
enum Act {
    Pay(i64, usize, i64),
    Void(Index),
    Reclass(Index, usize),
    PickUp(i64),
    ChangeOrder(i64, i64),
}

/// What a drawer's count gets wrong: cash, the first paper's amount (nothing: it is
/// missing), a check that no receipt has, the card total.
#[derive(Debug, Clone, Default)]
struct Errors {
    cash: i64,
    paper: Option<i64>,
    extra: Option<i64>,
    card: i64,
}

/// A batch of mail: what is keyed, and how far its control figures are off.
#[derive(Debug, Clone)]
struct Mail {
    keyed: Vec<(i64, usize)>,
    off: (i64, i64),
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    counters: Vec<(usize, Act)>,
    errors: [Errors; 2],
    mail: Vec<Mail>,
    turn_in: (i64, i64),
    behind: Vec<(Index, Act)>,
    /// Which sessions go with the first deposit, bit by bit; the others with the second.
    pub(super) deposits: u8,
}

fn change() -> impl Strategy<Value = Act> {
    prop_oneof![
        any::<Index>().prop_map(Act::Void),
        (any::<Index>(), 0..TENDERS.len()).prop_map(|(which, to)| Act::Reclass(which, to)),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let pay = (1i64..40_000, 0..TENDERS.len(), 0i64..=1_000);
    prop_oneof![
        8 => pay.prop_map(|(cents, tender, cash)| Act::Pay(cents, tender, cash)),
        3 => change(),
        1 => (1i64..30_000).prop_map(Act::PickUp),
        1 => (1i64..20_000, 0i64..20_000).prop_map(|(received, given)| Act::ChangeOrder(received, given)),
    ]
}

fn errors() -> impl Strategy<Value = Errors> {
    let rarely = |range: std::ops::Range<i64>| prop_oneof![2 => Just(None), 1 => range.prop_map(Some)];
    (-3_000i64..3_000, rarely(0..9_000), rarely(1..9_000), -200i64..200).prop_map(|(cash, paper, extra, card)| Errors {
        cash,
        paper,
        extra,
        card,
    })
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    let mail = (
        prop::collection::vec((1i64..20_000, 0..TENDERS.len()), 1..5),
        (-300i64..300, -300i64..300),
    );
    (
        prop::collection::vec((0usize..2, act()), 0..24),
        [errors(), errors()],
        prop::collection::vec(mail.prop_map(|(keyed, off)| Mail { keyed, off }), 0..3),
        (0i64..9_000, 1i64..9_000),
        prop::collection::vec((any::<Index>(), change()), 0..4),
        any::<u8>(),
    )
        .prop_map(|(counters, errors, mail, turn_in, behind, deposits)| Plan {
            counters,
            errors,
            mail,
            turn_in,
            behind,
            deposits,
        })
}

/// What such acts may run into.
const REFUSED: [&str; 7] = [
    "batch_closed",
    "drawer_too_little_cash",
    "already_void",
    "reclass_to_same",
    "amount_zero",
    "drawer_over_ceiling",
    "second_person_same",
];

/// The office of a plan, as it is lived.
pub(super) struct Lived {
    pub(super) office: Office,
    papers: u32,
}

impl Lived {
    pub(super) fn day(plan: &Plan) -> Lived {
        let mut lived = Lived {
            office: Office::new(),
            papers: 0,
        };
        let drawers = [lived.office.open("W3", "ana"), lived.office.open("W4", "ben")];
        for (drawer, act) in &plan.counters {
            lived.try_act(drawers[*drawer], act);
        }
        for (drawer, errors) in drawers.into_iter().zip(&plan.errors) {
            lived.count(drawer, errors);
        }
        for mail in &plan.mail {
            lived.mail(mail);
        }
        lived.turn_in(plan.turn_in);
        for (which, act) in &plan.behind {
            let id = lived.office.sessions[which.index(lived.office.sessions.len())].id;
            lived.try_act(id, act);
        }
        for id in lived.ids() {
            if lived.office.is_stale(id) {
                lived.office.send_back(id);
                lived.count(id, &Errors::default());
            }
            lived.office.approve(id);
        }
        lived
    }

    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.office.sessions.iter().map(|session| session.id).collect()
    }

    fn try_act(&mut self, id: Uuid, act: &Act) {
        if let Err(refusal) = self.act(id, act) {
            assert!(REFUSED.contains(&refusal.code().as_str()), "{act:?}: {refusal}");
        }
    }

    /// Acts as whoever holds an open session does, and Tom behind a closed one; Eva agrees.
    fn act(&mut self, id: Uuid, act: &Act) -> Result<(), Refusal> {
        let office = &self.office;
        let session = office.session(id);
        let open = session.phase == Phase::Open;
        let actor = if open {
            office.user(session.cashier())
        } else {
            office.user("tom")
        };
        let station = if open { session.station.clone() } else { "W3".to_owned() };
        let (configuration, eva) = (&office.configuration, office.user("eva"));
        let (eva, session) = (Some(&eva), Some(session));
        let decision = match act {
            Act::Pay(cents, tender, thousandths) => return self.pay(id, *cents, *tender, *thousandths),
            Act::PickUp(cents) => pick_up(configuration, session, &actor, sorted(*cents), eva)?,
            Act::ChangeOrder(received, given) => {
                change_order(configuration, session, &actor, sorted(*received), sorted(*given), eva)?
            }
            Act::Void(which) | Act::Reclass(which, _) => {
                let receipts = &office.session(id).receipts;
                if receipts.is_empty() {
                    return Ok(());
                }
                let receipt = which.get(receipts);
                if let Act::Reclass(_, to) = act {
                    let (nth, amount) = (self.papers + 500, receipt.tenders[0].amount.0);
                    let request = Reclass {
                        receipt: receipt.number.clone(),
                        place: 0,
                        to: offer(TENDERS[*to], amount, nth),
                        reason: "Keyed wrong".into(),
                    };
                    reclass(configuration, session, &actor, Language::En, &request, eva)?
                } else {
                    let is_it = |entry: &&counterfoil_domain::entry::Entry| matches!(&entry.body, Body::Receipt(body) if body.number == receipt.number);
                    let original = office.entries().find(is_it).unwrap();
                    void(configuration, session, &actor, original, "Wrong account", eva)?
                }
            }
        };
        self.office.commit(&station, &actor.id, decision);
        Ok(())
    }

    /// A payment, partly in cash.
    fn pay(&mut self, id: Uuid, cents: i64, tender: usize, thousandths: i64) -> Result<(), Refusal> {
        self.papers += 1;
        let in_cash = if tender == 0 {
            cents
        } else {
            cents * thousandths / 1_000
        };
        let mut tenders = Vec::new();
        if cents > in_cash {
            tenders.push(offer(TENDERS[tender], cents - in_cash, self.papers));
        }
        if in_cash > 0 {
            tenders.push(offer("CASH", in_cash, 0));
        }
        self.office
            .try_pay(id, &payment(vec![open_amount("MISC", cents)], tenders))?;
        Ok(())
    }

    /// A count with its errors. What the receipts brought is the most that can be short.
    fn count(&mut self, id: Uuid, errors: &Errors) {
        let office = &self.office;
        let session = office.session(id);
        let mut tape: Vec<(String, u16, Ticked)> = session
            .tape(&office.configuration)
            .map(|piece| (piece.receipt.number.clone(), piece.place, Ticked::Agreed))
            .collect();
        if let (Some(first), Some(reads)) = (tape.first_mut(), errors.paper) {
            first.2 = if reads == 0 {
                Ticked::Missing
            } else {
                Ticked::Reads(Cents(reads))
            };
        }
        let expected = session.expected(&office.configuration).unwrap();
        let of = |tender: &str| expected.iter().find(|line| line.tender == tender).unwrap().expected.0;
        let least = -cash_of(session).min(session.cash.0);
        let found = FoundInDrawer {
            cash: sorted(session.cash.0 + errors.cash.max(least)),
            tape,
            extra: errors
                .extra
                .map(|cents| ("CHECK".to_owned(), Cents(cents), None))
                .into_iter()
                .collect(),
            totals: vec![
                ("CARD".into(), Cents((of("CARD") + errors.card).max(0))),
                ("ECHECK".into(), Cents(of("ECHECK"))),
            ],
        };
        self.office.count_and_close(id, found);
    }

    fn mail(&mut self, mail: &Mail) {
        let sum = |tender: &str| -> (u32, i64) {
            let of = mail.keyed.iter().filter(|one| TENDERS[one.1] == tender);
            of.fold((0, 0), |(items, cents), one| (items + 1, cents + one.0))
        };
        let mut control: Vec<_> = TENDERS[1..]
            .iter()
            .map(|tender| (tender, sum(tender)))
            .filter(|(_, (items, _))| *items > 0)
            .map(|(tender, (items, cents))| paper(tender, items, (cents + mail.off.1).max(1)))
            .collect();
        let cash = sorted((sum("CASH").1 + mail.off.0).max(0));
        if !cash.is_empty() || control.is_empty() {
            let mut figure = super::office::counted(&[(1, 1)]);
            if !cash.is_empty() {
                figure.cash = cash;
            }
            control.push(figure);
        }
        let id = self.office.mail(control);
        for (cents, tender) in &mail.keyed {
            self.pay(id, *cents, *tender, 0).unwrap();
        }
        self.office.close_batch(id);
    }

    fn turn_in(&mut self, (cash, check): (i64, i64)) {
        self.papers += 1;
        let request = TurnInRequest {
            department: "FI".into(),
            transmittal: "FI-1".into(),
            brought_by: "Jo March".into(),
            total: Cents(cash + check),
            payment: payment(
                vec![open_amount("MISC", cash + check)],
                vec![offer("CHECK", check, self.papers)],
            ),
            cash: sorted(cash),
            cash_again: sorted(cash),
        };
        let (id, when) = (self.office.id(), (self.office.now, self.office.today()));
        let decide =
            |facts: &counterfoil_domain::payment::Facts<'_>| take_turn_in(facts, id, "Turn-in", when, &request);
        for decision in self.office.knowing(None, ("ana", None), decide).unwrap() {
            self.office.commit("W3", "ana", decision);
        }
    }

    /// Deposits some sessions: cash and checks of the slip.
    pub(super) fn deposit(&mut self, ids: &[Uuid], number: &str) -> (i64, i64) {
        let office = &self.office;
        let configuration = &office.configuration;
        let sessions: Vec<&Session> = ids.iter().map(|id| office.session(*id)).collect();
        let taken = |id| {
            office
                .deposits
                .iter()
                .find(|one| one.takes(id))
                .map(|one| one.number().to_owned())
        };
        let whole = compose(configuration, &sessions, taken).unwrap();
        if let Some(proposed) = propose(whole.cash, &pool(&sessions).unwrap(), &configuration.denominations) {
            assert_eq!(proposed.total(&configuration.denominations), Ok(whole.cash));
        }
        let (cash, checks) = (whole.cash.0, whole.check_total.0);
        let (pia, tom, bank) = (office.user("pia"), office.user("tom"), &configuration.bank_accounts[0]);
        let put = |count: FirstCount| {
            let named = (Uuid::from_u128(0xde00 + number.len() as u128), number.to_owned());
            prepare(configuration, named, bank, &pia, whole.clone(), count)
        };
        // A cent of cash for a cent of checks is refused, though the sum is right.
        let substituted = FirstCount {
            cash: sorted(cash + 1),
            order: None,
            check_total: Some(Cents(checks - 1)),
        };
        assert_eq!(code_of(put(substituted)), "deposit_cash");
        let order: Vec<u32> = (0u32..).take(whole.checks.len()).collect();
        let decision = put(FirstCount {
            cash: sorted(cash),
            order: Some(order.into_iter().rev().collect()),
            check_total: Some(Cents(checks)),
        });
        let pieces = u32::try_from(whole.checks.len()).unwrap();
        self.office.commit("W3", "pia", decision.unwrap());
        let count = SecondCount {
            cash: sorted(cash),
            check_items: pieces,
            check_total: Cents(checks),
            bag: "B-1".into(),
        };
        let deposit = self.office.deposits.last().unwrap();
        let decision = finalize(&self.office.configuration, deposit, &pia, count, Some(&tom)).unwrap();
        self.office.commit("W3", "pia", decision);
        (cash, checks)
    }
}

/// What a session's receipts brought in cash.
fn cash_of(session: &Session) -> i64 {
    let standing = session.receipts.iter().filter(|receipt| !receipt.void);
    let tenders = standing.flat_map(|receipt| &receipt.tenders);
    tenders
        .filter(|tender| tender.kind == TenderKind::Cash)
        .map(|tender| tender.amount.0)
        .sum()
}
