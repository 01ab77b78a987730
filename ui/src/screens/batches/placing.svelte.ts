/** Money in suspense, and where one item of it is being placed. */
import { call, refused, type Refused } from '../../host';
import { chargesOfBill, dueCharges } from '../../desk/charges';
import { typedMoney } from '../../desk/money';
import { Sending } from '../../desk/sending.svelte';
import type {
  AccountView,
  CatalogCharge,
  PaymentLine,
  SuspenseItem,
  SuspenseView,
} from '../../generated/rpc';

/** Where it goes. */
export type Target =
  | { on: 'account'; view: AccountView; charges: string[] }
  | { on: 'charge'; charge: CatalogCharge; quantity: string; reference: string };

class Placing {
  view = $state.raw<SuspenseView | null>(null);
  item = $state.raw<SuspenseItem | null>(null);
  target = $state.raw<Target | null>(null);
  /** A charge code is being looked for. */
  charging = $state(false);
  search = $state('');
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
    this.item = this.target = null;
    this.charging = false;
    this.search = this.reason = '';
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

  onAccount(view: AccountView, only?: string[]): void {
    this.charging = false;
    this.sending.refusal = null;
    this.target = { on: 'account', view, charges: only ?? dueCharges(view).map((charge) => charge.id) };
  }

  onCharge(charge: CatalogCharge, typed: { quantity: string; reference: string }): void {
    this.charging = false;
    this.sending.refusal = null;
    this.target = { on: 'charge', charge, ...typed };
  }

  /** Takes a scanned bill in. Says whether it was one. */
  async scan(line: string): Promise<boolean> {
    try {
      const bill = await call('scan', { line });
      this.onAccount(
        bill.account,
        chargesOfBill(bill).map((charge) => charge.id),
      );
      return true;
    } catch (cause) {
      const refusal = refused(cause);
      if (refusal.code === 'scan_unknown') return false;
      this.sending.refusal = refusal;
      return true;
    }
  }

  private line(item: SuspenseItem, target: Target): PaymentLine {
    const amount = typedMoney(item.amount);
    if (target.on === 'account')
      return { on: 'account', account: target.view.account.number, charges: target.charges, amount };
    const reference = target.reference.trim() === '' ? {} : { reference: target.reference };
    const { code, price } = target.charge;
    if (price === null) return { on: 'charge', code, amount, ...reference };
    const quantity = Math.max(1, Number.parseInt(target.quantity, 10) || 1);
    return { on: 'charge', code, quantity, ...reference, seen_price: price };
  }

  async place(): Promise<SuspenseItem | null> {
    const { item, target } = this;
    if (!item || !target) return null;
    const placed = await this.sending.send('place_suspense', {
      receipt: item.receipt,
      line: item.line,
      to: this.line(item, target),
      reason: this.reason,
    });
    if (!placed) return null;
    this.leave();
    await this.load();
    return item;
  }
}

export const placing = new Placing();
