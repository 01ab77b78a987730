/** A mail batch as it is keyed: the envelope at hand, the items so far, the control figures. */
import { call, refused, type Refused } from '../../host';
import { chargesOfBill } from '../../desk/charges';
import { desk } from '../../desk/desk.svelte';
import { typedMoney } from '../../desk/money';
import { looksLikeMicr } from '../../desk/scanner';
import { Sending } from '../../desk/sending.svelte';
import type { AccountView, BatchView, CatalogTender, RefusalView, Taken, Voided } from '../../generated/rpc';
import { emptyForm, filledTender, type TenderForm } from '../../parts/tender-form';
import { words } from '../../words/words.svelte';
import { keepEnvelope, keptEnvelope } from './envelope-kept';
import { heldLine, lineOf, pieceOf, typedAmount, type Held, type Piece } from './envelope';

/** What stands where the envelope is. */
export type Step = 'envelope' | 'item' | 'void' | 'close';

class Keying {
  session = $state<string | null>(null);
  view = $state.raw<BatchView | null>(null);
  step = $state<Step>('envelope');

  search = $state('');
  pieces = $state<Piece[]>([]);
  held = $state<Held | null>(null);
  form = $state<TenderForm | null>(null);
  /** What several pieces come to, as the station prices them. */
  together = $state.raw<number | null>(null);
  notice = $state<string | null>(null);
  /** An earlier receipt with the same check, to be looked at. */
  seenCheck = $state.raw<RefusalView | null>(null);
  last = $state.raw<Taken | null>(null);

  /** The receipt that is being voided. */
  receipt = $state('');
  reason = $state('');
  voided = $state.raw<Voided | null>(null);
  refusal = $state.raw<Refused | null>(null);
  sending = new Sending();
  private sequence = 0;

  async open(session: string): Promise<void> {
    if (this.session !== session) {
      this.session = session;
      this.view = null;
      this.last = this.voided = null;
      this.putAway();
      await this.takeUp(session);
    }
    await this.load();
  }

  /** The envelope that was at hand when the window went away. */
  private async takeUp(session: string): Promise<void> {
    const kept = await keptEnvelope(desk.state?.user?.id ?? '', session);
    if (!kept || this.session !== session || !this.empty) return;
    ({ pieces: this.pieces, held: this.held, form: this.form } = kept);
    if (this.empty) return;
    this.notice = words.t.batches.restored;
    void this.price();
  }

  /** Keeps the envelope as it stands. */
  keep(): void {
    if (!this.session) return;
    keepEnvelope(desk.state?.user?.id ?? '', this.session, {
      pieces: $state.snapshot(this.pieces) as Piece[],
      held: $state.snapshot(this.held),
      form: $state.snapshot(this.form),
    });
  }

  reset(): void {
    this.session = this.view = this.last = this.voided = null;
    this.sending.forget();
    this.putAway();
  }

  async load(): Promise<void> {
    if (!this.session) return;
    const ticket = ++this.sequence;
    try {
      const view = await call('batch', { session: this.session });
      if (ticket === this.sequence) this.view = view;
      this.refusal = null;
    } catch (cause) {
      if (ticket === this.sequence) this.refusal = refused(cause);
    }
  }

  get empty(): boolean {
    return this.pieces.length === 0 && !this.held;
  }

  /** The envelope at hand is put away. */
  putAway(): void {
    this.step = 'envelope';
    this.search = '';
    this.pieces = [];
    this.held = this.form = null;
    this.together = null;
    this.notice = null;
    this.seenCheck = null;
    this.reason = '';
    this.sending.refusal = null;
  }

  begin(step: Step): void {
    this.step = step;
    this.reason = '';
    this.sending.refusal = null;
  }

  // ---- what the envelope pays ----------------------------------------------

  private added(): void {
    this.held = null;
    this.last = this.voided = null;
    this.seenCheck = null;
    this.sending.refusal = null;
    const check = desk.catalog?.tenders.find((tender) => tender.kind === 'check');
    if (!this.form && check) this.form = emptyForm(check, '');
    void this.price();
  }

  /** Takes an account in; one that is there already stays as it was. */
  addAccount(view: AccountView, only?: string[]): void {
    const there = this.pieces.some(
      (piece) => piece.on === 'account' && piece.view.account.number === view.account.number,
    );
    const piece = pieceOf(view, only);
    if (!there) this.pieces.push(piece);
    this.notice = piece.on === 'account' && piece.due === 0 ? words.t.batches.nothing_due : null;
    this.added();
  }

  addItem(piece: Piece): void {
    this.pieces.push(piece);
    this.step = 'envelope';
    this.added();
  }

  takeOff(place: number): void {
    this.pieces.splice(place, 1);
    if (this.pieces.length === 0) this.putAway();
    else void this.price();
  }

