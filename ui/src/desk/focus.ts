/** Where the keyboard goes next. */
import { tick } from 'svelte';

/** Puts the focus on an element once the screen has settled, its text selected. */
export async function focusOn(id: string): Promise<void> {
  await tick();
  const element = document.getElementById(id);
  element?.focus();
  if (element instanceof HTMLInputElement && element.type !== 'checkbox') element.select();
}

/** Puts the focus back where it was, unless it went somewhere meanwhile: what stood still for a while has lost it. */
export async function returnFocus(before: Element | null): Promise<void> {
  await tick();
  const lost = document.activeElement === document.body || document.activeElement === null;
  if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
}

/** A field that takes the focus when it appears. */
export function takesFocus(element: HTMLElement): void {
  void focusOn(element.id);
}

/** Whether what has the focus takes typed characters. */
export function typingInto(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
