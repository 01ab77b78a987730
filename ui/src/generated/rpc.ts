// Made from the command list by `cargo test -p counterfoil-station`; not to be edited.

/** An account with all its charges. */
export type Account = { 
/**
 * Its number, as bills print it.
 */
number: string, 
/**
 * The customer's name.
 */
name: string, 
/**
 * The service address.
 */
address: string, 
/**
 * The telephone number, as billing writes it; may be empty.
 */
phone: string, 
/**
 * What billing says of the account.
 */
flags: Flags, 
/**
 * What is charged on it.
 */
charges: Array<Charge>, };

/** What is still due on an account after a receipt. */
export type AccountBalance = { 
/**
 * The account's number.
 */
account: string, 
/**
 * What is due. Negative where the customer has a credit.
 */
due: Cents, };

/** The history of an account. */
export type AccountHistoryView = { 
/**
 * The account's number.
 */
number: string, 
/**
 * The customer's name; nothing where no copy of the accounts has it.
 */
name: string, 
/**
 * What is due now.
 */
due: Cents, 
/**
 * Flags that stand today.
 */
flags: Array<FlagNotice>, 
/**
 * What happened on it, newest first, at most two hundred.
 */
lines: Array<HistoryLine>, 
/**
 * Whether there were more than could be shown.
 */
more: boolean, 
/**
 * What was paid and stands.
 */
paid: Cents, 
/**
 * Returned items that touched it.
 */
returned: Array<ReturnedItemRow>, };

/** One account with its charges. */
export type AccountView = { 
/**
 * The account; what is due on its charges is after this workstation's own payments.
 */
account: Account, 
/**
 * Flags that stand today.
 */
flags: Array<FlagNotice>, 
/**
 * All that is due.
 */
due: Cents, };

/** How far the pulling of accounts is. */
export type AccountsProgress = { 
/**
 * So many are here; while building, in the copy.
 */
done: number, 
/**
 * Of so many.
 */
total: number, 
/**
 * Whether all have come, and the copy in which they are looked up is being built from them.
 */
building: boolean, };

/** What of a candidate agrees with what is looked for. */
export type Agrees = "bank_account" | "number" | "amount" | "routing" | "deposit" | "date" | "payer";

/** Approves a closed session. */
export type ApproveSession = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The session.
 */
session: string, 
/**
 * The difference over all tender types that the screen showed, in cents.
 */
seen_difference: Cents, 
/**
 * Why a difference outside the tolerance is accepted.
 */
reason?: string, };

/** What is known of a bank account: its checks and which of them came back. */
export type BankAccountView = { 
/**
 * Its last four digits.
 */
last_four: string | null, 
/**
 * Checks and electronic payments taken from it, newest first, at most fifty.
 */
tenders: Array<OriginalView>, 
/**
 * Those that came back.
 */
returned: Array<ReturnedItemRow>, 
/**
 * No checks on it until.
 */
marked_until: string | null, };

/** The bank's figures. */
export type BankFiguresView = { 
/**
 * Cash.
 */
cash: Cents, 
/**
 * Checks.
 */
checks: Cents, 
/**
 * The date that the bank credited it.
 */
validated_on: string, 
/**
 * The bank's reference.
 */
reference: string, 
/**
 * Who entered them.
 */
by: string, 
/**
 * The bank's cash less the slip's and its corrections.
 */
cash_difference: Cents, 
/**
 * The same of checks.
 */
check_difference: Cents, };

/** A bank account of the city. */
export type BankView = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The bank.
 */
bank: string, 
/**
 * The account's last four digits.
 */
last_four: string, };

/** One item of a batch. */
export type BatchItemView = { 
/**
 * Its receipt.
 */
receipt: string, 
/**
 * The account, or why it stands in suspense, or its items in brief.
 */
what: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * A check's number and the like.
 */
detail: string, 
/**
 * Its total.
 */
total: Cents, 
/**
 * Whether it was voided.
 */
void: boolean, 
/**
 * Whether it stands in suspense.
 */
suspense: boolean, };

/** Where a batch of payments comes from. */
export type BatchKind = "mail" | "lockbox" | "kiosk" | "web" | "turn_in";

/** A batch that was opened. */
export type BatchOpenedView = { 
/**
 * The session: `take_payment` names it as its `batch`.
 */
session: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** A batch as it is keyed. */
export type BatchView = { 
/**
 * The session.
 */
session: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Where it comes from.
 */
kind: BatchKind, 
/**
 * Whether items may still be keyed.
 */
open: boolean, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Who opened the mail.
 */
opened_by: Array<string>, 
/**
 * Per tender type: what was keyed (expected) and the control figure (counted).
 */
tenders: Array<ControlLine>, 
/**
 * The items, newest first.
 */
items: Array<BatchItemView>, 
/**
 * What was keyed less the control figures, over all tender types.
 */
difference: Cents, 
/**
 * Whether everything agrees, so that it can be closed without a reason.
 */
agrees: boolean, };

/** What the batches' screens need: layouts, departments, batches of the day. */
export type BatchesView = { 
/**
 * The business date that a batch begun now gets.
 */
business_date: string, 
/**
 * Layouts of files.
 */
layouts: Array<LayoutView>, 
/**
 * Departments: code and name.
 */
departments: Array<[string, string]>, 
/**
 * Whether money can be put into suspense here.
 */
suspense: boolean, 
/**
 * Batches that are not approved yet, and the last ones, newest first.
 */
batches: Array<BoardRow>, };

/** A date that the board can show. */
export type BoardDate = { 
/**
 * The date.
 */
date: string, 
/**
 * Whether it is closed.
 */
closed: boolean, };

/** One drawer session or batch. */
export type BoardRow = { 
/**
 * The session.
 */
session: string, 
/**
 * The workstation that holds it.
 */
station: string, 
/**
 * What it is of: none for a drawer.
 */
batch: BatchKind | null, 
/**
 * What people call it: `Drawer 3`, `Mail batch 2`.
 */
name: string, 
/**
 * The window's name, for a drawer.
 */
window: string, 
/**
 * Who holds it.
 */
cashier: string, 
/**
 * How far it is.
 */
stage: SessionStage, 
/**
 * Its own business date, where it was carried to this one.
 */
carried_from: string | null, 
/**
 * Receipts, voided ones included.
 */
receipts: number, 
/**
 * Per tender type that anything came in by.
 */
tenders: Array<TenderFigures>, 
/**
 * Over all tender types.
 */
total: RowTotals, 
/**
 * Pieces that the control figures say, for a batch.
 */
control_items: number | null, 
/**
 * Whether whoever asks has worked it, and so may not approve it.
 */
own: boolean, 
/**
 * The number of the deposit that takes it.
 */
deposit: string | null, 
/**
 * What was said last: why it was sent back, or why a difference was accepted.
 */
reason: string | null, 
/**
 * Whether it was counted again after its approval, which then does not speak of that count.
 */
counted_since: boolean, };

/** A tender type as the board names it. */
export type BoardTender = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its Spanish name, or the same again.
 */
name_es: string, 
/**
 * What it is: the board's columns are cash, checks and other paper, cards, other.
 */
kind: TenderKind, };

/** The board of one business date. */
export type BoardView = { 
/**
 * The date.
 */
date: string, 
/**
 * Whether it is closed.
 */
closed: boolean, 
/**
 * Dates that can be looked at, newest first: those not closed, and the last closed ones.
 */
dates: Array<BoardDate>, 
/**
 * The tender types, in the configured order, whether anything came in by them or not.
 */
tenders: Array<BoardTender>, 
/**
 * Drawers, then batches.
 */
rows: Array<BoardRow>, 
/**
 * Per tender type over all rows.
 */
totals: Array<TenderFigures>, 
/**
 * Over all tender types and rows. What is counted and how it differs is summed over the
 * rows that are counted.
 */
total: RowTotals, 
/**
 * How many rows are approved.
 */
approved: number, 
/**
 * The workstations of the site, and how far their entries are in.
 */
stations: Array<StationIn>, 
/**
 * What stands in the way of closing the day; each may be carried to the next one.
 */
in_the_way: Array<Obstacle>, 
/**
 * Money that stands in suspense, of whatever day: pieces.
 */
suspense_items: number, 
/**
 * What it comes to.
 */
suspense_total: Cents, };

/** A count of cash by denomination: what was in the hand, never a bare total. */
export type CashCount = Array<CashLine>;

/** How many of one denomination. */
export type CashLine = { 
/**
 * The worth of one piece, in cents: which denomination it is.
 */
cents: Cents, 
/**
 * Loose pieces.
 */
loose?: number, 
/**
 * Straps of notes or rolls of coins.
 */
bundles?: number, };

/** One cashier. */
export type CashierOverShort = { 
/**
 * The user id.
 */
cashier: string, 
/**
 * The name.
 */
name: string, 
/**
 * Per month, in the order of the months.
 */
months: Array<MonthOverShort>, 
/**
 * Short over all months, as a negative amount.
 */
short: Cents, 
/**
 * Over over all months.
 */
over: Cents, 
/**
 * Sessions approved.
 */
sessions: number, };

/** What the screens need of the configuration. */
export type Catalog = { 
/**
 * Charge codes that can be paid without an account, in the configured order.
 */
charges: Array<CatalogCharge>, 
/**
 * Tender types, in the configured order.
 */
tenders: Array<CatalogTender>, 
/**
 * Notes and coins, largest first.
 */
denominations: Array<Denomination>, 
/**
 * Reasons to offer for a void, a reclass, a no-sale.
 */
reasons: Array<string>, 
/**
 * Reasons that corrections after the close may give; a kind without any takes whatever is typed.
 */
correction_reasons: Array<CorrectionReason>, 
/**
 * Whether the cashier counts blind.
 */
blind_count: boolean, 
/**
 * Whether more than what is due may be paid on an account.
 */
overpayment_allowed: boolean, 
/**
 * The language of receipts unless the payer asks otherwise.
 */
language: Language, 
/**
 * Characters on a line of the receipt.
 */
columns: number, 
/**
 * Second persons that this office has waived.
 */
waived: Array<Waiver>, };

/** A charge code as the screens offer it. */
export type CatalogCharge = { 
/**
 * The code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its Spanish name, or the same again.
 */
name_es: string, 
/**
 * The department's name.
 */
department: string, 
/**
 * The fixed price; none where the amount is open.
 */
price: Cents | null, 
/**
 * What reference must accompany it, as a label.
 */
reference: string | null, };

/** A tender type as the screens offer it. */
export type CatalogTender = { 
/**
 * The code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its Spanish name, or the same again.
 */
name_es: string, 
/**
 * What it is.
 */
kind: TenderKind, 
/**
 * What must be entered besides the amount.
 */
needs: Array<TenderField>, 
/**
 * How it is counted at close.
 */
counted: CountedBy, 
/**
 * Its key on the payment screen.
 */
key: string | null, };

/** How full a drawer is. */
export type Ceiling = "fine" | "warning" | "stopped";

