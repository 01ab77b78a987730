import { beforeEach, describe, expect, it } from 'vitest';
import type { Right } from '../generated/rpc';
import { state } from '../test-desk';
import { desk } from './desk.svelte';

function signedIn(rights: Right[]): void {
  desk.state = { ...state, closing_desk: true, user: { id: 'x', name: 'X', roles: [], rights } };
}

describe('what one screen asks another to begin with', () => {
  beforeEach(() => (desk.screen = 'find'));

  it('goes to the screen that takes it up, and is taken up once', () => {
    signedIn(['read_receipts', 'read_board']);
    desk.open({ deposit: 'd1' });
    expect(desk.screen).toBe('deposit');
    expect(desk.takeWanted()).toEqual({ deposit: 'd1' });
    expect(desk.takeWanted()).toEqual({});
    desk.open({ session: 's1', date: '2026-11-21' });
    expect(desk.screen).toBe('supervisor');
  });

  it('is forgotten by whoever goes somewhere by themselves', () => {
    signedIn(['read_receipts', 'read_board']);
    desk.open({ receipt: 'W1-000001' });
    expect(desk.screen).toBe('corrections');
    desk.screen = 'corrections';
    expect(desk.wanted).toBeNull();
  });

  it('goes nowhere where nobody may see it', () => {
    signedIn(['read_receipts']);
    expect(desk.opens({ session: 's1' })).toBe(false);
    desk.open({ session: 's1' });
    expect(desk.screen).toBe('find');
    expect(desk.wanted).toBeNull();
  });
});
