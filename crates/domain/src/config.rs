//! The configuration of a city: what can be paid, with what, at which windows,
//! by whom, and under which policies. Written by central records, or by `init`
//! where a workstation stands alone; every entry names the version it was made under.

mod banking;
mod checking;
mod policies;
mod returns;
mod tenders;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::money::Cents;
use crate::refusal::Refusal;
use crate::rights::Role;

pub use banking::{
    BankAccount, BatchField, BatchFormat, BatchKind, BatchLayout, FixedField, FixedLayout, RecordKind, Suspense,
};
pub use policies::{FlagAction, FlagRules, Overpayment, Policies, SpreadBy, Waiver};
pub use returns::{
    CarriedBy, CorrectedBy, CorrectionReason, Corrections, MarkRule, ReturnFee, ReturnFormat, ReturnLayout,
    ReturnReason, ReturnedItems, ReturnedKind, TakeBack,
};
pub use tenders::{CountedBy, Denomination, DenominationKind, TenderField, TenderKind, TenderType};

/// The version of the configuration format that this program reads.
pub const FORMAT: u32 = 1;

/// A whole configuration. Order within the lists is the order on the screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Always [`FORMAT`].
    pub format: u32,
    /// The government.
    pub city: City,
    /// The office where the workstations stand.
    pub site: Site,
    /// The counter workstations of the site.
    pub stations: Vec<StationConfig>,
    /// The departments that money is collected for.
    pub departments: Vec<Department>,
    /// The chart of accounts.
    pub ledger: Vec<LedgerAccount>,
    /// Which ledger accounts the program itself posts to.
    pub posting: PostingAccounts,
    /// What can be paid.
    pub charge_codes: Vec<ChargeCode>,
    /// What it can be paid with.
    pub tenders: Vec<TenderType>,
    /// The notes and coins of the country, largest first.
    pub denominations: Vec<Denomination>,
    /// The bills that can be scanned.
    #[serde(default)]
    pub scan_lines: Vec<ScanLine>,
    /// The reasons offered for a void, a reclass, a no-sale.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The bank accounts that deposits go to. Without one no deposit can be made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bank_accounts: Vec<BankAccount>,
    /// Where money stands that fits no account yet. Without it such items are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspense: Option<Suspense>,
    /// The files that batches are taken in from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batch_layouts: Vec<BatchLayout>,
    /// What is done with items that the bank returns. Without it none can be worked here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_items: Option<ReturnedItems>,
    /// Corrections after the close. Without it nothing is reversed or refunded here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<Corrections>,
    /// The rules that a city may set.
    pub policies: Policies,
    /// Who may sign in. Passwords are not here: they are kept beside the journal, hashed.
    pub users: Vec<User>,
    /// Set in the demo city only: what the sign-in screen shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<Demo>,
}

/// The government that takes the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Its name as receipts print it.
    pub name: String,
}

/// One office of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Short code, unique in the city.
    pub code: String,
    /// The office's name.
    pub name: String,
    /// Address lines as receipts print them.
    pub address: Vec<String>,
    /// IANA time zone of the business date, such as `America/Los_Angeles`.
    pub time_zone: String,
    /// The language of receipts unless the payer asks otherwise.
    #[serde(default)]
    pub language: Language,
    /// Lines at the foot of every receipt.
    #[serde(default)]
    pub receipt_footer: Vec<String>,
    /// The time of day, `17:30`, from which a drawer opened or a batch begun is the next
    /// day's. Without it the business date ends at midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff: Option<String>,
    /// A folder that all workstations of the site reach, through which they hand their
    /// entries to the closing desk; relative to the workstation's own folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<String>,
    /// A line at the foot of receipts that are taken while there is no line to central records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_note: Option<String>,
}

