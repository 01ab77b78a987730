//! Reports of a made-up city.

use counterfoil_domain::config::Language;
use counterfoil_domain::documents::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use counterfoil_domain::money::{Cents, MAX_EXACT};

use super::later;

use ColumnKind::{Code, Figures, Words};

/// As many checks as a bank takes in one bundle.
const BUNDLE: usize = 300;

/// Every sample with its name.
pub(crate) fn every() -> Vec<(&'static str, Report)> {
    let mut reports = vec![
        ("deposit-slip-700", deposit_slip(700)),
        ("deposit-slip-12", deposit_slip(12)),
        ("board", board(12)),
        ("empty", empty()),
        ("hostile", hostile()),
        ("corrections", corrections()),
    ];
    reports.extend(later::every());
    reports
}

pub(crate) fn report(name: &str, title: &str, subtitle: &str) -> Report {
    Report {
        name: name.to_owned(),
        language: Language::En,
        heading: vec![
            "City of Arroyo Verde".to_owned(),
            "Central Cashiering".to_owned(),
            "1200 Civic Center Drive, Arroyo Verde, CA 92501".to_owned(),
        ],
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        notice: None,
        facts: Vec::new(),
        sections: Vec::new(),
        statement: String::new(),
        signatures: Vec::new(),
        seal: None,
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()));
    owned.collect()
}

fn cents(amount: i64) -> Cell {
    Cell::Amount(Cents(amount))
}

/// The amount of the check at a place, from small to large.
pub(crate) fn check_cents(place: usize) -> i64 {
    let place = i64::try_from(place).expect("a place");
    (place * 7_919) % 40_000 + if place % 41 == 0 { 1_234_567 } else { 1_005 }
}

pub(crate) fn deposit_slip(checks: usize) -> Report {
    let routings = ["122000247", "322271627", "121000358", "122105278"];
    let columns = [("#", Figures), ("Routing", Code), ("Check", Code), ("Amount", Figures)];
    let mut listed = Table::new("Checks, in the order they lie", "No checks.", &columns);
    let (mut bundle, mut total) = (0, 0);
    for place in 1..=checks {
        let amount = check_cents(place);
        bundle += amount;
        total += amount;
        listed.row(vec![
            place.into(),
            routings[place % 4].into(),
            (1_000 + place * 37).to_string().into(),
            cents(amount),
        ]);
        if place % BUNDLE == 0 || place == checks {
            let nth = format!("Bundle {}", place.div_ceil(BUNDLE));
            let count = place - (place - 1) / BUNDLE * BUNDLE;
            let cells = vec![count.into(), nth.into(), Cell::Empty, cents(bundle)];
            listed.add(Weight::Subtotal, cells);
            bundle = 0;
        }
    }
    listed.add(
        Weight::Total,
        vec![checks.into(), "Checks".into(), Cell::Empty, cents(total)],
    );

    let columns = [
        ("Denomination", Words),
        ("Straps, rolls", Figures),
        ("Loose", Figures),
        ("Amount", Figures),
    ];
    let mut cash = Table::new("Currency and coin", "No cash.", &columns);
    for (label, bundles, loose, amount) in [
        ("$100", 1_u32, 14_u32, 1_140_000_i64),
        ("$20", 3, 61, 722_000),
        ("$5", 0, 7, 3_500),
        ("$1", 1, 83, 18_300),
    ] {
        let bundles = if bundles == 0 { Cell::Empty } else { bundles.into() };
        cash.row(vec![label.into(), bundles, loose.into(), cents(amount)]);
    }
    cash.add(
        Weight::Subtotal,
        vec!["Currency".into(), Cell::Empty, Cell::Empty, cents(1_883_800)],
    );
    cash.row(vec!["Quarters".into(), 4_u32.into(), 31_u32.into(), cents(4_775)]);
    cash.add(
        Weight::Subtotal,
        vec!["Coin".into(), Cell::Empty, Cell::Empty, cents(4_775)],
    );
    cash.add(
        Weight::Total,
        vec!["Cash".into(), Cell::Empty, Cell::Empty, cents(1_888_575)],
    );

    let mut sums = Table::new("Deposit", "", &[("", Words), ("Items", Figures), ("Amount", Figures)]);
    sums.row(vec!["Cash".into(), Cell::Empty, cents(1_888_575)]);
    sums.row(vec!["Checks".into(), checks.into(), cents(total)]);
    sums.add(
        Weight::Total,
        vec!["Total deposit".into(), Cell::Empty, cents(1_888_575 + total)],
    );
    Report {
        facts: pairs(&[
            ("Bank", "First Bank of Arroyo Verde"),
            ("Account", "•••• 4471"),
            ("Deposit ticket", "000123"),
            ("Business date", "21 Nov 2026"),
            ("Bag", "B-7710-0042"),
            ("Prepared by", "Maria Núñez"),
            ("Verified by", "Daniel Okafor"),
            ("Verified at", "21 Nov 2026 18:10"),
        ]),
        sections: vec![Section::Table(sums), Section::Table(cash), Section::Table(listed)],
        statement: "We have counted this deposit, each by ourselves, and it is what this slip says.".to_owned(),
        signatures: pairs(&[
            ("Prepared by", "Maria Núñez"),
            ("Verified by", "Daniel Okafor"),
            ("Received by", ""),
        ]),
        seal: Some("4be1c77a".to_owned()),
        ..report("deposit-slip-000123", "Deposit slip", "Ticket 000123 · 21 Nov 2026")
    }
}

