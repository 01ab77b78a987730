//! Invented accounts of a Californian city, the same ones for the same seed:
//! for the demo city, for tests and for measurements. No one in them is real;
//! telephone numbers are of the exchange 555.

mod hand_picked;
mod words;

use chrono::{Datelike, Days, Months, NaiveDate};
use counterfoil_domain::account::{Account, Charge, Flags};
use counterfoil_domain::money::Cents;

use words::{AREA_CODES, BUSINESS_KINDS, BUSINESSES, GIVEN_NAMES, MONTHS, STREET_KINDS, STREETS, SURNAMES};

/// The accounts in the demo city's file.
pub const DEMO_ACCOUNTS: usize = 5_000;
/// The seed of the demo city's accounts.
pub const DEMO_SEED: u64 = 20_261_120;
/// The most accounts that one seed gives: beyond it, numbers would come again.
pub const MOST_ACCOUNTS: u64 = 8_000_000;

/// Routes of generated account numbers, the first two digits; 20 is kept for the
/// hand-picked ones.
const FIRST_ROUTE: u64 = 21;
const ROUTES: u64 = 78;
const SERIALS: u64 = 100_000;

/// Generates `count` accounts (at most [`MOST_ACCOUNTS`]) as billing would hand
/// them out on the day `today`. The charge codes are those of the demo city.
pub fn generate_accounts(count: u64, seed: u64, today: NaiveDate) -> impl Iterator<Item = Account> {
    (0..count.min(MOST_ACCOUNTS)).map(move |nth| account(nth, seed, today))
}

