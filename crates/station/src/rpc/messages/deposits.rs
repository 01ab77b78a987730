//! The bank deposit, from choosing what goes to the bank's correction.

use counterfoil_domain::entry::Settlement;

use super::*;

/// What the deposit's screen begins with.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DepositsView {
    /// The bank accounts of the city.
    pub banks: Vec<BankView>,
    /// Approved sessions that no deposit takes yet.
    pub sessions: Vec<Depositable>,
    /// Deposits, newest first: those without the bank's figures, and the last ones.
    pub deposits: Vec<DepositBrief>,
}

/// A bank account of the city.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BankView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The bank.
    pub bank: String,
    /// The account's last four digits.
    pub last_four: String,
}

/// An approved session that can be deposited.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Depositable {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// What people call it.
    pub name: String,
    /// Who worked it.
    pub cashier: String,
    /// Its business date.
    pub business_date: String,
    /// Its cash without the float.
    pub cash: Cents,
    /// Its checks and money orders.
    pub checks: Cents,
    /// How many.
    pub check_items: u32,
}

/// A deposit in brief.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DepositBrief {
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
    /// Its ticket number.
    pub number: String,
    /// Its business date.
    pub business_date: String,
    /// The bank account's name.
    pub bank: String,
    /// How far it is.
    pub state: DepositState,
    /// Currency and coin.
    pub cash: Cents,
    /// Checks.
    pub checks: Cents,
    /// How many checks.
    pub check_items: u32,
    /// Cash and checks.
    pub total: Cents,
}

/// How far a deposit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DepositState {
    /// Put together; to be counted again.
    Prepared,
    /// Counted twice and bagged.
    Final,
    /// The bank agrees with it.
    Validated,
    /// The bank's figures differ, and no correction explains it yet.
    Differs,
    /// The bank's figures differ, and its correction explains it.
    Corrected,
    /// Taken apart before it was final.
    Withdrawn,
}

/// Asks what a deposit of some sessions would be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposeDeposit {
    /// The bank account's code.
    pub bank: String,
    /// The sessions.
    #[ts(type = "string[]")]
    pub sessions: Vec<Uuid>,
}

/// What a deposit of some sessions would be.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DepositProposal {
    /// The ticket number that it would get.
    pub number: String,
    /// What the receipts' cash comes to: what the deposit's cash must be.
    pub cash_total: Cents,
    /// Notes and coins that make it, floats left behind; none where what lies ready cannot make it exactly.
    pub cash: Option<CashCount>,
    /// What lies ready, floats included.
    pub pool: CashCount,
    /// What stays behind for the floats.
    pub floats: Cents,
    /// The checks in the order of their tapes.
    pub checks: Vec<SlipCheck>,
    /// What they come to.
    pub check_total: Cents,
    /// Cash and checks.
    pub total: Cents,
    /// What does not go to the bank with the slip.
    pub settlements: Vec<Settlement>,
}

/// A check on a slip.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SlipCheck {
    /// The session that it comes from.
    #[ts(type = "string")]
    pub session: Uuid,
    /// The session's name.
    pub name: String,
    /// The receipt; none for a piece that no receipt has.
    pub receipt: Option<String>,
    /// The tender's place within it.
    pub place: u16,
    /// The tender type's code.
    pub tender: String,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The check's number.
    pub number: Option<String>,
    /// What the paper says.
    pub amount: Cents,
}

/// Puts a deposit together.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrepareDeposit {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The bank account's code.
    pub bank: String,
    /// The sessions.
    #[ts(type = "string[]")]
    pub sessions: Vec<Uuid>,
    /// Currency and coin as counted.
    pub cash: CashCount,
    /// The checks in their physical order, each by its place in the proposal, from 0; that order without it.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<Vec<u32>>,
    /// What the checks come to on the adding machine, where it was run.
    #[serde(default)]
    #[ts(optional)]
    pub check_total: Option<String>,
}

/// Takes a deposit apart that is not final.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawDeposit {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
    /// Why.
    pub reason: String,
}

/// Counts a deposit again and makes it final. Whoever prepared it needs the other person's
/// consent; anyone else counts for themselves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FinalizeDeposit {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
    /// The second count: currency and coin.
    pub cash: CashCount,
    /// The second count: pieces.
    pub check_items: u32,
    /// What they come to.
    pub check_total: String,
    /// The bag's number.
    pub bag: String,
    /// Who counted again.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Asks for one deposit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetDeposit {
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
}

/// A deposit, whole.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DepositView {
    /// In brief.
    pub brief: DepositBrief,
    /// Currency and coin by denomination; no screen shows it where it is counted again.
    pub cash: CashCount,
    /// The checks in physical order.
    pub checks: Vec<SlipCheck>,
    /// The sessions that it takes.
    pub sessions: Vec<Depositable>,
    /// What does not go to the bank with the slip.
    pub settlements: Vec<Settlement>,
    /// Who prepared it: user id and name.
    pub prepared_by: (String, String),
    /// When.
    pub prepared_at: String,
    /// Who counted it again.
    pub verified_by: Option<String>,
    /// When.
    pub final_at: Option<String>,
    /// The bag's number.
    pub bag: Option<String>,
    /// The seal of its last entry.
    pub seal: String,
    /// The bank's figures.
    pub validated: Option<BankFiguresView>,
    /// The bank's corrections.
    pub corrections: Vec<CorrectionView>,
}

/// The bank's figures.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BankFiguresView {
    /// Cash.
    pub cash: Cents,
    /// Checks.
    pub checks: Cents,
    /// The date that the bank credited it.
    pub validated_on: String,
    /// The bank's reference.
    pub reference: String,
    /// Who entered them.
    pub by: String,
    /// The bank's cash less the slip's and its corrections.
    pub cash_difference: Cents,
    /// The same of checks.
    pub check_difference: Cents,
}

/// A bank correction.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CorrectionView {
    /// Its business date.
    pub business_date: String,
    /// Cash.
    pub cash: Cents,
    /// Checks.
    pub checks: Cents,
    /// Why.
    pub reason: String,
    /// The bank's reference.
    pub reference: String,
    /// Who entered it.
    pub by: String,
}

/// Enters the bank's own figures for a deposit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnterBankFigures {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
    /// The cash that the bank counted.
    pub cash: String,
    /// The checks that the bank counted.
    pub checks: String,
    /// The date that the bank credited it, `2026-11-23`.
    pub validated_on: String,
    /// The bank's reference.
    pub reference: String,
}

/// Enters the bank's correction of a deposit, by what its figures leave unexplained.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectDeposit {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The deposit.
    #[ts(type = "string")]
    pub deposit: Uuid,
    /// Why, in the bank's words.
    pub reason: String,
    /// The bank's reference of the correction.
    pub reference: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}
