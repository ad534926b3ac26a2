import { officeClosed } from '../fakes/office-closed';
import { placeOperatorHold } from '../../lambda/shared/aws/operator-holds';
import { isDeliveryEvent } from '../../lib/contract/events/schema-violations';
import { deliveryId } from '../../lib/contract/identity';
import { iso, minute } from '../../lib/contract/time';
import { defaultWorld } from '../../lib/testing';
import { pipelineId } from '../../local/embedded-parts';
import { openRun, start } from '../../local/open-run';
import { RecordingMonitor } from '../fakes/recording-monitor';

const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';

async function open(context: Readonly<Record<string, string>>) {
  const events: { readonly type: string; readonly id: string; readonly traceparent: string | undefined }[] = [];
  const run = await openRun({
    world: defaultWorld(),
    monitor: new RecordingMonitor(),
    context: { events: 'all', ...context },
    onChange: () => undefined,
    onText: () => undefined,
    onEvent: (event) => {
      if (!isDeliveryEvent(event)) return;
      const { state, delivery_id: id, traceparent } = event.detail;
      events.push({ type: state, id, traceparent });
    },
  });
  return { ...run, events };
}

describe('embedded pipeline: traces', () => {
  test('one trace goes from the publisher to the outcome, through a put-back, a hold and a release', async () => {
    const { pipeline, clock, events, close } = await open({ tracing: 'pass-through' });
    const { queues, table } = pipeline.aws;
    const onQueue = jest.spyOn(queues.queue, 'send');
    const onHeldQueue = jest.spyOn(queues.heldQueues.sms, 'send');
    pipeline.publish(officeClosed('one', { send_after: iso(start + 5 * minute) }), { traceHeader });
    await pipeline.settle();
    await placeOperatorHold(table.client, table.name, {
      scope: 'sms',
      reason: 'a wrong template',
      since: clock.now(),
      until: start + 30 * minute,
      probe: false,
      probes: 0,
      by: 'Amala',
    });
    while (events.at(-1)?.type !== 'delivered' && (await pipeline.step()));

    // As it was published, put back and released; and as it was held in between.
    expect(onQueue.mock.calls.map(([, , options]) => options?.traceHeader)).toEqual(Array(3).fill(traceHeader));
    expect(onHeldQueue.mock.calls.map(([, , options]) => options?.traceHeader)).toEqual([traceHeader]);
    expect(events.map(({ type }) => type)).toEqual(['sending', 'held', 'sending', 'sent', 'delivered']);
    expect(new Set(events.map((event) => event.traceparent))).toEqual(new Set([traceparent]));
    await close();
  });

  test('a message that waits an hour for its time is in the same trace afterwards', async () => {
    const { pipeline, events, close } = await open({ tracing: 'active' });
    const onQueue = jest.spyOn(pipeline.aws.queues.queue, 'send');
    pipeline.publish(officeClosed('one', { send_after: iso(start + 60 * minute) }), { traceHeader });
    await pipeline.settle();
    while (events.at(-1)?.type !== 'delivered' && (await pipeline.step()));

    expect(onQueue.mock.calls.map(([, , options]) => options?.traceHeader)).toEqual([traceHeader, traceHeader]);
    expect(events.map(({ type }) => type)).toEqual(['held', 'sending', 'sent', 'delivered']);
    expect(new Set(events.map((event) => event.traceparent))).toEqual(new Set([traceparent]));
    await close();
  });

  test('a pipeline that does not trace stores and publishes nothing of a trace', async () => {
    const { pipeline, events, close } = await open({});
    pipeline.publish(officeClosed('one'), { traceHeader });
    await pipeline.settle();
    expect(await pipeline.find(deliveryId(pipelineId, 'one'))).not.toHaveProperty('traceparent');
    expect(events.map((event) => event.traceparent)).toEqual([undefined, undefined]);
    await close();
  });
});
