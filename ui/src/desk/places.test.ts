import { beforeEach, describe, expect, it } from 'vitest';
import type { Right } from '../generated/rpc';
import { state } from '../test-desk';
import { desk } from './desk.svelte';

/** Someone with these rights signs in. */
function signedIn(rights: Right[], closing_desk: boolean): void {
  desk.state = { ...state, closing_desk, user: { id: 'x', name: 'X', roles: [], rights } };
}
const shown = () => desk.places.map(({ screen }) => screen);

describe('the screens', () => {
  beforeEach(() => (desk.screen = 'payment'));

  it('of a cashier at a window are three', () => {
    signedIn(['take_payments', 'work_drawer', 'work_batches', 'read_receipts'], false);
    expect(shown()).toEqual(['payment', 'drawer', 'find']);
    expect(desk.screen).toBe('payment');
  });

  it('of a supervisor at the closing desk are all, and at another window not', () => {
    const rights: Right[] = ['take_payments', 'work_drawer', 'work_batches', 'read_receipts', 'read_board'];
    signedIn(rights, true);
    expect(shown()).toEqual([
      'payment',
      'drawer',
      'find',
      'batches',
      'supervisor',
      'deposit',
      'returns',
      'corrections',
    ]);
    signedIn(rights, false);
    expect(shown()).toEqual(['payment', 'drawer', 'find']);
  });

  it('of treasury begin with the first that may be seen, under the same keys as everybody’s', () => {
    signedIn(['read_receipts', 'read_board', 'enter_bank_figures'], true);
    expect(desk.screen).toBe('find');
    expect(desk.places).toEqual([
      { screen: 'find', number: 3 },
      { screen: 'supervisor', number: 5 },
      { screen: 'deposit', number: 6 },
      { screen: 'returns', number: 7 },
      { screen: 'corrections', number: 8 },
    ]);
    desk.screen = 'supervisor';
    expect(desk.screen).toBe('supervisor');
  });
});
