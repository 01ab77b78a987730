/** What is being paid, as the cashier sees it: accounts with their charges, and items. */
import { dueCharges } from '../../desk/charges';
import { readMoney } from '../../desk/money';
import type { AccountView, CatalogCharge, PaymentLine, Quote, ReceiptLine } from '../../generated/rpc';

/** An account: which of its charges are paid, and how much of each. */
export interface AccountEntry {
  kind: 'account';
  view: AccountView;
  chosen: Record<string, boolean>;
  /** Amounts typed for single charges; none where all that is due is paid. */
  typed: Record<string, string>;
  /** An amount typed for the account as a whole; empty where there is none. */
  part: string;
}

/** An item by charge code. */
export interface ItemEntry {
  kind: 'item';
  charge: CatalogCharge;
  chosen: boolean;
  quantity: string;
  amount: string;
  reference: string;
}

export type Entry = AccountEntry | ItemEntry;

/** Where a line of the request came from. */
export interface Origin {
  entry: number;
  charge?: string;
}

/** One row of the table. */
export interface Row {
  key: string;
  entry: number;
  /** The charge's identifier on its account. */
  charge?: string;
  what: string;
  number: string;
  due: number | null;
  /** What is paid; none while a charge is left out or no quote came yet. */
  paying: number | null;
  chosen: boolean;
  /** The amount can be changed in its row. */
  editable: boolean;
  /** The credit that stands beyond what is due: shown, not chosen. */
  credit?: boolean;
}

/** Takes an account in; pays all that is due, or only the charges named. */
export function accountEntry(view: AccountView, only?: string[]): AccountEntry {
  const chosen: Record<string, boolean> = {};
  for (const charge of dueCharges(view)) chosen[charge.id] = !only || only.includes(charge.id);
  return { kind: 'account', view, chosen, typed: {}, part: '' };
}

function accountLines(entry: AccountEntry, place: number): [PaymentLine, Origin][] {
  const account = entry.view.account.number;
  const chosen = dueCharges(entry.view).filter((charge) => entry.chosen[charge.id]);
  if (entry.part !== '') {
    const seen_due = chosen.reduce((sum, charge) => sum + charge.due, 0);
    const charges = chosen.map((charge) => charge.id);
    const seen = charges.length > 0 ? { seen_due } : {};
    return [[{ on: 'account', account, charges, amount: entry.part, ...seen }, { entry: place }]];
  }
  return chosen.map((charge) => {
    const typed = entry.typed[charge.id];
    const amount = typed === undefined || typed === '' ? {} : { amount: typed };
    const line: PaymentLine = {
      on: 'account',
      account,
      charges: [charge.id],
      ...amount,
      seen_due: charge.due,
    };
    return [line, { entry: place, charge: charge.id }];
  });
}

function itemLine(entry: ItemEntry): PaymentLine {
  const { charge } = entry;
  const reference = entry.reference.trim() === '' ? {} : { reference: entry.reference };
  if (charge.price === null) return { on: 'charge', code: charge.code, amount: entry.amount, ...reference };
  const quantity = Math.max(1, Number.parseInt(entry.quantity, 10) || 1);
  return { on: 'charge', code: charge.code, quantity, ...reference, seen_price: charge.price };
}

/** The lines to send, each with where it came from. */
export function requestLines(entries: Entry[]): { lines: PaymentLine[]; origins: Origin[] } {
  const pairs = entries.flatMap((entry, place): [PaymentLine, Origin][] => {
    if (entry.kind === 'account') return accountLines(entry, place);
    return entry.chosen ? [[itemLine(entry), { entry: place }]] : [];
  });
  return { lines: pairs.map(([line]) => line), origins: pairs.map(([, origin]) => origin) };
}

/** The lines of a quote that came from an entry. */
function quotedLines(quote: Quote | null, origins: Origin[], entry: number): ReceiptLine[] {
  return quote?.lines.filter((each) => origins[each.of]?.entry === entry).map((each) => each.line) ?? [];
}

function accountRows(entry: AccountEntry, place: number, quoted: ReceiptLine[]): Row[] {
  const number = entry.view.account.number;
  const rows = dueCharges(entry.view).map((charge): Row => {
    const chosen = entry.chosen[charge.id] ?? false;
    const typed = entry.typed[charge.id];
    const line = quoted.find((each) => each.charge === charge.id);
    const guess = typed === undefined ? charge.due : (readMoney(typed) ?? null);
    return {
      key: `${number}/${charge.id}`,
      entry: place,
      charge: charge.id,
      what: charge.description,
      number: charge.reference || number,
      due: charge.due,
      paying: chosen ? (line?.amount ?? (entry.part === '' ? guess : null)) : null,
      chosen,
      editable: true,
    };
  });
  const credit = quoted.find((line) => line.account === number && line.charge === undefined);
  if (credit) {
    rows.push({
      key: `${number}/credit`,
      entry: place,
      what: credit.description,
      number,
      due: null,
      paying: credit.amount,
      chosen: true,
      editable: false,
      credit: true,
    });
  }
  return rows;
}

/** The rows to show, in the order in which things were added. */
export function rowsOf(
  entries: Entry[],
  quote: Quote | null,
  origins: Origin[],
  language: 'en' | 'es',
): Row[] {
  return entries.flatMap((entry, place) => {
    const quoted = quotedLines(quote, origins, place);
    if (entry.kind === 'account') return accountRows(entry, place, quoted);
    const { charge } = entry;
    const name = language === 'es' ? charge.name_es : charge.name;
    const quantity = Math.max(1, Number.parseInt(entry.quantity, 10) || 1);
    const guess = charge.price === null ? (readMoney(entry.amount) ?? null) : charge.price * quantity;
    const row: Row = {
      key: `item/${place}`,
      entry: place,
      what: quantity > 1 && charge.price !== null ? `${quantity} × ${name}` : name,
      number: entry.reference || charge.code,
      due: charge.price,
      paying: entry.chosen ? (quoted[0]?.amount ?? guess) : null,
      chosen: entry.chosen,
      editable: charge.price === null,
    };
    return [row];
  });
}
