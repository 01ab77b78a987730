import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import type { StationIn } from '../../generated/rpc';
import Stations from './Stations.svelte';

const station = (code: string, more: Partial<StationIn>): StationIn => ({
  station: code,
  window: `Window ${code.slice(1)}`,
  here: false,
  seq: 12,
  as_of: '21 Nov 17:02',
  missing: false,
  refusal: null,
  ...more,
});

it('says at each window what is in of it, and what is wrong with it where something is', () => {
  const refusal = {
    code: 'entry_unread',
    message: 'entry 12 of W4 cannot be read here: it is kept, and is in no figure',
    facts: { station: 'W4', seq: 12 },
  };
  const stations = [
    station('W1', { here: true, as_of: null }),
    station('W2', {}),
    station('W3', { missing: true }),
    station('W4', { missing: true, refusal }),
  ];
  render(Stations, { stations, after: () => undefined });
  const said = [...document.querySelectorAll('#stations li')].map((row) =>
    row.textContent.replace(/\s+/g, ' ').trim(),
  );
  expect(said.slice(0, 3)).toEqual([
    'Window 1 this one',
    'Window 2 in until 21 Nov 17:02',
    'Window 3 in until 21 Nov 17:02 entries missing',
  ]);
  expect(said[3]).toContain('Entry 12 of W4 cannot be read here');
  expect(said[3]).not.toContain('entries missing');
  expect(screen.getByRole('alert').dataset.code).toBe('entry_unread');
});
