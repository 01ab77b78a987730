/** Where everything stands, shared by all screens: the station's state and the catalog. */
import { call, refused, type Refused } from '../host';
import type { Catalog, CatalogTender, Right, State } from '../generated/rpc';

export type Screen = 'payment' | 'drawer' | 'find';

class Desk {
  state = $state.raw<State | null>(null);
  catalog = $state.raw<Catalog | null>(null);
  screen = $state<Screen>('payment');
  /** Set while the station does not answer. */
  silent = $state.raw<Refused | null>(null);

  /** Takes in a state that a command answered with. */
  take(state: State): void {
    // The same state again must not make the screens draw again.
    if (JSON.stringify(state) !== JSON.stringify(this.state)) this.state = state;
    this.silent = null;
  }

  async refresh(): Promise<void> {
    try {
      this.take(await call('state', {}));
    } catch (cause) {
      this.silent = refused(cause);
    }
  }

  async loadCatalog(): Promise<void> {
    this.catalog = await call('catalog', {});
  }

  may(right: Right): boolean {
    return this.state?.user?.rights.includes(right) ?? false;
  }

  tender(code: string): CatalogTender | undefined {
    return this.catalog?.tenders.find((tender) => tender.code === code);
  }
}

export const desk = new Desk();
