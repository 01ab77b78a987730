/** Which charges of an account are paid. */
import type { AccountView, Charge, ScannedBill } from '../generated/rpc';

/** The charges of an account on which something is due. */
export function dueCharges(view: AccountView): Charge[] {
  return view.account.charges.filter((charge) => charge.due > 0);
}

/**
 * The charges that a scanned bill is paid with: those it covers, or, where it
 * prints what exactly one of them comes to, that one.
 */
export function chargesOfBill(bill: ScannedBill): Charge[] {
  const covered = dueCharges(bill.account).filter((charge) => bill.charges.includes(charge.id));
  const printed = covered.filter((charge) => charge.due === bill.amount);
  return printed.length === 1 ? printed : covered;
}
