/**
 * A whole day through the built screens against a real workstation, by keyboard
 * alone, in light and dark, with axe's rules on every screen.
 *
 *   npm run build && COUNTERFOIL_BIN=../target/debug/counterfoil npm run test:screens
 *
 * SCREENS_OUT names a folder for pictures of every screen.
 */
import { closingDesk, closingDeskInSpanish } from './closing-desk.mjs';
import { atDesk } from './desk.mjs';
import { returnedItems, returnedItemsInSpanish } from './returns.mjs';
import { boardInSpanish, forgottenDrawer, supervisorsDay } from './supervisor.mjs';

const PASSWORD = 'alder-creek';
const CHECK = 't122000496t 004471902u 1234';

async function signInAndOpen(desk) {
  await desk.focusIn('sign-in-user');
  await desk.look('sign in');
  await desk.type('alvarez');
  await desk.press('Tab');
  await desk.type('wrong');
  await desk.press('Enter');
  await desk.see('[data-code=wrong_password]');
  await desk.look('sign in refused');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.focusIn('search');
  await desk.look('payment without a drawer');
  await desk.press('Alt+2');
  await desk.focusIn('float-loose-10000');
  await desk.count('float', { 2000: 5, 1000: 5, 500: 10, 100: 30, 25: 40, 10: 50, 1: 50 });
  await desk.see('#float-total', '245.50');
  await desk.look('open the drawer');
  await desk.press('F12');
  await desk.see('#done');
  await desk.look('drawer open');
  await desk.press('Alt+1');
  await desk.focusIn('search');
}

/** One customer, three charges, a card and cash: 27.38 back. */
async function cardAndCash(desk) {
  await desk.type('0412 palm');
  await desk.see('[role=option]');
  await desk.look('accounts found');
  await desk.press('Enter');
  await desk.see('#account-name', 'Okafor');
  await desk.see('#remaining', '272.62');
  await desk.press('F7');
  await desk.focusIn('tender-amount');
  await desk.type('10000');
  await desk.press('Enter');
  await desk.focusIn('tender-last_four');
  await desk.type('4471');
  await desk.press('Enter');
  await desk.type('A12345');
  await desk.look('card');
  await desk.press('Enter');
  await desk.see('#tender-0', '100.00');
  await desk.press('F5');
  await desk.focusIn('tender-amount');
  await desk.type('20000');
  await desk.see('#change', '27.38');
  await desk.look('cash');
  await desk.press('F12');
  await desk.see('#receipt-number', 'W1-000001');
  await desk.see('#change', '27.38');
  await desk.focusIn('search');
  await desk.look('change stands');
}

/** Part of a bill by check, and the same check once more. */
async function checks(desk) {
  await desk.type('lemon garcia');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.see('#account-name', 'García');
  await desk.press('ArrowDown');
  await desk.focusIn('row-0');
  await desk.type('10000');
  await desk.press('Enter');
  await desk.see('#remaining', '100.00');
  await desk.press('F2');
  await desk.focusIn('search');
  await desk.type(CHECK);
  await desk.press('Enter');
  await desk.focusIn('tender-amount');
  await desk.look('check');
  await desk.press('F12');
  await desk.see('#receipt-number', 'W1-000002');
  await desk.type('lemon garcia');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.see('#remaining', '33.27');
  await desk.press('F6');
  await desk.focusIn('tender-micr');
  await desk.type(CHECK);
  await desk.press('Enter');
  await desk.focusIn('tender-amount');
  await desk.press('F12');
  await desk.focusIn('confirm-check');
  await desk.look('check seen before');
  await desk.press('Enter');
  await desk.see('#receipt-number', 'W1-000003');
}

/** Refused where the hand is; then put right. */
async function refused(desk) {
  await desk.type('okafor palm');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.see('#notice p');
  await desk.look('nothing due');
  await desk.press('Escape', 'Escape', 'Escape');
  await desk.press('F3');
  await desk.focusIn('item-search');
  await desk.type('dog');
  await desk.look('add an item');
  await desk.press('Enter');
  await desk.focusIn('item-reference');
  await desk.type('DL-26-0999');
  await desk.press('Enter');
  await desk.see('#remaining', '25.00');
  await desk.press('F7');
  await desk.focusIn('tender-amount');
  await desk.press('F12');
  await desk.see('[data-code=tender_field_missing]');
  await desk.focusIn('tender-last_four');
  await desk.look('refused where the hand is');
}

