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
export type CentralState = { "state": "alone" };

/** An amount of money in cents. Signed, because postings and differences are; what a person may type is never negative ([`Cents::parse`]). */
export type Cents = number;

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

/** How a tender type is counted when a drawer closes. */
export type CountedBy = "denominations" | "items" | "total";

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

/** Looks accounts up. */
export type FindAccounts = { 
/**
 * What was typed: number, name, address, phone, citation, permit, in any order.
 */
text: string, };

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

/** A language of screens and receipts. */
export type Language = "en" | "es";

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
seen_price?: Cents, };

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
print: PrintJobState | null, };

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

/** What a command asks of whoever calls it. */
export type Right = "anyone" | "signed_in" | "take_payments" | "work_drawer" | "read_receipts" | "reprint" | "see_expected" | "approve" | "read_journal" | "administer";

/** What a person is. Someone may be several things; the rights add up. */
export type Role = "cashier" | "supervisor" | "deposit_preparer" | "treasury" | "auditor" | "administrator";

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
 * Its business date.
 */
business_date: string, 
/**
 * Whether its cash is past the warning, or past the ceiling.
 */
ceiling: Ceiling, };

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
 * The receipt printer.
 */
printer: PrinterState, 
/**
 * In a demo city: who may sign in, and with what.
 */
demo: DemoSignIn | null, };

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
 * A supervisor's consent, where an account's flag asks for one.
 */
consent?: Consent, };

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

/** What may have to be entered with a tender. */
export type TenderField = "routing" | "account" | "number" | "brand" | "last_four" | "approval" | "terminal" | "reference";

/** The kinds of tender. */
export type TenderKind = "cash" | "check" | "money_order" | "cashiers_check" | "card" | "electronic_check" | "voucher" | "interfund";

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
export type Waiver = "void" | "reclass" | "over_short" | "reopen" | "no_sale" | "flag" | "vault_movement";

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
  /** Reads the journal from the first entry: chain, sequence, postings, grand totals. */
  verify: { request: Nothing; reply: Verified };
}
