/** The supervisor's part of the day at the closing desk: the board, what differs, the day's close. */
import { join } from 'node:path';
import { shortDay } from './neighbour.mjs';

/** Another window's entries come as a file, and the board shows its drawer. */
async function takeIn(desk, password) {
  await desk.press('Alt+5');
  await desk.see('#board-row-0', 'Window 1');
  await desk.focusIn('board-row-0');
  await desk.see('#board-total', 'All');
  await desk.look('board');
  // Beyond the exchange folder's reach, so that the file alone brings the entries.
  const file = shortDay(process.env.COUNTERFOIL_BIN, desk.neighbour('W3', 'elsewhere'), password);
  await desk.page.setInputFiles('#take-in-entries', file);
  await desk.see('#entries-taken', 'W3');
  await desk.see('#board-row-1', 'Window 3');
  await desk.page.setInputFiles('#take-in-entries', join(process.cwd(), 'package.json'));
  await desk.see('#stations-refusal [role=alert], #stations-refusal[data-code=bundle_damaged]');
}

/** Short by 54.00: where to look, its sheet, and what is said about it. */
async function lookInto(desk) {
  await desk.page.focus('#board-row-0');
  await desk.press('ArrowDown');
  await desk.focusIn('board-row-1');
  await desk.see('#row-headline', 'Window 3 is 54.00 short in cash');
  await desk.see('#suspect-0');
  await desk.look('where to look');
  await desk.press('1');
  await desk.focusIn('suspect-0');
  await desk.press('F8');
  await desk.focusIn('return-reason');
  await desk.type('Look under the tray');
  await desk.look('reject');
  await desk.press('Escape');
  await desk.focusIn('board-row-1');
  await desk.press('Enter');
  await desk.see('#sheet-receipts', 'W3-000003');
  await desk.focusIn('sheet-receipt-0');
  await desk.look('sheet');
  await desk.press('ArrowDown', 'F7');
  await desk.focusIn('void-reason');
  await desk.look('void from the sheet');
  await desk.press('Escape', 'F6');
  await desk.focusIn('reclass-place');
  await desk.press('Escape', 'Escape');
  await desk.focusIn('board-row-1');
}

/** The payment was never made: its receipt is voided, with a second person, and the drawer agrees. */
async function mendAndApprove(desk, password) {
  await desk.press('Enter');
  await desk.focusIn('sheet-receipt-0');
  await desk.press('ArrowDown', 'F7');
  await desk.focusIn('void-reason');
  await desk.press('5', 'F12');
  await desk.secondPerson('lindgren', password);
  await desk.see('#voided', 'W3-000002');
  await desk.look('voided from the sheet');
  await desk.press('Escape');
  await desk.see('#row-headline', 'Window 3 agrees');
  await desk.press('F12');
  await desk.see('#done', 'Window 3');
  await desk.look('approved');
  await desk.press('ArrowUp');
  await desk.focusIn('board-row-0');
  await desk.see('#row-headline', 'Window 1 is');
  await desk.see('#approve-reason');
  await desk.press('F12');
  await desk.see('#board-approved', '2 of 2');
  await desk.press('Enter');
  await desk.focusIn('sheet-receipt-0');
  await desk.press('F9');
  await desk.see('#written', '.pdf');
  await desk.press('Escape');
  await desk.focusIn('board-row-0');
}

/** The flow, the documents, and the day is closed; the window that was never heard of is carried. */
async function closeTheDay(desk) {
  await desk.press('F3');
  await desk.see('#flow');
  await desk.see('#over-short-0');
  await desk.look('the day');
  await desk.press('F9');
  await desk.see('#written', 'documents');
  await desk.press('F12');
  await desk.focusIn('obstacle-0');
  await desk.press('Space', 'F12');
  await desk.see('#day-closed', 'GL-');
  await desk.look('the day is closed');
  await desk.press('Escape');
  await desk.see('#board-title', 'The day is closed');
  await desk.look('board of a closed day');
}

export async function supervisorsDay(desk, password) {
  await desk.signIn('tran', password);
  await takeIn(desk, password);
  await lookInto(desk);
  await mendAndApprove(desk, password);
  await closeTheDay(desk);
  await desk.press('Alt+q');
  await desk.focusIn('sign-in-user');
}

/** A drawer that its cashier left: a supervisor counts it in their place, and somebody else must approve it. */
export async function forgottenDrawer(desk, password) {
  await desk.signIn('pham', password);
  await desk.press('Alt+2');
  await desk.focusIn('float-loose-10000');
  await desk.count('float', { 2000: 10 });
  await desk.press('F12');
  await desk.see('#done');
  await desk.press('Alt+q');
  await desk.signIn('tran', password);
  await desk.press('Alt+2');
  await desk.see('#drawer-title');
  await desk.look('held by someone else');
  await desk.press('F9');
  await desk.focusIn('in-place-reason');
  await desk.type('Went home ill');
  await desk.look('count in their place');
  await desk.press('F12');
  await desk.secondPerson('okoye', password);
  await desk.focusIn('count-loose-10000');
  await desk.count('count', { 2000: 10 });
  await desk.page.focus('#total-CARD');
  await desk.type('000');
  await desk.press('F12');
  await desk.see('#variance', 'agrees');
  await desk.press('F12');
  await desk.see('#done', 'closed');
  await desk.press('Escape');
  await desk.page.focus('#hand-over-entries');
  await desk.press('Enter');
  await desk.see('#entries-written', '.bundle');
  await desk.look('entries handed over');
  await desk.press('Alt+5');
  await desk.see('#own-row', 'Someone else');
  await desk.look('own work');
  await desk.press('Alt+q');
  await desk.signIn('okoye', password);
  if (await desk.page.locator('#nav-supervisor').count()) throw new Error('a cashier is shown the board');
  await desk.press('Alt+q');
  await desk.signIn('lindgren', password);
  await desk.press('Alt+5');
  await desk.focusIn('board-row-0');
  // The sheet says what may be decided.
  await desk.see('#main-action');
  await desk.press('F5');
  await desk.focusIn('return-reason');
  await desk.type('Count the coins too');
  await desk.press('F12');
  await desk.see('#done', 'sent back');
  await desk.see('[data-stage=returned]');
  await desk.look('sent back');
}

/** Treasury may look at the board and nothing more; zoomed and in Spanish it is all there. */
export async function boardInSpanish(desk, password) {
  await desk.press('Alt+q');
  await desk.focusIn('sign-in-user');
  await desk.type('abbott');
  await desk.press('Tab');
  await desk.type(password);
  await desk.press('Enter');
  await desk.see('#find');
  await desk.press('Alt+5');
  await desk.see('#board-empty');
  await desk.look('tablero vacío');
  await desk.press('F3');
  await desk.see('#documents');
  await desk.look('el día');
}
