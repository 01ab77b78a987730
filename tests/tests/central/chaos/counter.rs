//! A cashier who goes on working whatever fails, and keeps a note of what was taken.

use std::thread::sleep;
use std::time::{Duration, Instant};

use counterfoil_tests::central::house::Window;
use counterfoil_tests::desk::{FLOAT, consent, request_id};
use counterfoil_tests::dice::Dice;
use counterfoil_tests::payment::{Payment, payment};
use counterfoil_tests::people::{SAM, SUE};
use serde_json::{Value, json};

/// The float, in cents.
const FLOAT_CENTS: u64 = 20_000;
/// Payments of a day at one window.
const PAYMENTS: u64 = 9;
/// The account that some of them are for, at every window.
const ACCOUNT: &str = "20-90001-01";
/// What is due on its charges by billing's copy, in cents: so little that windows without a line are paid the same
/// charge, and what nobody owes stands to the account's credit.
const CHARGES: [(&str, u64); 3] = [("W09", 3_150), ("S09", 2_075), ("W10", 9_900)];

/// What is due on the account by billing's copy, in cents.
pub(super) fn due() -> i64 {
    let due: u64 = CHARGES.iter().map(|charge| charge.1).sum();
    i64::try_from(due).expect("cents")
}

/// Billing's file: that one account.
pub(super) fn accounts() -> String {
    let charge = |(id, due): (&str, u64)| format!("C,{id},WATER,Water and sewer,,2020-11-15,{}\n", written(due));
    let charges: String = CHARGES.into_iter().map(charge).collect();
    let (count, due) = (CHARGES.len(), written(due().unsigned_abs()));
    format!(
        "H,1,2020-01-01T06:00:00Z,City of Alder\nA,{ACCOUNT},Cedar Mill,2 Mill Street,805-555-0100,,,\n\
         {charges}T,1,{count},{due}\n"
    )
}

/// A window with its cashier.
pub(super) struct Counter {
    pub(super) window: Window,
    pub(super) code: &'static str,
    cashier: &'static str,
    dice: Dice,
    checks: u64,
    /// What was taken since the first day and not voided, as the cashier noted it.
    pub(super) taken: Taken,
    today: Taken,
    /// Whether the drawer was closed with a difference today.
    pub(super) differs: bool,
}

/// Amounts in cents.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) cash: u64,
    pub(super) checks: u64,
    pub(super) card: u64,
    /// Of it, on the one account.
    pub(super) on_account: u64,
    pub(super) receipts: u64,
    pub(super) voided: u64,
    /// Cash that was not there when the drawers were counted.
    pub(super) short: u64,
}

impl Counter {
    pub(super) fn new(window: Window, code: &'static str, cashier: &'static str, dice: Dice) -> Counter {
        Counter {
            window,
            code,
            cashier,
            dice,
            checks: 1_000,
            taken: Taken::default(),
            today: Taken::default(),
            differs: false,
        }
    }

    /// A drawer is opened, payments are taken, it is counted and closed, while the power fails now and then.
    pub(super) fn works_for_a_day(&mut self) {
        self.today = Taken::default();
        self.sign_in();
        self.window.desk.open_drawer(FLOAT);
        for _ in 0..PAYMENTS {
            sleep(self.dice.millis(20, 700));
            match self.dice.from_to(0, 11) {
                0 => self.power_cut(),
                1 => self.void(),
                _ => self.pay(),
            }
        }
        self.close();
        self.window.desk.sign_out();
        self.taken.add(&self.today);
    }

