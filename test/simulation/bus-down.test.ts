import { Fleet } from './fleet/fleet';
import { broken } from './invariants';
import { kinds } from './messages';
import { signAtOnce } from './signing';
import { minute } from '../../lib/contract/time';

beforeAll(() => signAtOnce());

const start = Date.parse('2026-03-02T09:00:00Z');

test('while the bus is down messages are sent, and afterwards every outcome is published once and in order', async () => {
  const backAt = start + 90 * minute;
  const fleet = new Fleet({ workers: 2, start, fails: (part, now) => part === 'bus' && now < backAt });
  const published = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key }));
  for (const [number, { key }] of published.entries()) fleet.publish({ ...kinds.sms(number), idempotency_key: key });

  await fleet.run(backAt - 1);
  expect([...fleet.store.all].map(({ state }) => state)).toEqual(published.map(() => 'delivered'));
  expect(fleet.events).toEqual([]);

  await fleet.run();
  expect(broken(fleet, published)).toEqual([]);
  for (const { id } of fleet.store.all) {
    const told = fleet.events.filter(({ detail }) => detail.delivery_id === id);
    expect(told.map(({ detail }) => detail.state)).toEqual(['sending', 'sent', 'delivered']);
  }
  expect(new Set(fleet.events.map(({ detail }) => detail.event_id)).size).toBe(fleet.events.length);
  const changes = fleet.events.map(({ detail }) => detail.changed_at);
  expect(changes).toEqual(changes.toSorted());
});
