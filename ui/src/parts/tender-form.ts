/** The fields of a tender while they are typed. */
import type { CatalogTender, PaymentTender, TenderField } from '../generated/rpc';

export interface TenderForm {
  tender: string;
  amount: string;
  /** A check's line that stands in its field and was not read yet. */
  micr?: string;
  fields: Partial<Record<TenderField, string>>;
}

export function emptyForm(tender: CatalogTender, amount: string): TenderForm {
  return { tender: tender.code, amount, fields: {} };
}

/** Whether a check's line can be read into the form. */
export function takesMicr(tender: CatalogTender): boolean {
  return tender.kind === 'check' || tender.needs.includes('routing');
}

/** The fields to show: what the tender needs, and all that a check's line can fill. */
export function shownFields(tender: CatalogTender): TenderField[] {
  if (!takesMicr(tender)) return tender.needs;
  return [...new Set<TenderField>(['routing', 'account', 'number', ...tender.needs])];
}

/** The form as it is sent; fields left empty are left out. */
export function filledTender(form: TenderForm): PaymentTender {
  const given = Object.entries(form.fields).filter(([, value]) => value.trim() !== '');
  const micr = form.micr?.trim() ? { micr: form.micr } : {};
  return { tender: form.tender, amount: form.amount, ...Object.fromEntries(given), ...micr };
}

/** A tender back in its form, to be changed. */
export function formOf(tender: PaymentTender): TenderForm {
  const { tender: code, amount, micr: _micr, ...fields } = tender;
  return { tender: code, amount, fields };
}

/** Whether nothing that the tender needs is missing. */
export function isComplete(form: TenderForm, tender: CatalogTender): boolean {
  if (form.micr?.trim()) return true;
  return tender.needs.every((field) => (form.fields[field] ?? '').trim() !== '');
}

/** `····4471`, `No. 1001`: what tells one tender from another. */
export function inBrief(tender: PaymentTender): string {
  if (tender.last_four) return `····${tender.last_four}`;
  return tender.number ?? tender.reference ?? '';
}

/** The tender without what must not be kept: a check's account number. */
export function keepable(tender: PaymentTender): PaymentTender {
  const { account: _account, micr: _micr, ...rest } = tender;
  return rest;
}
