/** The deposits, the one that is open, and what is being done with it. */
import { call, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { Sending } from '../../desk/sending.svelte';
import type { DepositsView, DepositView, DocumentsWritten } from '../../generated/rpc';

export type Task = 'overview' | 'choose' | 'compose' | 'sheet' | 'second' | 'bank' | 'correct' | 'withdraw';

class Deposits {
  view = $state.raw<DepositsView | null>(null);
  task = $state<Task>('overview');
  /** The deposit that is open. */
  open = $state.raw<DepositView | null>(null);
  /** Its documents that can be written. */
  documents = $state.raw<string[]>([]);
  /** Where a document was written. */
  written = $state.raw<DocumentsWritten | null>(null);
  refusal = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  /** The row to come back to. */
  chosen = $state(0);
  /** What is typed for the bank's figures. */
  bank = $state({ cash: '', checks: '', date: '', reference: '' });
  /** What is typed for a correction, or for taking a deposit apart. */
  why = $state({ reason: '', reference: '' });
  sending = new Sending();
  private owner: string | undefined;
  private opening = 0;

  /** Takes the screen up for whoever is signed in. Says whether it is another person than before. */
  attach(user: string): boolean {
    const another = this.owner !== user;
    if (another) {
      this.owner = user;
      this.chosen = 0;
      this.begin('overview');
    } else if (this.task === 'overview') void this.load();
    return another;
  }

  async load(): Promise<void> {
    try {
      this.view = await call('deposits', {});
      this.refusal = null;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  begin(task: Task, done: string | null = null): void {
    this.task = task;
    this.done = done;
    this.written = null;
    this.refusal = null;
    this.sending.forget();
    this.bank = { cash: '', checks: '', date: desk.state?.business_date ?? '', reference: '' };
    this.why = { reason: '', reference: '' };
    if (task !== 'overview') return;
    this.view = null;
    void this.load();
  }

  async look(deposit: string): Promise<void> {
    const ticket = ++this.opening;
    try {
      const open = await call('deposit', { deposit });
      if (ticket !== this.opening) return;
      this.begin('sheet');
      this.show(open);
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  /** Shows a deposit as it stands now. */
  show(open: DepositView, done: string | null = null): void {
    if (done !== null) this.begin('sheet', done);
    this.open = open;
    void this.findDocuments(open);
  }

  private async findDocuments({ brief }: DepositView): Promise<void> {
    this.documents = [];
    try {
      const { documents } = await call('documents', { date: brief.business_date });
      if (this.open?.brief.deposit !== brief.deposit) return;
      this.documents = documents
        .filter(({ key }) => key.endsWith(`:${brief.deposit}`))
        .map(({ what }) => what);
    } catch {
      // Without the list there is nothing to offer; the deposit itself is shown all the same.
    }
  }

  async write(what: string): Promise<void> {
    if (!this.open) return;
    const { business_date: date, deposit } = this.open.brief;
    this.refusal = null;
    try {
      this.written = await call('write_document', { date, key: `${what}:${deposit}` });
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  // ---- what is done with an open deposit -----------------------------------

  async withdraw(done: string): Promise<boolean> {
    const deposit = this.open?.brief.deposit;
    if (!deposit) return false;
    if (!(await this.sending.send('withdraw_deposit', { deposit, reason: this.why.reason }))) return false;
    this.begin('overview', done);
    return true;
  }

  async enterBankFigures(done: string): Promise<boolean> {
    const deposit = this.open?.brief.deposit;
    if (!deposit) return false;
    const { cash, checks, date: validated_on, reference } = this.bank;
    const figures = { deposit, cash, checks, validated_on, reference };
    const after = await this.sending.send('enter_bank_figures', figures);
    if (after) this.show(after, done);
    return after !== null;
  }

  async correct(done: string): Promise<boolean> {
    const deposit = this.open?.brief.deposit;
    if (!deposit) return false;
    const after = await this.sending.send('correct_deposit', { deposit, ...this.why });
    if (after) this.show(after, done);
    return after !== null;
  }
}

export const deposits = new Deposits();
