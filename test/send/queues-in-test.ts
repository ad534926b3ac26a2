import type { SQSRecord } from 'aws-lambda';
import { messageAttributes } from '../../lib/contract/attributes';
import type { HeldQueueName, Lane } from '../../lib/contract/lane';
import type { MessageQueues, MessageScheduler, SchedulingTerms } from '../../lambda/shared/ports';
import type { HeldMessage, HeldMessageQueues, Moved } from '../../lambda/shared/holds/held-message-queues';
import { faultsOf, originalMessageId } from '../../lambda/send/delivery-record';
import { aRecord, attribute, urgentQueueArn } from './records';

interface ParkedMessage extends HeldMessage {
  readonly record: SQSRecord;
}

/** Remembers what was put aside, and hands it over again as the new SQS message that it becomes. */
export class QueuesInTest implements MessageQueues, MessageScheduler, HeldMessageQueues<ParkedMessage> {
  /** Messages that come back at a time of their own, in milliseconds since the epoch. */
  waitingFor: { readonly record: SQSRecord; readonly until: number }[] = [];
  /** All that was ever put into the table of scheduled messages. */
  readonly scheduled: ({ readonly record: SQSRecord } & SchedulingTerms)[] = [];
  /** Messages that come back when no hold stops their lane. */
  parked: { readonly record: SQSRecord; readonly lane: Lane }[] = [];
  readonly buried: { readonly record: SQSRecord; readonly reason: string }[] = [];
  /** Lanes that were looked into. */
  readonly looked: HeldQueueName[] = [];
  /** Whether nothing can be put anywhere. */
  down = false;
  readonly #faults = new WeakMap<SQSRecord, number>();

  isUrgent({ eventSourceARN }: SQSRecord): boolean {
    return eventSourceARN === urgentQueueArn;
  }

  async requeue(record: SQSRecord, until: number, faults = faultsOf(record)): Promise<void> {
    this.#mustBeUp();
    this.waitingFor.push({ record, until });
    this.#faults.set(record, faults);
  }

  async schedule(record: SQSRecord, terms: SchedulingTerms): Promise<void> {
    this.#mustBeUp();
    this.scheduled.push({ record, ...terms });
    this.waitingFor.push({ record, until: terms.due });
  }

  async hold(record: SQSRecord, lane: Lane): Promise<void> {
    this.#mustBeUp();
    this.parked.push({ record, lane });
  }

  async deadLetter(record: SQSRecord, reason: string): Promise<void> {
    this.#mustBeUp();
    this.buried.push({ record, reason });
  }

  async receive(queue: HeldQueueName, most: number): Promise<readonly ParkedMessage[]> {
    this.looked.push(queue);
    const seen = this.parked.filter(({ record, lane }) => (this.isUrgent(record) ? 'urgent' : lane) === queue);
    return seen.slice(0, most).map(({ record, lane }) => ({
      record,
      lane,
      receiptHandle: record.receiptHandle,
      body: record.body,
      until: undefined,
    }));
  }

  async release(_queue: HeldQueueName, messages: readonly ParkedMessage[]): Promise<Moved> {
    const records = new Set(messages.map(({ record }) => record));
    this.parked = this.parked.filter(({ record }) => !records.has(record));
    for (const record of records) this.waitingFor.push({ record, until: 0 });
    return { count: records.size, faults: [] };
  }

  keep(): Promise<Moved> {
    return Promise.reject(new Error('what is parked waits for no time of its own'));
  }

  async backlog(): Promise<number> {
    return this.waitingFor.filter(({ until }) => until === 0).length;
  }

  /** What comes back by then, as new messages. */
  due(now: number): SQSRecord[] {
    const due = this.waitingFor.filter(({ until }) => until <= now);
    this.waitingFor = this.waitingFor.filter(({ until }) => until > now);
    return due.map(({ record }) => sentAnew(record, this.#faults.get(record)));
  }

  #mustBeUp(): void {
    if (this.down) throw new Error('the queues are down');
  }
}

export const sentAnew = (record: SQSRecord, faults = faultsOf(record)): SQSRecord =>
  aRecord(record.body, {
    arn: record.eventSourceARN,
    attributes: {
      [messageAttributes.idempotencyKey]: attribute(originalMessageId(record)),
      ...(faults > 0 ? { [messageAttributes.faults]: attribute(String(faults)) } : {}),
    },
  });
