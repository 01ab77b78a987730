/** A count of cash while it is typed. */
import type { CashCount, Denomination } from '../generated/rpc';
import { cashTotal } from './money';

export interface TypedPieces {
  loose: string;
  bundles: string;
}

/** What was typed for each denomination, by its worth in cents. */
export type TypedCash = Record<string, TypedPieces>;

const isCount = (text: string) => /^\d{0,6}$/.test(text.trim());
const pieces = (text: string) => (isCount(text) ? Number(text.trim() || '0') : 0);

export function emptyCash(denominations: Denomination[]): TypedCash {
  return Object.fromEntries(denominations.map(({ cents }) => [cents, { loose: '', bundles: '' }]));
}

/** The count as it is sent: denominations of nothing are left out. */
export function cashCount(typed: TypedCash): CashCount {
  return Object.entries(typed)
    .map(([cents, { loose, bundles }]) => ({
      cents: Number(cents),
      loose: pieces(loose),
      bundles: pieces(bundles),
    }))
    .filter((line) => line.loose + line.bundles > 0)
    .sort((a, b) => b.cents - a.cents);
}

export function typedTotal(typed: TypedCash, denominations: Denomination[]): number {
  return cashTotal(cashCount(typed), denominations);
}

/** The id's end of the first field that holds no whole number, if any. */
export function firstWrong(typed: TypedCash): string | null {
  for (const [cents, { loose, bundles }] of Object.entries(typed).sort(([a], [b]) => Number(b) - Number(a))) {
    if (!isCount(loose)) return `loose-${cents}`;
    if (!isCount(bundles)) return `bundles-${cents}`;
  }
  return null;
}

export { isCount };