/// Every drawer of a day: words and nine columns of figures.
pub(crate) fn board(drawers: u32) -> Report {
    let mut columns = vec![("Drawer", Code), ("Cashier", Words)];
    columns.extend(
        [
            "Receipts",
            "Float",
            "Cash",
            "Checks",
            "Cards",
            "Vouchers",
            "Expected",
            "Counted",
            "Over/short",
        ]
        .map(|heading| (heading, Figures)),
    );
    let mut table = Table::new("Drawers", "No drawer was opened.", &columns);
    let names = [
        "Maria Núñez",
        "Daniel Okafor",
        "Bartholomew Featherstonehaugh-Cholmondeley",
        "Li Wei",
    ];
    let mut sums = [0_i64; 8];
    for nth in 0..drawers {
        let n = i64::from(nth) + 1;
        let figures = [
            20_000,
            123_456 * n,
            987_650 + n,
            4_400_055 * n,
            1_200,
            0,
            0,
            [0, -5_400, 1, 0][nth as usize % 4],
        ];
        let expected: i64 = figures[..5].iter().sum();
        let figures = [
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            figures[4],
            expected,
            expected + figures[7],
            figures[7],
        ];
        let name = names[nth as usize % names.len()];
        let mut cells = vec![format!("D{:02}", nth + 1).into(), name.into(), (nth * 37).into()];
        for (sum, amount) in sums.iter_mut().zip(figures) {
            *sum += amount;
            cells.push(cents(amount));
        }
        table.add(if figures[7] == 0 { Weight::Plain } else { Weight::Strong }, cells);
    }
    let mut cells = vec![
        Cell::Empty,
        "All drawers".into(),
        (0..drawers).map(|n| n * 37).sum::<u32>().into(),
    ];
    cells.extend(sums.map(cents));
    table.add(Weight::Total, cells);
    Report {
        notice: Some("Not closed: two drawers are still open. These figures will change.".to_owned()),
        facts: pairs(&[
            ("Business date", "21 Nov 2026"),
            ("Drawers", "12"),
            ("Open", "D03, D07"),
        ]),
        sections: vec![
            Section::Table(table),
            Section::Lines {
                title: "Waivers in force".to_owned(),
                lines: vec!["One person may open a drawer and close it (policy of the small office).".to_owned()],
            },
        ],
        ..report("board-2026-11-21", "All drawers", "21 Nov 2026")
    }
}

