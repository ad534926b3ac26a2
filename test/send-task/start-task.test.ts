import { day, iso } from '../../lib/contract/time';
import { anEmail, aText } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { deliveryId } from '../../lib/contract/identity';
import { idOfTask, ofTask, openTasks } from './tasks-in-test';

let given: ReturnType<typeof openTasks>;
beforeEach(() => {
  given = openTasks();
});

const endedWith = (error: string) => [
  { token: 'token 1', answer: expect.objectContaining({ kind: 'failed', error }) as unknown },
];

describe('send-task: start a task', () => {
  test('the message is put on the queue under its idempotency key, and the token is kept until a day after the time-out', async () => {
    await given.start({ waits_for: 3600 });
    expect(given.published).toEqual([
      {
        body: { ...anEmail, idempotency_key: 'licence 7 granted' },
        urgent: false,
        sender: undefined,
        groupId: 'email',
      },
    ]);
    expect(await given.tasks.find(idOfTask)).toEqual([{ token: 'token 1' }]);
    expect(given.tasks.until.get(idOfTask)).toBe(noon + 3_600_000 + day);
    expect(given.answers).toEqual([]);
  });

  test('the token is kept before the message can have an outcome', async () => {
    given.tasks.add = () => Promise.reject(new Error('the table is gone'));
    await expect(given.start()).rejects.toThrow('the table is gone');
    expect(given.published).toEqual([]);
  });

  test('an urgent message of a sender goes on the urgent queue, and has keys of its own', async () => {
    await given.start({ urgent: true, sender: 'licences', message: aText });
    expect(given.published).toMatchObject([{ urgent: true, sender: 'licences', groupId: 'sms' }]);
    expect([...given.tasks.items.keys()]).toEqual([deliveryId('tests', 'licence 7 granted', 'licences')]);
  });

  test.each([
    ['no template', { message: { type: 'email', email_address: 'amala@example.com' } }, 'template_id'],
    ['a list for an object', { message: [anEmail] }, 'type'],
    ['a key that is too long', { idempotency_key: 'k'.repeat(257) }, 'idempotency_key'],
    ['a sender that is no name', { sender: 'the licences team' }, 'sender'],
  ])(
    'a message with %s fails its task as rejected, with the reason, and is not put on the queue',
    async (_, more, field) => {
      await given.start(more);
      expect(given.answers).toEqual(endedWith('NotifyRejected'));
      expect(JSON.stringify(given.answers)).toContain(field);
      expect(JSON.stringify(given.answers)).not.toContain('@example.com');
      expect([given.published, [...given.tasks.items]]).toEqual([[], []]);
    },
  );

  test('a request that no state of ours makes is refused without its token in the error', async () => {
    await expect(given.start({ idempotency_key: undefined, task_token: 'secret' })).rejects.toThrow(
      /^the state sends an unknown request; make the state with sendTask$/,
    );
  });
});

describe('send-task: start a task under a key that is known', () => {
  test.each(['delivered', 'failed', 'sent_untracked', 'cancelled', 'rejected', 'expired'] as const)(
    'a message that is %s already ends its task at once, and is not put on the queue again',
    async (state) => {
      const expires_at = iso(noon - 1);
      await given.store.create(ofTask(state, { expires_at }));
      await given.start({ message: { ...anEmail, expires_at } });
      const [ended] = given.answers;
      expect(JSON.stringify(ended)).toContain(`"state":"${state}"`);
      expect(ended?.answer.kind).toBe(state === 'delivered' ? 'succeeded' : 'failed');
      expect([given.published, await given.tasks.find(idOfTask)]).toEqual([[], []]);
    },
  );

  test.each(['sent', 'sending'] as const)(
    'a message that is %s waits for its end, and is not put on the queue again',
    async (state) => {
      await given.store.create(ofTask(state));
      await given.start();
      expect([given.published, given.answers]).toEqual([[], []]);
      expect(await given.tasks.find(idOfTask)).toEqual([{ token: 'token 1', since: iso(noon) }]);
    },
  );

  test('another message under the key of one that was sent fails its task as rejected', async () => {
    await given.store.create(ofTask('delivered'));
    await given.start({ message: { ...anEmail, personalisation: { name: 'Ben' } } });
    expect(given.answers).toEqual(endedWith('NotifyRejected'));
    expect([given.published, await given.tasks.find(idOfTask)]).toEqual([[], []]);
  });

  test('a corrected message under the key of one that was rejected is sent, and the old end does not end its task', async () => {
    const rejected = ofTask('rejected');
    await given.store.create(rejected);
    await given.start({ message: { ...anEmail, personalisation: { name: 'Ben' } } });
    expect(given.published).toHaveLength(1);
    // EventBridge delivers the event of the first rejection again.
    await given.hear(rejected);
    expect(given.answers).toEqual([]);
    await given.hear(ofTask('delivered', { changed_at: iso(noon + 60_000) }));
    expect(given.answers).toMatchObject([{ token: 'token 1', answer: { kind: 'succeeded' } }]);
  });

  test('an outcome that comes while the token is being kept is not missed', async () => {
    const [before, after] = [ofTask('sent'), ofTask('delivered', { changed_at: iso(noon + 1) })];
    const reads = [before, after, after, after];
    given.store.find = async () => reads.shift();
    await given.start();
    expect(given.answers).toMatchObject([{ token: 'token 1', answer: { kind: 'succeeded' } }]);
    expect(await given.tasks.find(idOfTask)).toEqual([]);
  });
});
