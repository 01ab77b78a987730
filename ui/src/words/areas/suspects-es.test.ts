import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SuspectView } from '../../generated/rpc';
import { suspectInSpanish, suspectSentences } from './suspects-es';

const snake = (name: string) => name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
const nameOf = (code: string) => ({ CASH: 'Efectivo', CHECK: 'Cheque' })[code] ?? code;
const suspect = (pattern: string, facts: Record<string, unknown>): SuspectView => ({
  pattern,
  facts,
  tender: 'CASH',
  names: [],
  explains: -5400,
  says: 'In English.',
  mend: { do: 'look' },
});

describe('what may explain a difference', () => {
  it('is said in Spanish for every pattern that the rules know', () => {
    const source = readFileSync('../crates/domain/src/discrepancy/pattern.rs', 'utf8');
    const body = source.slice(source.indexOf('pub enum Pattern {'));
    const patterns = [...body.matchAll(/^ {4}([A-Z]\w+)(?: \{|,)/gm)].map((match) => snake(match[1] ?? ''));
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.filter((pattern) => !(pattern in suspectSentences))).toEqual([]);
  });

  it('is made from the facts', () => {
    expect(
      suspectInSpanish(suspect('swapped_digits', { keyed: 19300, likely: 13900, due: true }), nameOf),
    ).toBe(
      'Efectivo: se tecleó 193.00; con dos cifras cambiadas son 139.00, exactamente 54.00 de diferencia. Es exactamente lo que se debía.',
    );
    expect(
      suspectInSpanish(
        suspect('own_float', { float: 35400, usual: 30000, at: '2026-11-21T08:02:11' }),
        nameOf,
      ),
    ).toBe('Su fondo se aceptó en 354.00, 54.00 más que los 300.00 usuales, a las 8:02.');
    const receipts = Array.from({ length: 7 }, (_, nth) => `W3-${nth}`);
    expect(suspectInSpanish(suspect('not_received', { amount: 5400, receipts }), nameOf)).toContain(
      'uno de los recibos W3-0, W3-1, W3-2, W3-3, W3-4 y 2 más',
    );
  });

  it('stays in the station’s words where the pattern is new', () => {
    expect(suspectInSpanish(suspect('moon_phase', {}), nameOf)).toBe('In English.');
  });
});
