/**
 * The one door to the workstation: `call(command, request)` answers with the
 * command's reply or throws a `Refused`. Nothing else in the screens knows
 * whether a window or a browser stands behind it.
 */
import type { Commands, RefusalView } from '../generated/rpc';
import { browserHost } from './browser';
import { insideWindow, windowHost } from './window';

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C]['request'];
export type Reply<C extends Command> = Commands[C]['reply'];

/** Carries one request and resolves with the reply, or rejects with a `RefusalView`. */
export type Host = (cmd: string, req: unknown) => Promise<unknown>;

/** The code of a refusal that the screen makes itself: no answer came, nobody knows what happened. */
export const NO_ANSWER = 'no_answer';

/** Why something was not done: a code, the facts that its words need, and English words. */
export class Refused extends Error {
  readonly code: string;
  readonly facts: Record<string, unknown>;

  constructor(view: RefusalView) {
    super(view.message);
    this.code = view.code;
    this.facts = view.facts ?? {};
  }

  /** Whether nobody can say if the request was carried out. */
  get unanswered(): boolean {
    return this.code === NO_ANSWER;
  }

  /** Whether the same request is to be sent again: unanswered, or carried out but for its paper. */
  get again(): boolean {
    return this.unanswered || this.code === 'paper_not_written';
  }
}

let host: Host = insideWindow() ? windowHost : browserHost;

/** Puts another host in place; for tests with a script of their own. */
export function useHost(other: Host): void {
  host = other;
}

export async function call<C extends Command>(cmd: C, req: Request<C>): Promise<Reply<C>> {
  try {
    return (await host(cmd, req)) as Reply<C>;
  } catch (cause) {
    throw refused(cause);
  }
}

/** Whatever was thrown, as a refusal; anything without a code means that no answer came. */
export function refused(cause: unknown): Refused {
  if (cause instanceof Refused) return cause;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') {
    return new Refused(cause as RefusalView);
  }
  return new Refused({ code: NO_ANSWER, message: 'the workstation program did not answer', facts: {} });
}

/**
 * Calls with a request that carries its own `request_id`. When no answer comes
 * it is sent again, the same to the letter: the station answers a repeat with
 * the first reply and does nothing twice.
 */
export async function callOnce<C extends Command>(
  cmd: C,
  req: Request<C> & { request_id: string },
  pauses_ms: readonly number[] = [300, 1200],
): Promise<Reply<C>> {
  for (const pause_ms of pauses_ms) {
    try {
      return await call(cmd, req);
    } catch (cause) {
      if (!refused(cause).unanswered) throw cause;
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
  }
  return call(cmd, req);
}
