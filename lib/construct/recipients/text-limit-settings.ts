import { poundsPerFragment, type TextLimitSettings, type TextRule } from '../../contract/text-limits';
import type { TextMessageBudget, TextMessageLimits, TextMessageRule } from './text-message-limits';

/** What the send functions get. */
export function textLimitSettings({ urgent, ...rule }: TextMessageLimits): TextLimitSettings {
  return { ...textRule(rule), ...(urgent && { urgent: textRule(urgent) }) };
}

function textRule({ budget, ...rule }: TextMessageRule): TextRule {
  return { ...rule, ...(budget && { fragmentsADay: fragmentsIn(budget) }) };
}

/** Rounded up, so that a budget is never of nothing. */
const fragmentsIn = ({
  fragmentsADay,
  poundsADay = 0,
  poundsPerFragment: price = poundsPerFragment,
}: TextMessageBudget) => fragmentsADay ?? Math.ceil(Number((poundsADay / price).toFixed(6)));

/** Whether anything is spent out of a budget. */
export const hasTextBudget = ({ budget, urgent }: TextMessageLimits = {}): boolean =>
  budget !== undefined || urgent?.budget !== undefined;
