import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import { preferences } from '../../desk/preferences.svelte';
import type {
  Commands,
  FileItemRow,
  OriginalView,
  ReturnedItemRow,
  ReturnedItemsView,
  ReturnedItemView,
  ReturnFileView,
  ReturnPreview,
  Right,
} from '../../generated/rpc';
import { scriptedHost, state } from '../../test-desk';
import { asked as askedFor, couldAgree, empty } from './finding.svelte';
import { register } from './register.svelte';
import Returns from './Returns.svelte';

type Working = Commands['return_item']['request'];
const row: ReturnedItemRow = {
  number: 'R-000001',
  on: '2026-11-20',
  age: 50,
  payer: 'Okafor, Ngozi',
  receipts: ['W1-000012'],
  detail: '1042 ····4471',
  reason_code: 'NSF',
  reason: 'Not sufficient funds',
  amount: 18462,
  fee: 2500,
  open: 20962,
  state: 'open',
  marked_until: null,
  collectable: true,
};
const original: OriginalView = {
  receipt: 'W1-000012',
  place: 0,
  business_date: '2026-11-14',
  session: 'Drawer 1',
  payer: 'Okafor, Ngozi',
  tender: 'Check',
  detail: '1042 ····4471',
  amount: 18462,
  total: 18462,
  lines: ['20-04127-03 Utility bill 184.62'],
  deposit: 'D-000001',
  agrees: ['number', 'amount'],
  together: [],
  refusal: null,
};
const other: OriginalView = {
  ...original,
  receipt: 'W1-000020',
  refusal: { code: 'already_returned', message: 'returned already', facts: { number: 'R-000001' } },
};
const register_: ReturnedItemsView = {
  business_date: '2026-11-21',
  holds: null,
  reasons: [
    {
      code: 'NSF',
      also: [],
      name: 'Not sufficient funds',
      name_es: 'Not sufficient funds',
      of: 'check',
      fee: true,
    },
    { code: 'STOP', also: [], name: 'Stop payment', name_es: 'Stop payment', of: 'any', fee: true },
    {
      code: 'BANK',
      also: [],
      name: 'At the bank’s request',
      name_es: 'At the bank’s request',
      of: 'any',
      fee: false,
    },
  ],
  layouts: [{ code: 'BANKCSV', name: 'CSV' }],
  reinstatement_reasons: ['Presented again and paid'],
  mistake_reasons: ['Entered by mistake'],
  dismissal_reasons: ['Not of this office'],
  items: [row, { ...row, number: 'R-000002', collectable: false, state: 'cleared', open: 0 }],
  states: [{ state: 'open', items: 1, amount: 18462, open: 20962 }],
  ages: [
    { from: 0, to: 30, items: 0, open: 0 },
    { from: 31, to: null, items: 1, open: 20962 },
  ],
  fees_charged: 2500,
  fees_collected: 0,
  waiting: [],
  collections_days: 45,
};
const whole: ReturnedItemView = {
  row,
  seq: 7,
  reference: null,
  tenders: [{ receipt: 'W1-000012', place: 0, amount: 18462 }],
  deposits: ['D-000001'],
  payer: ['Okafor, Ngozi', ['412 Palm Ave']],
  dues: [
    { account: '20-04127-03', what: 'Utility bill', amount: 18462, open: 18462, fee: false, payments: [] },
    {
      account: '20-04127-03',
      what: 'Returned-item fee',
      amount: 2500,
      open: 1500,
      fee: true,
      payments: [['W1-000030', '2026-11-21', 1000]],
    },
  ],
  no_fee: null,
  notices: [],
  collections: null,
  reinstated_on: null,
  worker: 'D. Abbott',
  seal: '9f3a01c7',
  same_bank: [],
  written: ['/x/documents/voucher-7.pdf'],
  repeated: false,
};
const preview: ReturnPreview = {
  lines: [
    {
      receipt: 'W1-000012',
      what: 'Utility bill',
      amount: 18462,
      account: '20-04127-03',
      charge: 'R-000003/1',
      refund: null,
    },
  ],
  amount: 18462,
  fee: 2500,
  no_fee: null,
  marked_until: '2027-11-21',
  balances: [{ account: '20-04127-03', due: 20962 }],
  postings: [
    { ledger: '100-1070', name: 'Receivable', amount: 20962 },
    { ledger: '100-1000', name: 'Bank', amount: -18462 },
    { ledger: '100-4700', name: 'Fees', amount: -2500 },
  ],
  refusal: null,
};
const item = (place: number, more: Partial<FileItemRow> = {}): FileItemRow => ({
  file: 'F-000001',
  item: place,
  amount: 18462,
  reason: 'NSF',
  detail: '1042',
  trace: `RT-${place}`,
  represented: false,
  certainty: 'exact',
  candidates: [original],
  returned: null,
  done: null,
  ...more,
});
const fileOf = (items: FileItemRow[], number: string | null = 'F-000001'): ReturnFileView => ({
  number,
  name: 'bank.csv',
  date: '2026-11-20',
  items,
  total: 36924,
  notices: ['····8801 is ····8802 from now on'],
  exact: 1,
  several: 0,
  none: 1,
  done: items.filter(({ done }) => done !== null).length,
  repeated: false,
});

