import { metrics } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { EventSelection } from '../../lib';
import { emptyStack, pipelineInStack, propertiesOf } from './stacks';

const { names } = metrics;
const senderMetrics = ['licences', 'permits'];

interface Filter {
  readonly Filters: readonly { readonly Pattern: unknown }[];
}

/** What the stream of the table hands over, as patterns. */
function patternsOf(props: object): readonly unknown[] {
  const { stack, template } = pipelineInStack(props);
  return propertiesOf(template(), 'AWS::Lambda::EventSourceMapping')
    .filter(({ StartingPosition }) => StartingPosition === 'TRIM_HORIZON')
    .flatMap(({ FilterCriteria }) => (FilterCriteria as Filter).Filters)
    .map(({ Pattern }) => JSON.parse(String(stack.resolve(Pattern))) as unknown);
}

const variablesOf = (props: object): readonly unknown[] =>
  propertiesOf(pipelineInStack(props).template(), 'AWS::Lambda::Function')
    .map(({ Environment }) => (Environment as { Variables: Record<string, unknown> } | undefined)?.Variables)
    .flatMap((variables) => variables?.[environment.senderMetrics] ?? []);

describe('NotifyPipeline: metrics of a service', () => {
  test('one function counts, and is given the names', () => {
    expect(variablesOf({ senderMetrics })).toEqual(['licences,permits']);
    expect(variablesOf({})).toEqual([]);
  });

  test('the stream hands over what is counted of these services alone, whichever events are published', () => {
    const events = EventSelection.finalOnly();
    const more = patternsOf({ senderMetrics, events }).filter(
      (pattern) => !patternsOf({ events }).some((one) => JSON.stringify(one) === JSON.stringify(pattern)),
    );
    expect(more).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: {
          NewImage: {
            state: { S: ['sent', 'delivered', 'failed', 'rejected', 'expired', 'sent_untracked'] },
            sender: { S: senderMetrics },
          },
        },
      },
    ]);
  });

  test('a metric of a service names the pipeline and the service, and can have an alarm', () => {
    const stack = emptyStack();
    const { pipeline, template } = pipelineInStack({ senderMetrics, pipelineId: 'shared' }, stack);
    pipeline
      .senderMetric('licences', names.failed)
      .createAlarm(stack, 'LicencesFail', { threshold: 10, evaluationPeriods: 1 });
    const alarms = propertiesOf(template(), 'AWS::CloudWatch::Alarm');
    expect(alarms).toContainEqual(
      expect.objectContaining({
        Namespace: 'GovukNotify',
        MetricName: 'Failed',
        Statistic: 'Sum',
        Dimensions: [
          { Name: 'PipelineId', Value: 'shared' },
          { Name: 'Sender', Value: 'licences' },
        ],
      }),
    );
  });

  test('a metric that nobody counts is refused, so that no alarm watches nothing', () => {
    const { pipeline } = pipelineInStack({ senderMetrics });
    expect(() => pipeline.senderMetric('vehicles', names.failed)).toThrow(
      "senderMetric must get a service that is in senderMetrics, got 'vehicles': add it to senderMetrics of the pipeline",
    );
    expect(() => pipeline.senderMetric('licences', names.held)).toThrow(
      "a service has no metric named 'Held': use one of Sent, Delivered, Failed, Rejected, Expired, Untracked",
    );
  });

  test.each([
    [['not a name'], /senderMetrics must be 1 to 40 letters.*got 'not a name': use the sender that addPublisher has/],
    [['one', 'one'], /senderMetrics must have each service once, got 'one' twice: leave one out/],
    [
      Array.from({ length: 51 }, (_, number) => `service-${number}`),
      /senderMetrics must have 50 services at most, got 51: leave some out, or give them a pipeline of their own/,
    ],
  ])('names that cannot be counted are refused: %j', (services, fault) => {
    expect(() => pipelineInStack({ senderMetrics: services })).toThrow(fault);
  });
});
