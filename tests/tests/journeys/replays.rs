//! The same request twice, a reply that was lost, a program that died: one receipt.

use counterfoil_tests::cash::cents;
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM};
use serde_json::{Value, json};

#[test]
fn f12_pressed_twice_makes_one_receipt() {
    let mut desk = Desk::open_for(ANA);
    let id = request_id();
    let payment = payment().open("MISC", "10").cash("20");
    let first = desk.pay_as(id, &payment);
    let length = desk.journal_length();
    let again = desk.pay_as(id, &payment);
    assert_eq!(
        (&first.reply["repeated"], &again.reply["repeated"]),
        (&json!(false), &json!(true))
    );
    for same in ["receipt", "total", "change", "change_in", "balances", "seal"] {
        assert_eq!(first.reply[same], again.reply[same], "{same} of the repeated reply");
    }
    assert_eq!(desk.journal_length(), length);
    let other = counterfoil_tests::payment::payment().open("MISC", "11").cash("20");
    desk.refuses(
        "request_reused",
        "take_payment",
        json!({ "request_id": id, "payment": other.request() }),
    );
    desk.refuses("request_reused", "start_count", json!({ "request_id": id }));
}

#[test]
fn every_writing_command_answers_its_repeat() {
    let mut desk = Desk::open_for(ANA);
    let paid = desk.pay(&payment().open("MISC", "10").cash("10"));
    let cash = json!([{ "cents": 1000, "loose": 1 }]);
    let twice = |desk: &mut Desk, cmd: &str, mut req: Value| {
        req["request_id"] = json!(request_id());
        let first = desk.done(cmd, req.clone());
        let length = desk.journal_length();
        let second = desk.done(cmd, req);
        assert_eq!(desk.journal_length(), length, "{cmd} was done twice");
        assert_eq!(first.get("seq"), second.get("seq"), "{cmd}");
        if let Some(repeated) = second.get("repeated") {
            assert_eq!(repeated, true, "{cmd}");
        }
    };
    twice(&mut desk, "checkpoint_count", json!({ "cash": cash }));
    twice(&mut desk, "pick_up", json!({ "cash": cash, "consent": consent(SAM) }));
    twice(
        &mut desk,
        "change_order",
        json!({ "received": cash, "given": cash, "consent": consent(SAM) }),
    );
    twice(
        &mut desk,
        "no_sale",
        json!({ "reason": "Change", "consent": consent(SAM) }),
    );
    twice(&mut desk, "reprint_receipt", json!({ "receipt": paid.number }));
    twice(
        &mut desk,
        "void_receipt",
        json!({ "receipt": paid.number, "reason": "Slip", "consent": consent(SAM) }),
    );
    twice(&mut desk, "start_count", json!({}));
    twice(
        &mut desk,
        "record_count",
        json!({ "cash": [{ "cents": 10_000, "loose": 1 }, { "cents": 1000, "loose": 9 }] }),
    );
    twice(
        &mut desk,
        "close_drawer",
        json!({ "reason": "Counted", "consent": consent(SAM) }),
    );
    desk.books();
}

#[test]
fn a_lost_reply_is_asked_for_again() {
    let mut desk = Desk::open_for(ANA);
    let payment = payment().open("MISC", "10").cash("20");
    let request = json!({ "request_id": request_id(), "payment": payment.request() });
    let before = desk.journal_length();
    desk.line().send("take_payment", &request);
    // The reply is never read; the program dies as soon as the receipt is on the disk.
    while desk.journal_length() == before {
        std::thread::yield_now();
    }
    desk.power_cut();
    desk.sign_in(ANA);
    let again = desk.paid(request);
    assert_eq!(again.reply["repeated"], true);
    again.change_is("10.00");
    let books = desk.books();
    assert_eq!(books.numbers(), ["W1-000001"]);
    assert_eq!(books.balance("100-1010"), cents("210.00"));
}

#[test]
fn the_payment_in_progress_survives() {
    let mut desk = Desk::open_for(ANA);
    let half = payment().account("20-04127-03").payer("María Nuñez");
    let id = request_id();
    let draft = json!({ "request_id": id, "payment": half.request(), "typed": { "amount": "18" } });
    desk.done("save_draft", draft.clone());
    let kept = |desk: &mut Desk| desk.done("draft", json!({}))["draft"].clone();

    desk.done("lock", json!({}));
    desk.refuses("screen_locked", "draft", json!({}));
    desk.done("unlock", consent(ANA));
    assert_eq!(kept(&mut desk)["typed"], draft["typed"]);

    desk.power_cut();
    desk.refuses("not_signed_in", "draft", json!({}));
    desk.sign_in(BEN);
    assert_eq!(kept(&mut desk), Value::Null, "someone else's payment in progress");
    desk.change_to(ANA);
    let after = kept(&mut desk);
    assert_eq!((&after["request_id"], &after["typed"]), (&json!(id), &draft["typed"]));
    assert_eq!(after["payment"]["lines"][0]["account"], "20-04127-03");
    assert_eq!(after["payment"]["payer"], "María Nuñez");

    desk.pay_as(id, &half.cash("200")).change_is("15.38");
    assert_eq!(kept(&mut desk), Value::Null, "taken, so no longer in progress");
    // A draft that was written again after its payment had been taken: the reply was lost on the way.
    desk.done("save_draft", draft);
    let view = desk.done("draft", json!({}));
    assert_eq!(view["taken"]["receipt"], "W1-000001", "{view}");
    desk.done("discard_draft", json!({}));
    assert_eq!(kept(&mut desk), Value::Null);
}
