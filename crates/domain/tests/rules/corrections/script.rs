//! A few scripted weeks after some receipts, with everything in them that may happen to money
//! after its day: what the third file of frozen bytes was made of.

use counterfoil_domain::config::Language;
use counterfoil_domain::entry::{BatchFile, Entry, FileReturn};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::receipt::CheckData;
use counterfoil_domain::returns::{
    FileItem, Reinstatement, dismiss, list_for_collections, notice, reinstate, take_in_file,
};

use super::site::Site;
use crate::fixture::{ROUTING, day, offer, on_account, open_amount, part_of, payment, priced};

/// The weeks, step by step, all of them in the journal of W3; each continues the one before.
pub(crate) struct Script {
    site: Site,
}

impl Script {
    /// What Ben keys on 21 November; nothing comes of the last one, which is voided at once.
    fn keyed() -> Script {
        let mut site = Site::new();
        site.accounts.get_mut("20-2").unwrap().flags.restore_amount = Some(Cents(8_000));
        let bill = site.accounts["20-3"].charges[0].clone();
        site.accounts.get_mut("20-4").unwrap().charges.push(bill);
        let held = LineRequest::Suspense {
            reference: Some("20-I".into()),
            amount: Cents(1_000),
            why: "no such account".into(),
        };
        let bill_and_licence = vec![part_of("20-1", 12_000), priced("DOG1", 1, "T-881")];
        let receipts = [
            (
                bill_and_licence,
                vec![offer("CHECK", 10_000, 1), offer("CASH", 4_500, 0)],
            ),
            (vec![part_of("20-2", 6_500)], vec![offer("CHECK", 6_500, 2)]),
            (vec![part_of("20-4", 4_000)], vec![offer("ECHECK", 4_000, 3)]),
            (
                vec![open_amount("MISC", 2_000), part_of("20-3", 1_000)],
                vec![offer("CARD", 2_000, 4), offer("CASH", 1_000, 0)],
            ),
            (vec![part_of("20-1", 5_000), held], vec![offer("CHECK", 6_000, 5)]),
            (vec![open_amount("MISC", 250)], vec![offer("CASH", 250, 0)]),
        ];
        for (lines, tenders) in receipts {
            let mut request = payment(lines, tenders);
            request.payer = Some("María Peña".into());
            site.try_pay(&request).unwrap();
        }
        site.try_void("W3-000006").unwrap();
        Script { site }
    }

    /// Four days later Tre takes in the bank's file: its first item is worked, the other is of
    /// another city.
    fn file(mut self) -> Script {
        let site = self.site.pass(4);
        let item = FileReturn {
            line: 2,
            amount: Cents(10_000),
            reason: Some("NSF".into()),
            check: CheckData {
                number: Some("1001".into()),
                routing: Some(ROUTING.into()),
                last_four: Some("6789".into()),
                token: Some("token-of-123456789".into()),
            },
            trace: Some("B-77001".into()),
            paid_on: Some(day("2026-11-21")),
            payer: Some("MARIA PENA".into()),
            deposit: Some("D-000001".into()),
            reference: Some("20-1".into()),
            note: Some("SECOND PRESENTMENT".into()),
            ..FileReturn::default()
        };
        let other = FileReturn {
            line: 3,
            amount: Cents(450),
            electronic: true,
            represented: true,
            ..FileReturn::default()
        };
        let file = BatchFile {
            name: "returns.csv".into(),
            id: "RET-20261125".into(),
            digest: "ab".repeat(32),
            layout: "BANKRET".into(),
        };
        let notices = vec!["Account 6789 has another number now".to_owned()];
        let items = vec![item, other.clone()];
        let taken_in = site.knowing(("tre", None), |facts, _| {
            take_in_file(facts, "F-000001", (file, Some(day("2026-11-24"))), items, notices)
        });
        site.write("tre", taken_in.unwrap());
        let mut request = site.return_request(&[(0, 0)], "NSF");
        request.reference = Some("B-77001".into());
        request.file = Some(("F-000001".into(), 0));
        let decision = site.returning(&[(0, 0)], &request, ("tre", None)).unwrap();
        site.write("tre", decision);
        let item = FileItem {
            file: "F-000001".into(),
            item: 1,
            said: other,
            done: false,
        };
        let dismissed = site.knowing(("tre", Some("eva")), |facts, _| {
            dismiss(facts, &item, "Of another city")
        });
        site.write("tre", dismissed.unwrap());
        self
    }

