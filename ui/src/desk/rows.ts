/** Going through a list of rows by arrow keys; each row's button is called PREFIX-PLACE. */
import { focusOn } from './focus';

/** Handles a key in the row at a place; says whether it was one of its own. */
export function rowKeys(event: KeyboardEvent, prefix: string, place: number, rows: number): boolean {
  const next = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    Home: 0,
    End: rows - 1,
    PageDown: place + 10,
    PageUp: place - 10,
  }[event.key];
  if (next === undefined || event.shiftKey) return false;
  event.preventDefault();
  void focusOn(`${prefix}-${Math.max(0, Math.min(next, rows - 1))}`);
  return true;
}
