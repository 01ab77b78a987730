/** Sending what writes: one request id until it is answered, a second person where one is needed. */
import { callOnce, refused, type Command, type Refused, type Reply, type Request } from '../host';
import type { Consent } from '../generated/rpc';
import { GivenUp, secondPerson } from './second-person.svelte';

export class Writing {
  /** Why the last one was not done. */
  refusal = $state.raw<Refused | null>(null);
  sending = $state(false);
  private pending: { what: string; request_id: string } | null = null;

  /**
   * Sends a request, and answers with its reply, or with nothing where it was
   * refused or the second person was not found. The very same request, sent
   * again after no answer came, keeps its id; another one gets another.
   */
  async send<C extends Command>(
    cmd: C,
    request: Omit<Request<C>, 'request_id' | 'consent'>,
  ): Promise<Reply<C> | null> {
    if (this.sending) return null;
    this.sending = true;
    this.refusal = null;
    const what = JSON.stringify([cmd, request]);
    if (this.pending?.what !== what) this.pending = { what, request_id: crypto.randomUUID() };
    const { request_id } = this.pending;
    try {
      const whole = (consent?: Consent) =>
        ({ ...request, request_id, ...(consent ? { consent } : {}) }) as Request<C> & { request_id: string };
      const reply = await secondPerson.with((consent) => callOnce(cmd, whole(consent)));
      this.pending = null;
      return reply;
    } catch (cause) {
      if (cause instanceof GivenUp) return null;
      this.refusal = refused(cause);
      // Refused means that nothing was written: what is sent next is another request.
      if (!this.refusal.again) this.pending = null;
      return null;
    } finally {
      this.sending = false;
    }
  }
}
