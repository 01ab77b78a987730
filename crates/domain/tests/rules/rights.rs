//! Who may do what, right by right.

use counterfoil_domain::rights::Role::{self, Administrator, Auditor, Cashier, DepositPreparer, Supervisor, Treasury};
use counterfoil_domain::rights::{Right, allows};

const ROLES: [Role; 6] = [Cashier, Supervisor, DepositPreparer, Treasury, Auditor, Administrator];

/// The place of a right in the table; a new one must be named here, and so be given to somebody.
fn place_of(right: Right) -> usize {
    match right {
        Right::Anyone => 0,
        Right::SignedIn => 1,
        Right::TakePayments => 2,
        Right::WorkDrawer => 3,
        Right::WorkBatches => 4,
        Right::ReadReceipts => 5,
        Right::Reprint => 6,
        Right::SeeExpected => 7,
        Right::Approve => 8,
        Right::ReadJournal => 9,
        Right::ReadBoard => 10,
        Right::PrepareDeposit => 11,
        Right::VerifyDeposit => 12,
        Right::CloseDay => 13,
        Right::EnterBankFigures => 14,
        Right::Administer => 15,
        Right::WorkReturns => 16,
        Right::CorrectPayments => 17,
    }
}

const TABLE: [(Right, &[Role]); 18] = [
    (Right::Anyone, &ROLES),
    (Right::SignedIn, &ROLES),
    (Right::TakePayments, &[Cashier, Supervisor]),
    (Right::WorkDrawer, &[Cashier, Supervisor]),
    (Right::WorkBatches, &[Cashier, Supervisor]),
    (Right::ReadReceipts, &ROLES),
    (Right::Reprint, &[Cashier, Supervisor]),
    (Right::SeeExpected, &[Supervisor, Auditor]),
    (Right::Approve, &[Supervisor]),
    (Right::ReadJournal, &[Supervisor, Auditor, Administrator]),
    (Right::ReadBoard, &[Supervisor, DepositPreparer, Treasury, Auditor]),
    (Right::PrepareDeposit, &[Supervisor, DepositPreparer]),
    (Right::VerifyDeposit, &[Supervisor, DepositPreparer]),
    (Right::CloseDay, &[Supervisor]),
    (Right::EnterBankFigures, &[Treasury]),
    (Right::Administer, &[Administrator]),
    (Right::WorkReturns, &[Supervisor, Treasury]),
    (Right::CorrectPayments, &[Supervisor]),
];

#[test]
fn every_right_is_of_these_roles_and_of_no_other() {
    for (place, (right, of)) in TABLE.into_iter().enumerate() {
        assert_eq!(place_of(right), place);
        for role in ROLES {
            assert_eq!(allows(&[role], right), of.contains(&role), "{right:?} of {role:?}");
        }
    }
}

#[test]
fn rights_add_up_and_nobody_gets_another_persons() {
    let both = [DepositPreparer, Treasury];
    for (right, of) in TABLE {
        let one_of_them = both.iter().any(|role| of.contains(role));
        assert_eq!(allows(&both, right), one_of_them, "{right:?}");
        assert_eq!(allows(&[], right), right == Right::Anyone, "{right:?} of nobody");
    }
}
