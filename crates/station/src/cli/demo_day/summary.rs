//! What the demo days came to, in lines of text: the board, where the mistakes were,
//! the deposit, the day's close, the documents; what came back on the second day.

mod second_day;

use std::path::{Path, PathBuf};

use counterfoil_domain::money::Cents;
use counterfoil_station::demo::Day;
use serde_json::Value;

pub(super) fn print(day: &Day) {
    let (receipts, cents) = day.sums.receipts;
    println!(
        "{receipts} receipts stand for {}; {} were voided at the counter.\n",
        Cents(cents),
        day.voids
    );
    board(&day.board);
    for found in &day.found {
        let (drawer, receipt) = (&found.drawer, &found.receipt);
        println!("{drawer}, receipt {receipt}: {}\n    {}.", found.says, found.settled);
    }
    deposit(&day.deposit);
    close(&day.closed);
    if day.disagreements.is_empty() {
        println!(
            "Board, deposit and close: every sum agrees with the journal to the cent; the ledger's {} accounts sum to zero.\n",
            day.sums.ledger.len()
        );
    }
    documents(&day.documents);
    if let Some(second) = &day.second {
        second_day::print(second);
        documents(&second.documents);
    }
    for disagreement in day.all_disagreements() {
        println!("DISAGREES: {disagreement}");
    }
}

/// The board, one line a drawer or batch.
fn board(board: &Value) {
    let heads = ["Cash", "Checks", "Cards", "Other", "Expected", "Counted", "Difference"];
    let heads: String = heads.iter().map(|head| format!("{head:>13}")).collect();
    println!("{:<24}{:<10}{heads}", text(&board["date"]), "");
    for row in list(&board["rows"]) {
        let name = match text(&row["window"]) {
            "" => text(&row["name"]).to_owned(),
            window => format!("{window} · {}", text(&row["cashier"])),
        };
        line(
            &name,
            text(&row["stage"]),
            &by_column(board, &row["tenders"]),
            &row["total"],
        );
    }
    line("All", "", &by_column(board, &board["totals"]), &board["total"]);
    println!();
}

fn line(name: &str, stage: &str, columns: &[i64; 4], total: &Value) {
    let totals = ["expected", "counted", "difference"].map(|key| cents(&total[key]));
    let figures = columns.iter().copied().map(Cents).chain(totals);
    let figures: String = figures.map(|figure| format!("{figure:>13}")).collect();
    println!("{name:<24}{stage:<10}{figures}");
}

/// What was expected in cash, checks and other paper, cards, and all else.
fn by_column(board: &Value, tenders: &Value) -> [i64; 4] {
    let mut columns = [0; 4];
    for tender in list(tenders) {
        let kind = list(&board["tenders"]).find(|kind| kind["code"] == tender["tender"]);
        let column = match kind.map_or("", |kind| text(&kind["kind"])) {
            "cash" => 0,
            "check" | "money_order" | "cashiers_check" => 1,
            "card" => 2,
            _ => 3,
        };
        columns[column] += cents(&tender["expected"]).0;
    }
    columns
}

fn deposit(deposit: &Value) {
    let brief = &deposit["brief"];
    println!(
        "\nDeposit {} of {}: {} in cash, {} checks of {}, together {}; bag {}",
        text(&brief["number"]),
        text(&brief["business_date"]),
        cents(&brief["cash"]),
        brief["check_items"],
        cents(&brief["checks"]),
        cents(&brief["total"]),
        text(&deposit["bag"]),
    );
    println!(
        "    prepared by {}, counted again by {}; seal {}",
        text(&deposit["prepared_by"][1]),
        text(&deposit["verified_by"]),
        text(&deposit["seal"])
    );
    for one in list(&deposit["settlements"]) {
        let (name, items, total) = (text(&one["name"]), &one["items"], cents(&one["total"]));
        println!("    not with the slip: {name}, {items} of {total}");
    }
    for one in list(&deposit["corrections"]) {
        println!(
            "    the bank's correction: {} in cash, {} in checks. {} ({})",
            cents(&one["cash"]),
            cents(&one["checks"]),
            text(&one["reason"]),
            text(&one["by"])
        );
    }
}

fn close(closed: &Value) {
    println!(
        "\n{} is closed with {} drawers and batches; ledger batch {}, debits and credits {}.",
        text(&closed["date"]),
        closed["sessions"],
        text(&closed["ledger_batch"]),
        cents(&closed["ledger_total"])
    );
}

fn documents(documents: &[PathBuf]) {
    println!("Documents:");
    let is_receipt = |path: &&PathBuf| path.parent().is_some_and(|parent| parent.ends_with("receipts"));
    let (receipts, others): (Vec<_>, Vec<_>) = documents.iter().partition(is_receipt);
    if let (Some(first), Some(last)) = (receipts.first(), receipts.last()) {
        let count = receipts.len();
        println!("  {} … {} ({count} receipts)", first.display(), last.display());
    }
    // A report is a PDF, a spreadsheet and its tables as CSV: one line for all of them.
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let reports: Vec<String> = others
        .iter()
        .filter(|path| ends(path, "xlsx"))
        .map(|path| stem(path))
        .collect();
    for path in &others {
        let name = stem(path);
        let of_a_report = reports.iter().any(|report| name.starts_with(report));
        if ends(path, "pdf") && reports.contains(&name) {
            println!("  {}, and as XLSX and CSV", path.display());
        } else if !of_a_report || !(ends(path, "xlsx") || ends(path, "csv")) {
            println!("  {}", path.display());
        }
    }
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own == ending)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn cents(value: &Value) -> Cents {
    Cents(value.as_i64().unwrap_or_default())
}
