/** Requests for refunds: which are chosen for a list, which is withdrawn. */
import { call, refused, type Refused } from '../../host';
import { Sending } from '../../desk/sending.svelte';
import type { ListMade, RefundRow, RefundsView } from '../../generated/rpc';

/** Whether something of a request waits for a list. */
export const waits = (row: RefundRow) => row.waits > 0;

class Refunding {
  view = $state.raw<RefundsView | null>(null);
  /** The row that has the keys. */
  chosen = $state(0);
  /** The numbers that go on the list. */
  picked = $state.raw<string[]>([]);
  withdrawing = $state.raw<RefundRow | null>(null);
  reason = $state('');
  made = $state.raw<ListMade | null>(null);
  done = $state<string | null>(null);
  refusal = $state.raw<Refused | null>(null);
  sending = new Sending();
  private reasonFor = '';

  reset(): void {
    this.view = null;
    this.chosen = 0;
    this.picked = [];
    this.reason = this.reasonFor = '';
    this.hush();
    this.leave();
  }

  hush(): void {
    this.made = this.done = this.refusal = null;
  }

  leave(): void {
    this.withdrawing = null;
    this.sending.forget();
  }

  async load(): Promise<void> {
    try {
      const view = await call('refunds', {});
      this.view = view;
      this.picked = this.picked.filter((number) =>
        view.refunds.some((row) => row.number === number && waits(row)),
      );
      this.refusal = null;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  pick(row: RefundRow): void {
    if (!waits(row)) return;
    const without = this.picked.filter((number) => number !== row.number);
    this.picked = without.length < this.picked.length ? without : [...this.picked, row.number];
    this.sending.refusal = null;
  }

  pickAll(): void {
    this.picked = (this.view?.refunds ?? []).filter(waits).map((row) => row.number);
    this.sending.refusal = null;
  }

  withdraw(row: RefundRow): void {
    this.hush();
    if (this.reasonFor !== row.number) this.reason = '';
    this.reasonFor = row.number;
    this.withdrawing = row;
  }

  /** Puts what is chosen on a list. */
  async list(): Promise<boolean> {
    // Naming none would list all that wait.
    if (this.picked.length === 0) return false;
    this.hush();
    const made = await this.sending.send('list_refunds', { numbers: this.picked });
    if (!made) return false;
    this.picked = [];
    await this.load();
    this.made = made;
    return true;
  }

  async sendWithdrawal(done: (number: string) => string): Promise<boolean> {
    const { withdrawing: row, reason } = this;
    if (!row) return false;
    if (!(await this.sending.send('withdraw_refund', { number: row.number, reason }))) return false;
    this.reason = this.reasonFor = '';
    this.leave();
    await this.load();
    this.done = done(row.number);
    return true;
  }
}

export const refunding = new Refunding();
