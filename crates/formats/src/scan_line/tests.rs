use super::*;
use proptest::prelude::*;

fn line(pattern: &str, check: CheckDigit, picture: Option<&str>) -> ScanLine {
    ScanLine {
        name: "test bill".to_owned(),
        pattern: pattern.to_owned(),
        check,
        account_picture: picture.map(str::to_owned),
    }
}

fn utility() -> ScanPattern {
    let picture = Some("##-#####-##");
    ScanPattern::compile(&line("UB{account:9}{amount:8}{check:1}", CheckDigit::Mod10, picture)).unwrap()
}

fn citation() -> ScanPattern {
    ScanPattern::compile(&line(
        "CT{reference:9}{amount:7}{check:1}",
        CheckDigit::Weights371,
        None,
    ))
    .unwrap()
}

fn bill(account: Option<&str>, reference: Option<&str>, amount: i64) -> Scan {
    Scan {
        bill: "test bill".to_owned(),
        account: account.map(str::to_owned),
        amount: Some(Cents(amount)),
        reference: reference.map(str::to_owned),
    }
}

#[test]
fn bills_are_read() {
    let patterns = [utility(), citation()];
    for (scanned, expected) in [
        ("UB200412703000184629", bill(Some("20-04127-03"), None, 18_462)),
        (" UB200412703000184629\r\n", bill(Some("20-04127-03"), None, 18_462)),
        ("CTPC-55820300063004", bill(None, Some("PC-558203"), 6_300)),
    ] {
        assert_eq!(read(scanned, &patterns), Ok(expected), "{scanned}");
    }
}

#[test]
fn a_wrong_check_digit_is_named() {
    let patterns = [utility(), citation()];
    let wrong = Refusal::ScanCheckDigit {
        bill: "test bill".to_owned(),
    };
    for scanned in ["UB200412703000184625", "UB200412730000184629", "CTPC-55820300063000"] {
        assert_eq!(read(scanned, &patterns), Err(wrong.clone()), "{scanned}");
    }
}

#[test]
fn what_is_no_bill_is_unknown() {
    let patterns = [utility(), citation()];
    for scanned in [
        "",
        "UB",
        "UB20041270300018462",
        "UB2004127030001846296",
        "XX200412703000184626",
        "UB20-4127-3000184626",
        "UB2004127030001846.6",
        "UB20041270300018462X",
        "CT         00063000",
        "ＵＢ200412703000184626",
        "4111111111111111",
    ] {
        assert_eq!(read(scanned, &patterns), Err(Refusal::ScanUnknown), "{scanned:?}");
    }
    assert_eq!(read("UB200412703000184629", &[]), Err(Refusal::ScanUnknown));
}

#[test]
fn a_pattern_that_fits_wins_over_one_whose_check_digit_is_wrong() {
    let loose = ScanPattern::compile(&line("UB{account:9}{skip:9}", CheckDigit::None, None)).unwrap();
    let found = read("UB200412703000184620", &[utility(), loose]).unwrap();
    assert_eq!((found.account.as_deref(), found.amount), (Some("200412703"), None));
}

#[test]
fn patterns_that_cannot_be_used() {
    use CheckDigit::{Mod10, None as Unchecked};
    for (pattern, check, picture, problem) in [
        ("UB{account:9", Unchecked, None, "a { stands without its }"),
        ("UB}{account:9}", Unchecked, None, "a } stands without its {"),
        ("UB{account}", Unchecked, None, "{account} has no length"),
        (
            "UB{account:0}",
            Unchecked,
            None,
            "{account:0}: the length must be from 1 to 200",
        ),
        (
            "UB{account:-1}",
            Unchecked,
            None,
            "{account:-1}: the length must be from 1 to 200",
        ),
        ("UB{acount:9}", Unchecked, None, "there is no field {acount}"),
        (
            "UB{amount:9}",
            Unchecked,
            None,
            "the pattern has neither {account} nor {reference}",
        ),
        ("", Unchecked, None, "the pattern has neither {account} nor {reference}"),
        ("{account:5}{account:5}", Unchecked, None, "{account} stands twice"),
        (
            "{account:5}{check:1}",
            Unchecked,
            None,
            "the pattern has {check}, and check says none",
        ),
        (
            "{account:5}",
            Mod10,
            None,
            "check names a rule, and the pattern has no {check:1}",
        ),
        (
            "{account:5}{check:2}",
            Mod10,
            None,
            "{check:2}: a check digit is one digit",
        ),
        (
            "{account:5}{amount:12}",
            Unchecked,
            None,
            "{amount} is longer than 11 digits",
        ),
        (
            "{account:150}{skip:150}",
            Unchecked,
            None,
            "the line is longer than 200 characters",
        ),
        (
            "Ñ{account:5}",
            Unchecked,
            None,
            "the pattern has a character that scanners do not send",
        ),
        (
            "{account:5}",
            Unchecked,
            Some("##-##"),
            "account_picture has 4 places, {account} has another length",
        ),
        (
            "{reference:5}",
            Unchecked,
            Some("##"),
            "account_picture has 2 places, {account} has another length",
        ),
    ] {
        assert_eq!(
            ScanPattern::compile(&line(pattern, check, picture)),
            Err(Refusal::ConfigurationInvalid {
                problem: format!("scan_lines: test bill: {problem}")
            }),
            "{pattern}"
        );
    }
}

#[test]
fn a_line_is_made_only_of_what_fits() {
    assert_eq!(
        utility().make(&bill(Some("20-04127-03"), None, 18_462)).as_deref(),
        Ok("UB200412703000184629")
    );
    for bad in [
        bill(None, Some("PC-558203"), 100),
        bill(Some("20-04127-3"), None, 100),
        bill(Some("20-04127-03"), None, 100_000_000),
        bill(Some("20-04127-03"), None, -1),
        bill(Some("2004-127-03"), None, 100),
    ] {
        assert_eq!(utility().make(&bad), Err(Refusal::ScanUnknown), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn what_is_made_is_read(digits in "[0-9]{9}", cents in 0i64..=99_999_999) {
        let account = format!("{}-{}-{}", &digits[..2], &digits[2..7], &digits[7..]);
        let printed = bill(Some(&account), None, cents);
        let scanned = utility().make(&printed).unwrap();
        prop_assert_eq!(read(&scanned, &[citation(), utility()]), Ok(printed));
    }

    #[test]
    fn no_line_and_no_pattern_panics(scanned in "\\PC{0,30}", pattern in "[A-Zé{}:a-z0-9]{0,30}") {
        let _read = read(&scanned, &[utility(), citation()]);
        let _compiled = ScanPattern::compile(&line(&pattern, CheckDigit::Mod10, None));
    }
}
