import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail, aText } from '../contract/messages';
import { aRecord } from './records';
import { aKey, openSender } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const tenAtATime = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / 10) }, (_, batch) => items.slice(batch * 10, batch * 10 + 10));

describe('a mailing whose values are not text under a name that is to be sanitised', () => {
  const unsanitisable = [0, 7, true, false, ['a', 'b'], [], null, { file: 'QUJD' }];
  const emails = Array.from({ length: 200 }, (_, number) =>
    aRecord({
      ...anEmail,
      email_address: `p${number}@example.com`,
      personalisation: { Name: unsanitisable[number % unsanitisable.length], day: 'Monday' },
      sanitise_content_for: ['name'],
      idempotency_key: aKey(),
    }),
  );
  const texts = Array.from({ length: 20 }, () => aRecord({ ...aText, idempotency_key: aKey() }));

  test('is rejected before it is sent, by the name of the field, and delays none of the texts beside it', async () => {
    const sender = openSender(table);
    const began = sender.clock.now();
    for (const batch of tenAtATime([...emails, ...texts])) await sender.take(...batch);
    const sentBy = sender.clock.now();

    expect(sender.notify.posts).toHaveLength(20);
    expect(sentBy - began).toBeLessThan(2000);
    for (const email of emails) {
      expect(await sender.refusedRecordOf(email)).toMatchObject({
        state: 'rejected',
        reason: 'personalisation.Name must be a string, because sanitise_content_for names it',
      });
    }
    expect(sender.monitor.counts).toEqual({ Rejected: 200, Sent: 20 });
    expect(await sender.holds()).toEqual([]);
    expect([...sender.queues.waitingFor, ...sender.queues.buried]).toEqual([]);
  });
});
