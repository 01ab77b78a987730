/** The payment in progress as the station keeps it over a crash and a restart. */
import { call } from '../../host';
import type { Catalog, Language, PaymentTender } from '../../generated/rpc';
import { keepable, type TenderForm } from '../../parts/tender-form';
import { accountEntry, type Entry } from './entries';

type KeptEntry =
  | {
      kind: 'account';
      number: string;
      chosen: Record<string, boolean>;
      typed: Record<string, string>;
      part: string;
    }
  | { kind: 'item'; code: string; chosen: boolean; quantity: string; amount: string; reference: string };

export interface KeptPayment extends Record<string, unknown> {
  entries: KeptEntry[];
  /** Without the account numbers of checks: those are never written anywhere. */
  tenders: PaymentTender[];
  form: TenderForm | null;
  payer: string;
  note: string;
  language: Language | null;
}

interface Keepable {
  entries: Entry[];
  tenders: PaymentTender[];
  form: TenderForm | null;
  payer: string;
  note: string;
  language: Language | null;
}

export function keptPayment(payment: Keepable): KeptPayment {
  const form = payment.form;
  return JSON.parse(
    JSON.stringify({
      entries: payment.entries.map((entry): KeptEntry => {
        if (entry.kind === 'account') {
          const { chosen, typed, part } = entry;
          return { kind: 'account', number: entry.view.account.number, chosen, typed, part };
        }
        const { chosen, quantity, amount, reference } = entry;
        return { kind: 'item', code: entry.charge.code, chosen, quantity, amount, reference };
      }),
      tenders: payment.tenders.map(keepable),
      form: form && { ...form, micr: undefined, fields: { ...form.fields, account: undefined } },
      payer: payment.payer,
      note: payment.note,
      language: payment.language,
    }),
  ) as KeptPayment;
}

/** Builds the entries anew, with what is due on the accounts now. */
export async function restoredEntries(kept: KeptPayment, catalog: Catalog): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const entry of kept.entries) {
    if (entry.kind === 'account') {
      const view = await call('account', { number: entry.number });
      entries.push({ ...accountEntry(view), chosen: entry.chosen, typed: entry.typed, part: entry.part });
    } else {
      const charge = catalog.charges.find((each) => each.code === entry.code);
      const { chosen, quantity, amount, reference } = entry;
      if (charge) entries.push({ kind: 'item', charge, chosen, quantity, amount, reference });
    }
  }
  return entries;
}
