/**
 * Telling a scanner from a typist. A scanner that is set up with a prefix is
 * known from its first character, wherever the focus is. Without one, only a
 * whole line can be judged: speed says nothing on a busy machine.
 */

/** Twelve or more capitals and digits without a space: no name, amount or address looks so. */
export function looksLikeScan(line: string): boolean {
  return /^[A-Z0-9]{12,}$/.test(line.trim());
}

/** A check reader's line: the transit sign, nine digits, the transit sign again. */
export function looksLikeMicr(line: string): boolean {
  return /^\s*[⑆tT:]\d{9}[⑆tT:]/.test(line);
}

/** Longest pause between two characters of one scan before it is given up. */
const PAUSE_MS = 400;

/** Watches the window's keys for a scan that begins with the prefix. */
export class PrefixedScan {
  private line: string | null = null;
  private last = 0;

  constructor(
    private readonly prefix: () => string,
    private readonly scanned: (line: string) => void,
  ) {}

  /** Call for each key before anything else sees it. */
  press(event: KeyboardEvent): void {
    if (this.line !== null && event.timeStamp - this.last > PAUSE_MS) this.line = null;
    this.last = event.timeStamp;
    if (this.line === null) {
      if (!this.begins(event)) return;
      this.line = '';
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const line = this.line;
      this.line = null;
      if (line !== '') this.scanned(line);
    } else if (event.key.length === 1) {
      this.line += event.key;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private begins(event: KeyboardEvent): boolean {
    const stx = event.ctrlKey && event.key.toLowerCase() === 'b';
    return stx || (this.prefix() !== '' && event.key === this.prefix());
  }
}
