//! The second day in lines of text: what came back, what was put right.

use counterfoil_domain::money::Cents;
use counterfoil_station::demo::{Corrections, SecondDay};
use serde_json::Value;

use super::{board, cents, close, deposit, list, text};

pub(super) fn print(day: &SecondDay) {
    let (receipts, total) = day.sums.receipts;
    println!("\n{receipts} receipts of the second day stand for {}.\n", Cents(total));
    board(&day.board);
    returned(&day.register);
    corrections(&day.corrections);
    deposit(&day.deposit);
    close(&day.closed);
    if day.disagreements.is_empty() {
        println!(
            "Register, refunds, suspense, {} accounts, ledger batch, board and deposit: every sum agrees with the journal to the cent.\n",
            day.accounts
        );
    }
}

fn returned(register: &Value) {
    for item in list(&register["items"]) {
        println!(
            "{:<10}{:<24}{:<28}{:>11}{:>9} fee{:>11} open  {}",
            text(&item["number"]),
            text(&item["payer"]),
            text(&item["reason"]),
            cents(&item["amount"]).to_string(),
            cents(&item["fee"]).to_string(),
            cents(&item["open"]).to_string(),
            text(&item["state"]).replace('_', " ")
        );
    }
    let states = list(&register["states"]).filter(|state| state["items"] != 0);
    let states: Vec<String> = states
        .map(|state| {
            let (items, name) = (&state["items"], text(&state["state"]).replace('_', " "));
            format!("{items} {name}, {} open", cents(&state["open"]))
        })
        .collect();
    println!("Returned items: {}.", states.join("; "));
    println!(
        "    fees charged {}, collected {}",
        cents(&register["fees_charged"]),
        cents(&register["fees_collected"])
    );
}

fn corrections(made: &Corrections) {
    for moved in &made.transfers {
        let accounts: Vec<&str> = list(&moved["balances"]).map(|one| text(&one["account"])).collect();
        let (receipt, amount) = (text(&moved["receipt"]), cents(&moved["amount"]));
        println!("Receipt {receipt}: {amount} moved from {}.", accounts.join(" to "));
    }
    let reversed = &made.reversed;
    let back: Vec<String> = list(&reversed["back"])
        .map(|way| format!("{} by {}", cents(&way[1]), text(&way[0]).to_lowercase()))
        .collect();
    println!(
        "Receipt {}: {} reversed; back {}, the rest by {}.",
        text(&reversed["receipt"]),
        cents(&reversed["amount"]),
        back.join(", "),
        text(&reversed["refund"])
    );
    println!(
        "Receipt {}: {} paid too much, back by {}.",
        text(&made.refund["receipt"]),
        cents(&made.refund["amount"]),
        text(&made.refund["refund"])
    );
    println!(
        "Receipt {}: {} that waited in suspense for {} placed.",
        text(&made.placed["receipt"]),
        cents(&made.placed["amount"]),
        text(&made.placed["reference"])
    );
    let list = &made.list;
    println!(
        "List {} for accounts payable: {} refunds of {}.",
        text(&list["number"]),
        list["items"],
        cents(&list["total"])
    );
}
