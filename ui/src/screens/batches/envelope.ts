/** An envelope: what is in it, and how it is sent. */
import { dueCharges } from '../../desk/charges';
import { typedMoney } from '../../desk/money';
import type { AccountView, CatalogCharge, PaymentLine } from '../../generated/rpc';

/** Something that the envelope pays. */
export type Piece =
  | {
      on: 'account';
      view: AccountView;
      /** The charges that are paid, by their identifiers. */
      charges: string[];
      /** What was due on them when they were looked up. */
      due: number;
      amount: string;
    }
  | { on: 'charge'; charge: CatalogCharge; quantity: string; amount: string; reference: string };

/** A piece that matches no account. */
export interface Held {
  reference: string;
  amount: string;
  why: string;
}

/** An account with what is due standing in its amount. */
export function pieceOf(view: AccountView, only?: string[]): Piece {
  const charges = dueCharges(view).filter((charge) => !only || only.includes(charge.id));
  const due = charges.reduce((sum, charge) => sum + charge.due, 0);
  return {
    on: 'account',
    view,
    charges: charges.map((charge) => charge.id),
    due,
    amount: due > 0 ? typedMoney(due) : '',
  };
}

export function lineOf(piece: Piece): PaymentLine {
  if (piece.on === 'account') {
    const seen = piece.charges.length > 0 ? { seen_due: piece.due } : {};
    // What is due, exactly: the station works out how much that is.
    const amount = piece.amount === typedMoney(piece.due) ? {} : { amount: piece.amount };
    return { on: 'account', account: piece.view.account.number, charges: piece.charges, ...amount, ...seen };
  }
  const { charge } = piece;
  const reference = piece.reference.trim() === '' ? {} : { reference: piece.reference };
  if (charge.price === null) return { on: 'charge', code: charge.code, amount: piece.amount, ...reference };
  const quantity = Math.max(1, Number.parseInt(piece.quantity, 10) || 1);
  return { on: 'charge', code: charge.code, quantity, ...reference, seen_price: charge.price };
}

export function heldLine(held: Held): PaymentLine {
  const reference = held.reference.trim() === '' ? {} : { reference: held.reference };
  return { on: 'suspense', ...reference, amount: held.amount, why: held.why };
}

/** The one amount of the envelope where it is typed and needs no adding up. */
export function typedAmount(pieces: Piece[], held: Held | null): string | null {
  if (held) return held.amount;
  const [only] = pieces;
  if (pieces.length !== 1 || !only) return null;
  if (only.on === 'account') return only.amount;
  return only.charge.price === null ? only.amount : null;
}
