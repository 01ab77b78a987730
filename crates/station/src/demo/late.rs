//! The last customers of the first day, of whom more is heard on the second: checks that
//! come back, and payments that were taken for the wrong thing.

use counterfoil_domain::money::Cents;
use counterfoil_formats::return_file::ReturnedItemRead;
use serde_json::{Value, json};

use super::dice::Dice;
use super::payments;
use super::watch::Watch;
use super::window::Window;
use crate::fault::Fault;

/// A check, or what an electronic payment says of the payer's account.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    routing: &'static str,
    account: String,
    number: String,
}

/// A payment that was taken, by a check or partly by one.
#[derive(Debug, Clone)]
pub(super) struct Paid {
    /// The receipt's number.
    pub(super) receipt: String,
    /// Who paid.
    pub(super) payer: String,
    /// The account that it was paid on.
    pub(super) account: String,
    /// What the check is over.
    pub(super) amount: Cents,
    /// The check.
    pub(super) drawn: Drawn,
}

/// The last customers.
#[derive(Debug, Clone)]
pub(super) struct Late {
    /// A water bill whose check is not paid.
    pub(super) bounced: Paid,
    /// A water bill and a dog licence by check and cash; the check is stopped.
    pub(super) mixed: Paid,
    /// Two checks of one payer, for a citation and a water bill. Neither is paid.
    pub(super) twice: [Paid; 2],
    /// A check that is paid when the bank presents it again.
    pub(super) good_later: Paid,
    /// Two citations of the same amount by check, of different payers; the second's is not paid.
    pub(super) alike: [Paid; 2],
    /// An electronic check that is not paid.
    pub(super) electronic: Paid,
    /// Cash that was keyed on a neighbour's account: the receipt, and the account that was meant.
    pub(super) misapplied: (Paid, String),
    /// A business licence by check and card, which is refused.
    pub(super) refused_licence: Paid,
    /// Somebody who paid more than was due.
    pub(super) overpaid: Paid,
    /// The account that the web site's unknown payment was meant for.
    pub(super) unknown_payers: String,
}

/// What the misapplied payment is.
pub(super) const MISAPPLIED: Cents = Cents(4_137);
/// What was paid beyond what was due.
pub(super) const OVERPAID: Cents = Cents(3_000);
/// What a parking citation costs.
pub(super) const CITATION: Cents = Cents(6_300);
/// What of the mixed receipt is paid in cash.
const IN_CASH: Cents = Cents(2_000);
/// A dog licence.
const DOG_LICENCE: Cents = Cents(2_500);

/// An account that owes something at every window: its number, its customer, what is due.
type Owing = (String, String, Cents);

impl Late {
    /// They come one after the other, at all windows.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] where a command is refused.
    pub(super) fn pay(windows: &mut [Window], (dice, watch): (&mut Dice, &Watch)) -> Result<Late, Fault> {
        let mut owing = owing(windows, dice, 9)?;
        let mut next = || owing.pop().unwrap_or_default();
        watch.pass(dice, 120);
        let bounced = bill(&mut windows[0], dice, next(), Drawn::check)?;
        let mixed = mixed(&mut windows[1], dice, next())?;
        watch.pass(dice, 120);
        let owed = next();
        let drawn = Drawn::check(dice);
        let first = citation(&mut windows[0], dice, &owed.1, drawn.clone())?;
        let again = bill_by(&mut windows[2], dice, owed, drawn.next())?;
        let good_later = bill(&mut windows[1], dice, next(), Drawn::check)?;
        watch.pass(dice, 120);
        let drawn = Drawn::check(dice);
        let alike = citation(&mut windows[1], dice, "Rivera, Elena", drawn)?;
        let drawn = Drawn::check(dice);
        let other = citation(&mut windows[2], dice, "Tanaka, Kenji", drawn)?;
        let electronic = bill(&mut windows[2], dice, next(), Drawn::electronic)?;
        watch.pass(dice, 120);
        let misapplied = in_cash(&mut windows[0], dice, next(), Some(MISAPPLIED))?;
        let refused_licence = licence(&mut windows[2], dice)?;
        let overpaid = in_cash(&mut windows[2], dice, next(), None)?;
        Ok(Late {
            bounced,
            mixed,
            twice: [first, again],
            good_later,
            alike: [alike, other],
            electronic,
            misapplied: (misapplied, next().0),
            refused_licence,
            overpaid,
            unknown_payers: next().0,
        })
    }
}

