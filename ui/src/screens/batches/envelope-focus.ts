/** Where the hand goes next in an envelope. */
import { desk } from '../../desk/desk.svelte';
import { focusOn } from '../../desk/focus';
import type { CatalogTender } from '../../generated/rpc';
import { keying } from './keying.svelte';

/** Whether all that the tender needs is a number, which a check's line holds as well. */
export function wantsNumber(tender: CatalogTender | undefined): boolean {
  return tender !== undefined && tender.needs.length === 1 && tender.needs[0] === 'number';
}

/** On to what the tender still needs; to the amount where nothing is. */
export function onward(): void {
  const tender = keying.form ? desk.tender(keying.form.tender) : undefined;
  if (keying.empty) return void focusOn('key-account');
  if (wantsNumber(tender)) return void focusOn('key-check');
  const missing = tender?.needs.find((field) => !keying.form?.fields[field]);
  void focusOn(missing ? `key-${missing}` : 'key-amount');
}

/** Something was put into the envelope: its amount where none stands, the check otherwise. */
export function afterAdded(): void {
  const last = keying.pieces.at(-1);
  if (last && last.amount === '' && (last.on === 'account' || last.charge.price === null))
    return void focusOn('key-amount');
  onward();
}

/** The refusal appears where the hand is: in the field that it is about. */
export function afterRefusal(): void {
  const refusal = keying.sending.refusal;
  if (!refusal || refusal.unanswered) return;
  const field = refusal.facts.field;
  if (refusal.code.startsWith('amount_') || refusal.code === 'overpayment_refused')
    return void focusOn('key-amount');
  if (typeof field === 'string' && document.getElementById(`key-${field}`))
    return void focusOn(`key-${field}`);
  if (/^(tender_field|micr|routing|check)/.test(refusal.code)) onward();
}
