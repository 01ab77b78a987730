//! Documents of a made-up city, for the tests of this crate.

#![allow(dead_code, reason = "each test binary uses some of them")]

mod books;
mod city;
mod later;
pub(crate) mod reports;

use chrono::{NaiveDate, NaiveDateTime};
use counterfoil_domain::config::{DenominationKind, Language, TenderKind};
use counterfoil_domain::documents::{
    BalancingSheet, CashSheetLine, CountSheetLine, Found, MovementSheetLine, ReceiptDocument, ReceiptMark,
    ReclassSheetLine, TapeSheetLine, TenderSheetLine, VoidSheetLine,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{AccountBalance, CardData, CheckData, Receipt, ReceiptLine, Tender};
use uuid::Uuid;

/// 21 November 2026 at a time.
pub(crate) fn at(hour: u32, minute: u32) -> NaiveDateTime {
    day().and_hms_opt(hour, minute, 0).expect("a time of day")
}

pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
}

pub(crate) fn line(description: &str, amount: i64) -> ReceiptLine {
    ReceiptLine {
        code: "CODE".to_owned(),
        description: description.to_owned(),
        department: "FIN".to_owned(),
        account: None,
        charge: None,
        reference: None,
        quantity: None,
        amount: Cents(amount),
        due: None,
        split: vec![("100-4000".to_owned(), Cents(amount))],
    }
}

pub(crate) fn tender(kind: TenderKind, name: &str, amount: i64) -> Tender {
    Tender {
        code: "T".to_owned(),
        kind,
        name: name.to_owned(),
        amount: Cents(amount),
        handed: None,
        check: None,
        card: None,
        reference: None,
    }
}

pub(crate) fn cash(name: &str, amount: i64, handed: i64) -> Tender {
    Tender {
        handed: Some(Cents(handed)),
        ..tender(TenderKind::Cash, name, amount)
    }
}

pub(crate) fn check(name: &str, amount: i64, number: &str) -> Tender {
    let check = CheckData {
        number: Some(number.to_owned()),
        routing: Some("122000247".to_owned()),
        last_four: Some("6789".to_owned()),
        token: Some("4be1c77a90d2".to_owned()),
    };
    Tender {
        check: Some(check),
        ..tender(TenderKind::Check, name, amount)
    }
}

pub(crate) fn card(name: &str, amount: i64) -> Tender {
    let card = CardData {
        brand: Some("Visa".to_owned()),
        last_four: Some("4471".to_owned()),
        approval: Some("036514".to_owned()),
        terminal: Some("T3-000981".to_owned()),
    };
    Tender {
        card: Some(card),
        ..tender(TenderKind::Card, name, amount)
    }
}

pub(crate) fn document(receipt: Receipt, mark: ReceiptMark) -> ReceiptDocument {
    ReceiptDocument {
        receipt,
        at: at(14, 5),
        seal: "4f2a91c0".to_owned(),
        mark,
    }
}

/// One account, paid in cash with change.
pub(crate) fn simple() -> Receipt {
    Receipt {
        number: "W3-018204".to_owned(),
        session: Uuid::nil(),
        heading: vec![
            "CITY OF ALDER CREEK".to_owned(),
            "Customer Service".to_owned(),
            "75 Main St".to_owned(),
        ],
        window: "Window 3".to_owned(),
        cashier: "R. Alvarez".to_owned(),
        language: Language::En,
        payer: None,
        note: None,
        lines: vec![ReceiptLine {
            account: Some("20-04127-03".to_owned()),
            ..line("Utility bill, October", 18_462)
        }],
        tenders: vec![cash("Cash", 18_462, 20_000)],
        total: Cents(18_462),
        change: Cents(1_538),
        balances: vec![AccountBalance {
            account: "20-04127-03".to_owned(),
            due: Cents(0),
        }],
        turn_on: Vec::new(),
        batch: None,
        footer: vec!["Thank you".to_owned()],
    }
}

