use super::*;

/// Two groups, the first of two accounts: a lockbox with its deposit and items,
/// electronic credits with summaries beside the account; continuations of both sorts.
pub(super) const GOOD: &str = "\
01,122099999,123456789,261120,0200,4,,,2/
02,123456789,122099999,1,261119,2359,USD,2/
03,0040027715,USD,010,+500000,,,110,24762,1,S,24762,0,0/
16,115,24762,S,24762,0,0,LB000011,,LOCKBOX 7715
16,116,18462,Z,E00001,20-04127-03,CHECK=1042;ROUTING=123456780;DDA=33419;
88,PAYER=OKAFOR N/
16,116,6300,Z,E00002,,OKAFOR, NGOZI / CITATION
49,574286,6/
03,0040027723,,,,,/
16,165,1500000,1,DD1620/
88,PC-558203,DEALER PAYMENTS
16,890,,,,,REPORTS ARE DELAYED
49,1500000,5/
98,2074286,2,13/
02,123456789,122099999,1,261120,,,2/
03,0040027715,,045,-74286,,/
88,100,100,2,V,261121,,040,,,/
16,108,7500,D,2,0,7000,1,500,REF1,20-00001-00,/
16,399,1,V,261121,1200,,,
49,-66685,5/
98,-66685,1,7/
99,2007601,2,22/
";

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), layout("LOCKBOX")).unwrap();
    assert_eq!((file.id.as_str(), file.date), ("122099999-261120-4", Some(date())));
    assert_eq!(file.total, Cents(24_762 + 1_500_000 + 7_501));
    let lines: Vec<(u64, i64, &str)> = file
        .items
        .iter()
        .map(|item| (item.line, item.amount.0, item.account.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            (5, 18_462, "20-04127-03"),
            (7, 6_300, ""),
            (10, 1_500_000, "PC-558203"),
            (18, 7_500, "20-00001-00"),
            (19, 1, "")
        ]
    );
    let check = &file.items[0];
    assert_eq!(
        (check.check_number.as_deref(), check.routing.as_deref()),
        (Some("1042"), Some("123456780"))
    );
    assert_eq!(
        (check.check_account.as_deref(), check.payer.as_deref()),
        (Some("33419"), Some("OKAFOR N"))
    );
    assert_eq!(
        (check.reference.as_deref(), check.paid_on),
        (Some("E00001"), date().pred_opt())
    );
    assert_eq!(file.items[1].payer.as_deref(), Some("OKAFOR, NGOZI / CITATION"));
    assert_eq!(file.items[2].payer.as_deref(), Some("DEALER PAYMENTS"));
    assert_eq!(
        (file.items[3].payer.as_deref(), file.items[3].paid_on),
        (None, Some(date()))
    );
}

/// The account with which the specification shows its totals: 03, 88, 16 and 49 are
/// four records, and every amount of summaries and transactions counts.
#[test]
fn the_specifications_own_account() {
    let file = "01,122099999,123456789,040621,0200,1,65,,2/\n02,031001234,122099999,1,040620,2359,,2/\n\
        03,0123456789,,010,+4350000,,,040,2830000,,/\n88,072,1020000,,,074,500000,,/\n\
        16,115,450000,S,100000,200000,150000,,,/\n16,116,450000,S,100000,200000,150000,,,/\n\
        49,9600000,5/\n98,9600000,1,7/\n99,9600000,1,9/\n";
    let file = read(file.as_bytes(), layout("LOCKBOX")).unwrap();
    assert_eq!((file.items.len(), file.total), (1, Cents(450_000)));
}

#[test]
fn records_filled_up_with_spaces() {
    let filled: String = GOOD.lines().map(|line| format!("{line:80}\n")).collect();
    assert_eq!(
        read(filled.as_bytes(), layout("LOCKBOX")),
        read(GOOD.as_bytes(), layout("LOCKBOX"))
    );
}

