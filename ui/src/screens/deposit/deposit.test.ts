import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import type { Commands, DepositBrief, DepositView, Right, SlipCheck } from '../../generated/rpc';
import { catalog, scriptedHost, state } from '../../test-desk';
import { inBundles } from './bundles';
import Deposit from './Deposit.svelte';
import { deposits } from './deposits.svelte';

type Preparing = Commands['prepare_deposit']['request'];
const check = (number: string, amount: number): SlipCheck => ({
  session: 's1',
  name: 'Drawer 1',
  receipt: `W1-${number}`,
  place: 0,
  tender: 'CHECK',
  routing: null,
  number,
  amount,
});
const session = {
  session: 's1',
  name: 'Drawer 1',
  cashier: 'R. Alvarez',
  business_date: '2026-11-21',
  cash: 4001,
  checks: 30000,
  check_items: 2,
};
const brief: DepositBrief = {
  deposit: 'd1',
  number: 'D-000001',
  business_date: '2026-11-21',
  bank: 'General',
  state: 'differs',
  cash: 4001,
  checks: 30000,
  check_items: 2,
  total: 34001,
};
const whole: DepositView = {
  brief,
  cash: [{ cents: 2000, loose: 2, bundles: 0 }],
  checks: [check('11', 10000), check('12', 20000)],
  sessions: [session],
  settlements: [],
  prepared_by: ['lindgren', 'E. Lindgren'],
  prepared_at: '21 Nov 17:02',
  verified_by: 'M. Tran',
  final_at: '21 Nov 17:20',
  bag: 'B-1',
  seal: '9f3a01c7',
  validated: {
    cash: 2001,
    checks: 30000,
    validated_on: '2026-11-23',
    reference: 'BK-1',
    by: 'D. Abbott',
    cash_difference: -2000,
    check_difference: 0,
  },
  corrections: [],
};
const proposal = {
  number: 'D-000001',
  cash_total: 4001,
  cash: [
    { cents: 2000, loose: 2, bundles: 0 },
    { cents: 1, loose: 1, bundles: 0 },
  ],
  pool: [
    { cents: 2000, loose: 7, bundles: 0 },
    { cents: 1, loose: 1, bundles: 1 },
  ],
  floats: 10050,
  checks: whole.checks,
  check_total: 30000,
  total: 34001,
  settlements: [],
};
const focus = (id: string) => waitFor(() => expect(document.activeElement?.id).toBe(id));

window.addEventListener('keydown', pressKey);

describe('checks', () => {
  it('go in bundles of at most 300, their sum running on', () => {
    const bundles = inBundles(Array.from({ length: 601 }, (_, nth) => check(String(nth), 100)));
    expect(bundles.map(({ from, checks }) => [from, checks.length])).toEqual([
      [0, 300],
      [300, 300],
      [600, 1],
    ]);
    expect(bundles[2]?.checks[0]?.adds_up).toBe(60100);
  });
});

describe('the deposit screen', () => {
  beforeEach(() => {
    // Nobody's: the next screen is taken up anew.
    (deposits as unknown as { owner: string | undefined }).owner = undefined;
  });

  function atWork(rights: Right[], script: Parameters<typeof scriptedHost>[0]) {
    const asked = scriptedHost({
      deposits: () => ({
        banks: [{ code: 'GENERAL', name: 'General', bank: 'Savings', last_four: '7715' }],
        sessions: [session],
        deposits: [brief],
      }),
      deposit: () => whole,
      documents: () => ({ date: '2026-11-21', closed: false, documents: [] }),
      propose_deposit: () => proposal,
      ...script,
    });
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['read_board', ...rights] } as typeof state.user,
    };
    render(Deposit, { catalog });
    return { asked, user: userEvent.setup() };
  }

  it('puts the proposal there, and sends what was counted and the order of the checks', async () => {
    const { asked, user } = atWork(['prepare_deposit'], {
      prepare_deposit: () => ({ ...whole, brief: { ...brief, state: 'prepared' } }),
    });
    await focus('deposit-0');
    await user.keyboard('{F12}');
    await waitFor(() => expect(document.getElementById('deposit-total')?.textContent).toBe('340.01'));
    await user.keyboard('{F12}');
    await focus('deposit-loose-2000');
    expect(document.getElementById('deposit-cash-says')?.textContent).toContain('is the receipts’ cash');
    document.getElementById('slip-check-1')?.focus();
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
    await focus('slip-check-0');
    expect(document.activeElement?.textContent).toBe('12');
    await user.keyboard('{F12}');
    await screen.findByText(/is prepared/);
    const sent = asked.find(({ cmd }) => cmd === 'prepare_deposit')?.req as Preparing;
    expect(sent).toMatchObject({ bank: 'GENERAL', sessions: ['s1'], order: [1, 0] });
    expect(sent.cash).toEqual([
      { cents: 2000, loose: 2, bundles: 0 },
      { cents: 1, loose: 1, bundles: 0 },
    ]);
    expect(sent).not.toHaveProperty('check_total');
  });

  it('says by how much the cash is not the receipts’ cash', async () => {
    const { user } = atWork(['prepare_deposit'], {});
    await focus('deposit-0');
    await user.keyboard('{F12}');
    await waitFor(() => expect(document.getElementById('deposit-total')).not.toBeNull());
    await user.keyboard('{F12}');
    await focus('deposit-loose-2000');
    await user.keyboard('1');
    await screen.findByText('The cash is 20.00 too little.');
  });

  it('says what the bank counted in words, and lets treasury alone correct it', async () => {
    const { user } = atWork([], {});
    await focus('deposit-0');
    await user.keyboard('{Enter}');
    await focus('deposit-number');
    await screen.findByText('The bank counted 20.00 less in cash.');
    await user.keyboard('{F12}');
    expect(document.getElementById('correction-reason')).toBeNull();
    const { user: treasurer } = atWork(['enter_bank_figures'], {});
    await treasurer.keyboard('{F12}');
    await focus('correction-reason');
  });

  it('shows nothing of the first count to whoever counts again', async () => {
    const prepared = { ...whole, brief: { ...brief, state: 'prepared' as const }, cash: [], validated: null };
    const { user } = atWork(['verify_deposit'], { deposit: () => prepared });
    await focus('deposit-0');
    await user.keyboard('{Enter}');
    await focus('deposit-number');
    await user.keyboard('{F12}');
    await focus('second-loose-2000');
    expect(document.body.textContent).not.toMatch(/40\.01|300\.00|340\.01/);
  });

  it('begins with the deposit that another screen asked for', async () => {
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['read_board'] } as typeof state.user,
    };
    desk.open({ deposit: 'd1' });
    const { asked } = atWork([], {});
    await focus('deposit-number');
    expect(asked.filter(({ cmd }) => cmd === 'deposit').map(({ req }) => req)).toEqual([{ deposit: 'd1' }]);
  });
});