/// Three things, four tenders, a payer, a note.
pub(crate) fn mixed() -> Receipt {
    Receipt {
        payer: Some("Okafor, Ngozi".to_owned()),
        note: Some("Mail the dog tag to 412 Palm Ave; the back gate is locked, ring twice.".to_owned()),
        lines: vec![
            ReceiptLine {
                account: Some("20-04127-03".to_owned()),
                due: Some(Cents(23_462)),
                ..line("Utility bill, October", 18_462)
            },
            ReceiptLine {
                reference: Some("DL-26-0911".to_owned()),
                ..line("Dog licence, one year", 2_500)
            },
            ReceiptLine {
                quantity: Some(3),
                ..line("Golf card, resident", 18_900)
            },
        ],
        tenders: vec![
            card("Card", 10_000),
            check("Check", 5_000, "1042"),
            Tender {
                reference: Some("V-2231".to_owned()),
                ..tender(TenderKind::Voucher, "Senior assistance voucher", 4_862)
            },
            cash("Cash", 20_000, 20_000),
        ],
        total: Cents(39_862),
        change: Cents(0),
        balances: vec![
            AccountBalance {
                account: "20-04127-03".to_owned(),
                due: Cents(5_000),
            },
            AccountBalance {
                account: "20-99812-00".to_owned(),
                due: Cents(-1_250),
            },
        ],
        footer: vec!["Questions? 805 555 0100, weekdays 8 to 5".to_owned()],
        ..simple()
    }
}

/// A Spanish receipt with all its accents.
pub(crate) fn spanish() -> Receipt {
    Receipt {
        language: Language::Es,
        heading: vec![
            "CIUDAD DE ALDER CREEK".to_owned(),
            "Atención al público".to_owned(),
            "75 Main St".to_owned(),
        ],
        window: "Ventanilla 3".to_owned(),
        payer: Some("José Ángel Núñez Ibáñez".to_owned()),
        note: Some("Duplicado de la licencia: pedir cédula.".to_owned()),
        lines: vec![
            ReceiptLine {
                account: Some("20-04127-03".to_owned()),
                ..line("Factura de servicios, octubre", 18_462)
            },
            ReceiptLine {
                quantity: Some(2),
                ..line("Licencia de perro, un año", 5_000)
            },
        ],
        tenders: vec![card("Tarjeta", 10_000), cash("Efectivo", 13_462, 14_000)],
        total: Cents(23_462),
        change: Cents(538),
        balances: vec![AccountBalance {
            account: "20-04127-03".to_owned(),
            due: Cents(-500),
        }],
        footer: vec!["¡Gracias! ¿Preguntas? 805 555 0100".to_owned()],
        ..simple()
    }
}

/// Names and numbers as long as the program takes them, and thirty lines.
pub(crate) fn long() -> Receipt {
    let lines: Vec<ReceiptLine> = (1..=30)
        .map(|nth| ReceiptLine {
            reference: (nth % 3 == 0).then(|| format!("PC-{:06}", 558_200 + nth)),
            ..line(
                &format!("Parking citation at the corner of Cottonwood Avenue and Street {nth}"),
                6_300 + nth,
            )
        })
        .collect();
    let total = lines.iter().map(|line| line.amount.0).sum();
    Receipt {
        number: "W3-000001".to_owned(),
        heading: vec![
            "CITY AND COUNTY OF SAN BUENAVENTURA DEL VALLE ESCONDIDO".to_owned(),
            "Office of the Treasurer and Tax Collector, Central Cashiering".to_owned(),
        ],
        window: "Window 12, drive-through lane".to_owned(),
        cashier: "Maximiliana Featherstonehaugh-Villanueva".to_owned(),
        payer: Some("Wolfeschlegelsteinhausenbergerdorff Transportation Hol".to_owned()),
        tenders: vec![check("Cashier's check of another bank", total, "00000000012345678")],
        lines,
        total: Cents(total),
        change: Cents(0),
        balances: vec![],
        footer: vec![],
        ..simple()
    }
}

