/** The control figures of a mail batch, while they are typed. */
import { cashCount, emptyCash, typedTotal, type TypedCash } from '../../desk/cash-typing';
import { forget, keep, kept } from '../../desk/kept';
import { Sending } from '../../desk/sending.svelte';
import type { BatchOpenedView, Catalog, CatalogTender, TypedControl } from '../../generated/rpc';

interface TypedFigure {
  items: string;
  total: string;
}

class ControlFigures {
  figures = $state<Record<string, TypedFigure>>({});
  cash = $state<TypedCash>({});
  sending = new Sending();
  private name = '';

  /** Takes up what this user had begun to type. */
  attach(user: string, catalog: Catalog): void {
    this.name = `mail-control.${user}`;
    this.sending.forget();
    this.clear(catalog);
    const before = kept<{ figures: Record<string, TypedFigure>; cash: TypedCash }>(this.name);
    if (!before) return;
    Object.assign(this.figures, before.figures);
    Object.assign(this.cash, before.cash);
  }

  private clear(catalog: Catalog): void {
    const others = catalog.tenders.filter((tender) => tender.kind !== 'cash');
    this.figures = Object.fromEntries(others.map(({ code }) => [code, { items: '', total: '' }]));
    this.cash = emptyCash(catalog.denominations);
  }

  keep(): void {
    keep(this.name, { figures: this.figures, cash: this.cash });
    this.sending.refusal = null;
  }

  /** What was typed, one a tender type; a row left empty is no figure. */
  request(catalog: Catalog): TypedControl[] {
    const figures = catalog.tenders.map((tender) => this.figure(tender, catalog));
    return figures.filter((figure) => figure !== null);
  }

  private figure(tender: CatalogTender, catalog: Catalog): TypedControl | null {
    if (tender.kind === 'cash') {
      if (typedTotal(this.cash, catalog.denominations) === 0) return null;
      return { tender: tender.code, items: 0, cash: cashCount(this.cash) };
    }
    const { items = '', total = '' } = this.figures[tender.code] ?? {};
    if (items.trim() === '' && total.trim() === '') return null;
    const amount = total.trim() === '' ? {} : { total };
    return { tender: tender.code, items: Number(items.trim() || '0'), ...amount, cash: [] };
  }

  async open(catalog: Catalog): Promise<BatchOpenedView | null> {
    const opened = await this.sending.send('open_batch', { control: this.request(catalog) });
    if (opened) {
      forget(this.name);
      this.clear(catalog);
    }
    return opened;
  }
}

export const control = new ControlFigures();
