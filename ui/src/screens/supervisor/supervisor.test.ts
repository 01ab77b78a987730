import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../desk/desk.svelte';
import { pressKey } from '../../desk/keys.svelte';
import { secondPerson } from '../../desk/second-person.svelte';
import type { BoardRow, BoardView, Right, SessionSheet, SuspectsView } from '../../generated/rpc';
import { catalog, scriptedHost, state } from '../../test-desk';
import Supervisor from './Supervisor.svelte';
import { board } from './board.svelte';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const row = (n: number, more: Partial<BoardRow>): BoardRow => ({
  session: id(n),
  station: `W${n}`,
  batch: null,
  name: `Drawer ${n}`,
  window: `Window ${n}`,
  cashier: 'R. Alvarez',
  stage: 'closed',
  carried_from: null,
  receipts: 3,
  tenders: [{ tender: 'CASH', items: 3, expected: 20000, counted: 20000 }],
  total: { expected: 20000, counted: 20000, difference: 0 },
  control_items: null,
  own: false,
  deposit: null,
  reason: null,
  counted_since: false,
  ...more,
});
const short = row(3, {
  tenders: [{ tender: 'CASH', items: 3, expected: 20000, counted: 14600 }],
  total: { expected: 20000, counted: 14600, difference: -5400 },
});
const rows = [row(1, {}), short, row(4, { own: true })];
const view = (of: BoardRow[]): BoardView => ({
  date: '2026-11-21',
  closed: false,
  dates: [{ date: '2026-11-21', closed: false }],
  tenders: catalog.tenders.map(({ code, name, name_es, kind }) => ({ code, name, name_es, kind })),
  rows: of,
  totals: [{ tender: 'CASH', items: 9, expected: 60000, counted: 54600 }],
  total: { expected: 60000, counted: 54600, difference: -5400 },
  approved: 0,
  stations: [],
  in_the_way: [{ key: id(3), name: 'Drawer 3', why: 'closed' }],
  suspense_items: 0,
  suspense_total: 0,
});
const sheet = (of: BoardRow, more: Partial<SessionSheet> = {}): SessionSheet => ({
  row: of,
  float: 30000,
  opened_at: '08:02',
  closed_at: '17:05',
  receipts: [
    {
      number: 'W3-000002',
      at: '9:10',
      payer: null,
      summary: 'Parking citation',
      tenders: [{ tender: 'CASH', amount: 5400, detail: '' }],
      total: 5400,
      void: false,
      suspense: false,
    },
  ],
  events: [],
  counts: [],
  tape: [],
  control: [],
  reason_needed: of === short,
  close_reason: null,
  ...more,
});
const suspects: SuspectsView = {
  session: id(3),
  differences: [{ tender: 'CASH', difference: -5400 }],
  narrowed_at: '12:30',
  narrowed_agreed: true,
  searched: 2,
  receipts: 3,
  suspects: [
    {
      pattern: 'not_received',
      facts: {},
      tender: 'CASH',
      names: ['W3-000002'],
      explains: -5400,
      says: 'It may never have come in.',
      mend: { do: 'void', receipt: 'W3-000002' },
    },
    {
      pattern: 'wrong_tender',
      facts: {},
      tender: 'CASH',
      names: ['W3-000002'],
      explains: -5400,
      says: 'It may have been paid by Check.',
      mend: { do: 'reclass', receipt: 'W3-000002', place: 0, to: 'CHECK' },
    },
  ],
  pieces: [],
};
const rights: Right[] = ['read_board', 'approve', 'work_drawer', 'close_day', 'read_receipts'];

window.addEventListener('keydown', pressKey);

function atTheBoard(script: Parameters<typeof scriptedHost>[0] = {}, of = rows) {
  const asked = scriptedHost({
    board: () => view(of),
    session_sheet: ({ session }) => sheet(of.find((each) => each.session === session) ?? short),
    suspects: () => suspects,
    approve_session: () => ({ seq: 1, repeated: false }) as never,
    return_session: () => ({ seq: 1, repeated: false }) as never,
    ...script,
  });
  desk.state = {
    ...state,
    closing_desk: true,
    user: { id: 'tran', name: 'M. Tran', roles: ['supervisor'], rights },
  };
  render(Supervisor, { catalog });
  return { asked, user: userEvent.setup() };
}
const requests = (asked: { cmd: string; req: unknown }[], cmd: string) =>
  asked.filter((each) => each.cmd === cmd).map((each) => each.req);
const focusIn = (wanted: string) => waitFor(() => expect(document.activeElement?.id).toBe(wanted));

