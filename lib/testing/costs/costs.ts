import { smsFragments } from '../../rules/text-messages/encoding';
import { withServiceName } from '../../rules/text-messages/message-text';
import { renderTemplate } from '../../rules/templates/render';
import { Float } from '../../rules/python/float';
import type { StoredNotification } from '../storage/notification';
import type { Postage, Prices } from '../world/world';

/** What Notify says about the cost of a message. */
export interface Cost {
  readonly is_cost_data_ready: boolean;
  readonly cost_in_pounds: Float | null;
  readonly cost_details: object;
}

const notReady: Cost = { is_cost_data_ready: false, cost_in_pounds: null, cost_details: {} };

/**
 * What a message cost so far.
 *
 * @param hasPdf whether the PDF of a letter is there, so that its sheets are counted
 */
export function costOf(notification: StoredNotification, prices: Prices, hasPdf: boolean): Cost {
  if (notification.type === 'email') return ready(0, {});
  if (notification.type === 'sms') return costOfText(notification, prices.sms);
  return costOfLetter(notification, prices, hasPdf);
}

function costOfText({ service, version, personalisation, details, status }: StoredNotification, rate: number): Cost {
  if (status === 'created' || version === null) return notReady;
  const { body } = renderTemplate(version, personalisation);
  const fragments = smsFragments(withServiceName(body, service.name));
  return ready(fragments * details.rateMultiplier * rate, {
    billable_sms_fragments: fragments,
    international_rate_multiplier: new Float(details.rateMultiplier),
    sms_rate: new Float(rate),
  });
}

const neverSent = new Set(['cancelled', 'technical-failure', 'validation-failed', 'virus-scan-failed']);

function costOfLetter(
  { status, details: { pages, postage } }: StoredNotification,
  prices: Prices,
  hasPdf: boolean,
): Cost {
  if (status === 'pending-virus-check' || (status === 'created' && !hasPdf)) return notReady;
  const sheets = neverSent.has(status) ? 0 : Math.ceil(pages / 2);
  return ready(letterPrice(prices, postage, sheets), { billable_sheets_of_paper: sheets, postage });
}

function letterPrice({ letter }: Prices, postage: Postage | null, sheets: number): number {
  const prices = letter[postage ?? 'second'];
  return sheets === 0 ? 0 : (prices[sheets - 1] ?? prices[4]);
}

/** Pounds are exact to a millionth, without the dust that adding binary fractions leaves. */
function ready(pounds: number, details: object): Cost {
  const exact = Number(pounds.toFixed(6));
  return { is_cost_data_ready: true, cost_in_pounds: new Float(exact), cost_details: details };
}
