import type { Clock } from '../../lib/contract/clock';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { TextLimitSettings } from '../../lib/contract/text-limits';
import { holdForBudget, type Hold } from '../shared/holds/hold';
import type { Monitor } from '../shared/ports';
import type { Spending } from '../shared/text-limits/spending';
import { loadRecipientRules } from './load-recipient-rules';

/** What the pipeline may spend on text messages in a day. */
export interface TextBudget {
  /** What stops a message because the budget that it is held to is spent, as far as this worker knows. */
  stop(message: QueueMessage, isUrgent: boolean): Hold | undefined;
  /** Notify took a message, in so many fragments. */
  spend(message: QueueMessage, isUrgent: boolean, fragments: number): Promise<void>;
  /** A batch is over: puts on record what it spent, for all workers. */
  record(): Promise<void>;
}

export interface TextBudgetDependencies {
  readonly settings: TextLimitSettings;
  readonly spending: Spending;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

/** For a pipeline that may spend whatever Notify takes. */
export const noBudget: TextBudget = {
  stop: () => undefined,
  spend: () => Promise.resolve(),
  record: () => Promise.resolve(),
};

const { names } = metrics;

/** Holds text messages to a budget of fragments a day. Urgent ones have one of their own if they have a rule of their own. */
export function createTextBudget({ settings, spending, clock, monitor }: TextBudgetDependencies): TextBudget {
  const limitOf: Readonly<Record<string, number | undefined>> = {
    all: settings.fragmentsADay,
    urgent: settings.urgent?.fragmentsADay,
  };
  const budgetOf = (isUrgent: boolean): string => (isUrgent && settings.urgent ? 'urgent' : 'all');

  return {
    stop({ type }, isUrgent) {
      const budget = budgetOf(isUrgent);
      const limit = limitOf[budget];
      if (type !== 'sms' || limit === undefined || spending.today(budget) < limit) return undefined;
      const scope = isUrgent ? 'urgent_text_budget' : 'text_budget';
      return holdForBudget(scope, `the budget of ${limit} fragments of text messages a day is spent`, clock.now());
    },

    async spend(message, isUrgent, fragments) {
      const budget = budgetOf(isUrgent);
      if (message.type !== 'sms' || limitOf[budget] === undefined) return;
      const { readTextRecipient } = await loadRecipientRules();
      spending.add(budget, fragments * (readTextRecipient(message.phone_number)?.rateMultiplier ?? 1));
    },

    async record() {
      try {
        for (const budget of await spending.record()) {
          monitor.measure(names.textBudgetUsed, (100 * spending.today(budget)) / (limitOf[budget] ?? Infinity));
        }
      } catch (error) {
        // It is added to what the next batch spends.
        monitor.count(names.fault);
        monitor.error('what was spent on text messages is not saved yet', error);
      }
    },
  };
}
