/** Amounts as they are shown and typed. The station does every sum that counts. */
import type { CashCount, CashLine, Denomination } from '../generated/rpc';

/** `1,234.56`; a negative amount wears a true minus sign, as on paper. */
export function money(cents: number): string {
  const magnitude = Math.abs(cents);
  const whole = String(Math.floor(magnitude / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '−' : ''}${whole}.${String(magnitude % 100).padStart(2, '0')}`;
}

/** A number of pieces: `3,000`. */
export function whole(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The amount as somebody would type it: `1234.56`. */
export function typedMoney(cents: number): string {
  return money(cents).replaceAll(',', '');
}

/**
 * What a typed amount is worth, or nothing if it is not an amount. Follows the
 * station's grammar; used for what is shown while typing, never for a decision.
 */
export function readMoney(typed: string): number | undefined {
  const match = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!match) return undefined;
  const whole = Number((match[1] ?? '').replaceAll(',', ''));
  return whole * 100 + Number((match[2] ?? '').padEnd(2, '0') || '0');
}

/** A field's digits so far, and whether a decimal point was typed. */
export interface Typing {
  text: string;
  pointed: boolean;
}

/**
 * What an amount field shows after a keystroke when digits fill from the right:
 * `2`, `0`, `0` become 0.02, 0.20, 2.00. A typed decimal point is honoured: the
 * digits before it are whole dollars from then on. Anything else stays as it
 * was typed, so that the station can refuse it by name.
 */
export function fillFromRight(before: Typing, raw: string): Typing {
  if (raw === '') return { text: '', pointed: false };
  if (!/^[\d.,]*$/.test(raw)) return { text: raw, pointed: true };
  if (before.pointed) return { text: raw, pointed: raw.includes('.') };
  if (raw.endsWith('.')) {
    const digits = raw.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
    return { text: `${digits || '0'}.`, pointed: true };
  }
  const digits = raw.replace(/[.,]/g, '').replace(/^0+/, '');
  if (digits === '') return { text: raw.length < before.text.length ? '' : '0.00', pointed: false };
  if (digits.length > 11) return { text: raw, pointed: true };
  const padded = digits.padStart(3, '0');
  return { text: `${padded.slice(0, -2)}.${padded.slice(-2)}`, pointed: false };
}

/** What a count is worth; lines of unknown denominations count nothing. */
export function cashTotal(count: CashCount, denominations: Denomination[]): number {
  return count.reduce((sum, line) => {
    const kind = denominations.find((d) => d.cents === line.cents);
    if (!kind) return sum;
    return sum + kind.cents * ((line.loose ?? 0) + (line.bundles ?? 0) * kind.bundle);
  }, 0);
}

/** `1 × $20 · 3 × 1¢`. */
export function cashInWords(lines: CashLine[], denominations: Denomination[]): string[] {
  return lines.map((line) => {
    const label = denominations.find((d) => d.cents === line.cents)?.label ?? money(line.cents);
    return `${line.loose ?? 0} × ${label}`;
  });
}

/** Amounts that are likely handed over in cash for what remains: exact, then rounded up to notes. */
export function likelyCash(remaining: number): number[] {
  if (remaining <= 0) return [];
  const rounded = [500, 1000, 2000, 5000, 10000].map((note) => Math.ceil(remaining / note) * note);
  return [...new Set([remaining, ...rounded])].sort((a, b) => a - b).slice(0, 5);
}
