import { deliveryId } from '../../lib/contract/identity';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import { hashesOf } from '../../lambda/shared/deliveries/hashes';
import type { TaskAnswer, WaitingTask, WaitingTasks } from '../../lambda/shared/tasks/waiting-tasks';
import { createTaskEnder } from '../../lambda/send-task/end-tasks';
import { createTaskStarter } from '../../lambda/send-task/start-task';
import type { QueueMessage } from '../../lib/contract/message';
import { anEmail } from '../contract/messages';
import { ClockInTest } from '../fakes/clock-in-test';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { anEvent, aRecord } from '../send/records';
import { aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';

const pipelineId = 'tests';
const key = 'licence 7 granted';
export const hashKey = 'the hash key';
export const idOfTask = deliveryId(pipelineId, key);

/** Waiting tasks in this process, with until when each item is kept. */
export class MemoryWaitingTasks implements WaitingTasks {
  readonly items = new Map<string, WaitingTask[]>();
  readonly until = new Map<string, number>();

  async add(id: string, task: WaitingTask, until: number): Promise<void> {
    this.items.set(id, [...(await this.find(id)), task]);
    this.until.set(id, Math.max(until, this.until.get(id) ?? 0));
  }

  async find(id: string): Promise<readonly WaitingTask[]> {
    return this.items.get(id) ?? [];
  }

  async remove(id: string, tasks: readonly WaitingTask[]): Promise<void> {
    const left = (await this.find(id)).filter(
      (one) => !tasks.some(({ token, since }) => one.token === token && one.since === since),
    );
    this.items.set(id, left);
  }
}

/** The function that sends for states, with all that it talks to in this process. */
export function openTasks() {
  const tasks = new MemoryWaitingTasks();
  const store = new MemoryDeliveryStore();
  const monitor = new RecordingMonitor();
  const clock = new ClockInTest(noon);
  const published: { body: QueueMessage; urgent: boolean; sender: string | undefined; groupId: string }[] = [];
  const answers: { token: string; answer: TaskAnswer }[] = [];
  /** Tokens that Step Functions has forgotten. */
  const over = new Set<string>();
  /** What Step Functions fails with. */
  const failing: { error?: Error } = {};
  const answer = async (token: string, given: TaskAnswer): Promise<boolean> => {
    if (failing.error) throw failing.error;
    answers.push({ token, answer: given });
    return !over.has(token);
  };
  const start = createTaskStarter({
    tasks,
    store,
    publish: async (body, to) => void published.push({ body: JSON.parse(body) as QueueMessage, ...to }),
    answer,
    hashKey: async () => hashKey,
    pipelineId,
    clock,
  });
  const end = createTaskEnder({ tasks, answer, monitor });
  return {
    tasks,
    store,
    monitor,
    clock,
    published,
    answers,
    over,
    failing,
    /** A state asks for a message. */
    start: (more: object = {}) =>
      start({ task_token: 'token 1', message: anEmail, idempotency_key: key, urgent: false, waits_for: 3600, ...more }),
    /** EventBridge puts the events that these changes of the record call for on the queue. */
    hear: (...deliveries: readonly Delivery[]) =>
      end(
        anEvent(
          ...deliveries.map((delivery) => aRecord(deliveryEventOf(undefined, delivery, pipelineId)?.detail ?? {})),
        ),
      ),
    end,
  };
}

/** The record of the message of a task, once it has come to a state. */
export const ofTask = (state: Delivery['state'], more: Partial<Delivery> = {}): Delivery =>
  aDeliveryThatIs(state, { id: idOfTask, ...hashesOf({ ...anEmail, idempotency_key: key }, hashKey), ...more });
