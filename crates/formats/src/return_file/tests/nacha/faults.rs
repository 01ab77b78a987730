use super::*;

#[test]
fn every_fault_of_the_file_is_named_with_its_line() {
    each_fault(
        GOOD,
        ReturnFormat::Nacha,
        &[
            ("101195", "201195", 1, "does not begin with its header, 1"),
            (
                "A094101",
                "A095101",
                1,
                "the record size is '095', this program reads 094",
            ),
            (
                "A094101",
                "A094011",
                1,
                "the blocking factor is '01', this program reads 10",
            ),
            ("A094101", "A094102", 1, "the format code is '2', this program reads 1"),
            ("2611200306A", "2613200306A", 1, "'261320' is not a date such as 261120"),
            ("2611200306A", "      0306A", 1, "the file has no date"),
            (
                " 122099999261120",
                "          261120",
                1,
                "the immediate origin is missing",
            ),
            ("0306A", "0306 ", 1, "the file id modifier is missing"),
            (
                "HARBOR BANK ",
                "HARBOR BANK",
                1,
                "the line has 93 characters, and must have 94",
            ),
            ("\n5225ALDER", "\n1225ALDER", 2, "two files were put together"),
            (
                "\n5225ALDER",
                "\n4225ALDER",
                2,
                "a record 4 stands where 5 or 9 must stand",
            ),
            ("\n799R01", "\n699R01", 4, "a record 6 stands where 7 must stand"),
            ("\n636", "\n536", 5, "a record 5 stands where 6 or 8 must stand"),
            ("9999\n", "9998\n", 27, "something follows the trailer"),
            ("5225ALDER", "5280ALDER", 2, "'280' is not a service class"),
            ("WEBUTILITY", "IATUTILITY", 2, "entries of class 'IAT' are not read"),
            ("261113   1", "261131   1", 2, "'261131' is not a date such as 261120"),
            (
                "8225000004",
                "8200000004",
                7,
                "the service class is '200', its header has '225'",
            ),
            (
                "1950000000                         123456780000001",
                "1950000001                         123456780000001",
                7,
                "the company identification is '1950000001', its header has '1950000000'",
            ),
            (
                "1950000000                         123456780000001",
                " 195000000                         123456780000001",
                7,
                "the company identification is '195000000', its header has '1950000000'",
            ),
            (
                "                         123456780000001",
                "                         123456790000001",
                7,
                "the originating bank is",
            ),
            (
                "                         123456780000001",
                "                         123456780000002",
                7,
                "the batch number is '0000002', its header has '0000001'",
            ),
        ],
    );
}

#[test]
fn every_fault_of_an_entry_is_named_with_its_line() {
    each_fault(
        GOOD,
        ReturnFormat::Nacha,
        &[
            (
                "\n626",
                "\n627",
                3,
                "transaction code '27' is that of an entry and not of a return",
            ),
            ("\n62612209999", "\n6261220999X", 3, "'1220999X' is not a number"),
            (
                "\n626122099999",
                "\n626122099998",
                3,
                "routing number 122099998 fails its checksum",
            ),
            ("0000018462", "00000184.2", 3, "'00000184.2' is not an amount in cents"),
            (
                "7714400218",
                "7714é00218",
                3,
                "the account number is not of letters, digits and signs as ASCII has them",
            ),
            (
                "NGOZI OKAFOR            1",
                "NGOZI OKAFOR            0",
                3,
                "the entry does not say that it has an addenda",
            ),
            (
                "000000000001042",
                "0000000000 1042",
                9,
                "the check number is not of digits only",
            ),
            (
                "799R01",
                "798R01",
                4,
                "type '98' does not stand in a batch of class WEB",
            ),
            (
                "799R01",
                "705R01",
                4,
                "type '05' does not stand in a batch of class WEB",
            ),
            (
                "798C01",
                "799C01",
                24,
                "type '99' does not stand in a batch of class COR",
            ),
            ("R01", "R1 ", 4, "'R1 ' is not a return reason such as R01"),
            ("R01", "R00", 4, "'R00' is not a return reason such as R01"),
            ("R01", "C01", 4, "'C01' is not a return reason such as R01"),
            ("R01", "R80", 4, "'R80' is not a return reason such as R01"),
            ("R01", "R68", 4, "R68 is a dishonored or contested return"),
            ("R01", "R73", 4, "R73 is a dishonored or contested return"),
            ("C01", "R01", 24, "'R01' is not a change code such as C01"),
            (
                "122099990004001",
                "12209999 004001",
                4,
                "a trace number is not of 15 digits",
            ),
            (
                "      12345678 ",
                "      1234567  ",
                4,
                "the payer's bank is not of eight digits",
            ),
            ("261102", "261302", 10, "'261302' is not a date such as 261120"),
            (
                "                         123456780001002",
                "                         123456780001001",
                6,
                "the addenda is that of another entry",
            ),
            (
                "000000000020-00002-00",
                "000000000120-00002-00",
                23,
                "a notice of change has an amount",
            ),
        ],
    );
}

#[test]
fn what_the_service_class_does_not_allow() {
    // Refund and prenotification say they are debits only, the others credits only.
    let passages = [(
        "5200ALDER CREEK                         1950000000PPD",
        "82000000040024419998",
    )];
    let mut file = GOOD.to_owned();
    for passage in [passages[0].0, passages[0].1] {
        file = file.replacen(passage, &passage.replacen("200", "225", 1), 1);
    }
    let (line, words) = problem(file.as_bytes(), ReturnFormat::Nacha);
    assert_eq!(
        (line, words.as_str()),
        (21, "the service class is 225, debits only, and the batch holds others")
    );
    let file = GOOD.replacen("5225", "5220", 1).replacen("8225", "8220", 1);
    let (line, words) = problem(file.as_bytes(), ReturnFormat::Nacha);
    assert_eq!(
        (line, words.as_str()),
        (7, "the service class is 220, credits only, and the batch holds others")
    );
}

#[test]
fn every_control_figure_is_checked() {
    each_figure(
        GOOD,
        ReturnFormat::Nacha,
        &[
            (
                "8225000004",
                "8225000005",
                "entries and addenda in the batch that ends on line 7",
                "5",
                "4",
            ),
            (
                "82250000040024419998",
                "82250000040024419997",
                "as the sum of routing numbers in the batch that ends on line 7",
                "24419997",
                "24419998",
            ),
            (
                "000000024762000000000000",
                "000000024763000000000000",
                "in debits in the batch that ends on line 7",
                "247.63",
                "247.62",
            ),
            (
                "000000024762000000000000",
                "000000024762000000000001",
                "in credits in the batch that ends on line 7",
                "0.01",
                "0.00",
            ),
            ("9000005", "9000006", "batches", "6", "5"),
            ("9000005000003", "9000005000004", "blocks", "4", "3"),
            (
                "00000300000014",
                "00000300000015",
                "entries and addenda in the file",
                "15",
                "14",
            ),
            (
                "0085469993",
                "0085469994",
                "as the sum of routing numbers in the file",
                "85469994",
                "85469993",
            ),
            (
                "000000028937",
                "000000028938",
                "in debits in the file",
                "289.38",
                "289.37",
            ),
            (
                "000000028937000000004565",
                "000000028937000000004566",
                "in credits in the file",
                "45.66",
                "45.65",
            ),
            // A debit that became a credit, an amount that was changed.
            (
                "\n636",
                "\n631",
                "in debits in the batch that ends on line 7",
                "247.62",
                "184.62",
            ),
            (
                "0000018462",
                "0000018463",
                "in debits in the batch that ends on line 7",
                "247.62",
                "247.63",
            ),
        ],
    );
}