describe('the board', () => {
  beforeEach(() => {
    secondPerson.asking = null;
    board.view = null;
    (board as unknown as { owner: string | undefined }).owner = undefined;
  });

  it('begins with the sheet that another screen asked for, on its own date', async () => {
    desk.state = {
      ...state,
      closing_desk: true,
      user: { id: 'tran', name: 'M. Tran', roles: ['supervisor'], rights },
    };
    desk.open({ session: id(3), date: '2026-11-19' });
    const { asked } = atTheBoard({ board: ({ date }) => ({ ...view(rows), date: date ?? '2026-11-21' }) });
    await focusIn('sheet-receipt-0');
    expect(board.chosen).toBe(id(3));
    expect(requests(asked, 'board')).toEqual([{}, { date: '2026-11-19' }]);
    board.page = 'board';
    await board.show('2026-11-21');
    await board.openSheet('not there');
    expect(board.page).toBe('board');
  });

  it('says what differs and where to look, and keeps row and focus while it is asked for again', async () => {
    const { user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('Window 3 is 54.00 short in cash');
    await screen.findByText('It may never have come in.');
    await focusIn('board-row-1');
    board.view = view([...rows, row(5, {})]);
    await board.load();
    await focusIn('board-row-1');
    expect(board.chosen).toBe(id(3));
  });

  it('asks why before a difference is approved, and sends the difference that was seen', async () => {
    const { asked, user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('It may never have come in.');
    await user.keyboard('{F12}');
    await focusIn('approve-reason');
    expect(requests(asked, 'approve_session')).toEqual([]);
    await user.keyboard('Cannot find it{F12}');
    await waitFor(() => expect(requests(asked, 'approve_session')).toHaveLength(1));
    expect(requests(asked, 'approve_session')[0]).toMatchObject({
      session: id(3),
      seen_difference: -5400,
      reason: 'Cannot find it',
    });
  });

  it('keeps a reason that is half typed over a restart, for its own user', async () => {
    const { user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('It may never have come in.');
    await user.type(document.getElementById('approve-reason') as HTMLElement, 'Half a rea');
    board.approving = {};
    const begun = board as unknown as { owner: string | undefined };
    begun.owner = undefined;
    await board.attach('tran');
    expect(board.approving[id(3)]).toBe('Half a rea');
    await board.attach('lindgren');
    expect(board.approving[id(3)]).not.toBe('Half a rea');
  });

  it('leaves what was typed beside a refusal', async () => {
    const { user } = atTheBoard({
      approve_session: () => {
        throw { code: 'figures_changed', message: 'the figures changed', facts: { name: 'Drawer 3' } };
      },
    });
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('It may never have come in.');
    await user.keyboard('{F12}');
    await focusIn('approve-reason');
    await user.keyboard('Because{F12}');
    await waitFor(() => expect(document.querySelector('[data-code=figures_changed]')).not.toBeNull());
    expect((document.getElementById('approve-reason') as HTMLInputElement).value).toBe('Because');
  });

  it('has nobody approve what they worked themselves', async () => {
    const { asked, user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{End}');
    await waitFor(() => expect(document.getElementById('own-row')?.textContent).toContain('Someone else'));
    await user.keyboard('{F12}');
    expect(requests(asked, 'approve_session')).toEqual([]);
  });

  it('mends a suspect under its key, with the row’s session and a second person', async () => {
    const { asked, user } = atTheBoard({
      void_receipt: ({ consent }) => {
        if (!consent) throw { code: 'second_person_needed', message: '', facts: { statement: 'Void it' } };
        return { receipt: 'W3-000002', cash_back: 5400, cash_back_in: [], hand_back: [] };
      },
    });
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('It may never have come in.');
    await user.keyboard('{F7}');
    await focusIn('void-reason');
    await user.keyboard('1{F12}');
    await waitFor(() => expect(secondPerson.asking?.statement).toBe('Void it'));
    await secondPerson.asking?.send({ user: 'lindgren', password: 'x' });
    await waitFor(() => expect(document.getElementById('cash-back')?.textContent).toBe('54.00'));
    expect(requests(asked, 'void_receipt')[1]).toMatchObject({ session: id(3), receipt: 'W3-000002' });
    await focusIn('board-row-1');
  });

  it('picks a place to look by its number, and F6 begins with its tender and type', async () => {
    const { user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{ArrowDown}');
    await screen.findByText('It may never have come in.');
    await user.keyboard('2');
    await focusIn('suspect-1');
    await user.keyboard('{F6}');
    await focusIn('reclass-place');
    expect((document.getElementById('reclass-to') as HTMLSelectElement).value).toBe('CHECK');
  });

  it('sends back for a recount with a reason', async () => {
    const { asked, user } = atTheBoard();
    await focusIn('board-row-0');
    await user.keyboard('{F5}');
    await focusIn('return-reason');
    await user.keyboard('{F12}');
    expect(requests(asked, 'return_session')).toEqual([]);
    await user.keyboard('Count the twenties{F12}');
    await waitFor(() => expect(requests(asked, 'return_session')).toHaveLength(1));
    expect(requests(asked, 'return_session')[0]).toMatchObject({
      reason: 'Count the twenties',
      recount: true,
    });
  });

  it('helps where nothing was opened yet', async () => {
    atTheBoard({}, []);
    await screen.findByText('No drawer was opened on this day yet.');
  });
});