impl Drawn {
    pub(super) fn check(dice: &mut Dice) -> Drawn {
        Drawn {
            routing: dice.pick::<&'static str>(&payments::ROUTINGS),
            account: dice.digits(9),
            number: (1_000 + dice.below(8_000)).to_string(),
        }
    }

    fn electronic(dice: &mut Dice) -> Drawn {
        Drawn {
            number: String::new(),
            ..Drawn::check(dice)
        }
    }

    /// The next check of the same book.
    pub(super) fn next(&self) -> Drawn {
        let number = self.number.parse::<u32>().unwrap_or_default() + 1;
        Drawn {
            number: number.to_string(),
            ..self.clone()
        }
    }

    /// The check as a tender of a payment.
    pub(super) fn tender(&self, amount: Cents) -> Value {
        let Drawn {
            routing,
            account,
            number,
        } = self;
        match number.is_empty() {
            true => json!({ "tender": "ECHECK", "amount": amount.to_string(), "routing": routing, "account": account }),
            false => {
                json!({ "tender": "CHECK", "amount": amount.to_string(), "micr": format!("T{routing}T {account}U {number}") })
            }
        }
    }

    /// As the bank names it when it comes back.
    fn item(&self, amount: Cents) -> ReturnedItemRead {
        ReturnedItemRead {
            amount,
            check_number: Some(self.number.clone()).filter(|number| !number.is_empty()),
            routing: Some(self.routing.to_owned()),
            account: Some(self.account.clone()),
            electronic: self.number.is_empty(),
            ..ReturnedItemRead::default()
        }
    }
}

impl Paid {
    /// The item of the bank's file by which its check comes back.
    pub(super) fn comes_back(&self, reason: &str) -> ReturnedItemRead {
        ReturnedItemRead {
            reason: Some(reason.to_owned()),
            payer: Some(self.payer.clone()),
            ..self.drawn.item(self.amount)
        }
    }
}

/// Accounts that bear no flag, and on which nobody has paid: they owe the same at every window.
fn owing(windows: &[Window], dice: &mut Dice, wanted: usize) -> Result<Vec<Owing>, Fault> {
    let accounts = payments::account_numbers();
    let mut found: Vec<Owing> = Vec::with_capacity(wanted);
    for _ in 0..accounts.len() {
        let number = *dice.pick(&accounts);
        let request = json!({ "number": number });
        let views = windows.iter().map(|window| window.call("account", &request));
        let views = views.collect::<Result<Vec<Value>, Fault>>()?;
        let due = views[0]["due"].as_i64().unwrap_or_default();
        let plain = views[0]["flags"].as_array().is_some_and(Vec::is_empty);
        let same = views.iter().all(|view| view["due"] == due);
        if plain && same && (5_000..40_000).contains(&due) && !found.iter().any(|other| other.0 == number) {
            let name = views[0]["account"]["name"].as_str().unwrap_or_default();
            found.push((number.to_owned(), name.to_owned(), Cents(due)));
        }
        if found.len() == wanted {
            return Ok(found);
        }
    }
    Err(Fault::BadRequest {
        problem: "the demo city has too few accounts that nobody has paid on".to_owned(),
    })
}

/// Takes a payment; gives the receipt's number.
pub(super) fn take(window: &mut Window, dice: &mut Dice, payment: Value) -> Result<String, Fault> {
    let tenders = payment["tenders"].as_array().cloned().unwrap_or_default();
    let reply = window.call("take_payment", json!({ "request_id": dice.uuid(), "payment": payment }))?;
    let change = Cents(reply["change"].as_i64().unwrap_or_default());
    window.receive(&tenders, change, 1)?;
    Ok(reply["receipt"].as_str().unwrap_or_default().to_owned())
}

