//! The text of a transaction: a payer's name, or labelled parts.

use crate::bai2::labels;

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
        if !text.contains('=') {
            return Ok(Remarks {
                payer: text,
                ..Remarks::default()
            });
        }
        let [account, payer, reference, check_number, routing, check_account] =
            labels::split(text, ["ACCOUNT", "PAYER", "REF", "CHECK", "ROUTING", "DDA"])?;
        Ok(Remarks {
            account,
            payer,
            reference,
            check_number,
            routing,
            check_account,
        })
    }
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
