import { describe, expect, it } from 'vitest';
import { scaleFor } from './scale';

describe('a drawing’s scale', () => {
  it.each([
    [0, 1, 0],
    [1, 1, 1],
    [3, 1, 3],
    [60, 1, 60],
    [61, 1, 80],
    [1230000, 100, 1500000],
  ])('of at most %i in units of %i ends at %i', (most, unit, top) => {
    expect(scaleFor(most, unit).top).toBe(top);
  });

  it('has a handful of round lines from nothing on', () => {
    for (let most = 1; most < 5000; most += 7) {
      const { lines, top } = scaleFor(most);
      expect(lines[0]).toBe(0);
      expect(lines.at(-1)).toBe(top);
      expect(top).toBeGreaterThanOrEqual(most);
      expect(lines.length).toBeLessThanOrEqual(6);
    }
  });
});
