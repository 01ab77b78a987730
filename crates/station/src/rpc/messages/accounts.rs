//! What goes over the interface on accounts.

use super::*;

/// Looks accounts up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindAccounts {
    /// What was typed: number, name, address, phone, citation, permit, in any order.
    pub text: String,
}

/// Accounts found, likeliest first, at most twenty.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundAccounts {
    /// The accounts.
    pub accounts: Vec<FoundAccount>,
    /// Whether there were more than could be shown.
    pub more: bool,
}

/// One account found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundAccount {
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// The service address.
    pub address: String,
    /// The telephone number.
    pub phone: String,
    /// All that is due, after this workstation's own payments.
    pub due: Cents,
    /// Flags that stand today.
    pub flags: Vec<FlagNotice>,
}

/// Asks for one account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetAccount {
    /// Its number.
    pub number: String,
}

/// One account with its charges.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountView {
    /// The account; what is due on its charges is after this workstation's own payments.
    pub account: Account,
    /// Flags that stand today.
    pub flags: Vec<FlagNotice>,
    /// All that is due.
    pub due: Cents,
}

/// A line read by a scanner.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanBill {
    /// The characters, without the scanner's prefix and suffix.
    pub line: String,
}

/// What a scanned bill is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ScannedBill {
    /// The bill's name.
    pub bill: String,
    /// The account that it is for.
    pub account: AccountView,
    /// The charges that the bill covers: those due on the account, or the one with its reference.
    pub charges: Vec<String>,
    /// The amount that the bill prints, where it does.
    pub amount: Option<Cents>,
}

/// A MICR line read by a reader or typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadMicr {
    /// The characters.
    pub line: String,
}

/// What a MICR line says. The account number goes back to the screen only to be sent with the payment.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MicrView {
    /// The routing number, its checksum right.
    pub routing: String,
    /// The account number.
    pub account: String,
    /// The check's number, where the line has one.
    pub number: Option<String>,
}
