/** Looking for the original of a returned item: what is typed, and what was found. */
import { call, refused, type Refused } from '../../host';
import { keep, kept } from '../../desk/kept';
import { looksLikeMicr } from '../../desk/scanner';
import type { Agrees, FindOriginal, FoundOriginals } from '../../generated/rpc';

export const FIELDS = ['number', 'routing', 'account', 'micr', 'amount', 'date', 'payer', 'deposit'] as const;
export type Field = (typeof FIELDS)[number];
export type Typed = Record<Field, string>;

export const empty = (): Typed => ({
  number: '',
  routing: '',
  account: '',
  micr: '',
  amount: '',
  date: '',
  payer: '',
  deposit: '',
});

/** What is asked for: fields left empty are left out. */
export function asked(typed: Typed): FindOriginal {
  const given = FIELDS.filter((field) => typed[field].trim() !== '');
  return Object.fromEntries(given.map((field) => [field, typed[field].trim()]));
}

/** What of a candidate could agree with what is asked for. */
export function couldAgree(find: FindOriginal): Agrees[] {
  const could: Agrees[] = [];
  if (find.micr || find.account) could.push('bank_account');
  if (find.micr || find.number) could.push('number');
  if (find.amount) could.push('amount');
  if (find.micr || find.routing) could.push('routing');
  if (find.deposit) could.push('deposit');
  if (find.date) could.push('date');
  if (find.payer) could.push('payer');
  return could;
}

class Finding {
  typed = $state<Typed>(empty());
  found = $state.raw<FoundOriginals | null>(null);
  /** What `found` was found for. */
  foundFor = $state.raw<FindOriginal | null>(null);
  refusal = $state.raw<Refused | null>(null);
  looking = $state(false);
  /** The candidate to come back to. */
  at = $state(0);
  /** The item of a bank's file that is looked for by hand: its number, its place. */
  file = $state.raw<[string, number] | null>(null);
  private name = '';
  private sequence = 0;

  attach(user: string): void {
    this.name = `returns.find.${user}`;
    this.clear();
    const before = kept<Partial<Typed>>(this.name);
    if (before) this.typed = { ...empty(), ...before };
  }

  clear(): void {
    this.sequence++;
    this.typed = empty();
    this.found = this.foundFor = this.refusal = this.file = null;
    this.looking = false;
    this.at = 0;
  }

  /** Keeps what is typed in the window, without the account number of a check. */
  keep(): void {
    const { account: _account, micr: _micr, ...rest } = $state.snapshot(this.typed);
    keep(this.name, rest);
    this.refusal = null;
  }

  /** Begins anew, with what is known already. */
  begin(known: Partial<Typed> = {}, file: [string, number] | null = null): void {
    this.clear();
    this.typed = { ...empty(), ...known };
    this.file = file;
    this.keep();
  }

  /** A check that was read: its line stands for bank and number. */
  read(line: string): void {
    this.typed.micr = line.trim();
    this.typed.number = this.typed.routing = this.typed.account = '';
    this.keep();
  }

  /** A reader may type the check's line into whatever field has the focus. */
  takeLine(field: Field): void {
    const line = this.typed[field];
    if (field === 'micr' || !looksLikeMicr(line)) return;
    this.typed[field] = '';
    this.read(line);
  }

  /** Whether what is found is what is typed now. */
  get upToDate(): boolean {
    return this.found !== null && JSON.stringify(this.foundFor) === JSON.stringify(asked(this.typed));
  }

  get nothingTyped(): boolean {
    return Object.keys(asked(this.typed)).length === 0;
  }

  async look(): Promise<boolean> {
    const ticket = ++this.sequence;
    const find = asked($state.snapshot(this.typed));
    this.refusal = null;
    this.looking = true;
    try {
      const found = await call('find_originals', find);
      if (ticket !== this.sequence) return false;
      this.found = found;
      this.foundFor = find;
      this.at = 0;
      return true;
    } catch (cause) {
      if (ticket !== this.sequence) return false;
      this.found = this.foundFor = null;
      this.refusal = refused(cause);
      return false;
    } finally {
      if (ticket === this.sequence) this.looking = false;
    }
  }
}

export const finding = new Finding();
