import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { erase } from '../../../bin/commands/erase';
import { DynamoHoldStore } from '../../../lambda/shared/aws/dynamo-hold-store';
import { placeOperatorHold } from '../../../lambda/shared/aws/operator-holds';
import { unpack } from '../../../lambda/shared/schedule/packed-body';
import { writePointer } from '../../../lib/contract/extended-client';
import { deliveryId } from '../../../lib/contract/identity';
import { recipientHash } from '../../../lib/contract/recipient-hash';
import { hour, iso, minute } from '../../../lib/contract/time';
import { pipelineId } from '../../../local/embedded-parts';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

const [theirs, others] = ['07700 900123', '07700 900456'];
const payload = (last: number): string => `payloads/00000000-0000-4000-8000-00000000000${last}`;

let cloud: EmbeddedCloud;
beforeEach(async () => {
  cloud = await openEmbeddedCloud();
});
afterEach(() => cloud.close());

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, erase, ...args);
const text = (key: string, phone: string, more: object = {}): string =>
  JSON.stringify({
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000002',
    phone_number: phone,
    idempotency_key: key,
    ...more,
  });
const find = (key: string) => cloud.pipeline.find(deliveryId(pipelineId, key));

/** All that the pipeline has anywhere, as text. */
async function everything(): Promise<string> {
  const { table, queues, blobs } = cloud.pipeline.aws;
  const { heldQueues, queue, urgentQueue, deadLetterQueue } = queues;
  const scans = [table.name, 'scheduled'].map((TableName) => table.client.send(new ScanCommand({ TableName })));
  const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
  const bodies = items.flatMap(({ body }) => (body === undefined ? [] : [unpack(body as string)]));
  const messages = [queue, urgentQueue, deadLetterQueue, ...Object.values(heldQueues)].flatMap((each) =>
    each.messages.map(({ body, attributes }) => [body, attributes]),
  );
  const contents = await Promise.all(blobs.keys.map(async (key) => (await blobs.open(key))?.text()));
  return JSON.stringify([items, bodies, messages, contents]);
}
const digits = (all: string): string => all.replaceAll(/[\s().-]/g, '');

/** Leaves messages to one number, and the same to another, everywhere that there can be any. */
async function leaveTraces(): Promise<void> {
  const { blobs, bucketName, table } = cloud.pipeline.aws;
  const traced = { reference: 'JUG-0001', metadata: { case: 'of JUG' } };
  for (const [who, phone] of [
    ['theirs', theirs],
    ['others', others],
  ] as const) {
    cloud.pipeline.publish(text(`${who} sent`, phone, traced));
    const send_after = iso(cloud.clock.now() + 3 * hour);
    cloud.pipeline.publish(text(`${who} scheduled`, phone, { send_after }));
  }
  await cloud.goOn(5 * minute);
  const hold = {
    scope: 'sms',
    reason: 'a test',
    since: 0,
    until: Date.now() + 99 * hour,
    probe: false,
    probes: 0,
  } as const;
  await placeOperatorHold(table.client, table.name, { ...hold, by: 'Amala' });
  cloud.clock.advanceTo(cloud.clock.now() + minute);
  for (const [who, phone] of [
    ['theirs', theirs],
    ['others', others],
  ] as const) {
    cloud.pipeline.publish(text(`${who} held`, phone));
  }
  await cloud.goOn(2 * minute);
  for (const [at, phone] of ['+44 7700 900 123', '0044 7700 900456'].entries()) {
    const { queue, deadLetterQueue } = cloud.pipeline.aws.queues;
    queue.send(text(`waits ${at}`, phone));
    deadLetterQueue.send(text(`dead ${at}`, phone));
    deadLetterQueue.send(`not even JSON, to ${phone}`);
    await blobs.put(payload(at), text(`big ${at}`, phone));
    queue.send(writePointer({ bucketName, key: payload(at) }));
    await blobs.put(payload(at + 5), text(`forgotten ${at}`, phone));
  }
}