fn cash_line(label: &str, cents: i64, bundle: i64, bundles: u32, loose: u32) -> CashSheetLine {
    let kind = if cents >= 100 {
        DenominationKind::Note
    } else {
        DenominationKind::Coin
    };
    let total = Cents(cents * (bundle * i64::from(bundles) + i64::from(loose)));
    CashSheetLine {
        label: label.to_owned(),
        kind,
        loose,
        bundles,
        total,
    }
}

fn tape_line(order: u32, amount: i64, found: Found) -> TapeSheetLine {
    TapeSheetLine {
        order,
        tender: if order.is_multiple_of(19) {
            "Money order"
        } else {
            "Check"
        }
        .to_owned(),
        receipt: Some(format!("W3-{:06}", 18_100 + order)),
        number: Some((1_000 + order * 37).to_string()),
        recorded: Cents(amount),
        found,
    }
}

/// A closed drawer with `checks` checks on its tape, all agreed and balanced.
pub(crate) fn sheet(checks: u32) -> BalancingSheet {
    let tape: Vec<TapeSheetLine> = (1..=checks)
        .map(|nth| tape_line(nth, 4_000 + i64::from(nth) * 713, Found::Agreed))
        .collect();
    let on_checks = Cents(tape.iter().map(|piece| piece.recorded.0).sum());
    let tender = |name: &str, items: u32, amount: Cents| TenderSheetLine {
        name: name.to_owned(),
        items,
        expected: amount,
        counted: Some(amount),
        difference: Some(Cents(0)),
    };
    BalancingSheet {
        heading: vec![
            "City of Alder Creek".to_owned(),
            "Customer Service".to_owned(),
            "75 Main St".to_owned(),
        ],
        language: Language::En,
        station: "W3".to_owned(),
        window: "Window 3".to_owned(),
        drawer: "Drawer 3".to_owned(),
        business_date: day(),
        state: "closed",
        opened_at: at(7, 52),
        closed_at: Some(at(17, 18)),
        cashiers: vec![("R. Alvarez".to_owned(), at(7, 52))],
        float: vec![
            cash_line("$20", 2_000, 100, 0, 5),
            cash_line("$5", 500, 100, 0, 10),
            cash_line("$1", 100, 100, 0, 40),
            cash_line("25¢", 25, 40, 1, 0),
        ],
        float_total: Cents(20_000),
        first_receipt: Some("W3-018101".to_owned()),
        last_receipt: Some("W3-018204".to_owned()),
        receipts: 104,
        receipts_total: Cents(2_418_806),
        voids: vec![],
        reclasses: vec![],
        tenders: vec![
            tender("Cash", 41, Cents(389_231)),
            tender("Check", checks, on_checks),
            tender("Card", 25, Cents(612_450)),
            tender("Senior assistance voucher", 0, Cents(0)),
        ],
        cash: vec![
            cash_line("$100", 10_000, 100, 0, 11),
            cash_line("$50", 5_000, 100, 0, 3),
            cash_line("$20", 2_000, 100, 1, 17),
            cash_line("$10", 1_000, 100, 0, 14),
            cash_line("$5", 500, 100, 0, 13),
            cash_line("$1", 100, 100, 0, 77),
            cash_line("25¢", 25, 40, 1, 31),
            cash_line("10¢", 10, 50, 0, 22),
            cash_line("5¢", 5, 40, 0, 6),
            cash_line("1¢", 1, 50, 0, 81),
        ],
        cash_total: Cents(389_231),
        tape,
        movements: vec![],
        counts: vec![CountSheetLine {
            at: at(17, 2),
            what: "Close".to_owned(),
            expected: Cents(389_231),
            counted: Cents(389_231),
            difference: Cents(0),
        }],
        reasons: vec![],
        waivers: vec![],
        seal: Some("9c07d3e1".to_owned()),
    }
}

