import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { metrics } from '../../lib';
import { configurations } from './configurations';
import { emptyStack, pipelineInStack, propertiesOf, resourcesOf } from './stacks';

interface Widget {
  readonly type: string;
  readonly width: number;
  readonly properties: {
    readonly title?: string;
    readonly metrics?: unknown[][];
    readonly alarms?: unknown[];
    readonly markdown?: string;
    readonly query?: string;
  };
}

const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
const { eventBus: _bus, encryptionKey: _key, ...everything } = configurations['everything given']?.props?.(stack) ?? {};
const { pipeline, template: synthesize } = pipelineInStack(everything, stack);
const template = synthesize();

/** The body of a dashboard, in which everything that only the deployment knows stands as its logical id. */
function widgetsOf(body: unknown): readonly Widget[] {
  const [, parts] = (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : logicalIdIn(part))).join('');
  return (JSON.parse(text) as { widgets: Widget[] }).widgets;
}

const logicalIdIn = (reference: unknown): string =>
  /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(reference))?.[1] ?? '';

const [body] = propertiesOf(template, 'AWS::CloudWatch::Dashboard').map((each) => each['DashboardBody']);
const widgets = widgetsOf(body);
const shown = widgets
  .flatMap(({ properties }) => properties.metrics ?? [])
  .filter((metric): metric is [string, string, ...string[]] => typeof metric[0] === 'string');

/** What AWS itself says of what a pipeline has. */
const ofAws: Readonly<Record<string, readonly string[]>> = {
  'AWS/SQS': ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  'AWS/Lambda': ['Duration', 'Errors', 'Throttles', 'ConcurrentExecutions', 'IteratorAge'],
  'AWS/DynamoDB': ['ReadThrottleEvents', 'WriteThrottleEvents'],
};

describe('NotifyPipeline: dashboard', () => {
  test('every metric on it is one that the functions emit, or one of AWS', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      ...ofAws,
      [metrics.namespace]: Object.values(metrics.names),
    };
    expect(shown.length).toBeGreaterThan(60);
    for (const [namespace, name] of shown) expect(known[namespace]).toContain(name);
  });

  test('its first row has the alarms, what to run, and why an alarm is switched off', () => {
    const [about, alarms] = widgets;
    expect(alarms?.properties.alarms).toHaveLength(1 + pipeline.alarms.all.length + pipeline.alarms.burnRates.length);
    expect(about?.properties.markdown).toContain('npx cdk-govuk-notify status --pipeline everything');
    expect(about?.properties.markdown).toContain('docs/runbook.md');
    expect(about?.properties.markdown).toContain('- KeyAge is switched off: a job of ours rotates the key');
  });

  test('it shows every queue and every function', () => {
    const dimensions = JSON.stringify(shown);
    const all = { ...resourcesOf(template, 'AWS::SQS::Queue'), ...resourcesOf(template, 'AWS::Lambda::Function') };
    expect(Object.keys(all).filter((id) => !dimensions.includes(`"${id}"`))).toEqual([]);
  });

  test.each(['email', 'sms', 'letter'])('it shows what happens to messages of the channel %s', (channel) => {
    const names = shown.filter((metric) => metric.includes(channel)).map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['Sent', 'Delivered', 'Failed', 'Rejected', 'Expired', 'Cost']));
  });

  test('it shows the objectives by the part of messages that kept them', () => {
    const statistics = widgets.flatMap(
      ({ properties }) => JSON.stringify(properties.metrics ?? []).match(/PR\([^)]*\)/g) ?? [],
    );
    expect(statistics).toEqual(['PR(:30)', 'PR(:120)']);
  });

  test('what messages cost by template is read from the log, which names no recipient', () => {
    const queries = widgets.filter(({ type }) => type === 'log').map(({ properties }) => properties.query);
    expect(queries).toEqual([expect.stringMatching(/sum\(cost_in_pounds\) as pounds.* by channel, template_id/s)]);
  });

  test('a pipeline has none unless it is asked for', () => {
    expect(propertiesOf(pipelineInStack().template(), 'AWS::CloudWatch::Dashboard')).toEqual([]);
  });

  test('addWidgets puts the same on a dashboard of one’s own', () => {
    const mine = pipelineInStack({ dashboard: true });
    mine.pipeline.addWidgets(new Dashboard(mine.stack, 'Operations'));
    const [own, others] = propertiesOf(mine.template(), 'AWS::CloudWatch::Dashboard').map(
      (each) => each['DashboardBody'],
    );
    expect(widgetsOf(others)).toEqual(widgetsOf(own));
  });
});
