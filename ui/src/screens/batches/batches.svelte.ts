/** The batches of the day, and what is being done with them. */
import { call, refused, type Refused } from '../../host';
import type { BatchesView, BoardRow } from '../../generated/rpc';

export type Task = 'overview' | 'open_mail' | 'keying' | 'file' | 'turn_in' | 'suspense';

class Batches {
  view = $state.raw<BatchesView | null>(null);
  task = $state<Task>('overview');
  refusal = $state.raw<Refused | null>(null);
  done = $state<string | null>(null);
  /** The row to come back to. */
  chosen = $state(0);
  private owner: string | undefined;

  /** Takes the screen up for whoever is signed in. Says whether it is another person than before. */
  attach(user: string | undefined): boolean {
    const another = this.owner !== user;
    if (another) {
      this.owner = user;
      this.chosen = 0;
      this.begin('overview');
    } else void this.load();
    return another;
  }

  async load(): Promise<void> {
    try {
      this.view = await call('batches', {});
      this.refusal = null;
    } catch (cause) {
      this.refusal = refused(cause);
    }
  }

  begin(task: Task, done: string | null = null): void {
    this.task = task;
    this.done = done;
    this.refusal = null;
    if (task !== 'overview') return;
    this.view = null;
    void this.load();
  }
}

/** Whether items can be keyed into it here. */
export function isKeyed(row: BoardRow): boolean {
  return row.batch === 'mail' && row.stage !== 'closed' && row.stage !== 'approved';
}

export const batches = new Batches();
