import { Annotations, Token, type Stack } from 'aws-cdk-lib';
import { Annotations as Noted, Match } from 'aws-cdk-lib/assertions';
import {
  sendConcurrencyFor,
  excessiveConcurrency,
  type SendConcurrency,
  type Rate,
} from '../../lib/construct/functions/send-concurrency';
import { rateLimitSettings, longestSlotWait } from '../../lib/contract/rate-limit';
import { arn, ids, pipelineInStack, propertiesOf } from './stacks';

const secondsToSend = ({ batchSize, maxConcurrency, urgentMaxConcurrency }: SendConcurrency, rate: Rate): number =>
  ((maxConcurrency + urgentMaxConcurrency) * batchSize) / rateLimitSettings(rate.rateLimit, rate.rateShare).rate;

const ofPerMinute = (rateLimit: number): Rate => ({ rateLimit, rateShare: 1 });

const rates = Array.from({ length: 6000 }, (_, place) => ofPerMinute(place + 1));

describe('inFlightFor', () => {
  test.each([
    [1, 1, 1, 2],
    [13, 1, 1, 2],
    [30, 1, 1, 2],
    [60, 1, 1, 4],
    [100, 1, 3, 2],
    [120, 1, 3, 3],
    [300, 1, 9, 2],
    [312, 1, 9, 2],
    [313, 1, 10, 2],
    [600, 1, 10, 4],
    [1000, 1, 10, 8],
    [1260, 1, 10, 10],
    [3000, 1, 10, 10],
    [6000, 1, 10, 10],
    [3000, 0.5, 10, 10],
    [3000, 0.25, 10, 6],
    [3000, 0.1, 9, 2],
    [3000, 0.02, 1, 4],
    [3000, 0.001, 1, 2],
  ])('rateLimit %d with rateShare %d gives batches of %i, %i at a time from each queue', (...row) => {
    const [rateLimit, rateShare, batchSize, concurrency] = row;
    expect(sendConcurrencyFor({ rateLimit, rateShare })).toEqual({
      batchSize,
      maxConcurrency: concurrency,
      urgentMaxConcurrency: concurrency,
    });
  });

  test('from 25 requests a minute, everything in flight is sent in 10 seconds, and letters alone in 20', () => {
    const tooLong = rates.slice(24).filter((rate) => secondsToSend(sendConcurrencyFor(rate), rate) > 10.0001);
    expect(tooLong).toEqual([]);
  });

  test('a batch of more than one message is sent within two seconds', () => {
    const tooLarge = rates.filter((rate) => {
      const { batchSize } = sendConcurrencyFor(rate);
      return batchSize > 1 && batchSize / rateLimitSettings(rate.rateLimit, 1).rate > 2.0001;
    });
    expect(tooLarge).toEqual([]);
  });

  test('a concurrency that is set is used, and changes no other value', () => {
    const defaults = sendConcurrencyFor(ofPerMinute(600));
    expect(sendConcurrencyFor(ofPerMinute(600), { maxConcurrency: 50 })).toEqual({ ...defaults, maxConcurrency: 50 });
    expect(sendConcurrencyFor(ofPerMinute(600), { urgentMaxConcurrency: 50 })).toEqual({
      ...defaults,
      urgentMaxConcurrency: 50,
    });
  });

  const later = Token.asNumber({ Ref: 'Later' });
  test.each<[string, Rate]>([
    ['limit', { rateLimit: later, rateShare: 0.001 }],
    ['share', { rateLimit: 1, rateShare: later }],
  ])('a %s known only at deployment is assumed to be high', (_what, rate) => {
    const inFlight = { batchSize: 10, maxConcurrency: 10, urgentMaxConcurrency: 10 };
    expect(sendConcurrencyFor(rate)).toEqual(inFlight);
    expect(excessiveConcurrency({ ...inFlight, maxConcurrency: 1000 }, rate)).toBeUndefined();
  });

  test('a concurrency known only at deployment is not checked', () => {
    for (const given of [{ maxConcurrency: later }, { urgentMaxConcurrency: later }]) {
      expect(excessiveConcurrency(sendConcurrencyFor(ofPerMinute(1), given), ofPerMinute(1))).toBeUndefined();
    }
  });
});

describe('tooManyInFlight', () => {
  test('the warning gives the values, the time they take and the highest sum that works', () => {
    const rate = { rateLimit: 3000, rateShare: 0.5 };
    const warning = excessiveConcurrency(sendConcurrencyFor(rate, { maxConcurrency: 50 }), rate);
    expect(warning).toMatch(
      /600 messages at a time \(maxConcurrency 50 and urgentMaxConcurrency 10, in batches of 10\)/,
    );
    expect(warning).toMatch(/rateLimit 3000 and rateShare 0\.5 let it send in 25 seconds: .* longer than 20 seconds/);
    expect(warning).toMatch(/a sum of 48 or less/);
  });

  test('the warning starts at the first message too many', () => {
    const rate = { rateLimit: 3000, rateShare: 0.5 };
    const withSum = (sum: number) => sendConcurrencyFor(rate, { maxConcurrency: sum - 2, urgentMaxConcurrency: 2 });
    expect(secondsToSend(withSum(48), rate)).toBe(longestSlotWait / 1000);
    expect(excessiveConcurrency(withSum(48), rate)).toBeUndefined();
    expect(excessiveConcurrency(withSum(49), rate)).toBeDefined();
  });

  test('a rate too low for any event source is warned about, and no other default is', () => {
    const warned = rates.filter((rate) => excessiveConcurrency(sendConcurrencyFor(rate), rate));
    expect(warned).toEqual(rates.slice(0, 12));
    for (const rate of warned) {
      expect(excessiveConcurrency(sendConcurrencyFor(rate), rate)).toMatch(
        /even the fewest that SQS event sources take are too/,
      );
    }
  });
});

const warningId = 'cdk-govuk-notify:tooManyInFlight';

describe('NotifyPipeline: messages in flight', () => {
  const warnings = (stack: Stack) =>
    Noted.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ id, entry }) => [id, entry.data]);

  test('both queues get the batch size and concurrency that the rate allows', () => {
    const { template } = pipelineInStack({ rateLimit: 600, rateShare: 0.1 });
    const mappings = propertiesOf(template(), 'AWS::Lambda::EventSourceMapping');
    for (const id of [ids.queue, ids.urgentQueue]) {
      expect(mappings).toContainEqual(
        expect.objectContaining({
          EventSourceArn: arn(id),
          BatchSize: 1,
          ScalingConfig: { MaximumConcurrency: 4 },
        }),
      );
    }
  });

  test('a concurrency that is needlessly high gives a warning and does not stop synth', () => {
    const { stack } = pipelineInStack({ urgentMaxConcurrency: 100 });
    expect(warnings(stack)).toEqual([
      [
        '/Stack/Notify',
        expect.stringMatching(`^the send function takes up to 1100 .* \\[ack: ${warningId}\\]$`) as unknown,
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
