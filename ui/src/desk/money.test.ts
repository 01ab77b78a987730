import { describe, expect, it } from 'vitest';
import { cashTotal, fillFromRight, likelyCash, money, readMoney, typedMoney, type Typing } from './money';

/** Types one key after another as a field would see them. */
function typing(keys: string): string {
  let field: Typing = { text: '', pointed: false };
  for (const key of keys) field = fillFromRight(field, field.text + key);
  return field.text;
}

describe('amounts', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [123456, '1,234.56'],
    [100000000, '1,000,000.00'],
    [-5400, '−54.00'],
  ])('%i cents are shown as %s', (cents, shown) => {
    expect(money(cents)).toBe(shown);
  });

  it('are typed without commas', () => {
    expect(typedMoney(123456789)).toBe('1234567.89');
  });

  it.each([
    ['12', 1200],
    ['12.5', 1250],
    ['1,234.56', 123456],
    ['1e3', undefined],
    ['1,50', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%s is read as %s', (typed, cents) => {
    expect(readMoney(typed)).toBe(cents);
  });
});

describe('digits that fill from the right', () => {
  it.each([
    ['2', '0.02'],
    ['20', '0.20'],
    ['18462', '184.62'],
    ['0', '0.00'],
    ['000', '0.00'],
    ['0005', '0.05'],
  ])('%s becomes %s', (keys, text) => expect(typing(keys)).toBe(text));

  it.each([
    ['200.00', '200.00'],
    ['200.', '200.'],
    ['18.5', '18.5'],
    ['.75', '0.75'],
  ])('a typed point is honoured: %s becomes %s', (keys, text) => expect(typing(keys)).toBe(text));

  it('takes digits back one by one', () => {
    expect(fillFromRight({ text: '184.62', pointed: false }, '184.6').text).toBe('18.46');
    expect(fillFromRight({ text: '0.02', pointed: false }, '0.0').text).toBe('');
  });

  it('leaves what is no amount as it was typed, for the station to refuse', () => {
    expect(typing('1e3')).toBe('0.01e3');
    expect(typing('x')).toBe('x');
  });
});

describe('cash', () => {
  it('is worth its loose pieces and its bundles', () => {
    const kinds = [{ cents: 2000, label: '$20', kind: 'note' as const, bundle: 100 }];
    expect(cashTotal([{ cents: 2000, loose: 3, bundles: 1 }], kinds)).toBe(206000);
  });

  it('is likely handed over exactly or in round notes', () => {
    expect(likelyCash(12962)).toEqual([12962, 13000, 14000, 15000, 20000]);
    expect(likelyCash(2000)).toEqual([2000, 5000, 10000]);
    expect(likelyCash(0)).toEqual([]);
  });
});
