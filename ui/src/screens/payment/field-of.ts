/** The field that a refusal is about, so that the hand is put there. */
import type { RefusalView } from '../../generated/rpc';

/** The station's names of a tender's fields, and ours. */
const tenderFields: Record<string, string> = {
  'routing number': 'tender-routing',
  'account number': 'tender-account',
  number: 'tender-number',
  brand: 'tender-brand',
  'last four digits': 'tender-last_four',
  'approval code': 'tender-approval',
  'terminal reference': 'tender-terminal',
  reference: 'tender-reference',
};

export function fieldOf(refusal: RefusalView): string | null {
  switch (refusal.code) {
    case 'tender_field_missing':
    case 'tender_field_malformed':
    case 'card_number_in_text':
      return tenderFields[String(refusal.facts.field)] ?? null;
    case 'routing_checksum':
      return 'tender-routing';
    case 'change_on_non_cash':
    case 'tender_below_total':
    case 'amount_malformed':
    case 'amount_zero':
      return 'tender-amount';
    default:
      return null;
  }
}
