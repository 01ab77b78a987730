/** A correction while it is typed: moving what a line paid, asking for a refund, reversing a receipt. */
import { call } from '../../host';
import { forget, keep, kept } from '../../desk/kept';
import { typedMoney } from '../../desk/money';
import { Sending } from '../../desk/sending.svelte';
import { lineOn, Targeting } from '../../desk/target.svelte';
import type {
  AccountView,
  Corrected,
  CorrectedBy,
  TracedLineView,
  TraceView,
  TypedPayee,
} from '../../generated/rpc';
import { corrections } from './corrections.svelte';

export type Task = 'transfer' | 'refund' | 'reverse';

/** The kind of correction, as the reasons are listed by. */
export const kindOf: Record<Task, CorrectedBy> = {
  transfer: 'transfer',
  refund: 'refund',
  reverse: 'reversal',
};

interface Typed {
  amount: string;
  reason: string;
  note: string;
  payee: string;
  address: string[];
}

interface Kept {
  of: string;
  typed: Typed;
  search: string;
}

const ADDRESS_LINES = 2;
const nothing = (): Typed => ({
  amount: '',
  reason: '',
  note: '',
  payee: '',
  address: Array.from({ length: ADDRESS_LINES }, () => ''),
});

class Correcting {
  task = $state<Task | null>(null);
  /** The line that is corrected. */
  line = $state.raw<TracedLineView | null>(null);
  typed = $state<Typed>(nothing());
  targeting = new Targeting();
  sending = new Sending();
  /** What was done last, on the payment that is open. */
  done = $state.raw<{ task: Task; corrected: Corrected } | null>(null);
  private of = '';
  private name = '';

  attach(user: string): void {
    this.name = `correcting.${user}`;
    this.of = '';
    this.typed = nothing();
    this.targeting.leave();
    this.leave();
    this.done = null;
  }

  /** Takes a correction up; what was typed for the same one before is there again. */
  begin(task: Task, view: TraceView, line: TracedLineView | null): void {
    this.done = null;
    corrections.hush();
    this.sending.forget();
    this.task = task;
    this.line = line;
    const of = JSON.stringify([view.receipt, task, line?.line, line?.standing ?? view.standing]);
    if (of === this.of) return;
    this.of = of;
    this.targeting.leave();
    const before = kept<Kept>(this.name);
    if (before?.of === of) {
      this.typed = before.typed;
      this.targeting.search = before.search;
      return;
    }
    this.typed = { ...nothing(), amount: typedMoney(line?.standing ?? 0), payee: view.payer ?? '' };
    if (task !== 'transfer') void this.presetPayee(of, line ?? view.lines.find((one) => one.account));
  }

  /** The account's own name and address, where nothing was typed yet. */
  private async presetPayee(of: string, line: TracedLineView | undefined): Promise<void> {
    if (!line?.account) return;
    let view: AccountView;
    try {
      view = await call('account', { number: line.account });
    } catch {
      // Nobody's copy of the accounts has it: whoever knows the address types it.
      return;
    }
    if (of !== this.of) return;
    const { name, address } = view.account;
    if (this.typed.payee === '') this.typed.payee = name;
    if (!this.typed.address.some(Boolean)) this.typed.address[0] = address;
  }

  /** Whether what is being corrected is of this payment. */
  isOf(view: TraceView): boolean {
    return this.of.startsWith(`["${view.receipt}",`);
  }

  keep(): void {
    const target = this.targeting.target;
    const search = target?.on === 'account' ? target.view.account.number : this.targeting.search;
    keep(this.name, { of: this.of, typed: $state.snapshot(this.typed), search } satisfies Kept);
    this.sending.refusal = null;
  }

  /** The form is left; what is typed stays for whoever comes back to it. */
  leave(): void {
    this.task = null;
    this.line = null;
    this.sending.forget();
  }

  private get reason(): string {
    const { reason, note } = this.typed;
    return note.trim() === '' ? reason : `${reason.trim()}: ${note.trim()}`;
  }

  private get payee(): TypedPayee {
    const { payee, address } = $state.snapshot(this.typed);
    return { name: payee, address: address.filter((each) => each.trim() !== '') };
  }

  private request(view: TraceView): Promise<Corrected | null> {
    const { task, line, reason, payee, sending } = this;
    const { receipt } = view;
    const { amount } = this.typed;
    const { target } = this.targeting;
    if (task === 'reverse') return sending.send('reverse_receipt', { receipt, reason, payee });
    if (!line) return Promise.resolve(null);
    if (task === 'refund')
      return sending.send('request_refund', { receipt, line: line.line, amount, payee, reason });
    if (!target) return Promise.resolve(null);
    const to = lineOn(target, amount);
    return sending.send('transfer_payment', { receipt, line: line.line, amount, to, reason });
  }

  /** Sends it. Says whether it is done. */
  async send(view: TraceView): Promise<boolean> {
    const { task } = this;
    const corrected = await this.request(view);
    if (!corrected || !task) return false;
    forget(this.name);
    this.of = '';
    this.targeting.leave();
    this.leave();
    this.done = { task, corrected };
    await corrections.again();
    return true;
  }
}

export const correcting = new Correcting();
