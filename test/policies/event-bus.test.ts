import { ids } from '../construct/stacks';
import { account, arnOf } from './physical-names';
import { policies } from './pipeline';

const eventBridge = 'events.amazonaws.com';
const bus = arnOf('events', `event-bus/${ids.bus}`);
const key = arnOf('kms', `key/${ids.key}`);
const deadLetterQueue = arnOf('sqs', ids.eventDeadLetterQueue);
const context = 'kms:EncryptionContext:aws:events:event-bus:arn';
const other = '222222222222';

describe('the policies of the pipeline’s own event bus', () => {
  test.each(['kms:Decrypt', 'kms:GenerateDataKey'])('EventBridge may do %s for the bus', async (action) => {
    const asked = { 'aws:SourceAccount': account, 'aws:SourceArn': bus, [context]: bus };
    expect(await policies.evaluateService(eventBridge, { action, resource: key }, asked)).toBe('Allowed');
  });

  test('EventBridge may ask what kind of key it is', async () => {
    const call = { action: 'kms:DescribeKey', resource: key };
    expect(await policies.evaluateService(eventBridge, call, { 'aws:SourceAccount': account })).toBe('Allowed');
    expect(await policies.evaluateService(eventBridge, call, { 'aws:SourceAccount': other })).not.toBe('Allowed');
  });

  test.each([
    ['a bus of another account', { 'aws:SourceAccount': other, [context]: bus.replace(account, other) }],
    ['something that is no bus', { 'aws:SourceAccount': account, [context]: arnOf('events', 'archive/mine') }],
    ['nobody knows what', { 'aws:SourceAccount': account }],
  ])('EventBridge may not use the key for %s', async (_what, asked) => {
    const call = { action: 'kms:Decrypt', resource: key };
    expect(await policies.evaluateService(eventBridge, call, asked)).not.toBe('Allowed');
  });

  test('another service may not use the key as EventBridge may', async () => {
    const asked = { 'aws:SourceAccount': account, [context]: bus };
    const call = { action: 'kms:Decrypt', resource: key };
    expect(await policies.evaluateService('sns.amazonaws.com', call, asked)).not.toBe('Allowed');
  });

  test('the bus, and no other, may put what cannot be encrypted on its queue', async () => {
    const call = { action: 'sqs:SendMessage', resource: deadLetterQueue };
    expect(await policies.evaluateService(eventBridge, call, { 'aws:SourceArn': bus })).toBe('Allowed');
    const theirs = { 'aws:SourceArn': arnOf('events', 'event-bus/other') };
    expect(await policies.evaluateService(eventBridge, call, theirs)).not.toBe('Allowed');
  });
});
