/** Hears a scan wherever the focus is, for as long as a part of the screen lives. */
import { desk } from './desk.svelte';
import { preferences } from './preferences.svelte';
import { PrefixedScan } from './scanner';
import { secondPerson } from './second-person.svelte';

/** Calls `scanned` with each line; answers how to stop. Rests under the lock and while a second person signs. */
export function hearScans(scanned: (line: string) => void): () => void {
  const prefixed = new PrefixedScan(() => preferences.scanPrefix, scanned);
  const watch = (event: KeyboardEvent) => {
    if (!secondPerson.asking && !desk.state?.locked) prefixed.press(event);
  };
  window.addEventListener('keydown', watch, { capture: true });
  return () => window.removeEventListener('keydown', watch, { capture: true });
}
