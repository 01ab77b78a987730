/** Where everything stands, shared by all screens: the station's state and the catalog. */
import { call, refused, type Refused } from '../host';
import type { Catalog, CatalogTender, CentralState, Right, State } from '../generated/rpc';

export type Screen =
  'payment' | 'drawer' | 'find' | 'batches' | 'supervisor' | 'deposit' | 'returns' | 'corrections';

/** Every screen in the order of its key, what it takes to see it, and whether only the closing desk has it. */
const screens: { screen: Screen; right: Right; closing_desk: boolean }[] = [
  { screen: 'payment', right: 'take_payments', closing_desk: false },
  { screen: 'drawer', right: 'work_drawer', closing_desk: false },
  { screen: 'find', right: 'read_receipts', closing_desk: false },
  { screen: 'batches', right: 'work_batches', closing_desk: true },
  { screen: 'supervisor', right: 'read_board', closing_desk: true },
  { screen: 'deposit', right: 'read_board', closing_desk: true },
  { screen: 'returns', right: 'read_board', closing_desk: true },
  { screen: 'corrections', right: 'read_board', closing_desk: true },
];

/** A screen that can be gone to, and the number on its key, which is the same for everybody. */
export interface Place {
  screen: Screen;
  number: number;
}

/** What one screen asks another to begin with. */
export interface Wanted {
  /** The sheet of a drawer or batch. */
  session?: string;
  /** The business date on whose board it stands. */
  date?: string;
  /** A deposit. */
  deposit?: string;
  /** A returned item, by its number. */
  returned?: string;
  /** A payment's trace, by its receipt's number. */
  receipt?: string;
  /** An account's history, by its number. */
  account?: string;
}

/** Which screen takes up what; one that is not there takes up nothing. */
const takers: [keyof Wanted, string][] = [
  ['session', 'supervisor'],
  ['deposit', 'deposit'],
  ['returned', 'returns'],
  ['receipt', 'corrections'],
  ['account', 'corrections'],
];

class Desk {
  state = $state.raw<State | null>(null);
  catalog = $state.raw<Catalog | null>(null);
  /** The screen that was asked for last. */
  private asked = $state<Screen>('payment');
  /** What the screen asked for last is to begin with, until it has taken it up. */
  wanted = $state.raw<Wanted | null>(null);
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

  /** Set while this workstation writes nothing, until somebody has seen to it. */
  get stopped(): Extract<CentralState, { state: 'stopped' }> | null {
    const central = this.state?.central;
    return central?.state === 'stopped' ? central : null;
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
    return places.find(({ screen }) => screen === this.asked)?.screen ?? places[0]?.screen ?? this.asked;
  }

  set screen(screen: Screen) {
    this.asked = screen;
    this.wanted = null;
  }

  private takerOf(wanted: Wanted): Screen | undefined {
    const taker = takers.find(([what]) => wanted[what] !== undefined)?.[1];
    return this.places.find(({ screen }) => screen === taker)?.screen;
  }

  /** Whether whoever is signed in can be shown it. */
  opens(wanted: Wanted): boolean {
    return this.takerOf(wanted) !== undefined;
  }

  /** Goes to the screen that takes it up: `open({ returned: 'R-000001' })`. */
  open(wanted: Wanted): void {
    const screen = this.takerOf(wanted);
    if (!screen) return;
    this.asked = screen;
    this.wanted = wanted;
  }

  /** What this screen is to begin with; said once, to the screen as it appears. */
  takeWanted(): Wanted {
    const { wanted } = this;
    this.wanted = null;
    return wanted ?? {};
  }

  may(right: Right): boolean {
    return this.state?.user?.rights.includes(right) ?? false;
  }

  tender(code: string): CatalogTender | undefined {
    return this.catalog?.tenders.find((tender) => tender.code === code);
  }
}

export const desk = new Desk();
