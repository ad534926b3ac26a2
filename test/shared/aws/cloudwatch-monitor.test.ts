import { inspect } from 'node:util';
import { metrics } from '../../../lib/contract/metrics';
import { NotifyConnectionError } from '../../../lib/notify';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import { lambdaFunction } from '../../../lambda/shared/aws/lambda-function';
import { createMonitor } from '../../../lambda/shared/aws/cloudwatch-monitor';
import { aContext } from './context';
import { linesOf } from './standard-output';

const parsed = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('monitor: metrics', () => {
  const { names, namespace, pipelineDimension, senderDimension } = metrics;

  it('a metric has the namespace, name and dimension that the alarms watch', async () => {
    const [emitted] = parsed(
      await linesOf(() => {
        const monitor = createMonitor('staging');
        monitor.count(names.sent);
        monitor.count(names.held, 3);
        monitor.flush();
      }),
    );
    expect(emitted).toMatchObject({ [pipelineDimension]: 'staging', Sent: 1, Held: 3 });
    expect(emitted?.['_aws']).toMatchObject({
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [[pipelineDimension]],
          Metrics: [
            { Name: 'Sent', Unit: 'Count' },
            { Name: 'Held', Unit: 'Count' },
          ],
        },
      ],
    });
  });

  it('a metric keeps its dimension between invocations, and counts from zero in each', async () => {
    const emitted = parsed(
      await linesOf(() => {
        const monitor = createMonitor('staging');
        for (let invocation = 0; invocation < 2; invocation += 1) {
          monitor.count(names.sent);
          monitor.flush();
        }
      }),
    );
    expect(emitted).toHaveLength(2);
    for (const line of emitted) expect(line).toMatchObject({ Sent: 1, [pipelineDimension]: 'staging' });
  });

  it('what is counted for a service has its name as a dimension, and is not counted for the pipeline', async () => {
    const emitted = parsed(
      await linesOf(() => {
        const monitor = createMonitor('staging');
        monitor.countFor('licences', names.delivered);
        monitor.countFor('licences', names.delivered);
        monitor.flush();
        monitor.flush();
      }),
    );
    expect(emitted).toHaveLength(1);
    expect(emitted[0]).toMatchObject({
      [pipelineDimension]: 'staging',
      [senderDimension]: 'licences',
      Delivered: [1, 1],
    });
    expect(emitted[0]?.['_aws']).toMatchObject({
      CloudWatchMetrics: [{ Dimensions: [[pipelineDimension, senderDimension]] }],
    });
  });

  it('what is about a message is there for the pipeline alone, and once more with its channel', async () => {
    const emitted = parsed(
      await linesOf(() => {
        const monitor = createMonitor('staging');
        for (let invocation = 0; invocation < 2; invocation += 1) {
          monitor.count(names.sent, 1, 'sms');
          monitor.count(names.sent, 1, 'email');
          monitor.measure(names.urgentWait, 1.5, 'sms');
          monitor.flush();
        }
      }),
    );
    const [ofPipeline, ofTexts, ofEmails] = emitted;
    expect(emitted).toHaveLength(6);
    expect(emitted.slice(3).map(({ Sent, Channel }) => [Sent, Channel])).toEqual(
      emitted.slice(0, 3).map(({ Sent, Channel }) => [Sent, Channel]),
    );
    expect(ofPipeline).toMatchObject({ [pipelineDimension]: 'staging', Sent: [1, 1], UrgentWait: 1.5 });
    expect(ofPipeline).not.toHaveProperty('Channel');
    expect(ofTexts).toMatchObject({ [pipelineDimension]: 'staging', Channel: 'sms', Sent: 1, UrgentWait: 1.5 });
    expect(ofEmails).toMatchObject({ Channel: 'email', Sent: 1 });
    expect(ofTexts?.['_aws']).toMatchObject({
      CloudWatchMetrics: [
        {
          Dimensions: [[pipelineDimension, 'Channel']],
          Metrics: [
            { Name: 'Sent', Unit: 'Count' },
            { Name: 'UrgentWait', Unit: 'Seconds' },
          ],
        },
      ],
    });
  });

  it('no metric and no warning is written when nothing was counted', async () => {
    expect(await linesOf(() => createMonitor('staging').flush())).toEqual([]);
  });
});

