import { preferences } from '../../desk/preferences.svelte';
import type { BoardTender } from '../../generated/rpc';

/** Names tender types by their codes, in the language of this screen. */
export function tenderNames(tenders: BoardTender[]): (code: string) => string {
  return (code) => {
    const tender = tenders.find((each) => each.code === code);
    return (preferences.language === 'es' ? tender?.name_es : tender?.name) ?? code;
  };
}
