/**
 * Sending what writes: one request id until it is answered, a second person
 * where one is needed, and what stood in the way of the last try.
 */
import { callOnce, refused, type Command, type Refused, type Reply, type Request } from '../host';
import type { Consent } from '../generated/rpc';
import { returnFocus } from './focus';
import { GivenUp, secondPerson } from './second-person.svelte';

/** What is sent, without what this file adds. */
type Bare<C extends Command> = Omit<Request<C>, 'request_id' | 'consent'>;

export class Sending {
  busy = $state(false);
  refusal = $state.raw<Refused | null>(null);
  /** Sent, and no answer came: goes again just as it was, whatever is typed meanwhile. */
  private unanswered = $state.raw<{ cmd: Command; request: unknown } | null>(null);

  /** Whether nobody knows yet if the last request was carried out; the form stands still until then. */
  get stuck(): boolean {
    return this.unanswered !== null;
  }

  /** Whether what is typed must not change now. */
  get frozen(): boolean {
    return this.busy || this.stuck;
  }

  forget(): void {
    this.refusal = null;
    this.unanswered = null;
  }

  /** Answers with the reply, or with nothing where it was refused or given up. */
  async send<C extends Command>(cmd: C, bare: Bare<C>): Promise<Reply<C> | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refusal = null;
    const hand = document.activeElement;
    const again = this.unanswered?.cmd === cmd ? this.unanswered.request : null;
    const request = (again ?? { ...bare, request_id: crypto.randomUUID() }) as Request<C> & {
      request_id: string;
    };
    try {
      const whole = (consent?: Consent) => (consent ? { ...request, consent } : request);
      const reply = await secondPerson.with((consent) => callOnce(cmd, whole(consent)));
      this.unanswered = null;
      return reply;
    } catch (cause) {
      if (cause instanceof GivenUp) return null;
      const refusal = refused(cause);
      this.refusal = refusal;
      // Refused means that nothing was written: what is sent next is another request.
      this.unanswered = refusal.unanswered ? { cmd, request } : null;
      return null;
    } finally {
      this.busy = false;
      void returnFocus(hand);
    }
  }
}
