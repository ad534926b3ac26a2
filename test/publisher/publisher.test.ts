import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { environment } from '../../lib/contract/environment';
import { deliveryId } from '../../lib/contract/identity';
import { InvalidMessageError, NotifyPublisher, NotPublishedError, type MessageToPublish } from '../../lib/publisher';
import { prepareUpload } from '../../lib/notify';
import { awsError, bucketName, openPublisher, pipelineId, queueUrl, urgentQueueUrl } from './aws-in-memory';

const templateId = '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01';
const emailAddress = 'amala.bird@example.com';
const phoneNumber = '07900 900123';

describe('publisher: queue message', () => {
  it('an email is published with the fields of the queue message', async () => {
    const { aws, publisher } = openPublisher();
    await publisher.sendEmail({
      templateId,
      emailAddress,
      personalisation: { first_name: 'Amala', documentList: ['passport', 'bill'] },
      reference: 'licence 1',
      emailReplyToId: 'a reply-to',
      oneClickUnsubscribeUrl: 'https://example.com/unsubscribe',
      sanitiseContentFor: ['first_name'],
      idempotencyKey: 'licence 1 granted',
      sendAfter: new Date('2026-03-02T09:00:00Z'),
      expiresAt: '2026-03-02T19:00:00+01:00',
      metadata: { caseType: 'licence' },
    });
    expect(aws.batches).toMatchObject([{ queueUrl }]);
    expect(aws.entries).toMatchObject([{ MessageGroupId: 'email', MessageAttributes: undefined }]);
    expect(aws.bodies).toEqual([
      {
        type: 'email',
        template_id: templateId,
        email_address: emailAddress,
        personalisation: { first_name: 'Amala', documentList: ['passport', 'bill'] },
        reference: 'licence 1',
        email_reply_to_id: 'a reply-to',
        one_click_unsubscribe_url: 'https://example.com/unsubscribe',
        sanitise_content_for: ['first_name'],
        idempotency_key: 'licence 1 granted',
        send_after: '2026-03-02T09:00:00.000Z',
        expires_at: '2026-03-02T19:00:00+01:00',
        metadata: { caseType: 'licence' },
      },
    ]);
  });

  it('a text message is in the group of its channel, and on the urgent queue if it is urgent', async () => {
    const { aws, publisher } = openPublisher();
    await publisher.sendSms({ templateId, phoneNumber, smsSenderId: 'a sender', priority: 'urgent' });
    expect(aws.batches).toMatchObject([{ queueUrl: urgentQueueUrl, entries: [{ MessageGroupId: 'sms' }] }]);
    expect(aws.bodies).toEqual([
      {
        type: 'sms',
        template_id: templateId,
        phone_number: phoneNumber,
        sms_sender_id: 'a sender',
        idempotency_key: expect.any(String) as string,
      },
    ]);
  });

  it('a letter is in the group of its channel', async () => {
    const { aws, publisher } = openPublisher();
    const personalisation = {
      address_line_1: 'Amala Bird',
      address_line_2: '1 High Street',
      address_line_3: 'SW14 6BH',
    };
    await publisher.sendLetter({ templateId, personalisation, reference: undefined });
    expect(aws.entries).toMatchObject([{ MessageGroupId: 'letter' }]);
    expect(aws.bodies).toMatchObject([{ type: 'letter', template_id: templateId, personalisation }]);
    expect(aws.bodies[0]).not.toHaveProperty('reference');
  });

  it('a precompiled letter goes into the bucket, and a pointer to it goes on the queue', async () => {
    const { aws, publisher } = openPublisher();
    const content = new Uint8Array(readFileSync(__filename));
    await publisher.sendPrecompiledLetter({ content, postage: 'first', reference: 'statement 1' });
    await publisher.sendPrecompiledLetter({ content: 'JVBERi0xLjc=' });
    const [pdf, given] = [...aws.objects.values()].map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(pdf).toMatchObject({
      type: 'precompiled_letter',
      content: Buffer.from(content).toString('base64'),
      postage: 'first',
      reference: 'statement 1',
    });
    expect(given).toMatchObject({ content: 'JVBERi0xLjc=' });
    const [key] = aws.objects.keys();
    expect(aws.entries[0]).toMatchObject({
      MessageGroupId: 'letter',
      MessageBody: `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucketName}","s3Key":"${key}"}]`,
      MessageAttributes: {
        ExtendedPayloadSize: { DataType: 'Number', StringValue: String(aws.objects.get(key ?? '')?.length) },
      },
    });
    expect(key).toMatch(/^payloads\/[0-9a-f-]{36}$/);
  });

  it('a file by email goes through the bucket, however small it is', async () => {
    const { aws, publisher } = openPublisher();
    const link_to_file = prepareUpload(Buffer.from('a,b\n1,2\n'), { filename: 'numbers.csv' });
    await publisher.sendEmail({ templateId, emailAddress, personalisation: { link_to_file } });
    expect(aws.objects.size).toBe(1);
    expect([...aws.objects.values()][0]).toContain('"filename":"numbers.csv"');
    expect(aws.entries[0]?.MessageBody).not.toContain(emailAddress);
  });
});