fn on_account(account: &str) -> Value {
    json!({ "on": "account", "account": account, "charges": [] })
}

/// All that is due on an account, by one check.
fn bill(window: &mut Window, dice: &mut Dice, owed: Owing, draw: fn(&mut Dice) -> Drawn) -> Result<Paid, Fault> {
    let drawn = draw(dice);
    bill_by(window, dice, owed, drawn)
}

fn bill_by(window: &mut Window, dice: &mut Dice, (account, payer, amount): Owing, drawn: Drawn) -> Result<Paid, Fault> {
    let payment = json!({ "lines": [on_account(&account)], "tenders": [drawn.tender(amount)], "payer": payer });
    Ok(Paid {
        receipt: take(window, dice, payment)?,
        payer,
        account,
        amount,
        drawn,
    })
}

/// All that is due on an account and a dog licence, by check and twenty in cash; in Spanish.
fn mixed(window: &mut Window, dice: &mut Dice, (account, payer, due): Owing) -> Result<Paid, Fault> {
    let drawn = Drawn::check(dice);
    let amount = due.plus(DOG_LICENCE)?.minus(IN_CASH)?;
    let licence = json!({ "on": "charge", "code": "DOG1", "reference": format!("DL-26-{}", dice.digits(4)) });
    let cash = json!({ "tender": "CASH", "amount": IN_CASH.to_string() });
    let payment = json!({
        "lines": [on_account(&account), licence], "tenders": [drawn.tender(amount), cash],
        "payer": payer, "language": "es",
    });
    Ok(Paid {
        receipt: take(window, dice, payment)?,
        payer,
        account,
        amount,
        drawn,
    })
}

/// A parking citation by check.
fn citation(window: &mut Window, dice: &mut Dice, payer: &str, drawn: Drawn) -> Result<Paid, Fault> {
    let reference = format!("PC-{}", dice.digits(6));
    let payment = json!({
        "lines": [{ "on": "charge", "code": "PARKING", "amount": CITATION.to_string(), "reference": reference }],
        "tenders": [drawn.tender(CITATION)], "payer": payer,
    });
    Ok(Paid {
        receipt: take(window, dice, payment)?,
        payer: payer.to_owned(),
        account: String::new(),
        amount: CITATION,
        drawn,
    })
}

/// Cash on an account: so much, or more than is due.
fn in_cash(
    window: &mut Window,
    dice: &mut Dice,
    (account, payer, due): Owing,
    amount: Option<Cents>,
) -> Result<Paid, Fault> {
    let amount = match amount {
        Some(amount) => amount,
        None => due.plus(OVERPAID)?,
    };
    let mut line = on_account(&account);
    line["amount"] = json!(amount.to_string());
    let cash = json!({ "tender": "CASH", "amount": amount.to_string() });
    let payment = json!({ "lines": [line], "tenders": [cash], "payer": payer });
    Ok(Paid {
        receipt: take(window, dice, payment)?,
        payer,
        account,
        amount,
        drawn: Drawn::check(dice),
    })
}

/// A business licence of 150.00, by a check of 100.00 and by card.
fn licence(window: &mut Window, dice: &mut Dice) -> Result<Paid, Fault> {
    let (drawn, payer) = (Drawn::check(dice), "Harbor Light Café");
    let amount = Cents(10_000);
    let payment = json!({
        "lines": [{ "on": "charge", "code": "BUSLIC", "amount": "150.00", "reference": format!("BL-{}", dice.digits(6)) }],
        "tenders": [drawn.tender(amount), payments::card(dice, Cents(5_000))], "payer": payer,
    });
    Ok(Paid {
        receipt: take(window, dice, payment)?,
        payer: payer.to_owned(),
        account: String::new(),
        amount,
        drawn,
    })
}
