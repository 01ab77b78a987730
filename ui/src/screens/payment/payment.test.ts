import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Commands, Taken } from '../../generated/rpc';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import { secondPerson } from '../../desk/second-person.svelte';
import { account, catalog, scriptedHost, state } from '../../test-desk';
import Payment from './Payment.svelte';
import { payment } from './payment.svelte';

type TakeRequest = Commands['take_payment']['request'];

const taken: Taken = {
  receipt: 'W3-018204',
  total: 20962,
  change: 1038,
  change_in: [{ cents: 2000, loose: 1 }],
  balances: [],
  seal: '9f3a01c7',
  repeated: false,
};
const of = (asked: { cmd: string; req: unknown }[], cmd: string) =>
  asked.filter((each) => each.cmd === cmd).map((each) => each.req as TakeRequest);

window.addEventListener('keydown', pressKey);

/** Finds the account and puts 220.00 in cash beside it. */
async function ready(): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  render(Payment, { catalog });
  await user.type(screen.getByRole('combobox'), 'palm');
  await screen.findByRole('option');
  await user.keyboard('{Enter}');
  await screen.findByText('Utility bill');
  await waitFor(() => expect(document.getElementById('remaining')?.textContent).toBe('209.62'));
  await user.keyboard('{F5}');
  await waitFor(() => expect(document.activeElement?.id).toBe('tender-amount'));
  await user.keyboard('22000');
  return user;
}

