//! One scripted day with something of everything in it: the day that the frozen
//! bytes were made of, and that the balancing sheet is tried on.

use counterfoil_domain::cash::CashLine;
use counterfoil_domain::config::{Language, Waiver};
use counterfoil_domain::drawer::{
    self, FoundInDrawer, HandOverCounts, Ticked, change_order, checkpoint, hand_over, no_sale, pick_up,
};
use counterfoil_domain::entry::{
    AccountsImported, Body, ConfigurationAdopted, ReceiptReprinted, SignInRefused, SignedIn, SignedOut,
};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::reclass::{Reclass, reclass};

use crate::fixture::{Desk, cash, offer, open_amount, part_of, payment, priced};

/// The day, hour by hour; each step continues the one before.
pub(crate) struct Script(pub(crate) Desk);

impl Script {
    /// The desk is set up and Ana opens her drawer on 150.00.
    pub(crate) fn begun() -> Script {
        let mut desk = Desk::new();
        desk.configuration.policies.waived = vec![Waiver::VaultMovement, Waiver::Flag];
        let configuration = desk.configuration.clone();
        let adopted = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted { configuration }));
        desk.write("adm", Decision::plain(adopted), None).unwrap();
        for body in [
            Body::AccountsImported(AccountsImported {
                digest: "ab".repeat(32),
                as_of: "2026-11-20T23:59:59.5Z".parse().unwrap(),
                accounts: 4,
                charges: 5,
                total_due: Cents(30_963),
                included: Default::default(),
                left_out: Default::default(),
            }),
            Body::SignInRefused(SignInRefused {
                user: "ana".into(),
                in_a_row: 2,
            }),
            Body::SignedIn(SignedIn { user: "ana".into() }),
        ] {
            desk.commit("ana", Decision::plain(body)).unwrap();
        }
        desk.open("ana").unwrap();
        Script(desk)
    }

    /// Ana takes five payments: cash 130.00 in all, three checks, a money order and
    /// a voucher, a card and an electronic check.
    pub(crate) fn paid(mut self) -> Script {
        let mut rich = payment(
            vec![part_of("20-1", 23_500), priced("DOG1", 2, "T-881")],
            vec![
                offer("CHECK", 10_000, 1),
                offer("CARD", 5_000, 1),
                offer("VOUCHER", 3_500, 1),
                offer("CASH", 12_000, 0),
            ],
        );
        rich.payer = Some("María Peña".into());
        rich.note = Some("Pays for her mother".into());
        rich.language = Language::Es;
        self.0.pay(&rich).unwrap();
        for (cents, tenders) in [
            (4_000, vec![offer("CHECK", 4_000, 2)]),
            (3_000, vec![offer("CASH", 3_000, 0)]),
            (3_000, vec![offer("MO", 2_500, 4), offer("ECHECK", 500, 4)]),
            (6_000, vec![offer("CHECK", 6_000, 5)]),
        ] {
            self.0.pay(&payment(vec![open_amount("MISC", cents)], tenders)).unwrap();
        }
        self
    }

    /// A checkpoint five dollars short, the last receipt voided, the third one's cash
    /// a check in truth, a no-sale, a pick-up, a change order, a copy.
    pub(crate) fn mended(mut self) -> Script {
        let desk = &mut self.0;
        let (ana, sol) = (desk.user("ana"), desk.user("sol"));
        let count = cash(&[(10_000, 2), (5_000, 1), (2_000, 1), (500, 1)]);
        let decision = checkpoint(&desk.configuration, desk.session.as_ref(), &ana, count);
        desk.commit("ana", decision.unwrap()).unwrap();
        desk.void("W3-000005").unwrap();
        let request = Reclass {
            receipt: "W3-000003".into(),
            place: 0,
            to: offer("CHECK", 3_000, 1_003),
            reason: "Keyed as cash".into(),
        };
        let session = desk.session.as_ref();
        let decision = reclass(&desk.configuration, session, &ana, Language::En, &request, Some(&sol));
        desk.commit("ana", decision.unwrap()).unwrap();
        let session = desk.session.as_ref();
        let decision = no_sale(&desk.configuration, session, &ana, "Change for a meter", Some(&sol));
        desk.commit("ana", decision.unwrap()).unwrap();
        let (session, hundred) = (desk.session.as_ref(), cash(&[(10_000, 1)]));
        let decision = pick_up(&desk.configuration, session, &ana, hundred, None);
        desk.commit("ana", decision.unwrap()).unwrap();
        let (session, comes, goes) = (desk.session.as_ref(), cash(&[(100, 20)]), cash(&[(500, 1)]));
        let decision = change_order(&desk.configuration, session, &ana, comes, goes, Some(&sol));
        desk.commit("ana", decision.unwrap()).unwrap();
        let copy = Body::ReceiptReprinted(ReceiptReprinted {
            receipt: "W3-000001".into(),
            copy: 1,
        });
        desk.commit("ana", Decision::plain(copy)).unwrap();
        self
    }

    /// Ana hands over to Ben, who takes one more payment and begins to count.
    pub(crate) fn handed_over(mut self) -> Script {
        let desk = &mut self.0;
        let (ana, ben) = (desk.user("ana"), desk.user("ben"));
        let counts = HandOverCounts {
            cash: cash(&[(10_000, 1), (5_000, 1), (1_000, 1), (500, 1)]),
            cash_again: cash(&[(10_000, 1), (5_000, 1), (1_000, 1), (500, 1)]),
            items: 5,
            items_again: 5,
        };
        let decision = hand_over(&desk.configuration, desk.session.as_ref(), &ana, counts, Some(&ben));
        desk.commit("ana", decision.unwrap()).unwrap();
        desk.pay(&payment(
            vec![open_amount("MISC", 1_200)],
            vec![offer("CASH", 1_200, 0)],
        ))
        .unwrap();
        desk.start_count().unwrap();
        self
    }

    /// What Ben finds: half a dollar short in cash, the second check misread, the
    /// third missing, one that no receipt has.
    fn found(loose_cents: u32) -> FoundInDrawer {
        let mut count = cash(&[(10_000, 1), (5_000, 1), (1_000, 1), (500, 1), (1, loose_cents)]);
        count.0.push(CashLine {
            cents: Cents(25),
            loose: 0,
            bundles: 1,
        });
        FoundInDrawer {
            cash: count,
            tape: vec![
                ("W3-000001".into(), 0, Ticked::Agreed),
                ("W3-000001".into(), 2, Ticked::Agreed),
                ("W3-000002".into(), 0, Ticked::Reads(Cents(400))),
                ("W3-000003".into(), 0, Ticked::Missing),
                ("W3-000004".into(), 0, Ticked::Agreed),
            ],
            extra: vec![("CHECK".into(), Cents(3_100), Some("9001".into()))],
            totals: vec![("CARD".into(), Cents(5_000)), ("ECHECK".into(), Cents(450))],
        }
    }

    /// Ben counts twice and closes with a reason that Sol accepts.
    pub(crate) fn closed(mut self) -> Script {
        let desk = &mut self.0;
        desk.count(Script::found(20)).unwrap();
        let (ben, session) = (desk.user("ben"), desk.session.as_ref());
        let reason = Some("The pennies again");
        let decision = drawer::recount(&desk.configuration, session, session, &ben, reason, None);
        desk.commit("ben", decision.unwrap()).unwrap();
        desk.count(Script::found(150)).unwrap();
        desk.close(Some("A check is missing"), Some("sol")).unwrap();
        self
    }

    /// Counted again after the close: the second check reads right after all.
    pub(crate) fn closed_again(mut self) -> Script {
        let desk = &mut self.0;
        let (ben, sol, session) = (desk.user("ben"), desk.user("sol"), desk.session.as_ref());
        let reason = Some("The check of 40.00 was read wrong");
        let decision = drawer::recount(&desk.configuration, session, session, &ben, reason, Some(&sol));
        desk.commit("ben", decision.unwrap()).unwrap();
        let mut found = Script::found(150);
        found.tape[2].2 = Ticked::Agreed;
        desk.count(found).unwrap();
        desk.close(Some("One check missing, one too many"), Some("sol"))
            .unwrap();
        let out = Body::SignedOut(SignedOut { user: "ben".into() });
        desk.commit("ben", Decision::plain(out)).unwrap();
        self
    }

    /// The whole day.
    pub(crate) fn whole() -> Desk {
        Script::begun().paid().mended().handed_over().closed().closed_again().0
    }
}
