/** Working a returned item: the original that was chosen, what the bank says, and what it would do. */
import { call, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { forget, keep, kept } from '../../desk/kept';
import { typedMoney } from '../../desk/money';
import { Sending } from '../../desk/sending.svelte';
import { isLike, isNamed } from './reasons';
import { register } from './register.svelte';
import type {
  FileItemRow,
  Language,
  OriginalView,
  ReturnedItemView,
  ReturnPreview,
  TenderOf,
} from '../../generated/rpc';

interface Typing {
  /** What it was typed for. */
  of: string;
  /** The reason's code, as typed or chosen. */
  reason: string;
  amount: string;
  reference: string;
  noFee: string;
  /** Other tenders of the same check that stay out. */
  left: Record<string, boolean>;
}

/** What is known of it already: the item of the bank's file, the file's number and its place, the amount as typed. */
interface Known {
  item: FileItemRow | null;
  file: [string, number] | null;
  amount: string;
}

/** How long typing rests before the preview is asked for again. */
const REST_MS = 150;
export const keyOf = ({ receipt, place }: TenderOf) => `${receipt}/${place}`;

class Working {
  original = $state.raw<OriginalView | null>(null);
  /** The item of the bank's file that it is. */
  item = $state.raw<FileItemRow | null>(null);
  file = $state.raw<[string, number] | null>(null);
  /** The language of the notice that is made at once; it stays for the next item. */
  notice = $state<'' | Language>('');
  /** Where Esc leads. */
  from = $state<'find' | 'sitting'>('find');
  typing = $state<Typing>({ of: '', reason: '', amount: '', reference: '', noFee: '', left: {} });
  preview = $state.raw<ReturnPreview | null>(null);
  /** Why there is no preview. */
  refusal = $state.raw<Refused | null>(null);
  asking = $state(false);
  sending = new Sending();
  private name = '';
  private sequence = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  attach(user: string): void {
    this.name = `returns.work.${user}`;
    this.notice = desk.catalog?.language ?? 'en';
    this.reset();
  }

  reset(): void {
    clearTimeout(this.timer);
    this.sequence++;
    this.original = this.item = this.file = this.preview = this.refusal = null;
    this.asking = false;
    this.sending.forget();
  }

  /** Takes an original up; what was typed for the same one before still stands. */
  begin(original: OriginalView, from: 'find' | 'sitting', known: Known): void {
    const { item, file } = known;
    this.reset();
    this.original = original;
    this.item = item;
    this.file = file;
    this.from = from;
    const of = JSON.stringify([keyOf(original), file]);
    const before = kept<Typing>(this.name);
    // Of a check that paid several receipts it is the bank's to say what it took back.
    const likely = original.together.length > 0 ? '' : typedMoney(original.amount);
    this.typing =
      before?.of === of
        ? before
        : {
            of,
            reason: item?.reason ?? '',
            amount: known.amount || likely,
            reference: item?.trace ?? '',
            noFee: '',
            left: {},
          };
    void this.look();
  }

  /** The tenders that are returned: the chosen one first. */
  get tenders(): TenderOf[] {
    const { original, typing } = this;
    if (!original) return [];
    const { receipt, place, amount } = original;
    return [
      { receipt, place, amount },
      ...original.together.filter((tender) => !typing.left[keyOf(tender)]).map((tender) => ({ ...tender })),
    ];
  }

  private get bare() {
    const { amount, reason, reference, noFee } = $state.snapshot(this.typing);
    return {
      tenders: $state.snapshot(this.tenders),
      amount,
      reason: reason.trim(),
      ...(reference.trim() === '' ? {} : { reference }),
      ...(noFee.trim() === '' ? {} : { no_fee: noFee }),
      ...(this.file ? { file: this.file } : {}),
      ...(this.notice === '' ? {} : { notice: this.notice }),
    };
  }

  /** Something was typed: it is kept, and the preview is asked for again. */
  changed(): void {
    keep(this.name, this.typing);
    this.sending.refusal = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), REST_MS);
  }

  /** Whether the reason stands: it is one of the list, or none of the list begins so and the bank's own code may be meant. */
  get known(): boolean {
    const { reason } = this.typing;
    const reasons = register.view?.reasons ?? [];
    if (reason.trim() === '') return false;
    return reasons.some((one) => isNamed(one, reason)) || !reasons.some((one) => isLike(one, reason));
  }

  /** What it would do. Without an amount or a reason there is nothing to ask yet. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    const ticket = ++this.sequence;
    if (!this.original || this.typing.amount.trim() === '' || !this.known) {
      this.preview = this.refusal = null;
      this.asking = false;
      return;
    }
    this.asking = true;
    try {
      const preview = await call('preview_return', { request_id: crypto.randomUUID(), ...this.bare });
      if (ticket !== this.sequence) return;
      this.preview = preview;
      this.refusal = null;
    } catch (cause) {
      if (ticket !== this.sequence) return;
      this.preview = null;
      this.refusal = refused(cause);
    } finally {
      if (ticket === this.sequence) this.asking = false;
    }
  }

  async work(): Promise<ReturnedItemView | null> {
    const done = await this.sending.send('return_item', this.bare);
    // What stands here stays until the next page is on.
    if (done) forget(this.name);
    return done;
  }
}

export const working = new Working();