/** The line to central records. */
export type CentralState = { "state": "alone" } | { "state": "calling", 
/**
 * Entries that central has not acknowledged.
 */
waiting: number, } | { "state": "connected", 
/**
 * Entries that central has not acknowledged.
 */
waiting: number, 
/**
 * When central answered last, at the site: `2026-11-21 09:05:00`.
 */
at: string, 
/**
 * Something an administrator should know although the line is good.
 */
warning: string | null, 
/**
 * Accounts on their way.
 */
accounts: AccountsProgress | null, } | { "state": "away", 
/**
 * Entries that central has not acknowledged.
 */
waiting: number, 
/**
 * When it answered last, at the site; none where it did not since the program started.
 */
since: string | null, 
/**
 * What stands in the way.
 */
why: string, } | { "state": "stopped", 
/**
 * The name of what is wrong: `station_cloned`, `journal_behind`, `entries_forked`, `epoch_over`,
 * `restored`, `enrolling`, `central_damaged`, `clock_off`.
 */
code: string, 
/**
 * What it means and what to do.
 */
message: string, };

/** An amount of money in cents. Signed, because postings and differences are; what a person may type is never negative ([`Cents::parse`]). */
export type Cents = number;

/** How certain a match is. */
export type Certainty = "exact" | "several" | "none";

/** Exchanges cash with the vault. The consent is the other person's, who brings it. */
export type ChangeOrder = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * What comes from the vault.
 */
received: CashCount, 
/**
 * What goes to the vault for it; may be nothing.
 */
given: CashCount, 
/**
 * The other person.
 */
consent?: Consent, };

/** One charge on an account. */
export type Charge = { 
/**
 * Billing's own identifier, unique on the account.
 */
id: string, 
/**
 * The charge code, which gives department and ledger split.
 */
code: string, 
/**
 * What it is for: `Utility bill, October`.
 */
description: string, 
/**
 * A citation, permit or licence number; may be empty.
 */
reference: string, 
/**
 * When it falls due.
 */
due_date: string, 
/**
 * What is due, in cents. Never negative.
 */
due: Cents, };

/** Counts the cash in the middle of the day. */
export type CheckpointCount = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The cash, float included.
 */
cash: CashCount, };

/** Closes a batch. */
export type CloseBatch = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The session.
 */
session: string, 
/**
 * Why a difference is accepted.
 */
reason?: string, 
/**
 * Who agrees to the difference.
 */
consent?: Consent, };

/** Closes a business day. */
export type CloseDay = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The date.
 */
date: string, 
/**
 * What is carried to the next day, by the keys of the board's obstacles.
 */
carry: Array<string>, };

/** Closes the drawer on its last count. */
export type CloseDrawer = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * Why it differs; asked outside the tolerance.
 */
reason?: string, 
/**
 * The second person; asked outside the tolerance.
 */
consent?: Consent, };

/** A committed count. */
export type CommittedCount = { 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * Expected and counted per tender type.
 */
tenders: Array<TenderCount>, };

/** A second person's name and password, given afresh. */
export type Consent = { 
/**
 * The second person's user id.
 */
user: string, 
/**
 * Their password.
 */
password: string, };

/** One tender type of a batch. */
export type ControlLine = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Pieces that the control figure says.
 */
control_items: number, 
/**
 * What it says they come to.
 */
control_total: Cents, 
/**
 * Pieces keyed.
 */
items: number, 
/**
 * What they come to.
 */
total: Cents, };

/** Enters the bank's correction of a deposit, by what its figures leave unexplained. */
export type CorrectDeposit = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The deposit.
 */
deposit: string, 
/**
 * Why, in the bank's words.
 */
reason: string, 
/**
 * The bank's reference of the correction.
 */
reference: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A correction that was written. */
export type Corrected = { 
/**
 * The entry's place in the closing desk's journal, for its voucher.
 */
seq: number, 
/**
 * The receipt.
 */
receipt: string, 
/**
 * How much.
 */
amount: Cents, 
/**
 * The request for a refund that it made.
 */
refund: string | null, 
/**
 * What goes back the way it came: tender type's name and amount.
 */
back: Array<[string, Cents]>, 
/**
 * What is due now on each account that it touched.
 */
balances: Array<AccountBalance>, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** The kinds of correction that take a listed reason. */
export type CorrectedBy = "reversal" | "transfer" | "refund" | "placement" | "bank" | "reinstatement" | "mistaken_return" | "dismissal";

/** A reason that may be given for a correction; what is typed behind it, after a colon, is a note. */
export type CorrectionReason = { 
/**
 * What kind of correction it is for.
 */
of: CorrectedBy, 
/**
 * The reason.
 */
name: string, };

/** A bank correction. */
export type CorrectionView = { 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Cash.
 */
cash: Cents, 
/**
 * Checks.
 */
checks: Cents, 
/**
 * Why.
 */
reason: string, 
/**
 * The bank's reference.
 */
reference: string, 
/**
 * Who entered it.
 */
by: string, };

/** Counts a drawer in the place of a cashier who left it. Needs another person. */
export type CountInPlace = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * Why: where the cashier is.
 */
reason: string, 
/**
 * The other person.
 */
consent?: Consent, };

/** How a tender type is counted when a drawer closes. */
export type CountedBy = "denominations" | "items" | "total";

/** A day that was closed. */
export type DayClosedView = { 
/**
 * The date.
 */
date: string, 
/**
 * The number of its ledger batch.
 */
ledger_batch: string, 
/**
 * Debits of the ledger batch, which are its credits.
 */
ledger_total: Cents, 
/**
 * How many sessions were closed with it.
 */
sessions: number, 
/**
 * What was carried to the next day.
 */
carried: Array<string>, 
/**
 * Whether it was closed already: the request was a repeat.
 */
repeated: boolean, };

/** In a demo city: who may sign in. */
export type DemoSignIn = { 
/**
 * The one password.
 */
password: string, 
/**
 * The users: id, name, roles.
 */
users: Array<DemoUser>, };

/** One user of a demo city. */
export type DemoUser = { 
/**
 * The user id.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * What they are.
 */
roles: Array<Role>, };

/** One note or coin. */
export type Denomination = { 
/**
 * What it is worth, in cents; also its name in counts.
 */
cents: Cents, 
/**
 * How it is written: `$20`, `25¢`.
 */
label: string, 
/**
 * Note or coin.
 */
kind: DenominationKind, 
/**
 * How many make a strap (notes) or a roll (coins).
 */
bundle: number, 
/**
 * Whether it is given as change, as it is unless said otherwise; drawers seldom
 * hold two-dollar notes.
 */
change?: boolean, };

/** Note or coin. */
export type DenominationKind = "note" | "coin";

/** A deposit in brief. */
export type DepositBrief = { 
/**
 * The deposit.
 */
deposit: string, 
/**
 * Its ticket number.
 */
number: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * The bank account's name.
 */
bank: string, 
/**
 * How far it is.
 */
state: DepositState, 
/**
 * Currency and coin.
 */
cash: Cents, 
/**
 * Checks.
 */
checks: Cents, 
/**
 * How many checks.
 */
check_items: number, 
/**
 * Cash and checks.
 */
total: Cents, };

/** What a deposit of some sessions would be. */
export type DepositProposal = { 
/**
 * The ticket number that it would get.
 */
number: string, 
/**
 * What the receipts' cash comes to: what the deposit's cash must be.
 */
cash_total: Cents, 
/**
 * Notes and coins that make it, floats left behind; none where what lies ready cannot make it exactly.
 */
cash: CashCount | null, 
/**
 * What lies ready, floats included.
 */
pool: CashCount, 
/**
 * What stays behind for the floats.
 */
floats: Cents, 
/**
 * The checks in the order of their tapes.
 */
checks: Array<SlipCheck>, 
/**
 * What they come to.
 */
check_total: Cents, 
/**
 * Cash and checks.
 */
total: Cents, 
/**
 * What does not go to the bank with the slip.
 */
settlements: Array<Settlement>, };

/** How far a deposit is. */
export type DepositState = "prepared" | "final" | "validated" | "differs" | "corrected" | "withdrawn";

/** A deposit, whole. */
export type DepositView = { 
/**
 * In brief.
 */
brief: DepositBrief, 
/**
 * Currency and coin by denomination; no screen shows it where it is counted again.
 */
cash: CashCount, 
/**
 * The checks in physical order.
 */
checks: Array<SlipCheck>, 
/**
 * The sessions that it takes.
 */
sessions: Array<Depositable>, 
/**
 * What does not go to the bank with the slip.
 */
settlements: Array<Settlement>, 
/**
 * Who prepared it: user id and name.
 */
prepared_by: [string, string], 
/**
 * When.
 */
prepared_at: string, 
/**
 * Who counted it again.
 */
verified_by: string | null, 
/**
 * When.
 */
final_at: string | null, 
/**
 * The bag's number.
 */
bag: string | null, 
/**
 * The seal of its last entry.
 */
seal: string, 
/**
 * The bank's figures.
 */
validated: BankFiguresView | null, 
/**
 * The bank's corrections.
 */
corrections: Array<CorrectionView>, };

/** An approved session that can be deposited. */
export type Depositable = { 
/**
 * The session.
 */
session: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Who worked it.
 */
cashier: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Its cash without the float.
 */
cash: Cents, 
/**
 * Its checks and money orders.
 */
checks: Cents, 
/**
 * How many.
 */
check_items: number, };

/** What the deposit's screen begins with. */
export type DepositsView = { 
/**
 * The bank accounts of the city.
 */
banks: Array<BankView>, 
/**
 * Approved sessions that no deposit takes yet.
 */
sessions: Array<Depositable>, 
/**
 * Deposits, newest first: those without the bank's figures, and the last ones.
 */
deposits: Array<DepositBrief>, };

/** Says of an item of a file that nothing is done about it here. */
export type DismissReturnItem = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The file's number here.
 */
file: string, 
/**
 * The item's place within it.
 */
item: number, 
/**
 * Why.
 */
reason: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A document that can be written. */
export type DocumentView = { 
/**
 * Names it in `write_document`: `balancing_summary`, `transmittal:UTIL`, `deposit_slip:<deposit>`.
 */
key: string, 
/**
 * What it is, without what it is of: `balancing_summary`, `transmittal`, `deposit_slip`.
 */
what: string, 
/**
 * What it is of: a department, a deposit's number; nothing for the day's own.
 */
of: string, };

/** The documents that can be written of a date. */
export type DocumentsView = { 
/**
 * The date.
 */
date: string, 
/**
 * Whether it is closed: before that, documents say that they are not final.
 */
closed: boolean, 
/**
 * The documents.
 */
documents: Array<DocumentView>, };

/** Documents that were written, each as PDF, XLSX and CSV. */
export type DocumentsWritten = { 
/**
 * The folder.
 */
folder: string, 
/**
 * The files.
 */
files: Array<string>, };

/** An entry was written. */
export type Done = { 
/**
 * The entry's sequence number.
 */
seq: number, 
/**
 * Whether this answers a repeat of an earlier request.
 */
repeated: boolean, };

/** The payment in progress, kept over a lock, a crash and a restart. */
export type Draft = { 
/**
 * The request id that it will be taken with.
 */
request_id: string, 
/**
 * What was entered so far.
 */
payment: Payment, 
/**
 * What stands half-typed in the screen's fields, for the screen alone.
 */
typed: Record<string, unknown> | null, };

/** The draft of whoever is signed in. */
export type DraftView = { 
/**
 * The draft, where there is one.
 */
draft: Draft | null, 
/**
 * If its request was taken already (the reply was lost): the receipt.
 */
taken: Taken | null, };

