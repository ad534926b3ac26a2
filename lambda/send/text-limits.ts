import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { textLogKey } from '../../lib/contract/recipient-hash';
import type { TextLimitSettings, TextRule } from '../../lib/contract/text-limits';
import { iso } from '../../lib/contract/time';
import type { Clock } from '../../lib/contract/clock';
import type { NumberLimiter } from '../shared/text-limits/number-limiter';
import type { SendDecision } from './decide';
import { givenBack } from './give-back';
import { loadRecipientRules } from './load-recipient-rules';

/** What is known of a message that may be held to limits. */
export interface TextToAdmit {
  readonly deliveryId: string;
  readonly urgent: boolean;
}

/** Takes a place for a text message before its turn. Answers what to do with one that may not go. */
export type AdmitText = (message: QueueMessage, about: TextToAdmit) => Promise<SendDecision | undefined>;

export interface TextLimitDependencies {
  readonly settings: TextLimitSettings;
  readonly limiter: NumberLimiter;
  readonly hashKey: () => Promise<string>;
  readonly clock: Pick<Clock, 'now'>;
}

const { names } = metrics;

/** For a pipeline whose text messages are held to Notify's limits alone. */
export const admitAll: AdmitText = () => Promise.resolve(undefined);

/** Holds text messages to the limits of the pipeline. What Notify would refuse is left to it. */
export function createTextLimits({ settings, limiter, hashKey, clock }: TextLimitDependencies): AdmitText {
  return async (message, { deliveryId, urgent }) => {
    if (message.type !== 'sms') return undefined;
    const { readTextRecipient } = await loadRecipientRules();
    const recipient = readTextRecipient(message.phone_number);
    if (!recipient) return undefined;
    const apart = urgent ? settings.urgent : undefined;
    const rule = apart ?? settings;
    if (rule.countries && !rule.countries.includes(recipient.country ?? '')) {
      return rejected('text messages to that country are not allowed', names.textCountryStopped);
    }
    if (!isCounted(rule)) return undefined;
    const key = textLogKey(recipient.number, await hashKey(), apart ? 'urgent' : 'all');
    const admission = await limiter.admit(key, deliveryId, rule);
    if (admission.kind === 'admitted') return undefined;
    if (admission.kind === 'full') return rejected(admission.limit, names.textLimitReached);
    return givenBack('other messages to the same number are being sent', clock.now());
  };

  /** It may be published again, because another time it may be within the limits. */
  function rejected(reason: string, counted: SendDecision['metric']): SendDecision {
    return {
      change: { state: 'rejected', changed_at: iso(clock.now()), reason, may_change: true },
      metric: names.rejected,
      also: [counted],
      next: { kind: 'done' },
    };
  }
}

const isCounted = ({ perNumberAnHour, perNumberADay }: TextRule): boolean =>
  perNumberAnHour !== undefined || perNumberADay !== undefined;
