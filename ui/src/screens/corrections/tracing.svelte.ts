/** What is known of a payment that is looked for, and what was found. */
import { call, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import type { TracedPayments } from '../../generated/rpc';

/** As many days as may be asked for. */
const MOST_DAYS = 400;

class Tracing {
  typed = $state({ amount: '', date: '', days: '7', words: '' });
  found = $state.raw<TracedPayments | null>(null);
  /** The row to come back to. */
  chosen = $state(0);
  refusal = $state.raw<Refused | null>(null);
  private sequence = 0;

  reset(): void {
    this.sequence++;
    this.typed = { amount: '', date: desk.state?.business_date ?? '', days: '7', words: '' };
    this.found = this.refusal = null;
    this.chosen = 0;
  }

  /** The field that cannot be asked for as it stands. */
  get wrong(): 'amount' | 'date' | 'days' | null {
    if (this.typed.amount.trim() === '') return 'amount';
    const date = this.typed.date.trim();
    if (date !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'date';
    const days = this.typed.days.trim();
    return days !== '' && !(/^\d{1,3}$/.test(days) && Number(days) <= MOST_DAYS) ? 'days' : null;
  }

  /** Asks. Says whether anything was found. */
  async trace(): Promise<boolean> {
    const ticket = ++this.sequence;
    const [amount, date, days, text] = [
      this.typed.amount,
      this.typed.date.trim(),
      this.typed.days.trim(),
      this.typed.words.trim(),
    ];
    this.refusal = null;
    try {
      const found = await call('trace_payments', {
        amount,
        ...(date === '' ? {} : { date }),
        ...(days === '' ? {} : { days: Number(days) }),
        ...(text === '' ? {} : { text }),
      });
      if (ticket !== this.sequence) return false;
      this.found = found;
      this.chosen = 0;
      return found.payments.length > 0;
    } catch (cause) {
      if (ticket === this.sequence) this.refusal = refused(cause);
      return false;
    }
  }
}

export const tracing = new Tracing();
