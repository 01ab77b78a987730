import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import { secondPerson } from '../../desk/second-person.svelte';
import type {
  Commands,
  Corrected,
  HistoryLine,
  RefundRow,
  RefundsView,
  Right,
  TracedLineView,
  TracedPayment,
  TraceView,
} from '../../generated/rpc';
import { account, catalog, scriptedHost, state } from '../../test-desk';
import Corrections from './Corrections.svelte';
import { corrections } from './corrections.svelte';
import { correcting } from './correcting.svelte';

const found: TracedPayment = {
  receipt: 'W1-000012',
  business_date: '2026-11-18',
  at: '10:14',
  session: 'Drawer 1',
  payer: 'Ngozi Okafor',
  total: 18462,
  matched: 'line',
  stands: ['20-04127-03 Utility bill 184.62'],
  suspense: false,
  undone: null,
};
const line = (more: Partial<TracedLineView>): TracedLineView => ({
  line: 0,
  description: 'Utility bill',
  account: '20-04127-03',
  department: 'Utilities',
  amount: 18462,
  standing: 18462,
  suspense: false,
  from: null,
  ...more,
});
const event = (more: Partial<HistoryLine>): HistoryLine => ({
  business_date: '2026-11-18',
  at: '10:14',
  kind: 'receipt',
  what: 'Utility bill',
  amount: 18462,
  balance: 0,
  receipt: 'W1-000012',
  session: ['s1', 'Drawer 1'],
  session_date: '2026-11-18',
  deposit: ['d1', 'D-000007'],
  related: null,
  by: 'R. Alvarez',
  second: null,
  voucher: null,
  seal: '9f3a01c7',
  ...more,
});
const trace: TraceView = {
  receipt: 'W1-000012',
  station: 'W1',
  business_date: '2026-11-18',
  at: '10:14',
  cashier: 'R. Alvarez',
  session: ['s1', 'Drawer 1'],
  approved: true,
  deposit: ['d1', 'D-000007'],
  payer: 'Ngozi Okafor',
  total: 18462,
  standing: 18462,
  tenders: [
    {
      tender: 'CHECK',
      kind: 'check',
      name: 'Check',
      detail: '1204 ····8890',
      amount: 10000,
      returned: null,
      returnable: true,
    },
    {
      tender: 'CARD',
      kind: 'card',
      name: 'Card',
      detail: '4471',
      amount: 8462,
      returned: null,
      returnable: false,
    },
  ],
  lines: [line({})],
  events: [event({})],
  void: false,
  reversed: false,
  reasons: [
    { of: 'transfer', name: 'Wrong account keyed' },
    { of: 'reversal', name: 'Paid in error' },
  ],
  seal: '9f3a01c7',
};
const corrected: Corrected = {
  seq: 210,
  receipt: 'W1-000012',
  amount: 18462,
  refund: null,
  back: [],
  balances: [{ account: '20-04127-03', due: 18462 }],
  repeated: false,
};
const refund = (n: number, more: Partial<RefundRow> = {}): RefundRow => ({
  number: `RF-00000${n}`,
  on: '2026-11-20',
  amount: 1000 * n,
  waits: more.list ? 0 : 1000 * n,
  stopped: 0,
  payee: 'Ngozi Okafor',
  receipt: 'W1-000012',
  reason: 'Overpayment',
  list: null,
  withdrawn: false,
  withdrawable: true,
  seq: 200 + n,
  ...more,
});
const refunds: RefundsView = {
  refunds: [refund(3), refund(2), refund(1, { list: 'AP-000001', withdrawable: false })],
  waiting: 5000,
  lists: [['AP-000001', '2026-11-20', 1, 1000]],
};
const written = { folder: '/documents/vouchers', files: ['/documents/vouchers/voucher-W1-210.pdf'] };
const needed = {
  code: 'second_person_needed',
  message: '',
  facts: { statement: 'Move 184.62 of receipt W1-000012' },
};
const focus = (id: string) => waitFor(() => expect(document.activeElement?.id).toBe(id));
const text = (id: string) => document.getElementById(id)?.textContent ?? '';

window.addEventListener('keydown', pressKey);

