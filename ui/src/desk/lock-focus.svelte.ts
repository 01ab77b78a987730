/** The lock takes the focus away; whoever opens it goes on where they were. */
import { desk } from './desk.svelte';
import { returnFocus } from './focus';

/** Gives the focus back, once the lock is opened, to what had it within an element. */
export function keepsFocus(root: HTMLElement): void {
  let last: Element | null = null;
  $effect(() => {
    const remember = (event: FocusEvent) => (last = event.target as Element);
    root.addEventListener('focusin', remember);
    return () => root.removeEventListener('focusin', remember);
  });
  $effect(() => {
    if (desk.state?.locked === false) void returnFocus(last);
  });
}
