/** A department's turn-in while it is typed. */
import { cashCount, emptyCash, type TypedCash } from '../../desk/cash-typing';
import { forget, keep, kept } from '../../desk/kept';
import { readMoney } from '../../desk/money';
import { Sending } from '../../desk/sending.svelte';
import type { Catalog, CatalogCharge, CatalogTender, PaymentTender, TurnInTaken } from '../../generated/rpc';
import { emptyForm, filledTender, keepable, type TenderForm } from '../../parts/tender-form';
import { lineOf, type Piece } from './envelope';

type Line = Extract<Piece, { on: 'charge' }>;

interface Typing {
  department: string;
  transmittal: string;
  brought_by: string;
  total: string;
  lines: Line[];
  papers: PaymentTender[];
  cash: TypedCash;
  again: TypedCash;
}

const nothing = (catalog: Catalog): Typing => ({
  department: '',
  transmittal: '',
  brought_by: '',
  total: '',
  lines: [],
  papers: [],
  cash: emptyCash(catalog.denominations),
  again: emptyCash(catalog.denominations),
});

class TurnIn {
  typing = $state<Typing | null>(null);
  /** What is being added. */
  adding = $state<'line' | 'paper' | null>(null);
  form = $state<TenderForm | null>(null);
  taken = $state.raw<TurnInTaken | null>(null);
  sending = new Sending();
  private name = '';

  /** Takes up what this user had begun to type. */
  attach(user: string, catalog: Catalog): void {
    this.name = `turn-in.${user}`;
    this.taken = null;
    this.adding = this.form = null;
    this.sending.forget();
    this.typing = { ...nothing(catalog), ...kept<Typing>(this.name) };
  }

  /** Kept without the account numbers of checks. */
  keep(): void {
    const typing = $state.snapshot(this.typing);
    if (typing) keep(this.name, { ...typing, papers: typing.papers.map(keepable) });
    this.sending.refusal = null;
  }

  addLine(charge: CatalogCharge, typed: { quantity: string; amount: string; reference: string }): void {
    this.typing?.lines.push({ on: 'charge', charge, ...typed });
    this.adding = null;
    this.keep();
  }

  beginPaper(tender: CatalogTender): void {
    this.adding = 'paper';
    this.form = emptyForm(tender, '');
  }

  /** Puts the open form among the papers, unless it has no amount. */
  addPaper(): boolean {
    if (!this.form || (readMoney(this.form.amount) ?? 0) === 0) return false;
    this.typing?.papers.push(filledTender($state.snapshot(this.form)));
    this.adding = this.form = null;
    this.keep();
    return true;
  }

  takeOff(what: 'lines' | 'papers', place: number): void {
    this.typing?.[what].splice(place, 1);
    this.keep();
  }

  next(catalog: Catalog): void {
    this.taken = null;
    this.typing = nothing(catalog);
  }

  async take(catalog: Catalog): Promise<boolean> {
    const typing = $state.snapshot(this.typing) as Typing | null;
    if (!typing) return false;
    const { department, transmittal, brought_by, total } = typing;
    const taken = await this.sending.send('take_turn_in', {
      department,
      transmittal,
      brought_by,
      total,
      lines: typing.lines.map(lineOf),
      cash: cashCount(typing.cash),
      cash_again: cashCount(typing.again),
      tenders: typing.papers,
    });
    if (!taken) return false;
    forget(this.name);
    this.next(catalog);
    this.taken = taken;
    return true;
  }
}

export const turnIn = new TurnIn();
