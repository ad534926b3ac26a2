import { NotifyError, NotifyUnexpectedAnswerError, type NotifyClient } from '../../../lib/notify';
import type { Fault } from '../../../lib/testing';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const send = (client: NotifyClient, reference = 'r') =>
  client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference });

async function failure(call: Promise<unknown>): Promise<NotifyError> {
  const error: unknown = await call.then(() => undefined).catch((reason: unknown) => reason);
  if (error instanceof NotifyError) return error;
  throw new Error(`the call did not fail, or failed with ${String(error)}`);
}

describe('stand-in: fault scripts', () => {
  const bad: Fault = { kind: 'gateway', status: 502 };

  /** How each of some requests in a row ended: their status, or 201. */
  async function statuses(client: NotifyClient, references: readonly string[]): Promise<unknown[]> {
    const seen: unknown[] = [];
    for (const reference of references) {
      const outcome: unknown = await send(client, reference).then(
        () => 201,
        (error: unknown) => (error instanceof NotifyUnexpectedAnswerError ? error.status : error),
      );
      seen.push(outcome);
    }
    return seen;
  }

  test('a script strikes once by default', async () => {
    const { standIn, client } = standInAt();
    const script = standIn.faults.add({ fault: bad });
    expect(await statuses(client(), ['a', 'b'])).toEqual([502, 201]);
    expect(script.struck).toBe(1);
  });

  test('a script can skip some requests and strike several times', async () => {
    const { standIn, client } = standInAt();
    standIn.faults.add({ fault: bad, skip: 1, times: 2 });
    expect(await statuses(client(), ['a', 'b', 'c', 'd'])).toEqual([201, 502, 502, 201]);
  });

  test('a script can last for a given time', async () => {
    const { standIn, client } = standInAt();
    standIn.faults.add({ fault: bad, milliseconds: 10_000 });
    expect(await statuses(client(), ['a', 'b'])).toEqual([502, 502]);
    await standIn.tick(10_000);
    expect(await statuses(client(), ['c'])).toEqual([201]);
  });

  test('a script can be for a reference, a recipient, a path or a predicate', async () => {
    const { standIn, client } = standInAt();
    standIn.faults.add({ fault: bad, when: { reference: 'b' } });
    standIn.faults.add({ fault: bad, when: { recipient: '07900900999' } });
    standIn.faults.add({ fault: bad, when: { method: 'GET', path: '/v2/templates' } });
    standIn.faults.add({ fault: bad, when: { path: '/v2/template/*' } });
    standIn.faults.add({ fault: bad, predicate: ({ body }) => JSON.stringify(body)?.includes('"d"') ?? false });
    expect(await statuses(client(), ['a', 'b', 'c', 'd'])).toEqual([201, 502, 201, 502]);
    expect(await failure(client().listTemplates())).toMatchObject({ status: 502 });
    expect(await failure(client().getTemplate(ids.sms))).toMatchObject({ status: 502 });
    expect(await client().getTemplate(ids.sms)).toMatchObject({ type: 'sms' });
  });

  test('one script or all of them can be removed', async () => {
    const { standIn, client } = standInAt();
    standIn.faults.add({ fault: bad, times: 9 }).remove();
    expect(await statuses(client(), ['a'])).toEqual([201]);
    standIn.faults.add({ fault: bad, times: 9 });
    standIn.faults.clear();
    expect(await statuses(client(), ['b'])).toEqual([201]);
  });
});

test('requests are counted by route and answer', async () => {
  const { standIn, client } = standInAt();
  standIn.faults.add({ fault: { kind: 'rate limit' } });
  standIn.faults.add({ fault: { kind: 'drop', accepted: false } });
  await failure(send(client()));
  await failure(send(client()));
  await send(client());
  await client().listNotifications();
  expect(standIn.requests.all()).toEqual({
    'POST /v2/notifications/sms 429 RateLimitError': 1,
    'POST /v2/notifications/sms lost': 1,
    'POST /v2/notifications/sms 201': 1,
    'GET /v2/notifications 200': 1,
  });
  expect(standIn.requests.count('POST /v2/notifications/sms')).toBe(3);
  expect(standIn.requests.count('POST /v2/notifications/sms 429')).toBe(1);
  expect(standIn.requests.count()).toBe(4);
});
