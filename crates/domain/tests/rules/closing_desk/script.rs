//! One scripted day at the closing desk with something of everything in it: the day that
//! the second file of frozen bytes was made of.

use counterfoil_domain::approval::send_back;
use counterfoil_domain::batch::{FileItem, TurnInRequest, take_in, take_turn_in};
use counterfoil_domain::day_close::{self, CloseFacts, StationFacts};
use counterfoil_domain::deposit::{
    FirstCount, SecondCount, compose, correct, enter_bank_figures, finalize, prepare, withdraw,
};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked, count_in_place};
use counterfoil_domain::entry::{BatchFile, Body, ConfigurationAdopted, Entry, LedgerBatch, StationHead, hex};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::session::Session;
use counterfoil_domain::suspense::place;
use counterfoil_domain::trace::Trace;
use uuid::Uuid;

use super::office::{Office, counted, paper, sorted};
use crate::fixture::{cash, day, offer, open_amount, part_of, payment};

/// The day, hour by hour, all of it in the journal of W3; each step continues the one before.
pub(crate) struct Script {
    pub(crate) office: Office,
    drawer: Uuid,
    mail: Uuid,
    /// The receipt of which a line stands in suspense.
    held: Option<Entry>,
}

impl Script {
    /// Ana opens her drawer, takes cash, two checks and a card, and is called away; Tom
    /// counts it in her place: a check reads otherwise, and one there is that nobody took.
    fn begun() -> Script {
        let mut office = Office::new();
        office.accounts.get_mut("20-1").unwrap().flags.restore_amount = Some(Cents(4_000));
        let configuration = office.configuration.clone();
        let adopted = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted { configuration }));
        office.commit("W3", "adm", Decision::plain(adopted));
        let drawer = office.open("W3", "ana");
        for (nth, (code, cents)) in (1u32..).zip([("CASH", 3_000), ("CHECK", 4_000), ("CHECK", 2_500), ("CARD", 900)]) {
            office.pay(
                drawer,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, nth)]),
            );
        }
        let (tom, ben) = (office.user("tom"), office.user("ben"));
        let session = Some(office.session(drawer));
        let decision = count_in_place(&office.configuration, session, &tom, "Called away", Some(&ben));
        office.commit("W3", "tom", decision.unwrap());
        let mut script = Script {
            office,
            drawer,
            mail: Uuid::nil(),
            held: None,
        };
        script.count(Ticked::Reads(Cents(25_000)));
        script
    }

    /// Tom counts the drawer, fifty cents short, and closes it with Eva.
    fn count(&mut self, second_check: Ticked) {
        let found = FoundInDrawer {
            cash: sorted(17_950),
            tape: vec![
                ("W3-000002".into(), 0, Ticked::Agreed),
                ("W3-000003".into(), 0, second_check),
            ],
            extra: vec![("MO".into(), Cents(1_200), Some("7009".into()))],
            totals: vec![("CARD".into(), Cents(900))],
        };
        self.office.count_and_close(self.drawer, found);
    }

    /// Ben opens and keys the mail with Sol: a check on an account, one that nobody can
    /// place, cash; the control figure of the checks was added up wrong.
    fn mail(mut self) -> Script {
        let office = &mut self.office;
        self.mail = office.mail(vec![counted(&[(1_000, 1)]), paper("CHECK", 2, 10_100)]);
        office.pay(
            self.mail,
            &payment(vec![part_of("20-1", 3_000)], vec![offer("CHECK", 3_000, 11)]),
        );
        let held = LineRequest::Suspense {
            reference: Some("20-I".into()),
            amount: Cents(6_000),
            why: "no such account".into(),
        };
        let lines = vec![open_amount("MISC", 1_000), held];
        self.held = Some(office.pay(self.mail, &payment(lines, vec![offer("CHECK", 7_000, 12)])));
        office.pay(
            self.mail,
            &payment(vec![open_amount("MISC", 900)], vec![offer("CASH", 900, 0)]),
        );
        office.close_batch(self.mail);
        self
    }

    /// Finance brings its collections, and a file of web payments is taken in, of which one fits no account.
    fn brought(mut self) -> Script {
        let office = &mut self.office;
        let request = TurnInRequest {
            department: "FI".into(),
            transmittal: "FI-2026-031".into(),
            brought_by: "Jo March".into(),
            total: Cents(6_000),
            payment: payment(vec![open_amount("MISC", 6_000)], vec![offer("CHECK", 2_000, 21)]),
            cash: cash(&[(2_000, 2)]),
            cash_again: cash(&[(2_000, 2)]),
        };
        let when = (office.now, office.today());
        let id = office.id();
        let decisions = office.knowing(None, ("ana", None), |facts| {
            take_turn_in(facts, id, "Turn-in 1", when, &request)
        });
        for decision in decisions.unwrap() {
            office.commit("W3", "ana", decision);
        }
        let item = |line: u64, account: &str, cents: i64| FileItem {
            line,
            account: account.into(),
            tender: offer("CARD", cents, 30),
            payer: Some("Kim Poor".into()),
            reference: Some(format!("C-{line}")),
        };
        let items = [item(2, "20-3", 3_000), item(3, "20-77", 450)];
        let file = BatchFile {
            name: "web.csv".into(),
            id: "WEB-20261121".into(),
            digest: "ab".repeat(32),
            layout: "WEB".into(),
        };
        let (id, next) = (office.id(), office.journals["W3"].head.grand_total.count + 1);
        let taken = office.knowing(None, ("ana", None), |facts| {
            let layout = facts.configuration.batch_layout("WEB")?;
            take_in(
                facts,
                id,
                "Web payments 21 Nov",
                when,
                next,
                (layout, file.clone()),
                &items,
            )
        });
        for decision in taken.unwrap().decisions {
            office.commit("W3", "ana", decision);
        }
        self
    }

    /// Sol sends the drawer back to be counted again, and Tom the mail; then everything is
    /// approved, and the money in suspense placed.
    fn approved(mut self) -> Script {
        for (id, by, why, recount) in [
            (self.drawer, "sol", "Read the second check again", true),
            (self.mail, "tom", "Look at the tape", false),
        ] {
            let office = &mut self.office;
            let by = office.user(by);
            let decision = send_back(&office.configuration, office.session(id), &by, why, recount);
            office.commit("W3", &by.id, decision.unwrap());
        }
        self.count(Ticked::Agreed);
        let office = &mut self.office;
        office.close_batch(self.mail);
        for id in office.sessions.iter().map(|session| session.id).collect::<Vec<_>>() {
            let by = office.user(if id == self.drawer { "sol" } else { "tom" });
            let session = office.session(id);
            let figures = session.figures(&office.configuration).unwrap();
            let seen = counterfoil_domain::approval::difference(&figures).unwrap();
            let reason = (!seen.is_zero()).then_some("Looked for, not found");
            let decision = counterfoil_domain::approval::approve(&office.configuration, session, &by, seen, reason);
            office.commit("W3", &by.id, decision.unwrap());
        }
        let original = self.held.as_ref().unwrap();
        let tom = office.user("tom");
        let placed = office.knowing(None, ("tom", Some("eva")), |facts| {
            place(
                facts,
                &tom,
                (&Trace::begin(original).unwrap(), 1),
                part_of("20-1", 6_000),
                "The bill was in the envelope",
            )
        });
        office.commit("W3", "tom", placed.unwrap());
        self
    }

    /// Pia puts a deposit together, takes it apart, puts another together in another order;
    /// Tom counts it again. The bank finds a dollar less, and it is corrected.
    fn deposited(mut self) -> Script {
        let office = &mut self.office;
        let (pia, tom) = (office.user("pia"), office.user("tom"));
        for (number, order) in [("D-000001", None), ("D-000002", Some(vec![4, 3, 2, 1, 0, 5]))] {
            let sessions: Vec<&Session> = office.sessions.iter().collect();
            let taken = |id| {
                office
                    .deposits
                    .iter()
                    .find(|one| one.takes(id))
                    .map(|one| one.number().to_owned())
            };
            let whole = compose(&office.configuration, &sessions, taken).unwrap();
            let count = FirstCount {
                cash: sorted(whole.cash.0),
                order,
                check_total: Some(whole.check_total),
            };
            let id = Uuid::from_u128(0xde00_0000 + office.deposits.len() as u128);
            let bank = &office.configuration.bank_accounts[0];
            let named = (id, number.to_owned());
            let decision = prepare(&office.configuration, named, bank, &pia, whole, count).unwrap();
            office.commit("W3", "pia", decision);
            if number == "D-000001" {
                let decision = withdraw(&office.deposits[0], "The checks lie in another order").unwrap();
                office.commit("W3", "pia", decision);
            }
        }
        let prepared = &office.deposits[1].prepared;
        let count = SecondCount {
            cash: prepared.cash.clone(),
            check_items: u32::try_from(prepared.checks.len()).unwrap(),
            check_total: prepared.check_total,
            bag: "B-0042".into(),
        };
        let figures = (Cents(prepared.cash_total.0 - 100), prepared.check_total);
        let decision = finalize(&office.configuration, &office.deposits[1], &pia, count, Some(&tom)).unwrap();
        office.commit("W3", "pia", decision);
        let tre = office.user("tre");
        let decision = enter_bank_figures(
            &office.deposits[1],
            &tre,
            figures,
            (day("2026-11-23"), day("2026-11-23")),
            "ADV-77",
        )
        .unwrap();
        office.commit("W3", "tre", decision);
        let (eva, deposit) = (office.user("eva"), &office.deposits[1]);
        let decision = correct(
            &office.configuration,
            deposit,
            &tre,
            "One dollar short",
            "ADV-78",
            Some(&eva),
        );
        office.commit("W3", "tre", decision.unwrap());
        self
    }

    /// Eva closes the day; what W4 may still have is carried.
    fn day_closed(mut self) -> Script {
        let office = &mut self.office;
        let sessions: Vec<&Session> = office.sessions.iter().collect();
        let facts = |(code, missing): (&str, bool)| {
            let head = &office.journals[code].head;
            StationFacts {
                head: StationHead {
                    station: code.into(),
                    seq: head.seq,
                    hash: hex(&head.hash),
                    receipts: head.grand_total.count,
                    cents: head.grand_total.cents,
                },
                window: format!("Window {}", &code[1..]),
                missing,
            }
        };
        let stations = [("W3", false), ("W4", true)].map(facts);
        let closing = CloseFacts {
            configuration: &office.configuration,
            date: day("2026-11-21"),
            closed: false,
            last_closed: None,
            today: day("2026-11-21"),
            earlier_open: None,
            sessions: &sessions,
            stations: &stations,
            carry: &[day_close::station_key("W4")],
            ledger: LedgerBatch {
                number: "GL-000001".into(),
                debits: Cents(98_765),
                lines: 12,
                digest: "cd".repeat(32),
            },
            transmittals: vec![("T-000001".into(), "UT".into(), Cents(28_850))],
            head: office.signed_head("W3"),
        };
        let decision = day_close::close(closing, &office.user("eva")).unwrap();
        office.commit("W3", "eva", decision);
        self
    }

    /// The whole day: the entries of W3.
    pub(crate) fn whole() -> Vec<Entry> {
        let script = Script::begun().mail().brought().approved().deposited().day_closed();
        script.office.journals["W3"].entries.clone()
    }
}
