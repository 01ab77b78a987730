/** Checks go to the bank in bundles of at most 300. */
import type { SlipCheck } from '../../generated/rpc';

const BUNDLE = 300;

export interface Bundle {
  /** The place of its first check, from 0. */
  from: number;
  /** Its checks, each with what they add up to so far, as on an adding machine's tape. */
  checks: { check: SlipCheck; adds_up: number }[];
}

/** The running sums are for reading beside the tape; the total that counts is the station's. */
export function inBundles(checks: SlipCheck[]): Bundle[] {
  const bundles: Bundle[] = [];
  let adds_up = 0;
  checks.forEach((check, place) => {
    if (place % BUNDLE === 0) bundles.push({ from: place, checks: [] });
    adds_up += check.amount;
    bundles.at(-1)?.checks.push({ check, adds_up });
  });
  return bundles;
}
