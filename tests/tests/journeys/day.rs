//! One cashier's whole day, every cent of it known beforehand.

use counterfoil_tests::cash::cents;
use counterfoil_tests::desk::{Desk, Paid, request_id, tender_line};
use counterfoil_tests::payment::{check, payment};
use counterfoil_tests::people::{ANA, BEN, SAM};
use serde_json::{Value, json};

#[test]
fn a_day_at_window_1() {
    let mut desk = Desk::open_for(ANA);
    let morning = payments_of_every_kind(&mut desk);
    voids_and_a_reclass(&mut desk);
    // 200.00 float + 184.62 + 34.00 + 30.00 − 30.00, which was a check after all.
    desk.checkpoint("4x100 1x10 8x1 2x0.25 1x0.10 2x0.01");
    cash_moves(&mut desk);
    the_drawer_goes_to_ben(&mut desk);
    reprints(&mut desk, &morning[0]);
    the_close(&mut desk);
    the_books_agree(desk);
}

fn payments_of_every_kind(desk: &mut Desk) -> Vec<Paid> {
    let mut taken = Vec::new();
    let bill = payment().account("20-04127-03").cash("200").payer("María Nuñez");
    let paid = desk.pay(&bill);
    assert_eq!(paid.number, "W1-000001");
    paid.total_is("184.62")
        .change_is("15.38")
        .change_is_given_in("1x10 1x5 1x0.25 1x0.10 3x0.01");
    paid.still_due("20-04127-03", "0");
    taken.push(paid);

    let split = payment()
        .licence("BL-2210", "84.00")
        .items("DOG1", 2)
        .check("100.00", "1042")
        .cash("40");
    taken.push(desk.pay(&split));
    taken[1]
        .total_is("134.00")
        .change_is("6.00")
        .change_is_given_in("1x5 1x1");

    // Oldest first, then by priority: September's water whole, 20.00 of October's wastewater.
    let part = desk.pay(&payment().on_account("20-00001-01", "60.00").card("60.00"));
    part.total_is("60.00").change_is("0").still_due("20-00001-01", "60.01");
    let lines: Vec<_> = charges_paid(desk, &part.number);
    assert_eq!(lines, [("W09".to_owned(), 4000), ("S10".to_owned(), 2000)]);
    taken.push(part);

    let over = desk.pay(
        &payment()
            .on_account("20-00005-05", "40.00")
            .money_order("40.00", "77810"),
    );
    over.still_due("20-00005-05", "-6.67");
    taken.push(over);

    taken.push(
        desk.pay(
            &payment()
                .open("MISC", "25.00")
                .voucher("10.00", "V-118")
                .interfund("15.00", "IF-2026-4"),
        ),
    );
    taken.push(desk.pay(&payment().account("PC-77120").electronic_check("65.00").in_spanish()));
    taken.push(
        desk.pay(
            &payment()
                .open("MISC", "500.00")
                .cashiers_check("500.00", "900112")
                .note("Deposit, hall rental"),
        ),
    );
    taken
}

fn charges_paid(desk: &mut Desk, receipt: &str) -> Vec<(String, i64)> {
    let view = desk.done("receipt", json!({ "receipt": receipt }));
    let lines = view["lines"].as_array().expect("lines are a list");
    let paid = |line: &Value| {
        (
            line["charge"].as_str().expect("a charge").to_owned(),
            line["amount"].as_i64().expect("cents"),
        )
    };
    lines.iter().map(paid).collect()
}

fn voids_and_a_reclass(desk: &mut Desk) {
    let mistaken = desk.pay(&payment().open("MISC", "12.00").cash("20"));
    mistaken.change_is("8.00");
    let voided = desk.void(&mistaken.number, "Wrong account", SAM);
    assert_eq!(voided["cash_back"], cents("12.00"));
    let view = desk.done("receipt", json!({ "receipt": mistaken.number }));
    assert_eq!(view["void"]["approved_by"], "Sam Whitfield");
    assert_eq!(view["voidable"], false);

    let miskeyed = desk.pay(&payment().open("MISC", "30.00").cash("30"));
    let reclass = json!({
        "request_id": request_id(), "receipt": miskeyed.number, "place": 0, "to": check("30.00", "1043"),
        "reason": "It was a check", "consent": counterfoil_tests::desk::consent(SAM),
    });
    desk.done("reclass_tender", reclass);
    let view = desk.done("receipt", json!({ "receipt": miskeyed.number }));
    assert_eq!(view["tenders"][0]["tender"], "CHECK");
    assert_eq!(view["tenders"][0]["reclassed"], true);
}