describe('publisher: delivery id', () => {
  it('the delivery id is known at once from the pipeline and the idempotency key', async () => {
    const { publisher } = openPublisher();
    expect(await publisher.sendSms({ templateId, phoneNumber, idempotencyKey: 'sign-in 7f3a' })).toEqual({
      deliveryId: deliveryId(pipelineId, 'sign-in 7f3a'),
      idempotencyKey: 'sign-in 7f3a',
    });
  });

  it('a message without an idempotency key gets one of its own, and a delivery id', async () => {
    const { aws, publisher } = openPublisher();
    const [first, second] = [
      await publisher.sendSms({ templateId, phoneNumber }),
      await publisher.sendSms({ templateId, phoneNumber }),
    ];
    expect(first.idempotencyKey).not.toBe(second.idempotencyKey);
    expect(first.deliveryId).toBe(deliveryId(pipelineId, first.idempotencyKey));
    expect(aws.bodies.map(({ idempotency_key }) => idempotency_key)).toEqual([
      first.idempotencyKey,
      second.idempotencyKey,
    ]);
  });
});

describe('publisher: invalid message', () => {
  const sms = { type: 'sms', templateId, phoneNumber };
  const notJson =
    'must be what JSON can say: text, a finite number, true, false, null, or a list or plain object of these';
  it.each<[unknown, string]>([
    [{ type: 'sms' }, 'templateId is missing; phoneNumber is missing'],
    [{ ...sms, phoneNumber: '' }, 'phoneNumber must not be empty'],
    [{ ...sms, phoneNumber: 7900900123 }, 'phoneNumber must be a string'],
    [{ ...sms, phone: '07900' }, 'unknown field phone'],
    [{ ...sms, phone_number: undefined, emailAddress: 'x' }, 'unknown field emailAddress'],
    [{ ...sms, case_number: '07900' }, 'unknown field case_number'],
    [{ ...sms, ...JSON.parse('{ "__proto__": 1 }') }, 'unknown field __proto__'],
    [{ ...sms, template_id: templateId }, 'unknown field template_id; it is templateId here'],
    [{ ...sms, idempotency_key: 'order 1' }, 'unknown field idempotency_key; it is idempotencyKey here'],
    [
      { type: 'email', template_id: templateId, email_address: emailAddress, idempotency_key: 'order 1' },
      'unknown field template_id; it is templateId here; unknown field email_address; it is emailAddress here; unknown field idempotency_key; it is idempotencyKey here',
    ],
    [{ ...sms, idempotencyKey: null }, 'idempotencyKey must be a string'],
    [{ ...sms, reference: null }, 'reference must be a string'],
    [{ ...sms, priority: null }, 'priority must be urgent, or left out'],
    [{ ...sms, personalisation: 'Amala' }, 'personalisation must be an object'],
    [{ ...sms, idempotencyKey: '' }, 'idempotencyKey must not be empty'],
    [{ ...sms, reference: 'x'.repeat(901) }, 'reference must be at most 900 characters'],
    [{ ...sms, metadata: { team: 5 } }, 'metadata.team must be a string'],
    [{ ...sms, metadata: { caseWorker_id: 5 } }, 'metadata.caseWorker_id must be a string'],
    [{ ...sms, sendAfter: 'soon' }, 'sendAfter must be a date and time with its offset, such as 2026-01-31T09:00:00Z'],
    [
      { ...sms, expiresAt: new Date(Number.NaN) },
      'expiresAt must be a date and time with its offset, such as 2026-01-31T09:00:00Z',
    ],
    [{ ...sms, personalisation: { size: 5n } }, `personalisation.size ${notJson}`],
    [{ ...sms, personalisation: { when: new Date(Number.NaN) } }, `personalisation.when ${notJson}`],
    [
      { type: 'email', templateId, emailAddress, personalisation: { link: { file: Buffer.from('%PDF') } } },
      `personalisation.link.file ${notJson}`,
    ],
    [{ ...sms, personalisation: { names: ['a', new Set()] } }, `personalisation.names.1 ${notJson}`],
    [{ ...sms, metadata: JSON.parse('{ "__proto__": "x" }') }, `metadata.__proto__ ${notJson}`],
    [{ ...sms, priority: 'high' }, 'priority must be urgent, or left out'],
    [{ type: 'precompiled_letter', content: '' }, 'content must not be empty'],
    [{ type: 'precompiled_letter', content: new Uint8Array() }, 'content must not be empty'],
    [{ type: 'precompiled_letter', content: 'JVB', postage: 'third' }, 'postage must be one of first, second, economy'],
    [{ type: 'fax' }, 'type must be one of email, sms, letter, precompiled_letter'],
    [null, 'the message must be an object'],
    ['a text', 'the message must be an object'],
  ])(
    'an invalid message is reported with the caller’s own names, and nothing is published: %o',
    async (message, text) => {
      const { aws, publisher } = openPublisher();
      const { failures } = await publisher.sendAll([message as MessageToPublish]);
      expect(failures).toEqual([{ index: 0, ok: false, error: new InvalidMessageError(text) }]);
      expect(aws.batches).toEqual([]);
      expect(aws.puts).toEqual([]);
    },
  );

  it('a message without a prototype is valid', async () => {
    const { publisher } = openPublisher();
    const message = Object.assign(Object.create(null) as object, sms) as MessageToPublish;
    expect(await publisher.sendAll([message])).toMatchObject({ published: 1 });
  });

  it('a circular message is reported as nested too deeply', async () => {
    const { publisher } = openPublisher();
    const circle: Record<string, unknown> = {};
    circle['again'] = circle;
    await expect(publisher.sendSms({ templateId, phoneNumber, personalisation: circle as never })).rejects.toThrow(
      'the message must not be nested deeper than 32 levels',
    );
  });

  it('an invalid message throws from the method that it was given to', async () => {
    const { publisher } = openPublisher();
    await expect(publisher.sendEmail({ templateId: '', emailAddress })).rejects.toThrow(InvalidMessageError);
    await expect(publisher.sendEmail({ templateId: '', emailAddress })).rejects.toThrow(
      /^templateId must not be empty$/,
    );
  });

  it.each([undefined, ''])('an option that the publisher needs and does not have is named: %j', async (nothing) => {
    const { publisher } = openPublisher({ urgentQueueUrl: nothing, bucketName: nothing });
    await expect(publisher.sendSms({ templateId, phoneNumber, priority: 'urgent' })).rejects.toThrow(
      'priority is urgent and the publisher has no urgentQueueUrl; give it one',
    );
    await expect(publisher.sendPrecompiledLetter({ content: 'JVB' })).rejects.toThrow(/^bucketName is missing: /);
    await expect(
      publisher.sendEmail({ templateId, emailAddress, personalisation: { text: 'x'.repeat(1024 * 1024) } }),
    ).rejects.toThrow(/^bucketName is missing: /);
  });

  it('a message that is larger than the pipeline accepts is reported', async () => {
    const { aws, publisher } = openPublisher();
    await expect(publisher.sendPrecompiledLetter({ content: 'x'.repeat(16 * 1024 * 1024) })).rejects.toThrow(
      /^the message is \d+ bytes, but the most is 16777216: make its files smaller$/,
    );
    expect(aws.puts).toEqual([]);
  });
});

