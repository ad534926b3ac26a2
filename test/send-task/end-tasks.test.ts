import { iso } from '../../lib/contract/time';
import { anEvent, aRecord } from '../send/records';
import { noon } from '../shared/deliveries/deliveries';
import { idOfTask, ofTask, openTasks } from './tasks-in-test';

let given: ReturnType<typeof openTasks>;
beforeEach(async () => {
  given = openTasks();
  await given.start();
});

const later = (seconds: number) => ({ changed_at: iso(noon + seconds * 1000) });

describe('send-task: end a task', () => {
  test('a delivered message ends its task with what there is to know of it, and the token is forgotten', async () => {
    await given.hear(ofTask('delivered', { reference: 'JUG-0001', completed_at: iso(noon + 5000) }));
    expect(given.answers).toEqual([
      {
        token: 'token 1',
        answer: {
          kind: 'succeeded',
          output: {
            delivery_id: idOfTask,
            state: 'delivered',
            notification_id: expect.any(String) as unknown,
            reference: 'JUG-0001',
            sent_at: iso(noon),
            completed_at: iso(noon + 5000),
          },
        },
      },
    ]);
    expect(await given.tasks.find(idOfTask)).toEqual([]);
  });

  test.each([
    ['failed', 'NotifyFailed'],
    ['rejected', 'NotifyRejected'],
    ['expired', 'NotifyExpired'],
    ['cancelled', 'NotifyCancelled'],
    ['sent_untracked', 'NotifySentUntracked'],
  ] as const)('a message that is %s fails its task with %s and the reason', async (state, error) => {
    const delivery = ofTask(state);
    await given.hear(delivery);
    const { reason } = delivery;
    expect(given.answers).toMatchObject([
      { token: 'token 1', answer: { kind: 'failed', error, cause: { state, ...(reason && { reason }) } } },
    ]);
    expect(await given.tasks.find(idOfTask)).toEqual([]);
  });

  test.each(['sending', 'held', 'sent'] as const)('a message that is %s does not end its task', async (state) => {
    await given.hear(ofTask(state));
    expect(given.answers).toEqual([]);
    expect(await given.tasks.find(idOfTask)).toHaveLength(1);
  });

  test('a letter that comes back after it was delivered changes nothing', async () => {
    await given.hear(ofTask('delivered'), ofTask('failed', { failure: 'returned', ...later(60) }));
    await given.hear(ofTask('failed', { failure: 'returned', ...later(60) }));
    expect(given.answers.map(({ answer }) => answer.kind)).toContain('succeeded');
    expect(await given.tasks.find(idOfTask)).toEqual([]);
  });

  test('an event that is delivered twice answers once', async () => {
    await given.hear(ofTask('delivered'));
    await given.hear(ofTask('delivered'));
    expect(given.answers).toHaveLength(1);
  });

  test('every task that waits for a message gets its end, such as one of a retry', async () => {
    await given.start({ task_token: 'token 2' });
    await given.hear(ofTask('delivered'));
    expect(given.answers.map(({ token }) => token)).toEqual(['token 1', 'token 2']);
    expect(given.answers).toHaveLength(2);
  });

  test('a task that timed out or was stopped is no error, and its token is forgotten', async () => {
    given.over.add('token 1');
    expect(await given.hear(ofTask('delivered'))).toEqual({ batchItemFailures: [] });
    expect(given.monitor.said).toEqual([
      {
        level: 'info',
        what: 'the outcome came after its task had ended',
        about: { delivery_id: idOfTask, tasks: 1 },
      },
    ]);
    expect(await given.tasks.find(idOfTask)).toEqual([]);
  });

  test('while Step Functions does not answer, the event stays on its queue and the token is kept', async () => {
    given.failing.error = new Error('it is down');
    const { batchItemFailures } = await given.hear(ofTask('delivered'));
    expect(batchItemFailures).toHaveLength(1);
    expect(await given.tasks.find(idOfTask)).toHaveLength(1);
    expect(given.monitor.counts).toEqual({ Fault: 1 });

    delete given.failing.error;
    await given.hear(ofTask('delivered'));
    expect(given.answers).toHaveLength(1);
  });

  test('the end of a message that no task waits for is passed over', async () => {
    expect(await given.hear(ofTask('delivered', { id: 'd0f2a5a4-51a5-5c0e-8b55-1f7b3c6b1a11' }))).toEqual({
      batchItemFailures: [],
    });
    expect(given.answers).toEqual([]);
  });

  test.each(['not JSON', '{}', JSON.stringify({ delivery_id: idOfTask, state: 'lost', changed_at: iso(noon) })])(
    'a message that is no event is counted and left out: %s',
    async (body) => {
      expect(await given.end(anEvent(aRecord(body)))).toEqual({ batchItemFailures: [] });
      expect(given.monitor.counts).toEqual({ Unreadable: 1 });
    },
  );

  test('no token is in any log', async () => {
    given.over.add('token 1');
    await given.hear(ofTask('delivered'));
    given.failing.error = new Error('it is down');
    await given.start({ task_token: 'token 2' });
    await given.hear(ofTask('failed'));
    expect(JSON.stringify(given.monitor.said)).not.toContain('token');
  });
});
