import {
  NotifyApiError,
  NotifyConnectionError,
  NotifyError,
  NotifyTimeoutError,
  NotifyUnexpectedAnswerError,
  type NotifyClient,
} from '../../../lib/notify';
import type { Fault } from '../../../lib/testing';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';

const send = (client: NotifyClient, reference = 'r', timeout?: number) =>
  client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference }, { timeout });

async function failure(call: Promise<unknown>): Promise<NotifyError> {
  const error: unknown = await call.then(() => undefined).catch((reason: unknown) => reason);
  if (error instanceof NotifyError) return error;
  throw new Error(`the call did not fail, or failed with ${String(error)}`);
}

/** What comes of one text while a fault strikes, and how many messages Notify has of it. */
async function withFault(fault: Fault): Promise<{ error: NotifyError; stored: number }> {
  const { standIn, client } = standInAt();
  standIn.faults.add({ fault });
  const error = await failure(send(client()));
  return { error, stored: standIn.notifications.byReference('r').length };
}

test.each([
  [true, 1],
  [false, 0],
])('a dropped connection (accepted: %s) leaves %i messages, and the client does not know', async (accepted, stored) => {
  const seen = await withFault({ kind: 'drop', accepted });
  expect(seen.error).toBeInstanceOf(NotifyConnectionError);
  expect(seen.error.kind).toBe('connection lost');
  expect(seen.stored).toBe(stored);
});

test.each<[Fault, number, number]>([
  [{ kind: 'gateway', status: 502 }, 502, 0],
  [{ kind: 'gateway', status: 503 }, 503, 0],
  [{ kind: 'gateway', status: 504, accepted: true }, 504, 1],
  [{ kind: 'edge', status: 404 }, 404, 0],
  [{ kind: 'edge', status: 400 }, 400, 0],
])('the fault %j is a page of HTML', async (fault, status, stored) => {
  const seen = await withFault(fault);
  expect(seen.error).toBeInstanceOf(NotifyUnexpectedAnswerError);
  expect(seen.error).toMatchObject({ status, contentType: 'text/html' });
  expect(seen.stored).toBe(stored);
});

test.each<[Fault, number, string, string, number]>([
  [{ kind: 'server error' }, 500, 'OperationalError', 'Internal server error', 0],
  [{ kind: 'server error', error: 'KeyError', stored: true }, 500, 'KeyError', 'Internal server error', 1],
  [{ kind: 'time limit' }, 504, 'SoftEventletTimeout', 'Timeout serving request', 0],
  [{ kind: 'time limit', accepted: true }, 504, 'SoftEventletTimeout', 'Timeout serving request', 1],
  [
    { kind: 'rate limit' },
    429,
    'RateLimitError',
    'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds',
    0,
  ],
  [{ kind: 'daily limit' }, 429, 'TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today', 0],
  [
    { kind: 'daily limit', of: 'international_sms' },
    429,
    'TooManyRequestsError',
    'Exceeded send limits (international_sms: 100) for today',
    0,
  ],
  [
    { kind: 'forbidden', reason: 'wrong clock' },
    403,
    'AuthError',
    'Error: Your system clock must be accurate to within 30 seconds',
    0,
  ],
  [{ kind: 'forbidden', reason: 'revoked key' }, 403, 'AuthError', 'Invalid token: API key revoked', 0],
  [
    { kind: 'forbidden', reason: 'no token' },
    401,
    'AuthError',
    'Unauthorized: authentication token must be provided',
    0,
  ],
  [
    { kind: 'forbidden', reason: 'letters with a team key' },
    403,
    'BadRequestError',
    'Cannot send letters with a team api key',
    0,
  ],
  [
    { kind: 'forbidden', reason: 'letters in trial mode' },
    403,
    'BadRequestError',
    'Cannot send letters when service is in trial mode',
    0,
  ],
])('the fault %j is a %i in the envelope', async (fault, status, error, message, stored) => {
  const seen = await withFault(fault);
  expect(seen.error).toBeInstanceOf(NotifyApiError);
  expect(seen.error).toMatchObject({ status });
  expect(seen.error).toHaveProperty('details', [{ error, message }]);
  expect(seen.stored).toBe(stored);
});

test('a body that breaks off is a lost connection, although the message is stored', async () => {
  const seen = await withFault({ kind: 'half a body' });
  expect(seen.error).toBeInstanceOf(NotifyConnectionError);
  expect(seen.stored).toBe(1);
});

test('a letter that is stored without being queued is queued after an hour, at the next quarter', async () => {
  const { standIn, client } = standInAt('2026-03-02T09:05:00.000Z', { statusDelays: { printed: 0, dispatched: 1000 } });
  standIn.faults.add({ fault: { kind: 'server error', stored: true } });
  await failure(client().sendLetter({ templateId: ids.letter, personalisation: licence, reference: 'r' }));
  const [letter] = standIn.notifications.byReference('r');
  const rawStatus = () => standIn.notifications.byId(letter?.id ?? '')?.rawStatus;

  await standIn.tick(69 * 60_000);
  expect(rawStatus()).toBe('created');
  await standIn.tick(60_000 + 1000);
  expect(rawStatus()).toBe('delivered');
});

test('a request that Notify would refuse is refused, even if a fault is due after it is stored', async () => {
  const { standIn, client } = standInAt();
  standIn.faults.add({ fault: { kind: 'server error', stored: true } });
  const error = await failure(client().sendSms({ templateId: ids.nobody, phoneNumber: '07900900123' }));
  expect(error).toMatchObject({ status: 400 });
});

describe('stand-in: slow answers', () => {
  test.each(['request', 'answer'] as const)('latency before the %s passes on the injected clock', async (before) => {
    const { standIn, clock, client } = standInAt();
    standIn.faults.add({ fault: { kind: 'latency', milliseconds: 3000, before } });
    const start = clock.now();
    await clock.during(send(client()));
    expect(clock.slept).toContain(3000);
    const [message] = standIn.notifications.all();
    expect(message?.createdAt.getTime()).toBe(before === 'request' ? start + 3000 : start);
  });

  test('a slow body passes on the injected clock', async () => {
    const { standIn, clock, client } = standInAt();
    standIn.faults.add({ fault: { kind: 'slow body', milliseconds: 2000 } });
    await clock.during(send(client()));
    expect(clock.slept).toContain(2000);
  });

  test('an answer that is slower than the client waits is a timeout, and the message is still sent', async () => {
    const { standIn, clock, client } = standInAt();
    standIn.faults.add({ fault: { kind: 'latency', milliseconds: 40_000, before: 'answer' } });
    const error = await clock.during(failure(send(client(), 'r', 35_000)));
    expect(error).toBeInstanceOf(NotifyTimeoutError);
    expect(error.kind).toBe('timed out');
    expect(standIn.notifications.byReference('r')).toHaveLength(1);
  });

  test('latency adds to another fault', async () => {
    const { standIn, clock, client } = standInAt();
    standIn.faults.add({ fault: { kind: 'latency', milliseconds: 500 } });
    standIn.faults.add({ fault: { kind: 'gateway', status: 502 } });
    expect(await clock.during(failure(send(client())))).toMatchObject({ status: 502 });
    expect(clock.slept).toContain(500);
  });
});
