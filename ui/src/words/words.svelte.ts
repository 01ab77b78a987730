/** All words of the screens, in the language that was chosen. */
import { preferences } from '../desk/preferences.svelte';
import { en, type Words } from './en';
import { es } from './es';

const languages: Record<'en' | 'es', Words> = { en, es };

export const words = {
  /** The dictionary; reading it in a component follows a change of language. */
  get t(): Words {
    return languages[preferences.language];
  },
};

/** A business date as people say it: `Sat 21 Nov 2026`, or `21 Nov` where there is little room. */
export function dateInWords(date: string, short = false): string {
  const [year, month, day] = date.split('-').map(Number);
  if (!year || !month || !day) return date;
  const noon = new Date(Date.UTC(year, month - 1, day, 12));
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(preferences.language, { ...options, timeZone: 'UTC' })
      .format(noon)
      .replace('.', '');
  if (short) return `${day} ${part({ month: 'short' })}`;
  return `${part({ weekday: 'short' })} ${day} ${part({ month: 'short' })} ${year}`;
}

/** An instant of the site, `2026-11-21 09:05:00`, as people say it: `09:05`, with its day where that is another. */
export function timeInWords(at: string, today: string): string {
  const [date = '', time = ''] = at.split(' ');
  const short = time.slice(0, 5);
  return date === today ? short : `${dateInWords(date, true)} ${short}`;
}

/** A number of things with its thousands apart. */
export function figure(n: number): string {
  return new Intl.NumberFormat('en-US').format(n);
}

/** A month of the calendar, `2026-11`, in short: `Nov 2026`. */
export function monthInWords(month: string): string {
  const [year, nth] = month.split('-').map(Number);
  if (!year || !nth) return month;
  const name = new Intl.DateTimeFormat(preferences.language, { month: 'short', timeZone: 'UTC' });
  return `${name.format(new Date(Date.UTC(year, nth - 1, 15))).replace('.', '')} ${year}`;
}
