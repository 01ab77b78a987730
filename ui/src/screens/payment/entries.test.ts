import { describe, expect, it } from 'vitest';
import { account, catalog, quoted } from '../../test-desk';
import { chargesOfBill } from '../../desk/charges';
import { accountEntry, requestLines, rowsOf, type Entry } from './entries';

const copies = catalog.charges[0];
const permit = catalog.charges[1];
if (!copies || !permit) throw new Error('the catalog of the tests has two charges');

describe('what is sent', () => {
  it('is one line a charge, each with what the screen showed as due', () => {
    const { lines, origins } = requestLines([accountEntry(account)]);
    expect(lines).toEqual([
      { on: 'account', account: '20-04127-03', charges: ['U1'], seen_due: 18462 },
      { on: 'account', account: '20-04127-03', charges: ['D1'], seen_due: 2500 },
    ]);
    expect(origins).toEqual([
      { entry: 0, charge: 'U1' },
      { entry: 0, charge: 'D1' },
    ]);
  });

  it('leaves out a charge that was not chosen, and carries an amount as typed', () => {
    const entry = accountEntry(account, ['U1']);
    entry.typed.U1 = '100.5';
    expect(requestLines([entry]).lines).toEqual([
      { on: 'account', account: '20-04127-03', charges: ['U1'], amount: '100.5', seen_due: 18462 },
    ]);
  });

  it('is one line for the account where one amount was typed for all of it', () => {
    const entry = { ...accountEntry(account), part: '50.00' };
    expect(requestLines([entry]).lines).toEqual([
      { on: 'account', account: '20-04127-03', charges: ['U1', 'D1'], amount: '50.00', seen_due: 20962 },
    ]);
  });

  it('has a quantity and the price seen for a fixed price, an amount and a reference for an open one', () => {
    const entries: Entry[] = [
      { kind: 'item', charge: copies, chosen: true, quantity: '4', amount: '', reference: '' },
      { kind: 'item', charge: permit, chosen: true, quantity: '1', amount: '63.00', reference: 'B-1' },
    ];
    expect(requestLines(entries).lines).toEqual([
      { on: 'charge', code: 'COPY', quantity: 4, seen_price: 25 },
      { on: 'charge', code: 'PERMIT', amount: '63.00', reference: 'B-1' },
    ]);
  });
});

describe('a scanned bill', () => {
  const ids = (amount: number | null, charges = ['U1', 'D1']) =>
    chargesOfBill({ bill: 'Utility bill', account, charges, amount }).map((charge) => charge.id);

  it('pays what it covers', () => {
    expect(ids(null)).toEqual(['U1', 'D1']);
    expect(ids(20962)).toEqual(['U1', 'D1']);
    expect(ids(null, ['D1'])).toEqual(['D1']);
  });

  it('that prints what one charge comes to pays that one', () => expect(ids(18462)).toEqual(['U1']));
});

describe('the rows', () => {
  it('show what the quote says is paid', () => {
    const entry = accountEntry(account);
    entry.typed.U1 = '100.00';
    const { lines, origins } = requestLines([entry]);
    const rows = rowsOf([entry], quoted({ lines, tenders: [] }), origins, 'en');
    expect(rows.map((row) => [row.what, row.due, row.paying])).toEqual([
      ['Utility bill', 18462, 10000],
      ['Dog licence', 2500, 2500],
    ]);
  });

  it('show nothing paid on a charge that is left out', () => {
    const rows = rowsOf([accountEntry(account, ['D1'])], null, [], 'en');
    expect(rows.map((row) => row.paying)).toEqual([null, 2500]);
  });
});
