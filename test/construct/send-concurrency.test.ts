import { Annotations, Token, type Stack } from 'aws-cdk-lib';
import { Annotations as Noted, Match } from 'aws-cdk-lib/assertions';
import {
  sendConcurrencyFor,
  excessiveConcurrency,
  type SendConcurrency,
  type Rate,
} from '../../lib/construct/functions/send-concurrency';
import { rateLimitSettings, longestSlotWait } from '../../lib/contract/rate-limit';
import { mostAtOnce } from '../../lambda/shared/rate-limit/token-bucket';
import { arn, ids, pipelineInStack, propertiesOf } from './stacks';

const secondsToSend = ({ queue, urgentQueue }: SendConcurrency, rate: Rate): number =>
  (queue.size * queue.maxConcurrency + urgentQueue.size * urgentQueue.maxConcurrency) /
  rateLimitSettings(rate.rateLimit, rate.rateShare).rate;

const ofPerMinute = (rateLimit: number): Rate => ({ rateLimit, rateShare: 1 });

const rates = Array.from({ length: 6000 }, (_, place) => ofPerMinute(place + 1));

describe('inFlightFor', () => {
  test.each([
    [1, 1, [1, 2], [1, 2]],
    [60, 1, [1, 2], [1, 4]],
    [100, 1, [1, 2], [3, 2]],
    [300, 1, [4, 2], [9, 2]],
    [600, 1, [9, 2], [10, 4]],
    [688, 1, [11, 2], [10, 5]],
    [1260, 1, [20, 2], [10, 10]],
    [3000, 1, [48, 2], [10, 10]],
    [3126, 1, [50, 3], [10, 10]],
    [6000, 1, [50, 4], [10, 10]],
    [3000, 0.5, [24, 2], [10, 10]],
    [3000, 0.25, [12, 2], [10, 6]],
    [3000, 0.02, [1, 2], [1, 4]],
    [3000, 0.001, [1, 2], [1, 2]],
  ] as const)('rateLimit %d with rateShare %d gives batches of %j, and urgent ones of %j', (...row) => {
    const [rateLimit, rateShare, [size, maxConcurrency], [urgentSize, urgentMaxConcurrency]] = row;
    expect(sendConcurrencyFor({ rateLimit, rateShare })).toEqual({
      queue: { size, maxConcurrency, window: size > 10 ? 1 : 0 },
      urgentQueue: { size: urgentSize, maxConcurrency: urgentMaxConcurrency, window: 0 },
    });
  });

  test('from 25 requests a minute, everything in flight is sent in 10 seconds, and letters alone in 20', () => {
    const tooLong = rates.slice(24).filter((rate) => secondsToSend(sendConcurrencyFor(rate), rate) > 10.0001);
    expect(tooLong).toEqual([]);
  });

  test('no batch takes more tokens than the rate limiter gives at once, even of letters', () => {
    const { size } = sendConcurrencyFor(ofPerMinute(1_000_000)).queue;
    expect(2 * size).toBeLessThanOrEqual(mostAtOnce);
  });

  test('a concurrency that is set is used, and changes no other value', () => {
    const defaults = sendConcurrencyFor(ofPerMinute(600));
    expect(sendConcurrencyFor(ofPerMinute(600), { maxConcurrency: 50 })).toEqual({
      ...defaults,
      queue: { ...defaults.queue, maxConcurrency: 50 },
    });
    expect(sendConcurrencyFor(ofPerMinute(600), { urgentMaxConcurrency: 50 })).toEqual({
      ...defaults,
      urgentQueue: { ...defaults.urgentQueue, maxConcurrency: 50 },
    });
  });

  const later = Token.asNumber({ Ref: 'Later' });
  test.each<[string, Rate]>([
    ['limit', { rateLimit: later, rateShare: 0.001 }],
    ['share', { rateLimit: 1, rateShare: later }],
  ])('a %s known only at deployment is assumed to be the usual one', (_what, rate) => {
    expect(sendConcurrencyFor(rate)).toEqual(sendConcurrencyFor(ofPerMinute(3000)));
    expect(excessiveConcurrency(sendConcurrencyFor(rate, { maxConcurrency: 1000 }), rate)).toBeUndefined();
  });

  test('a concurrency known only at deployment is not checked', () => {
    for (const given of [{ maxConcurrency: later }, { urgentMaxConcurrency: later }]) {
      expect(excessiveConcurrency(sendConcurrencyFor(ofPerMinute(1), given), ofPerMinute(1))).toBeUndefined();
    }
  });
});