const focus = (id: string) => waitFor(() => expect(document.activeElement?.id).toBe(id));
const text = (id: string) => document.getElementById(id)?.textContent ?? '';
const shows = (id: string, what: string | RegExp) => waitFor(() => expect(text(id)).toMatch(what));
const refuse = (code: string, facts = {}) => {
  throw { code, message: code, facts };
};

window.addEventListener('keydown', pressKey);

describe('what is looked for', () => {
  it('is only what was typed', () => {
    expect(askedFor({ ...empty(), number: ' 1042 ', amount: '184.62', payer: '  ' })).toEqual({
      number: '1042',
      amount: '184.62',
    });
  });

  it('can agree as far as it was asked for; a check’s line stands for its bank account and number', () => {
    expect(couldAgree({ amount: '1.00', payer: 'x' })).toEqual(['amount', 'payer']);
    expect(couldAgree({ micr: 't122000496t 004471902u 1042' })).toEqual([
      'bank_account',
      'number',
      'routing',
    ]);
  });
});

describe('the screen of returned items', () => {
  beforeEach(() => {
    // Nobody's: the next screen is taken up anew.
    (register as unknown as { owner: string | undefined }).owner = undefined;
    register.view = null;
    preferences.language = 'en';
  });

  function atWork(script: Parameters<typeof scriptedHost>[0] = {}, rights: Right[] = ['work_returns']) {
    const asked = scriptedHost({
      returned_items: () => register_,
      returned_item: () => whole,
      find_originals: () => ({ certainty: 'several', candidates: [original, other], same_bank: [row] }),
      preview_return: () => preview,
      ...script,
    });
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['read_board', ...rights] } as typeof state.user,
    };
    render(Returns);
    const sent = <T>(cmd: string) => asked.filter((each) => each.cmd === cmd).map((each) => each.req as T);
    return { asked, sent, user: userEvent.setup() };
  }

  /** Goes to the work of the first candidate. */
  async function working(script: Parameters<typeof scriptedHost>[0] = {}) {
    const all = atWork(script);
    await focus('return-row-0');
    await all.user.keyboard('{F12}');
    await focus('find-number');
    await all.user.keyboard('1042{Enter}');
    await focus('original-0');
    await all.user.keyboard('{Enter}');
    await focus('return-reason');
    return all;
  }

  it('begins with the register: ages drawn and in figures, states, the oldest item first', async () => {
    atWork();
    await focus('return-row-0');
    expect(document.activeElement?.getAttribute('data-return')).toBe('R-000001');
    expect(text('ages')).toContain('31 days and more');
    expect(text('ages')).toContain('209.62');
    expect(screen.getByRole('img', { name: '31 days and more: 209.62 open' })).not.toBeNull();
    expect(text('fees')).toContain('25.00');
    expect(document.querySelector('#returns [data-state=open]')?.textContent).toBe('Open');
  });

  it('says what to do to whoever holds an open drawer, and to them and readers gives no key that writes', async () => {
    const { user, asked } = atWork({ returned_items: () => ({ ...register_, holds: 'Drawer 3' }) });
    await focus('return-row-0');
    expect(text('holds')).toMatch(/Drawer 3 is open in your name.*Alt\+2/);
    await user.keyboard('{F12} {F8}');
    expect(document.getElementById('find-number')).toBeNull();
    await user.keyboard('{Enter}');
    await focus('returned-number');
    await user.keyboard('{F6}{F9}');
    expect(asked.some(({ cmd }) => cmd === 'write_notice')).toBe(false);
    expect(document.getElementById('reinstate-reason')).toBeNull();
  });

  it('finds, compares, and says what agrees by sign and word; what came back before leads to its item', async () => {
    const { user, sent } = atWork();
    await focus('return-row-0');
    await user.keyboard('{F12}');
    await focus('find-number');
    await user.keyboard('{F12}');
    await shows('refusal', 'at least one thing');
    await user.keyboard('1042{Tab}18462{Tab}{Tab}{Tab}{Tab}{Tab}palm{Enter}');
    await focus('original-0');
    expect(sent('find_originals')).toEqual([{ number: '1042', amount: '184.62', payer: 'palm' }]);
    const first = document.querySelector('[data-receipt=W1-000012]')?.textContent ?? '';
    expect(first).toMatch(/✓\s*Check number agrees/);
    expect(first).toMatch(/✗\s*Payer does not/);
    expect(text('certainty')).toContain('Compare them');
    await user.keyboard('{ArrowRight}');
    await focus('original-1');
    expect(document.querySelector('[data-receipt=W1-000020]')?.textContent).toMatch(/Cannot be returned/);
    await user.keyboard('{Enter}');
    await focus('returned-number');
    await user.keyboard('{Escape}');
    await focus('original-1');
  });

  it('takes a check’s line that was read into any field', async () => {
    const { user, sent } = atWork();
    await focus('return-row-0');
    await user.keyboard('{F12}');
    await focus('find-number');
    await user.keyboard('t122000496t 004471902u 1042{Enter}');
    await focus('original-0');
    expect(sent('find_originals')).toEqual([{ micr: 't122000496t 004471902u 1042' }]);
  });

  it('chooses the reason as it is typed, shows what it would do, and does it with F12', async () => {
    const { user, sent } = await working({ return_item: () => whole });
    expect(sent('preview_return')).toEqual([]);
    await user.keyboard('no');
    expect(document.querySelectorAll('#return-reason-list [role=option]')).toHaveLength(1);
    await user.keyboard('{Enter}');
    await shows('preview-fee', '25.00');
    await user.selectOptions(document.getElementById('return-notice') as HTMLSelectElement, 'es');
    expect(text('preview-mark')).toContain('cash or card only until Sun 21 Nov 2027');
    expect(text('taken-back')).toContain('R-000003/1');
    expect(text('postings')).toContain('209.62');
    await user.keyboard('{F12}');
    await focus('returned-number');
    expect(sent<Working>('return_item')[0]).toMatchObject({
      tenders: [{ receipt: 'W1-000012', place: 0 }],
      amount: '184.62',
      reason: 'NSF',
      notice: 'es',
    });
    expect(sent<Working>('return_item')[0]).not.toHaveProperty('no_fee');
    expect(text('returned-open')).toBe('209.62');
    expect(text('returned-state')).toBe('Open');
    expect(text('written')).toContain('voucher-7.pdf');
    expect(text('dues')).toMatch(/paid 21 Nov, receipt W1-000030/);
  });

  it('says what is not due again, and why', async () => {
    const [line] = preview.lines;
    if (!line) throw new Error('no line');
    const lines = [
      { ...line, charge: null },
      { ...line, account: null, charge: null, refund: 'RF-000004' },
      { ...line, account: null, charge: null },
    ];
    const { user } = await working({ preview_return: () => ({ ...preview, lines }) });
    await user.keyboard('no{Enter}');
    await shows('preview-fee', '25.00');
    expect(text('taken-back')).toContain('off the credit of 20-04127-03');
    expect(text('taken-back')).toContain('RF-000004 is not paid');
    expect(text('taken-back')).toContain('no account');
  });

  it('returns what the same check paid besides, unless it is left out', async () => {
    const together = [{ receipt: 'W1-000013', place: 1, amount: 500 }];
    const { user, sent } = await working({
      return_item: () => whole,
      find_originals: () => ({ certainty: 'exact', candidates: [{ ...original, together }], same_bank: [] }),
    });
    await user.keyboard('NSF{Enter}');
    await focus('return-amount');
    await user.keyboard('18962');
    await waitFor(() => expect(sent<Working>('preview_return').at(-1)?.tenders).toHaveLength(2));
    await user.click(screen.getByRole('checkbox'));
    await waitFor(() => expect(sent<Working>('preview_return').at(-1)?.tenders).toHaveLength(1));
  });

  it('leaves what was typed as it is when refused, the hand at what it is about', async () => {
    const { user } = await working({
      return_item: () => refuse('return_amount_differs', { given: 100, expected: 18462 }),
    });
    await user.keyboard('NSF{Enter}');
    await focus('return-reference');
    await user.keyboard('Ref 7{F12}');
    await waitFor(() =>
      expect(document.querySelector('#refusal[data-code=return_amount_differs]')).not.toBeNull(),
    );
    await focus('return-amount');
    expect((document.getElementById('return-reference') as HTMLInputElement).value).toBe('Ref 7');
  });

  it('works a file in one sitting: Enter and F12 for an exact item, a reason for one that is dismissed', async () => {
    const items = [item(0), item(1, { certainty: 'none', candidates: [] })];
    const { user, sent } = atWork({
      preview_returns: () => fileOf(items, null),
      take_in_returns: () => fileOf(items),
      return_file: () => fileOf(items),
      return_item: () => {
        items[0] = item(0, { done: 'R-000001' });
        return whole;
      },
      dismiss_return_item: () => {
        items[1] = item(1, { done: 'Not of this office' });
        return { seq: 9, repeated: false };
      },
    });
    await focus('return-row-0');
    await user.keyboard('{F6}');
    await focus('returns-file-layout');
    const chosen = new File(['H,x'], 'bank.csv');
    await user.upload(document.getElementById('returns-file-input') as HTMLInputElement, chosen);
    await shows('file-total', '369.24');
    expect(text('file-exact')).toBe('1');
    expect(text('file-notices')).toContain('8802');
    expect(sent('take_in_returns')).toEqual([]);
    await user.keyboard('{F12}');
    await focus('original-0');
    expect(text('file-progress')).toBe('1 of 2');
    await user.keyboard('{Enter}');
    await focus('return-reason');
    await waitFor(() => expect(document.getElementById('taken-back')).not.toBeNull());
    await user.keyboard('{F12}');
    await shows('file-progress', '2 of 2');
    expect(sent<Working>('return_item')[0]).toMatchObject({
      amount: '184.62',
      reason: 'NSF',
      reference: 'RT-0',
      file: ['F-000001', 0],
    });
    await user.keyboard('{F8}');
    await focus('dismiss-reason');
    await user.keyboard('1{F12}');
    await screen.findByText('All items of bank.csv are done.');
    expect(sent('dismiss_return_item')[0]).toMatchObject({ file: 'F-000001', item: 1 });
    expect(text('file-item-1')).toContain('Not of this office');
  });

  it('leads an item that was presented again and paid to its reinstatement, with the file’s reference', async () => {
    const items = [item(3, { represented: true, returned: 'R-000001', candidates: [] })];
    const { user, sent } = atWork({
      returned_items: () => ({ ...register_, waiting: items }),
      return_file: () => fileOf(items),
      reinstate_item: () => {
        items[0] = item(3, { represented: true, done: 'R-000001' });
        return { ...whole, row: { ...row, state: 'reinstated' } };
      },
    });
    await focus('return-row-0');
    await user.keyboard('{F7}');
    await focus('sitting-title');
    await user.keyboard('{F12}');
    await focus('reinstate-reason');
    await user.keyboard('1{F12}');
    await screen.findByText('All items of bank.csv are done.');
    expect(sent('reinstate_item')[0]).toMatchObject({
      number: 'R-000001',
      reason: 'Presented again and paid',
      reference: 'RT-3',
      mistake: false,
      file: ['F-000001', 3],
    });
  });

  it('makes a notice in either language and says where it is', async () => {
    const { user, sent } = atWork({ write_notice: () => ({ path: '/x/notice-R-000001-1.pdf' }) });
    await focus('return-row-0');
    await user.keyboard('{Enter}');
    await focus('returned-number');
    await user.keyboard('{F7}');
    await shows('written', '/x/notice-R-000001-1.pdf');
    expect(sent('write_notice')[0]).toMatchObject({ number: 'R-000001', language: 'es' });
  });

  it('shows what else was paid from the same bank account, and what of it came back', async () => {
    const { user, sent } = atWork({
      bank_account: () => ({
        last_four: '4471',
        tenders: [original, other],
        returned: [row],
        marked_until: null,
      }),
    });
    await focus('return-row-0');
    await user.keyboard('{Enter}');
    await focus('returned-number');
    await user.keyboard('{F5}');
    await focus('bank-account-title');
    expect(text('bank-account')).toMatch(/W1-000012.*R-000001/);
    expect(sent('bank_account')).toEqual([{ tender: { receipt: 'W1-000012', place: 0, amount: 18462 } }]);
  });

  it('puts on a list for collections only what was chosen and is old enough', async () => {
    const { user, sent } = atWork({
      list_for_collections: () => ({
        number: 'C-000001',
        items: 1,
        total: 20962,
        written: { folder: '/x', files: ['/x/c.csv'] },
        repeated: false,
      }),
    });
    await focus('return-row-0');
    await user.keyboard(' {ArrowDown}');
    await focus('return-row-1');
    await user.keyboard(' {F8}');
    await focus('list-title');
    expect(document.querySelectorAll('#list-items tbody tr')).toHaveLength(1);
    await user.keyboard('{F12}');
    await shows('written', 'c.csv');
    expect(sent('list_for_collections')[0]).toMatchObject({ numbers: ['R-000001'] });
  });

  it('keeps half a return over a restart of the window, and the account number of a check nowhere', async () => {
    const { user } = await working();
    await user.keyboard('NSF{Enter}');
    await focus('return-reference');
    await user.keyboard('Ref 7{Escape}');
    await focus('original-0');
    await user.keyboard('{Enter}');
    await focus('return-reason');
    expect((document.getElementById('return-reference') as HTMLInputElement).value).toBe('Ref 7');
    await user.keyboard('{Escape}');
    document.getElementById('find-account')?.focus();
    await user.keyboard('004471902');
    expect(JSON.stringify({ ...localStorage })).not.toContain('004471902');
  });
});