/** A drawer session, as much of it as the caller may see. */
export type DrawerView = { 
/**
 * The session; none where no drawer was opened yet today.
 */
session: SessionState | null, 
/**
 * When it was opened, local time `HH:MM`.
 */
opened_at: string | null, 
/**
 * The opening float.
 */
float: Cents, 
/**
 * Receipts taken, voided ones included.
 */
receipts: number, 
/**
 * First and last receipt.
 */
first_receipt: string | null, 
/**
 * See `first_receipt`.
 */
last_receipt: string | null, 
/**
 * Receipts voided.
 */
voids: number, 
/**
 * Every tender type: expected and counted. Hidden while the count is blind.
 */
tenders: Array<TenderCount> | null, 
/**
 * The tape to tick off: checks and other paper in the order taken.
 */
tape: Array<TapeItem>, 
/**
 * Movements, checkpoints and no-sales in order.
 */
movements: Array<Movement>, 
/**
 * Committed counts for the close, oldest first.
 */
counts: Array<CommittedCount>, 
/**
 * Whether closing on the last count will ask a reason.
 */
reason_needed: boolean, 
/**
 * The last closed sessions of this workstation, newest first, at most ten.
 */
recent: Array<RecentSession>, };

/** Enters the bank's own figures for a deposit. */
export type EnterBankFigures = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The deposit.
 */
deposit: string, 
/**
 * The cash that the bank counted.
 */
cash: string, 
/**
 * The checks that the bank counted.
 */
checks: string, 
/**
 * The date that the bank credited it, `2026-11-23`.
 */
validated_on: string, 
/**
 * The bank's reference.
 */
reference: string, };

/** What was taken in. */
export type EntriesTakenIn = { 
/**
 * The workstation.
 */
station: string, 
/**
 * How many of its entries are new here.
 */
entries: number, 
/**
 * The last one.
 */
seq: number, };

/** A piece found that is not on the tape. */
export type ExtraItem = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * What the paper says.
 */
amount: string, 
/**
 * The check's number, where it has one.
 */
number?: string, };

/** One item of a bank's file. */
export type FileItemRow = { 
/**
 * The file's number here; none while it is only looked at.
 */
file: string | null, 
/**
 * Its place within the file, from 0.
 */
item: number, 
/**
 * How much.
 */
amount: Cents, 
/**
 * The bank's code of the reason, as the configuration knows it.
 */
reason: string | null, 
/**
 * Check number, last four, reference, payer, as far as the file says them.
 */
detail: string, 
/**
 * The bank's own reference.
 */
trace: string | null, 
/**
 * Whether the bank presented it again and it was paid.
 */
represented: boolean, 
/**
 * How certain its match is.
 */
certainty: Certainty, 
/**
 * The candidates, likeliest first.
 */
candidates: Array<OriginalView>, 
/**
 * For one that was presented again and paid: the returned item that it reinstates.
 */
returned: string | null, 
/**
 * How it was done: the returned item's number, or why nothing is done about it.
 */
done: string | null, };

/** An item of a file that goes into suspense. */
export type FileSuspense = { 
/**
 * Its line in the file.
 */
line: number, 
/**
 * The account as the file has it.
 */
account: string, 
/**
 * The amount.
 */
amount: Cents, 
/**
 * Why.
 */
why: string, };

/** A file of payments, looked at or taken in. */
export type FileView = { 
/**
 * What the batch is called.
 */
name: string, 
/**
 * Payments in the file.
 */
items: number, 
/**
 * What they come to.
 */
total: Cents, 
/**
 * Those that no account was found for, or that cannot be taken as they are; they go into suspense.
 */
suspense: Array<FileSuspense>, 
/**
 * The session, once it is taken in.
 */
session: string | null, 
/**
 * The first receipt's number, once it is taken in.
 */
first_receipt: string | null, 
/**
 * The last receipt's number.
 */
last_receipt: string | null, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** Counts a deposit again and makes it final. Whoever prepared it needs the other person's consent; anyone else counts for themselves. */
export type FinalizeDeposit = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The deposit.
 */
deposit: string, 
/**
 * The second count: currency and coin.
 */
cash: CashCount, 
/**
 * The second count: pieces.
 */
check_items: number, 
/**
 * What they come to.
 */
check_total: string, 
/**
 * The bag's number.
 */
bag: string, 
/**
 * Who counted again.
 */
consent?: Consent, };

/** Looks accounts up. */
export type FindAccounts = { 
/**
 * What was typed: number, name, address, phone, citation, permit, in any order.
 */
text: string, };

/** Looks for the original of an item that the bank returned. What is not known is left out. */
export type FindOriginal = { 
/**
 * The amount, as typed.
 */
amount?: string, 
/**
 * The check's number.
 */
number?: string, 
/**
 * The bank's routing number.
 */
routing?: string, 
/**
 * The account number on the check; only its token is looked for.
 */
account?: string, 
/**
 * The check's MICR line, in place of routing, account and number.
 */
micr?: string, 
/**
 * About when it was paid or deposited: `2026-11-18`.
 */
date?: string, 
/**
 * Who paid.
 */
payer?: string, 
/**
 * The deposit's number.
 */
deposit?: string, };

/** Looks receipts up. */
export type FindReceipts = { 
/**
 * Number, payer, account, check number, amount or cashier, in any order; all recent ones where empty.
 */
text: string, 
/**
 * From this business date, `YYYY-MM-DD`.
 */
from?: string, 
/**
 * To this business date.
 */
to?: string, };

/** The flags of an account. */
export type Flag = "bankruptcy" | "cash_only" | "lien" | "payment_plan" | "shut_off";

/** What a flag does at the counter. */
export type FlagAction = "nothing" | "warn" | "no_checks" | "second_person" | "stop";

/** A flag that stands on an account today, with what it does here. */
export type FlagNotice = { 
/**
 * Which flag.
 */
flag: Flag, 
/**
 * What it does at the counter.
 */
action: FlagAction, 
/**
 * The day it ends, where it has one.
 */
until?: string, 
/**
 * The amount that restores service, where it is a shut-off.
 */
amount?: Cents, };

/** What billing says of an account. */
export type Flags = { 
/**
 * A bankruptcy case is open.
 */
bankruptcy?: boolean, 
/**
 * Cash or card only until this day, after returned checks.
 */
cash_only_until?: string, 
/**
 * A lien stands on the property.
 */
lien?: boolean, 
/**
 * A payment plan is agreed.
 */
payment_plan?: boolean, 
/**
 * Service is shut off; this much restores it, in cents.
 */
restore_amount?: Cents, };

/** One hour. */
export type FlowHour = { 
/**
 * The hour of the site's clock, 0 to 23.
 */
hour: number, 
/**
 * Receipts.
 */
receipts: number, 
/**
 * What they come to.
 */
total: Cents, 
/**
 * Per tender type.
 */
tenders: Array<FlowTender>, };

/** What came in by one tender type. */
export type FlowTender = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Pieces.
 */
items: number, 
/**
 * What they come to.
 */
total: Cents, };

/** A day's flow by hour. */
export type FlowView = { 
/**
 * The date.
 */
date: string, 
/**
 * Hours with anything in them, and those between, in order.
 */
hours: Array<FlowHour>, 
/**
 * Per tender type over the day.
 */
tenders: Array<FlowTender>, };

/** One account found. */
export type FoundAccount = { 
/**
 * Its number.
 */
number: string, 
/**
 * The customer's name.
 */
name: string, 
/**
 * The service address.
 */
address: string, 
/**
 * The telephone number.
 */
phone: string, 
/**
 * All that is due, after this workstation's own payments.
 */
due: Cents, 
/**
 * Flags that stand today.
 */
flags: Array<FlagNotice>, };

/** Accounts found, likeliest first, at most twenty. */
export type FoundAccounts = { 
/**
 * The accounts.
 */
accounts: Array<FoundAccount>, 
/**
 * Whether there were more than could be shown.
 */
more: boolean, };

/** What was found, likeliest first. */
export type FoundOriginals = { 
/**
 * How certain the first is.
 */
certainty: Certainty, 
/**
 * The candidates, at most twenty.
 */
candidates: Array<OriginalView>, 
/**
 * Earlier returned items of the same bank account.
 */
same_bank: Array<ReturnedItemRow>, };

/** One receipt found. */
export type FoundReceipt = { 
/**
 * Its number.
 */
number: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * The cashier's name.
 */
cashier: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * What was paid, in brief.
 */
summary: string, 
/**
 * Its total.
 */
total: Cents, 
/**
 * Whether it was voided.
 */
void: boolean, };

/** Receipts found, newest first, at most fifty. */
export type FoundReceipts = { 
/**
 * The receipts.
 */
receipts: Array<FoundReceipt>, 
/**
 * Whether there were more than could be shown.
 */
more: boolean, };

/** Asks for one account. */
export type GetAccount = { 
/**
 * Its number.
 */
number: string, };

/** Asks for all that is known of a bank account, by one of its checks. */
export type GetBankAccount = { 
/**
 * A tender of a receipt that was paid from it.
 */
tender?: TenderOf, 
/**
 * The bank's routing number.
 */
routing?: string, 
/**
 * The account number; only its token is looked for.
 */
account?: string, 
/**
 * A check's MICR line.
 */
micr?: string, };

/** Asks for the board of a business date. */
export type GetDay = { 
/**
 * The date, `2026-11-21`; the one that is to be closed next without it.
 */
date?: string, };

/** Asks for one deposit. */
export type GetDeposit = { 
/**
 * The deposit.
 */
deposit: string, };

/** Asks for a drawer session; the one at hand where none is named. */
export type GetDrawer = { 
/**
 * The session.
 */
session?: string, };

/** Asks for one receipt. */
export type GetReceipt = { 
/**
 * Its number.
 */
receipt: string, };

/** Asks for a file of returned items that was taken in. */
export type GetReturnFile = { 
/**
 * Its number here.
 */
file: string, };

/** Asks for a returned item. */
export type GetReturnedItem = { 
/**
 * Its number.
 */
number: string, };

/** Asks for one drawer session or batch. */
export type GetSession = { 
/**
 * The session.
 */
session: string, };

/** A running total that is never reset, so that a lost tail shows. */
export type GrandTotal = { 
/**
 * Receipts ever issued.
 */
count: number, 
/**
 * Their totals, voided ones included.
 */
cents: Cents, };

/** Hands the drawer to another cashier; both count. The consent is the incoming cashier's. */
export type HandOver = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The outgoing cashier's count of the cash.
 */
cash: CashCount, 
/**
 * The incoming cashier's count of the cash.
 */
cash_again: CashCount, 
/**
 * Checks and other paper, counted by the outgoing cashier.
 */
items: number, 
/**
 * The same, counted by the incoming cashier.
 */
items_again: number, 
/**
 * The incoming cashier; without it the reply names what will be handed over.
 */
consent?: Consent, };

/** One line of a history: of an account, or of a payment. */
export type HistoryLine = { 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * What happened: `receipt`, `receipt_voided`, `item_returned` and so on, the entry's kind.
 */
kind: string, 
/**
 * What it was for.
 */
what: string, 
/**
 * What was paid; negative for what was taken back or charged.
 */
amount: Cents, 
/**
 * What was due afterwards, as the entry says it.
 */
balance: Cents | null, 
/**
 * The receipt.
 */
receipt: string | null, 
/**
 * The drawer or batch, by its identifier and name.
 */
session: [string, string] | null, 
/**
 * The business date of that drawer or batch.
 */
session_date: string | null, 
/**
 * The deposit, by its identifier and number.
 */
deposit: [string, string] | null, 
/**
 * A returned item's number, a refund's, the other account.
 */
related: string | null, 
/**
 * Who did it, by name.
 */
by: string, 
/**
 * The second person.
 */
second: string | null, 
/**
 * The entry's place in the closing desk's journal, where it has a voucher.
 */
voucher: number | null, 
/**
 * The entry's seal.
 */
seal: string, };