    /// Waits until central has handed the accounts out; the line is good.
    pub(super) fn knows_the_accounts(&mut self) {
        self.sign_in();
        let begun = Instant::now();
        while self.window.desk.ask("account", json!({ "number": ACCOUNT })).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "{} hears of no accounts",
                self.code
            );
            sleep(Duration::from_millis(50));
        }
        self.window.desk.sign_out();
    }

    /// What the window says is due on the account.
    pub(super) fn due(&mut self) -> i64 {
        self.sign_in();
        let due = self.window.desk.due(ACCOUNT);
        self.window.desk.sign_out();
        due
    }

    fn sign_in(&mut self) {
        self.window.desk.sign_in(self.cashier);
    }

    fn power_cut(&mut self) {
        sleep(self.dice.millis(0, 60));
        self.window.desk.power_cut();
        self.sign_in();
    }

    fn pay(&mut self) {
        let (payment, taken) = self.payment();
        self.does(
            "take_payment",
            &json!({ "request_id": request_id(), "payment": payment.request() }),
        );
        self.today.add(&taken);
    }

    /// Some payment, and what it comes to.
    fn payment(&mut self) -> (Payment, Taken) {
        let cents = self.dice.from_to(1, 6_000);
        let amount = written(cents);
        let line = match self.dice.one_in(4) {
            true => payment().on_account(ACCOUNT, &amount),
            false => payment().open("MISC", &amount),
        };
        let mut taken = Taken {
            receipts: 1,
            ..Taken::default()
        };
        if line.request()["lines"][0]["on"] == "account" {
            taken.on_account = cents;
        }
        let paid = match self.dice.from_to(0, 4) {
            0 | 1 => {
                taken.cash = cents;
                line.cash(&amount)
            }
            2 => {
                taken.cash = cents;
                // A note more than needed, and change.
                line.cash(&written((cents / 2_000 + 1) * 2_000))
            }
            3 => {
                taken.checks = cents;
                self.checks += 1;
                line.check(&amount, &format!("{}{}", &self.code[1..], self.checks))
            }
            _ => {
                taken.card = cents;
                line.card(&amount)
            }
        };
        (paid, taken)
    }

    /// A payment that is taken and voided.
    fn void(&mut self) {
        let request = json!({
            "request_id": request_id(),
            "payment": payment().open("MISC", "12.34").cash("12.34").request(),
        });
        let receipt = self.does("take_payment", &request)["receipt"].clone();
        let void = json!({
            "request_id": request_id(), "receipt": receipt, "reason": "Wrong account", "consent": consent(SUE),
        });
        self.does("void_receipt", &void);
        self.today.receipts += 1;
        self.today.voided += 1;
    }

    fn close(&mut self) {
        let desk = &mut self.window.desk;
        desk.start_count();
        let short = match self.dice.one_in(5) {
            true => 500,
            false => 0,
        };
        let cash = pieces(FLOAT_CENTS + self.today.cash - short);
        let card = written(self.today.card);
        let totals: &[(&str, &str)] = match self.today.card {
            0 => &[],
            _ => &[("CARD", &card)],
        };
        desk.count_all(&cash, totals);
        self.today.short = short;
        self.differs = short > 0;
        let mut close = json!({ "request_id": request_id() });
        if self.differs {
            close["reason"] = json!("A five is not there");
            close["consent"] = consent(SAM);
        }
        self.does("close_drawer", &close);
    }

    /// Sends a request. Now and then the power fails while it is dealt with: then the same request is sent again.
    fn does(&mut self, command: &str, request: &Value) -> Value {
        if self.dice.one_in(7) {
            self.window.desk.line().send(command, request);
            sleep(self.dice.millis(0, 25));
            self.window.desk.power_cut();
            self.sign_in();
        }
        self.window.desk.done(command, request.clone())
    }
}

impl Taken {
    pub(super) fn add(&mut self, more: &Taken) {
        self.cash += more.cash;
        self.checks += more.checks;
        self.card += more.card;
        self.on_account += more.on_account;
        self.receipts += more.receipts;
        self.voided += more.voided;
        self.short += more.short;
    }
}

/// An amount as it is typed.
pub(super) fn written(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// An amount as a count of cash.
pub(super) fn pieces(mut cents: u64) -> String {
    let mut words = Vec::new();
    for worth in [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1] {
        let pieces = cents / worth;
        cents %= worth;
        if pieces > 0 {
            words.push(format!("{pieces}x{}", written(worth)));
        }
    }
    words.join(" ")
}
