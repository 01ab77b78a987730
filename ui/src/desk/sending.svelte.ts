/**
 * Writing from a form: while a request is on its way, or its answer is lost, the
 * form stands still; a lost one goes again just as it was.
 */
import type { Command, Reply, Request } from '../host';
import { returnFocus } from './focus';
import { Writing } from './writing.svelte';

/** What is sent, without its id and consent. */
type Bare<C extends Command> = Omit<Request<C>, 'request_id' | 'consent'>;

export class Sending extends Writing {
  private unanswered = $state.raw<{ cmd: Command; bare: unknown } | null>(null);

  /** Whether nobody knows yet if the last request was carried out. */
  get stuck(): boolean {
    return this.unanswered !== null;
  }

  /** Whether what is typed must not change now. */
  get frozen(): boolean {
    return this.sending || this.stuck;
  }

  forget(): void {
    this.refusal = null;
    this.unanswered = null;
  }

  override async send<C extends Command>(cmd: C, typed: Bare<C>): Promise<Reply<C> | null> {
    if (this.sending) return null;
    const hand = document.activeElement;
    const bare = this.unanswered?.cmd === cmd ? (this.unanswered.bare as Bare<C>) : typed;
    const reply = await super.send(cmd, bare);
    // Given up without a second person: as it was before.
    if (reply || this.refusal) this.unanswered = this.refusal?.again ? { cmd, bare } : null;
    // What stood still for a while has lost the focus.
    void returnFocus(hand);
    return reply;
  }
}