/** How far a returned item is. */
export type ItemState = "open" | "notice_sent" | "collections" | "cleared" | "reinstated";

/** A language of screens and receipts. */
export type Language = "en" | "es";

/** A layout of files of payments. */
export type LayoutView = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What such a file becomes.
 */
kind: BatchKind, };

/** Puts returned items on a list for collections. */
export type ListForCollections = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * Their numbers.
 */
numbers: Array<string>, };

/** A numbered list that was made, and the files that it was written into. */
export type ListMade = { 
/**
 * The list's number.
 */
number: string, 
/**
 * How many are on it.
 */
items: number, 
/**
 * What they come to.
 */
total: Cents, 
/**
 * The files.
 */
written: DocumentsWritten, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** Puts requests for refunds on a numbered list for accounts payable. */
export type ListRefunds = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * Their numbers; all that wait where none is named.
 */
numbers: Array<string>, };

/** How a mistake is mended. */
export type MendView = { "do": "reclass", 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * The tender's place within it.
 */
place: number, 
/**
 * The other type's code.
 */
to: string, } | { "do": "void", 
/**
 * Its number.
 */
receipt: string, } | { "do": "recount", 
/**
 * The tender type's code.
 */
tender: string, } | { "do": "look" };

/** What a MICR line says. The account number goes back to the screen only to be sent with the payment. */
export type MicrView = { 
/**
 * The routing number, its checksum right.
 */
routing: string, 
/**
 * The account number.
 */
account: string, 
/**
 * The check's number, where the line has one.
 */
number: string | null, };

/** One month of a cashier. */
export type MonthOverShort = { 
/**
 * Short, as a negative amount.
 */
short: Cents, 
/**
 * Over.
 */
over: Cents, 
/**
 * Sessions approved.
 */
sessions: number, };

/** Something that happened to the drawer besides receipts. */
export type Movement = { 
/**
 * `pick_up`, `change_order`, `hand_over`, `no_sale`, `checkpoint`.
 */
what: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * What it did to the cash; nothing for a no-sale. Hidden for a checkpoint while blind.
 */
amount: Cents | null, 
/**
 * The other person.
 */
with: string | null, 
/**
 * The reason, where one was given.
 */
reason: string | null, };

/** Opens the drawer without a sale. */
export type NoSaleOpening = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A request without content. */
export type Nothing = Record<symbol, never>;

/** Something that stands in the way of closing the day. */
export type Obstacle = { 
/**
 * Names it in `close_day`: a session, or `station:W2`.
 */
key: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Why: `open`, `counting`, `returned`, `closed`, `missing`.
 */
why: string, };

/** Opens a batch of mail with its control figures, made before anything is keyed. */
export type OpenBatch = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The control figures, one a tender type.
 */
control: Array<TypedControl>, 
/**
 * The other person who opened the mail.
 */
consent?: Consent, };

/** Opens a drawer. */
export type OpenDrawer = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The float, counted by denomination and accepted.
 */
float: CashCount, };

/** Something that a returned item left due. */
export type OpenDueView = { 
/**
 * The account.
 */
account: string, 
/**
 * What it is for.
 */
what: string, 
/**
 * How much.
 */
amount: Cents, 
/**
 * What is still open.
 */
open: Cents, 
/**
 * Whether it is the fee.
 */
fee: boolean, 
/**
 * What was paid on it: receipt, date, amount.
 */
payments: Array<[string, string, Cents]>, };

/** A tender that may be what the bank returned. */
export type OriginalView = { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * The tender's place within it.
 */
place: number, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * The drawer or batch that took it.
 */
session: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * The tender type's name.
 */
tender: string, 
/**
 * Check number and the like.
 */
detail: string, 
/**
 * What it paid.
 */
amount: Cents, 
/**
 * The receipt's total.
 */
total: Cents, 
/**
 * What was paid, line by line, as it stands.
 */
lines: Array<string>, 
/**
 * The deposit that took it to the bank.
 */
deposit: string | null, 
/**
 * What of it agrees.
 */
agrees: Array<Agrees>, 
/**
 * Other tenders of the same check, to be returned with it: receipt, place, amount.
 */
together: Array<TenderOf>, 
/**
 * Why it cannot be returned, where it cannot.
 */
refusal: RefusalView | null, };

/** Over and short by cashier over the last twelve months. */
export type OverShortView = { 
/**
 * The months, oldest first: `2026-11`.
 */
months: Array<string>, 
/**
 * The cashiers, by name.
 */
cashiers: Array<CashierOverShort>, };

/** What is being paid, and with what: typed, and not yet taken. */
export type Payment = { 
/**
 * What is paid.
 */
lines: Array<PaymentLine>, 
/**
 * What it is paid with.
 */
tenders: Array<PaymentTender>, 
/**
 * Who pays.
 */
payer?: string, 
/**
 * A note for the receipt.
 */
note?: string, 
/**
 * The receipt's language; the site's where none is given.
 */
language?: Language, };

/** One thing to be paid. */
export type PaymentLine = { "on": "account", 
/**
 * The account's number.
 */
account: string, 
/**
 * The charges; all that are due where none is named.
 */
charges: Array<string>, 
/**
 * How much, when not exactly what is due: spread over the charges by the
 * configured order; beyond what is due it becomes a credit, if allowed.
 */
amount?: string, 
/**
 * What the screen showed as due on those charges, in cents. If that has
 * changed, the payment is refused as stale.
 */
seen_due?: Cents, } | { "on": "charge", 
/**
 * The charge code.
 */
code: string, 
/**
 * How many, at a fixed price.
 */
quantity?: number, 
/**
 * How much, where the amount is open.
 */
amount?: string, 
/**
 * The number that must accompany it.
 */
reference?: string, 
/**
 * The price that the screen showed, in cents. If that has changed, the
 * payment is refused as stale.
 */
seen_price?: Cents, } | { "on": "suspense", 
/**
 * The account or reference as it came.
 */
reference?: string, 
/**
 * How much.
 */
amount: string, 
/**
 * Why it cannot be placed.
 */
why: string, };

/** One thing to pay with. */
export type PaymentTender = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * How much, as typed; for cash, what was handed over.
 */
amount: string, 
/**
 * A MICR line; stands for routing, account and number.
 */
micr?: string, 
/**
 * The bank's routing number.
 */
routing?: string, 
/**
 * The account number on the check.
 */
account?: string, 
/**
 * The check's or money order's number.
 */
number?: string, 
/**
 * The card's brand.
 */
brand?: string, 
/**
 * The card's last four digits.
 */
last_four?: string, 
/**
 * The approval code.
 */
approval?: string, 
/**
 * The terminal's reference.
 */
terminal?: string, 
/**
 * A voucher's or order's number.
 */
reference?: string, };

/** Takes cash to the vault. The consent is the other person's, who takes it. */
export type PickUp = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * What goes.
 */
cash: CashCount, 
/**
 * The other person.
 */
consent?: Consent, };

/** A piece of the tape that does not match what is recorded. */
export type PieceMatch = { 
/**
 * `missing`, `extra`, `misread`; `same` where an extra piece evidently is it.
 */
what: string, 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * The receipt; none for an extra piece.
 */
receipt: string | null, 
/**
 * The check's number.
 */
number: string | null, 
/**
 * What the receipt says.
 */
recorded: Cents | null, 
/**
 * What the paper says.
 */
found: Cents | null, };

/** Places money that stands in suspense. */
export type PlaceSuspense = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The receipt that brought it.
 */
receipt: string, 
/**
 * The line within it.
 */
line: number, 
/**
 * Where it goes: on an account, or by charge code.
 */
to: PaymentLine, 
/**
 * Why.
 */
reason: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** One posting. */
export type PostingView = { 
/**
 * The ledger account.
 */
ledger: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Debit positive, credit negative.
 */
amount: Cents, };

/** Puts a deposit together. */
export type PrepareDeposit = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The bank account's code.
 */
bank: string, 
/**
 * The sessions.
 */
sessions: string[], 
/**
 * Currency and coin as counted.
 */
cash: CashCount, 
/**
 * The checks in their physical order, each by its place in the proposal, from 0; that order without it.
 */
order?: Array<number>, 
/**
 * What the checks come to on the adding machine, where it was run.
 */
check_total?: string, };

/** One job for the printer. */
export type PrintJob = { 
/**
 * Which.
 */
id: number, 
/**
 * What: `receipt`, `copy`, `drawer_kick`.
 */
what: string, 
/**
 * The receipt's number, where it is one.
 */
receipt: string | null, 
/**
 * How far it is.
 */
state: PrintJobState, };

/** Decides about a print job. */
export type PrintJobDecision = { 
/**
 * Which job.
 */
job: number, };

/** How far a print job is. */
export type PrintJobState = "waiting" | "printed" | "sent" | "unknown" | "skipped";

/** How the printer is. */
export type PrinterCondition = "none" | "ready" | "printing" | "unreachable" | "offline" | "cover_open" | "paper_out";

/** The receipt printer, as the cashier should know it. */
export type PrinterState = { 
/**
 * How it is.
 */
condition: PrinterCondition, 
/**
 * Jobs that wait for it.
 */
waiting: number, 
/**
 * Jobs of which nobody knows whether they reached paper; to be looked at.
 */
unknown: number, 
/**
 * The last jobs, newest first, at most twenty.
 */
jobs: Array<PrintJob>, };

/** Asks what a deposit of some sessions would be. */
export type ProposeDeposit = { 
/**
 * The bank account's code.
 */
bank: string, 
/**
 * The sessions.
 */
sessions: string[], };

/** What a payment would come to. */
export type Quote = { 
/**
 * The lines as they would be on the receipt, in order.
 */
lines: Array<QuotedLine>, 
/**
 * The sum of the lines.
 */
total: Cents, 
/**
 * The sum handed over.
 */
tendered: Cents, 
/**
 * What is still to be paid; nothing when enough was handed over.
 */
remaining: Cents, 
/**
 * The change to give.
 */
change: Cents, 
/**
 * The change in notes and coins.
 */
change_in: Array<CashLine>, 
/**
 * What would be due on each account afterwards.
 */
balances: Array<AccountBalance>, 
/**
 * The receipt as it would print, line by line.
 */
tape: Array<TapeLine>, 
/**
 * What stands in the way of taking it now, if anything; the screen shows it where the hand is.
 */
refusal: RefusalView | null, };

/** A receipt line and the request line it came from. */
export type QuotedLine = { 
/**
 * The place of the request's line, from 0.
 */
of: number, 
/**
 * The receipt line.
 */
line: ReceiptLine, };

/** A MICR line read by a reader or typed. */
export type ReadMicr = { 
/**
 * The characters.
 */
line: string, };

/** One thing paid. */
export type ReceiptLine = { 
/**
 * The charge code.
 */
code: string, 
/**
 * What the receipt says, in its language.
 */
description: string, 
/**
 * The department that it is collected for.
 */
department: string, 
/**
 * The account paid on, where there is one.
 */
account?: string, 
/**
 * The charge paid on that account; none for money beyond what is due.
 */
charge?: string, 
/**
 * A citation, permit or licence number.
 */
reference?: string, 
/**
 * How many, where more than one at a fixed price.
 */
quantity?: number, 
/**
 * What is paid.
 */
amount: Cents, 
/**
 * What was due before, on an account's charge.
 */
due?: Cents, 
/**
 * The split over the ledger; sums to the amount.
 */
split: Array<[string, Cents]>, };

