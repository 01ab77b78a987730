/** Half-typed counts and the like, kept in the window over a lock, a crash and a restart. */

export function keep(name: string, value: unknown): void {
  localStorage.setItem(`counterfoil.kept.${name}`, JSON.stringify(value));
}

export function kept<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(`counterfoil.kept.${name}`) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function forget(name: string): void {
  localStorage.removeItem(`counterfoil.kept.${name}`);
}
