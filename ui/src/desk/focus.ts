/** Where the keyboard goes next. */
import { tick } from 'svelte';

/** Puts the focus on an element once the screen has settled, its text selected. */
export async function focusOn(id: string): Promise<void> {
  await tick();
  const element = document.getElementById(id);
  element?.focus();
  if (element instanceof HTMLInputElement && element.type !== 'checkbox') element.select();
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
