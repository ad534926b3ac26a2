import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import {
  parseRoutedCallback,
  readSignedCallback,
  type Callback,
  type RoutedCallback,
  type SignedCallback,
} from '../../lib/contract/callback';
import { parseReference } from '../../lib/contract/identity';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { Monitor } from '../shared/ports';
import { isSignedWith } from '../shared/callbacks/signature';
import { eachRecord } from '../shared/each-record';
import type { RotatingSecret } from './rotating-secret';

export interface RoutedDependencies {
  readonly take: (callback: Callback) => Promise<void>;
  /** What other pipelines sign with that may hand callbacks on. */
  readonly signingSecret: RotatingSecret;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

const { names } = metrics;
/** EventBridge tries for a day to bring what it was given. In milliseconds. */
const longestUnderway = 25 * 3_600_000;
/** How far the clocks of two accounts may differ, in milliseconds. */
const clockSkew = 5 * 60_000;

/**
 * Takes the callbacks that other pipelines have handed on. Notify does not make them again, so one that cannot be written
 * down stays on its queue until it can. Not everyone who can put something on the bus or the queue is believed: only what
 * is signed is taken, for this pipeline, once it was signed and not long after.
 */
export function createRoutedReceiver({ take, signingSecret, monitor, pipelineId }: RoutedDependencies) {
  const handle = async ({ body, messageId, attributes }: SQSRecord): Promise<void> => {
    const routed = parseRoutedCallback(body);
    if (!routed) return leaveOut(names.badCallback, 'it is not a forwarded callback', messageId);
    if (!(await isSigned(routed))) return leaveOut(names.badSignature, 'its signature is wrong', messageId);
    const signed = readSignedCallback(routed.signed);
    const wrong = signed ? whatIsWrongWith(signed, Number(attributes.SentTimestamp)) : 'it holds no callback';
    if (!signed || wrong) return leaveOut(names.badCallback, wrong ?? '', messageId);
    await take(signed.callback);
  };

  const isSigned = (routed: RoutedCallback): Promise<boolean> =>
    signingSecret.someValue((secret) => isSignedWith(secret, routed));

  /** @param arrived when it came on the queue, in milliseconds since the epoch: how long it lies there does not matter */
  const whatIsWrongWith = (signed: SignedCallback, arrived: number): string | undefined => {
    if (signed.pipelineId !== pipelineId) return 'it is for another pipeline';
    const age = arrived - signed.issuedAt;
    if (!(age > -clockSkew && age < longestUnderway)) return 'it was signed too long ago';
    // A text that somebody sent has no reference, so nobody can know whose it is: it is never handed on.
    const { payload } = signed.callback;
    const whose = parseReference('reference' in payload ? payload.reference : undefined);
    return whose?.pipelineId === pipelineId ? undefined : 'it is not about a message of this pipeline';
  };

  function leaveOut(metric: MetricName, reason: string, messageId: string): void {
    monitor.count(metric);
    monitor.warn('a forwarded callback is ignored', { reason, message_id: messageId });
  }

  return eachRecord(async (record) => {
    try {
      await handle(record);
    } catch (error) {
      monitor.count(names.fault);
      monitor.error('a callback is not recorded; it is retried', error, { message_id: record.messageId });
      throw error;
    }
  }) satisfies (event: SQSEvent) => Promise<SQSBatchResponse>;
}
