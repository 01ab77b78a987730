/**
 * Asking for a second person. A command is first sent without one; where the
 * station says that one is needed, the statement to approve is shown, and the
 * very same request goes again with that person's name and password.
 */
import { refused, type Refused } from '../host';
import type { Consent } from '../generated/rpc';

/** Thrown when the second person was asked for and the asking was given up. */
export class GivenUp extends Error {}

interface Asking {
  statement: string;
  send: (consent: Consent) => Promise<void>;
  giveUp: () => void;
}

class SecondPerson {
  asking = $state.raw<Asking | null>(null);

  /** Runs a command, and again with a second person's consent if that is what it takes. */
  async with<T>(run: (consent?: Consent) => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (cause) {
      const refusal = refused(cause);
      if (refusal.code !== 'second_person_needed') throw refusal;
      return this.ask(refusal, run);
    }
  }

  private ask<T>(refusal: Refused, run: (consent: Consent) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.asking = {
        statement: String(refusal.facts.statement ?? refusal.message),
        send: async (consent) => {
          try {
            const reply = await run(consent);
            this.asking = null;
            resolve(reply);
          } catch (cause) {
            const again = refused(cause);
            // About the second person: they may try again. Anything else goes back to the screen.
            if (isAboutPerson(again.code)) throw again;
            this.asking = null;
            reject(again);
          }
        },
        giveUp: () => {
          this.asking = null;
          reject(new GivenUp());
        },
      };
    });
  }
}

function isAboutPerson(code: string): boolean {
  return code.startsWith('second_person_') || code === 'wrong_password' || code === 'user_locked';
}

export const secondPerson = new SecondPerson();
