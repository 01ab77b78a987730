/** A count for the close while it is typed. */
import { cashCount, emptyCash, type TypedCash } from '../../desk/cash-typing';
import type { Catalog, RecordCount, TapeItem } from '../../generated/rpc';

/** How a piece of the tape was found; `misread` with what the paper says. */
export interface Tick {
  found: 'there' | 'missing' | 'misread';
  amount: string;
}

export interface Extra {
  tender: string;
  amount: string;
  number: string;
}

export interface TypedCount {
  cash: TypedCash;
  /** By receipt and place; nothing for a piece that was not ticked yet. */
  ticks: Record<string, Tick>;
  extra: Extra[];
  totals: Record<string, string>;
}

export const pieceKey = (item: TapeItem) => `${item.receipt}/${item.place}`;

export function emptyCount(catalog: Catalog): TypedCount {
  return { cash: emptyCash(catalog.denominations), ticks: {}, extra: [], totals: {} };
}

/** The count as it is sent; a piece without a tick is left out, and the station refuses it by name. */
export function recordCount(typed: TypedCount, tape: TapeItem[]): Omit<RecordCount, 'request_id'> {
  return {
    cash: cashCount(typed.cash),
    tape: tape.flatMap((item) => {
      const tick = typed.ticks[pieceKey(item)];
      if (!tick) return [];
      const amount = tick.found === 'misread' ? { amount: tick.amount } : {};
      return [{ receipt: item.receipt, tender: item.place, present: tick.found !== 'missing', ...amount }];
    }),
    extra: typed.extra.map(({ tender, amount, number }) => ({
      tender,
      amount,
      ...(number.trim() ? { number } : {}),
    })),
    totals: Object.entries(typed.totals)
      .filter(([, amount]) => amount.trim() !== '')
      .map(([tender, amount]) => ({ tender, amount })),
  };
}
