/** A business date as a whole: its flow, its documents, its close; and over/short by cashier. */
import { call, refused, type Refused } from '../../host';
import { Writing } from '../../desk/writing.svelte';
import type { DayClosedView, DocumentsView, FlowView, OverShortView } from '../../generated/rpc';
import { board } from './board.svelte';

class Day {
  date = $state('');
  flow = $state.raw<FlowView | null>(null);
  overShort = $state.raw<OverShortView | null>(null);
  documents = $state.raw<DocumentsView | null>(null);
  /** What could not be shown. */
  silent = $state.raw<Refused | null>(null);

  /** While documents are written: how many are, and of how many. */
  progress = $state.raw<{ done: number; of: number } | null>(null);
  written = $state.raw<{ folder: string; files: string[] } | null>(null);
  documentRefusal = $state.raw<Refused | null>(null);

  /** What is carried to the next day, by the obstacles' keys; kept while another screen is looked at. */
  carry = $state<Record<string, boolean>>({});
  closed = $state.raw<DayClosedView | null>(null);
  closing = new Writing();
  private asked = 0;

  async show(date: string): Promise<void> {
    if (this.date !== date) {
      this.date = date;
      this.flow = this.documents = this.written = this.closed = null;
      this.carry = {};
      this.documentRefusal = this.closing.refusal = null;
    }
    const ticket = ++this.asked;
    this.silent = null;
    const take = async <T>(reply: Promise<T>, into: (reply: T) => void) => {
      try {
        const answer = await reply;
        if (ticket === this.asked) into(answer);
      } catch (cause) {
        if (ticket === this.asked) this.silent = refused(cause);
      }
    };
    await Promise.all([
      take(call('documents', { date }), (reply) => (this.documents = reply)),
      take(call('flow', { date }), (reply) => (this.flow = reply)),
      take(call('over_short', {}), (reply) => (this.overShort = reply)),
    ]);
  }

  /** Writes documents one after the other, so that it is seen how far it is. */
  async write(keys: string[]): Promise<void> {
    if (this.progress || keys.length === 0) return;
    const { date } = this;
    this.written = this.documentRefusal = null;
    this.progress = { done: 0, of: keys.length };
    const all: string[] = [];
    try {
      for (const [place, key] of keys.entries()) {
        const { folder, files } = await call('write_document', { date, key });
        all.push(...files);
        this.written = { folder, files: [...all] };
        this.progress = { done: place + 1, of: keys.length };
      }
    } catch (cause) {
      this.documentRefusal = refused(cause);
    } finally {
      this.progress = null;
    }
  }

  async close(carry: string[]): Promise<boolean> {
    const { date } = this;
    board.stay();
    const reply = await this.closing.send('close_day', { date, carry });
    await board.load();
    if (!reply) return false;
    this.closed = reply;
    await this.show(date);
    return true;
  }
}

export const day = new Day();
