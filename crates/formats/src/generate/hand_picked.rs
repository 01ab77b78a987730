//! Accounts of the demo city that show one thing each. Their numbers are of
//! route 20, which no generated account has.

use chrono::{Days, NaiveDate};
use counterfoil_domain::account::{Account, Charge, Flags};
use counterfoil_domain::money::Cents;

/// The accounts, as of a day; with 20 November 2026 the dates are those of the
/// screens in the documentation.
pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let ahead = |days| today + Days::new(days);
    let ago = |days| today - Days::new(days);
    let none = Flags::default;
    vec![
        // Two returned checks; three things to pay at once.
        account(
            "20-04127-03",
            "Okafor, Ngozi",
            "412 Palm Ave",
            "0142",
            Flags {
                cash_only_until: Some(ahead(86)),
                ..none()
            },
            [
                charge("U2610", "UTILITY", "Utility bill, October", "", ahead(5), 18_462),
                charge(
                    "DL-26-0911",
                    "DOG1",
                    "Dog licence, one year",
                    "DL-26-0911",
                    ahead(20),
                    2_500,
                ),
                charge(
                    "PC-558203",
                    "PARKING",
                    "Parking citation",
                    "PC-558203",
                    ahead(11),
                    6_300,
                ),
            ],
        ),
        // Shut off; the delinquent sum and the charge restore service.
        account(
            "20-01834-01",
            "Muñoz Ibarra, José",
            "88 Cañada St",
            "0110",
            Flags {
                restore_amount: Some(Cents(27_340)),
                ..none()
            },
            [
                charge("D2608", "DELINQUENT", "Delinquent balance, August", "", ago(68), 10_920),
                charge(
                    "D2609",
                    "DELINQUENT",
                    "Delinquent balance, September",
                    "",
                    ago(38),
                    11_920,
                ),
                charge("RC-1", "RECONNECT", "Reconnection charge", "", ago(2), 4_500),
                charge("U2610", "UTILITY", "Utility bill, October", "", ahead(8), 12_210),
            ],
        ),
        // A payment plan beside the ordinary bill, a line for each service.
        account(
            "20-02290-02",
            "Nguyen, Thi Lan",
            "1207 Jacaranda Dr Apt 4",
            "0127",
            Flags {
                payment_plan: true,
                ..none()
            },
            [
                charge("PP-04", "PLAN", "Payment plan, instalment 4 of 12", "", ahead(3), 6_250),
                charge("U2610-W", "WATER", "Water, October", "", ahead(6), 4_118),
                charge("U2610-S", "WASTEWATER", "Wastewater, October", "", ahead(6), 3_375),
                charge("U2610-R", "SOLIDWASTE", "Solid waste, October", "", ahead(6), 2_860),
            ],
        ),
        // A lien on the property, long in arrears.
        account(
            "20-03051-01",
            "O'Brien, Siobhán",
            "5 Old Quarry Rd",
            "0163",
            Flags { lien: true, ..none() },
            [
                charge("D2605", "DELINQUENT", "Delinquent balance, May", "", ago(160), 21_088),
                charge("U2610", "UTILITY", "Utility bill, October", "", ahead(9), 9_745),
            ],
        ),
        // A bankruptcy: a supervisor must agree.
        account(
            "20-03478-04",
            "Whitfield, Harold",
            "960 Harbor Blvd Unit B",
            "0175",
            Flags {
                bankruptcy: true,
                ..none()
            },
            [
                charge("D2607", "DELINQUENT", "Delinquent balance, July", "", ago(99), 30_410),
                charge("U2610", "UTILITY", "Utility bill, October", "", ahead(4), 14_006),
            ],
        ),
        // A name that is a street, beside a street that is a name.
        account(
            "20-00417-01",
            "Palm, Edith",
            "31 Oak St",
            "0108",
            none(),
            [charge("U2610", "UTILITY", "Utility bill, October", "", ahead(7), 7_731)],
        ),
        // The same name at two addresses.
        account(
            "20-05006-01",
            "García, María",
            "215 Lemon Ave",
            "0181",
            none(),
            [charge(
                "U2610",
                "UTILITY",
                "Utility bill, October",
                "",
                ahead(2),
                13_327,
            )],
        ),
        account(
            "20-05006-02",
            "García, María",
            "1740 Calle Bonita",
            "0182",
            none(),
            [
                charge("U2610", "UTILITY", "Utility bill, October", "", ahead(2), 15_868),
                charge("PC-558317", "PARKING", "Parking citation", "PC-558317", ago(3), 4_800),
            ],
        ),
        // A business with everything.
        account(
            "20-07700-01",
            "Palm Avenue Market LLC",
            "400 Palm Ave",
            "0190",
            none(),
            [
                charge("U2610-W", "WATER", "Water, October", "", ahead(10), 31_204),
                charge("U2610-E", "ELECTRIC", "Electric, October", "", ahead(10), 142_877),
                charge("U2610-G", "GAS", "Gas, October", "", ahead(10), 22_015),
                charge("U2610-I", "IRRIGATION", "Irrigation, October", "", ahead(10), 8_840),
                charge(
                    "U2610-H",
                    "GEOTHERMAL",
                    "Geothermal heating, October",
                    "",
                    ahead(10),
                    17_500,
                ),
                charge(
                    "BL-040218",
                    "BUSLIC",
                    "Business licence renewal",
                    "BL-040218",
                    ahead(40),
                    32_000,
                ),
                charge(
                    "AP-26-00071",
                    "ALARM",
                    "Alarm permit, one year",
                    "AP-26-00071",
                    ahead(12),
                    3_500,
                ),
                charge(
                    "FA-004402",
                    "FALSEALARM",
                    "False alarm invoice",
                    "FA-004402",
                    ago(6),
                    10_000,
                ),
                charge(
                    "BP-26-00930",
                    "PERMIT",
                    "Building permit",
                    "BP-26-00930",
                    ahead(1),
                    118_450,
                ),
            ],
        ),
        // Nothing due.
        account("20-08899-01", "Lindqvist, Åsa", "9 Creekside Way", "0199", none(), []),
    ]
}

fn account<const N: usize>(
    number: &str,
    name: &str,
    address: &str,
    line: &str,
    flags: Flags,
    charges: [Charge; N],
) -> Account {
    Account {
        number: number.to_owned(),
        name: name.to_owned(),
        address: address.to_owned(),
        phone: format!("(805) 555-{line}"),
        flags,
        charges: charges.into(),
    }
}

fn charge(id: &str, code: &str, description: &str, reference: &str, due_date: NaiveDate, cents: i64) -> Charge {
    Charge {
        id: id.to_owned(),
        code: code.to_owned(),
        description: description.to_owned(),
        reference: reference.to_owned(),
        due_date,
        due: Cents(cents),
    }
}