test('no error shows the recipient, the content or the reference of a message', async () => {
  const { aws, publisher } = openPublisher();
  const canary = { templateId, emailAddress: 'canary@example.com', personalisation: { name: 'canary' } };
  const errors: unknown[] = [];
  aws.sqsMeets.push({ 0: { Code: 'InvalidMessageContents', SenderFault: true } });
  await publisher.sendEmail(canary).catch((error: unknown) => errors.push(error));
  aws.sqsMeets.push(awsError('AccessDenied', 'client'));
  await publisher.sendEmail(canary).catch((error: unknown) => errors.push(error));
  await publisher
    .sendEmail({ ...canary, reference: 'canary'.repeat(200) })
    .catch((error: unknown) => errors.push(error));
  expect(errors.map((error) => (error as Error).name)).toEqual([
    'NotPublishedError',
    'NotPublishedError',
    'InvalidMessageError',
  ]);
  for (const error of errors) expect(inspect(error) + JSON.stringify(error)).not.toContain('canary');
});

test('a message that SQS refuses throws with the AWS error code and the key to publish it again under', async () => {
  const { aws, publisher } = openPublisher();
  aws.sqsMeets.push(awsError('AWS.SimpleQueueService.NonExistentQueue', 'client'));
  const error = await publisher
    .sendSms({ templateId, phoneNumber, idempotencyKey: 'k' })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(NotPublishedError);
  expect(error).toMatchObject({
    code: 'AWS.SimpleQueueService.NonExistentQueue',
    idempotencyKey: 'k',
    deliveryId: deliveryId(pipelineId, 'k'),
    message:
      'the message was not published: AWS.SimpleQueueService.NonExistentQueue; publish it again under the same idempotency key',
  });
});

describe('publisher: options', () => {
  it.each(['queueUrl', 'pipelineId'])('a publisher without %s throws', (name) => {
    const options = { queueUrl, pipelineId, [name]: '' };
    expect(() => new NotifyPublisher(options)).toThrow(`${name} is missing: give what the construct`);
  });

  it('a publisher can be made from the environment that addPublisher sets', () => {
    const { sender, urgentQueueUrl, tableName, scheduledTableName, ...needed } = environment.publisher;
    const optional = [sender, urgentQueueUrl, tableName, scheduledTableName];
    const names = Object.values(needed);
    const all = Object.fromEntries([...names, ...optional].map((name) => [name, 'set']));
    expect(NotifyPublisher.fromEnv(all)).toBeInstanceOf(NotifyPublisher);
    // A function need not have a name, and may be let publish nothing urgent, and cancel nothing.
    for (const name of optional) {
      expect(() => NotifyPublisher.fromEnv({ ...all, [name]: undefined })).not.toThrow();
    }
    for (const name of names) {
      expect(() => NotifyPublisher.fromEnv({ ...all, [name]: undefined })).toThrow(
        `environment variable ${name} is not set; call addPublisher of the NotifyPipeline with this function`,
      );
    }
  });
});
