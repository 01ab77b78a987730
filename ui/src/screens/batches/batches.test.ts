import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import type { BatchesView, BatchView, Commands } from '../../generated/rpc';
import { account, catalog, scriptedHost, state } from '../../test-desk';
import Batches from './Batches.svelte';
import { batches } from './batches.svelte';
import { keying } from './keying.svelte';
import { heldLine, lineOf, pieceOf } from './envelope';

type Taking = Commands['take_payment']['request'];
const none: BatchesView = {
  business_date: '2026-11-21',
  layouts: [],
  departments: [],
  suspense: true,
  batches: [],
};
const batch: BatchView = {
  session: 'm1',
  name: 'Mail batch 1',
  kind: 'mail',
  open: true,
  business_date: '2026-11-21',
  opened_by: ['R. Alvarez', 'J. Okoye'],
  tenders: [{ tender: 'CHECK', control_items: 2, control_total: 25962, items: 0, total: 0 }],
  items: [],
  difference: -25962,
  agrees: false,
};
const taken = {
  receipt: 'W1-000001',
  total: 20962,
  change: 0,
  change_in: [],
  balances: [],
  seal: '9f3a01c7',
  repeated: false,
};
const focus = (id: string) => waitFor(() => expect(document.activeElement?.id).toBe(id));
const of = <T>(asked: { cmd: string; req: unknown }[], cmd: string) =>
  asked.filter((each) => each.cmd === cmd).map((each) => each.req as T);

window.addEventListener('keydown', pressKey);

describe('what an envelope pays', () => {
  it('is what is due, as the station works it out, unless another amount was typed', () => {
    const piece = pieceOf(account, ['U1']);
    expect(lineOf(piece)).toEqual({
      on: 'account',
      account: '20-04127-03',
      charges: ['U1'],
      seen_due: 18462,
    });
    piece.amount = '50.00';
    expect(lineOf(piece)).toMatchObject({ amount: '50.00', seen_due: 18462 });
  });

  it('names no charges where nothing is due', () => {
    const paid = structuredClone(account);
    for (const charge of paid.account.charges) charge.due = 0;
    const piece = pieceOf(paid);
    piece.amount = '10.00';
    expect(lineOf(piece)).toEqual({ on: 'account', account: '20-04127-03', charges: [], amount: '10.00' });
  });

  it('goes into suspense with why, without a reference where none came', () => {
    expect(heldLine({ reference: ' ', amount: '5.00', why: 'Cannot be read' })).toEqual({
      on: 'suspense',
      amount: '5.00',
      why: 'Cannot be read',
    });
  });
});

describe('the batches screen', () => {
  beforeEach(() => {
    keying.reset();
    // Nobody's: the next screen is taken up anew.
    (batches as unknown as { owner: string | undefined }).owner = undefined;
  });

  function atWork(script: Parameters<typeof scriptedHost>[0]) {
    const asked = scriptedHost({ batches: () => none, batch: () => batch, ...script });
    desk.state = {
      ...state,
      closing_desk: true,
      user: { ...state.user, rights: ['work_batches'] } as typeof state.user,
    };
    render(Batches, { catalog });
    return { asked, user: userEvent.setup() };
  }

  async function keyingMail(script: Parameters<typeof scriptedHost>[0]) {
    const open = () => ({ session: 'm1', name: 'Mail batch 1', repeated: false });
    const all = atWork({ open_batch: open, ...script });
    await screen.findByText('No batch was begun yet.');
    await all.user.keyboard('{F5}');
    await focus('mail-items-CHECK');
    await all.user.keyboard('2{Enter}25962{F12}');
    await focus('key-account');
    return all;
  }

  it('asks for control figures before anything is keyed', async () => {
    const { asked, user } = atWork({});
    await screen.findByText('No batch was begun yet.');
    await user.keyboard('{F5}');
    await focus('mail-items-CHECK');
    await user.keyboard('{F12}');
    await screen.findByText(/how many pieces of each/);
    expect(of(asked, 'open_batch')).toEqual([]);
  });

  it('sends only the figures that were typed', async () => {
    const { asked } = await keyingMail({});
    expect(of<Commands['open_batch']['request']>(asked, 'open_batch')[0]?.control).toEqual([
      { tender: 'CHECK', items: 2, total: '259.62', cash: [] },
    ]);
  });

  it('takes an envelope with two Enters, into the batch', async () => {
    const { asked, user } = await keyingMail({ take_payment: () => taken });
    await user.keyboard('palm');
    await screen.findByRole('option');
    await user.keyboard('{Enter}');
    await focus('key-check');
    await user.keyboard('1042{Enter}');
    await screen.findByText(/W1-000001 is taken/);
    await focus('key-account');
    const [sent] = of<Taking>(asked, 'take_payment');
    expect(sent?.batch).toBe('m1');
    expect(sent?.payment.tenders).toEqual([{ tender: 'CHECK', amount: '209.62', number: '1042' }]);
  });

  it('leaves a refused envelope as it was, the hand where it was', async () => {
    const { user } = await keyingMail({
      take_payment: () => {
        throw { code: 'cash_only_payer', message: 'account is cash only', facts: {} };
      },
    });
    await user.keyboard('palm');
    await screen.findByRole('option');
    await user.keyboard('{Enter}');
    await focus('key-check');
    await user.keyboard('1042{Enter}');
    await waitFor(() => expect(document.querySelector('[data-code=cash_only_payer]')).not.toBeNull());
    await focus('key-check');
    expect((document.activeElement as HTMLInputElement).value).toBe('1042');
  });

  it('closes no batch over an envelope that is half keyed', async () => {
    const { asked, user } = await keyingMail({ close_batch: () => ({ seq: 1, repeated: false }) });
    await user.keyboard('palm');
    await screen.findByRole('option');
    await user.keyboard('{Enter}');
    await focus('key-check');
    await user.keyboard('{F12}');
    await screen.findByText(/half keyed/);
    expect(of(asked, 'close_batch')).toEqual([]);
  });
});
