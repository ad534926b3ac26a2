import { listsOf, longestSpan, packList, unpackList } from '../../../lambda/shared/deliveries/awaited-list';
import { inOrder, type AwaitedEntry } from '../../../lambda/shared/deliveries/awaited-order';
import type { AwaitedDelivery, ListedDelivery } from '../../../lambda/shared/deliveries/delivery-store';
import { iso, second } from '../../../lib/contract/time';
import { fc } from '../../properties';
import { noon } from './deliveries';

async function* each<Item>(items: Iterable<Item>): AsyncIterable<Item> {
  yield* items;
}

const aListed = fc.record({
  id: fc.uuid(),
  notification_id: fc.uuid(),
  sent_at: fc.integer({ min: 0, max: 300_000 }).map((after) => iso(noon + after)),
});

describe('awaited lists', () => {
  it('a packed list gives back what it was given', () => {
    fc.assert(
      fc.property(fc.array(aListed, { minLength: 1 }), (deliveries) => {
        for (const list of listsOf(deliveries)) {
          const sent_at = list[0]?.sent_at ?? '';
          expect(unpackList(sent_at, packList({ sent_at, deliveries: list }))).toEqual(list);
        }
      }),
    );
  });

  it('lists have every delivery once, and none spans more than half a minute', () => {
    fc.assert(
      fc.property(fc.array(aListed), (deliveries) => {
        const lists = listsOf(deliveries);
        expect(
          lists
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(deliveries.map(({ id }) => id).sort());
        for (const list of lists) {
          const times = list.map(({ sent_at }) => Date.parse(sent_at));
          expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(longestSpan);
        }
      }),
    );
  });

  it.each(['oldest first', 'newest first'] as const)(
    'deliveries of lists and of records come %s, whichever entries they are on',
    async (order) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(aListed)), fc.array(aListed), async (batches, records) => {
          const lists = batches.flatMap((batch) => listsOf(batch));
          const entries: AwaitedEntry[] = [
            ...records,
            ...lists.map((deliveries, place) => ({
              id: `list ${place}`,
              sent_at: deliveries[0]?.sent_at ?? '',
              deliveries,
            })),
          ];
          const sign = order === 'oldest first' ? 1 : -1;
          const sorted = entries.toSorted((a, b) => sign * (a.sent_at < b.sent_at ? -1 : 1));
          const found: AwaitedDelivery[] = [];
          for await (const one of inOrder(each(sorted), { from: iso(0), to: iso(noon * 2), order })) found.push(one);
          const times = found.map(({ sent_at }) => sent_at);
          expect(times).toEqual(times.toSorted((a, b) => sign * (a < b ? -1 : 1)));
          expect(found).toHaveLength(records.length + batches.flat().length);
        }),
      );
    },
  );

  it('no more is read than lies within half a minute of what is given, so that a million may be awaited', async () => {
    const read = { entries: 0 };
    const perSecond = 48;
    function* mailing(): Iterable<AwaitedEntry> {
      for (let ago = 0; ago < 3000; ago += 1) {
        read.entries += 1;
        const sent_at = iso(noon - ago * second);
        const deliveries = Array.from({ length: perSecond }, (_, place): ListedDelivery => {
          const id = `${ago} ${place}`;
          return { id, notification_id: id, sent_at };
        });
        yield { id: `list ${ago}`, sent_at, deliveries };
      }
    }
    let [given, mostAhead] = [0, 0];
    for await (const _delivery of inOrder(each(mailing()), { from: iso(0), to: iso(noon), order: 'newest first' })) {
      given += 1;
      mostAhead = Math.max(mostAhead, read.entries - given / perSecond);
    }
    expect(mostAhead).toBeLessThanOrEqual(longestSpan / second + 1);
    expect(given).toBe(3000 * perSecond);
  });
});
