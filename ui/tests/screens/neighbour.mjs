/** Another workstation of the site without a screen: a short day at its window, and its entries as a file. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** Runs requests at a workstation, one after the other; a refusal is an error. */
function ask(program, data, requests) {
  const input = requests.map(([cmd, req], id) => JSON.stringify({ id, cmd, req })).join('\n') + '\n';
  const output = execFileSync(program, ['rpc', '--data', data], {
    input,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return output
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { id, ok, err } = JSON.parse(line);
      if (err) throw new Error(`${requests[id][0]}: ${err.message}`);
      return ok;
    });
}

const write = (cmd, req) => [cmd, { request_id: randomUUID(), ...req }];
const loose = (pieces) =>
  Object.entries(pieces).map(([cents, count]) => ({ cents: Number(cents), loose: count }));
const item = (code, amount, reference) => ({ on: 'charge', code, amount, reference });

/**
 * A day at a window: citations of 193.00 and of 54.00 are paid in cash, one by
 * check, and the drawer closes 54.00 short. Answers with the file of its entries.
 */
export function shortDay(program, data, password) {
  const pay = (amount, reference, tender) =>
    write('take_payment', { payment: { lines: [item('PARKING', amount, reference)], tenders: [tender] } });
  const consent = { user: 'lindgren', password };
  const [, , , , third] = ask(program, data, [
    ['sign_in', { user: 'okoye', password }],
    write('open_drawer', { float: loose({ 2000: 10, 1000: 10 }) }),
    pay('193.00', 'C-1001', { tender: 'CASH', amount: '200.00' }),
    pay('54.00', 'C-1002', { tender: 'CASH', amount: '54.00' }),
    pay('120.00', 'C-1003', {
      tender: 'CHECK',
      amount: '120.00',
      routing: '122000496',
      account: '99887766',
      number: '501',
    }),
  ]);
  ask(program, data, [
    ['sign_in', { user: 'okoye', password }],
    write('start_count', {}),
    write('record_count', {
      // The float and what came in, less 54.00.
      cash: loose({ 10000: 4, 2000: 4, 1000: 1, 100: 3 }),
      tape: [{ receipt: third.receipt, tender: 0, present: true }],
      extra: [],
      totals: [{ tender: 'CARD', amount: '0' }],
    }),
    write('close_drawer', { reason: 'Cannot find it', consent }),
  ]);
  const [, written] = ask(program, data, [
    ['sign_in', { user: 'okoye', password }],
    ['hand_over_entries', {}],
  ]);
  return written.path;
}
