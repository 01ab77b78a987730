/** A bank's file of returned items: looked at, taken in, then worked through in one sitting. */
import { call, refused, type Refused } from '../../host';
import { Sending } from '../../desk/sending.svelte';
import type { FileItemRow, ReturnFileView } from '../../generated/rpc';

class ReturnFile {
  layout = $state('');
  name = $state('');
  size = $state(0);
  preview = $state.raw<ReturnFileView | null>(null);
  /** The file that is worked through. */
  taken = $state.raw<ReturnFileView | null>(null);
  /** The item that is being worked, by its place in the file. */
  at = $state(0);
  /** Why it cannot be looked at. */
  refusal = $state.raw<Refused | null>(null);
  reading = $state(false);
  /** An item was worked, and the next one is fetched. */
  moving = $state(false);
  /** Why an item is dismissed, as typed. */
  why = $state('');
  sending = new Sending();
  private content = '';
  private sequence = 0;

  reset(): void {
    this.sequence++;
    this.name = this.content = this.why = '';
    this.size = this.at = 0;
    this.preview = this.taken = null;
    this.refusal = null;
    this.reading = false;
    this.sending.forget();
  }

  async choose(chosen: File): Promise<void> {
    this.reset();
    this.name = chosen.name;
    this.size = chosen.size;
    this.reading = true;
    this.content = await chosen.text();
    await this.look();
  }

  useLayout(layout: string): void {
    this.layout = layout;
    if (this.content !== '') void this.look();
  }

  private get bare() {
    return { layout: this.layout, name: this.name, content: this.content };
  }

  /** Looks at the file without taking it in. */
  async look(): Promise<void> {
    const ticket = ++this.sequence;
    this.preview = this.refusal = null;
    this.sending.forget();
    this.reading = true;
    try {
      const preview = await call('preview_returns', { request_id: crypto.randomUUID(), ...this.bare });
      if (ticket === this.sequence) this.preview = preview;
    } catch (cause) {
      if (ticket === this.sequence) this.refusal = refused(cause);
    } finally {
      if (ticket === this.sequence) this.reading = false;
    }
  }

  async takeIn(): Promise<boolean> {
    const taken = await this.sending.send('take_in_returns', this.bare);
    if (!taken) return false;
    this.reset();
    this.taken = taken;
    this.toNext();
    return true;
  }

  // ---- working through it ---------------------------------------------------

  /** The item that is being worked. */
  get item(): FileItemRow | null {
    return this.taken?.items.find(({ item }) => item === this.at) ?? null;
  }

  /** That item, as a request names it. */
  get reference(): [string, number] | null {
    return this.taken?.number ? [this.taken.number, this.at] : null;
  }

  private waits(from: number): FileItemRow | undefined {
    const items = this.taken?.items ?? [];
    return (
      items.find(({ item, done }) => done === null && item > from) ?? items.find(({ done }) => done === null)
    );
  }

  /** Goes to the next item that nobody has worked. Says whether there is one. */
  toNext(from = -1): boolean {
    const next = this.waits(from);
    if (next) this.at = next.item;
    this.why = '';
    return next !== undefined;
  }

  /** Goes to the waiting item before or after this one, which stays as it is. */
  step(by: -1 | 1): void {
    const waiting = (this.taken?.items ?? []).filter(({ done }) => done === null);
    const here = waiting.findIndex(({ item }) => item === this.at);
    const next = waiting[(here + by + waiting.length) % waiting.length];
    if (next) this.at = next.item;
    this.why = '';
  }

  /** Takes a file up that was taken in, at one of its items. */
  async open(number: string, item?: number): Promise<boolean> {
    this.refusal = null;
    try {
      const taken = await call('return_file', { file: number });
      this.reset();
      this.taken = taken;
      if (item === undefined) return this.toNext();
      this.at = item;
      return true;
    } catch (cause) {
      this.refusal = refused(cause);
      return false;
    }
  }

  /** An item was worked: the file as it stands then, at the next one. Says whether there is one. */
  async goOn(): Promise<boolean> {
    const { taken, at } = this;
    if (!taken?.number) return false;
    this.moving = true;
    try {
      this.taken = await call('return_file', { file: taken.number });
    } catch (cause) {
      this.refusal = refused(cause);
    } finally {
      this.moving = false;
    }
    return this.toNext(at);
  }

  async dismiss(): Promise<boolean> {
    const { reference } = this;
    if (!reference) return false;
    const [file, item] = reference;
    return (await this.sending.send('dismiss_return_item', { file, item, reason: this.why })) !== null;
  }
}

export const file = new ReturnFile();