describe('monitor: log lines', () => {
  it('a log line is JSON with what happened and to what', async () => {
    const lines = parsed(
      await linesOf(() => {
        const monitor = createMonitor('staging');
        monitor.info('message handled', { delivery_id: 'x', reason: undefined });
        monitor.warn('Notify cannot report on a message', { delivery_id: 'y' });
      }),
    );
    expect(lines).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'message handled', delivery_id: 'x' }),
      expect.objectContaining({ level: 'WARN', message: 'Notify cannot report on a message', delivery_id: 'y' }),
    ]);
  });

  it('an unknown error is logged by name and place, without its message, which may hold personal data', async () => {
    const error = new TypeError('cannot read amala@example.com', { cause: new Error('amala@example.com') });
    const lines = await linesOf(() =>
      createMonitor('staging').error('message not handled', error, { message_id: 'x' }),
    );
    expect(parsed(lines)).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message_id: 'x',
        error: { name: 'TypeError', place: expect.arrayContaining([expect.stringContaining('monitor.test')]) },
      }),
    ]);
    expect(lines.join('')).not.toContain('amala');
  });

  it.each([
    ['lines that look like places', 'gone\n    at CANARY (/var/task/CANARY.js:1:1)\n    at CANARY'],
    ['another message than it began with', 'gone', 'CANARY'],
  ])('shows nothing of an error with %s', async (_what, message, later = message) => {
    const error = new RangeError(message.replace('gone', 'CANARY'));
    error.message = later.replace('gone', 'CANARY');
    const lines = await linesOf(() => createMonitor('staging').error('message not handled', error));
    expect(lines.join('')).not.toContain('CANARY');
    expect(parsed(lines)[0]).toMatchObject({ error: { name: 'RangeError' } });
  });

  it('shows no name of an error that is none', async () => {
    const error = Object.assign(new Error('x'), { name: 'amala@example.com\n    at CANARY' });
    const lines = await linesOf(() => createMonitor('staging').error('message not handled', error));
    expect(lines.join('')).not.toMatch(/CANARY|amala/);
  });

  it('an error of the Notify core is logged with its message, which names no values', async () => {
    const error = new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true });
    const lines = parsed(await linesOf(() => createMonitor('staging').error('no answer', error)));
    expect(lines[0]?.['error']).toMatchObject({ name: 'NotifyConnectionError', message: error.message });
  });

  it('an error of the pipeline is logged with its message, which names no values', async () => {
    const error = new PipelineError('secret arn:key is empty; store its value in it as text');
    const lines = parsed(await linesOf(() => createMonitor('staging').error('not handled', error)));
    expect(lines[0]?.['error']).toMatchObject({ name: 'PipelineError', message: error.message });
  });

  it('a thrown value that is no error is not shown', async () => {
    const lines = await linesOf(() => createMonitor('staging').error('not handled', 'amala@example.com'));
    expect(lines.join('')).not.toContain('amala');
    expect(parsed(lines)[0]).toMatchObject({ error: { name: 'string' } });
  });
});

describe('lambdaFunction', () => {
  const flushes = () => {
    const counted = { flushed: 0 };
    const monitor = { ...createMonitor('staging'), flush: () => void (counted.flushed += 1) };
    return { counted, monitor };
  };

  it('the metrics are written with every invocation', async () => {
    const { counted, monitor } = flushes();
    const handler = lambdaFunction(async (event: number) => event + 1, monitor);
    expect(await handler(1, aContext)).toBe(2);
    expect(counted.flushed).toBe(1);
  });

  it('the metrics are also written when an invocation throws, and the error is still thrown', async () => {
    const { counted, monitor } = flushes();
    const handler = lambdaFunction(() => Promise.reject(new PipelineError('the table is gone')), monitor);
    await expect(handler(undefined, aContext)).rejects.toThrow(/^the table is gone$/);
    expect(counted.flushed).toBe(1);
  });

  it('throws an error of its own in the place of any other, because Lambda logs what is thrown', async () => {
    const { monitor } = flushes();
    const error = Object.assign(new Error('1 validation error: CANARY', { cause: 'CANARY' }), {
      name: 'ValidationException',
    });
    const handler = lambdaFunction(() => Promise.reject(error), monitor);
    let thrown: unknown;
    const lines = await linesOf(async () => {
      thrown = await handler(undefined, aContext).catch((each: unknown) => each);
    });
    expect(thrown).toBeInstanceOf(PipelineError);
    expect(inspect(thrown)).toContain('the invocation failed: ValidationException');
    expect(inspect(thrown)).not.toContain('CANARY');
    expect(lines.join('')).not.toContain('CANARY');
    expect(parsed(lines)[0]).toMatchObject({
      message: 'the invocation failed',
      error: { name: 'ValidationException' },
    });
  });
});
