/** The board's columns, and what a row says of itself. Nothing is decided from these sums: the station does its own. */
import type { BoardRow, BoardTender, TenderFigures, TenderKind } from '../../generated/rpc';

export type Column = 'cash' | 'checks' | 'cards' | 'other';
export const columns: Column[] = ['cash', 'checks', 'cards', 'other'];

const columnOf: Partial<Record<TenderKind, Column>> = {
  cash: 'cash',
  check: 'checks',
  money_order: 'checks',
  cashiers_check: 'checks',
  card: 'cards',
};

/** What a column shows: what is expected, how many pieces, and how far the count is off. */
export interface ColumnFigures {
  expected: number;
  items: number;
  off: number;
}

/** The figures of the tender types, gathered into the board's columns. */
export function inColumns(figures: TenderFigures[], tenders: BoardTender[]): Record<Column, ColumnFigures> {
  const empty = (): ColumnFigures => ({ expected: 0, items: 0, off: 0 });
  const all = { cash: empty(), checks: empty(), cards: empty(), other: empty() };
  for (const { tender, expected, counted, items } of figures) {
    const kind = tenders.find((each) => each.code === tender)?.kind;
    const column = all[(kind && columnOf[kind]) ?? 'other'];
    column.expected += expected;
    column.items += items;
    column.off += counted === null ? 0 : counted - expected;
  }
  return all;
}

/** Tender types whose count is not what is expected. */
export function offTenders(row: BoardRow): { tender: string; difference: number }[] {
  return row.tenders
    .map(({ tender, expected, counted }) => ({
      tender,
      difference: counted === null ? 0 : counted - expected,
    }))
    .filter((each) => each.difference !== 0);
}

/** What people call it: a drawer by its window, a batch by its own name. */
export function placeOf(row: BoardRow): string {
  return row.batch === null ? row.window : row.name;
}

/** Closed, and waiting for the closing desk's word. */
export function awaits(row: BoardRow): boolean {
  return row.stage === 'closed';
}
