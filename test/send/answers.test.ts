import type { DeliveryState } from '../../lib/contract/delivery';
import type { MetricName } from '../../lib/contract/metrics';
import type { HoldScope } from '../../lambda/shared/holds/hold';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { aRecord } from './records';
import { meets, type Meets } from './scripted-notify';
import { openSender, rateLimit } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

interface Then {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly counts: Partial<Record<MetricName, number>>;
  /** What is stopped by it. */
  readonly holds?: readonly HoldScope[];
  /** Whether the message waits on its lane. */
  readonly parked?: boolean;
  /** How long after the answer it comes back by itself, in milliseconds. */
  readonly backIn?: number;
  /** Whether everyone is slower from now on. */
  readonly slower?: boolean;
}

const sent: Then = { state: 'sent', attempts: 1, counts: { Sent: 1 } };
const rejected: Then = { state: 'rejected', attempts: 1, counts: { Rejected: 1 } };
const keyRefused: Then = {
  state: 'held',
  attempts: 0,
  counts: { KeyRefused: 1 },
  holds: ['everything'],
  parked: true,
};
const tooFast: Then = { state: 'held', attempts: 0, counts: { TooFast: 3, Held: 1 }, backIn: 10_000, slower: true };
const spent: Then = { state: 'held', attempts: 0, counts: { Held: 1, DailyLimit: 1 }, holds: ['email'], parked: true };
const notAllowed: Then = { state: 'held', attempts: 1, counts: { NotAllowed: 1, Held: 1 }, backIn: 10_000 };
const unknown: Then = { state: 'sending', attempts: 1, counts: { UnknownOutcome: 1 }, backIn: 45_000 };

const { refusal } = meets;
/** An answer that Notify gives again however often it is asked. */
const always = (answer: Meets): Meets[] => [answer, answer, answer];

test.each<[string, Meets[], Then]>([
  ['201', [], sent],
  ['400 BadRequestError', [refusal(400, 'BadRequestError', 'Template not found')], rejected],
  ['400 ValidationError', [refusal(400, 'ValidationError', 'email_address Not a valid email address')], rejected],
  ['403 BadRequestError', [refusal(403, 'BadRequestError', 'Cannot send letters with a team api key')], notAllowed],
  ['403 AuthError once', [refusal(403, 'AuthError', 'Invalid token: API key not found')], sent],
  ['403 AuthError', always(refusal(403, 'AuthError', 'Invalid token: API key not found')), keyRefused],
  [
    '401 AuthError',
    always(refusal(401, 'AuthError', 'Unauthorized: authentication token must be provided')),
    keyRefused,
  ],
  ['429 RateLimitError', always(refusal(429, 'RateLimitError', 'Exceeded rate limit')), tooFast],
  [
    '429 TooManyRequestsError',
    [refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 50) for today')],
    spent,
  ],
  ['500 in the envelope', [meets.serverError()], unknown],
  ['500 in the envelope, although it is stored', [meets.serverError(true)], unknown],
  ['504 in the envelope', [refusal(504, 'SoftEventletTimeout', 'Timeout serving request')], unknown],
  ['404 in the envelope', [refusal(404, 'NoResultFound', 'No result found')], unknown],
  ['429 of another class', [refusal(429, 'SlowDown', 'Slow down')], unknown],
  ['400 without an error class', [refusal(400, 'error', 'Bad request')], unknown],
  ...[400, 403, 404, 429, 500, 502, 503, 504].map((status): [string, Meets[], Then] => [
    `a page with ${status}`,
    [meets.page(status)],
    unknown,
  ]),
  ['half of a 201', [meets.halfAnAnswer()], unknown],
  ['no answer', [meets.loss(false)], unknown],
  ['no answer, although it arrived', [meets.loss(true)], unknown],
])(
  'after %s the message, the holds and the rate limit are as the table of answers says',
  async (_what, answers, then) => {
    const sender = openSender(table);
    sender.notify.nextPosts(...answers);
    const message = aRecord(anEmail);
    expect(await sender.take(message)).toEqual([]);

    const { state, attempts } = (await sender.recordOf(message.messageId)) ?? {};
    const { parked, waitingFor, buried } = sender.queues;
    expect({
      state,
      attempts,
      counts: sender.monitor.counts,
      holds: (await sender.holds()).map(({ scope }) => scope),
      parked: parked.map(({ lane }) => lane),
      backIn: waitingFor.map(({ until }) => until - sender.clock.now()),
      slower: (await sender.ledger.read(sender.clock.now())).rate < rateLimit.rate,
      buried,
    }).toEqual({
      state: then.state,
      attempts: then.attempts,
      counts: then.counts,
      holds: then.holds ?? [],
      parked: then.parked ? ['email'] : [],
      backIn: then.backIn === undefined ? [] : [then.backIn],
      slower: then.slower ?? false,
      buried: [],
    });
    // Notify is asked for a message only when nobody knows what happened to it.
    expect(sender.notify.reads).toEqual([]);
    expect(sender.clock.now() - noon).toBeLessThan(20_000);
  },
);
