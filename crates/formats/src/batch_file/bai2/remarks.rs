//! The text of a transaction: a payer's name, or labelled parts.

/// What a text says; empty where it says nothing.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Remarks<'t> {
    pub(super) account: &'t str,
    pub(super) payer: &'t str,
    pub(super) reference: &'t str,
    pub(super) check_number: &'t str,
    pub(super) routing: &'t str,
    pub(super) check_account: &'t str,
}

impl<'t> Remarks<'t> {
    /// `CHECK=1042;ROUTING=123456780;DDA=33419;PAYER=OKAFOR N`. A text without `=`
    /// is the payer's name as a whole.
    pub(super) fn read(text: &'t str) -> Result<Remarks<'t>, String> {
        let mut remarks = Remarks::default();
        if !text.contains('=') {
            remarks.payer = text;
            return Ok(remarks);
        }
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let (label, value) = part.split_once('=').unwrap_or((part, ""));
            let place = match label.trim() {
                "ACCOUNT" => &mut remarks.account,
                "PAYER" => &mut remarks.payer,
                "REF" => &mut remarks.reference,
                "CHECK" => &mut remarks.check_number,
                "ROUTING" => &mut remarks.routing,
                "DDA" => &mut remarks.check_account,
                _ => return Err(labels()),
            };
            if !place.is_empty() {
                return Err(format!("the text has {} twice", label.trim()));
            }
            *place = value.trim();
        }
        Ok(remarks)
    }
}

fn labels() -> String {
    "the text is labelled otherwise than ACCOUNT=, PAYER=, REF=, CHECK=, ROUTING=, DDA=, parted by semicolons"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let payer = |payer| Remarks {
            payer,
            ..Remarks::default()
        };
        assert_eq!(Remarks::read(""), Ok(Remarks::default()));
        assert_eq!(Remarks::read("OKAFOR, N"), Ok(payer("OKAFOR, N")));
        assert_eq!(
            Remarks::read("CHECK=1042; ROUTING = 123456780;DDA=33419;PAYER=OKAFOR N;REF=E-7;ACCOUNT=20-04127-03;"),
            Ok(Remarks {
                account: "20-04127-03",
                payer: "OKAFOR N",
                reference: "E-7",
                check_number: "1042",
                routing: "123456780",
                check_account: "33419",
            })
        );
        for bad in ["CHEQUE=1042", "CHECK=1;CHECK=2", "OKAFOR N;CHECK=2", "="] {
            assert!(Remarks::read(bad).is_err(), "{bad}");
        }
    }
}
