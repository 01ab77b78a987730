/** Where money goes: an account or a charge code, while it is being looked for. */
import { call, refused, type Refused } from '../host';
import type { AccountView, CatalogCharge, PaymentLine } from '../generated/rpc';
import { chargesOfBill, dueCharges } from './charges';

export type Target =
  | { on: 'account'; view: AccountView; charges: string[] }
  | { on: 'charge'; charge: CatalogCharge; quantity: string; reference: string };

export class Targeting {
  target = $state.raw<Target | null>(null);
  /** A charge code is being looked for. */
  charging = $state(false);
  search = $state('');
  refusal = $state.raw<Refused | null>(null);

  leave(): void {
    this.target = this.refusal = null;
    this.charging = false;
    this.search = '';
  }

  onAccount(view: AccountView, only?: string[]): void {
    this.charging = false;
    this.refusal = null;
    this.target = { on: 'account', view, charges: only ?? dueCharges(view).map((charge) => charge.id) };
  }

  onCharge(charge: CatalogCharge, typed: { quantity: string; reference: string }): void {
    this.charging = false;
    this.refusal = null;
    this.target = { on: 'charge', charge, quantity: typed.quantity, reference: typed.reference };
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
      this.refusal = refusal;
      return true;
    }
  }
}

/** What is paid there, with an amount as typed. */
export function lineOn(target: Target, amount: string): PaymentLine {
  if (target.on === 'account')
    return { on: 'account', account: target.view.account.number, charges: target.charges, amount };
  const reference = target.reference.trim() === '' ? {} : { reference: target.reference };
  const { code, price } = target.charge;
  if (price === null) return { on: 'charge', code, amount, ...reference };
  const quantity = Math.max(1, Number.parseInt(target.quantity, 10) || 1);
  return { on: 'charge', code, quantity, ...reference, seen_price: price };
}
