import { untrack } from 'svelte';

/**
 * Which keys work now. Each part of the screen that is on lays its keys over
 * those beneath; the bar at the bottom shows the same list that the keyboard
 * obeys, so the two cannot disagree.
 */

export interface KeyBinding {
  /** As `KeyboardEvent.key`, with `Alt+` before it where that must be held. */
  key: string;
  label: string;
  run: () => void;
  /** The one action that matters now: shown large, at the right. */
  main?: boolean;
  /** Works, but is not shown in the bar. */
  quiet?: boolean;
  /** Obeyed by whatever has the focus itself; stands here for the bar. */
  own?: boolean;
}

interface Layer {
  /** Parents are made before their children, so the later one lies on top. */
  order: number;
  bindings: () => KeyBinding[];
  /** Keys of the layers beneath do not work while this one is on. */
  alone: boolean;
}

let layers = $state.raw<Layer[]>([]);
let laid = 0;

/** Lays keys over those beneath for as long as the surrounding component lives. */
export function useKeys(bindings: () => KeyBinding[], alone = false): void {
  const layer: Layer = { order: laid++, bindings, alone };
  $effect(() => {
    layers = [...untrack(() => layers), layer].sort((a, b) => a.order - b.order);
    return () => {
      layers = layers.filter((other) => other !== layer);
    };
  });
}

/** The keys that work now, each once, in the order in which the layers were laid. */
export function workingKeys(): KeyBinding[] {
  const working = new Map<string, KeyBinding>();
  const lowest = layers.findLastIndex((layer) => layer.alone);
  for (const layer of layers.slice(Math.max(lowest, 0))) {
    for (const binding of layer.bindings()) working.set(binding.key, binding);
  }
  return [...working.values()];
}

/** F2 to F11 first, then what else works, Esc and help at the end: the same order on every screen. */
function rank(key: string): number {
  if (key === 'F1') return 99;
  if (key === 'Escape') return 98;
  return /^F\d+$/.test(key) ? Number(key.slice(1)) : 50;
}

/** The keys for the bar. */
export function shownKeys(): KeyBinding[] {
  return workingKeys()
    .filter((binding) => !binding.quiet)
    .sort((a, b) => rank(a.key) - rank(b.key));
}

/** What stands on the key. */
export function keyCap(key: string): string {
  return { Escape: 'Esc', Delete: 'Del', ' ': 'Space' }[key] ?? key;
}

function nameOf(event: KeyboardEvent): string {
  return event.altKey ? `Alt+${event.key.toLowerCase()}` : event.key;
}

/** Handles a key press for the whole window. */
export function pressKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const binding = workingKeys().find((each) => each.key === nameOf(event) && !each.own);
  if (binding) {
    event.preventDefault();
    if (!event.repeat) binding.run();
  } else if (/^F\d+$/.test(event.key)) {
    // F5 must never reload the desk, F7 never ask about caret browsing.
    event.preventDefault();
  }
}
