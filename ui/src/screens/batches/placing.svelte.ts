/** Money in suspense, and where one item of it is being placed. */
import { call, refused, type Refused } from '../../host';
import { typedMoney } from '../../desk/money';
import { Sending } from '../../desk/sending.svelte';
import { lineOn, Targeting } from '../../desk/target.svelte';
import type { SuspenseItem, SuspenseView } from '../../generated/rpc';

class Placing {
  view = $state.raw<SuspenseView | null>(null);
  item = $state.raw<SuspenseItem | null>(null);
  /** Where it goes. */
  targeting = new Targeting();
  reason = $state('');
  done = $state<string | null>(null);
  refusal = $state.raw<Refused | null>(null);
  sending = new Sending();

  reset(): void {
    this.view = null;
    this.done = null;
    this.leave();
  }

  /** The item is left as it is. */
  leave(): void {
    this.item = null;
    this.reason = '';
    this.targeting.leave();
    this.sending.forget();
  }

  async load(): Promise<void> {
    try {
      this.view = await call('suspense', {});
      this.refusal = null;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  begin(item: SuspenseItem): void {
    const same = this.item?.receipt === item.receipt && this.item.line === item.line;
    if (!same) this.leave();
    this.item = item;
    this.done = null;
  }

  async place(): Promise<SuspenseItem | null> {
    const { item, reason } = this;
    const { target } = this.targeting;
    if (!item || !target) return null;
    const placed = await this.sending.send('place_suspense', {
      receipt: item.receipt,
      line: item.line,
      to: lineOn(target, typedMoney(item.amount)),
      reason,
    });
    if (!placed) return null;
    this.leave();
    await this.load();
    return item;
  }
}

export const placing = new Placing();
