import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { messageAttributes } from '../../lib/contract/attributes';
import { heldQueues, type HeldQueueName } from '../../lib/contract/lane';
import { createReleaser } from '../../lambda/release/release';
import { createSqsHeldQueues } from '../../lambda/shared/aws/sqs-held-queues';
import { createQueues } from '../../local/aws/memory-queues';
import { memorySqs } from '../../local/aws/memory-sqs';
import { unavailable } from '../fakes/aws-errors';
import { ClockInTest } from '../fakes/clock-in-test';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { fc } from '../properties';
import { attribute } from '../send/records';
import { noon } from '../shared/deliveries/deliveries';
import { shape } from '../simulation/fleet/shape';

type Batch = SendMessageBatchCommand | DeleteMessageBatchCommand;

/** What goes wrong with calls of SQS, each for some of a hundred. */
interface Trouble {
  readonly entryFails: number;
  readonly answerLost: number;
  readonly dies: number;
}

const mostBytes = 1_048_576;

/** SQS in memory, on which entries fail, answers are lost, and the function dies with a call that is done. */
function troubledSqs(sqs: Pick<SQSClient, 'send'>, trouble: Trouble, dice: () => number) {
  const send = sqs.send.bind(sqs) as (command: object) => Promise<object>;
  const life = { isOver: false, onDeath: (): void => undefined };
  const sizes: number[] = [];

  const sendBatch = async (command: Batch): Promise<object> => {
    const { Entries = [] } = command.input;
    if (command instanceof SendMessageBatchCommand) sizes.push(sizeOf(command));
    const failing = new Set(Entries.filter(() => dice() < trouble.entryFails).map(({ Id }) => Id));
    const taken = Entries.filter(({ Id }) => !failing.has(Id));
    const answer = await send(Object.assign(command, { input: { ...command.input, Entries: taken } }));
    const Failed = [...failing].map((Id) => ({ Id, Code: 'InternalError', SenderFault: dice() < 50 }));
    return { ...answer, Failed };
  };

  const troubled = async (command: object): Promise<object> => {
    if (life.isOver) return new Promise(() => undefined);
    const isBatch = command instanceof SendMessageBatchCommand || command instanceof DeleteMessageBatchCommand;
    const answer = await (isBatch ? sendBatch(command) : send(command));
    if (dice() < trouble.dies) {
      life.isOver = true;
      life.onDeath();
      return new Promise(() => undefined);
    }
    if (!(command instanceof GetQueueAttributesCommand) && dice() < trouble.answerLost) throw unavailable();
    return answer;
  };
  return { life, sizes, sqs: { send: troubled } as unknown as Pick<SQSClient, 'send'> };
}

const sizeOf = ({ input: { Entries = [] } }: SendMessageBatchCommand): number =>
  Entries.reduce(
    (sum, { MessageBody = '', MessageAttributes = {} }) =>
      Object.entries(MessageAttributes).reduce(
        (bytes, [name, { DataType = '', StringValue = '' }]) =>
          bytes + Buffer.byteLength(name + DataType + StringValue),
        sum + Buffer.byteLength(MessageBody),
      ),
    0,
  );

/** Runs the release function every minute until nothing is held, with a new one after each death. */
async function releaseAll(held: readonly { queue: HeldQueueName; size: number }[], trouble: Trouble, seed: number) {
  let state = seed;
  const dice = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 2_147_483_648) * 100;
  };
  const clock = new ClockInTest(noon);
  const queues = createQueues({ ...shape, table: {}, scheduledTable: {} }, clock);
  held.forEach(({ queue, size }, number) => {
    const key = { [messageAttributes.idempotencyKey]: attribute(`key ${number}`) };
    queues.heldQueues[queue].send('é'.repeat(size), key);
  });
  const { sqs, urls } = memorySqs(queues);
  const sizes: number[] = [];
  for (let run = 0; run < 200 && heldQueues.some((name) => queues.heldQueues[name].size > 0); run += 1) {
    const troubled = troubledSqs(sqs, trouble, dice);
    const release = createReleaser({
      held: createSqsHeldQueues(troubled.sqs, urls, clock),
      holds: new MemoryHoldStore(),
      review: async () => undefined,
      askLane: async (circuit) => circuit,
      clock,
      monitor: new RecordingMonitor(),
      rate: 48,
      within: 45_000,
    });
    const death = new Promise<void>((resolve) => (troubled.life.onDeath = resolve));
    await Promise.race([release().catch(() => undefined), death]);
    sizes.push(...troubled.sizes);
    clock.moveBy(60_000);
  }
  const back = [...queues.queue.messages, ...queues.urgentQueue.messages];
  const keys = back.map(({ attributes }) => attributes[messageAttributes.idempotencyKey]?.stringValue);
  const left = heldQueues.reduce((sum, name) => sum + queues.heldQueues[name].size, 0);
  return { keys, left, sizes };
}

describe('release: batches that fail in part', () => {
  test('whatever entries fail, answers are lost or runs die, every message comes back, each copy under its one key', async () => {
    const message = fc.record({
      queue: fc.constantFrom(...heldQueues),
      size: fc.oneof({ weight: 9, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: fc.nat(500_000) }),
    });
    const percent = (most: number) => fc.integer({ min: 0, max: most });
    const trouble = fc.record({ entryFails: percent(30), answerLost: percent(15), dies: percent(10) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 60 }),
        trouble,
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        async (held, troubles, seed) => {
          const { keys, left, sizes } = await releaseAll(held, troubles, seed);
          expect(left).toBe(0);
          expect(new Set(keys)).toEqual(new Set(held.map((_, number) => `key ${number}`)));
          expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(mostBytes);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  test('where nothing goes wrong, none comes back twice', async () => {
    const held = Array.from({ length: 120 }, (_, number) => ({ queue: heldQueues[number % 6] ?? 'email', size: 100 }));
    const { keys } = await releaseAll(held, { entryFails: 0, answerLost: 0, dies: 0 }, 1);
    expect(keys).toHaveLength(120);
  });
});
