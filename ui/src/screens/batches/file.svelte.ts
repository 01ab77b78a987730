/** A file of payments: looked at, then taken in. */
import { call, refused, type Refused } from '../../host';
import { Sending } from '../../desk/sending.svelte';
import type { FileView } from '../../generated/rpc';

class PaymentFile {
  layout = $state('');
  name = $state('');
  size = $state(0);
  preview = $state.raw<FileView | null>(null);
  taken = $state.raw<FileView | null>(null);
  /** Why it cannot be looked at. */
  refusal = $state.raw<Refused | null>(null);
  reading = $state(false);
  sending = new Sending();
  private content = '';
  private sequence = 0;

  reset(): void {
    this.sequence++;
    this.name = this.content = '';
    this.size = 0;
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

  /** Looks at the file without taking it in. */
  async look(): Promise<void> {
    const ticket = ++this.sequence;
    this.preview = this.refusal = null;
    this.sending.forget();
    this.reading = true;
    try {
      const preview = await call('preview_file', { request_id: crypto.randomUUID(), ...this.bare });
      if (ticket === this.sequence) this.preview = preview;
    } catch (cause) {
      if (ticket === this.sequence) this.refusal = refused(cause);
    } finally {
      if (ticket === this.sequence) this.reading = false;
    }
  }

  private get bare() {
    return { layout: this.layout, name: this.name, content: this.content };
  }

  async takeIn(): Promise<void> {
    const taken = await this.sending.send('take_in_file', this.bare);
    if (!taken) return;
    this.reset();
    this.taken = taken;
  }
}

export const file = new PaymentFile();
