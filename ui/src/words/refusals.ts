/** Words for a refusal, made from its code and facts. */
import { money } from '../desk/money';
import { preferences } from '../desk/preferences.svelte';
import type { RefusalView } from '../generated/rpc';
import { refusalsEs } from './refusals-es';

export type Facts = Record<string, unknown>;
export type RefusalWords = Record<string, (facts: Facts) => string>;

/** A fact as text; amounts in cents become money. */
export function fact(facts: Facts, name: string): string {
  const value = facts[name];
  return typeof value === 'number' ? money(value) : String(value ?? '');
}

/** Where the screen can say better than the station what to press. */
const refusalsEn: RefusalWords = {
  no_answer: () =>
    'The workstation program did not answer. Nothing is lost: try again, it will be done once only.',
  tender_below_total: (f) =>
    `${fact(f, 'missing')} is still missing. Enter it with F5 cash, F6 check or F7 card.`,
  nothing_to_pay: () =>
    'There is nothing to pay yet. Find an account, scan a bill, or press F3 to add an item.',
  no_open_drawer: () => 'No drawer is open. Press Alt+2 and open yours; the payment waits here.',
  drawer_closed: () => 'The drawer is closed. Press Alt+2 and open it; the payment waits here.',
  drawer_counting: () =>
    'The drawer is being counted. Press Alt+2 and finish the close; the payment waits here.',
  drawer_over_ceiling: (f) =>
    `The drawer holds ${fact(f, 'ceiling')} or more in cash. Press Alt+2 and make a pick-up, then take this cash.`,
  reference_needed: (f) => `${fact(f, 'charge')} needs its ${fact(f, 'reference').toLowerCase()}. Enter it.`,
  not_deposited: (f) =>
    `This payment of receipt ${fact(f, 'receipt')} has not gone to the bank yet, so the bank cannot have returned it.`,
  paper_not_written: (f) =>
    `Entry ${String(f.seq)} is written and stands, but its paper could not be made. Make room or tell your administrator, then send it again.`,
  unknown_file_item: (f) =>
    `There is no item ${Number(f.item) + 1} in file ${fact(f, 'file')}. Look at the file again.`,
  file_item_done: (f) =>
    `Item ${Number(f.item) + 1} of file ${fact(f, 'file')} was worked already. It is done.`,
  file_item_represented: (f) =>
    `Item ${Number(f.item) + 1} of file ${fact(f, 'file')} was presented again and paid. It is no return; reinstate its returned item.`,
  file_item_returned: (f) =>
    `Item ${Number(f.item) + 1} of file ${fact(f, 'file')} came back; the bank does not say that it was paid. Work it as a return.`,
  file_item_of_other: (f) =>
    `Item ${Number(f.item) + 1} of file ${fact(f, 'file')} is of another check. Choose the one that the bank describes.`,
};

function sentence(text: string): string {
  const trimmed = text.trim();
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** What to tell the person; the station's English words where there are no others. */
export function refusalWords(refusal: RefusalView): string {
  const made = preferences.language === 'es' ? refusalsEs : refusalsEn;
  return made[refusal.code]?.(refusal.facts ?? {}) ?? sentence(refusal.message);
}