/// The accounts of the demo city: a few by hand that show each thing, the rest generated.
pub fn demo_accounts(today: NaiveDate) -> impl Iterator<Item = Account> {
    hand_picked::accounts(today)
        .into_iter()
        .chain(generate_accounts(DEMO_ACCOUNTS as u64, DEMO_SEED, today))
        .take(DEMO_ACCOUNTS)
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to but without `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    /// Whether something happens that happens so often in a thousand.
    fn happens(&mut self, in_a_thousand: u64) -> bool {
        self.below(1_000) < in_a_thousand
    }

    /// One of a list, each as likely as the others.
    fn of(&mut self, list: &[&'static str]) -> &'static str {
        let place = self.below(list.len() as u64);
        list[usize::try_from(place).unwrap_or_default()]
    }

    /// One of a list that stands in the order of frequency: early ones come oftener.
    fn of_frequent(&mut self, list: &[&'static str]) -> &'static str {
        let length = list.len() as u64;
        let place = self.below(length).min(self.below(length));
        list[usize::try_from(place).unwrap_or_default()]
    }

    /// An amount in cents, both ends included.
    fn cents(&mut self, least: i64, most: i64) -> Cents {
        let span = u64::try_from(most - least + 1).unwrap_or(1);
        Cents(least + i64::try_from(self.below(span)).unwrap_or_default())
    }
}

/// The nth account of a seed, from 0. Nothing but its place and the seed goes in, so
/// any part of a city can be made without the rest.
pub fn account(nth: u64, seed: u64, today: NaiveDate) -> Account {
    let mut dice = Dice(seed ^ nth.wrapping_mul(0xD6E8_FEB8_6659_FD93));
    let business = dice.happens(45);
    let name = if business {
        business_name(&mut dice)
    } else {
        person(&mut dice)
    };
    let mut account = Account {
        number: number(nth, &mut dice),
        name,
        address: address(&mut dice),
        phone: phone(nth),
        flags: Flags::default(),
        charges: Vec::new(),
    };
    let mut bill = Bill {
        nth,
        today,
        dice,
        charges: Vec::new(),
    };
    bill.utilities(business);
    bill.arrears(&mut account.flags);
    bill.licences_and_citations(business);
    if bill.dice.happens(15) {
        account.flags.lien = true;
    }
    if bill.dice.happens(8) {
        account.flags.bankruptcy = true;
    }
    if bill.dice.happens(20) {
        let days = 5 + bill.dice.below(300);
        account.flags.cash_only_until = Some(today + Days::new(days));
    }
    account.charges = bill.charges;
    account
}

/// `34-04127-03`: route, serial, occupant. Every place gives another route and serial.
fn number(nth: u64, dice: &mut Dice) -> String {
    let route = FIRST_ROUTE + nth % ROUTES;
    // 7919 has no divisor in common with 100,000, so every serial comes once.
    let serial = (nth / ROUTES) * 7_919 % SERIALS;
    format!("{route}-{serial:05}-{:02}", 1 + dice.below(6))
}

fn person(dice: &mut Dice) -> String {
    let surname = dice.of_frequent(SURNAMES);
    let given = dice.of_frequent(GIVEN_NAMES);
    match dice.below(12) {
        0 => format!("{surname} {}, {given}", dice.of_frequent(SURNAMES)),
        1 | 2 => format!(
            "{surname}, {given} {}",
            dice.of(&["A", "B", "C", "E", "J", "L", "M", "R", "S", "T"])
        ),
        _ => format!("{surname}, {given}"),
    }
}

fn business_name(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("{} {}", dice.of_frequent(SURNAMES), dice.of(BUSINESS_KINDS)),
        1 => format!("{} {}", dice.of(STREETS), dice.of(BUSINESS_KINDS)),
        _ => format!("{} {}", dice.of(BUSINESSES), dice.of(BUSINESS_KINDS)),
    }
}

fn address(dice: &mut Dice) -> String {
    let house = 1 + dice.below(9_900);
    let street = dice.of_frequent(STREETS);
    let kind = dice.of_frequent(STREET_KINDS);
    let street = match dice.below(14) {
        0 => format!("{house} {} {street} {kind}", dice.of(&["N", "S", "E", "W"])),
        _ => format!("{house} {street} {kind}"),
    };
    match dice.below(10) {
        0 => format!("{street} Apt {}", 1 + dice.below(40)),
        1 => format!("{street} Unit {}", dice.of(&["A", "B", "C", "D"])),
        _ => street,
    }
}

fn phone(nth: u64) -> String {
    let line = nth * 7_919 % 10_000;
    let area = usize::try_from(nth / 10_000).unwrap_or_default() % AREA_CODES.len();
    format!("({}) 555-{line:04}", AREA_CODES[area])
}

/// The charges of an account as they are made.
struct Bill {
    nth: u64,
    today: NaiveDate,
    dice: Dice,
    charges: Vec<Charge>,
}

impl Bill {
    fn add(&mut self, id: String, code: &str, description: String, reference: String, due_date: NaiveDate, due: Cents) {
        self.charges.push(Charge {
            id,
            code: code.to_owned(),
            description,
            reference,
            due_date,
            due,
        });
    }

    /// The first day of the month that was billed `ago` months before the last.
    fn billed_month(&self, ago: u32) -> NaiveDate {
        (self.today - Months::new(1 + ago)).with_day(1).unwrap_or(self.today)
    }

    /// A bill of a month falls due in the next, by the account's billing cycle.
    fn due_date(&self, month: NaiveDate) -> NaiveDate {
        month + Months::new(1) + Days::new(4 + self.nth % 23)
    }

    /// The last utility bill: one sum, or a line for each service.
    fn utilities(&mut self, business: bool) {
        let month = self.billed_month(0);
        let (name, due_date) = (month_name(month), self.due_date(month));
        let id = month.format("U%y%m").to_string();
        let scale = if business { 6 } else { 1 };
        if self.dice.happens(60) {
            return;
        }
        if self.dice.happens(550) {
            let due = self.dice.cents(4_800 * scale, 29_900 * scale);
            self.add(
                id,
                "UTILITY",
                format!("Utility bill, {name}"),
                String::new(),
                due_date,
                due,
            );
            return;
        }
        for (letter, code, service, often, least, most) in [
            ("W", "WATER", "Water", 1_000, 2_200, 9_800),
            ("S", "WASTEWATER", "Wastewater", 960, 2_400, 5_200),
            ("R", "SOLIDWASTE", "Solid waste", 940, 2_150, 4_300),
            ("E", "ELECTRIC", "Electric", 420, 3_900, 16_400),
            ("G", "GAS", "Gas", 120, 1_400, 8_800),
            ("I", "IRRIGATION", "Irrigation", 60, 1_900, 12_000),
            ("H", "GEOTHERMAL", "Geothermal heating", 25, 3_000, 9_000),
        ] {
            if self.dice.happens(often) {
                let due = self.dice.cents(least * scale, most * scale);
                self.add(
                    format!("{id}-{letter}"),
                    code,
                    format!("{service}, {name}"),
                    String::new(),
                    due_date,
                    due,
                );
            }
        }
    }

    /// What older bills left: arrears, then perhaps a payment plan or a shut-off.
    fn arrears(&mut self, flags: &mut Flags) {
        if self.dice.happens(35) {
            let instalment = 2 + self.dice.below(9);
            let due = self.dice.cents(3_000, 14_000);
            let due_date = self.today + Days::new(self.dice.below(28));
            let description = format!("Payment plan, instalment {instalment} of 12");
            self.add(
                format!("PP-{instalment:02}"),
                "PLAN",
                description,
                String::new(),
                due_date,
                due,
            );
            flags.payment_plan = true;
        }
        if !self.dice.happens(110) {
            return;
        }
        let mut owed = 0;
        for ago in (1..=1 + u32::try_from(self.dice.below(4)).unwrap_or_default()).rev() {
            let month = self.billed_month(ago);
            let due = self.dice.cents(3_500, 24_000);
            owed += due.0;
            let (id, description) = (
                month.format("D%y%m").to_string(),
                format!("Delinquent balance, {}", month_name(month)),
            );
            self.add(id, "DELINQUENT", description, String::new(), self.due_date(month), due);
        }
        if self.dice.happens(200) {
            self.add(
                "RC-1".to_owned(),
                "RECONNECT",
                "Reconnection charge".to_owned(),
                String::new(),
                self.today,
                Cents(4_500),
            );
            flags.restore_amount = Some(Cents(owed + 4_500));
        }
    }

    fn licences_and_citations(&mut self, business: bool) {
        let (nth, year, today) = (self.nth, self.today.format("%y").to_string(), self.today);
        if self.dice.happens(80) {
            let due_date = today + Days::new(self.dice.below(60));
            let reference = format!("DL-{year}-{:04}", 1_000 + nth);
            let (code, due) = if self.dice.happens(700) {
                ("DOG1", 2_500)
            } else {
                ("DOG3", 6_000)
            };
            let description = if code == "DOG1" {
                "Dog licence, one year"
            } else {
                "Dog licence, three years"
            };
            self.add(
                reference.clone(),
                code,
                description.to_owned(),
                reference,
                due_date,
                Cents(due),
            );
        }
        if self.dice.happens(60) {
            let due_date = today - Days::new(self.dice.below(120)) + Days::new(21);
            let reference = format!("PC-{:06}", 600_000 + nth);
            let due = Cents(i64::try_from(38 + self.dice.below(9) * 5).unwrap_or(38) * 100);
            self.add(
                reference.clone(),
                "PARKING",
                "Parking citation".to_owned(),
                reference,
                due_date,
                due,
            );
        }
        if self.dice.happens(20) {
            let due_date = today + Days::new(self.dice.below(30));
            let reference = format!("BP-{year}-{:05}", nth + 1);
            let due = self.dice.cents(12_000, 240_000);
            self.add(
                reference.clone(),
                "PERMIT",
                "Building permit".to_owned(),
                reference,
                due_date,
                due,
            );
        }
        if self.dice.happens(if business { 350 } else { 25 }) {
            let due_date = today + Days::new(self.dice.below(45));
            let reference = format!("AP-{year}-{:05}", nth + 1);
            self.add(
                reference.clone(),
                "ALARM",
                "Alarm permit, one year".to_owned(),
                reference,
                due_date,
                Cents(3_500),
            );
            if self.dice.happens(250) {
                let reference = format!("FA-{:06}", nth + 1);
                let due = Cents(if self.dice.happens(500) { 10_000 } else { 20_000 });
                let due_date = today - Days::new(self.dice.below(40));
                self.add(
                    reference.clone(),
                    "FALSEALARM",
                    "False alarm invoice".to_owned(),
                    reference,
                    due_date,
                    due,
                );
            }
        }
        if business && self.dice.happens(600) {
            let due_date = today + Days::new(self.dice.below(70));
            let reference = format!("BL-{:06}", 100_000 + nth);
            let due = self.dice.cents(6_400, 88_000);
            self.add(
                reference.clone(),
                "BUSLIC",
                "Business licence renewal".to_owned(),
                reference,
                due_date,
                due,
            );
        }
    }
}

fn month_name(month: NaiveDate) -> &'static str {
    MONTHS[usize::try_from(month.month0()).unwrap_or_default() % 12]
}

#[cfg(test)]
mod tests;