/// A hard day: handed over, recounted, short in cash, a check missing, one misread, one extra.
pub(crate) fn troubled_sheet() -> BalancingSheet {
    let mut sheet = sheet(38);
    sheet
        .cashiers
        .push(("M. Chen-Featherstonehaugh".to_owned(), at(12, 30)));
    sheet.tape[4].found = Found::Missing;
    sheet.tape[11].found = Found::Misread(Cents(12_565));
    sheet.tape.push(TapeSheetLine {
        receipt: None,
        number: Some("88121".to_owned()),
        ..tape_line(39, 0, Found::Extra(Cents(4_500)))
    });
    sheet.tenders[0].expected = Cents(394_631);
    sheet.tenders[0].difference = Some(Cents(-5_400));
    sheet.tenders[1].counted = Some(Cents(sheet.tenders[1].expected.0 - 7_565 + 4_500 + 9));
    sheet.tenders[1].difference = Some(Cents(-7_565 + 4_500 + 9));
    sheet.voids = vec![
        VoidSheetLine {
            receipt: "W3-018133".to_owned(),
            at: at(10, 41),
            total: Cents(6_300),
            reason: "Wrong citation: the plate was read one letter off".to_owned(),
            approved_by: Some("D. Whitfield".to_owned()),
            checks_returned: vec!["1042 for 63.00".to_owned()],
        },
        VoidSheetLine {
            receipt: "W3-018170".to_owned(),
            at: at(13, 7),
            total: Cents(1_118_462),
            reason: "Customer changed their mind".to_owned(),
            approved_by: None,
            checks_returned: vec![],
        },
    ];
    sheet.reclasses = vec![ReclassSheetLine {
        receipt: "W3-018150".to_owned(),
        at: at(11, 30),
        amount: Cents(12_000),
        from: "Cash".to_owned(),
        to: "Check".to_owned(),
        reason: "Keyed as cash".to_owned(),
        approved_by: Some("D. Whitfield".to_owned()),
    }];
    let movement = |hour, minute, what: &str, amount, with: Option<&str>| MovementSheetLine {
        at: at(hour, minute),
        what: what.to_owned(),
        amount: Cents(amount),
        by: "R. Alvarez".to_owned(),
        with: with.map(str::to_owned),
    };
    sheet.movements = vec![
        movement(9, 30, "Change order from the vault", 0, Some("D. Whitfield")),
        movement(11, 15, "Pick-up to the vault", -250_000, Some("D. Whitfield")),
        movement(12, 30, "Hand-over", 0, Some("M. Chen-Featherstonehaugh")),
        movement(
            15,
            2,
            "Drawer opened without a sale: to give change for the meter",
            0,
            None,
        ),
    ];
    let close = sheet.counts[0].clone();
    sheet.counts = vec![
        CountSheetLine {
            at: at(12, 28),
            what: "Checkpoint".to_owned(),
            ..close.clone()
        },
        CountSheetLine {
            expected: Cents(394_631),
            counted: Cents(384_231),
            difference: Cents(-10_400),
            ..close.clone()
        },
        CountSheetLine {
            at: at(17, 16),
            what: "Recount".to_owned(),
            expected: Cents(394_631),
            difference: Cents(-5_400),
            ..close
        },
    ];
    sheet.reasons = vec![(
        at(17, 17),
        "M. Chen-Featherstonehaugh".to_owned(),
        "A strap of twenties was short two notes when it came from the vault; reported to central cashiering at once. \
         The rest is not explained."
            .to_owned(),
    )];
    sheet.waivers = vec!["A void needs no second person in this office (policy of 3 March 2026).".to_owned()];
    sheet
}

/// The same day in Spanish, still open and not counted.
pub(crate) fn spanish_open_sheet() -> BalancingSheet {
    let mut sheet = sheet(12);
    sheet.language = Language::Es;
    sheet.heading = vec!["Ciudad de Alder Creek".to_owned(), "Atención al público".to_owned()];
    sheet.window = "Ventanilla 3".to_owned();
    sheet.drawer = "Caja 3".to_owned();
    sheet.state = "open";
    sheet.closed_at = None;
    sheet.seal = None;
    sheet.cash = vec![];
    sheet.cash_total = Cents(0);
    sheet.counts = vec![];
    for tender in &mut sheet.tenders {
        tender.counted = None;
        tender.difference = None;
    }
    for piece in &mut sheet.tape {
        piece.found = Found::NotCounted;
    }
    sheet
}
