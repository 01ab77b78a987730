/** What scrolls and holds nothing to go to is gone to itself, so that the keyboard can scroll it. */
export function scrollable(region: HTMLElement): { destroy: () => void } {
  const look = () => {
    const scrolls = region.scrollHeight > region.clientHeight;
    const holds = region.querySelector('button:not(:disabled), input, select, a[href]') !== null;
    if (scrolls && !holds) region.tabIndex = 0;
    else region.removeAttribute('tabindex');
  };
  const resized = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(look);
  resized?.observe(region);
  const changed = new MutationObserver(look);
  changed.observe(region, { childList: true, subtree: true });
  look();
  return {
    destroy() {
      resized?.disconnect();
      changed.disconnect();
    },
  };
}
