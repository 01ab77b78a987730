/** What is looked at: the trace, a payment, an account, the refunds, a bank account; and the way back. */
import { call, refused, type Refused } from '../../host';
import type {
  AccountHistoryView,
  BankAccountView,
  DocumentsWritten,
  GetBankAccount,
  TraceView,
} from '../../generated/rpc';

export type Page =
  | { at: 'trace' }
  | { at: 'refunds' }
  | { at: 'payment'; receipt: string }
  | { at: 'account'; number: string }
  | { at: 'bank'; of: GetBankAccount };

const TRACE: Page = { at: 'trace' };
/** So many pages can be gone back. */
const REMEMBERED = 30;

class Corrections {
  private path = $state.raw<Page[]>([TRACE]);
  payment = $state.raw<TraceView | null>(null);
  account = $state.raw<AccountHistoryView | null>(null);
  bank = $state.raw<BankAccountView | null>(null);
  /** Where documents were written. */
  written = $state.raw<DocumentsWritten | null>(null);
  /** Why something could not be opened or written. */
  refusal = $state.raw<Refused | null>(null);
  /** The check's bank account was never read, so nothing is known of it. */
  unread = $state(false);
  private owner: string | undefined;
  private opening = 0;

  get page(): Page {
    return this.path.at(-1) ?? TRACE;
  }

  /** Takes the screen up for whoever is signed in. Says whether it is another person than before. */
  attach(user: string): boolean {
    const another = this.owner !== user;
    if (another) {
      this.owner = user;
      this.toTrace();
    } else void this.again();
    return another;
  }

  /** What a page shows; whoever asks for another one meanwhile gets only that. */
  private async load(page: Page): Promise<boolean> {
    const ticket = ++this.opening;
    const current = () => ticket === this.opening;
    try {
      if (page.at === 'payment') {
        const payment = await call('trace', { receipt: page.receipt });
        if (current()) this.payment = payment;
      } else if (page.at === 'account') {
        const account = await call('account_history', { number: page.number });
        if (current()) this.account = account;
      } else if (page.at === 'bank') {
        const bank = await call('bank_account', page.of);
        if (current()) this.bank = bank;
      }
      return current();
    } catch (cause) {
      if (!current()) return false;
      const refusal = refused(cause);
      this.unread = page.at === 'bank' && refusal.code === 'bad_request';
      if (!this.unread) this.refusal = refusal;
      return false;
    }
  }

  /** Says nothing any more of what was done before. */
  hush(): void {
    this.refusal = null;
    this.unread = false;
    this.written = null;
  }

  /** Opens a page; where it cannot be opened, this one stays and says why. */
  async go(page: Page): Promise<boolean> {
    this.hush();
    if (!(await this.load(page))) return false;
    this.path = [...this.path, page].slice(-REMEMBERED);
    return true;
  }

  async back(): Promise<void> {
    const path = this.path.slice(0, -1);
    this.hush();
    this.path = (await this.load(path.at(-1) ?? TRACE)) ? path : [TRACE];
  }

  toTrace(): void {
    this.opening++;
    this.hush();
    this.path = [TRACE];
  }

  /** Asks again for what is shown. */
  again(): Promise<boolean> {
    return this.load(this.page);
  }

  private async write(work: () => Promise<DocumentsWritten>): Promise<void> {
    this.hush();
    try {
      this.written = await work();
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  writeVoucher(seq: number): Promise<void> {
    return this.write(() => call('write_voucher', { seq }));
  }

  writeList(number: string): Promise<void> {
    return this.write(() => call('write_list', { number }));
  }

  writeHistory(number: string): Promise<void> {
    return this.write(() => call('write_account_history', { number }));
  }
}

export const corrections = new Corrections();
