//! Who may do what: rights are named by the commands, grouped by role.

use serde::{Deserialize, Serialize};

/// What a person is. Someone may be several things; the rights add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Role {
    /// Takes payments and works a drawer.
    Cashier,
    /// Balances drawers; the usual second person.
    Supervisor,
    /// Prepares the bank deposit.
    DepositPreparer,
    /// Receives the deposit and enters the bank's figures.
    Treasury,
    /// Reads all, changes nothing.
    Auditor,
    /// Keeps the configuration and the accounts.
    Administrator,
}

/// What a command asks of whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Right {
    /// Nothing: the sign-in screen itself.
    Anyone,
    /// To be signed in.
    SignedIn,
    /// To take payments and look accounts up.
    TakePayments,
    /// To open, count and close a drawer of one's own.
    WorkDrawer,
    /// To find receipts and read them.
    ReadReceipts,
    /// To print a receipt again.
    Reprint,
    /// To see what a drawer should hold before it is counted.
    SeeExpected,
    /// To be the second person.
    Approve,
    /// To read the journal and its proofs.
    ReadJournal,
    /// To change the configuration and the accounts.
    Administer,
    /// To read the board, its sheets, the deposits and the day's documents.
    ReadBoard,
    /// To open, key and close batches and turn-ins.
    WorkBatches,
    /// To put deposits together.
    PrepareDeposit,
    /// To count a deposit again and make it final.
    VerifyDeposit,
    /// To enter the bank's figures and its corrections.
    EnterBankFigures,
    /// To close a business day.
    CloseDay,
    /// To work items that the bank returned.
    WorkReturns,
    /// To reverse, transfer and refund after the close.
    CorrectPayments,
}

impl Role {
    /// The rights of a role.
    #[must_use]
    pub fn rights(self) -> &'static [Right] {
        use Right::{
            Administer, Anyone, Approve, CloseDay, CorrectPayments, EnterBankFigures, PrepareDeposit, ReadBoard,
            ReadJournal, ReadReceipts, Reprint, SeeExpected, SignedIn, TakePayments, VerifyDeposit, WorkBatches,
            WorkDrawer, WorkReturns,
        };
        match self {
            Role::Cashier => &[
                Anyone,
                SignedIn,
                TakePayments,
                WorkDrawer,
                WorkBatches,
                ReadReceipts,
                Reprint,
            ],
            Role::Supervisor => &[
                Anyone,
                SignedIn,
                TakePayments,
                WorkDrawer,
                ReadReceipts,
                Reprint,
                SeeExpected,
                Approve,
                ReadJournal,
                ReadBoard,
                WorkBatches,
                PrepareDeposit,
                VerifyDeposit,
                CloseDay,
                WorkReturns,
                CorrectPayments,
            ],
            Role::DepositPreparer => &[Anyone, SignedIn, ReadReceipts, ReadBoard, PrepareDeposit, VerifyDeposit],
            Role::Treasury => &[Anyone, SignedIn, ReadReceipts, ReadBoard, EnterBankFigures, WorkReturns],
            Role::Auditor => &[Anyone, SignedIn, ReadReceipts, SeeExpected, ReadJournal, ReadBoard],
            Role::Administrator => &[Anyone, SignedIn, ReadReceipts, ReadJournal, Administer],
        }
    }
}

/// Whether someone with these roles has a right.
#[must_use]
pub fn allows(roles: &[Role], right: Right) -> bool {
    right == Right::Anyone || roles.iter().any(|role| role.rights().contains(&right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_changes_nothing() {
        for right in [
            Right::TakePayments,
            Right::WorkDrawer,
            Right::Reprint,
            Right::Approve,
            Right::Administer,
            Right::WorkBatches,
            Right::PrepareDeposit,
            Right::VerifyDeposit,
            Right::EnterBankFigures,
            Right::CloseDay,
            Right::WorkReturns,
            Right::CorrectPayments,
        ] {
            assert!(!allows(&[Role::Auditor], right), "{right:?}");
        }
        assert!(allows(&[Role::Auditor], Right::ReadJournal));
    }

    #[test]
    fn a_cashier_is_nobodys_second_person() {
        assert!(!allows(&[Role::Cashier], Right::Approve));
        assert!(allows(&[Role::Cashier, Role::Supervisor], Right::Approve));
        assert!(allows(&[], Right::Anyone));
        assert!(!allows(&[], Right::SignedIn));
    }
}
