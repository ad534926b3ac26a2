import { heldQueues } from '../../lib/contract/lane';
import { readPipeline, synthesizePipeline, type PipelineShape } from '../../local/template';
import { shape } from '../simulation/fleet/shape';

const pipeline = synthesizePipeline();

test('the local pipeline has the settings of the synthesized stack', () => {
  expect(pipeline).toMatchObject({
    queue: { visibilityTimeoutSeconds: 720, retentionSeconds: 1_209_600, maxReceiveCount: 100 },
    urgentQueue: { visibilityTimeoutSeconds: 170, retentionSeconds: 1_209_600, maxReceiveCount: 424 },
    deadLetterQueue: { retentionSeconds: 1_209_600 },
    sending: { batchSize: 48, maxConcurrency: 2, windowSeconds: 1, timeoutSeconds: 120 },
    sendingUrgent: { batchSize: 10, maxConcurrency: 10, windowSeconds: 0, timeoutSeconds: 120 },
    pollIntervalSeconds: 60,
    recordRetentionSeconds: 7_776_000,
    rateLimit: 3000,
    rateShare: 1,
    maxFailures: 10,
    table: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
  });
});

test.each(heldQueues)('the held queue %s stores messages for 14 days and dead-letters none', (name) => {
  const queue = pipeline.heldQueues[name];
  expect(queue).toMatchObject({ visibilityTimeoutSeconds: 120, retentionSeconds: 1_209_600 });
  expect(queue).not.toHaveProperty('maxReceiveCount');
});

test('every queue has a name of its own', () => {
  const { queue, urgentQueue, deadLetterQueue } = pipeline;
  const all = [queue, urgentQueue, deadLetterQueue, ...Object.values(pipeline.heldQueues)];
  expect(new Set(all.map(({ name }) => name)).size).toBe(3 + heldQueues.length);
});

test('the simulator runs what the stack deploys, except for names and a concurrency of one', () => {
  /** Nobody receives from the dead letters there, so it does not matter for how long that would hide them. */
  const comparable = ({
    table: _table,
    scheduledTable: _scheduled,
    deadLetterQueue,
    ...rest
  }: Partial<PipelineShape>): unknown => {
    const { visibilityTimeoutSeconds: _hidden, ...deadLetters } = deadLetterQueue ?? {};
    return JSON.parse(
      JSON.stringify({ ...rest, deadLetters }, (key, value: unknown) => (key === 'name' ? undefined : value)),
    );
  };
  expect([shape.sending, shape.sendingUrgent].map(({ maxConcurrency }) => maxConcurrency)).toEqual([1, 1]);
  const { sending, sendingUrgent } = pipeline;
  const deployed = {
    ...shape,
    sending: { ...shape.sending, maxConcurrency: sending.maxConcurrency },
    sendingUrgent: { ...shape.sendingUrgent, maxConcurrency: sendingUrgent.maxConcurrency },
  };
  expect(comparable(deployed)).toEqual(comparable(pipeline));
});

test('a template that does not contain a pipeline is refused', () => {
  expect(() => readPipeline({ Resources: {} })).toThrow(/no function of the stack has the variable NOTIFY_QUEUE_URL/);
});
