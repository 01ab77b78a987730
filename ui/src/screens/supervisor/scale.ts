/** The lines of a drawing's scale: round numbers up to the first that holds all. */
export function scaleFor(most: number, unit = 1): { top: number; lines: number[] } {
  if (most <= 0) return { top: 0, lines: [0] };
  const rough = most / unit / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= rough) ?? rough;
  const step = Math.max(1, round) * unit;
  const count = Math.ceil(most / step);
  return { top: count * step, lines: Array.from({ length: count + 1 }, (_, place) => place * step) };
}
