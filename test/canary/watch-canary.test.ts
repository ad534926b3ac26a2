import type { Clock } from '../../lib/contract/clock';
import type { CanaryRecord } from '../../lambda/canary/decide';
import { watchCanary } from '../../lambda/canary/watch-canary';
import { ClockInTest } from '../fakes/clock-in-test';
import { noon } from '../shared/deliveries/deliveries';

describe('canary: watching one', () => {
  /** Reads one record after the other, half a second apart. */
  async function watch(records: readonly (CanaryRecord | undefined)[], within = 5000, stop?: AbortSignal) {
    const clock = new ClockInTest(noon);
    const left = [...records];
    const sleeping: Clock = {
      now: () => clock.now(),
      sleep: async (milliseconds) => {
        clock.moveBy(milliseconds);
      },
    };
    const expiries: Date[] = [];
    const result = await watchCanary(
      {
        clock: sleeping,
        publish: async (expiresAt) => {
          expiries.push(expiresAt);
          clock.moveBy(200);
          return 'the delivery';
        },
        find: async () => (left.length > 1 ? left.shift() : left[0]),
      },
      within,
      stop,
    );
    expect(expiries).toEqual([new Date(noon + within)]);
    return result;
  }

  test('each step is timed from the beginning, and a canary that Notify has in time is on time', async () => {
    const sent = { state: 'sent_untracked', notification_id: 'an id' } as const;
    expect(await watch([undefined, undefined, { state: 'sending' }, sent])).toEqual({
      deliveryId: 'the delivery',
      outcome: 'on time',
      state: 'sent_untracked',
      steps: [
        { step: 'on the queue', seconds: 0.2 },
        { step: 'on record', seconds: 1.2 },
        { step: 'given to Notify', seconds: 1.7 },
      ],
    });
  });

  test('one that nobody takes, or that is held, is late, with what is known of it', async () => {
    expect(await watch([undefined])).toEqual({
      deliveryId: 'the delivery',
      outcome: 'late',
      steps: [{ step: 'on the queue', seconds: 0.2 }],
    });
    const held = { state: 'held', reason: 'Notify is down' } as const;
    expect(await watch([held])).toMatchObject({ outcome: 'late', ...held });
  });

  test('one that Notify had too late is late', async () => {
    const sent = { state: 'sent_untracked', notification_id: 'an id' } as const;
    const waits = Array.from({ length: 10 }, () => ({ state: 'sending' as const }));
    expect(await watch([...waits, sent])).toMatchObject({ outcome: 'late', state: 'sent_untracked' });
  });

  test.each(['rejected', 'failed', 'expired', 'cancelled'] as const)(
    'one that is %s is waited for no more',
    async (state) => {
      expect(await watch([{ state, reason: 'no such template' }])).toMatchObject({
        outcome: 'not sent',
        state,
        reason: 'no such template',
      });
    },
  );

  test('Ctrl-C ends the watching', async () => {
    const stop = AbortSignal.abort('SIGINT');
    expect(await watch([{ state: 'sending' }], 5000, stop)).toMatchObject({ outcome: 'stopped', state: 'sending' });
  });
});