fn cash_moves(desk: &mut Desk) {
    desk.pick_up("2x100", SAM);
    desk.change_order("2bx0.25 30x1", "1x50", SAM);
    desk.no_sale("Change for the customer", SAM);
}

fn the_drawer_goes_to_ben(desk: &mut Desk) {
    // Checks 1042 and 1043, the money order, the voucher, the cashier's check.
    desk.hand_over(BEN, "2x100 18x1 2x0.25 1x0.10 2x0.01", 5);
    desk.pay(&payment().open("MISC", "18.38").cash("20")).change_is("1.62");
}

fn reprints(desk: &mut Desk, first: &Paid) {
    let copy = desk.done(
        "reprint_receipt",
        json!({ "request_id": request_id(), "receipt": first.number }),
    );
    assert_eq!(copy["copy"], 1);
    let view = desk.done("receipt", json!({ "receipt": first.number }));
    assert_eq!(view["copies"], 1);
}

fn the_close(desk: &mut Desk) {
    desk.start_count();
    desk.refuses_payment("drawer_counting", &payment().open("MISC", "1.00").cash("1"));
    assert_eq!(
        desk.drawer()["tenders"],
        Value::Null,
        "a blind count shows nothing of what is expected"
    );
    let totals = [("CARD", "60.00"), ("ECHECK", "65.00"), ("INTERFUND", "15.00")];
    let counted = desk.count_all("2x100 1x20 17x1", &totals);
    for (tender, amount) in [
        ("CASH", "237.00"),
        ("CHECK", "130.00"),
        ("MO", "40.00"),
        ("CASHIERS", "500.00"),
        ("CARD", "60.00"),
        ("ECHECK", "65.00"),
        ("VOUCHER", "10.00"),
        ("INTERFUND", "15.00"),
    ] {
        assert_eq!(
            tender_line(&counted, tender),
            (cents(amount), cents(amount)),
            "{tender}"
        );
    }
    assert_eq!(counted["reason_needed"], false);
    desk.close();
    desk.refuses_payment("drawer_closed", &payment().open("MISC", "1.00").cash("1"));
    let recent = &desk.drawer()["recent"][0];
    assert_eq!((&recent["receipts"], &recent["difference"]), (&json!(10), &json!(0)));
}

fn the_books_agree(desk: Desk) {
    let books = desk.books();
    assert_eq!(books.numbers().len(), 10);
    for (kind, times) in [
        ("drawer_opened", 1),
        ("receipt_voided", 1),
        ("tender_reclassed", 1),
        ("checkpoint_counted", 1),
        ("picked_up", 1),
        ("change_ordered", 1),
        ("no_sale", 1),
        ("handed_over", 1),
        ("receipt_reprinted", 1),
        ("drawer_counted", 1),
        ("drawer_closed", 1),
    ] {
        assert_eq!(books.count(kind), times, "{kind}");
    }
    for (ledger, name, amount) in [
        ("100-1000", "vault: the float out, the pick-up in", "0"),
        ("100-1010", "cash in the drawer", "237.00"),
        ("100-1020", "checks on hand", "670.00"),
        ("100-1030", "card receivable", "125.00"),
        ("100-1040", "vouchers and interfund", "25.00"),
        ("100-2200", "customer credits", "-6.67"),
        // Two thirds of 123.00, 40.00 and 33.33, one third with the odd cents.
        ("500-4000", "water revenue", "-130.88"),
        ("500-4010", "water capital", "-65.45"),
        ("510-4000", "wastewater revenue", "-81.62"),
        ("100-4200", "fines", "-65.00"),
        ("100-4100", "licences and miscellaneous", "-707.38"),
    ] {
        assert_eq!(books.balance(ledger), cents(amount), "{ledger}, {name}");
    }
    assert_eq!(books.sum(), 0);
    let checkpoint = books.of_kind("checkpoint_counted").next().expect("one checkpoint");
    assert_eq!(checkpoint["body"]["expected"], cents("418.62"));
    assert_eq!(checkpoint["body"]["counted"], cents("418.62"));
    let payer = &books.receipt("W1-000001")["payer"];
    assert_eq!(payer, "María Nuñez");
}