/** One receipt, whole. */
export type ReceiptView = { 
/**
 * Its number.
 */
number: string, 
/**
 * The session.
 */
session: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * The cashier's name.
 */
cashier: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * The note.
 */
note: string | null, 
/**
 * What was paid.
 */
lines: Array<ReceiptLine>, 
/**
 * What it was paid with, after reclasses.
 */
tenders: Array<TenderView>, 
/**
 * Its total.
 */
total: Cents, 
/**
 * Change given.
 */
change: Cents, 
/**
 * The seal.
 */
seal: string, 
/**
 * The void, where it was voided.
 */
void: VoidView | null, 
/**
 * Copies printed.
 */
copies: number, 
/**
 * Whether it can still be voided here: its session is open.
 */
voidable: boolean, 
/**
 * The receipt as it prints.
 */
tape: Array<TapeLine>, 
/**
 * Whether it reached paper.
 */
print: PrintJobState | null, 
/**
 * At the closing desk: whether it was reversed after its close.
 */
reversed: boolean, 
/**
 * At the closing desk: the returned items that took its tenders back, while they stand.
 */
returned: Array<string>, };

/** A closed session in brief. */
export type RecentSession = { 
/**
 * The session.
 */
id: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * The cashier's name.
 */
cashier_name: string, 
/**
 * Receipts taken.
 */
receipts: number, 
/**
 * Counted less expected, all tenders.
 */
difference: Cents, };

/** Moves a tender to another type. */
export type ReclassTender = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * The tender's place within the receipt, from 0.
 */
place: number, 
/**
 * What it is from now on; its amount must be the same.
 */
to: PaymentTender, 
/**
 * Why.
 */
reason: string, 
/**
 * The session, where it is not the open one of this window: at the closing desk a
 * closed one that is not approved yet, or a batch.
 */
session?: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** Commits a count for the close. */
export type RecordCount = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The cash, float included.
 */
cash: CashCount, 
/**
 * The tape, ticked off: one for every piece on it.
 */
tape: Array<TickedItem>, 
/**
 * Pieces found that are not on the tape.
 */
extra: Array<ExtraItem>, 
/**
 * Totals of the tender types counted by total: tender code, amount as typed.
 */
totals: Array<TypedTotal>, };

/** Goes back to counting. A closed session needs a reason and a second person. */
export type Recount = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The closed session; the one being counted where none is given.
 */
session?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A request for a refund. */
export type RefundRow = { 
/**
 * Its number.
 */
number: string, 
/**
 * Its business date.
 */
on: string, 
/**
 * How much.
 */
amount: Cents, 
/**
 * What of it waits for a list.
 */
waits: Cents, 
/**
 * What of it is not to be paid, because what had paid it came back from the bank.
 */
stopped: Cents, 
/**
 * To whom.
 */
payee: string, 
/**
 * The receipt.
 */
receipt: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The last list that it is on.
 */
list: string | null, 
/**
 * Whether it was withdrawn.
 */
withdrawn: boolean, 
/**
 * Whether it may be withdrawn.
 */
withdrawable: boolean, 
/**
 * Its entry's place in the journal, for its voucher.
 */
seq: number, };

/** Requests for refunds: those that wait for a list, and the last ones that are on one. */
export type RefundsView = { 
/**
 * The requests, newest first.
 */
refunds: Array<RefundRow>, 
/**
 * What waits for a list.
 */
waiting: Cents, 
/**
 * The last lists: number, date, how many, total.
 */
lists: Array<[string, string, number, Cents]>, };

/** A refusal as the screens get it: a code with the facts it needs for its words. */
export type RefusalView = { 
/**
 * The code, such as `drawer_closed`.
 */
code: string, 
/**
 * English words, with what to do.
 */
message: string, 
/**
 * The facts that the words need.
 */
facts: Record<string, unknown>, };

/** Reinstates a returned item. */
export type ReinstateItem = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Whether its return was a mistake: then the open fee is taken back too.
 */
mistake: boolean, 
/**
 * Why.
 */
reason: string, 
/**
 * The bank's own reference.
 */
reference?: string, 
/**
 * The item of a bank's file that says so: the file's number, its place.
 */
file?: [string, number], 
/**
 * A second person, where it was a mistake.
 */
consent?: Consent, };

/** Prints a receipt again, marked COPY. */
export type ReprintReceipt = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The receipt's number.
 */
receipt: string, };

/** A copy was journaled and queued. */
export type Reprinted = { 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * Which copy this is.
 */
copy: number, };

/** Asks accounts payable to pay something back. */
export type RequestRefund = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The receipt that brought the money.
 */
receipt: string, 
/**
 * The line where it stands.
 */
line: number, 
/**
 * How much, as typed.
 */
amount: string, 
/**
 * To whom.
 */
payee: TypedPayee, 
/**
 * Why.
 */
reason: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A bank's file of returned items, matched against what was taken. */
export type ReturnFileView = { 
/**
 * Its number here; none while it is only looked at.
 */
number: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * The date that it gives itself.
 */
date: string | null, 
/**
 * Its items, in order.
 */
items: Array<FileItemRow>, 
/**
 * What they come to, which is what the file says.
 */
total: Cents, 
/**
 * What else the file says: notices of change, prenotifications, credits. None of it is a return.
 */
notices: Array<string>, 
/**
 * How many are matched exactly.
 */
exact: number, 
/**
 * How many have several candidates.
 */
several: number, 
/**
 * How many have none.
 */
none: number, 
/**
 * How many are done.
 */
done: number, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** Works a returned item. */
export type ReturnItem = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The tenders that the bank took back: one, or several of the same check.
 */
tenders: Array<TenderOf>, 
/**
 * What the bank took back, as typed.
 */
amount: string, 
/**
 * The code of the reason.
 */
reason: string, 
/**
 * The bank's own reference.
 */
reference?: string, 
/**
 * Why no fee is charged; only with a second person.
 */
no_fee?: string, 
/**
 * The item of a bank's file that it is: the file's number, its place.
 */
file?: [string, number], 
/**
 * The language of the notice that is made at once; none where it is made later.
 */
notice?: Language, 
/**
 * A second person, where the fee is left out.
 */
consent?: Consent, };

/** One layout of a file of returned items. */
export type ReturnLayoutView = { 
/**
 * Its code.
 */
code: string, 
/**
 * What people call it.
 */
name: string, };

/** What working a returned item would do; nothing is written. */
export type ReturnPreview = { 
/**
 * What is taken back, line by line.
 */
lines: Array<TakenBackView>, 
/**
 * What the bank took back.
 */
amount: Cents, 
/**
 * The fee that would be charged.
 */
fee: Cents, 
/**
 * Why none is, where none is.
 */
no_fee: string | null, 
/**
 * Cash or card only until.
 */
marked_until: string | null, 
/**
 * What would be due on each account.
 */
balances: Array<AccountBalance>, 
/**
 * Debits and credits by ledger account.
 */
postings: Array<PostingView>, 
/**
 * What stands in the way.
 */
refusal: RefusalView | null, };

/** One reason of the bank's. */
export type ReturnReasonView = { 
/**
 * Its code.
 */
code: string, 
/**
 * Other codes that banks use for it.
 */
also: Array<string>, 
/**
 * What it says.
 */
name: string, 
/**
 * Its Spanish name, or the same again.
 */
name_es: string, 
/**
 * What kinds of items it is for.
 */
of: ReturnedKind, 
/**
 * Whether a fee is charged for it.
 */
fee: boolean, };

/** Sends a closed session back to counting. */
export type ReturnSession = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The session.
 */
session: string, 
/**
 * Why.
 */
reason: string, 
/**
 * A recount is asked for; otherwise the sheet is rejected.
 */
recount: boolean, };

/** What is open by age. */
export type ReturnedAgeSum = { 
/**
 * From so many days.
 */
from: number, 
/**
 * To so many days; none for the oldest.
 */
to: number | null, 
/**
 * How many.
 */
items: number, 
/**
 * What is open on them.
 */
open: Cents, };

/** A returned item in a list. */
export type ReturnedItemRow = { 
/**
 * Its number.
 */
number: string, 
/**
 * The business date on which it was returned.
 */
on: string, 
/**
 * Days since.
 */
age: number, 
/**
 * Who paid.
 */
payer: string, 
/**
 * The receipts, in brief: `W1-000012`.
 */
receipts: Array<string>, 
/**
 * The tender in one line: check number, last four.
 */
detail: string, 
/**
 * The code of the bank's reason.
 */
reason_code: string, 
/**
 * The bank's reason in words.
 */
reason: string, 
/**
 * What the bank took back.
 */
amount: Cents, 
/**
 * The fee that was charged.
 */
fee: Cents, 
/**
 * What is open, fee included.
 */
open: Cents, 
/**
 * How far it is.
 */
state: ItemState, 
/**
 * Cash or card only until, where the payer is marked.
 */
marked_until: string | null, 
/**
 * Whether it may go to collections today.
 */
collectable: boolean, };

/** A returned item, whole. */
export type ReturnedItemView = { 
/**
 * The item as in a list.
 */
row: ReturnedItemRow, 
/**
 * The place of its entry in the journal, for its voucher; of the one that was just written.
 */
seq: number, 
/**
 * The bank's own reference.
 */
reference: string | null, 
/**
 * Its tenders: receipt, place, amount.
 */
tenders: Array<TenderOf>, 
/**
 * The deposits that took them to the bank.
 */
deposits: Array<string>, 
/**
 * Whom notices go to: name and address lines.
 */
payer: [string, Array<string>], 
/**
 * What it left due, its fee last.
 */
dues: Array<OpenDueView>, 
/**
 * Why no fee was charged.
 */
no_fee: string | null, 
/**
 * Notices made: dates.
 */
notices: Array<string>, 
/**
 * The collections list that it is on.
 */
collections: string | null, 
/**
 * When it was reinstated.
 */
reinstated_on: string | null, 
/**
 * Who worked it.
 */
worker: string, 
/**
 * The seal of its entry.
 */
seal: string, 
/**
 * Other returned items of the same bank account.
 */
same_bank: Array<ReturnedItemRow>, 
/**
 * The papers that were made with it: its voucher, and its notice where one was asked for.
 */
written: Array<string>, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** What the screen of returned items begins with: the register. */
export type ReturnedItemsView = { 
/**
 * Today's business date: what is done now is dated so.
 */
business_date: string, 
/**
 * The drawer that is open in the signed-in user's name: then they may not work returned items.
 */
holds: string | null, 
/**
 * The bank's reasons.
 */
reasons: Array<ReturnReasonView>, 
/**
 * The files that banks send.
 */
layouts: Array<ReturnLayoutView>, 
/**
 * The reasons that a reinstatement may give; whatever is typed where there is none.
 */
reinstatement_reasons: Array<string>, 
/**
 * Those for a return that was entered by mistake.
 */
mistake_reasons: Array<string>, 
/**
 * Those for dismissing an item of a bank's file.
 */
dismissal_reasons: Array<string>, 
/**
 * Items that are not settled, oldest first, and those settled last.
 */
items: Array<ReturnedItemRow>, 
/**
 * By state: how many, what is open.
 */
states: Array<ReturnedStateSum>, 
/**
 * By age of those that are not settled.
 */
ages: Array<ReturnedAgeSum>, 
/**
 * Fees charged, ever.
 */
fees_charged: Cents, 
/**
 * Fees collected, ever.
 */
fees_collected: Cents, 
/**
 * Items of the bank's files that nobody has worked yet.
 */
waiting: Array<FileItemRow>, 
/**
 * Days after which an open item may go to collections.
 */
collections_days: number, };

/** What kinds of items a reason is for. */
export type ReturnedKind = "check" | "electronic" | "any";

/** How many returned items are in a state. */
export type ReturnedStateSum = { 
/**
 * The state.
 */
state: ItemState, 
/**
 * How many.
 */
items: number, 
/**
 * What they came to.
 */
amount: Cents, 
/**
 * What is open on them, fees included.
 */
open: Cents, };

/** Reverses a receipt after its close. */
export type ReverseReceipt = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The receipt.
 */
receipt: string, 
/**
 * Why.
 */
reason: string, 
/**
 * To whom accounts payable pays cash and checks back.
 */
payee: TypedPayee, 
/**
 * The second person.
 */
consent?: Consent, };

