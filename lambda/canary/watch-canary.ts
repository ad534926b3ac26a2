import type { Clock } from '../../lib/contract/clock';
import type { DeliveryState } from '../../lib/contract/delivery';
import { second } from '../../lib/contract/time';
import { decide, type CanaryOutcome, type CanaryRecord } from './decide';

/** Where a canary comes by on its way, in order. */
export const canarySteps = ['on the queue', 'on record', 'given to Notify'] as const;

export type CanaryStep = (typeof canarySteps)[number];

export interface WatchCanaryDependencies {
  /** Puts the message on the queue, so that it is not sent any more from that time on. Answers the delivery's id. */
  readonly publish: (expiresAt: Date) => Promise<string>;
  readonly find: (deliveryId: string) => Promise<CanaryRecord | undefined>;
  readonly clock: Clock;
}

export interface CanaryResult {
  readonly deliveryId: string;
  /** How long it took to get there from the beginning, in seconds. A step that is missing was not seen in time. */
  readonly steps: readonly { readonly step: CanaryStep; readonly seconds: number }[];
  readonly outcome: CanaryOutcome;
  /** On record at the end. */
  readonly state?: DeliveryState;
  readonly reason?: string;
}

/** How often the record is read, in milliseconds. */
const every = 0.5 * second;

/**
 * Sends a message through a pipeline, and watches its record until Notify has it, or until it is late.
 * @param within milliseconds
 * @param stop ends the watching
 */
export async function watchCanary(
  { publish, find, clock }: WatchCanaryDependencies,
  within: number,
  stop?: AbortSignal,
): Promise<CanaryResult> {
  const began = clock.now();
  const end = began + within;
  const seen = new Map<CanaryStep, number>();
  const see = (step: CanaryStep): void => {
    if (!seen.has(step)) seen.set(step, (clock.now() - began) / second);
  };

  const deliveryId = await publish(new Date(end));
  see('on the queue');
  for (;;) {
    const record = await find(deliveryId);
    if (record) see('on record');
    if (record?.notification_id !== undefined) see('given to Notify');
    const outcome = decide(record, { isLate: clock.now() > end, isStopped: stop?.aborted ?? false });
    if (outcome !== undefined) return { deliveryId, steps: stepsOf(seen), outcome, ...known(record) };
    await clock.sleep(every, stop).catch((error: unknown) => {
      if (!stop?.aborted) throw error;
    });
  }
}

const stepsOf = (seen: ReadonlyMap<CanaryStep, number>): CanaryResult['steps'] =>
  Array.from(seen, ([step, seconds]) => ({ step, seconds }));

const known = (record: CanaryRecord | undefined): Pick<CanaryResult, 'state' | 'reason'> =>
  record ? { state: record.state, ...(record.reason !== undefined && { reason: record.reason }) } : {};