/// A language of screens and receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// One counter workstation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationConfig {
    /// The code in receipt numbers: `W3`. One to four capital letters or digits.
    pub code: String,
    /// What people call the window: `Window 3`.
    pub name: String,
    /// What people call the cash drawer: `Drawer 3`.
    pub drawer: String,
    /// Whether this workstation is the site's one closing desk.
    #[serde(default)]
    pub closing_desk: bool,
    /// The receipt printer.
    #[serde(default)]
    pub printer: PrinterProfile,
}

/// How receipts reach paper at one workstation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrinterProfile {
    /// `none`, `serial:PORT`, `tcp:HOST:9100`, or `file:FOLDER` (relative to the workstation's folder).
    #[serde(default = "no_port")]
    pub port: String,
    /// Bits a second of a serial line.
    #[serde(default = "default_baud")]
    pub baud_rate: u32,
    /// Characters on a line: 42 on 80 mm paper, 32 on 58 mm.
    #[serde(default = "default_columns")]
    pub columns: u8,
    /// Whether the printer answers status requests on this line.
    #[serde(default)]
    pub status: bool,
    /// Whether a cash drawer hangs on the printer.
    #[serde(default)]
    pub drawer_kick: bool,
}

impl Default for PrinterProfile {
    fn default() -> PrinterProfile {
        PrinterProfile {
            port: no_port(),
            baud_rate: default_baud(),
            columns: default_columns(),
            status: false,
            drawer_kick: false,
        }
    }
}

fn no_port() -> String {
    "none".to_owned()
}
fn default_baud() -> u32 {
    19_200
}
fn default_columns() -> u8 {
    42
}

/// A department of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Short code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// One account of the general ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerAccount {
    /// Its number in the chart, such as `100-1010`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The ledger accounts that the program posts to by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostingAccounts {
    /// Where floats come from and pick-ups go.
    pub vault: String,
    /// Cash in drawers: the float, and cash received.
    pub drawer_cash: String,
    /// Cash over and short.
    pub over_short: String,
    /// Overpayments that stand to a customer's credit.
    pub customer_credit: String,
}

/// Something that can be paid: its department, price and split over the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargeCode {
    /// Short code, typed at the counter: `DOG1`.
    pub code: String,
    /// What the receipt says.
    pub name: String,
    /// What a Spanish receipt says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_es: Option<String>,
    /// The department it belongs to.
    pub department: String,
    /// The fixed price in cents; without one the amount is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Cents>,
    /// What number must accompany it (a permit, a plate), as the screen asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Order in which a part payment is spread when due dates are equal: lower first.
    #[serde(default)]
    pub priority: u16,
    /// Whether it stands only on accounts and is not offered by itself.
    #[serde(default)]
    pub account_only: bool,
    /// The ledger accounts that it is split over; the last takes the odd cent.
    pub split: Vec<Share>,
}

/// One part of a charge's split over the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The ledger account that is credited.
    pub ledger: String,
    /// Its share in parts of the sum of all shares.
    pub parts: u32,
}

/// The pattern of one bill's scan line.
///
/// The pattern is literal text with fields in braces, each with its length:
/// `UB{account:10}{amount:8}{check:1}`. Fields: `account`, `amount` (cents),
/// `reference`, `check`, `skip`. See `counterfoil_formats::scan_line`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanLine {
    /// The bill's name.
    pub name: String,
    /// The pattern.
    pub pattern: String,
    /// How the check digit is made.
    pub check: CheckDigit,
    /// Characters that an account number regains when the scan leaves them out,
    /// as a picture: `##-#####-##`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_picture: Option<String>,
}

/// The ways to make a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckDigit {
    /// Luhn's: doubled from the right, digits summed, tens complement.
    #[serde(rename = "mod10")]
    Mod10,
    /// Weights 3, 7, 1 from the left, tens complement.
    #[serde(rename = "371")]
    Weights371,
    /// None.
    #[serde(rename = "none")]
    None,
}

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// What they type to sign in.
    pub id: String,
    /// Their name as receipts print it.
    pub name: String,
    /// What they are; rights follow.
    pub roles: Vec<Role>,
    /// Someone who has left may no longer sign in, and stays on the records.
    #[serde(default)]
    pub inactive: bool,
}

