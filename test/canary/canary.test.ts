import { createCanary } from '../../lambda/canary/canary';
import type { CanaryRecord } from '../../lambda/canary/decide';
import { deliveryId } from '../../lib/contract/identity';
import { metrics } from '../../lib/contract/metrics';
import { checkQueueMessage } from '../../lib/contract/parse-message';
import type { QueueMessage } from '../../lib/contract/queue-message';
import { minute } from '../../lib/contract/time';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { noon } from '../shared/deliveries/deliveries';

const templateId = 'e0000000-0000-4000-8000-000000000003';

/** Runs it twice, a minute apart, with these records of the pipeline, of which the last stays. */
async function run(...records: readonly (CanaryRecord | undefined)[]) {
  const monitor = new RecordingMonitor();
  const clock = new ClockInTest(noon);
  const published: QueueMessage[] = [];
  const found: string[] = [];
  const left = [...records];
  const canary = createCanary({
    publish: async (message) => void published.push(message),
    find: async (id) => {
      found.push(id);
      return left.length > 1 ? left.shift() : left[0];
    },
    clock,
    monitor,
    pipelineId: 'licences',
    templateId,
    within: minute,
  });
  await canary();
  clock.moveBy(minute);
  await canary();
  return { monitor, published, found };
}

describe('canary', () => {
  test('each is a message that the contract takes, under a key of its own, and is not sent after its time', async () => {
    const { published, found } = await run({ state: 'sent_untracked', notification_id: 'an id' });
    expect(published).toHaveLength(2);
    for (const message of published) {
      expect(checkQueueMessage(message)).toMatchObject({ ok: true, message: { type: 'email' } });
      expect(message).toMatchObject({
        template_id: templateId,
        email_address: 'simulate-delivered@notifications.service.gov.uk',
        reference: 'canary',
      });
    }
    expect(published.map(({ expires_at }) => expires_at)).toEqual([
      new Date(noon + minute).toISOString(),
      new Date(noon + 3 * minute - minute).toISOString(),
    ]);
    const ids = published.map(({ idempotency_key = '' }) => deliveryId('licences', idempotency_key));
    expect(new Set(ids).size).toBe(2);
    expect(found).toEqual(ids);
  });

  test('one that Notify has in time is counted, with how long it took', async () => {
    const sent = { state: 'sent_untracked', notification_id: 'an id' } as const;
    const { monitor } = await run(undefined, { state: 'sending' }, sent);
    expect(monitor.counts[metrics.names.canaryArrived]).toBe(2);
    expect(monitor.measured.map(({ value }) => value)).toEqual([1, 0]);
  });

  test.each<[string, CanaryRecord | undefined]>([
    ['that nobody takes', undefined],
    ['that is held', { state: 'held', reason: 'Notify refuses the API key' }],
    ['that is rejected', { state: 'rejected', reason: 'Template not found' }],
  ])('one %s is not counted, and the log says how far it came', async (_what, record) => {
    const { monitor } = await run(record);
    expect(monitor.counts[metrics.names.canaryArrived]).toBeUndefined();
    expect(JSON.stringify(monitor.said)).toContain(record?.reason ?? 'the canary is late');
  });

  test('a queue that does not take it, and a table that cannot be read, fail the run', async () => {
    const nothing = {
      publish: async () => undefined,
      find: async () => undefined,
      clock: new ClockInTest(noon),
      monitor: new RecordingMonitor(),
      pipelineId: 'licences',
      templateId,
      within: minute,
    };
    const fail = () => Promise.reject(new Error('AccessDenied'));
    await expect(createCanary({ ...nothing, publish: fail })()).rejects.toThrow('AccessDenied');
    await expect(createCanary({ ...nothing, find: fail })()).rejects.toThrow('AccessDenied');
  });
});