describe('the payment screen', () => {
  beforeEach(() => {
    scriptedHost({});
    secondPerson.asking = null;
    payment.startOver();
    // Nobody's: the next screen takes its user's draft up.
    (payment as unknown as { owner: string | null }).owner = null;
  });

  it('shows the change while the cash is typed, and takes once however often F12 is pressed', async () => {
    let answer: (reply: Taken) => void = () => undefined;
    const asked = scriptedHost({ take_payment: () => new Promise<Taken>((resolve) => (answer = resolve)) });
    const user = await ready();
    await waitFor(() => expect(document.getElementById('change')?.textContent).toBe('10.38'));
    await user.keyboard('{F12}{F12}');
    answer(taken);
    await screen.findByText('W3-018204');
    expect(of(asked, 'take_payment')).toHaveLength(1);
    expect(of(asked, 'take_payment')[0]?.payment.tenders).toEqual([{ tender: 'CASH', amount: '220.00' }]);
    expect(document.getElementById('change')?.textContent).toBe('10.38');
  });

  it('sends again under the same id when no answer came', async () => {
    let tries = 0;
    const asked = scriptedHost({
      take_payment: () => {
        if (++tries === 1) throw new Error('lost');
        return { ...taken, repeated: true };
      },
    });
    const user = await ready();
    await user.keyboard('{F12}');
    await screen.findByText('W3-018204');
    const [first, second] = of(asked, 'take_payment');
    expect(second).toEqual(first);
  });

  it('holds everything still when no answer comes at all, and sends the very same with the next F12', async () => {
    let lost = true;
    const asked = scriptedHost({
      take_payment: () => {
        if (lost) throw new Error('lost');
        return { ...taken, repeated: true };
      },
    });
    const user = await ready();
    await user.keyboard('{F12}');
    expect(await screen.findByText(/nobody knows yet whether/, {}, { timeout: 4000 })).toBeTruthy();
    expect(document.querySelector<HTMLElement>('.left')?.inert).toBe(true);
    lost = false;
    await user.keyboard('{F12}');
    await screen.findByText('W3-018204');
    const sent = of(asked, 'take_payment');
    expect(sent).toHaveLength(4);
    expect(sent.every((req) => JSON.stringify(req) === JSON.stringify(sent[0]))).toBe(true);
  });

  it('takes nothing at a stopped workstation, and keeps what was typed', async () => {
    const asked = scriptedHost({ take_payment: () => taken });
    const user = await ready();
    const central = { state: 'stopped', code: 'station_cloned', message: 'call' } as const;
    desk.take({ ...state, central });
    await user.keyboard('{F12}');
    expect(of(asked, 'take_payment')).toHaveLength(0);
    expect((document.getElementById('tender-amount') as HTMLInputElement).value).toBe('220.00');
    desk.take(state);
    await user.keyboard('{F12}');
    await screen.findByText('W3-018204');
  });

  it('says a refusal where the hand is and keeps what was typed', async () => {
    scriptedHost({
      take_payment: () => {
        throw { code: 'no_open_drawer', message: 'no drawer is open', facts: {} };
      },
    });
    const user = await ready();
    await user.keyboard('{F12}');
    expect((await screen.findByText(/No drawer is open\. Press/)).closest('[role=alert]')).not.toBeNull();
    expect((document.getElementById('tender-amount') as HTMLInputElement).value).toBe('220.00');
    expect(screen.getByText('Utility bill')).toBeTruthy();
  });

  it('asks for a second person and sends the very same payment with their consent', async () => {
    const asked = scriptedHost({
      take_payment: (req) => {
        if (!req.consent)
          throw { code: 'second_person_needed', message: '', facts: { statement: 'Take 209.62' } };
        return taken;
      },
    });
    const user = await ready();
    await user.keyboard('{F12}');
    await waitFor(() => expect(secondPerson.asking?.statement).toBe('Take 209.62'));
    await secondPerson.asking?.send({ user: 'tran', password: 'x' });
    await screen.findByText('W3-018204');
    const [first, second] = of(asked, 'take_payment');
    expect(second).toEqual({ ...first, consent: { user: 'tran', password: 'x' } });
  });

  it('asks about a check that was seen before, and confirms by another key than F12', async () => {
    const asked = scriptedHost({
      take_payment: (req) => {
        if (req.same_check_confirmed) return taken;
        throw {
          code: 'check_seen_before',
          message: 'seen',
          facts: { receipt: 'W3-018177', date: '2026-11-19' },
        };
      },
    });
    const user = await ready();
    await user.keyboard('{F12}');
    await waitFor(() => expect(document.activeElement?.id).toBe('confirm-check'));
    await user.keyboard('{Enter}');
    await screen.findByText('W3-018204');
    expect(of(asked, 'take_payment').map((req) => req.same_check_confirmed)).toEqual([undefined, true]);
  });

  it('takes up the draft that was kept', async () => {
    scriptedHost({
      draft: () => ({
        draft: {
          request_id: '00000000-0000-4000-8000-000000000009',
          payment: { lines: [], tenders: [] },
          typed: {
            entries: [
              {
                kind: 'account',
                number: account.account.number,
                chosen: { U1: true, D1: false },
                typed: { U1: '50.00' },
                part: '',
              },
            ],
            tenders: [{ tender: 'CARD', amount: '50.00', last_four: '4471' }],
            form: null,
            payer: 'N. Okafor',
            note: '',
            language: null,
          },
        },
        taken: null,
      }),
    });
    render(Payment, { catalog });
    expect(await screen.findByText('This payment was in progress. Nothing is lost.')).toBeTruthy();
    await waitFor(() => expect(document.getElementById('total')?.textContent).toBe('50.00'));
    expect(screen.getByText('····4471')).toBeTruthy();
    expect(payment.payer).toBe('N. Okafor');
  });

  it('shows the receipt of a draft that was taken already', async () => {
    scriptedHost({ draft: () => ({ draft: null, taken }) });
    render(Payment, { catalog });
    expect(await screen.findByText('W3-018204')).toBeTruthy();
  });

  it('takes a check reader’s line in the search field, and reads it once', async () => {
    const asked = scriptedHost({
      read_micr: () => ({ routing: '122000496', account: '004471902', number: '1234' }),
    });
    const user = await ready();
    await user.keyboard('{Escape}{F2}');
    await user.type(screen.getByRole('combobox'), 't122000496t 004471902u 1234{Enter}');
    await waitFor(() =>
      expect((document.getElementById('tender-number') as HTMLInputElement).value).toBe('1234'),
    );
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(asked.filter((each) => each.cmd === 'read_micr')).toHaveLength(1);
    expect((document.getElementById('tender-micr') as HTMLInputElement).value).toBe('');
  });

  it('sends a check reader’s line that was not read yet along with F12', async () => {
    const asked = scriptedHost({ take_payment: () => taken });
    const user = await ready();
    await user.keyboard('{Escape}{F6}');
    await waitFor(() => expect(document.activeElement?.id).toBe('tender-micr'));
    await user.keyboard('t122000496t 004471902u 1234{F12}');
    await screen.findByText('W3-018204');
    expect(of(asked, 'take_payment')[0]?.payment.tenders).toEqual([
      { tender: 'CHECK', amount: '209.62', micr: 't122000496t 004471902u 1234' },
    ]);
  });

  it('never keeps the account number of a check', async () => {
    const asked = scriptedHost({
      read_micr: () => ({ routing: '122000496', account: '004471902', number: '1234' }),
    });
    const user = await ready();
    await user.keyboard('{Escape}{F6}');
    await waitFor(() => expect(document.activeElement?.id).toBe('tender-micr'));
    await user.keyboard('t122000496t 004471902u 1234{Enter}');
    await waitFor(() =>
      expect((document.getElementById('tender-account') as HTMLInputElement).value).toBe('004471902'),
    );
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(of(asked, 'save_draft').some((req) => JSON.stringify(req).includes('1234'))).toBe(true),
    );
    expect(
      asked
        .filter((each) => each.cmd === 'save_draft')
        .every((each) => !JSON.stringify(each).includes('004471902')),
    ).toBe(true);
    expect(payment.tenders[0]?.account).toBe('004471902');
  });
});
