/** What each person sets for this screen; kept in the window, never sent. */

export type Theme = 'system' | 'light' | 'dark';
export type Digits = 'from_right' | 'as_typed';

interface Preferences {
  language: 'en' | 'es';
  theme: Theme;
  digits: Digits;
  /** The character that the bill scanner sends before a scan; empty where it sends none. */
  scanPrefix: string;
}

const KEY = 'counterfoil.preferences';
const first: Preferences = { language: 'en', theme: 'system', digits: 'from_right', scanPrefix: '~' };

function load(): Preferences {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return { ...first };
  }
}

export const preferences = $state<Preferences>(load());

/** Shows the preferences on the page and keeps them; runs inside an effect. */
export function applyPreferences(): void {
  localStorage.setItem(KEY, JSON.stringify(preferences));
  const page = document.documentElement;
  page.lang = preferences.language;
  if (preferences.theme === 'system') delete page.dataset.theme;
  else page.dataset.theme = preferences.theme;
}
