import type { SQSRecord } from 'aws-lambda';
import { validate } from 'uuid';
import { deliveryStates } from '../../lib/contract/delivery';
import type { DeliveryEventDetail } from '../../lib/contract/events/details';
import { metrics } from '../../lib/contract/metrics';
import { eachRecord } from '../shared/each-record';
import type { Monitor } from '../shared/ports';
import { decide, type AnsweredDelivery } from './decide';
import type { AnswerTask, WaitingTasks } from '../shared/tasks/waiting-tasks';

export interface EndTasksDependencies {
  readonly tasks: WaitingTasks;
  readonly answer: AnswerTask;
  readonly monitor: Monitor;
}

/**
 * Ends the tasks that wait for deliveries, by the events of a batch. A token is forgotten once Step Functions has been answered,
 * so an event that comes again finds none. What fails stays on the queue and is tried again.
 */
export function createTaskEnder({ tasks, answer, monitor }: EndTasksDependencies) {
  return eachRecord(async ({ body, messageId }: SQSRecord): Promise<void> => {
    const detail = readDetail(body);
    if (!detail) {
      monitor.count(metrics.names.unreadable);
      monitor.warn('a message is not an event of a delivery; we ignore it', { message_id: messageId });
      return;
    }
    const { delivery_id } = detail;
    try {
      await end(detail);
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('a task did not get its outcome; we try again', error, { delivery_id });
      throw error;
    }
  });

  async function end(detail: AnsweredDelivery & Pick<DeliveryEventDetail, 'changed_at'>): Promise<void> {
    const { delivery_id, changed_at } = detail;
    const outcome = decide(detail);
    if (!outcome) return;
    const waiting = await tasks.find(delivery_id);
    // An event that comes late may be about an earlier message under the same key.
    const ended = waiting.filter(({ since }) => since === undefined || since < changed_at);
    if (ended.length === 0) return;
    const answered = await Promise.all(ended.map(({ token }) => answer(token, outcome)));
    const late = answered.filter((taken) => !taken).length;
    if (late > 0) monitor.info('the outcome came after its task had ended', { delivery_id, tasks: late });
    await tasks.remove(delivery_id, ended);
  }
}

function readDetail(body: string): (AnsweredDelivery & Pick<DeliveryEventDetail, 'changed_at'>) | undefined {
  try {
    const detail = JSON.parse(body) as Partial<DeliveryEventDetail>;
    const { delivery_id, state, changed_at } = detail;
    const isOne = validate(delivery_id) && deliveryStates.some((each) => each === state) && changed_at !== undefined;
    return isOne ? (detail as AnsweredDelivery & Pick<DeliveryEventDetail, 'changed_at'>) : undefined;
  } catch {
    return undefined;
  }
}
