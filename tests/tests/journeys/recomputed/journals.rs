//! The exported journals as plain JSON. No code of the program is used: what an entry
//! means is written out here a second time.

use std::collections::BTreeMap;
use std::path::PathBuf;

use counterfoil_tests::books::Books;
use serde_json::Value;

/// All journals of the site.
pub(super) struct Journals {
    /// One a workstation, the closing desk's last.
    pub(super) books: Vec<Books>,
    /// Every drawer and batch by its identifier.
    pub(super) sessions: BTreeMap<String, Session>,
    receipts: Vec<Receipt>,
    pub(super) configuration: Value,
    /// Which close it is whose day is recomputed, from 0.
    close: usize,
}

/// A drawer or batch.
#[derive(Default)]
pub(super) struct Session {
    pub(super) name: String,
    pub(super) station: String,
    /// What the vault gave less what it got: float, change orders, pick-ups.
    vault: i64,
    /// The last count, or the control figures: tender type and what was found.
    counted: BTreeMap<String, i64>,
    /// The pieces of the last count; none of a batch, whose pieces are as keyed.
    items: Option<Vec<Value>>,
}

/// A receipt as it stands at the end.
pub(super) struct Receipt {
    number: String,
    session: String,
    pub(super) total: i64,
    pub(super) lines: Vec<Value>,
    pub(super) tenders: Vec<Value>,
    void: bool,
}

/// A check or money order that lies in the deposit.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    session: String,
    receipt: Option<String>,
    place: u64,
    tender: String,
    number: Option<String>,
    pub(super) amount: i64,
}

/// The kinds of tender whose paper goes to the bank.
const PAPER: [&str; 3] = ["check", "money_order", "cashiers_check"];

impl Journals {
    pub(super) fn read(folders: &[PathBuf]) -> Journals {
        let books: Vec<Books> = folders.iter().map(|folder| Books::read(folder)).collect();
        let mut journals = Journals {
            configuration: books[0].entries[0]["body"]["configuration"].clone(),
            sessions: BTreeMap::new(),
            receipts: Vec::new(),
            books: Vec::new(),
            close: 0,
        };
        for entry in books.iter().flat_map(|books| &books.entries) {
            journals.take(entry);
        }
        journals.books = books;
        journals
    }

    fn take(&mut self, entry: &Value) {
        let body = &entry["body"];
        let kind = text(&entry["kind"]);
        if ["drawer_opened", "batch_opened"].contains(&kind.as_str()) {
            let name = body["drawer"].as_str().or(body["name"].as_str()).expect("a name");
            let session = Session {
                name: name.to_owned(),
                station: text(&entry["station"]),
                vault: body["float_total"].as_i64().unwrap_or(0),
                ..Session::default()
            };
            self.sessions.insert(text(&body["session"]), session);
        }
        match kind.as_str() {
            "receipt" => self.receipts.push(Receipt {
                number: text(&body["number"]),
                session: text(&body["session"]),
                total: cents(&body["total"]),
                lines: list(&body["lines"]).cloned().collect(),
                tenders: list(&body["tenders"]).cloned().collect(),
                void: false,
            }),
            "receipt_voided" => self.receipt(&body["receipt"]).void = true,
            "tender_reclassed" => {
                let place = usize::try_from(cents(&body["tender"])).expect("a place");
                self.receipt(&body["receipt"]).tenders[place] = body["to"].clone();
            }
            "picked_up" => self.session(body).vault -= cents(&body["total"]),
            "change_ordered" => {
                self.session(body).vault += cents(&body["received_total"]) - cents(&body["given_total"]);
            }
            // A later count takes the place of an earlier one.
            "drawer_counted" | "batch_closed" => {
                let counted = list(&body["tenders"]).map(|line| (text(&line["tender"]), cents(&line["counted"])));
                let counted = counted.collect();
                let items = (kind == "drawer_counted").then(|| list(&body["items"]).cloned().collect());
                let session = self.session(body);
                (session.counted, session.items) = (counted, items);
            }
            _ => {}
        }
    }

    fn session(&mut self, body: &Value) -> &mut Session {
        self.sessions
            .get_mut(&text(&body["session"]))
            .expect("a session that was opened")
    }

    fn receipt(&mut self, number: &Value) -> &mut Receipt {
        let mut receipts = self.receipts.iter_mut();
        receipts
            .find(|receipt| receipt.number == *number)
            .expect("a receipt that was taken")
    }

    /// Receipts that were not voided.
    pub(super) fn standing(&self) -> impl Iterator<Item = &Receipt> {
        self.receipts.iter().filter(|receipt| !receipt.void)
    }

    /// Those of a session.
    pub(super) fn of_session<'a>(&'a self, session: &'a str) -> impl Iterator<Item = &'a Receipt> {
        self.standing().filter(move |receipt| receipt.session == session)
    }

