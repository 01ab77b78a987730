/** The returned items, the one that is open, and what is being done. */
import { call, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { Sending } from '../../desk/sending.svelte';
import type {
  BankAccountView,
  DocumentsWritten,
  ListMade,
  ReturnedItemsView,
  ReturnedItemView,
} from '../../generated/rpc';

export type Task =
  'overview' | 'find' | 'work' | 'item' | 'reinstate' | 'list' | 'file' | 'sitting' | 'dismiss';

class Register {
  view = $state.raw<ReturnedItemsView | null>(null);
  task = $state<Task>('overview');
  /** The item that is open. */
  open = $state.raw<ReturnedItemView | null>(null);
  /** What is known of its bank account, once that was asked for. */
  bank = $state.raw<BankAccountView | null>(null);
  /** Where something was written. */
  written = $state.raw<string[]>([]);
  refusal = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  /** Where Esc leads from an item's page. */
  back = $state<'overview' | 'find' | 'sitting'>('overview');
  /** The row to come back to. */
  chosen = $state(0);
  /** Items that are to go to collections. */
  marked = $state<Record<string, boolean>>({});
  sending = new Sending();
  private owner: string | undefined;
  private opening = 0;

  /** Takes the screen up for whoever is signed in. Says whether it is another person than before. */
  attach(user: string): boolean {
    const another = this.owner !== user;
    if (another) {
      this.owner = user;
      this.chosen = 0;
      this.marked = {};
      this.open = null;
      this.begin('overview');
    } else {
      void this.load();
      if (this.task === 'item' && this.open) void this.lookAgain(this.open.row.number);
    }
    return another;
  }

  /** The item that is open may have been paid meanwhile. */
  private async lookAgain(number: string): Promise<void> {
    try {
      const open = await call('returned_item', { number });
      if (this.open?.row.number === number) this.open = open;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  async load(): Promise<void> {
    try {
      this.view = await call('returned_items', {});
      this.refusal = null;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  begin(task: Task, done: string | null = null): void {
    this.task = task;
    this.done = done;
    this.written = [];
    this.refusal = this.bank = null;
    this.sending.forget();
    if (task === 'overview') void this.load();
  }

  /** The drawer in this person's name that keeps them from working returned items. */
  get heldDrawer(): string | null {
    return desk.catalog?.waived.includes('returns_with_drawer') ? null : (this.view?.holds ?? null);
  }

  /** Whether whoever is signed in may work returned items now. */
  get mayWork(): boolean {
    return desk.may('work_returns') && this.isSetUp && this.heldDrawer === null;
  }

  /** Whether the city has rules for returned items: at least a reason. */
  get isSetUp(): boolean {
    return (this.view?.reasons.length ?? 0) > 0;
  }

  async look(number: string): Promise<void> {
    const ticket = ++this.opening;
    try {
      const open = await call('returned_item', { number });
      if (ticket !== this.opening) return;
      if (this.task !== 'item')
        this.back = this.task === 'find' || this.task === 'sitting' ? this.task : 'overview';
      this.begin('item');
      this.open = open;
    } catch (cause) {
      if (ticket === this.opening) this.refusal = refused(cause);
    }
  }

  /** Shows an item as it stands now. */
  show(open: ReturnedItemView, done: string): void {
    this.opening++;
    this.back = 'overview';
    this.begin('item', done);
    this.open = open;
    this.written = open.written;
    void this.load();
  }

  // ---- what is done with an open item --------------------------------------

  async writeNotice(language: 'en' | 'es', done: string): Promise<void> {
    const number = this.open?.row.number;
    if (!number) return;
    this.done = null;
    const written = await this.sending.send('write_notice', { number, language });
    if (!written) return;
    this.written = [written.path];
    this.done = done;
    try {
      const open = await call('returned_item', { number });
      if (this.open?.row.number === number) this.open = open;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  async lookAtBankAccount(): Promise<void> {
    const tender = this.open?.tenders[0];
    if (!tender) return;
    this.refusal = null;
    try {
      const bank = await call('bank_account', { tender });
      if (this.open?.tenders[0] === tender) this.bank = bank;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  async writeVoucher(): Promise<void> {
    const seq = this.open?.seq;
    if (seq !== undefined) await this.write(() => call('write_voucher', { seq }));
  }

  /** The list for collections that the item is on, again. */
  async writeList(): Promise<void> {
    const number = this.open?.collections;
    if (number) await this.write(() => call('write_list', { number }));
  }

  private async write(send: () => Promise<DocumentsWritten>): Promise<void> {
    this.refusal = this.done = null;
    try {
      const written = await send();
      this.written = [written.folder, ...written.files];
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  // ---- collections ----------------------------------------------------------

  /** The numbers that are chosen, in the order of the list. */
  get numbers(): string[] {
    return (this.view?.items ?? []).map(({ number }) => number).filter((number) => this.marked[number]);
  }

  async makeList(done: (list: ListMade) => string): Promise<boolean> {
    const list = await this.sending.send('list_for_collections', { numbers: this.numbers });
    if (!list) return false;
    this.marked = {};
    this.begin('overview', done(list));
    this.written = [list.written.folder, ...list.written.files];
    return true;
  }
}

export const register = new Register();
