import type { Cents } from '../generated/rpc';

/** What a form needs to know of the receipt that it voids, or whose tender it moves. */
export interface CorrectedReceipt {
  number: string;
  payer: string | null;
  total: Cents;
  tenders: {
    /** The tender type's code. */
    tender: string;
    /** What the receipt calls it, where that is known. */
    name?: string;
    amount: Cents;
    detail: string;
  }[];
}
