/** The board that is on, which row is chosen, and what is being done with it. */
import { call, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { keep, kept } from '../../desk/kept';
import { Writing } from '../../desk/writing.svelte';
import type {
  BoardRow,
  BoardView,
  PaymentTender,
  SessionSheet,
  SuspectView,
  SuspectsView,
  Voided,
} from '../../generated/rpc';
import { words } from '../../words/words.svelte';
import { awaits, offTenders, placeOf } from './figures';

/** What is being done with the chosen row. */
export type Task =
  | { what: 'recount' | 'reject' }
  | { what: 'void'; receipt: string }
  | { what: 'reclass'; receipt: string; first?: { place: number; to: string } };

const KEPT = 'board-reasons';
interface KeptReasons {
  user: string | undefined;
  approving: Record<string, string>;
  returning: Record<string, string>;
}

const sameAs = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

class Board {
  view = $state.raw<BoardView | null>(null);
  page = $state<'board' | 'sheet' | 'day'>('board');
  /** The chosen session. */
  chosen = $state<string | null>(null);
  sheet = $state.raw<SessionSheet | null>(null);
  suspects = $state.raw<SuspectsView | null>(null);
  /** Which place to look is chosen. */
  suspect = $state(0);
  task = $state.raw<Task | null>(null);
  /** Reasons as typed, by session; no look at another row and no restart loses one. */
  approving = $state<Record<string, string>>({});
  returning = $state<Record<string, string>>({});
  /** Why the board itself cannot be shown. */
  silent = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  voided = $state.raw<Voided | null>(null);
  written = $state<string | null>(null);
  writing = new Writing();
  private date: string | undefined;
  private asked = 0;
  private detail = 0;
  private owner: string | undefined;

  get row(): BoardRow | null {
    return this.view?.rows.find((row) => row.session === this.chosen) ?? null;
  }

  get suspectChosen(): SuspectView | null {
    return this.suspects?.suspects[this.suspect] ?? null;
  }

  /** Whether the closing desk's word on the row is this person's to say. */
  get decides(): boolean {
    const { row } = this;
    if (!row || !awaits(row) || !desk.may('approve') || this.view?.closed) return false;
    return !row.own || (desk.catalog?.waived.includes('own_drawer') ?? false);
  }

  /** Begins for whoever is signed in; what another person had begun is put away. */
  async attach(user: string | undefined): Promise<void> {
    if (this.owner !== user) {
      this.owner = user;
      this.page = 'board';
      const before = kept<KeptReasons>(KEPT);
      const typed = before?.user === user ? before : null;
      this.approving = typed?.approving ?? {};
      this.returning = typed?.returning ?? {};
      this.chosen = null;
      this.forget();
    }
    await this.load();
  }

  /** A reason as it is typed. */
  type(which: 'approving' | 'returning', session: string, reason: string): void {
    this[which][session] = reason;
    this.keep();
  }

  private keep(): void {
    const typed: KeptReasons = { user: this.owner, approving: this.approving, returning: this.returning };
    keep(KEPT, typed);
  }

  private forget(): void {
    this.task = null;
    this.done = this.voided = this.written = this.writing.refusal = null;
  }

  async show(date: string): Promise<void> {
    this.date = date;
    this.chosen = null;
    this.sheet = this.suspects = null;
    this.forget();
    await this.load();
  }

  /** Stays on the date that is shown, even where another one is the next to be closed. */
  stay(): void {
    this.date = this.view?.date;
  }

  /** Asks for the board again. The chosen row stays chosen. */
  async load(): Promise<void> {
    const ticket = ++this.asked;
    try {
      const view = await call('board', this.date === undefined ? {} : { date: this.date });
      if (ticket !== this.asked) return;
      this.silent = null;
      const before = this.row;
      if (!sameAs(view, this.view)) this.view = view;
      if (!this.row) this.chosen = (view.rows.find(awaits) ?? view.rows[0])?.session ?? null;
      if (!sameAs(before, this.row)) await this.loadDetail();
    } catch (cause) {
      if (ticket === this.asked) this.silent = refused(cause);
    }
  }

  async choose(session: string): Promise<void> {
    if (session === this.chosen) return;
    this.chosen = session;
    this.forget();
    this.suspect = 0;
    this.sheet = this.suspects = null;
    await this.loadDetail();
  }

  /** Shows the sheet of a session that another screen asked for, or its date where it stands on no row. */
  async openSheet(session: string, date?: string): Promise<void> {
    if (date !== undefined && this.view?.date !== date) await this.show(date);
    if (!this.view?.rows.some((row) => row.session === session)) {
      this.page = 'board';
      return;
    }
    await this.choose(session);
    this.page = 'sheet';
  }

  /** The sheet of the chosen row, and where to look if it differs. */
  async loadDetail(): Promise<void> {
    const ticket = ++this.detail;
    const { row } = this;
    if (!row) return;
    const { session } = row;
    try {
      const differs = offTenders(row).length > 0 && row.stage !== 'approved';
      const [sheet, suspects] = await Promise.all([
        call('session_sheet', { session }),
        differs ? call('suspects', { session }) : null,
      ]);
      if (ticket !== this.detail) return;
      this.sheet = sheet;
      this.suspects = suspects;
      this.suspect = Math.min(this.suspect, Math.max(0, (suspects?.suspects.length ?? 0) - 1));
      this.approving[session] ??= sheet.close_reason ?? '';
    } catch (cause) {
      if (ticket === this.detail) this.writing.refusal = refused(cause);
    }
  }

  begin(task: Task | null): void {
    this.forget();
    this.task = task;
  }

  private async after(done: string | null): Promise<void> {
    this.task = null;
    this.done = done;
    await this.load();
    await this.loadDetail();
  }

  async approve(): Promise<boolean> {
    const { row } = this;
    if (!row || row.total.difference === null) return false;
    const reason = offTenders(row).length > 0 ? (this.approving[row.session] ?? '').trim() : '';
    const request = { session: row.session, seen_difference: row.total.difference };
    const reply = await this.writing.send('approve_session', { ...request, ...(reason ? { reason } : {}) });
    // Whatever the station knows better is shown beside the refusal.
    if (!reply) {
      await this.load();
      return false;
    }
    delete this.approving[row.session];
    this.keep();
    await this.after(words.t.supervisor.panel.done.approved(placeOf(row)));
    return true;
  }

  async sendBack(recount: boolean): Promise<boolean> {
    const { row } = this;
    if (!row) return false;
    const reason = this.returning[row.session] ?? '';
    const reply = await this.writing.send('return_session', { session: row.session, reason, recount });
    if (!reply) return false;
    delete this.returning[row.session];
    this.keep();
    await this.after(words.t.supervisor.panel.done.returned(placeOf(row)));
    return true;
  }

  async reclass(receipt: string, place: number, to: PaymentTender, reason: string): Promise<boolean> {
    const { row } = this;
    if (!row) return false;
    const request = { session: row.session, receipt, place, to, reason };
    const reply = await this.writing.send('reclass_tender', request);
    if (reply) await this.after(words.t.supervisor.panel.done.reclassed(receipt));
    return reply !== null;
  }

  async voidReceipt(receipt: string, reason: string): Promise<boolean> {
    const { row } = this;
    if (!row) return false;
    const reply = await this.writing.send('void_receipt', { session: row.session, receipt, reason });
    if (!reply) return false;
    await this.after(null);
    this.voided = reply;
    return true;
  }

  async balancingSheet(): Promise<void> {
    const { row } = this;
    if (!row) return;
    this.writing.refusal = null;
    try {
      this.written = (await call('balancing_sheet', { session: row.session })).path;
    } catch (cause) {
      this.writing.refusal = refused(cause);
    }
  }
}

export const board = new Board();