#[test]
fn every_fault_is_named_with_its_line() {
    each_fault(
        GOOD,
        layout("LOCKBOX"),
        &[
            ("01,1220", "02,1220", 1, "does not begin with its header, 01"),
            ("01,1220", "88,1220", 1, "does not begin with its header, 01"),
            (",2/\n02", ",3/\n02", 1, "the version is '3', this program reads 2"),
            ("261120,0200", "261320,0200", 1, "'261320' is not a date such as 261120"),
            ("0200,4,", "0200,,", 1, "file identification number is missing"),
            (
                "0200,4,,",
                "0200,4,",
                1,
                "a record 01 has 8 fields after its kind, this one has 7",
            ),
            (",2/\n02", ",2\n02", 1, "a record 01 must end with /"),
            ("49,574286,6/", "49,574286,6", 8, "a record 49 must end with /"),
            (
                "\n02,123456789,122099999,1,261120",
                "\n02,123456789,122099999,4,261120",
                15,
                "only 1, update, is taken in",
            ),
            ("2359,USD", "2359,CAD", 2, "the currency is 'CAD', not USD"),
            ("15,USD,010", "15,MXN,010", 3, "the currency is 'MXN', not USD"),
            ("010,+500000", "O10,+500000", 3, "'O10' is not a type code"),
            ("+500000", "5000.00", 3, "'5000.00' is not an amount in cents"),
            ("1,S,24762", "1,X,24762", 3, "its funds type is not one"),
            ("18462", "-18462", 5, "'-18462' is not an amount in cents"),
            ("18462", "184.62", 5, "'184.62' is not an amount in cents"),
            ("16,399,1,", "16,399,0,", 19, "the amount must be more than nothing"),
            ("16,399", "16,275", 19, "transaction type '275' is not a payment"),
            ("16,399", "16,555", 19, "transaction type 555 takes money away"),
            ("16,399", "16,143", 19, "transaction type '143' is not a payment"),
            ("D,2,0,7000", "D,x,0,7000", 18, "its funds type is not one"),
            ("D,2,0,7000", "D,999999,0,7000", 18, "its funds type is not one"),
            ("PAYER=", "PAYR=", 5, "the text is labelled otherwise than"),
            ("PAYER=", "ACCOUNT=7;PAYER=", 5, "name two accounts"),
            ("PAYER=", "CHECK=7;PAYER=", 5, "the text has CHECK twice"),
            (
                "ROUTING=123456780",
                "ROUTING=123456789",
                5,
                "routing number 123456789 fails its checksum",
            ),
            ("OKAFOR, NGOZI", "4111 1111 1111 1111", 7, "payer holds a card number"),
            ("20-04127-03", "4111-1111-1111-1111", 5, "account holds a card number"),
            ("16,399", "17,399", 19, "'17' is not a kind of record"),
            ("16,399,1,V,261121,1200,,,", "16", 19, "the line is not a record"),
            (
                "16,399,1,V,261121,1200,,,",
                "02,7/",
                19,
                "a record 02 stands where 16 or 49 must stand",
            ),
            (
                "49,1500000,5/\n",
                "",
                13,
                "a record 98 stands where 16 or 49 must stand",
            ),
            (
                "98,2074286,2,13/\n",
                "",
                14,
                "a record 02 stands where 03 or 98 must stand",
            ),
            (
                "98,-66685,1,7/\n",
                "",
                21,
                "a record 99 stands where 03 or 98 must stand",
            ),
            (
                "02,123456789,122099999,1,261120,,,2/",
                "01,1,1,1,1,1,,,2/",
                15,
                "a second header",
            ),
            ("99,2007601,2,22/", "99,2007601,2,x/", 22, "'x' is not a number"),
            ("99,2007601,2,22/", "99,2007601,22/", 22, "a record 99 has 3 fields"),
            ("22/\n", "22/\n88,7/\n", 23, "something follows the trailer"),
            ("22/\n", "22/\n99,0,0,0/\n", 23, "something follows the trailer"),
        ],
    );
}

#[test]
fn every_control_figure_is_checked() {
    for (passage, instead, what, said, found) in [
        (
            "49,574286,6/",
            "49,574287,6/",
            "in the account that ends on line 8",
            "5,742.87",
            "5,742.86",
        ),
        (
            "49,574286,6/",
            "49,574286,7/",
            "records in the account that ends on line 8",
            "7",
            "6",
        ),
        (
            "98,2074286,2",
            "98,2074285,2",
            "in the group that ends on line 14",
            "20,742.85",
            "20,742.86",
        ),
        (
            "98,2074286,2",
            "98,2074286,1",
            "accounts in the group that ends on line 14",
            "1",
            "2",
        ),
        (
            "2,13/",
            "2,12/",
            "records in the group that ends on line 14",
            "12",
            "13",
        ),
        ("99,2007601", "99,2007600", "in total", "20,076.00", "20,076.01"),
        ("99,2007601,2", "99,2007601,3", "groups", "3", "2"),
        ("2,22/", "2,23/", "records", "23", "22"),
        // A deposit that is no longer one, an item that became one: the totals of the
        // trailers stay, so only the deposit against its items shows it.
        (
            "16,115",
            "16,116",
            "in lockbox deposits (115) as against their items (116) in the account that ends on line 8",
            "0.00",
            "495.24",
        ),
        (
            "16,116,6300",
            "16,115,6300",
            "in lockbox deposits (115) as against their items (116) in the account that ends on line 8",
            "310.62",
            "184.62",
        ),
    ] {
        assert!(GOOD.contains(passage), "{passage}");
        let found_totals = totals(GOOD.replacen(passage, instead, 1).as_bytes(), layout("LOCKBOX"));
        assert_eq!(
            found_totals,
            (what.to_owned(), said.to_owned(), found.to_owned()),
            "{instead}"
        );
    }
}
