import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pressKey, shownKeys, useKeys, workingKeys, type KeyBinding } from './keys.svelte';

const binding = (key: string, more: Partial<KeyBinding> = {}): KeyBinding => ({
  key,
  label: key,
  run: vi.fn(),
  ...more,
});
const press = (init: KeyboardEventInit & { key: string }) => {
  const event = new KeyboardEvent('keydown', { cancelable: true, ...init });
  pressKey(event);
  return event;
};

describe('the keys', () => {
  let leave: (() => void)[] = [];
  /** Lays keys as a component would. */
  function lay(bindings: KeyBinding[], alone = false): () => void {
    const stop = $effect.root(() => useKeys(() => bindings, alone));
    flushSync();
    leave.push(stop);
    return stop;
  }
  afterEach(() => {
    for (const stop of leave) stop();
    leave = [];
  });

  it('of the part that came last win, and go when it goes', () => {
    const beneath = binding('Escape');
    const above = binding('Escape');
    lay([beneath]);
    const stop = lay([above]);
    press({ key: 'Escape' });
    expect(above.run).toHaveBeenCalledOnce();
    stop();
    flushSync();
    press({ key: 'Escape' });
    expect(beneath.run).toHaveBeenCalledOnce();
  });

  it('beneath something that stands alone rest', () => {
    lay([binding('F5')]);
    lay([binding('F12')], true);
    expect(workingKeys().map((each) => each.key)).toEqual(['F12']);
  });

  it('are shown in the same order on every screen, help last', () => {
    lay([binding('F1'), binding('Escape'), binding('F7'), binding('F2'), binding('Alt+1', { quiet: true })]);
    expect(shownKeys().map((each) => each.key)).toEqual(['F2', 'F7', 'Escape', 'F1']);
  });

  it('tell Alt+1 from 1', () => {
    const screen = binding('Alt+1');
    lay([screen]);
    press({ key: '1' });
    expect(screen.run).not.toHaveBeenCalled();
    press({ key: '1', altKey: true });
    expect(screen.run).toHaveBeenCalledOnce();
  });

  it('act once while held down', () => {
    const take = binding('F12');
    lay([take]);
    press({ key: 'F12' });
    press({ key: 'F12', repeat: true });
    expect(take.run).toHaveBeenCalledOnce();
  });

  it('that mean nothing here never reload the desk', () => {
    expect(press({ key: 'F5' }).defaultPrevented).toBe(true);
    expect(press({ key: 'a' }).defaultPrevented).toBe(false);
  });
});
