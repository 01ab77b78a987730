/** A candidate is chosen: it is worked, or, where it came back before, that item is shown. */
import { typedMoney } from '../../desk/money';
import type { FileItemRow, OriginalView } from '../../generated/rpc';
import { words } from '../../words/words.svelte';
import { file } from './file.svelte';
import { finding } from './finding.svelte';
import { register } from './register.svelte';
import { working } from './working.svelte';

/** Whether something is done with a candidate when it is chosen. */
export function canChoose(original: OriginalView | undefined): original is OriginalView {
  return !!original && (original.refusal === null || original.refusal.code === 'already_returned');
}

/** What the main key does with it. */
export function goLabel(original: OriginalView): string {
  const t = words.t.returns;
  return original.refusal
    ? t.open_number(String(original.refusal.facts?.number ?? ''))
    : t.choose(original.receipt);
}

export function choose(original: OriginalView, from: 'find' | 'sitting', item: FileItemRow | null): void {
  if (original.refusal) {
    const number = original.refusal.facts?.number;
    if (original.refusal.code === 'already_returned' && typeof number === 'string')
      void register.look(number);
    return;
  }
  const amount = item ? typedMoney(item.amount) : finding.typed.amount;
  working.begin(original, from, { item, file: item ? file.reference : null, amount });
  register.begin('work');
}
