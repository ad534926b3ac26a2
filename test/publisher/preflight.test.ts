import { inspect } from 'node:util';
import { createPreflight } from '../../lib/preflight';
import { InvalidMessageError, NotifyPublisher, RefusedMessageError, type MessageToPublish } from '../../lib/publisher';
import { idOf, templateOf } from '../templates/templates';
import { openPublisher, pipelineId, queueUrl } from './aws-in-memory';

const templateId = idOf(1);
const preflight = createPreflight({
  templates: [templateOf({ type: 'sms', id: templateId, body: '((code)) is your code' })],
});
const good = { templateId, phoneNumber: '07900 900123', personalisation: { code: '12345' } };

/** What a promise was rejected with. */
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('publisher: preflight', () => {
  test('a message that Notify would accept is published', async () => {
    const { aws, publisher } = openPublisher({ preflight });
    await publisher.sendSms(good);
    expect(aws.entries).toHaveLength(1);
  });

  test.each([
    ['Missing personalisation: code', { ...good, personalisation: {} }],
    ['phone_number Not enough digits', { ...good, phoneNumber: '07900 90' }],
  ])(
    'a message that Notify would refuse never reaches the queue, and the error has Notify’s words: %s',
    async (words, message) => {
      const { aws, publisher } = openPublisher({ preflight });
      const error = await errorOf(publisher.sendSms(message));
      expect(error).toBeInstanceOf(InvalidMessageError);
      expect((error as RefusedMessageError).details.map((detail) => detail.message)).toEqual([words]);
      expect(aws.entries).toHaveLength(0);
    },
  );

  test('the other messages are published, and each one that Notify would refuse is reported', async () => {
    const { aws, publisher } = openPublisher({ preflight });
    const message: MessageToPublish = { type: 'sms', ...good };
    const { published, failures } = await publisher.sendAll([message, { ...message, phoneNumber: '1' }, message]);
    expect({ published, onQueue: aws.entries.length }).toEqual({ published: 2, onQueue: 2 });
    expect(failures).toMatchObject([{ index: 1, error: { name: 'RefusedMessageError' } }]);
  });

  test.each([
    ['has a number that JSON cannot express', { v: 3n }],
    [
      'throws when it is read',
      {
        get v() {
          throw new Error('amala');
        },
      },
    ],
    [
      'throws when it is written',
      {
        v: {
          toJSON() {
            throw new Error('amala');
          },
        },
      },
    ],
  ])('the other messages are published if one %s', async (_, personalisation) => {
    const message: MessageToPublish = { type: 'sms', templateId: idOf(2), phoneNumber: '07900 900123' };
    const wrong = { ...message, personalisation } as unknown as MessageToPublish;
    for (const options of [{ preflight: createPreflight() }, {}]) {
      const { aws, publisher } = openPublisher(options);
      const { published, failures } = await publisher.sendAll([message, message, wrong, message]);
      expect({ published, onQueue: aws.entries.length }).toEqual({ published: 3, onQueue: 3 });
      expect(failures).toMatchObject([{ index: 2, error: { name: 'InvalidMessageError' } }]);
      expect(inspect(failures)).not.toContain('amala');
    }
  });

  test('the other messages are published if the preflight itself fails on one', async () => {
    const { publisher } = openPublisher({
      preflight: (message) => {
        if (message.idempotency_key === 'wrong') throw new TypeError('amala');
        return [];
      },
    });
    const message: MessageToPublish = { type: 'sms', ...good };
    const { published, failures } = await publisher.sendAll([{ ...message, idempotencyKey: 'wrong' }, message]);
    expect(published).toBe(1);
    expect(failures.map(({ error }) => error.message)).toEqual([
      'the message cannot be read (TypeError); check its getters and its toJSON, and the preflight',
    ]);
  });

  test('the error says what is wrong without what the message holds', async () => {
    const refusing = createPreflight();
    const { publisher } = openPublisher({ preflight: refusing });
    const error = await errorOf(
      publisher.sendEmail({
        templateId,
        emailAddress: 'amala@example.com',
        personalisation: { link: { file: 'aGVsbG8=', filename: 'amala-bird.exe' } },
      }),
    );
    expect(error).toMatchObject({
      name: 'RefusedMessageError',
      message: expect.stringMatching(/^Notify would refuse the message: BadRequestError Unsupported file type/i),
    });
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toMatch(/amala|\.exe/);
  });

  test('a publisher made from the environment can have a preflight too', async () => {
    const environment = {
      NOTIFY_PUBLISHER_QUEUE_URL: queueUrl,
      NOTIFY_PUBLISHER_URGENT_QUEUE_URL: queueUrl,
      NOTIFY_PUBLISHER_BUCKET_NAME: 'bucket',
      NOTIFY_PUBLISHER_PIPELINE_ID: pipelineId,
    };
    const publisher = NotifyPublisher.fromEnv(environment, { preflight });
    expect(await errorOf(publisher.sendSms({ ...good, phoneNumber: '1' }))).toBeInstanceOf(RefusedMessageError);
  });
});