describe('the corrections screen', () => {
  beforeEach(() => {
    // Nobody's: the next screen is taken up anew.
    (corrections as unknown as { owner: string | undefined }).owner = undefined;
    secondPerson.asking = null;
  });

  function atWork(script: Parameters<typeof scriptedHost>[0], rights: Right[] = ['correct_payments']) {
    const asked = scriptedHost({
      trace_payments: () => ({ payments: [found], more: false }),
      trace: () => structuredClone(trace),
      refunds: () => structuredClone(refunds),
      write_voucher: () => written,
      ...script,
    });
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['read_board', ...rights] } as typeof state.user,
    };
    const { unmount } = render(Corrections, { catalog });
    const requests = <C extends keyof Commands>(cmd: C) =>
      asked.filter((one) => one.cmd === cmd).map(({ req }) => req as Commands[C]['request']);
    return { asked, requests, unmount, user: userEvent.setup() };
  }

  async function opened(
    script: Parameters<typeof scriptedHost>[0],
    rights?: Right[],
    first = 'trace-line-0',
  ) {
    const all = atWork(script, rights);
    await focus('trace-amount');
    await all.user.keyboard('{F3}');
    await focus('trace-number');
    await all.user.keyboard('W1-000012{Enter}');
    await focus(first);
    return all;
  }

  it('traces an amount about a date, and opens what it finds', async () => {
    const { requests, user } = atWork({});
    await focus('trace-amount');
    await user.keyboard('{F12}');
    expect(requests('trace_payments')).toEqual([]);
    await user.keyboard('18462');
    await user.clear(document.getElementById('trace-days') as HTMLInputElement);
    await user.type(document.getElementById('trace-words') as HTMLInputElement, 'okafor{Enter}');
    await focus('traced-0');
    expect(requests('trace_payments')).toEqual([{ amount: '184.62', date: '2026-11-21', text: 'okafor' }]);
    expect(text('traced')).toContain('20-04127-03 Utility bill 184.62');
    await user.keyboard('{Enter}');
    await focus('trace-line-0');
    expect(text('trace-standing')).toBe('184.62');
    await user.keyboard('{Escape}');
    await focus('traced-0');
  });

  it('opens a scanned receipt wherever the focus is', async () => {
    const { requests, user } = atWork({});
    await focus('trace-amount');
    await user.keyboard('~W1-000012{Enter}');
    await focus('trace-line-0');
    expect(requests('trace')).toEqual([{ receipt: 'W1-000012' }]);
  });

  it('says what to try where nothing is found, and keeps what was typed', async () => {
    const { user } = atWork({ trace_payments: () => ({ payments: [], more: false }) });
    await focus('trace-amount');
    await user.keyboard('500{Enter}');
    await screen.findByText(/Allow more days/);
    await focus('trace-amount');
    expect((document.activeElement as HTMLInputElement).value).toBe('5.00');
  });

  it('refuses days and dates that are none where they stand', async () => {
    const { requests, user } = atWork({});
    await focus('trace-amount');
    await user.keyboard('500');
    await user.type(document.getElementById('trace-days') as HTMLInputElement, 'x{Enter}');
    await screen.findByText(/whole number/);
    await focus('trace-days');
    expect(requests('trace_payments')).toEqual([]);
  });

  it('says why a receipt cannot be opened', async () => {
    const { user } = atWork({
      trace: () => {
        throw { code: 'unknown_receipt', message: 'there is no receipt W9-1', facts: {} };
      },
    });
    await focus('trace-amount');
    await user.keyboard('{F3}');
    await focus('trace-number');
    await user.keyboard('W9-1{Enter}');
    await screen.findByText('There is no receipt W9-1.');
    await focus('trace-number');
  });

  it('moves a payment with a second person, and says what happened and where the voucher is', async () => {
    let sent = 0;
    const { requests, user } = await opened({
      transfer_payment: () => {
        if (sent++ === 0) throw needed;
        return corrected;
      },
    });
    await user.keyboard('{F6}');
    await focus('transfer-account');
    await user.keyboard('{F12}');
    await focus('transfer-account');
    await screen.findAllByText(/First find the account/);
    await user.keyboard('okafor');
    await waitFor(() => expect(document.getElementById('found-0')).not.toBeNull());
    await user.keyboard('{Enter}');
    await focus('transfer-reason');
    expect(text('transfer-will')).toContain('184.62 is taken from 20-04127-03');
    await user.keyboard('1{Enter}');
    await focus('transfer-note');
    await user.keyboard('by phone{F12}');
    await waitFor(() => expect(secondPerson.asking?.statement).toContain('Move 184.62'));
    await secondPerson.asking?.send({ user: 'lindgren', password: 'x' });
    await waitFor(() => expect(text('corrected')).toContain('is moved'));
    expect(text('corrected')).toContain('Due now on 20-04127-03: 184.62');
    const [first, again] = requests('transfer_payment');
    expect(again).toEqual({ ...first, consent: { user: 'lindgren', password: 'x' } });
    expect(again).toMatchObject({
      receipt: 'W1-000012',
      line: 0,
      amount: '184.62',
      reason: 'Wrong account keyed: by phone',
      to: { on: 'account', account: account.account.number, charges: ['U1', 'D1'], amount: '184.62' },
    });
    await user.keyboard('{F12}');
    await waitFor(() => expect(text('written')).toContain('voucher-W1-210.pdf'));
    expect(requests('write_voucher')).toEqual([{ seq: 210 }]);
  });

  it('asks for a refund with the payer and the address there already, and keeps what was refused', async () => {
    const { requests, user } = await opened({
      request_refund: () => {
        throw { code: 'more_than_stands', message: 'too much', facts: { standing: 18462, given: 99900 } };
      },
    });
    await user.keyboard('{F7}');
    await focus('refund-amount');
    const payee = document.getElementById('refund-payee') as HTMLInputElement;
    const address = document.getElementById('refund-address-0') as HTMLInputElement;
    await waitFor(() => expect(address.value).toBe('412 Palm Ave'));
    expect(payee.value).toBe('Ngozi Okafor');
    await user.keyboard('99900');
    // No reasons are listed for refunds here: whatever is typed goes.
    expect(document.getElementById('refund-note')).toBeNull();
    await user.type(document.getElementById('refund-reason') as HTMLInputElement, 'Overpaid{F12}');
    await screen.findByText('Too much.');
    await focus('refund-amount');
    expect((document.activeElement as HTMLInputElement).value).toBe('999.00');
    expect(requests('request_refund')[0]).toMatchObject({
      line: 0,
      payee: { name: 'Ngozi Okafor', address: ['412 Palm Ave'] },
      reason: 'Overpaid',
    });
    // Left and taken up again: it is all there.
    await user.keyboard('{Escape}');
    await focus('trace-line-0');
    await user.keyboard('{F7}');
    await focus('refund-amount');
    expect((document.activeElement as HTMLInputElement).value).toBe('999.00');
  });

  it('keeps what is typed over a restart', async () => {
    const first = await opened({});
    await first.user.keyboard('{F7}');
    await focus('refund-amount');
    await first.user.keyboard('1200');
    await waitFor(() => expect(localStorage.length).toBeGreaterThan(0));
    first.unmount();
    (corrections as unknown as { owner: string | undefined }).owner = undefined;
    const second = await opened({});
    await second.user.keyboard('{F7}');
    await focus('refund-amount');
    expect((document.activeElement as HTMLInputElement).value).toBe('12.00');
  });

  it('says before a reversal what goes back and how, and afterwards what waits', async () => {
    const { requests, user } = await opened({
      reverse_receipt: () => ({ ...corrected, refund: 'RF-000004', back: [['Card', 8462]] }),
    });
    await user.keyboard('{F8}');
    await focus('reverse-reason');
    expect(text('reverse-will')).toMatch(/came by: Check 1204 ····8890 100.00/);
    expect(text('reverse-will')).toMatch(/way it came: Card 4471 84.62/);
    await user.keyboard('1{F12}');
    await waitFor(() => expect(text('corrected')).toContain('is reversed'));
    expect(text('corrected')).toContain('RF-000004');
    expect(text('corrected')).toContain('84.62 goes back by Card');
    expect(requests('reverse_receipt')[0]).toMatchObject({
      reason: 'Paid in error',
      payee: { name: 'Ngozi Okafor' },
    });
  });

  it('corrects nothing before the drawer is approved, nor for whoever may only look', async () => {
    const { user } = await opened({ trace: () => ({ ...trace, approved: false }) });
    await screen.findByText(/not approved yet/);
    await user.keyboard('{F6}{F7}{F8}');
    expect(correcting.task).toBeNull();
  });

  it('lets whoever may not correct look on', async () => {
    const { user } = await opened({}, []);
    await user.keyboard('{F6}{F7}{F8}');
    expect(correcting.task).toBeNull();
    await screen.findByText(/You may look/);
  });

  it('shows lines that do not stand any more, and where moved ones came from', async () => {
    await opened(
      {
        trace: () => ({
          ...trace,
          lines: [line({ standing: 0 }), line({ line: 1, account: '30-1', from: 0 })],
        }),
      },
      undefined,
      'trace-line-1',
    );
    expect(document.querySelector('tr.gone')?.textContent).toContain('184.62');
    await screen.findByText('from line 1, 20-04127-03');
  });

  it('goes to the drawer and to the deposit by one key', async () => {
    const { user } = await opened({});
    await user.keyboard('{F9}');
    expect(desk.screen).toBe('supervisor');
    expect(desk.takeWanted()).toEqual({ session: 's1', date: '2026-11-18' });
    await user.keyboard('{F10}');
    expect(desk.screen).toBe('deposit');
    expect(desk.takeWanted()).toEqual({ deposit: 'd1' });
  });

  it('begins with what another screen asked for', async () => {
    scriptedHost({});
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['read_board'] },
    } as typeof state;
    desk.open({ receipt: 'W1-000012' });
    const { requests } = atWork({});
    await focus('trace-line-0');
    expect(requests('trace')).toEqual([{ receipt: 'W1-000012' }]);
  });

  it('shows an account’s history with its balances, and writes it', async () => {
    const { requests, user } = await opened({
      account_history: () => ({
        number: '20-04127-03',
        name: 'Okafor, Ngozi',
        due: 20962,
        flags: [],
        lines: [event({ kind: 'payment_transferred', amount: -18462, balance: 20962 }), event({})],
        more: false,
        paid: 0,
        returned: [],
      }),
      write_account_history: () => ({ folder: '/documents/accounts', files: ['/documents/accounts/h.pdf'] }),
    });
    await user.keyboard('{F4}');
    await focus('history-0');
    expect(text('history-due')).toBe('209.62');
    expect(document.querySelector('#history tbody tr')?.textContent).toMatch(/Moved.*−184.62.*209.62/);
    await user.keyboard('{F12}');
    await waitFor(() => expect(text('written')).toContain('h.pdf'));
    await user.keyboard('{Enter}');
    await focus('trace-line-0');
    expect(requests('trace')).toHaveLength(2);
    await user.keyboard('{Escape}');
    await focus('history-0');
  });

  it('lists the refunds that were chosen, and no other', async () => {
    const { requests, user } = atWork({
      list_refunds: () => ({ number: 'AP-000002', items: 1, total: 3000, written, repeated: false }),
    });
    await focus('trace-amount');
    await user.keyboard('{F5}');
    await focus('refund-0');
    await user.keyboard('{F12}');
    expect(requests('list_refunds')).toEqual([]);
    await user.keyboard(' {F12}');
    await waitFor(() => expect(text('refund-list-number')).toBe('AP-000002'));
    expect(requests('list_refunds')[0]).toMatchObject({ numbers: ['RF-000003'] });
    await screen.findByText(/1 refund, 30.00/);
  });

  it('withdraws a refund that waits', async () => {
    const { requests, user } = atWork({ withdraw_refund: () => ({ seq: 211, repeated: false }) });
    await focus('trace-amount');
    await user.keyboard('{F5}');
    await focus('refund-0');
    await user.keyboard('{ArrowDown}');
    await focus('refund-1');
    await user.keyboard('{F8}');
    await focus('withdraw-reason');
    await user.keyboard('2{F12}');
    await screen.findByText(/RF-000002 is withdrawn/);
    expect(requests('withdraw_refund')[0]).toMatchObject({ number: 'RF-000002', reason: 'Asked for twice' });
    await focus('refund-1');
  });

  it('shows the bank account of a check, and says where none was read', async () => {
    let read = false;
    const { requests, user } = await opened({
      bank_account: () => {
        if (!read) throw { code: 'bad_request', message: 'name a check', facts: {} };
        return { last_four: '8890', tenders: [], returned: [], marked_until: null };
      },
    });
    document.getElementById('trace-tender-0')?.focus();
    await user.keyboard('{Enter}');
    await screen.findByText(/account number of this check was not read/);
    read = true;
    await user.keyboard('{Enter}');
    await focus('bank-title');
    expect(text('bank-title')).toContain('8890');
    expect(requests('bank_account')[1]).toEqual({
      tender: { receipt: 'W1-000012', place: 0, amount: 10000 },
    });
  });
});