/// What only a demo city has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// The one password of all demo users, shown on the sign-in screen.
    pub password: String,
}

impl Configuration {
    /// The version of this configuration: the first sixteen hex digits of the
    /// SHA-256 of its JSON. Entries carry it.
    #[must_use]
    pub fn version(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&json)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The station of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownStation`].
    pub fn station(&self, code: &str) -> Result<&StationConfig, Refusal> {
        self.stations
            .iter()
            .find(|s| s.code == code)
            .ok_or_else(|| Refusal::UnknownStation {
                station: code.to_owned(),
            })
    }

    /// The charge code of that name.
    ///
    /// # Errors
    /// [`Refusal::UnknownCharge`].
    pub fn charge_code(&self, code: &str) -> Result<&ChargeCode, Refusal> {
        self.charge_codes
            .iter()
            .find(|c| c.code == code)
            .ok_or_else(|| Refusal::UnknownCharge {
                charge: code.to_owned(),
            })
    }

    /// The tender type of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownTender`].
    pub fn tender(&self, code: &str) -> Result<&TenderType, Refusal> {
        self.tenders
            .iter()
            .find(|t| t.code == code)
            .ok_or_else(|| Refusal::UnknownTender {
                tender: code.to_owned(),
            })
    }

    /// What people call the tender type of that code; the code where it is no longer there.
    #[must_use]
    pub fn tender_name<'n>(&'n self, code: &'n str) -> &'n str {
        self.tender(code).map_or(code, |tender| &tender.name)
    }

    /// The bank account of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownBankAccount`].
    pub fn bank_account(&self, code: &str) -> Result<&BankAccount, Refusal> {
        self.bank_accounts
            .iter()
            .find(|account| account.code == code)
            .ok_or_else(|| Refusal::UnknownBankAccount {
                account: code.to_owned(),
            })
    }

    /// The layout of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownLayout`].
    pub fn batch_layout(&self, code: &str) -> Result<&BatchLayout, Refusal> {
        self.batch_layouts
            .iter()
            .find(|layout| layout.code == code)
            .ok_or_else(|| Refusal::UnknownLayout {
                layout: code.to_owned(),
            })
    }

    /// The layout of a file of returned items of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownLayout`].
    pub fn return_layout(&self, code: &str) -> Result<&ReturnLayout, Refusal> {
        let layouts = self.returned_items.iter().flat_map(|rules| &rules.layouts);
        let mut own = layouts.filter(|layout| layout.code == code);
        own.next().ok_or_else(|| Refusal::UnknownLayout {
            layout: code.to_owned(),
        })
    }

    /// The tender type that is cash. [`Configuration::check`] makes sure of it.
    ///
    /// # Panics
    /// Where the configuration was never checked.
    #[must_use]
    pub fn cash(&self) -> &TenderType {
        #[expect(clippy::expect_used, reason = "check() refuses a configuration without cash")]
        self.tenders
            .iter()
            .find(|t| t.kind == TenderKind::Cash)
            .expect("a checked configuration has cash")
    }

    /// The user of that name, whoever is still active.
    #[must_use]
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|u| u.id == id && !u.inactive)
    }

    /// Whether a second person is needed for something.
    #[must_use]
    pub fn needs_second_person(&self, what: Waiver) -> bool {
        !self.policies.waived.contains(&what)
    }
}

impl ChargeCode {
    /// Its name in a language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        in_language(language, &self.name, self.name_es.as_deref())
    }
}

fn in_language<'a>(language: Language, english: &'a str, spanish: Option<&'a str>) -> &'a str {
    match language {
        Language::En => english,
        Language::Es => spanish.unwrap_or(english),
    }
}