/** What a command asks of whoever calls it. */
export type Right = "anyone" | "signed_in" | "take_payments" | "work_drawer" | "read_receipts" | "reprint" | "see_expected" | "approve" | "read_journal" | "administer" | "read_board" | "work_batches" | "prepare_deposit" | "verify_deposit" | "enter_bank_figures" | "close_day" | "work_returns" | "correct_payments";

/** What a person is. Someone may be several things; the rights add up. */
export type Role = "cashier" | "supervisor" | "deposit_preparer" | "treasury" | "auditor" | "administrator";

/** Figures over all tender types. */
export type RowTotals = { 
/**
 * What is expected.
 */
expected: Cents, 
/**
 * What was counted; none while it is not.
 */
counted: Cents | null, 
/**
 * Counted less expected; none while it is not counted.
 */
difference: Cents | null, };

/** A line read by a scanner. */
export type ScanBill = { 
/**
 * The characters, without the scanner's prefix and suffix.
 */
line: string, };

/** What a scanned bill is. */
export type ScannedBill = { 
/**
 * The bill's name.
 */
bill: string, 
/**
 * The account that it is for.
 */
account: AccountView, 
/**
 * The charges that the bill covers: those due on the account, or the one with its reference.
 */
charges: Array<string>, 
/**
 * The amount that the bill prints, where it does.
 */
amount: Cents | null, };

/** The life of a drawer session, as far as the workstation goes. */
export type SessionPhase = "open" | "counting" | "closed";

/** A drawer's or batch's sheet. */
export type SessionSheet = { 
/**
 * Its row of the board.
 */
row: BoardRow, 
/**
 * The float.
 */
float: Cents, 
/**
 * When it was opened.
 */
opened_at: string, 
/**
 * When it was closed.
 */
closed_at: string | null, 
/**
 * Its receipts in order.
 */
receipts: Array<SheetReceipt>, 
/**
 * Pick-ups, change orders, hand-overs, checkpoints and all else that happened.
 */
events: Array<SheetEvent>, 
/**
 * Committed counts, oldest first.
 */
counts: Array<CommittedCount>, 
/**
 * The tape, with what the last count found of each piece.
 */
tape: Array<SheetPiece>, 
/**
 * The control figures, for a batch.
 */
control: Array<TenderFigures>, 
/**
 * Whether a difference lies outside the tolerance, so that an approval needs a reason.
 */
reason_needed: boolean, 
/**
 * The reason that was given at the close.
 */
close_reason: string | null, };

/** How far a session is, the closing desk's word included. */
export type SessionStage = "open" | "counting" | "returned" | "closed" | "approved";

/** A drawer session in brief. */
export type SessionState = { 
/**
 * The session.
 */
id: string, 
/**
 * `open`, `counting` or `closed`.
 */
state: SessionPhase, 
/**
 * The user id of the cashier who holds it.
 */
cashier: string, 
/**
 * Their name.
 */
cashier_name: string, 
/**
 * The user id of whoever counts it: the cashier, or who does so in their place.
 */
counter: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Whether its cash is past the warning, or past the ceiling.
 */
ceiling: Ceiling, };

/** What one tender type brought that does not go to the bank with the slip. */
export type Settlement = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Pieces.
 */
items: number, 
/**
 * What they come to.
 */
total: Cents, };

/** Something else that happened. */
export type SheetEvent = { 
/**
 * What: `pick_up`, `change_order`, `hand_over`, `checkpoint`, `no_sale`, `void`, `reclass`,
 * `recount`, `close`, `count_in_place`, `sent_back`, `approve`.
 */
what: string, 
/**
 * When.
 */
at: string, 
/**
 * Who did it.
 */
by: string, 
/**
 * The second person.
 */
with: string | null, 
/**
 * The amount, or a count's difference.
 */
amount: Cents | null, 
/**
 * The receipt that it is about.
 */
receipt: string | null, 
/**
 * Why, or what in words.
 */
reason: string | null, };

/** A piece of the tape, with what the last count found. */
export type SheetPiece = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * The receipt; none for a piece that no receipt has.
 */
receipt: string | null, 
/**
 * The tender's place within it.
 */
place: number, 
/**
 * The check's number.
 */
number: string | null, 
/**
 * What the receipt says.
 */
recorded: Cents, 
/**
 * What the paper says; none where it is missing or was not counted.
 */
found: Cents | null, 
/**
 * Whether it was counted.
 */
counted: boolean, };

/** A receipt on a sheet. */
export type SheetReceipt = { 
/**
 * Its number.
 */
number: string, 
/**
 * When: `12:31`.
 */
at: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * Its items in brief.
 */
summary: string, 
/**
 * Its tenders as they stand.
 */
tenders: Array<SheetTender>, 
/**
 * Its total.
 */
total: Cents, 
/**
 * Whether it was voided.
 */
void: boolean, 
/**
 * Whether some of it stands in suspense.
 */
suspense: boolean, };

/** A tender on a sheet. */
export type SheetTender = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * What it pays.
 */
amount: Cents, 
/**
 * A check's number, a card's last four.
 */
detail: string, };

/** Signs someone in, or unlocks the screen for whoever is signed in. */
export type SignIn = { 
/**
 * The user id.
 */
user: string, 
/**
 * The password.
 */
password: string, };

/** The signed-in user. */
export type SignedInUser = { 
/**
 * The user id.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * What they are.
 */
roles: Array<Role>, 
/**
 * What they may do.
 */
rights: Array<Right>, };

/** A check on a slip. */
export type SlipCheck = { 
/**
 * The session that it comes from.
 */
session: string, 
/**
 * The session's name.
 */
name: string, 
/**
 * The receipt; none for a piece that no receipt has.
 */
receipt: string | null, 
/**
 * The tender's place within it.
 */
place: number, 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * The bank's routing number.
 */
routing: string | null, 
/**
 * The check's number.
 */
number: string | null, 
/**
 * What the paper says.
 */
amount: Cents, };

/** Begins the count for the close. */
export type StartCount = { 
/**
 * Made before the first send.
 */
request_id: string, };

/** Where everything stands: what the screens always show. */
export type State = { 
/**
 * The city's name.
 */
city: string, 
/**
 * The office's name.
 */
site: string, 
/**
 * The workstation's code.
 */
station: string, 
/**
 * The window's name.
 */
window: string, 
/**
 * The drawer's name.
 */
drawer: string, 
/**
 * Today, at the site.
 */
business_date: string, 
/**
 * Who is signed in.
 */
user: SignedInUser | null, 
/**
 * Whether the screen is locked until that user's password.
 */
locked: boolean, 
/**
 * Idle minutes after which the screen should lock.
 */
lock_after_minutes: number, 
/**
 * The drawer session that is open or being counted, where there is one.
 */
session: SessionState | null, 
/**
 * The line to central records.
 */
central: CentralState, 
/**
 * Whether this workstation is the site's closing desk.
 */
closing_desk: boolean, 
/**
 * The receipt printer.
 */
printer: PrinterState, 
/**
 * In a demo city: who may sign in, and with what.
 */
demo: DemoSignIn | null, };

/** How far a workstation's entries are in at the closing desk. */
export type StationIn = { 
/**
 * Its code.
 */
station: string, 
/**
 * The window's name.
 */
window: string, 
/**
 * Whether it is this workstation.
 */
here: boolean, 
/**
 * The last entry that is here; 0 where none is.
 */
seq: number, 
/**
 * Until when its entries are known to be in, in the site's time: `21 Nov 17:02`.
 */
as_of: string | null, 
/**
 * Whether entries of the board's date may be missing: nothing was heard of it on that
 * date, or nothing for a while though somebody sits at it, or what it left is refused
 * or does not read here.
 */
missing: boolean, 
/**
 * What is wrong with what it handed over, or with what of its entries does not read here.
 */
refusal: RefusalView | null, };

/** One place to look. */
export type SuspectView = { 
/**
 * What kind of mistake it would be: `swapped_digits`, `wrong_tender`, ….
 */
pattern: string, 
/**
 * The facts that its sentence needs.
 */
facts: Record<string, unknown>, 
/**
 * The tender type that it concerns.
 */
tender: string, 
/**
 * The receipts and items that it names.
 */
names: Array<string>, 
/**
 * How much of the difference it would explain.
 */
explains: Cents, 
/**
 * Why, in a sentence.
 */
says: string, 
/**
 * How it would be mended.
 */
mend: MendView, };

/** What may be wrong with a session that does not agree. */
export type SuspectsView = { 
/**
 * The session.
 */
session: string, 
/**
 * Tender types that differ: counted less expected.
 */
differences: Array<TenderDifference>, 
/**
 * When the count was that narrowed the search: `12:30`.
 */
narrowed_at: string | null, 
/**
 * Whether that count agreed, so that what is wrong came after it; else it was off
 * already, and what is wrong came before it.
 */
narrowed_agreed: boolean, 
/**
 * Receipts that were searched.
 */
searched: number, 
/**
 * Receipts in all.
 */
receipts: number, 
/**
 * Where to look, likeliest first.
 */
suspects: Array<SuspectView>, 
/**
 * The tape against the recorded checks, piece by piece: what does not match.
 */
pieces: Array<PieceMatch>, };

/** One item in suspense. */
export type SuspenseItem = { 
/**
 * The receipt that brought it.
 */
receipt: string, 
/**
 * The line within it.
 */
line: number, 
/**
 * When: its business date.
 */
business_date: string, 
/**
 * What is held.
 */
amount: Cents, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * The account or reference as it came.
 */
reference: string | null, 
/**
 * Why it is held.
 */
why: string, };

/** Money that stands in suspense. */
export type SuspenseView = { 
/**
 * The items, oldest first.
 */
items: Array<SuspenseItem>, 
/**
 * What they come to.
 */
total: Cents, };

/** Takes in a file of another workstation's entries. */
export type TakeInEntries = { 
/**
 * The file's content.
 */
content: string, };

/** Takes in, or only looks at, a file of payments. */
export type TakeInFile = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The layout's code.
 */
layout: string, 
/**
 * The file's name.
 */
name: string, 
/**
 * The file's content.
 */
content: string, };

/** A bank's file of returned items. */
export type TakeInReturns = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The layout's code.
 */
layout: string, 
/**
 * The file's name.
 */
