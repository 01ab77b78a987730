/** The bank's reasons in the language of the screen. */
import { preferences } from '../../desk/preferences.svelte';
import type { ReturnedItemRow, ReturnReasonView } from '../../generated/rpc';
import { register } from './register.svelte';

/** What a reason says. */
export const reasonName = ({ name, name_es }: ReturnReasonView): string =>
  preferences.language === 'es' ? name_es : name;

/** Whether a bank means a reason by a code. */
export const isNamed = ({ code, also }: ReturnReasonView, typed: string): boolean =>
  [code, ...also].some((own) => own.toLowerCase() === typed.trim().toLowerCase());

/** Whether a reason may be meant by what is typed so far: its own code or name begins so, or a bank's code for it is that. */
export const isLike = (reason: ReturnReasonView, typed: string): boolean =>
  reason.code.toLowerCase().startsWith(typed.trim().toLowerCase()) ||
  reasonName(reason).toLowerCase().includes(typed.trim().toLowerCase()) ||
  isNamed(reason, typed);

/** Why an item was returned; in the words of its entry where the city no longer lists the reason. */
export function reasonOf({ reason, reason_code }: ReturnedItemRow): string {
  const listed = register.view?.reasons.find(({ code }) => code === reason_code);
  return listed ? reasonName(listed) : reason;
}
