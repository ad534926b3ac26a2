import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import { PipelineError } from '../../lib/contract/pipeline-error';
import { readSendTaskRequest, type SendTaskRequest } from '../../lib/contract/send-task';
import { isSender } from '../../lib/contract/sender';
import { day } from '../../lib/contract/time';
import type { DeliveryStore } from '../shared/deliveries/delivery-store';
import { hashesOf } from '../shared/deliveries/hashes';
import { claimability } from '../shared/deliveries/states';
import { decideStart, refused, type StartDecision } from './decide';
import type { AnswerTask, PublishMessage, WaitingTask, WaitingTasks } from '../shared/tasks/waiting-tasks';

export interface StartTaskDependencies {
  readonly tasks: WaitingTasks;
  readonly store: Pick<DeliveryStore, 'find'>;
  readonly publish: PublishMessage;
  readonly answer: AnswerTask;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Begins a task: keeps its token, and puts its message on the queue. The token is kept first, so that no outcome can come
 * before it. What is on record is read after that, because of what had ended by then no event comes any more.
 */
export function createTaskStarter(dependencies: StartTaskDependencies) {
  const { tasks, store, publish, answer, hashKey, pipelineId, clock } = dependencies;

  return async (event: unknown): Promise<void> => {
    const request = readSendTaskRequest(event);
    if (!request) throw new PipelineError('the state sends an unknown request; make the state with sendTask');
    const { task_token: token, sender, urgent } = request;
    const body = JSON.stringify({ ...request.message, idempotency_key: request.idempotency_key });
    const parsed = parseQueueMessage(body);
    const fault = parsed.ok ? senderFault(sender) : parsed.reason;
    if (!parsed.ok || fault !== undefined) {
      await answer(token, refused(fault ?? 'it is no message'));
      return;
    }
    const id = deliveryId(pipelineId, request.idempotency_key, sender);
    const { task, known } = await keep(id, request);
    const decision = await decideOn(known, parsed.message);
    if (decision.kind === 'publish') await publish(body, { urgent, sender, groupId: channelOf(parsed.message.type) });
    if (decision.kind !== 'end') return;
    await answer(token, decision.answer);
    await tasks.remove(id, [task]);
  };

  /** Keeps the token with what was on record when it was, so that no change falls between the two. */
  async function keep(id: string, { task_token: token, waits_for }: SendTaskRequest) {
    const until = clock.now() + waits_for * 1000 + day;
    for (let before = await store.find(id); ;) {
      const task: WaitingTask = { token, ...(before && { since: before.changed_at }) };
      await tasks.add(id, task, until);
      const known = await store.find(id);
      if (known?.changed_at === before?.changed_at) return { task, known };
      await tasks.remove(id, [task]);
      before = known;
    }
  }

  async function decideOn(known: Delivery | undefined, message: QueueMessage): Promise<StartDecision> {
    if (!known) return { kind: 'publish' };
    const { fingerprint } = hashesOf(message, await hashKey());
    const { expires_at } = message;
    const candidate = { fingerprint, state: 'sending' as const, ...(expires_at !== undefined && { expires_at }) };
    return decideStart({ ...known, delivery_id: known.id }, claimability(known, candidate, clock.now()).kind);
  }
}

const senderFault = (sender: string | undefined): string | undefined =>
  sender === undefined || isSender(sender)
    ? undefined
    : 'sender must be 1 to 40 letters, digits, full stops, underscores and hyphens';
