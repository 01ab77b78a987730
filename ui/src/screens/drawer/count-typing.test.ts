import { describe, expect, it } from 'vitest';
import { cashCount, emptyCash, firstWrong } from '../../desk/cash-typing';
import type { TapeItem } from '../../generated/rpc';
import { catalog } from '../../test-desk';
import { emptyCount, recordCount } from './count-typing';

const piece = (receipt: string, amount: number): TapeItem => ({
  tender: 'CHECK',
  receipt,
  place: 0,
  number: '1',
  payer: null,
  amount,
});

describe('a typed count', () => {
  it('leaves out what was not counted and stands largest first', () => {
    const typed = emptyCash(catalog.denominations);
    typed['1'] = { loose: '7', bundles: '1' };
    typed['2000'] = { loose: ' 3 ', bundles: '' };
    expect(cashCount(typed)).toEqual([
      { cents: 2000, loose: 3, bundles: 0 },
      { cents: 1, loose: 7, bundles: 1 },
    ]);
  });

  it('names the first field that holds no whole number', () => {
    const typed = emptyCash(catalog.denominations);
    typed['1'] = { loose: '', bundles: '1.5' };
    expect(firstWrong(typed)).toBe('bundles-1');
    expect(firstWrong(emptyCash(catalog.denominations))).toBeNull();
  });

  it('is sent with one tick a piece, what a paper reads, extras and totals', () => {
    const typed = emptyCount(catalog);
    typed.ticks = {
      'W1-1/0': { found: 'there', amount: '' },
      'W1-2/0': { found: 'missing', amount: '' },
      'W1-3/0': { found: 'misread', amount: '45.00' },
    };
    typed.extra = [{ tender: 'CHECK', amount: '9.00', number: ' ' }];
    typed.totals = { CARD: '100.00', ECHECK: '' };
    const count = recordCount(typed, [
      piece('W1-1', 1),
      piece('W1-2', 2),
      piece('W1-3', 3),
      piece('W1-4', 4),
    ]);
    expect(count).toEqual({
      cash: [],
      tape: [
        { receipt: 'W1-1', tender: 0, present: true },
        { receipt: 'W1-2', tender: 0, present: false },
        { receipt: 'W1-3', tender: 0, present: true, amount: '45.00' },
      ],
      extra: [{ tender: 'CHECK', amount: '9.00' }],
      totals: [{ tender: 'CARD', amount: '100.00' }],
    });
  });
});
