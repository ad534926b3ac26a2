import type { Clock } from '../../lib/contract/clock';
import { deliveryId } from '../../lib/contract/identity';
import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/queue-message';
import { iso } from '../../lib/contract/time';
import { smokeTestAddress } from '../../lib/rules/recipients/smoke-tests';
import type { Monitor } from '../shared/ports';
import type { CanaryRecord } from './decide';
import { watchCanary } from './watch-canary';

export interface CanaryDependencies {
  /** Puts a message on the pipeline's queue, as any publisher does. */
  readonly publish: (message: QueueMessage) => Promise<void>;
  readonly find: (deliveryId: string) => Promise<CanaryRecord | undefined>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  readonly pipelineId: string;
  /** Of an email, without placeholders. */
  readonly templateId: string;
  /** How long a canary may take, in milliseconds. It is not sent any more after that. */
  readonly within: number;
}

/**
 * Sends an email to Notify's smoke-test address through the pipeline, and counts it if Notify has it in time. Whatever is
 * wrong, nothing is counted, and that is what the alarm looks for: it goes off also if this does not run.
 */
export function createCanary(dependencies: CanaryDependencies): () => Promise<void> {
  const { publish, find, clock, monitor, pipelineId, templateId, within } = dependencies;

  return async () => {
    const { outcome, steps, state, reason, ...about } = await watchCanary(
      {
        clock,
        find,
        publish: async (expiresAt) => {
          // Each is one of its own: nobody sees to it that runs do not overlap.
          const idempotency_key = `canary ${iso(clock.now())}`;
          await publish({
            type: 'email',
            template_id: templateId,
            email_address: smokeTestAddress,
            reference: 'canary',
            expires_at: expiresAt.toISOString(),
            idempotency_key,
          });
          return deliveryId(pipelineId, idempotency_key);
        },
      },
      within,
    );
    if (outcome !== 'on time') {
      monitor.warn(`the canary is ${outcome}`, { delivery_id: about.deliveryId, state, reason });
      return;
    }
    monitor.count(metrics.names.canaryArrived);
    const toNotify = steps.find(({ step }) => step === 'given to Notify');
    if (toNotify) monitor.measure(metrics.names.canaryTime, toNotify.seconds);
  };
}
