/**
 * The payment in progress. It lives outside the screen's components, so that
 * nothing is lost when another screen or the lock is shown, and it is kept by
 * the station over a crash.
 */
import { call, callOnce, refused, type Request } from '../../host';
import { chargesOfBill, dueCharges } from '../../desk/charges';
import { desk } from '../../desk/desk.svelte';
import { readMoney, typedMoney } from '../../desk/money';
import { GivenUp, secondPerson } from '../../desk/second-person.svelte';
import type {
  AccountView,
  CatalogCharge,
  CatalogTender,
  Language,
  Payment,
  PaymentTender,
  Quote,
  RefusalView,
  Taken,
  TapeLine,
} from '../../generated/rpc';
import { emptyForm, filledTender, formOf, isComplete, type TenderForm } from '../../parts/tender-form';
import { words } from '../../words/words.svelte';
import { keptPayment, restoredEntries, type KeptPayment } from './draft';
import { accountEntry, requestLines, type AccountEntry, type Entry, type Origin } from './entries';

/** What is open in the strip under the table. */
export type Strip = 'tender' | 'other' | 'item' | 'payer' | 'part' | null;

const QUOTE_AFTER_MS = 30;
const KEEP_AFTER_MS = 250;
/** Refusals that only say what is still to come: no news while the payment is being typed. */
const STILL_TO_COME = new Set(['nothing_to_pay', 'tender_below_total', 'second_person_needed']);

class PaymentInProgress {
  entries = $state<Entry[]>([]);
  tenders = $state<PaymentTender[]>([]);
  payer = $state('');
  note = $state('');
  language = $state<Language | null>(null);

  strip = $state<Strip>(null);
  form = $state<TenderForm | null>(null);
  /** A line that a check reader sent before the form was open. */
  micrLine = $state('');
  /** The account whose amount is being typed as a whole. */
  partOf = $state(0);

  quote = $state.raw<Quote | null>(null);
  origins = $state.raw<Origin[]>([]);
  taken = $state.raw<Taken | null>(null);
  takenTape = $state.raw<TapeLine[] | null>(null);

  /** What stood in the way of the last thing that was tried. */
  refusal = $state.raw<RefusalView | null>(null);
  /** What the last quote says stands in the way. */
  blocked = $state.raw<RefusalView | null>(null);
  notice = $state<string | null>(null);
  /** An earlier receipt with the same check, to be looked at. */
  seenCheck = $state.raw<RefusalView | null>(null);
  sending = $state(false);
  /** Sent, and no answer came: to be sent again just as it was. */
  unanswered = $state.raw<Request<'take_payment'> | null>(null);
  /** Esc was pressed once over a payment in progress. */
  sure = $state(false);

  private owner: string | null = null;
  private requestId: string | null = null;
  private amountTouched = false;
  /** The tender that is being changed, and its place. */
  private editing: { place: number; tender: PaymentTender } | null = null;
  private quoteTimer: ReturnType<typeof setTimeout> | undefined;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private sequence = 0;
  private keeping: Promise<unknown> = Promise.resolve();

  /** Whether there is nothing in progress. */
  get empty(): boolean {
    return this.entries.length === 0 && this.tenders.length === 0;
  }

  get total(): number {
    return this.quote?.total ?? 0;
  }

  /** What the tenders entered so far leave to be paid; the open form's is not one of them. */
  get left(): number {
    const given = this.tenders.reduce((sum, tender) => sum + (readMoney(tender.amount) ?? 0), 0);
    return Math.max(0, this.total - given);
  }

  // ---- coming and going ----------------------------------------------------

