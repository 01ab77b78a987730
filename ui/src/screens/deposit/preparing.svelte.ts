/** A deposit while it is put together: what it takes, its cash as counted, its checks in order. */
import { call, refused, type Refused } from '../../host';
import { cashCount, emptyCash, type TypedCash } from '../../desk/cash-typing';
import { forget, keep, kept } from '../../desk/kept';
import { Sending } from '../../desk/sending.svelte';
import type { Catalog, DepositProposal, DepositsView, DepositView, SlipCheck } from '../../generated/rpc';

interface Typing {
  /** What it was typed for: the bank account and the sessions. */
  of: string;
  cash: TypedCash;
  /** The checks in their physical order, each by its place in the proposal. */
  order: number[];
  /** The adding machine's total. */
  machine: string;
}

class Preparing {
  bank = $state('');
  /** Sessions that stay out. */
  left = $state<Record<string, boolean>>({});
  proposal = $state.raw<DepositProposal | null>(null);
  typing = $state<Typing | null>(null);
  refusal = $state.raw<Refused | null>(null);
  sending = new Sending();
  private name = '';
  private sequence = 0;

  attach(user: string): void {
    this.name = `deposit.${user}`;
    this.bank = '';
    this.left = {};
    this.reset();
  }

  private reset(): void {
    this.sequence++;
    this.proposal = null;
    this.typing = null;
    this.refusal = null;
    this.sending.forget();
  }

  chosen(view: DepositsView): string[] {
    return view.sessions.filter(({ session }) => !this.left[session]).map(({ session }) => session);
  }

  /** What the deposit would be, as the station makes it up. */
  async propose(view: DepositsView): Promise<void> {
    this.bank = view.banks.some(({ code }) => code === this.bank) ? this.bank : (view.banks[0]?.code ?? '');
    const sessions = this.chosen(view);
    const ticket = ++this.sequence;
    this.refusal = null;
    if (sessions.length === 0 || this.bank === '') {
      this.proposal = null;
      return;
    }
    try {
      const proposal = await call('propose_deposit', { bank: this.bank, sessions });
      if (ticket === this.sequence) this.proposal = proposal;
    } catch (cause) {
      if (ticket !== this.sequence) return;
      this.proposal = null;
      this.refusal = refused(cause);
    }
  }

  /** Begins to count: with what was typed for the same sessions before, otherwise with the proposal. */
  count(view: DepositsView, catalog: Catalog): void {
    const { proposal } = this;
    if (!proposal) return;
    const of = JSON.stringify([this.bank, this.chosen(view), proposal.cash_total, proposal.check_total]);
    if (this.typing?.of === of) return;
    const before = kept<Typing>(this.name);
    if (before?.of === of) {
      this.typing = before;
      return;
    }
    const cash = emptyCash(catalog.denominations);
    for (const { cents, loose = 0, bundles = 0 } of proposal.cash ?? [])
      cash[cents] = { loose: loose ? String(loose) : '', bundles: bundles ? String(bundles) : '' };
    this.typing = { of, cash, order: proposal.checks.map((_, place) => place), machine: '' };
  }

  keep(): void {
    keep(this.name, this.typing);
    this.sending.refusal = null;
  }

  /** The checks in their order. */
  get checks(): SlipCheck[] {
    const checks = this.proposal?.checks ?? [];
    return (this.typing?.order ?? []).map((place) => checks[place]).filter((check) => check !== undefined);
  }

  /** Moves a check by one place; answers with where it is then. */
  move(place: number, step: -1 | 1): number {
    const order = this.typing?.order;
    const [from, to] = [order?.[place], order?.[place + step]];
    if (!order || from === undefined || to === undefined) return place;
    order[place] = to;
    order[place + step] = from;
    this.keep();
    return place + step;
  }

  async prepare(view: DepositsView): Promise<DepositView | null> {
    const typing = $state.snapshot(this.typing);
    if (!typing) return null;
    const { order, machine } = typing;
    const prepared = await this.sending.send('prepare_deposit', {
      bank: this.bank,
      sessions: this.chosen(view),
      cash: cashCount(typing.cash),
      ...(order.some((from, place) => from !== place) ? { order } : {}),
      ...(machine === '' ? {} : { check_total: machine }),
    });
    if (!prepared) return null;
    forget(this.name);
    this.left = {};
    this.reset();
    return prepared;
  }
}

export const preparing = new Preparing();
