/** The reasons that a correction may give: the city's list, or words to offer where it has none. */
import type { CorrectedBy } from '../generated/rpc';
import { desk } from './desk.svelte';

export function correctionReasons(of: CorrectedBy, otherwise: string[]): string[] {
  const listed = (desk.catalog?.correction_reasons ?? []).filter((reason) => reason.of === of);
  return listed.length > 0 ? listed.map(({ name }) => name) : otherwise;
}
