/** Locks the screen after idle minutes. What was typed stays where it is. */

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Calls `lock` when nobody touched anything for the minutes; returns how to stop watching. */
export function watchIdle(minutes: () => number, lock: () => void): () => void {
  let touched_at = Date.now();
  const touch = () => (touched_at = Date.now());
  for (const sign of SIGNS) window.addEventListener(sign, touch, { capture: true, passive: true });
  const clock = setInterval(() => {
    if (minutes() > 0 && Date.now() - touched_at >= minutes() * 60_000) {
      touch();
      lock();
    }
  }, 1000);
  return () => {
    clearInterval(clock);
    for (const sign of SIGNS) window.removeEventListener(sign, touch, { capture: true });
  };
}
