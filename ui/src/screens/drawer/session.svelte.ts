/** The drawer session on the screen, what is being done with it, and what is half typed. */
import { call, callOnce, refused, type Command, type Refused, type Reply, type Request } from '../../host';
import { desk } from '../../desk/desk.svelte';
import { emptyCash, type TypedCash } from '../../desk/cash-typing';
import { forget, keep, kept } from '../../desk/kept';
import { GivenUp, secondPerson } from '../../desk/second-person.svelte';
import type { Consent, DrawerView } from '../../generated/rpc';

/** What the cashier is doing with the open drawer. */
export type Task =
  'overview' | 'checkpoint' | 'pick_up' | 'change_order' | 'hand_over' | 'no_sale' | 'in_place';

/** What is typed for a task: one count, or two side by side, each with its pieces of paper. */
export interface TaskTyping {
  cash: TypedCash;
  other: TypedCash;
  items: string;
  itemsAgain: string;
  reason: string;
}

const nothingTyped = (): TaskTyping => {
  const kinds = desk.catalog?.denominations ?? [];
  return { cash: emptyCash(kinds), other: emptyCash(kinds), items: '', itemsAgain: '', reason: '' };
};

class DrawerSession {
  view = $state.raw<DrawerView | null>(null);
  task = $state<Task>('overview');
  /** Kept here, so that a look at another screen loses nothing. */
  typing = $state<TaskTyping>(nothingTyped());
  /** A closed session that is being looked at. */
  inspected = $state.raw<{ id: string; view: DrawerView } | null>(null);
  /** The last count does not stand any more: the drawer is being counted again. */
  recounting = $state(false);
  /** Session and user, where a drawer is counted in its cashier's place. */
  refusal = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  /** Where a document was written. */
  written = $state<string | null>(null);
  sending = $state(false);
  private requestId: string | null = null;
  private owner: string | undefined;

  /** Takes the drawer up for whoever is signed in; what another person had begun is put away. */
  async attach(user: string | undefined): Promise<void> {
    if (this.owner !== user) {
      this.owner = user;
      this.inspected = null;
      this.begin('overview');
    }
    await this.load();
  }

  async load(): Promise<void> {
    try {
      this.view = await call('drawer', {});
      this.recounting = kept<string>('recounting') === this.view.session?.id;
    } catch (cause) {
      this.refusal = refused(cause);
    }
    void desk.refresh();
  }

  begin(task: Task): void {
    this.task = task;
    this.typing = nothingTyped();
    this.refusal = this.done = this.written = null;
    this.requestId = null;
  }

  async inspect(id: string): Promise<void> {
    this.refusal = this.done = this.written = null;
    try {
      this.inspected = { id, view: await call('drawer', { session: id }) };
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  /**
   * Sends something that writes, with one request id until it is answered, and
   * with a second person where one is needed. Says whether it was done.
   */
  async send<C extends Command>(
    cmd: C,
    request: Omit<Request<C>, 'request_id' | 'consent'>,
    done: string | null,
  ): Promise<Reply<C> | null> {
    if (this.sending) return null;
    this.sending = true;
    this.refusal = null;
    const request_id = (this.requestId ??= crypto.randomUUID());
    try {
      const whole = (consent?: Consent) =>
        ({ ...request, request_id, ...(consent ? { consent } : {}) }) as Request<C> & { request_id: string };
      const reply = await secondPerson.with((consent) => callOnce(cmd, whole(consent)));
      this.begin('overview');
      this.done = done;
      await this.load();
      return reply;
    } catch (cause) {
      if (cause instanceof GivenUp) return null;
      this.refusal = refused(cause);
      // Refused means that nothing was written: what is sent next is another request.
      if (!this.refusal.unanswered) this.requestId = null;
      return null;
    } finally {
      this.sending = false;
    }
  }

  async countAgain(session: string | undefined, reason: string): Promise<void> {
    const request = { ...(session ? { session } : {}), ...(reason.trim() === '' ? {} : { reason }) };
    if (!(await this.send('recount', request, null))) return;
    this.inspected = null;
    this.recounting = true;
    keep('recounting', this.view?.session?.id ?? '');
  }

  /** Whether whoever is signed in counts this drawer in the place of the cashier who left it. */
  countsInPlace(): boolean {
    const { session, user } = { session: this.view?.session, user: desk.state?.user };
    return !!session && !!user && session.counter === user.id && session.cashier !== user.id;
  }

  async countInPlace(reason: string): Promise<void> {
    const session = this.view?.session?.id;
    if (!session || !(await this.send('count_in_place', { reason }, null))) return;
    this.recounting = true;
    keep('recounting', session);
  }

  counted(): void {
    this.recounting = false;
    forget('recounting');
  }

  async sheet(session?: string): Promise<void> {
    this.refusal = null;
    try {
      this.written = (await call('balancing_sheet', session ? { session } : {})).path;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }
}

export const drawer = new DrawerSession();
