/** What was looked for, what was found, and what is being done with a receipt. */
import { call, callOnce, refused, type Refused } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { focusOn } from '../../desk/focus';
import { GivenUp, secondPerson } from '../../desk/second-person.svelte';
import type { FoundReceipts, PaymentTender, ReceiptView, Voided } from '../../generated/rpc';
import { words } from '../../words/words.svelte';

const FIND_AFTER_MS = 120;

class Finding {
  text = $state('');
  from = $state('');
  to = $state('');
  found = $state.raw<FoundReceipts | null>(null);
  findRefusal = $state.raw<Refused | null>(null);

  receipt = $state.raw<ReceiptView | null>(null);
  task = $state<'void' | 'reclass' | null>(null);
  refusal = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  written = $state<string | null>(null);
  voided = $state.raw<Voided | null>(null);
  sending = $state(false);

  private timer: ReturnType<typeof setTimeout> | undefined;
  private sequence = 0;
  private opening = 0;
  private answered = '';
  private requestId: string | null = null;
  private owner: string | undefined;

  /** Begins for whoever is signed in; what another person had found is put away. */
  attach(user: string | undefined): void {
    if (this.owner !== user) {
      this.owner = user;
      this.text = this.from = this.to = '';
      this.receipt = null;
      this.found = null;
      this.begin(null);
      this.done = this.written = this.voided = null;
    }
    void this.find();
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.find(), FIND_AFTER_MS);
  }

  /** What is typed, as one text: whether the list shown answers it. */
  private get asked(): string {
    return JSON.stringify([this.text, this.from, this.to]);
  }

  /** Finds now what was typed, unless the list shown answers it already. */
  async settle(): Promise<void> {
    if (this.answered !== this.asked) await this.find();
  }

  async find(): Promise<void> {
    clearTimeout(this.timer);
    const asked = this.asked;
    const ticket = ++this.sequence;
    const dates = { ...(this.from ? { from: this.from } : {}), ...(this.to ? { to: this.to } : {}) };
    // A date that is still being typed is not a question yet.
    if ([this.from, this.to].some((date) => date !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(date))) return;
    try {
      const found = await call('find_receipts', { text: this.text, ...dates });
      if (ticket !== this.sequence) return;
      this.found = found;
      this.answered = asked;
      this.findRefusal = null;
    } catch (cause) {
      if (ticket === this.sequence) this.findRefusal = refused(cause);
    }
  }

  /** Shows a receipt. */
  async open(number: string): Promise<void> {
    if (this.receipt?.number === number && !this.task) return;
    const ticket = ++this.opening;
    this.begin(null);
    this.done = this.written = this.voided = null;
    try {
      const receipt = await call('receipt', { receipt: number });
      if (ticket === this.opening) this.receipt = receipt;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  begin(task: 'void' | 'reclass' | null): void {
    this.task = task;
    this.refusal = null;
    this.requestId = null;
  }

  private async again(): Promise<void> {
    if (this.receipt) this.receipt = await call('receipt', { receipt: this.receipt.number });
    await this.find();
    void desk.refresh();
  }

  /** Does something that writes, under one request id until it is answered. */
  private async write(work: (receipt: string, request_id: string) => Promise<void>): Promise<void> {
    if (!this.receipt || this.sending) return;
    this.sending = true;
    this.refusal = this.done = this.written = this.voided = null;
    const request_id = (this.requestId ??= crypto.randomUUID());
    try {
      await work(this.receipt.number, request_id);
      this.requestId = null;
      this.task = null;
      await this.again();
      const place = this.found?.receipts.findIndex((each) => each.number === this.receipt?.number) ?? -1;
      // The form that had the focus is gone; whoever went on meanwhile is left alone.
      const lost = document.activeElement === document.body && this.task === null;
      if (lost) void focusOn(place < 0 ? 'find' : `result-${place}`);
    } catch (cause) {
      if (cause instanceof GivenUp) return;
      this.refusal = refused(cause);
      if (!this.refusal.unanswered) this.requestId = null;
    } finally {
      this.sending = false;
    }
  }

  reprint(): Promise<void> {
    return this.write(async (receipt, request_id) => {
      const { copy } = await callOnce('reprint_receipt', { receipt, request_id });
      this.done = words.t.find.reprinted(receipt, copy);
    });
  }

  pdf(): Promise<void> {
    return this.write(async (receipt, request_id) => {
      this.written = (await callOnce('receipt_pdf', { receipt, request_id })).path;
    });
  }

  void(reason: string): Promise<void> {
    return this.write(async (receipt, request_id) => {
      this.voided = await secondPerson.with((consent) =>
        callOnce('void_receipt', { receipt, request_id, reason, ...(consent ? { consent } : {}) }),
      );
    });
  }

  reclass(place: number, to: PaymentTender, reason: string): Promise<void> {
    return this.write(async (receipt, request_id) => {
      await secondPerson.with((consent) =>
        callOnce('reclass_tender', {
          receipt,
          request_id,
          place,
          to,
          reason,
          ...(consent ? { consent } : {}),
        }),
      );
      this.done = words.t.find.reclass_done;
    });
  }
}

export const finding = new Finding();