name: string, 
/**
 * What it holds.
 */
content: string, };

/** Takes a payment. */
export type TakePayment = { 
/**
 * Made before the first send; the same again gets the same answer.
 */
request_id: string, 
/**
 * What is paid, and with what.
 */
payment: Payment, 
/**
 * The person has looked at the earlier receipt with the same check and says it is another.
 */
same_check_confirmed?: boolean, 
/**
 * The batch that it is keyed into; the drawer of this window without it.
 */
batch?: string, 
/**
 * A supervisor's consent, where an account's flag asks for one.
 */
consent?: Consent, };

/** Takes a department's turn-in: counted by both, balanced to its transmittal. */
export type TakeTurnIn = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The department's code.
 */
department: string, 
/**
 * The transmittal's own number.
 */
transmittal: string, 
/**
 * Who brought it.
 */
brought_by: string, 
/**
 * What the transmittal says it comes to.
 */
total: string, 
/**
 * What it is for: charge codes with amounts.
 */
lines: Array<PaymentLine>, 
/**
 * The cash as the cashier counts it.
 */
cash: CashCount, 
/**
 * The cash as whoever brought it counts it.
 */
cash_again: CashCount, 
/**
 * Checks and other tenders, one by one.
 */
tenders: Array<PaymentTender>, };

/** A payment was taken. */
export type Taken = { 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * Its total.
 */
total: Cents, 
/**
 * The change to give.
 */
change: Cents, 
/**
 * The change in notes and coins.
 */
change_in: Array<CashLine>, 
/**
 * What is still due on each account.
 */
balances: Array<AccountBalance>, 
/**
 * The receipt's seal.
 */
seal: string, 
/**
 * Whether this answers a repeat of an earlier request.
 */
repeated: boolean, };

/** What is taken back from one line. */
export type TakenBackView = { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * What it is for.
 */
what: string, 
/**
 * How much.
 */
amount: Cents, 
/**
 * The account on which it is due again; none for money that stood in suspense or a sale undone.
 */
account: string | null, 
/**
 * The charge on which it is due again; none where it only lowers the account's credit.
 */
charge: string | null, 
/**
 * The request for a refund that is not paid for it.
 */
refund: string | null, };

/** One piece of the tape. */
export type TapeItem = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * The tender's place within the receipt.
 */
place: number, 
/**
 * The check's number, where it has one.
 */
number: string | null, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * What the receipt says it is worth.
 */
amount: Cents, };

/** One line of the receipt as text. */
export type TapeLine = { 
/**
 * The text, padded to the receipt's columns.
 */
text: string, 
/**
 * Whether it prints bold.
 */
bold: boolean, };

/** Expected against counted, for one tender type. */
export type TenderCount = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * What the receipts say (for cash: with float and movements).
 */
expected: Cents, 
/**
 * What was counted.
 */
counted: Cents, 
/**
 * Pieces expected.
 */
items: number, };

/** A tender type that differs. */
export type TenderDifference = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Counted less expected: negative when short.
 */
difference: Cents, };

/** What may have to be entered with a tender. */
export type TenderField = "routing" | "account" | "number" | "brand" | "last_four" | "approval" | "terminal" | "reference";

/** One tender type's figures. */
export type TenderFigures = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Pieces expected.
 */
items: number, 
/**
 * What is expected; cash as the receipts brought it, float and vault movements left out.
 */
expected: Cents, 
/**
 * What was counted, the same left out; none while it is not.
 */
counted: Cents | null, };

/** The kinds of tender. */
export type TenderKind = "cash" | "check" | "money_order" | "cashiers_check" | "card" | "electronic_check" | "voucher" | "interfund";

/** A tender of a receipt. */
export type TenderOf = { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * The tender's place within it, from 0.
 */
place: number, 
/**
 * What it paid; looked up anew, never believed.
 */
amount: Cents, };

/** One tender of a receipt. */
export type TenderView = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * What the receipt calls it.
 */
name: string, 
/**
 * Its kind.
 */
kind: TenderKind, 
/**
 * What it pays.
 */
amount: Cents, 
/**
 * Check number, card's last four and approval, or reference, in one line.
 */
detail: string, 
/**
 * Whether it was moved here from another type.
 */
reclassed: boolean, };

/** One piece of the tape, ticked off. */
export type TickedItem = { 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * The tender's place within the receipt, from 0.
 */
tender: number, 
/**
 * Whether it is there.
 */
present: boolean, 
/**
 * What the paper says, where that is not what the receipt says.
 */
amount?: string, };

/** Traces where a payment of an amount on about a date went. */
export type TracePayments = { 
/**
 * The amount, as typed.
 */
amount: string, 
/**
 * About when: `2026-11-18`.
 */
date?: string, 
/**
 * So many days before and after; seven where it is left out.
 */
days?: number, 
/**
 * Payer, account, check number: words that must stand in it.
 */
text?: string, };

/** A payment and all that became of it. */
export type TraceView = { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * The workstation that took it.
 */
station: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * The cashier's name.
 */
cashier: string, 
/**
 * The session, by its identifier and name.
 */
session: [string, string], 
/**
 * Whether the session is approved: only then corrections after the close begin.
 */
approved: boolean, 
/**
 * The deposit, by its identifier and number.
 */
deposit: [string, string] | null, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * Its total.
 */
total: Cents, 
/**
 * What still stands on its lines.
 */
standing: Cents, 
/**
 * Its tenders.
 */
tenders: Array<TracedTenderView>, 
/**
 * Its lines, those that corrections brought behind them.
 */
lines: Array<TracedLineView>, 
/**
 * What became of it, oldest first.
 */
events: Array<HistoryLine>, 
/**
 * Whether it was voided.
 */
void: boolean, 
/**
 * Whether it was reversed.
 */
reversed: boolean, 
/**
 * The reasons that may be given; a kind without any takes whatever is typed.
 */
reasons: Array<CorrectionReason>, 
/**
 * The seal of its entry.
 */
seal: string, };

/** A line of a payment as it stands. */
export type TracedLineView = { 
/**
 * Its place, from 0: corrections name it.
 */
line: number, 
/**
 * What it is for.
 */
description: string, 
/**
 * The account.
 */
account: string | null, 
/**
 * The department's name.
 */
department: string, 
/**
 * What was paid.
 */
amount: Cents, 
/**
 * What still stands.
 */
standing: Cents, 
/**
 * Whether it stands in suspense.
 */
suspense: boolean, 
/**
 * The line that its money came from.
 */
from: number | null, };

/** A payment that was found. */
export type TracedPayment = { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * Its business date.
 */
business_date: string, 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * The drawer or batch that took it.
 */
session: string, 
/**
 * Who paid.
 */
payer: string | null, 
/**
 * Its total.
 */
total: Cents, 
/**
 * What of it is the amount: `receipt`, `tender`, `line`.
 */
matched: string, 
/**
 * Where its money stands now, line by line.
 */
stands: Array<string>, 
/**
 * Whether any of it stands in suspense.
 */
suspense: boolean, 
/**
 * Whether it was voided, reversed or returned.
 */
undone: string | null, };

/** Payments found, nearest to the date first, at most fifty. */
export type TracedPayments = { 
/**
 * The payments.
 */
payments: Array<TracedPayment>, 
/**
 * Whether there were more than could be shown.
 */
more: boolean, };

/** A tender of a payment as it stands. */
export type TracedTenderView = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * Its kind.
 */
kind: TenderKind, 
/**
 * Its name.
 */
name: string, 
/**
 * Check number and the like.
 */
detail: string, 
/**
 * What it paid.
 */
amount: Cents, 
/**
 * The returned item that took it back, while that stands.
 */
returned: string | null, 
/**
 * Whether a bank may return such a tender.
 */
returnable: boolean, };

/** Moves a payment to another account or charge. */
export type TransferPayment = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The receipt.
 */
receipt: string, 
/**
 * The line where it stands.
 */
line: number, 
/**
 * How much, as typed.
 */
amount: string, 
/**
 * Where it goes; its amount may be left out.
 */
to: PaymentLine, 
/**
 * Why.
 */
reason: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** A turn-in that was taken. */
export type TurnInTaken = { 
/**
 * The session.
 */
session: string, 
/**
 * What it is called on the board.
 */
name: string, 
/**
 * The receipt that the department gets.
 */
receipt: string, 
/**
 * Its total.
 */
total: Cents, 
/**
 * Whether it was there already: the request was a repeat.
 */
repeated: boolean, };

/** The control figure of one tender type, as typed. */
export type TypedControl = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * How many pieces; left out for cash.
 */
items: number, 
/**
 * What they come to; left out for cash.
 */
total?: string, 
/**
 * The cash by denomination.
 */
cash: CashCount, };

/** To whom something is paid back. */
export type TypedPayee = { 
/**
 * The name.
 */
name: string, 
/**
 * Address lines.
 */
address: Array<string>, };

/** The total of a tender type that is counted by total. */
export type TypedTotal = { 
/**
 * The tender type's code.
 */
tender: string, 
/**
 * The total, as typed.
 */
amount: string, };

/** What a reading of the whole journal found. */
export type Verified = { 
/**
 * Entries read.
 */
entries: number, 
/**
 * The head's hash, in hex.
 */
head: string, 
/**
 * Receipts ever issued, and their total.
 */
grand_total: GrandTotal, 
/**
 * The first thing wrong, in words; none where all is well.
 */
fault: string | null, };

/** Voids a receipt of the open session. */
export type VoidReceipt = { 
/**
 * Made before the first send.
 */
request_id: string, 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The session, where it is not the open one of this window: at the closing desk a
 * closed one that is not approved yet, or a batch.
 */
session?: string, 
/**
 * The second person.
 */
consent?: Consent, };

/** How a receipt was voided. */
export type VoidView = { 
/**
 * Local time `HH:MM`.
 */
at: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The cashier's user id.
 */
by: string, 
/**
 * The second person's name.
 */
approved_by: string | null, };

/** A receipt was voided. */
export type Voided = { 
/**
 * The receipt's number.
 */
receipt: string, 
/**
 * Cash to give back.
 */
cash_back: Cents, 
/**
 * The same in notes and coins.
 */
cash_back_in: Array<CashLine>, 
/**
 * Checks and other paper to hand back, each in words.
 */
hand_back: Array<string>, };

/** Something that needs a second person unless waived. */
export type Waiver = "void" | "reclass" | "over_short" | "reopen" | "no_sale" | "flag" | "vault_movement" | "own_drawer" | "deposit" | "batch_difference" | "mail_opening" | "forgotten_drawer" | "placement" | "bank_correction" | "returns_with_drawer" | "return_fee" | "mistaken_return" | "dismissal" | "reversal" | "transfer" | "refund";

/** Takes a deposit apart that is not final. */
export type WithdrawDeposit = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The deposit.
 */
deposit: string, 
/**
 * Why.
 */
reason: string, };

/** Withdraws a request for a refund that was not listed yet. */
export type WithdrawRefund = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The request's number.
 */
number: string, 
/**
 * Why.
 */
reason: string, };

/** Writes a document. */
export type WriteDocument = { 
/**
 * The date.
 */
date: string, 
/**
 * Which, by its key; all of the date without it.
 */
key?: string, };

/** Writes a numbered list again. */
export type WriteList = { 
/**
 * Its number: `AP-000001` for accounts payable, `C-000001` for collections.
 */
number: string, };