    /// What a session's last count found of its receipts: the vault's cash is taken out.
    pub(super) fn counted(&self, session: &str) -> BTreeMap<String, i64> {
        let session = &self.sessions[session];
        let mut counted = session.counted.clone();
        *counted.get_mut("CASH").expect("cash is always counted") -= session.vault;
        counted
    }

    /// The paper of a session that goes to the bank: of a drawer, what was found when it was
    /// counted; of a batch, every piece as it was keyed.
    pub(super) fn pieces(&self, session: &str) -> Vec<Piece> {
        let kinds = self.kinds();
        let is_paper = |tender: &str| PAPER.contains(&kinds[tender].as_str());
        let mut pieces = Vec::new();
        let Some(items) = &self.sessions[session].items else {
            for receipt in self.of_session(session) {
                for (place, tender) in (0..).zip(&receipt.tenders) {
                    if is_paper(&text(&tender["type"])) {
                        pieces.push(Piece {
                            session: session.to_owned(),
                            receipt: Some(receipt.number.clone()),
                            place,
                            tender: text(&tender["type"]),
                            number: tender["check"]["number"].as_str().map(str::to_owned),
                            amount: cents(&tender["amount"]),
                        });
                    }
                }
            }
            return pieces;
        };
        for item in items {
            let tender = text(&item["tender"]);
            if let Some(found) = item["found"].as_i64().filter(|_| is_paper(&tender)) {
                pieces.push(Piece {
                    session: session.to_owned(),
                    receipt: item["of"][0].as_str().map(str::to_owned),
                    place: item["of"][1].as_u64().unwrap_or(0),
                    number: item["number"].as_str().map(str::to_owned),
                    tender,
                    amount: found,
                });
            }
        }
        pieces
    }

    /// Kind by tender type, as configured.
    fn kinds(&self) -> BTreeMap<String, String> {
        let tenders = list(&self.configuration["tenders"]);
        tenders.map(|one| (text(&one["code"]), text(&one["kind"]))).collect()
    }

    /// The configured name of a department, a tender type and the like.
    pub(super) fn name(&self, of: &str, code: &str) -> String {
        let mut found = list(&self.configuration[of]).filter(|one| one["code"] == code);
        text(&found.next().unwrap_or_else(|| panic!("{of} has no {code}"))["name"])
    }

    /// What a count of cash is worth, by the configured denominations.
    pub(super) fn worth(&self, cash: &Value) -> i64 {
        let worth = |line: &Value| {
            let mut kinds = list(&self.configuration["denominations"]);
            let kind = kinds
                .find(|kind| kind["cents"] == line["cents"])
                .expect("a denomination");
            let pieces =
                line["loose"].as_i64().unwrap_or(0) + line["bundles"].as_i64().unwrap_or(0) * cents(&kind["bundle"]);
            cents(&line["cents"]) * pieces
        };
        list(cash).map(worth).sum()
    }

    /// The entries of one kind, of all journals.
    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.books.iter().flat_map(move |books| books.of_kind(kind))
    }

    /// The same journals, of the day of another close.
    pub(super) fn of_close(self, close: usize) -> Journals {
        Journals { close, ..self }
    }

    /// The entry that closed the day.
    pub(super) fn day_closed(&self) -> &Value {
        let mut closes = self.of_kind("day_closed");
        &closes.nth(self.close).expect("the day was closed")["body"]
    }

    /// The entries that the day's close took: those up to the heads that it names, not dated
    /// after it, which the close before had not taken.
    pub(super) fn of_the_day(&self) -> impl Iterator<Item = &Value> {
        let closes: Vec<&Value> = self.of_kind("day_closed").map(|entry| &entry["body"]).collect();
        let before = self.close.checked_sub(1).map(|before| closes[before]);
        let (this, entries) = (closes[self.close], self.books.iter().flat_map(|books| &books.entries));
        entries.filter(move |entry| took(this, entry) && !before.is_some_and(|before| took(before, entry)))
    }
}

/// Whether a close reaches an entry.
fn took(close: &Value, entry: &Value) -> bool {
    let mut heads = list(&close["heads"]);
    let head = heads.find(|head| head["station"] == entry["station"]);
    head.is_some_and(|head| cents(&entry["seq"]) <= cents(&head["seq"]))
        && text(&entry["business_date"]) <= text(&close["date"])
}

impl Piece {
    /// A check of the deposit's list, as `deposit` gives it.
    pub(super) fn of_list(check: &Value) -> Piece {
        Piece {
            session: text(&check["session"]),
            receipt: check["receipt"].as_str().map(str::to_owned),
            place: check["place"].as_u64().expect("a place"),
            tender: text(&check["tender"]),
            number: check["number"].as_str().map(str::to_owned),
            amount: cents(&check["amount"]),
        }
    }
}

/// A list; nothing where there is none.
pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text that must be there.
pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}

/// A whole number that must be there.
pub(super) fn cents(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("a whole number, not {value}"))
}
