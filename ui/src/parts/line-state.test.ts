import { render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { preferences } from '../desk/preferences.svelte';
import type { CentralState } from '../generated/rpc';
import { state } from '../test-desk';
import { refusalsEs } from '../words/refusals-es';
import { words } from '../words/words.svelte';
import Header from './Header.svelte';
import LineState from './LineState.svelte';
import StoppedNotice from './StoppedNotice.svelte';

const today = '2026-11-21';
const away: CentralState = {
  state: 'away',
  waiting: 14,
  since: '2026-11-21 09:12:07',
  why: 'It does not answer.',
};
const connected: CentralState = {
  state: 'connected',
  waiting: 0,
  at: '2026-11-21 09:12:07',
  warning: null,
  accounts: null,
};

function says(central: CentralState, short = false): string {
  const { container, unmount } = render(LineState, { central, today, short });
  const text = container.textContent.replace(/\s+/g, ' ').trim();
  unmount();
  return text;
}

describe('the line to central records', () => {
  beforeEach(() => (preferences.language = 'en'));

  it('is not spoken of where a workstation stands alone', () => {
    expect(says({ state: 'alone' })).toBe('');
  });

  it('is one word while it is good', () => {
    expect(says(connected)).toBe('Connected');
    expect(says({ ...connected, warning: 'central keeps entries that it cannot read: [7]' })).toBe(
      'Connected: central keeps entries that it cannot read: [7]',
    );
    expect(says({ state: 'calling', waiting: 3 })).toBe('Calling central records');
  });

  it('says since when there is none, and what waits', () => {
    expect(says(away)).toBe('No line since 09:12 · 14 entries waiting');
    expect(says({ ...away, waiting: 1 })).toBe('No line since 09:12 · 1 entry waiting');
    expect(says({ ...away, waiting: 0 })).toBe('No line since 09:12');
    expect(says({ ...away, since: '2026-11-19 17:40:00' })).toBe(
      'No line since 19 Nov 17:40 · 14 entries waiting',
    );
    expect(says({ ...away, since: null })).toBe('No line · 14 entries waiting');
    expect(says(away, true)).toBe('No line 09:12 · 14');
    preferences.language = 'es';
    expect(says(away)).toBe('Sin línea desde 09:12 · 14 asientos en espera');
  });

  it('is calm: no alert, and what it means can be read', () => {
    render(Header, { state: { ...state, central: away }, places: [], openPanel: () => undefined });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.getElementById('line')?.title).toContain('Everything here goes on');
  });

  it('shows the accounts on their way', () => {
    const accounts = { done: 340_000, total: 1_000_000, building: false };
    expect(says({ ...connected, accounts })).toBe('Accounts 340,000 of 1,000,000');
    render(LineState, { central: { ...connected, accounts }, today });
    const bar = screen.getByRole('progressbar', { name: 'Accounts 340,000 of 1,000,000' });
    expect(bar).toHaveProperty('value', 340_000);
    expect(says({ ...connected, accounts: { ...accounts, building: true } })).toBe(
      'Putting accounts in order 340,000 of 1,000,000',
    );
  });
});

describe('a stopped workstation', () => {
  beforeEach(() => (preferences.language = 'en'));

  const stopped = {
    state: 'stopped',
    code: 'station_cloned',
    message: 'run `counterfoil enrol --code …`',
  } as const;

  it('says what it means and what to do', () => {
    render(StoppedNotice, { stopped });
    const notice = screen.getByRole('alert');
    expect(notice.textContent).toContain('This workstation is stopped');
    expect(notice.textContent).toContain('A copy of this workstation is at work');
    expect(notice.textContent).toContain('Call the administrator');
    expect(notice.textContent).toContain('What was typed stays.');
    expect(notice.textContent).toContain('counterfoil enrol --code');
    preferences.language = 'es';
  });

  it('says so in Spanish, and of a clock what helps', () => {
    preferences.language = 'es';
    render(StoppedNotice, { stopped: { ...stopped, code: 'clock_off' } });
    expect(screen.getByRole('alert').textContent).toContain('Haga corregir el reloj');
    expect('workstation_stopped' in refusalsEs).toBe(true);
  });

  it('has words for a code that nobody knows yet', () => {
    render(StoppedNotice, { stopped: { ...stopped, code: 'something_new' } });
    expect(screen.getByRole('alert').textContent).toContain(words.t.stopped.means_other);
  });
});