/** Makes a notice for the payer of a returned item, as PDF. */
export type WriteNotice = { 
/**
 * Made by the caller before the first send; the same one for a repeat.
 */
request_id: string, 
/**
 * The returned item's number.
 */
number: string, 
/**
 * The language of the letter.
 */
language: Language, };

/** Writes the voucher of a correcting entry. */
export type WriteVoucher = { 
/**
 * The entry's place in the closing desk's journal.
 */
seq: number, };

/** A document was written. */
export type WrittenDocument = { 
/**
 * Where it is.
 */
path: string, };

/** Every command: its request and its reply. */
export interface Commands {
  /** Where everything stands: date, window, drawer, who is signed in, printer, central records. */
  state: { request: Nothing; reply: State };
  /** Signs someone in. Five wrong passwords lock the user for a growing time. */
  sign_in: { request: SignIn; reply: State };
  /** Signs out. A payment in progress is kept. */
  sign_out: { request: Nothing; reply: State };
  /** Locks the screen without losing anything. */
  lock: { request: Nothing; reply: State };
  /** Unlocks the screen for the user who locked it. */
  unlock: { request: SignIn; reply: State };
  /** What the screens need of the configuration. */
  catalog: { request: Nothing; reply: Catalog };
  /** Looks accounts up as typed. */
  find_accounts: { request: FindAccounts; reply: FoundAccounts };
  /** One account with its charges. */
  account: { request: GetAccount; reply: AccountView };
  /** Finds the account and charges of a scanned bill. */
  scan: { request: ScanBill; reply: ScannedBill };
  /** Reads a check's MICR line. */
  read_micr: { request: ReadMicr; reply: MicrView };
  /** What a payment would come to, with the receipt as it would print and what stands in the way. */
  quote: { request: Payment; reply: Quote };
  /** Takes a payment: one receipt, one commit. */
  take_payment: { request: TakePayment; reply: Taken };
  /** Keeps the payment in progress. */
  save_draft: { request: Draft; reply: Nothing };
  /** The payment in progress of whoever is signed in. */
  draft: { request: Nothing; reply: DraftView };
  /** Throws the payment in progress away. */
  discard_draft: { request: Nothing; reply: Nothing };
  /** A drawer session: figures, tape, movements, counts. */
  drawer: { request: GetDrawer; reply: DrawerView };
  /** Opens the drawer on a counted and accepted float. */
  open_drawer: { request: OpenDrawer; reply: Done };
  /** Counts the cash in the middle of the day. */
  checkpoint_count: { request: CheckpointCount; reply: Done };
  /** Takes cash to the vault. */
  pick_up: { request: PickUp; reply: Done };
  /** Exchanges cash with the vault. */
  change_order: { request: ChangeOrder; reply: Done };
  /** Hands the drawer to another cashier, both having counted. */
  hand_over: { request: HandOver; reply: Done };
  /** Opens the drawer without a sale. */
  no_sale: { request: NoSaleOpening; reply: Done };
  /** Begins the count for the close; no payments from here. */
  start_count: { request: StartCount; reply: Done };
  /** Commits a count; only then is the variance shown. */
  record_count: { request: RecordCount; reply: DrawerView };
  /** Closes the drawer on its last count. */
  close_drawer: { request: CloseDrawer; reply: Done };
  /** Goes back to counting, as long as the session is not approved. */
  recount: { request: Recount; reply: Done };
  /** Writes the balancing sheet of a session as PDF. */
  balancing_sheet: { request: GetDrawer; reply: WrittenDocument };
  /** Looks receipts up. */
  find_receipts: { request: FindReceipts; reply: FoundReceipts };
  /** One receipt, whole. */
  receipt: { request: GetReceipt; reply: ReceiptView };
  /** Voids a receipt of the open session. */
  void_receipt: { request: VoidReceipt; reply: Voided };
  /** Moves a tender to another type. */
  reclass_tender: { request: ReclassTender; reply: Done };
  /** Prints a receipt again, marked COPY, and journals it. */
  reprint_receipt: { request: ReprintReceipt; reply: Reprinted };
  /** Writes a receipt as PDF, marked COPY, and journals it. */
  receipt_pdf: { request: ReprintReceipt; reply: WrittenDocument };
  /** Sends a print job of unknown outcome again. */
  print_again: { request: PrintJobDecision; reply: PrinterState };
  /** Gives a print job up. */
  skip_print: { request: PrintJobDecision; reply: PrinterState };
  /** The board: every drawer and batch of a business date, all tender types, what stands in the way of closing it. */
  board: { request: GetDay; reply: BoardView };
  /** A drawer's or batch's sheet: receipts, movements, counts, tape. */
  session_sheet: { request: GetSession; reply: SessionSheet };
  /** Where to look when a session does not agree, likeliest first. */
  suspects: { request: GetSession; reply: SuspectsView };
  /** Approves a closed session; a difference is posted to over/short. */
  approve_session: { request: ApproveSession; reply: Done };
  /** Sends a closed session back to counting; its counts stay on record. */
  return_session: { request: ReturnSession; reply: Done };
  /** Begins the count of a drawer that its cashier left, in their place, with another person. */
  count_in_place: { request: CountInPlace; reply: Done };
  /** Takes in a file of another workstation's entries. */
  take_in_entries: { request: TakeInEntries; reply: EntriesTakenIn };
  /** Writes a file of this workstation's entries, for the closing desk. */
  hand_over_entries: { request: Nothing; reply: WrittenDocument };
  /** What the batches' screens begin with. */
  batches: { request: Nothing; reply: BatchesView };
  /** Opens a batch of mail with its control figures; both openers are named. */
  open_batch: { request: OpenBatch; reply: BatchOpenedView };
  /** A batch as it is keyed: control figures against items. */
  batch: { request: GetSession; reply: BatchView };
  /** Closes a batch that agrees with its control figures, or whose difference somebody accepts. */
  close_batch: { request: CloseBatch; reply: Done };
  /** Looks at a file of payments without taking it in. */
  preview_file: { request: TakeInFile; reply: FileView };
  /** Takes a file of payments in, all of it or nothing; the same file only once. */
  take_in_file: { request: TakeInFile; reply: FileView };
  /** Takes a department's turn-in, balanced to its transmittal, and receipts it. */
  take_turn_in: { request: TakeTurnIn; reply: TurnInTaken };
  /** Money that stands in suspense. */
  suspense: { request: Nothing; reply: SuspenseView };
  /** Places money that stands in suspense. */
  place_suspense: { request: PlaceSuspense; reply: Done };
  /** What the deposit's screen begins with: bank accounts, what can be deposited, deposits. */
  deposits: { request: Nothing; reply: DepositsView };
  /** What a deposit of some sessions would be: notes and coins, checks in order. */
  propose_deposit: { request: ProposeDeposit; reply: DepositProposal };
  /** Puts a deposit together; its composition must be that of the receipts. */
  prepare_deposit: { request: PrepareDeposit; reply: DepositView };
  /** Takes a deposit apart that is not final. */
  withdraw_deposit: { request: WithdrawDeposit; reply: Done };
  /** Counts a deposit again, by a second person; with its bag it is final. */
  finalize_deposit: { request: FinalizeDeposit; reply: DepositView };
  /** One deposit, whole. */
  deposit: { request: GetDeposit; reply: DepositView };
  /** Enters the bank's own figures for a final deposit. */
  enter_bank_figures: { request: EnterBankFigures; reply: DepositView };
  /** Enters the bank's correction; the deposit itself stays as it is. */
  correct_deposit: { request: CorrectDeposit; reply: DepositView };
  /** The register of returned items: by state and age, fees, what of the bank's files waits. */
  returned_items: { request: Nothing; reply: ReturnedItemsView };
  /** Looks for the tender that the bank returned. */
  find_originals: { request: FindOriginal; reply: FoundOriginals };
  /** What working a returned item would do: lines, fee, mark, balances, postings. */
  preview_return: { request: ReturnItem; reply: ReturnPreview };
  /** Works a returned item: takes back the tender, makes due again, charges the fee, marks the payer. */
  return_item: { request: ReturnItem; reply: ReturnedItemView };
  /** One returned item, whole. */
  returned_item: { request: GetReturnedItem; reply: ReturnedItemView };
  /** Reinstates a returned item that the bank paid after all, or that was a mistake. */
  reinstate_item: { request: ReinstateItem; reply: ReturnedItemView };
  /** Makes a notice for the payer of a returned item, as PDF, and journals it. */
  write_notice: { request: WriteNotice; reply: WrittenDocument };
  /** Puts returned items on a numbered list for collections and writes it. */
  list_for_collections: { request: ListForCollections; reply: ListMade };
  /** Looks at a bank's file of returned items without taking it in. */
  preview_returns: { request: TakeInReturns; reply: ReturnFileView };
  /** Takes a bank's file of returned items in, to be worked through; the same file only once. */
  take_in_returns: { request: TakeInReturns; reply: ReturnFileView };
  /** A file of returned items that was taken in, matched anew. */
  return_file: { request: GetReturnFile; reply: ReturnFileView };
  /** Says of an item of such a file that nothing is done about it here. */
  dismiss_return_item: { request: DismissReturnItem; reply: Done };
  /** All that is known of a bank account, by one of its checks. */
  bank_account: { request: GetBankAccount; reply: BankAccountView };
  /** Traces where a payment of an amount on about a date went. */
  trace_payments: { request: TracePayments; reply: TracedPayments };
  /** A payment and all that became of it. */
  trace: { request: GetReceipt; reply: TraceView };
  /** The history of an account: everything paid, returned, corrected. */
  account_history: { request: GetAccount; reply: AccountHistoryView };
  /** Writes the history of an account as PDF, XLSX and CSV. */
  write_account_history: { request: GetAccount; reply: DocumentsWritten };
  /** Reverses a receipt after its close. */
  reverse_receipt: { request: ReverseReceipt; reply: Corrected };
  /** Moves a payment to the right account. */
  transfer_payment: { request: TransferPayment; reply: Corrected };
  /** Asks accounts payable to pay something back. */
  request_refund: { request: RequestRefund; reply: Corrected };
  /** Withdraws a request for a refund that was not listed yet. */
  withdraw_refund: { request: WithdrawRefund; reply: Done };
  /** Requests for refunds and their lists. */
  refunds: { request: Nothing; reply: RefundsView };
  /** Puts requests for refunds on a numbered list for accounts payable and writes it. */
  list_refunds: { request: ListRefunds; reply: ListMade };
  /** Writes a numbered list again, of refunds or for collections, as it was made. */
  write_list: { request: WriteList; reply: DocumentsWritten };
  /** Writes the voucher of a correcting entry. */
  write_voucher: { request: WriteVoucher; reply: DocumentsWritten };
  /** Closes a business day: counts, totals, heads, the ledger batch. */
  close_day: { request: CloseDay; reply: DayClosedView };
  /** The documents that can be written of a date. */
  documents: { request: GetDay; reply: DocumentsView };
  /** Writes a document of a date, or all of them, as PDF, XLSX and CSV. */
  write_document: { request: WriteDocument; reply: DocumentsWritten };
  /** A day's flow by hour: receipts, items and cents per tender type. */
  flow: { request: GetDay; reply: FlowView };
  /** Over and short by cashier over the last twelve months. */
  over_short: { request: Nothing; reply: OverShortView };
  /** Reads the journal from the first entry: chain, sequence, postings, grand totals. */
  verify: { request: Nothing; reply: Verified };
}
