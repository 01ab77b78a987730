/** Returned items through the built screens: found, worked, noticed, a bank's file, reinstated. */
const PASSWORD = 'alder-creek';

async function signIn(desk, user) {
  await desk.focusIn('sign-in-user');
  await desk.type(user);
  await desk.press('Tab');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.see('#nav-returns');
  await desk.press('Alt+7');
}

async function signOut(desk) {
  await desk.press('Alt+q');
  await desk.focusIn('sign-in-user');
}

/** The check by its number, the reason as it is typed, the fee left out with a second person. */
async function byHand(desk) {
  await desk.focusIn('returns-title');
  await desk.look('nothing returned');
  await desk.press('F12');
  await desk.focusIn('find-number');
  await desk.look('find the original');
  await desk.type('1042');
  await desk.press('Enter');
  await desk.focusIn('original-0');
  await desk.see('#originals', 'Check number agrees');
  await desk.look('candidates');
  await desk.press('Enter');
  await desk.focusIn('return-reason');
  await desk.look('reasons');
  await desk.type('ns');
  await desk.press('Enter');
  await desk.see('#preview-fee', '25.00');
  await desk.see('#return-preview', 'Returned items receivable');
  await desk.look('what it would do');
  await desk.page.focus('#return-no-fee');
  await desk.type('The bank’s own mistake');
  await desk.see('#preview-fee', 'The bank’s own mistake');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#returned-number', 'R-000001');
  // The notice is made in the same commit, in the language that stands chosen.
  await desk.see('#returned-state', 'Notice sent');
  await desk.see('#written', 'voucher');
  await desk.look('a returned item');
}

/** Notices, the voucher, the register. */
async function noticed(desk) {
  await desk.press('F6');
  await desk.see('#written', '.pdf');
  await desk.see('#notices', 'Notice 2');
  await desk.press('F7');
  await desk.see('#notices', 'Notice 3');
  await desk.look('notices');
  await desk.press('F8');
  await desk.see('#written', 'voucher');
  await desk.press('Escape');
  await desk.focusIn('return-row-0');
  await desk.see('#ages', '0 to 30 days');
  await desk.look('register of returned items');
}

/** A file with an item that nobody took: looked at, taken in, dismissed. */
async function file(desk) {
  const lines = [
    'H,counterfoil-returns-1,R-1120,2026-11-20',
    'R,7777.77,NSF,9999,,,RT00001,,,Nobody,,,,',
    'T,1,7777.77',
    '',
  ];
  await desk.press('F6');
  await desk.focusIn('returns-file-layout');
  await desk.page.setInputFiles('#returns-file-input', {
    name: 'returns.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  });
  await desk.see('#file-total', '7,777.77');
  await desk.see('#file-none', '1');
  await desk.look('a bank’s file');
  await desk.press('F12');
  await desk.see('#file-progress', '1 of 1');
  await desk.focusIn('sitting-title');
  await desk.look('an item of the file');
  await desk.press('F8');
  await desk.focusIn('dismiss-reason');
  await desk.press('F12', '1');
  await desk.look('dismissed');
  await desk.press('F12');
  await desk.focusIn('second-user');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#file-item-0', 'Not of this office');
  await desk.look('the file is done');
  await desk.press('Escape');
  await desk.focusIn('return-row-0');
}

async function reinstated(desk) {
  await desk.press('Enter');
  await desk.focusIn('returned-number');
  await desk.press('F9');
  await desk.focusIn('reinstate-reason');
  await desk.type('Because');
  await desk.look('reinstate');
  await desk.press('F12');
  await desk.see('[data-code=reason_not_listed]');
  await desk.focusIn('reinstate-reason');
  await desk.press('Backspace', '1', 'F12');
  await desk.see('#returned-state', 'Reinstated');
  await desk.see('#returned-open', '0.00');
  await desk.look('reinstated');
}

export async function returnedItems(desk) {
  await signIn(desk, 'abbott');
  await byHand(desk);
  await noticed(desk);
  await file(desk);
  await reinstated(desk);
  await signOut(desk);
  // An auditor reads, and has no key that changes anything.
  await signIn(desk, 'iyer');
  await desk.focusIn('return-row-0');
  await desk.press('Enter');
  await desk.focusIn('returned-number');
  if (await desk.page.locator('#main-action').count())
    throw new Error('an auditor is offered to work returned items');
  await signOut(desk);
}

export async function returnedItemsInSpanish(desk) {
  await desk.press('Alt+7');
  await desk.focusIn('returns-title');
  await desk.look('partidas devueltas');
  await desk.press('F12');
  await desk.focusIn('find-number');
  await desk.look('buscar el original');
  await desk.type('1042');
  await desk.press('Enter');
  await desk.focusIn('original-0');
  await desk.look('candidatos');
  await desk.press('Escape', 'F6');
  await desk.focusIn('returns-file-layout');
  await desk.look('un archivo del banco');
}
