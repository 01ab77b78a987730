//! Every writing command of the closing desk, sent twice: done once, answered alike, also
//! after the power failed.

use counterfoil_tests::bank_files::{csv_file, file_request, returned_check};
use counterfoil_tests::cash::count;
use counterfoil_tests::closing_desk::{
    bank_figures, close_request, control, item_request, second_count, web_file, web_request,
};
use counterfoil_tests::corrections::{refund, refund_list, reversal, to_account, transfer, withdrawal};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::{check, payment};
use counterfoil_tests::people::{ANA, BEN, DOT, SAM, SUE, TESS};
use counterfoil_tests::returned_items::{PAID_AFTER_ALL, reinstatement, return_request};
use serde_json::{Value, json};

/// What was sent, by whom, and what came back.
struct Sent {
    user: &'static str,
    cmd: &'static str,
    request: Value,
    reply: Value,
}

/// A desk that sends everything twice.
struct Twice {
    desk: Desk,
    user: &'static str,
    sent: Vec<Sent>,
}

impl Twice {
    fn change_to(&mut self, user: &'static str) {
        self.desk.change_to(user);
        self.user = user;
    }

    /// Sends a request, and the same again; the first reply.
    #[track_caller]
    fn send(&mut self, cmd: &'static str, request: Value) -> Value {
        let reply = self.desk.done(cmd, request.clone());
        let length = self.desk.journal_length();
        let again = self.desk.done(cmd, request.clone());
        assert_eq!(self.desk.journal_length(), length, "{cmd} was done twice");
        alike(cmd, &reply, &again);
        self.sent.push(Sent {
            user: self.user,
            cmd,
            request,
            reply: reply.clone(),
        });
        reply
    }
}

/// The same answer, but that it says so.
#[track_caller]
fn alike(cmd: &str, first: &Value, again: &Value) {
    let mut expected = first.clone();
    if let Some(repeated) = expected.get_mut("repeated") {
        assert_eq!(*repeated, false, "{cmd}");
        *repeated = json!(true);
    }
    assert_eq!(*again, expected, "the repeated answer of {cmd}");
}

#[test]
fn every_command_of_the_closing_desk_answers_its_repeat() {
    let mut twice = Twice {
        desk: Desk::closing_desk_with_a_drawer(),
        user: SAM,
        sent: Vec::new(),
    };
    batches(&mut twice);
    approvals(&mut twice);
    let date = twice.desk.board()["date"].as_str().expect("a date").to_owned();
    deposit(&mut twice);
    twice.change_to(SAM);
    twice.send("close_day", close_request(&date, &["station:W2"]));
    returned_items(&mut twice);
    corrections(&mut twice);
    let Twice { mut desk, sent, .. } = twice;

    // The program is gone, and with it what it kept in mind.
    desk.power_cut();
    let length = desk.journal_length();
    let mut signed_in = 0;
    for Sent {
        user,
        cmd,
        request,
        reply,
    } in &sent
    {
        desk.sign_in(user);
        let again = desk.done(cmd, request.clone());
        // Views of a deposit, of a returned item and of a bank's file show what became of it since.
        if ["brief", "row", "exact"]
            .iter()
            .all(|lives_on| again.get(lives_on).is_none())
        {
            alike(cmd, reply, &again);
        }
        for key in ["reason", "language", "numbers", "name"] {
            if let Some(said) = request.get(key) {
                let mut other = request.clone();
                other[key] = match (key, said) {
                    ("language", _) => json!("es"),
                    ("numbers", _) => json!(["RF-000001", "R-000001", "RF-000009"]),
                    _ => json!("Something else"),
                };
                desk.refuses("request_reused", cmd, other);
            }
        }
        desk.sign_out();
        signed_in += 2;
    }
    assert_eq!(
        desk.journal_length(),
        length + signed_in,
        "nothing but people coming and going"
    );
    desk.books();
}

fn batches(twice: &mut Twice) {
    let figures = [control("CHECK", 2, "100.00")];
    let open = json!({ "request_id": request_id(), "control": figures, "consent": consent(BEN) });
    let batch = twice.send("open_batch", open)["session"].clone();
    let item = payment().open("MISC", "60.00").check("60.00", "501");
    twice.send("take_payment", item_request(&batch, &item));
    let held = payment()
        .in_suspense("20-9", "30.00", "no such account")
        .check("30.00", "502");
    let held = twice.send("take_payment", item_request(&batch, &held))["receipt"].clone();
    let close = json!({
        "request_id": request_id(), "session": batch, "reason": "One envelope was empty", "consent": consent(SUE),
    });
    twice.send("close_batch", close);
    let place = json!({
        "request_id": request_id(), "receipt": held, "line": 0, "reason": "Found",
        "to": { "on": "account", "account": "20-00001-01", "amount": "30.00" }, "consent": consent(SUE),
    });
    twice.send("place_suspense", place);
    let file = web_file("W-1", &[("20-04127-03", "184.62"), ("20-99999-99", "42.10")]);
    let taken = twice.send("take_in_file", web_request(&file));
    assert_eq!(taken["suspense"].as_array().map(Vec::len), Some(1));
    let turn_in = json!({
        "request_id": request_id(), "department": "PD", "transmittal": "PD-77", "brought_by": "Officer Lund",
        "total": "100.00", "lines": [{ "on": "charge", "code": "DOG1", "quantity": 4 }],
        "cash": count("3x20"), "cash_again": count("3x20"), "tenders": [check("40.00", "503")],
    });
    twice.send("take_turn_in", turn_in);
}

