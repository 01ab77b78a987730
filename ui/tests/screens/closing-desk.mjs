/** The closing desk through the built screens: a batch of mail, a file, a turn-in, suspense, a deposit to treasury. */
const PASSWORD = 'alder-creek';
const TITLES = { batches: '#batches', deposit: '#deposits-title' };

/** Luhn's check digit, as the demo city's utility bills carry it. */
export function luhn(digits) {
  const sum = [...digits].reverse().reduce((all, digit, place) => {
    const n = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return all + (n > 9 ? n - 9 : n);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

async function signIn(desk, user, screen) {
  await desk.focusIn('sign-in-user');
  await desk.type(user);
  await desk.press('Tab');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.see(`#nav-${screen}`);
  await desk.press({ batches: 'Alt+4', supervisor: 'Alt+5', deposit: 'Alt+6' }[screen]);
  if (TITLES[screen]) await desk.see(TITLES[screen]);
}

async function signOut(desk) {
  await desk.press('Alt+q');
  await desk.focusIn('sign-in-user');
}

/** Scans with the reader's prefix, wherever the focus is. */
async function scan(desk, digits) {
  await desk.scan(`UB${digits}${luhn(digits)}`, '#account-name');
}

async function check(desk, number) {
  await desk.focusIn('key-check');
  await desk.type(number);
  await desk.press('Enter');
  await desk.focusIn('key-account');
}

async function mail(desk) {
  await signIn(desk, 'alvarez', 'batches');
  await desk.look('no batches yet');
  await desk.press('F5');
  await desk.focusIn('mail-items-CHECK');
  await desk.press('F12');
  await desk.see('#refusal', 'how many pieces');
  await desk.type('4');
  await desk.press('Enter');
  await desk.focusIn('mail-total-CHECK');
  await desk.type('47471');
  await desk.count('mail', { 2000: 1 });
  await desk.look('control figures');
  await desk.press('F12');
  await desk.focusIn('second-user');
  await desk.look('both openers');
  await desk.secondPerson('okoye', PASSWORD);
  await desk.see('#batch-left', '494.71');
  await desk.focusIn('key-account');

  // Two Enters: the scanned bill's, the check's.
  await scan(desk, '20050060200015868');
  await desk.see('#account-name', 'García');
  await desk.look('an envelope');
  await check(desk, '1042');
  await desk.see('#taken', '158.68');
  await desk.see('#batch-left', '336.03');

  // A check of another amount.
  await desk.type('20-01834-01');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.focusIn('key-check');
  await desk.press('ArrowUp');
  await desk.focusIn('key-amount');
  await desk.type('10000');
  await desk.press('Enter');
  await check(desk, 't122000496t 004471902u 1234');
  await desk.see('#taken', '100.00');

  // It matches no account.
  await desk.type('99-00000-00');
  await desk.press('F4');
  await desk.focusIn('key-amount');
  await desk.type('5000');
  await desk.press('Enter');
  await desk.focusIn('key-check');
  await desk.look('into suspense');
  await check(desk, '77');

  // What is half keyed is still there after another screen, the lock, and is closed by no F12.
  await desk.type('20-02290-02');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.focusIn('key-check');
  await desk.type('50');
  await desk.press('Alt+3');
  await desk.focusIn('find');
  await desk.press('Alt+4');
  await desk.see('#account-name', 'Nguyen');
  await desk.press('Alt+l');
  await desk.focusIn('unlock-password');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.see('#account-name', 'Nguyen');
  // The window is broken off and begun anew.
  await desk.page.waitForTimeout(100);
  await desk.page.reload();
  await desk.page.waitForSelector('html[data-app-ready=true]');
  await desk.press('Alt+4');
  await desk.see('#batches');
  await desk.see('#main-action', 'Mail batch 1');
  await desk.press('F12');
  await desk.see('#account-name', 'Nguyen');
  await desk.see('#notice', 'Nothing is lost');
  const number = await desk.page.inputValue('#key-check');
  if (number !== '50') throw new Error(`what stood half keyed is lost: “${number}”`);
  await desk.press('F12');
  await desk.see('#notice', 'half keyed');
  await desk.page.fill('#key-check', '5001');
  await desk.press('Enter');
  await desk.see('#taken', '166.03');
  await desk.see('#batch-left', '20.00');

  // The last one was another check: void, and key it again.
  await desk.press('F9');
  await desk.focusIn('void-reason');
  await desk.press('2');
  await desk.look('void in a batch');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#voided');
  await desk.see('#batch-left', '186.03');
  await desk.type('20-02290-02');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await check(desk, '5002');
  await scan(desk, '20041270300018462');
  await desk.see('#account-name', 'Okafor');
  await desk.focusIn('key-check');
  await desk.type('9');
  await desk.press('Enter');
  await desk.see('[data-code=cash_only_payer]');
  await desk.focusIn('key-check');
  await desk.press('F5');
  await desk.focusIn('key-amount');
  await desk.type('2000');
  await desk.press('Enter');
  await desk.see('#tally-CASH', '20.00');
  await desk.see('#batch-left', '0.00');
  await desk.look('keyed and control agree');
  await desk.press('F12');
  await desk.see('#done', 'closed');
  await desk.look('batches');
}

/** A batch that does not agree is closed by name. */
async function differing(desk) {
  await desk.press('F5');
  await desk.focusIn('mail-items-CHECK');
  await desk.type('2');
  await desk.press('Enter');
  await desk.type('3000');
  await desk.press('F12');
  await desk.secondPerson('okoye', PASSWORD);
  await desk.see('#batch-left', '30.00');
  await desk.press('F3');
  await desk.focusIn('item-search');
  await desk.type('dog');
  await desk.press('Enter');
  await desk.focusIn('item-reference');
  await desk.type('DL-26-0999');
  await desk.press('Enter');
  await check(desk, '881');
  await desk.see('#batch-left', '5.00');
  await desk.press('F12');
  await desk.focusIn('close-reason');
  await desk.see('#close-differences', '5.00');
  await desk.press('1');
  await desk.look('closed with a difference');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done', 'closed');
}

const FILE = [
  'H,counterfoil-payments-1,W-1120,2026-11-20,WEB',
  'P,20-04127-03,63.00,,"Okafor, Ngozi",WP-88121,,,,VISA,4417,A09312,2026-11-19',
  'P,77-00000-01,48.10,,"Doe, Jan",WP-88122,,,,VISA,4418,A09313,2026-11-20',
  'T,2,111.10',
  '',
].join('\n');

async function file(desk) {
  const choose = (content) =>
    desk.page.setInputFiles('#file-input', {
      name: 'web-1120.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(content),
    });
  await desk.press('F6');
  await desk.focusIn('file-layout');
  await choose(FILE.slice(0, 150));
  await desk.see('#refusal p');
  await desk.look('a file cut off');
  await choose(FILE);
  await desk.see('#file-items', '2');
  await desk.see('#file-suspense', '1');
  await desk.look('a file looked at');
  await desk.press('F12');
  await desk.see('#done');
  await desk.look('a file taken in');
  await desk.press('F12');
  await choose(FILE);
  await desk.see('[data-code=file_taken_in_before]');
  await desk.press('Escape');
}

async function turnIn(desk) {
  await desk.press('F7');
  await desk.focusIn('turn-in-department');
  await desk.page.selectOption('#turn-in-department', 'REC');
  await desk.press('Enter');
  await desk.type('PR-118');
  await desk.press('Enter');
  await desk.type('Ana Ruiz');
  await desk.press('Enter');
  await desk.type('34500');
  await desk.press('Enter');
  await desk.focusIn('item-search');
  await desk.type('turn-in');
  await desk.press('Enter');
  await desk.page.waitForSelector('#item-reference, #item-amount');
  if (await desk.page.locator('#item-reference').count()) {
    await desk.type('PR-118');
    await desk.page.focus('#item-amount');
  }
  await desk.type('34500');
  await desk.press('Enter');
  await desk.see('#turn-in-lines', '345.00');
  await desk.press('F6');
  await desk.focusIn('paper-amount');
  await desk.type('14500');
  await desk.page.focus('#paper-number');
  await desk.type('6001');
  await desk.press('Enter');
  await desk.see('#turn-in-papers', '145.00');
  await desk.press('Escape');
  await desk.count('first', { 10000: 2 });
  await desk.count('second', { 10000: 1 });
  await desk.look('a turn-in');
  await desk.press('F12');
  await desk.see('[data-code=counts_differ]');
  await desk.count('second', { 10000: 2 });
  await desk.press('F12');
  await desk.see('#turn-in-receipt', 'W1-');
  await desk.look('a turn-in taken');
  await desk.press('Escape');
  await desk.see('#batch-3');
  await signOut(desk);
}

async function suspense(desk) {
  await signIn(desk, 'lindgren', 'batches');
  await desk.press('F8');
  await desk.see('#suspense-1');
  await desk.focusIn('suspense-0');
  await desk.look('suspense');
  await desk.press('Enter');
  await desk.focusIn('place-account');
  await desk.type('garcia lemon');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.focusIn('place-reason');
  await desk.press('1');
  await desk.look('placing');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.press('Escape');
}

/** Approves what is closed, as the board shows it. */
async function approveAll(desk) {
  const failed = await desk.page.evaluate(async () => {
    const ask = async (cmd, req) => {
      const response = await fetch('/rpc', { method: 'POST', body: JSON.stringify({ cmd, req }) });
      const answer = await response.json();
      if (answer.err) throw new Error(JSON.stringify(answer.err));
      return answer.ok;
    };
    try {
      const { batches } = await ask('batches', {});
      for (const row of batches.filter(({ stage }) => stage === 'closed')) {
        const request = { session: row.session, seen_difference: row.total.difference, reason: 'Seen' };
        await ask('approve_session', { ...request, request_id: crypto.randomUUID() });
      }
      return null;
    } catch (cause) {
      return String(cause);
    }
  });
  if (failed) throw new Error(failed);
}

async function prepare(desk) {
  await desk.press('Alt+6');
  await desk.see('#ready');
  await desk.look('ready to be deposited');
  await desk.press('F12');
  await desk.focusIn('deposit-session-0');
  await desk.see('#deposit-total');
  const whole = await desk.page.textContent('#deposit-total');
  await desk.press('Space');
  await desk.page.waitForFunction(
    (before) => document.querySelector('#deposit-total')?.textContent !== before,
    whole,
  );
  await desk.press('Space');
  await desk.see('#deposit-total', whole);
  await desk.look('what is deposited');
  await desk.press('F12');
  await desk.focusIn('deposit-loose-10000');
  await desk.see('#deposit-cash-says', 'receipts’ cash');

  // Never substituted: another note than the receipts' cash comes to is refused by name.
  await desk.count('deposit', { 10000: 1 });
  await desk.press('F12');
  await desk.see('[data-code=deposit_cash]');
  await desk.count('deposit', { 10000: 2 });
  const first = await desk.page.textContent('#slip-check-0');
  await desk.page.focus('#slip-check-0');
  await desk.press('Shift+ArrowDown');
  await desk.focusIn('slip-check-1');
  await desk.see('#slip-check-1', first);
  await desk.page.fill('#deposit-machine', '1.00');
  await desk.see('#machine-says', 'less');
  await desk.look('a deposit put together');
  const checks = await desk.page.textContent('#deposit-check-total');
  await desk.page.fill('#deposit-machine', checks);
  await desk.press('F12');
  await desk.see('#done', 'prepared');
  await desk.look('prepared');
  return checks;
}

async function secondCount(desk, checks) {
  await desk.press('F12');
  await desk.focusIn('second-loose-10000');
  await desk.count('second', { 10000: 2 });
  await desk.page.fill('#second-check-items', '6');
  await desk.page.fill('#second-check-total', checks);
  await desk.page.fill('#bag', 'B-77120');
  await desk.look('second count');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('[data-code=second_count_differs]');
  await desk.count('second', { 2000: 1 });
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#deposit-bag', 'B-77120');
  await desk.press('F6');
  await desk.see('#written', '.pdf');
  await desk.look('final');
  await signOut(desk);
}

async function treasury(desk, checks) {
  await signIn(desk, 'abbott', 'deposit');
  await desk.focusIn('deposit-0');
  await desk.press('Enter');
  await desk.focusIn('deposit-number');
  await desk.press('F12');
  await desk.focusIn('bank-cash');
  await desk.type('20000');
  await desk.press('Enter');
  await desk.page.fill('#bank-checks', checks);
  await desk.page.focus('#bank-reference');
  await desk.type('BK-4471');
  await desk.look('the bank’s figures');
  await desk.press('Enter');
  await desk.see('#bank-difference', '20.00 less in cash');
  await desk.look('the bank differs');
  await desk.press('F12');
  await desk.focusIn('correction-reason');
  await desk.press('1');
  await desk.press('Enter');
  await desk.type('BK-4471-C');
  await desk.press('Enter');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#bank-corrections', 'BK-4471-C');
  await desk.look('corrected');
  await signOut(desk);
}

/** An auditor reads a deposit, and has no key that changes anything. */
async function auditor(desk) {
  await signIn(desk, 'iyer', 'deposit');
  await desk.focusIn('deposit-0');
  await desk.press('Enter');
  await desk.focusIn('deposit-number');
  if (await desk.page.locator('#main-action').count())
    throw new Error('an auditor is offered to change a deposit');
  await signOut(desk);
}

export async function closingDesk(desk) {
  await mail(desk);
  await differing(desk);
  await file(desk);
  await turnIn(desk);
  await suspense(desk);
  await approveAll(desk);
  const checks = await prepare(desk);
  await secondCount(desk, checks);
  await treasury(desk, checks);
  await auditor(desk);
}

/** At twice the zoom, and in Spanish, everything is still there. */
export async function closingDeskInSpanish(desk) {
  await desk.focusIn('sign-in-user');
  await desk.page.click('#language');
  await signIn(desk, 'alvarez', 'batches');
  await desk.see('#batches', 'lote');
  await desk.press('F5');
  await desk.focusIn('mail-items-CHECK');
  await desk.look('cifras de control');
  await desk.type('2');
  await desk.press('Enter');
  await desk.type('20000');
  await desk.press('F12');
  await desk.secondPerson('okoye', PASSWORD);
  await desk.see('#batch-left', '200.00');
  await scan(desk, '20050060200015868');
  await desk.focusIn('key-check');
  await desk.look('un sobre');
  await check(desk, '1042');
  await desk.see('#batch-left', '41.32');
  await desk.press('F12');
  await desk.focusIn('close-reason');
  await desk.press('1');
  await desk.look('cerrar con diferencia');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.look('lotes');
  await desk.press('F6');
  await desk.focusIn('file-layout');
  await desk.look('un archivo');
  await desk.press('Escape', 'F7');
  await desk.focusIn('turn-in-department');
  await desk.look('una entrega');
  await signOut(desk);
  await signIn(desk, 'lindgren', 'batches');
  await desk.press('F8');
  await desk.see('#suspense-title');
  await desk.look('en suspenso');
  await approveAll(desk);
  await desk.press('Alt+6');
  await desk.see('#ready');
  await desk.look('depósitos');
  await desk.press('F12');
  await desk.see('#deposit-total');
  await desk.look('qué se deposita');
  await desk.press('F12');
  await desk.see('#slip-checks');
  await desk.look('un depósito');
  await desk.press('F12');
  await desk.see('#done');
  await desk.look('depósito preparado');
  await desk.press('F12');
  await desk.focusIn('second-loose-10000');
  await desk.look('segundo conteo');
  await desk.press('Escape');
  await desk.focusIn('deposit-number');
  await desk.press('F8');
  await desk.focusIn('withdraw-reason');
  await desk.press('1');
  await desk.look('deshacer un depósito');
  await desk.press('F12');
  await desk.see('#done', 'deshecho');
  await desk.see('[data-state=withdrawn]');
  await desk.see('#ready', 'Mail batch 1');
  await desk.look('depósito deshecho');
}
