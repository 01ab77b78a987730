import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { preferences } from '../desk/preferences.svelte';
import { refusalWords } from './refusals';
import { refusalsEs } from './refusals-es';

const snake = (name: string) => name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();

/** The codes of every refusal that the rules declare. */
function declaredCodes(): string[] {
  const source = readFileSync('../crates/domain/src/refusal.rs', 'utf8');
  const body = source.slice(source.indexOf('pub enum Refusal {'), source.indexOf('impl Refusal'));
  return [...body.matchAll(/^ {4}([A-Z]\w+)(?: \{|,)/gm)].map((match) => snake(match[1] ?? ''));
}

describe('the words of a refusal', () => {
  beforeEach(() => (preferences.language = 'en'));

  it('are there in Spanish for every code that the rules declare', () => {
    const codes = declaredCodes();
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !(code in refusalsEs))).toEqual([]);
  });

  it('are made from the facts', () => {
    const refusal = {
      code: 'tender_below_total',
      message: '',
      facts: { total: 20000, tendered: 5000, missing: 15000 },
    };
    expect(refusalWords(refusal)).toContain('150.00 is still missing');
    preferences.language = 'es';
    expect(refusalWords(refusal)).toContain('Aún faltan 150.00');
  });

  it('are the station’s own, as a sentence, where the screen knows no better', () => {
    const refusal = { code: 'something_new', message: 'the moon is full; wait', facts: {} };
    expect(refusalWords(refusal)).toBe('The moon is full; wait.');
    preferences.language = 'es';
    expect(refusalWords(refusal)).toBe('The moon is full; wait.');
  });
});
