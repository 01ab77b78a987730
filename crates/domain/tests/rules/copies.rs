//! What is due on an account is billing's copy less what the copy does not hold: the same sum
//! whichever of its posting batches billing had, and in whatever order entries are heard of.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Charge, Cut, Flags, PaidSince, each_effect};
use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::entry::{
    Body, Due, Entry, GrandTotal, ItemReturned, Person, ReceiptReversed, ReceiptVoided, ReturnedTender, TakenBack,
    VoidedLine,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{Receipt, ReceiptLine, Tender};
use counterfoil_domain::returns::item::Returned;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

const ACCOUNT: &str = "20-1";
const CHARGES: [&str; 2] = ["A", "B"];
/// Due on each charge before anything is paid: more than any script pays.
const DUE: i64 = 1_000_000;
/// Windows, and the closing desk behind them. Billing has the entries of all but the last
/// window in posting batches; that one's by the instant.
const WINDOWS: [&str; 3] = ["W1", "W2", "W3"];
const DESK: &str = "D1";
const BY_INSTANT: &str = "W3";

fn day() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

fn morning() -> DateTime<Utc> {
    "2026-11-20T15:00:00Z".parse().unwrap()
}

/// One thing done: at which window, to which charge (none for the credit), how much; and
/// whether an earlier payment is voided or reversed instead.
#[derive(Debug, Clone)]
enum Act {
    Pay(usize, Option<usize>, i64),
    Void(Index),
    Reverse(Index),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let pay = (0..3usize, prop::option::weighted(0.8, 0..2usize), 1..9_000i64)
        .prop_map(|(w, c, cents)| Act::Pay(w, c, cents));
    let act = prop_oneof![
        4 => pay,
        1 => any::<Index>().prop_map(Act::Void),
        1 => any::<Index>().prop_map(Act::Reverse),
    ];
    prop::collection::vec(act, 1..24)
}

/// What an entry really paid: charge, receipt, cents.
type Really = (Option<&'static str>, String, i64);

/// The entries of a script in the order in which central has them, with what each really paid.
fn written(acts: &[Act], skew: [i64; 3]) -> Vec<(Entry, Really)> {
    let mut written: Vec<(Entry, Really)> = Vec::new();
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    // Payments that stand: window, charge, receipt, cents.
    let mut standing: Vec<(usize, Option<&'static str>, String, i64)> = Vec::new();
    for (nth, act) in (0i64..).zip(acts) {
        let (station, really, body) = match act {
            Act::Pay(window, charge, cents) => {
                let (station, charge) = (WINDOWS[*window], charge.map(|place| CHARGES[place]));
                let number = format!("{station}-{:06}", last.get(station).map_or(1, |seq| seq + 1));
                standing.push((*window, charge, number.clone(), *cents));
                (
                    station,
                    (charge, number.clone(), *cents),
                    receipt(number, charge, *cents),
                )
            }
            Act::Void(index) | Act::Reverse(index) if standing.is_empty() => {
                let _nothing_to_take_back = index;
                continue;
            }
            Act::Void(index) => {
                let (window, charge, number, cents) = standing.remove(index.index(standing.len()));
                let body = voided(&number, charge, cents);
                (WINDOWS[window], (charge, number, -cents), body)
            }
            Act::Reverse(index) => {
                let (_, charge, number, cents) = standing.remove(index.index(standing.len()));
                let body = reversed(&number, charge, cents);
                (DESK, (charge, number, -cents), body)
            }
        };
        // Clocks differ; within a workstation they only go forward.
        let off = WINDOWS
            .iter()
            .position(|one| *one == station)
            .map_or(0, |window| skew[window]);
        let seq = last.entry(station).or_default();
        *seq += 1;
        let at = morning() + Duration::minutes(nth) + Duration::hours(off);
        written.push((entry(station, *seq, at, body), really));
    }
    written
}

fn entry(station: &str, seq: u64, at: DateTime<Utc>, body: Body) -> Entry {
    Entry {
        station: station.into(),
        epoch: 1,
        seq,
        id: Uuid::nil(),
        request: None,
        at,
        business_date: day(),
        actor: "ana".into(),
        approval: None,
        config: String::new(),
        body,
        postings: Vec::new(),
        grand_total: GrandTotal::default(),
    }
}

fn receipt(number: String, charge: Option<&str>, cents: i64) -> Body {
    let line = ReceiptLine {
        code: "WATER".into(),
        description: "Water".into(),
        department: "UTIL".into(),
        account: Some(ACCOUNT.into()),
        charge: charge.map(str::to_owned),
        reference: None,
        quantity: None,
        amount: Cents(cents),
        due: None,
        split: Vec::new(),
    };
    let tender = Tender {
        code: "CASH".into(),
        kind: TenderKind::Cash,
        name: "Cash".into(),
        amount: Cents(cents),
        handed: None,
        check: None,
        card: None,
        reference: None,
    };
    Body::Receipt(Box::new(Receipt {
        number,
        session: Uuid::nil(),
        heading: Vec::new(),
        window: String::new(),
        cashier: String::new(),
        language: Language::En,
        batch: None,
        payer: None,
        note: None,
        lines: vec![line],
        tenders: vec![tender],
        total: Cents(cents),
        change: Cents::ZERO,
        balances: Vec::new(),
        turn_on: Vec::new(),
        footer: Vec::new(),
    }))
}

fn voided(number: &str, charge: Option<&str>, cents: i64) -> Body {
    Body::ReceiptVoided(ReceiptVoided {
        session: Uuid::nil(),
        receipt: number.into(),
        total: Cents(cents),
        reason: "Wrong account".into(),
        tenders: Vec::new(),
        restored: vec![(ACCOUNT.into(), charge.map(str::to_owned), Cents(cents))],
        lines: vec![VoidedLine {
            code: "WATER".into(),
            what: "Water".into(),
            since: day(),
        }],
    })
}

fn reversed(number: &str, charge: Option<&str>, cents: i64) -> Body {
    let due = Due::Restored {
        account: ACCOUNT.into(),
        charge: charge.map(str::to_owned),
        code: "WATER".into(),
        since: day(),
    };
    let taken = TakenBack {
        line: Some(0),
        what: "Water".into(),
        department: "UTIL".into(),
        amount: Cents(cents),
        split: Vec::new(),
        receivable: Vec::new(),
        due: Some(due),
        refund: None,
    };
    Body::ReceiptReversed(Box::new(ReceiptReversed {
        receipt: number.into(),
        taken: vec![taken],
        amount: Cents(cents),
        refund: None,
        back: Vec::new(),
        reason: "Paid twice".into(),
        balances: Vec::new(),
        person: Person::default(),
    }))
}

/// What billing writes when it had the first `had` entries of central's order: the last entry of
/// each workstation in them, but for the one of which it only knows the instant.
fn cut_after(written: &[(Entry, Really)], had: usize) -> Cut {
    let mut cut = Cut::at(morning() + Duration::days(1));
    let of_instant = |one: &&(Entry, Really)| one.0.station == BY_INSTANT;
    let (before, behind) = written.split_at(had);
    // Between that window's last entry that billing had and the next one.
    if let Some((next, _)) = behind.iter().find(of_instant) {
        cut.as_of = next.at - Duration::milliseconds(1);
    }
    for (entry, _) in before.iter().filter(|one| !of_instant(one)) {
        cut.included.insert(entry.station.clone(), entry.seq);
    }
    for station in WINDOWS.iter().chain([&DESK]).filter(|one| **one != BY_INSTANT) {
        cut.included.entry((*station).to_owned()).or_insert(0);
    }
    cut
}

/// Billing's copy after those entries; a charge that is paid in full it no longer hands out.
fn copy_after(written: &[(Entry, Really)], had: usize, dues: [i64; 2]) -> Account {
    let mut account = Account {
        flags: Flags::default(),
        ..Account::unlisted(ACCOUNT)
    };
    for (id, due) in CHARGES.into_iter().zip(dues) {
        let own = written[..had].iter().filter(|(_, really)| really.0 == Some(id));
        let due = due - own.map(|(_, really)| really.2).sum::<i64>();
        if due > 0 {
            account.charges.push(Charge {
                id: id.into(),
                code: "WATER".into(),
                description: "Water".into(),
                reference: String::new(),
                due_date: day(),
                due: Cents(due),
            });
        }
    }
    account
}

fn paid(entries: &[&Entry], cut: Cut) -> PaidSince {
    let mut paid = PaidSince::besides(cut);
    entries.iter().for_each(|entry| paid.apply(entry).unwrap());
    paid
}

/// Billing's copy as [`copy_after`], where what was paid on a charge beyond what was due was put on the other.
fn netted_after(written: &[(Entry, Really)], had: usize, dues: [i64; 2]) -> Account {
    let on = |id: &str| {
        let own = written[..had].iter().filter(move |(_, really)| really.0 == Some(id));
        own.map(|(_, really)| really.2).sum::<i64>()
    };
    let left = [dues[0] - on("A"), dues[1] - on("B")];
    copy_after(&[], 0, [left[0] + left[1].min(0), left[1] + left[0].min(0)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// What was paid on a charge twice is not lost: all that is due on the account is billing's copy less
    /// what it does not hold, whatever billing made of the rest; and a voucher's sum is that of the fold.
    #[test]
    fn what_is_paid_on_a_charge_beyond_its_due_stands_to_the_credit(
        acts in acts(),
        dues in [1..9_000i64, 1..9_000],
        skew in [-72..72i64, -72..72, 0..1],
    ) {
        let on_charges = acts.into_iter().map(|act| match act {
            Act::Pay(window, charge, cents) => Act::Pay(window, charge.or(Some(0)), cents),
            void_or_reverse => void_or_reverse,
        });
        let written = written(&on_charges.collect::<Vec<_>>(), skew);
        let entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        for had in 0..=written.len() {
            let (cut, copy) = (cut_after(&written, had), netted_after(&written, had, dues));
            let stands = |entries: &[&Entry]| Returned::default().standing(&paid(entries, cut.clone()), copy.clone(), day());
            let missing: i64 = written[had..].iter().map(|(_, really)| really.2).sum();
            let standing = stands(&entries);
            prop_assert_eq!(standing.due().unwrap(), Cents(copy.due().unwrap().0 - missing), "had {}", had);
            prop_assert!(standing.account.charges.iter().all(|charge| charge.due >= Cents::ZERO));
            if let Some((last, before)) = entries.split_last().filter(|_| had < written.len()) {
                let mut then = stands(before);
                each_effect(&last.body, |effect| then.apply(effect)).unwrap();
                prop_assert_eq!((then.due(), then.credit), (standing.due(), standing.credit), "had {}", had);
            }
        }
    }

    /// However many of the posting batches billing had when it wrote the copy, the account stands alike.
    #[test]
    fn an_account_stands_alike_after_every_posting_batch(acts in acts(), skew in [-72..72i64, -72..72, 0..1]) {
        let written = written(&acts, skew);
        let entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        for id in CHARGES {
            let all: i64 = written.iter().filter(|(_, really)| really.0 == Some(id)).map(|(_, really)| really.2).sum();
            for had in 0..=written.len() {
                let paid = paid(&entries, cut_after(&written, had));
                let copy = copy_after(&written, had, [DUE; 2]);
                let standing = Returned::default().standing(&paid, copy, day());
                prop_assert_eq!(standing.account.charge(id).unwrap().due, Cents(DUE - all), "had {}", had);
            }
        }
    }

    /// An entry that central could not read when a batch was made is in none up to it: it counts besides the copy.
    #[test]
    fn what_was_left_out_of_a_batch_counts(acts in acts(), had in any::<Index>(), out in any::<Index>()) {
        let written = written(&acts, [0; 3]);
        let had = had.index(written.len() + 1);
        let posted = written[..had].iter().filter(|one| one.0.station != BY_INSTANT);
        let posted: Vec<&(Entry, Really)> = posted.collect();
        prop_assume!(!posted.is_empty());
        let out = &posted[out.index(posted.len())].0;
        let mut cut = cut_after(&written, had);
        cut.left_out.insert((out.station.clone(), out.seq));
        let held = written[..had].iter().filter(|one| (&one.0.station, one.0.seq) != (&out.station, out.seq));
        let held: Vec<(Entry, Really)> = held.cloned().collect();
        let copy = copy_after(&held, held.len(), [DUE; 2]);
        let entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        let standing = Returned::default().standing(&paid(&entries, cut), copy, day());
        for id in CHARGES {
            let all: i64 = written.iter().filter(|(_, really)| really.0 == Some(id)).map(|(_, really)| really.2).sum();
            prop_assert_eq!(standing.account.charge(id).unwrap().due, Cents(DUE - all));
        }
    }

    /// What stands to a credit besides the copy is what of each receipt's money the copy does not
    /// hold; where only the taking back lies behind it, the copy knew of the money, and nothing does.
    #[test]
    fn a_credit_is_what_the_copy_does_not_hold_of_each_receipt(acts in acts(), skew in [-72..72i64, -72..72, 0..1]) {
        let written = written(&acts, skew);
        let entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        for had in 0..=written.len() {
            let mut of_receipt: BTreeMap<&str, i64> = BTreeMap::new();
            for (_, (charge, receipt, cents)) in &written[had..] {
                if charge.is_none() {
                    *of_receipt.entry(receipt).or_default() += cents;
                }
            }
            let standing = paid(&entries, cut_after(&written, had)).standing(copy_after(&written, had, [DUE; 2]));
            prop_assert_eq!(standing.credit.0, of_receipt.values().map(|cents| (*cents).max(0)).sum::<i64>());
            for (receipt, cents) in of_receipt {
                prop_assert_eq!(standing.credit_of(receipt), Cents(cents.max(0)));
            }
        }
    }

    /// A charge that billing no longer hands out, because it was paid, is due again once the payment
    /// is taken back and billing does not know.
    #[test]
    fn what_the_copy_let_go_of_is_due_again(cents in 1..9_000i64, had in 0..=2usize, which in any::<Index>(), void in any::<bool>()) {
        let back = if void { Act::Void(which) } else { Act::Reverse(which) };
        let acts = [Act::Pay(0, Some(0), cents), back];
        let written = written(&acts, [0; 3]);
        let entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        let standing = paid(&entries, cut_after(&written, had)).standing(copy_after(&written, had, [cents, 0]));
        prop_assert_eq!(standing.account.charge("A").unwrap().due, Cents(cents));
    }

    /// In whatever order a workstation hears of the entries, it is the same.
    #[test]
    fn the_order_of_hearing_is_nothing(acts in acts(), had in any::<Index>(), keys in prop::collection::vec(any::<u32>(), 24)) {
        let written = written(&acts, [0; 3]);
        let cut = cut_after(&written, had.index(written.len() + 1));
        let mut entries: Vec<&Entry> = written.iter().map(|one| &one.0).collect();
        let stands = |entries: &[&Entry]| {
            let standing = paid(entries, cut.clone()).standing(copy_after(&written, 0, [DUE; 2]));
            (standing.account.charges.clone(), standing.credit, standing.paid)
        };
        let in_order = stands(&entries);
        let mut keyed: Vec<(u32, &Entry)> = keys.into_iter().zip(entries).collect();
        keyed.sort_by_key(|one| one.0);
        entries = keyed.into_iter().map(|one| one.1).collect();
        prop_assert_eq!(stands(&entries), in_order);
    }
}

/// The bank returns a receipt's check, and billing's own charge is due again.
fn check_returned(number: &str, charge: &str, cents: i64) -> Body {
    let Body::ReceiptReversed(reversed) = reversed(number, Some(charge), cents) else {
        panic!("it is a reversal")
    };
    let Body::Receipt(receipt) = receipt(number.to_owned(), Some(charge), cents) else {
        panic!("it is a receipt")
    };
    let tender = ReturnedTender {
        receipt: number.to_owned(),
        place: 0,
        tender: receipt.tenders[0].clone(),
        taken_on: day(),
        deposit: None,
        credited: "100-1100".into(),
        taken: reversed.taken,
    };
    Body::ItemReturned(Box::new(ItemReturned {
        number: "R-000001".into(),
        tenders: vec![tender],
        amount: Cents(cents),
        reason: ("NSF".into(), "Not sufficient funds".into()),
        reference: None,
        fee: None,
        fee_receivable: Vec::new(),
        fee_revenue: None,
        no_fee: None,
        mark: None,
        payer: ("Ana".into(), Vec::new()),
        balances: Vec::new(),
        file: None,
        worker: ("treasury".into(), "Tre Asher".into()),
    }))
}

/// What a returned item made due again and billing's copy knows of, or no longer has, is paid by one or by two
/// windows without a line.
#[test]
fn what_a_returned_item_made_due_again_may_be_paid_twice_too() {
    let mut cut = Cut::at(morning() + Duration::days(1));
    cut.included = BTreeMap::from([("W1".to_owned(), 1), ("W2".to_owned(), 0), (DESK.to_owned(), 1)]);
    let at = |minutes| morning() + Duration::minutes(minutes);
    let first = entry("W1", 1, at(0), receipt("W1-000001".into(), Some("A"), 5_000));
    let item = entry(DESK, 1, at(1), check_returned("W1-000001", "A", 5_000));
    let again = entry("W1", 2, at(2), receipt("W1-000002".into(), Some("A"), 5_000));
    let twice = entry("W2", 1, at(3), receipt("W2-000001".into(), Some("A"), 5_000));
    // What the copy has of the charge, the entries, what is due on the account.
    let table = [
        (0, vec![&first, &item], 5_000),
        (5_000, vec![&first, &item], 5_000),
        (0, vec![&first, &item, &again], 0),
        (5_000, vec![&first, &item, &again], 0),
        (0, vec![&first, &item, &again, &twice], -5_000),
        (5_000, vec![&first, &item, &again, &twice], -5_000),
    ];
    for (copy, entries, due) in table {
        let mut returned = Returned::default();
        entries.iter().for_each(|entry| returned.apply(entry).unwrap());
        let account = copy_after(&[], 0, [copy, 0]);
        let standing = returned.standing(&paid(&entries, cut.clone()), account, day());
        assert_eq!(standing.due(), Ok(Cents(due)), "copy {copy}, {} entries", entries.len());
    }
}