fn approvals(twice: &mut Twice) {
    let drawer = twice.desk.session("Drawer 1");
    let reclass = json!({
        "request_id": request_id(), "session": drawer, "receipt": "W1-000001", "place": 0,
        "to": { "tender": "MO", "amount": "60.00", "number": "9" }, "reason": "Wrong tender", "consent": consent(SUE),
    });
    twice.send("reclass_tender", reclass);
    let back = json!({ "request_id": request_id(), "session": drawer, "reason": "Count again", "recount": true });
    twice.send("return_session", back);
    twice.change_to(ANA);
    twice.desk.count_all("2x100", &[]);
    twice.desk.close();
    twice.change_to(SUE);
    for name in ["Drawer 1", "Mail batch 1", "Web payments 1", "Turn-in 1"] {
        let approval = twice.desk.approval(name);
        twice.send("approve_session", approval);
    }
    twice.change_to(BEN);
    twice.desk.open_drawer("2x100");
    twice.change_to(SAM);
    let left = json!({ "request_id": request_id(), "reason": "Ben was taken ill", "consent": consent(ANA) });
    twice.send("count_in_place", left);
    twice.desk.count_all("2x100", &[]);
    twice.desk.close();
    twice.change_to(SUE);
    let board = twice.desk.board();
    let rows = board["rows"].as_array().expect("rows");
    let closed = rows.iter().find(|row| row["stage"] == "closed").expect("Ben's drawer");
    let approval = json!({ "request_id": request_id(), "session": closed["session"], "seen_difference": 0 });
    twice.send("approve_session", approval);
}

fn deposit(twice: &mut Twice) {
    twice.change_to(DOT);
    let prepare = |twice: &mut Twice| {
        let (sessions, proposal) = twice.desk.proposal();
        let request = json!({
            "request_id": request_id(), "bank": "MAIN", "sessions": sessions, "cash": proposal["cash"],
        });
        twice.send("prepare_deposit", request)
    };
    let first = prepare(twice);
    let apart = json!({ "request_id": request_id(), "deposit": first["brief"]["deposit"], "reason": "Another bag" });
    twice.send("withdraw_deposit", apart);
    let deposit = prepare(twice);
    twice.change_to(SUE);
    twice.send("finalize_deposit", second_count(&deposit));
    twice.change_to(TESS);
    twice.send("enter_bank_figures", bank_figures(&deposit, "59.00", "0"));
    let correct = json!({
        "request_id": request_id(), "deposit": deposit["brief"]["deposit"], "reason": "Miscounted",
        "reference": "ADJ-1", "consent": consent(SAM),
    });
    twice.send("correct_deposit", correct);
}

/// The receipt of a check of the mail, 60.00 without an account.
const MAILED: &str = "W1-000003";

fn returned_items(twice: &mut Twice) {
    let waived = |receipt: &str, amount: &str| {
        let mut request = return_request(&[(receipt, 0)], amount, "NSF");
        request["no_fee"] = json!("Our own bank misread it");
        request["consent"] = consent(SUE);
        request
    };
    let item = twice.send("return_item", waived("W1-000002", "40.00"));
    assert_eq!(item["row"]["number"], "R-000001");
    let notice = json!({ "request_id": request_id(), "number": "R-000001", "language": "en" });
    twice.send("write_notice", notice);
    twice.send("reinstate_item", reinstatement("R-000001", PAID_AFTER_ALL));
    let file = csv_file("B-1", &[returned_check("60.00", "501", "NSF")]);
    twice.send("take_in_returns", file_request("RETCSV", &file));
    let dismissal = json!({ "request_id": request_id(), "file": "F-000001", "item": 0, "reason": "Not ours", "consent": consent(SUE) });
    twice.send("dismiss_return_item", dismissal);
    twice.send("return_item", waived("W1-000002", "40.00"));
    // A list for collections takes what is a day old.
    twice.desk.next_day(SAM);
    twice.desk.day_ends();
    let list = json!({ "request_id": request_id(), "numbers": ["R-000002"] });
    twice.send("list_for_collections", list);
}

fn corrections(twice: &mut Twice) {
    let moved = transfer((MAILED, 0), "10.00", to_account("PC-77120"), "Wrong account keyed", SUE);
    twice.send("transfer_payment", moved);
    let asked = twice.send("request_refund", refund((MAILED, 0), "5.00", "Unclaimed", SUE));
    assert_eq!(asked["refund"], "RF-000001");
    twice.send("withdraw_refund", withdrawal("RF-000001", "They called"));
    twice.send("request_refund", refund((MAILED, 0), "6.00", "Unclaimed", SUE));
    twice.send("list_refunds", refund_list(&["RF-000002"]));
    twice.send("reverse_receipt", reversal("W1-000001", "Receipt entered twice", SUE));
}
