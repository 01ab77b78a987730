/** Reinstating a returned item: why, whether it was a mistake, and what says so. */
import { forget, keep, kept } from '../../desk/kept';
import { Sending } from '../../desk/sending.svelte';
import type { ReturnedItemView } from '../../generated/rpc';

interface Typing {
  /** What it was typed for. */
  of: string;
  reason: string;
  reference: string;
  mistake: boolean;
}

class Reinstating {
  number = $state('');
  /** The item of a bank's file that says so. */
  file = $state.raw<[string, number] | null>(null);
  typing = $state<Typing>({ of: '', reason: '', reference: '', mistake: false });
  sending = new Sending();
  private name = '';

  attach(user: string): void {
    this.name = `returns.reinstate.${user}`;
    this.sending.forget();
  }

  begin(number: string, file: [string, number] | null = null, reference = ''): void {
    this.sending.forget();
    this.number = number;
    this.file = file;
    const of = JSON.stringify([number, file]);
    const before = kept<Typing>(this.name);
    this.typing = before?.of === of ? before : { of, reason: '', reference, mistake: false };
  }

  changed(): void {
    keep(this.name, this.typing);
    this.sending.refusal = null;
  }

  async reinstate(): Promise<ReturnedItemView | null> {
    const { reason, reference, mistake } = $state.snapshot(this.typing);
    const done = await this.sending.send('reinstate_item', {
      number: this.number,
      mistake,
      reason,
      ...(reference.trim() === '' ? {} : { reference }),
      ...(this.file ? { file: this.file } : {}),
    });
    if (done) forget(this.name);
    return done;
  }
}

export const reinstating = new Reinstating();
