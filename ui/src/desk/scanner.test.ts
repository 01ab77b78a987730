import { describe, expect, it } from 'vitest';
import { looksLikeMicr, looksLikeScan, PrefixedScan } from './scanner';

describe('a line', () => {
  it.each(['UB200412703000184623', 'CT558203000630007'])('%s looks like a scan', (line) =>
    expect(looksLikeScan(line)).toBe(true),
  );
  it.each(['0412 Palm', '20-04127-03', 'OKAFOR', 'ub200412703000184623', '20041270300'])(
    '%s does not look like a scan',
    (line) => expect(looksLikeScan(line)).toBe(false),
  );
  it.each(['t122000496t 004471902u 1234', '⑆122000496⑆ 004471902⑈'])('%s looks like a check', (line) =>
    expect(looksLikeMicr(line)).toBe(true),
  );
  it('of words is no check', () => expect(looksLikeMicr('thomas')).toBe(false));
});

describe('a scanner with a prefix', () => {
  function press(scan: PrefixedScan, keys: string[], at = 0): KeyboardEvent[] {
    return keys.map((key, nth) => {
      const event = new KeyboardEvent('keydown', { key, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: at + nth });
      scan.press(event);
      return event;
    });
  }

  it('is heard wherever the focus is, and nothing of it reaches the field', () => {
    const lines: string[] = [];
    const scan = new PrefixedScan(
      () => '~',
      (line) => lines.push(line),
    );
    const events = press(scan, ['~', 'U', 'B', '1', 'Enter']);
    expect(lines).toEqual(['UB1']);
    expect(events.every((event) => event.defaultPrevented)).toBe(true);
  });

  it('leaves a typist alone', () => {
    const lines: string[] = [];
    const scan = new PrefixedScan(
      () => '~',
      (line) => lines.push(line),
    );
    const events = press(scan, ['U', 'B', 'Enter']);
    expect(lines).toEqual([]);
    expect(events.some((event) => event.defaultPrevented)).toBe(false);
  });

  it('gives up when the line breaks off', () => {
    const lines: string[] = [];
    const scan = new PrefixedScan(
      () => '~',
      (line) => lines.push(line),
    );
    press(scan, ['~', 'U', 'B']);
    const later = press(scan, ['x', 'Enter'], 5000);
    expect(lines).toEqual([]);
    expect(later.some((event) => event.defaultPrevented)).toBe(false);
  });
});