pub(crate) fn empty() -> Report {
    let columns = [("Receipt", Code), ("Reason", Words), ("Amount", Figures)];
    let voids = Table::new("Voided receipts", "None: no receipt was voided.", &columns);
    let reclasses = Table::new("Changed tenders", "None.", &columns);
    Report {
        sections: vec![Section::Table(voids), Section::Table(reclasses)],
        ..report("day-report", "Day report", "")
    }
}

/// Amounts of both signs and every size, a heading among the rows.
pub(crate) fn corrections() -> Report {
    let columns = [
        ("When", Code),
        ("What", Words),
        ("Items", Figures),
        ("Amount", Figures),
        ("Balance", Figures),
    ];
    let mut table = Table::new("Corrections", "None.", &columns);
    let mut balance = 0;
    table.add(
        Weight::Strong,
        vec![
            Cell::Empty,
            "Bank corrections".into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ],
    );
    for (nth, amount) in [-1_i64, 1, -5_400, 123_456_789, -100_000_000, 99, -999_999_999_999]
        .into_iter()
        .enumerate()
    {
        balance += amount;
        let words = "Shortage found by the bank in the strap of twenties that drawer D03 turned in";
        table.row(vec![
            format!("21 Nov 09:{nth:02}").into(),
            words.into(),
            nth.into(),
            cents(amount),
            cents(balance),
        ]);
    }
    table.add(
        Weight::Subtotal,
        vec![
            Cell::Empty,
            "Bank corrections".into(),
            7_u32.into(),
            cents(balance),
            Cell::Empty,
        ],
    );
    table.add(
        Weight::Total,
        vec![
            Cell::Empty,
            "Total".into(),
            7_u32.into(),
            cents(balance),
            cents(balance),
        ],
    );
    Report {
        sections: vec![Section::Table(table)],
        ..report("corrections", "Corrections", "November 2026")
    }
}

/// Texts that mean harm, or were never meant for paper.
pub(crate) fn hostile() -> Report {
    let formula = "=cmd|'/C calc'!A0";
    let endless = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(6);
    let columns = [("=1+1", Words), ("Code \u{202e}edoc", Code), ("+Figures", Figures)];
    let mut table = Table::new("=cmd()/[Table]: *?\\ of a very long name indeed", "", &columns);
    for text in [
        formula,
        "+1 (951) 555-0100",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "\u{1b}p\u{0}\u{19}\u{fa}drawer\u{7}",
        "right\u{202e}tfel\u{202c} to left\u{200b}",
        "a \"quoted\", comma'd\r\ntwo-line note",
        "王 and ملك",
        &endless,
    ] {
        table.row(vec![text.into(), text.into(), cents(-MAX_EXACT)]);
    }
    table.row(vec!["words".into(), "W3-018204".into(), formula.into()]);
    table.add(
        Weight::Total,
        vec![formula.into(), formula.into(), Cell::Count(u64::MAX)],
    );
    let again = Table::new("=CMD()/[table]: *?\\ of a very long name indeed", &endless, &columns);
    Report {
        notice: Some(format!("{formula} \u{202e}{endless}")),
        facts: vec![
            (formula.to_owned(), endless.clone()),
            (endless.clone(), "\u{1b}\t=1".to_owned()),
        ],
        sections: vec![
            Section::Table(table),
            Section::Table(again),
            Section::Lines {
                title: endless.clone(),
                lines: vec![formula.to_owned(), endless.clone()],
            },
            Section::Paragraphs(vec![
                format!("{formula}\n\t=1+1\n\u{1b}p\u{0}right\u{202e}tfel"),
                endless.clone(),
                String::new(),
            ]),
        ],
        statement: endless.clone(),
        signatures: vec![(formula.to_owned(), endless.clone())],
        seal: Some(endless.clone()),
        heading: vec![endless.clone()],
        ..report("../../etc/=cmd", &endless, &endless)
    }
}
