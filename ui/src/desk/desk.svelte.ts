/** Where everything stands, shared by all screens: the station's state and the catalog. */
import { call, refused, type Refused } from '../host';
import type { Catalog, CatalogTender, Right, State } from '../generated/rpc';

export type Screen = 'payment' | 'drawer' | 'find' | 'batches' | 'supervisor' | 'deposit' | 'returns';

/** Every screen in the order of its key, what it takes to see it, and whether only the closing desk has it. */
const screens: { screen: Screen; right: Right; closing_desk: boolean }[] = [
  { screen: 'payment', right: 'take_payments', closing_desk: false },
  { screen: 'drawer', right: 'work_drawer', closing_desk: false },
  { screen: 'find', right: 'read_receipts', closing_desk: false },
  { screen: 'batches', right: 'work_batches', closing_desk: true },
  { screen: 'supervisor', right: 'read_board', closing_desk: true },
  { screen: 'deposit', right: 'read_board', closing_desk: true },
  { screen: 'returns', right: 'read_board', closing_desk: true },
];

/** A screen that can be gone to, and the number on its key, which is the same for everybody. */
export interface Place {
  screen: Screen;
  number: number;
}

class Desk {
  state = $state.raw<State | null>(null);
  catalog = $state.raw<Catalog | null>(null);
  /** The screen that was asked for last. */
  private wanted = $state<Screen>('payment');
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

  /** The screens that whoever is signed in may see at this workstation. */
  get places(): Place[] {
    return screens
      .map((each, place) => ({ ...each, number: place + 1 }))
      .filter((each) => this.may(each.right) && (!each.closing_desk || this.state?.closing_desk === true))
      .map(({ screen, number }) => ({ screen, number }));
  }

  /** The screen that is on: the one asked for, or the first that may be seen. */
  get screen(): Screen {
    const { places } = this;
    return places.find(({ screen }) => screen === this.wanted)?.screen ?? places[0]?.screen ?? this.wanted;
  }

  set screen(screen: Screen) {
    this.wanted = screen;
  }

  may(right: Right): boolean {
    return this.state?.user?.rights.includes(right) ?? false;
  }

  tender(code: string): CatalogTender | undefined {
    return this.catalog?.tenders.find((tender) => tender.code === code);
  }
}

export const desk = new Desk();