  /** Nothing matches: into suspense, with what was typed as its reference. */
  hold(): void {
    const [first] = this.pieces;
    const reference = first?.on === 'account' ? first.view.account.number : this.search.trim();
    const amount = typedAmount(this.pieces, null) ?? '';
    this.pieces = [];
    this.added();
    const reasons = words.t.batches.held_reasons;
    this.held = { reference, amount, why: (reference === '' ? reasons[1] : reasons[0]) ?? '' };
    this.search = '';
    this.notice = null;
    this.step = 'envelope';
  }

  useTender(tender: CatalogTender): void {
    this.form = { ...emptyForm(tender, ''), fields: {} };
    this.sending.refusal = null;
  }

  /** A check's line that a reader sent, wherever the focus was. */
  readCheck(line: string): void {
    const check = desk.catalog?.tenders.find((tender) => tender.kind === 'check');
    if (!check) return;
    if (!this.form || desk.tender(this.form.tender)?.kind !== 'check') this.form = emptyForm(check, '');
    this.form.fields.number = line;
  }

  /** Several pieces, or one of a fixed price: what they come to is the station's to say. */
  async price(): Promise<boolean> {
    const lines = $state.snapshot(this.pieces).map((piece) => lineOf(piece as Piece));
    this.together = null;
    if (lines.length === 0 || typedAmount(this.pieces, this.held) !== null) return true;
    try {
      this.together = (await call('quote', { lines, tenders: [] })).total;
      return true;
    } catch (cause) {
      this.sending.refusal = refused(cause);
      return false;
    }
  }

  /** Takes a scanned line in. Says whether it was a bill. */
  async scan(line: string): Promise<boolean> {
    try {
      const bill = await call('scan', { line });
      const paid = chargesOfBill(bill);
      this.addAccount(
        bill.account,
        paid.map((charge) => charge.id),
      );
      const due = paid.reduce((sum, charge) => sum + charge.due, 0);
      if (bill.amount !== null && bill.amount !== due && due > 0)
        this.notice = words.t.batches.bill_says(words.t.cents(bill.amount), words.t.cents(due));
      return true;
    } catch (cause) {
      const refusal = refused(cause);
      if (refusal.code === 'scan_unknown') return false;
      this.sending.refusal = refusal;
      return true;
    }
  }

  // ---- taking --------------------------------------------------------------

  private tender() {
    const form = $state.snapshot(this.form);
    if (!form) return [];
    const amount =
      typedAmount(this.pieces, this.held) ?? (this.together === null ? '' : typedMoney(this.together));
    const { number } = form.fields;
    // A check's line that came through the field of its number.
    if (number && looksLikeMicr(number)) {
      delete form.fields.number;
      form.micr = number;
    }
    return [filledTender({ ...form, amount })];
  }

  /** Takes the envelope; the next begins. */
  async take(confirmed = false): Promise<boolean> {
    if (!this.session || (this.empty && !this.sending.stuck)) return false;
    this.seenCheck = null;
    if (!this.sending.stuck && !(await this.price())) {
      if (this.sending.refusal?.code === 'stale_price') await this.lookAgain();
      return false;
    }
    const pieces = $state.snapshot(this.pieces) as Piece[];
    const lines = this.held ? [heldLine($state.snapshot(this.held))] : pieces.map(lineOf);
    const taken = await this.sending.send('take_payment', {
      payment: { lines, tenders: this.tender() },
      batch: this.session,
      ...(confirmed ? { same_check_confirmed: true } : {}),
    });
    if (taken) {
      this.putAway();
      this.last = taken;
      void this.load();
      return true;
    }
    const { refusal } = this.sending;
    if (refusal?.code === 'check_seen_before') this.seenCheck = refusal;
    else if (refusal?.code === 'stale_price') await this.lookAgain();
    return false;
  }

  /** What is due has changed under our hands: shows what it is now. */
  private async lookAgain(): Promise<void> {
    for (const piece of this.pieces) {
      if (piece.on !== 'account') continue;
      const view = await call('account', { number: piece.view.account.number });
      Object.assign(piece, pieceOf(view, piece.charges));
    }
    this.sending.refusal = null;
    this.notice = words.t.batches.stale;
  }

  // ---- putting right and closing -------------------------------------------

  beginVoid(receipt: string | undefined): void {
    if (!receipt) return;
    this.begin('void');
    this.receipt = receipt;
  }

  async voidIt(): Promise<boolean> {
    const session = this.session ?? undefined;
    const voided = await this.sending.send('void_receipt', {
      receipt: this.receipt,
      reason: this.reason,
      ...(session ? { session } : {}),
    });
    if (!voided) return false;
    this.last = null;
    this.voided = voided;
    this.begin('envelope');
    await this.load();
    return true;
  }

  async close(): Promise<boolean> {
    if (!this.session) return false;
    const reason = this.reason.trim() === '' ? {} : { reason: this.reason };
    const closed = await this.sending.send('close_batch', { session: this.session, ...reason });
    if (!closed) {
      if (this.sending.refusal?.code === 'control_differs') await this.load();
      return false;
    }
    this.reset();
    return true;
  }
}

export const keying = new Keying();
