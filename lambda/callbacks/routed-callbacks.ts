import type { SQSRecord } from 'aws-lambda';
import { parseRoutedCallback, type Callback } from '../../lib/contract/callback';
import { metrics } from '../../lib/contract/metrics';
import type { Monitor } from '../shared/ports';
import { eachRecord } from '../shared/each-record';

export interface RoutedDependencies {
  readonly take: (callback: Callback) => Promise<void>;
  readonly monitor: Monitor;
}

const { names } = metrics;

/**
 * Takes the callbacks that other pipelines have handed on. Notify does not make them again, so one that cannot be written
 * down stays on its queue until it can.
 */
export function createRoutedReceiver({ take, monitor }: RoutedDependencies) {
  return eachRecord(async ({ body, messageId }: SQSRecord): Promise<void> => {
    const callback = parseRoutedCallback(body);
    if (!callback) {
      monitor.count(names.badCallback);
      monitor.warn('what another pipeline handed on is no callback; it is left out', { message_id: messageId });
      return;
    }
    try {
      await take(callback);
    } catch (error) {
      monitor.count(names.fault);
      monitor.error('callback not written down; it comes again', error, { message_id: messageId });
      throw error;
    }
  });
}