/** Locked, and the window broken off and begun anew: the payment in progress is still there. */
async function lockedAndRestarted(desk) {
  await desk.type('4471');
  await desk.press('Alt+l');
  await desk.focusIn('unlock-password');
  await desk.look('locked');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.see('#lines', 'DL-26-0999');
  await desk.page.waitForTimeout(400);
  await desk.page.reload();
  await desk.page.waitForSelector('html[data-app-ready=true]');
  await desk.see('#lines', 'DL-26-0999');
  await desk.see('#notice', 'Nothing is lost');
  const digits = await desk.page.inputValue('#tender-last_four');
  if (digits !== '4471') throw new Error(`what stood half typed is lost: “${digits}”`);
  await desk.page.focus('#tender-approval');
  await desk.type('B99');
  await desk.press('F12');
  await desk.see('#receipt-number', 'W1-000004');
}

/** An account whose flag asks for a supervisor, scanned bills, a part of an account. */
async function flagsAndScans(desk) {
  await desk.type('whitfield');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.see('#account-name', 'Whitfield');
  await desk.press('F9');
  await desk.focusIn('part-amount');
  await desk.type('5000');
  await desk.see('#remaining', '50.00');
  await desk.look('part of an account');
  await desk.press('Enter', 'F5');
  await desk.focusIn('tender-amount');
  await desk.press('F12');
  await desk.focusIn('second-user');
  await desk.look('second person');
  await desk.type('alvarez');
  await desk.press('Tab');
  await desk.type(PASSWORD);
  await desk.press('Enter');
  await desk.see('[data-code=second_person_same]');
  await desk.page.fill('#second-user', '');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#receipt-number', 'W1-000005');
  await desk.press('F5');
  await desk.focusIn('tender-amount');
  // With the prefix a scan is heard over any field.
  await desk.scan(`UB20050060200015868${luhn('20050060200015868')}`, '#account-name');
  await desk.see('#account-name', 'García');
  // The open cash form stands for all that is left.
  await desk.see('#total', '158.68');
  await desk.look('scanned');
  await desk.press('Escape', 'Escape', 'Escape', 'Escape');
}

