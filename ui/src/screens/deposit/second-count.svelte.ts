/** The second count of a deposit while it is typed; nothing of the first is in it. */
import { cashCount, emptyCash, type TypedCash } from '../../desk/cash-typing';
import { forget, keep, kept } from '../../desk/kept';
import { Sending } from '../../desk/sending.svelte';
import type { Catalog, DepositView } from '../../generated/rpc';

interface Typing {
  deposit: string;
  cash: TypedCash;
  items: string;
  total: string;
  bag: string;
}

class SecondCount {
  typing = $state<Typing | null>(null);
  sending = new Sending();
  private name = '';

  attach(user: string): void {
    this.name = `second-count.${user}`;
    this.typing = null;
    this.sending.forget();
  }

  begin(deposit: string, catalog: Catalog): void {
    if (this.typing?.deposit === deposit) return;
    this.sending.forget();
    const before = kept<Typing>(this.name);
    const nothing = { deposit, cash: emptyCash(catalog.denominations), items: '', total: '', bag: '' };
    this.typing = before?.deposit === deposit ? before : nothing;
  }

  keep(): void {
    keep(this.name, this.typing);
    this.sending.refusal = null;
  }

  async finalize(): Promise<DepositView | null> {
    const typing = $state.snapshot(this.typing);
    if (!typing) return null;
    const final = await this.sending.send('finalize_deposit', {
      deposit: typing.deposit,
      cash: cashCount(typing.cash),
      check_items: Number(typing.items.trim() || '0'),
      check_total: typing.total.trim() || '0',
      bag: typing.bag,
    });
    if (!final) return null;
    forget(this.name);
    this.typing = null;
    return final;
  }
}

export const second = new SecondCount();