describe('erase command: everything of a person', () => {
  test('is gone in every spelling, of others nothing is, and what is published again is not sent again', async () => {
    await leaveTraces();
    const hash = recipientHash('447700900123', cloud.pipeline.aws.hashKey);
    const before = await everything();
    expect(digits(before)).toContain('7700900123');
    expect(before).toContain(hash);
    const occurrences = digits(before).split('7700900456').length;

    const counted = await run('--recipient', theirs, '--dry-run', '--json');
    expect(counted.code).toBe(0);
    expect(await everything()).toHaveLength(before.length);

    const { code, output, errors } = await run('--recipient', '(+44) 7700-900 123', '--json');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const deleted = JSON.parse(output) as Record<string, unknown>;
    expect(deleted).toMatchObject({ payloads: 2, scheduledMessages: 1, records: 3, left: [] });
    expect(deleted['queues']).toEqual(
      expect.arrayContaining([
        { queue: 'held sms', found: 1, mentions: 0, outOfSight: 0 },
        { queue: 'queue', found: 2, mentions: 0, outOfSight: 0 },
        { queue: 'dead letters', found: 2, mentions: 0, outOfSight: 0 },
      ]),
    );
    expect({ ...deleted, isDryRun: true }).toEqual({ ...JSON.parse(counted.output), elsewhere: deleted['elsewhere'] });

    const after = await everything();
    expect(digits(after)).not.toContain('7700900123');
    expect(after).not.toContain(hash);
    expect(digits(after).split('7700900456')).toHaveLength(occurrences);
    expect(await run('--recipient', theirs)).toMatchObject({
      code: 0,
      output: expect.stringContaining('nothing about this person was found') as unknown,
    });

    // What is left says how it ended, and that what waited is cancelled.
    const { table } = cloud.pipeline.aws;
    expect(await find('theirs sent')).toMatchObject({ state: 'delivered', attempts: 1 });
    for (const field of ['recipient_hash', 'fingerprint', 'reference', 'metadata']) {
      expect(await find('theirs sent')).not.toHaveProperty(field);
    }
    for (const key of ['theirs held', 'theirs scheduled', 'waits 0', 'big 0']) {
      expect(await find(key)).toMatchObject({ state: 'cancelled' });
    }
    const holds = new DynamoHoldStore(table.client, table.name);
    for (const hold of (await holds.read()).holds) await holds.replace(hold, undefined);
    const sent = cloud.standIn.notifications.all().length;
    for (const key of ['theirs sent', 'theirs held', 'waits 0']) cloud.pipeline.publish(text(key, theirs));
    await cloud.goOn(10 * minute);
    // What waited for others goes: held, waits, big.
    expect(cloud.standIn.notifications.all()).toHaveLength(sent + 3);
  });

  test('the PDF of a letter goes with it, and none comes after it', async () => {
    const personalisation = {
      address_line_1: 'Ben Moved',
      address_line_2: '123 High Street',
      address_line_3: 'SW14 6BF',
      name: 'Ben',
      expires: '1 March 2027',
    };
    const letter = (key: string): string =>
      JSON.stringify({
        type: 'letter',
        template_id: '10000000-0000-4000-8000-000000000001',
        personalisation,
        idempotency_key: key,
      });
    cloud.pipeline.publish(letter('stored'));
    await cloud.goOn(10 * minute);
    expect([...(cloud.pipeline.letterPdfs?.keys() ?? [])]).toHaveLength(1);
    cloud.pipeline.publish(letter('not yet'));
    await cloud.goOn(30_000);
    const { code, output } = await run('--recipient', 'ben moved, 123 HIGH Street, sw146bf', '--json');
    expect([code, JSON.parse(output)]).toEqual([0, expect.objectContaining({ letterPdfs: 1, records: 2 }) as unknown]);
    await cloud.goOn(10 * minute);
    expect([...(cloud.pipeline.letterPdfs?.keys() ?? [])]).toEqual([]);
  });
});

describe('erase command: what is left is said, and ends with 1', () => {
  test('what nobody can see, and what is to others and mentions the person', async () => {
    const { queue } = cloud.pipeline.aws.queues;
    queue.send(text('in flight', theirs));
    queue.receive(1, hour);
    queue.send(text('mentions', others, { personalisation: { call: 'Call 07700 900123 for help' } }));
    const { code, errors } = await run('--recipient', theirs);
    expect(code).toBe(1);
    expect(errors).toMatch(/1 message on queue cannot be read now/);
    expect(errors).toMatch(/this person is mentioned in 1 message to other people, which we did not change/);
    expect(errors).not.toContain('900');
    expect(queue.size).toBe(2);
  });

  test('what could not be reached, while all else is deleted', async () => {
    cloud.refusals.set('AmazonSQS.DeleteMessage', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: sqs:deletemessage on resource: queue',
    });
    cloud.pipeline.aws.queues.queue.send(text('waits', theirs));
    await cloud.pipeline.aws.blobs.put(payload(1), text('forgotten', theirs));
    const { code, errors } = await run('--recipient', theirs);
    expect({ code, errors }).toEqual({
      code: 1,
      errors:
        'left:\n  not reached: queue queue: sqs:deletemessage is not allowed; grantErase of the NotifyPipeline allows it\n',
    });
    expect(cloud.pipeline.aws.blobs.keys).toEqual([]);
    cloud.refusals.clear();
    expect((await run('--recipient', theirs)).code).toBe(0);
  });

  test('without the index the whole table is read, which is said, and finds the same', async () => {
    cloud.pipeline.publish(text('sent', theirs));
    await cloud.goOn(2 * minute);
    cloud.withParameters([{ ...cloud.description, findByRecipient: false }]);
    const { code, output, errors } = await run('--recipient', theirs, '--json');
    expect([code, JSON.parse(output)]).toEqual([0, expect.objectContaining({ records: 1 }) as unknown]);
    expect(errors).toMatch(/no index by recipient, so we read the whole table/);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no recipient', [], /^--recipient is missing/],
    ['a recipient that is none', ['--recipient', 'Amala'], /^--recipient is not an email address/],
  ])('%s ends with 2', async (_what, args, complaint) => {
    expect(await run(...args)).toEqual({ code: 2, output: '', errors: expect.stringMatching(complaint) as unknown });
  });
});