  /** Takes up what this user left, unless it is on the screen already. */
  async attach(user: string): Promise<void> {
    if (this.owner === user) {
      // Something else may have been done meanwhile: the drawer opened, an account paid.
      if (!this.empty) this.changed();
      return;
    }
    this.clear();
    this.taken = null;
    this.owner = user;
    if (!desk.may('take_payments')) return;
    try {
      const { draft, taken } = await call('draft', {});
      if (taken) {
        this.notice = words.t.payment.was_taken;
        this.finish(taken);
      } else if (draft?.typed) {
        await this.restore(draft.request_id, draft.typed as unknown as KeptPayment);
      }
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  private async restore(requestId: string, kept: KeptPayment): Promise<void> {
    const catalog = desk.catalog;
    if (!catalog) return;
    this.requestId = requestId;
    this.entries = await restoredEntries(kept, catalog);
    const read = (tender: PaymentTender) =>
      !desk.tender(tender.tender)?.needs.includes('account') || tender.account !== undefined;
    this.tenders = kept.tenders.filter(read);
    this.payer = kept.payer;
    this.note = kept.note;
    this.language = kept.language;
    this.notice = words.t.payment.restored;
    const unread = kept.tenders.find((tender) => !read(tender));
    if (kept.form ?? unread) {
      this.form = kept.form ?? (unread ? formOf(unread) : null);
      this.strip = 'tender';
      this.amountTouched = true;
      if (unread) this.notice = words.t.payment.restored_checks;
    }
    await this.quoteNow();
  }

  private clear(): void {
    clearTimeout(this.quoteTimer);
    clearTimeout(this.keepTimer);
    this.sequence++;
    this.entries = [];
    this.tenders = [];
    this.payer = '';
    this.note = '';
    this.language = null;
    this.editing = null;
    this.closeForm();
    this.quote = null;
    this.refusal = this.blocked = this.seenCheck = this.unanswered = null;
    this.notice = null;
    this.sure = false;
    this.requestId = null;
  }

  /** Throws the payment in progress away. */
  startOver(): void {
    this.clear();
    this.taken = null;
    this.discard();
  }

  /** In line with what is kept before and after, so that no later draft is thrown away. */
  private discard(): void {
    this.keeping = this.keeping.then(() => call('discard_draft', {}).catch(() => undefined));
  }

  // ---- what is paid --------------------------------------------------------

  private begin(): void {
    if (this.taken) {
      this.taken = null;
      this.takenTape = null;
      this.notice = null;
    }
    this.requestId ??= crypto.randomUUID();
  }

  /** Takes an account in. Answers with the row to go to. */
  addAccount(view: AccountView, only?: string[]): string {
    this.begin();
    const number = view.account.number;
    const there = this.entries.findIndex(
      (each) => each.kind === 'account' && each.view.account.number === number,
    );
    if (there < 0) this.entries.push(accountEntry(view, only));
    else if (only) for (const charge of only) (this.entries[there] as AccountEntry).chosen[charge] = true;
    this.notice = dueCharges(view).length === 0 ? words.t.payment.nothing_due : null;
    if (dueCharges(view).length === 0) this.openPart(there < 0 ? this.entries.length - 1 : there);
    this.changed();
    return `${number}/${dueCharges(view)[0]?.id ?? ''}`;
  }

  addItem(charge: CatalogCharge, typed: { quantity: string; amount: string; reference: string }): void {
    this.begin();
    this.entries.push({ kind: 'item', charge, chosen: true, ...typed });
    this.changed();
  }

  /** Takes a charge in or leaves it out. */
  choose(entry: number, charge: string | undefined, chosen: boolean): void {
    const each = this.entries[entry];
    if (each?.kind === 'account' && charge) each.chosen[charge] = chosen;
    else if (each?.kind === 'item') each.chosen = chosen;
    this.changed();
  }

  /** Sets the amount of one row; empty means all that is due. */
  setAmount(entry: number, charge: string | undefined, amount: string): void {
    const each = this.entries[entry];
    if (each?.kind === 'account' && charge) {
      each.part = '';
      if (amount === '') delete each.typed[charge];
      else each.typed[charge] = amount;
      each.chosen[charge] = true;
    } else if (each?.kind === 'item') {
      each.amount = amount;
      each.chosen = true;
    }
    this.changed();
  }

  takeOff(entry: number): void {
    this.entries.splice(entry, 1);
    if (this.strip === 'part') this.closeStrip();
    this.changed();
  }

  /** What is due has changed under our hands: shows what it is now. */
  private async reload(): Promise<void> {
    for (const entry of this.entries) {
      if (entry.kind !== 'account') continue;
      entry.view = await call('account', { number: entry.view.account.number });
      for (const charge of dueCharges(entry.view)) entry.chosen[charge.id] ??= false;
    }
    await desk.loadCatalog();
    for (const entry of this.entries) {
      if (entry.kind !== 'item') continue;
      entry.charge = desk.catalog?.charges.find((each) => each.code === entry.charge.code) ?? entry.charge;
    }
  }

  // ---- what it is paid with ------------------------------------------------

  /** Opens a tender's form, the amount that is left standing in it. */
  openTender(tender: CatalogTender, line = ''): void {
    this.putBack();
    this.form = emptyForm(tender, typedMoney(this.left));
    this.amountTouched = false;
    this.micrLine = line;
    this.strip = 'tender';
    this.changed();
  }

  editTender(place: number): void {
    this.putBack();
    const tender = this.tenders.splice(place, 1)[0];
    if (!tender) return;
    this.form = formOf(tender);
    this.amountTouched = true;
    this.editing = { place, tender };
    this.strip = 'tender';
    this.changed();
  }

  removeTender(place: number): void {
    this.tenders.splice(place, 1);
    this.changed();
  }

  touchedAmount(): void {
    this.amountTouched = true;
    this.changed();
  }

  /** Puts the open form among the tenders. */
  addTender(): void {
    if (!this.form) return;
    this.begin();
    this.tenders.splice(this.editing?.place ?? this.tenders.length, 0, filledTender(this.form));
    this.editing = null;
    this.closeForm();
    this.changed();
  }

  openPart(entry: number): void {
    this.partOf = entry;
    this.strip = 'part';
  }

  /** A tender that was being changed goes back as it was. */
  private putBack(): void {
    if (this.editing) this.tenders.splice(this.editing.place, 0, this.editing.tender);
    this.editing = null;
  }

  /** Closes what is open beside a tender's form; the form itself stays, for what is in it still counts. */
  closeStrip(): void {
    this.strip = this.form ? 'tender' : null;
  }

  private closeForm(): void {
    this.form = null;
    this.micrLine = '';
    this.strip = null;
  }

  /** Gives the open form up. */
  giveUpStrip(): void {
    this.putBack();
    this.closeForm();
    this.changed();
  }

  // ---- quoting and keeping -------------------------------------------------

  /** Something was changed: the quote and the kept draft follow. */
  changed(): void {
    this.refusal = null;
    this.seenCheck = null;
    this.sure = false;
    clearTimeout(this.quoteTimer);
    this.quoteTimer = setTimeout(() => void this.quoteNow(), QUOTE_AFTER_MS);
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => void this.keepNow(), KEEP_AFTER_MS);
  }

  /** The payment as it stands; the open form belongs to it once it is complete, or when all is to be sent. */
  private payment(all: boolean): { payment: Payment; origins: Origin[] } {
    const { lines, origins } = requestLines($state.snapshot(this.entries) as Entry[]);
    const tenders = $state.snapshot(this.tenders);
    const form = this.form;
    const kind = form ? desk.tender(form.tender) : undefined;
    if (form && kind) {
      const counts = (readMoney(form.amount) ?? 0) > 0 && isComplete(form, kind);
      if (all || counts)
        tenders.splice(this.editing?.place ?? tenders.length, 0, filledTender($state.snapshot(form)));
    }
    const payment: Payment = { lines, tenders };
    if (this.payer.trim() !== '') payment.payer = this.payer;
    if (this.note.trim() !== '') payment.note = this.note;
    if (this.language) payment.language = this.language;
    return { payment, origins };
  }

  private async quoteNow(): Promise<void> {
    clearTimeout(this.quoteTimer);
    const ticket = ++this.sequence;
    const { payment, origins } = this.payment(false);
    if (this.empty) {
      this.quote = null;
      this.blocked = null;
      return;
    }
    try {
      const quote = await call('quote', payment);
      if (ticket !== this.sequence) return;
      this.quote = quote;
      this.origins = origins;
      const refusal = quote.refusal;
      this.blocked = refusal && !STILL_TO_COME.has(refusal.code) ? refusal : null;
      this.followLeft();
      if (refusal?.code === 'stale_price') await this.stale();
    } catch (cause) {
      if (ticket === this.sequence) this.blocked = refused(cause);
    }
  }

  /** An amount that nobody touched keeps standing for all that is left. */
  private followLeft(): void {
    if (!this.form || this.amountTouched) return;
    const left = typedMoney(this.left);
    if (this.form.amount === left) return;
    this.form.amount = left;
    void this.quoteNow();
  }

  private async stale(): Promise<void> {
    await this.reload();
    this.blocked = null;
    this.notice = words.t.payment.stale;
    const { payment, origins } = this.payment(false);
    this.quote = await call('quote', payment);
    this.origins = origins;
  }

  /** Keeps the payment as it stands; done when the station has it. */
  keepNow(): Promise<unknown> {
    clearTimeout(this.keepTimer);
    const typed = keptPayment(this);
    const requestId = this.requestId;
    const payment = this.payment(false).payment;
    this.keeping = this.keeping.then(async () => {
      // What is kept is a convenience: a failure to keep must not stop a payment.
      if (this.empty || !requestId) return;
      if (requestId !== this.requestId) return;
      const draft = { request_id: requestId, payment: { ...payment, tenders: typed.tenders }, typed };
      await call('save_draft', draft as unknown as Request<'save_draft'>).catch(() => undefined);
    });
    return this.keeping;
  }

  // ---- taking --------------------------------------------------------------

  /** Takes the payment. Pressed twice it is taken once: the second press finds the first still sending. */
  async take(sameCheckConfirmed = false): Promise<boolean> {
    if (this.sending || (this.taken && this.empty)) return false;
    this.begin();
    this.sending = true;
    this.refusal = this.seenCheck = null;
    const request: Request<'take_payment'> = this.unanswered ?? {
      request_id: this.requestId ?? crypto.randomUUID(),
      payment: this.payment(true).payment,
      ...(sameCheckConfirmed ? { same_check_confirmed: true } : {}),
    };
    try {
      const taken = await secondPerson.with((consent) =>
        callOnce('take_payment', consent ? { ...request, consent } : request),
      );
      this.finish(taken);
      return true;
    } catch (cause) {
      await this.notTaken(cause, request);
      return false;
    } finally {
      this.sending = false;
      void desk.refresh();
    }
  }

  private async notTaken(cause: unknown, request: Request<'take_payment'>): Promise<void> {
    if (cause instanceof GivenUp) return;
    const refusal = refused(cause);
    this.unanswered = refusal.unanswered ? request : null;
    if (refusal.code === 'check_seen_before') this.seenCheck = refusal;
    else if (refusal.code === 'stale_price') await this.stale();
    else if (!refusal.unanswered) this.refusal = refusal;
  }

  private finish(taken: Taken): void {
    const notice = this.notice === words.t.payment.was_taken ? this.notice : null;
    const lastTape = this.quote?.tape ?? null;
    this.clear();
    this.notice = notice;
    this.takenTape = lastTape;
    this.taken = taken;
    this.discard();
    void call('receipt', { receipt: taken.receipt })
      .then((receipt) => {
        if (this.taken === taken) this.takenTape = receipt.tape;
      })
      .catch(() => undefined);
  }

  // ---- scanning ------------------------------------------------------------

  /**
   * Takes a scanned bill in. Answers with the row to go to, or nothing where
   * this is no bill at all and should be looked up as text.
   */
  async scan(line: string): Promise<string | null> {
    this.refusal = null;
    try {
      const bill = await call('scan', { line });
      const paid = chargesOfBill(bill);
      const named = paid.map((charge) => charge.id);
      const row = this.addAccount(bill.account, named);
      const due = paid.reduce((sum, charge) => sum + charge.due, 0);
      if (bill.amount !== null && bill.amount !== due) {
        this.notice = words.t.payment.bill_says(words.t.cents(bill.amount), words.t.cents(due));
      }
      return row;
    } catch (cause) {
      const refusal = refused(cause);
      if (refusal.code === 'scan_unknown') return null;
      this.refusal = refusal;
      return '';
    }
  }
}

export const payment = new PaymentInProgress();
export type { PaymentInProgress };
