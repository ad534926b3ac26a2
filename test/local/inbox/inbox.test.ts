import { deadLettersOf } from '../../../local/inbox/dead-letters';
import { EventLog } from '../../../local/inbox/event-log';
import { kindOf } from '../../../local/inbox/kind-of';
import { mover } from '../../../local/inbox/move-on';
import { VirtualClock } from '../../../local/virtual-clock';
import { deliveryId } from '../../../lib/contract/identity';

describe('the inbox of npm start: what kind a delivery is of', () => {
  test.each([
    [{ state: 'held', reason: 'it waits for send_after' }, 'scheduled'],
    [{ state: 'held', reason: "Notify's daily limit for emails is spent" }, 'held'],
    [{ state: 'sending' }, 'under way'],
    [{ state: 'sent' }, 'under way'],
    [{ state: 'sent_untracked' }, 'done'],
    [{ state: 'delivered' }, 'done'],
    [{ state: 'failed' }, 'failed'],
    [{ state: 'rejected' }, 'rejected'],
    [{ state: 'expired' }, 'expired'],
    [{ state: 'cancelled' }, 'cancelled'],
  ] as const)('%j is %s', (delivery, kind) => {
    expect(kindOf(delivery, false)).toBe(kind);
    expect(kindOf(delivery, true)).toBe('dead letter');
  });
});

describe('the inbox of npm start: dead letters', () => {
  const message = { messageId: 'm-1', groupId: undefined, sentAt: 0, firstReceivedAt: undefined, receiveCount: 0 };
  const attribute = (stringValue: string) => ({ dataType: 'String' as const, stringValue });
  const text = { type: 'sms', template_id: '50000000-0000-4000-8000-000000000002', phone_number: '07900900123' };

  test('belong to the delivery of their first copy, with the reason that they carry', () => {
    const attributes = { NotifyIdempotencyKey: attribute('m-0'), NotifyReason: attribute('it failed ten times') };
    expect([...deadLettersOf([{ ...message, body: JSON.stringify(text), attributes }], 'local')]).toEqual([
      [deliveryId('local', 'm-0'), 'it failed ten times'],
    ]);
  });

  test('of a key of their own belong to that, and those that cannot be read to their refusal', () => {
    const keyed = JSON.stringify({ ...text, idempotency_key: 'k' });
    const found = deadLettersOf(
      [
        { ...message, body: keyed, attributes: {} },
        { ...message, body: '?', attributes: {} },
      ],
      'local',
    );
    expect([...found.keys()]).toEqual([deliveryId('local', 'k'), deliveryId('local', 'refused m-1')]);
    expect([...found.values()]).toEqual(['it was received too often', 'it was received too often']);
  });
});

describe('the inbox of npm start: events', () => {
  const event = (id: string, second: number) =>
    ({
      detailType: `Notification ${id}`,
      time: new Date(second * 1000),
      detail: { event_id: id, delivery_id: 'd', state: 'sent' },
    }) as never;

  test('are shown in the order in which they happened, each once', () => {
    const log = new EventLog();
    for (const each of [event('b', 2), event('a', 1), event('b', 2)]) log.enter(each);
    log.enter({ detailType: 'Text Received', time: new Date(), detail: { event_id: 'c', id: 'text' } } as never);
    expect(log.of('d').map(({ name, at }) => [name, at])).toEqual([
      ['Notification a', 1000],
      ['Notification b', 2000],
    ]);
    expect(log.of('another')).toEqual([]);
  });
});

describe('the inbox of npm start: time', () => {
  test('moves from one thing that happens to the next, and then to its end', async () => {
    const clock = new VirtualClock(0);
    const due = [10, 20, 99];
    const happened: number[] = [];
    const pipeline = {
      nextAt: () => due[0] ?? Infinity,
      step: async () => {
        clock.advanceTo(due.shift() ?? 0);
        happened.push(clock.now());
        return true;
      },
    };
    const standIn = { settle: async () => void happened.push(-clock.now()) };
    const moveOn = mover(() => ({ clock, pipeline, standIn }) as never);
    await Promise.all([moveOn(15), moveOn(15)]);
    expect([happened, clock.now()]).toEqual([[10, -15, 20, -30], 30]);
  });
});
