import { officeClosed } from '../../fakes/office-closed';
import { cancel } from '../../../bin/commands/cancel';
import { deliveryId } from '../../../lib/contract/identity';
import { iso, minute } from '../../../lib/contract/time';
import { pipelineId } from '../../../local/embedded-parts';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeEach(async () => {
  cloud = await openEmbeddedCloud();
});
afterEach(() => cloud.close());

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, cancel, ...args);
const idOf = (key: string): string => deliveryId(pipelineId, key);
const stateOf = async (key: string): Promise<string | undefined> => (await cloud.pipeline.find(idOf(key)))?.state;

describe('cancel command', () => {
  test('a message that waits for its time is cancelled and never sent, and cancelling it twice is the same', async () => {
    cloud.pipeline.publish(officeClosed('reminder', { send_after: iso(cloud.clock.now() + 5 * minute) }));
    await cloud.goOn(minute);
    expect(await stateOf('reminder')).toBe('held');
    const cancelled = {
      code: 0,
      output: `cancelled: delivery ${idOf('reminder')}; no message with this key is sent from now on\n`,
      errors: '',
    };
    expect(await run('--key', 'reminder')).toEqual(cancelled);
    expect(await run('--key', 'reminder', '--pipeline', pipelineId)).toEqual(cancelled);
    await cloud.goOn(10 * minute);
    expect([await stateOf('reminder'), cloud.standIn.notifications.all()]).toEqual(['cancelled', []]);
  });

  test('a message that nobody has seen yet is not sent when it comes', async () => {
    expect(await run('--key', 'on its way')).toMatchObject({ code: 0 });
    cloud.pipeline.publish(officeClosed('on its way'));
    await cloud.goOn(minute);
    expect(cloud.standIn.notifications.all()).toEqual([]);
  });

  test('it is too late for a message that Notify has, and that ends with 1, as JSON too', async () => {
    cloud.pipeline.publish(officeClosed('sent'));
    await cloud.goOn(5 * minute);
    expect(await run('--key', 'sent')).toEqual({
      code: 1,
      output: `too late to cancel: delivery ${idOf('sent')} is delivered\n`,
      errors: '',
    });
    const { code, output } = await run('--key', 'sent', '--json');
    expect([code, JSON.parse(output)]).toEqual([
      1,
      { outcome: 'too late', state: 'delivered', deliveryId: idOf('sent'), idempotencyKey: 'sent' },
    ]);
    expect(cloud.standIn.notifications.all()).toHaveLength(1);
  });

  test('a message that was rejected is not cancelled, and that ends with 1', async () => {
    cloud.pipeline.publish(officeClosed('bad', { template_id: '50000000-0000-4000-8000-00000000ffff' }));
    await cloud.goOn(minute);
    expect(await run('--key', 'bad')).toEqual({
      code: 1,
      output: `not cancelled, because it had ended: delivery ${idOf('bad')} is rejected\n`,
      errors: '',
    });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no key', [], /^--key is missing; give the idempotency key of the message$/],
    ['another pipeline', ['--key', 'a', '--pipeline', 'other'], /^there is no pipeline "other"/],
  ])('%s is refused', async (_what, args, complaint) => {
    expect(await run(...args)).toEqual({ code: 2, output: '', errors: expect.stringMatching(complaint) as unknown });
  });

  test('a missing permission is named with the grant', async () => {
    const message = 'User: a is not authorized to perform: dynamodb:GetItem on resource: it';
    cloud.refusals.set('DynamoDB_20120810.GetItem', { name: 'AccessDeniedException', message });
    const { code, errors } = await run('--key', 'reminder');
    expect({ code, errors }).toEqual({
      code: 2,
      errors:
        'the message was not cancelled (AccessDeniedException); use grantCancel of the NotifyPipeline, and check the region and the credentials',
    });
  });
});