/** Luhn's check digit, as the demo city's utility bills carry it. */
function luhn(digits) {
  const sum = [...digits].reverse().reduce((all, digit, place) => {
    const n = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return all + (n > 9 ? n - 9 : n);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

async function find(desk) {
  await desk.press('Alt+3');
  await desk.focusIn('find');
  await desk.type('1234');
  await desk.see('#results', 'W1-000003');
  await desk.press('ArrowDown');
  await desk.see('#found-number', 'W1-000003');
  await desk.look('found');
  await desk.press('F12');
  await desk.see('#done', 'W1-000003');
  await desk.look('reprinted');
  await desk.press('F6');
  await desk.see('#written', '.pdf');
  await desk.press('F7');
  await desk.focusIn('void-reason');
  await desk.press('2');
  await desk.look('void');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#voided', 'W1-000003');
  await desk.look('voided');
  await desk.page.fill('#find', 'W1-000004');
  await desk.see('#results', 'W1-000004');
  await desk.press('F2', 'ArrowDown');
  await desk.see('#found-number', 'W1-000004');
  await desk.press('F8');
  await desk.focusIn('reclass-place');
  await desk.page.selectOption('#reclass-to', 'CASH');
  await desk.page.focus('#reclass-reason');
  await desk.press('3');
  await desk.look('reclass');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
}

async function duringTheDay(desk) {
  await desk.press('Alt+2');
  await desk.see('#day-receipts', 'W1-000003');
  await desk.press('F5');
  await desk.focusIn('first-loose-10000');
  await desk.count('first', { 10000: 2, 2000: 6 });
  await desk.press('F12');
  await desk.see('#done');
  await desk.press('F6');
  await desk.focusIn('first-loose-10000');
  await desk.count('first', { 10000: 1 });
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.press('F7');
  await desk.see('#second-cash');
  await desk.count('first', { 100: 20 });
  await desk.count('second', { 2000: 1 });
  await desk.look('change order');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.press('F9');
  await desk.focusIn('no-sale-reason');
  await desk.press('6');
  await desk.look('no sale');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.look('drawer during the day');
  await desk.press('F8');
  await desk.see('#second-cash');
  await desk.look('hand over');
  await desk.press('Escape');
  await desk.see('#drawer-title');
}

async function close(desk) {
  await desk.press('F12');
  await desk.focusIn('count-loose-10000');
  await desk.look('count');
  await desk.count('count', { 10000: 1, 2000: 5, 1000: 4 });
  await desk.press('F12');
  await desk.focusIn('piece-0');
  await desk.press('Space');
  await desk.see('#ticked', '1 of 1');
  await desk.look('ticked off');
  await desk.press('F12');
  await desk.see('[data-code=total_missing]');
  await desk.page.focus('#total-CARD');
  await desk.type('10000');
  await desk.press('F12');
  await desk.see('#variance', 'short');
  await desk.focusIn('close-reason');
  await desk.look('short');
  await desk.press('F5');
  await desk.focusIn('count-loose-10000');
  await desk.count('count', { 10000: 1, 2000: 5, 1000: 4 });
  await desk.page.focus('#piece-0');
  await desk.press('Space');
  await desk.page.focus('#total-CARD');
  await desk.type('10000');
  await desk.press('F12');
  await desk.focusIn('close-reason');
  await desk.type('Two twenties stuck together');
  await desk.press('F12');
  await desk.secondPerson('tran', PASSWORD);
  await desk.see('#done');
  await desk.press('F6');
  await desk.see('#written', '.pdf');
  await desk.look('closed');
  await desk.press('Escape');
  await desk.see('#recent tbody tr');
  await desk.look('closed sessions');
  await desk.press('F1');
  await desk.focusIn('help-panel');
  await desk.look('help');
  await desk.press('Escape', 'Alt+p');
  await desk.focusIn('printer-panel');
  await desk.look('printer');
  await desk.press('Escape', 'Alt+q');
  await desk.focusIn('sign-in-user');
}

async function day(desk) {
  await signInAndOpen(desk);
  await cardAndCash(desk);
  await checks(desk);
  await refused(desk);
  await lockedAndRestarted(desk);
  await flagsAndScans(desk);
  await find(desk);
  await duringTheDay(desk);
  await close(desk);
  await supervisorsDay(desk, PASSWORD);
}

/** At twice the zoom, and in Spanish, everything is still there. */
async function zoomedInSpanish(desk) {
  await desk.focusIn('sign-in-user');
  await desk.page.click('#language');
  await desk.signIn('alvarez', PASSWORD);
  await desk.look('cobro');
  await desk.type('okafor palm');
  await desk.see('[role=option]');
  await desk.press('Enter');
  await desk.see('#account-name', 'Okafor');
  await desk.look('cobro en curso');
  await desk.press('Alt+2');
  await desk.see('#float-cash');
  await desk.look('cajón');
  await boardInSpanish(desk, PASSWORD);
}

for (const colorScheme of ['light', 'dark']) {
  await atDesk({ name: colorScheme, colorScheme }, day);
  console.log(`a day in ${colorScheme}: well`);
  await atDesk({ name: `closing-desk-${colorScheme}`, colorScheme }, async (desk) => {
    await closingDesk(desk);
    await returnedItems(desk);
  });
  console.log(`mail, a file, a turn-in, a deposit to treasury and returned items in ${colorScheme}: well`);
}
await atDesk({ name: 'forgotten' }, (desk) => forgottenDrawer(desk, PASSWORD));
console.log('a drawer left behind: well');
await atDesk({ name: 'zoomed', width: 683, height: 384 }, zoomedInSpanish);
await atDesk({ name: 'closing-desk-zoomed', width: 683, height: 384 }, async (desk) => {
  await closingDeskInSpanish(desk);
  await returnedItemsInSpanish(desk);
});
console.log('zoomed to 200 %, in Spanish: well');