describe('tooManyInFlight', () => {
  test('the warning gives the values, the time they take and how many are not too many', () => {
    const rate = { rateLimit: 3000, rateShare: 0.5 };
    const warning = excessiveConcurrency(sendConcurrencyFor(rate, { maxConcurrency: 20 }), rate);
    expect(warning).toMatch(
      /580 messages at a time \(maxConcurrency 20 in batches of 24, urgentMaxConcurrency 10 in batches of 10\)/,
    );
    expect(warning).toMatch(/rateLimit 3000 and rateShare 0\.5 need 24 seconds to send them\. .* more than 20 seconds/);
    expect(warning).toMatch(/lower them to 480 messages or fewer/);
  });

  test('the warning starts at the first message too many', () => {
    const rate = { rateLimit: 3000, rateShare: 0.5 };
    const withUrgent = (urgentMaxConcurrency: number) => sendConcurrencyFor(rate, { urgentMaxConcurrency });
    expect(secondsToSend(withUrgent(43), rate)).toBeLessThan(longestSlotWait / 1000);
    expect(excessiveConcurrency(withUrgent(43), rate)).toBeUndefined();
    expect(excessiveConcurrency(withUrgent(44), rate)).toBeDefined();
  });

  test('a rate too low for any event source is warned about, and no other default is', () => {
    const warned = rates.filter((rate) => excessiveConcurrency(sendConcurrencyFor(rate), rate));
    expect(warned).toEqual(rates.slice(0, 12));
    for (const rate of warned) {
      expect(excessiveConcurrency(sendConcurrencyFor(rate), rate)).toMatch(
        /even the lowest concurrency of SQS event sources is too/,
      );
    }
  });
});

const warningId = 'cdk-govuk-notify:tooManyInFlight';

describe('NotifyPipeline: messages in flight', () => {
  const warnings = (stack: Stack) =>
    Noted.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ id, entry }) => [id, entry.data])
      .filter(([, warning]) => !JSON.stringify(warning).includes('cdk-govuk-notify:nobodyIsNotified'));

  test('each queue gets the batches that the rate allows, and large ones a window', () => {
    const { template } = pipelineInStack({ rateLimit: 3000 });
    const mappings = propertiesOf(template(), 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toContainEqual(
      expect.objectContaining({
        EventSourceArn: arn(ids.queue),
        BatchSize: 48,
        MaximumBatchingWindowInSeconds: 1,
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
    );
    const urgent = mappings.find(({ BatchSize }) => BatchSize === 10);
    expect(urgent).toMatchObject({ EventSourceArn: arn(ids.urgentQueue), ScalingConfig: { MaximumConcurrency: 10 } });
    expect(urgent).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  test('the functions have the memory that is asked for, and by default what each needs', () => {
    const memoryOf = (props: object) => {
      const all = propertiesOf(pipelineInStack(props).template(), 'AWS::Lambda::Function');
      return ['Sends messages', 'Sends urgent'].map(
        (description) => all.find(({ Description }) => String(Description).startsWith(description))?.['MemorySize'],
      );
    };
    expect(memoryOf({})).toEqual([512, 1024]);
    expect(memoryOf({ sendMemorySize: 1536, urgentMemorySize: 512 })).toEqual([1536, 512]);
  });

  test('a concurrency that is needlessly high gives a warning and does not stop synth', () => {
    const { stack } = pipelineInStack({ urgentMaxConcurrency: 100 });
    expect(warnings(stack)).toEqual([
      [
        '/Stack/Notify',
        expect.stringMatching(`^the send functions read up to 1096 .* \\[ack: ${warningId}\\]$`) as unknown,
      ],
    ]);
  });

  test('a warning that the user has acknowledged is not repeated', () => {
    const { stack, pipeline } = pipelineInStack({ urgentMaxConcurrency: 100 });
    Annotations.of(pipeline).acknowledgeWarning(warningId, 'sign-in codes come in bursts');
    expect(warnings(stack)).toEqual([]);
  });

  test('the defaults give no warning', () => {
    expect(warnings(pipelineInStack().stack)).toEqual([]);
  });
});