    /// What came too much is asked back, and most of it paid back, and then its check comes back:
    /// the second one of that bank account, whose fee Eva agrees to leave out. The electronic
    /// one follows.
    fn returned(mut self) -> Script {
        let site = self.site.pass(1);
        site.try_refund(("W3-000002", 1), 1_000).unwrap();
        site.try_list("AP-000001", &site.refunds.clone()).unwrap();
        site.try_refund(("W3-000002", 1), 300).unwrap();
        let mut request = site.return_request(&[(1, 0)], "STOP");
        request.no_fee = Some("Stopped on our advice".into());
        let decision = site.returning(&[(1, 0)], &request, ("tre", Some("eva"))).unwrap();
        site.write("tre", decision);
        site.try_return(&[(2, 0)], "R01").unwrap();
        for (number, language) in [("R-000001", Language::En), ("R-000002", Language::Es)] {
            let item = site.item(number);
            let noticed = site.knowing(("tre", None), |facts, _| notice(facts, item, language));
            site.write("tre", noticed.unwrap());
        }
        self
    }

    /// A part of the electronic one is paid; then it turns out that it never came back.
    fn reinstated(mut self) -> Script {
        let site = self.site.pass(2);
        let line = LineRequest::Account {
            account: "20-4".into(),
            charges: vec!["R-000003/1".into()],
            amount: Some(Cents(1_000)),
            seen_due: None,
        };
        site.pay(vec![line], vec![offer("CASH", 1_000, 0)]);
        let request = Reinstatement {
            mistake: true,
            reason: "Of another account".into(),
            reference: Some("B-77009".into()),
            file: Some(("F-000001".into(), 1)),
        };
        let item = site.item("R-000003");
        let decision = site.knowing(("tre", Some("eva")), |facts, _| reinstate(facts, item, &request));
        site.write("tre", decision.unwrap());
        self
    }

    /// One receipt is reversed, one moved to the account that it was meant for, which is to
    /// be turned on; money in suspense is placed. A refund is asked for and withdrawn.
    fn corrected(mut self) -> Script {
        let site = self.site.pass(1);
        site.try_reverse("W3-000004").unwrap();
        site.pay(vec![part_of("20-2", 2_000)], vec![offer("CASH", 2_000, 0)]);
        site.try_transfer(("W3-000005", 0), 4_500, part_of("20-2", 4_500))
            .unwrap();
        site.try_place(("W3-000005", 2), part_of("20-1", 1_000)).unwrap();
        site.try_refund(("W3-000005", 1), 400).unwrap();
        site.try_withdraw("RF-000004").unwrap();
        let refund = site.refunds[2].clone();
        site.try_list("AP-000002", &[refund]).unwrap();
        self
    }

    /// A month later what is open goes to collections. A check that paid for a returned one
    /// comes back itself.
    fn collected(mut self) -> Script {
        let site = self.site.pass(32);
        let items = ["R-000001", "R-000002"].map(|number| site.item(number));
        let listed = site.knowing(("tre", None), |facts, _| {
            list_for_collections(facts, "C-000001", &items)
        });
        site.write("tre", listed.unwrap());
        site.configuration.returned_items.as_mut().unwrap().mark = None;
        let due = site.standing("R-000001").due().unwrap().0;
        site.pay(vec![on_account("R-000001")], vec![offer("MO", due, 6)]);
        site.pass(3);
        site.try_return(&[(site.traces.len() - 1, 0)], "BANK").unwrap();
        self
    }

    /// The whole of it: the entries of W3.
    pub(crate) fn whole() -> Vec<Entry> {
        let script = Script::keyed().file().returned().reinstated().corrected().collected();
        script.site.entries
    }
}
