import { configurations } from './configurations';
import { emptyStack, ids, pipelineInStack, resourcesOf } from './stacks';

// Everything on, and nothing given that the pipeline would otherwise have of its own.
const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
const {
  eventBus: _bus,
  encryptionKey: _key,
  alarms: _alarms,
  ...everything
} = configurations['everything given']?.props?.(stack) ?? {};
const template = pipelineInStack(everything, stack).template();

interface Query {
  readonly MetricStat?: { readonly Metric: Metric };
}
interface Metric {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface WatchingAlarm {
  readonly id: string;
  readonly isHeartbeat: boolean;
  readonly metrics: readonly Metric[];
}

const alarms: readonly WatchingAlarm[] = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => ({
    id: /docs\/runbook\.md#([a-z]+)/.exec(JSON.stringify(Properties['AlarmDescription']))?.[1] ?? '',
    isHeartbeat: Properties['TreatMissingData'] === 'breaching',
    metrics: Properties['MetricName']
      ? [Properties as unknown as Metric]
      : (Properties['Metrics'] as Query[]).flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : [])),
  }),
);

/** The alarms on a metric of a resource, by the logical id that a dimension of the metric refers to. */
const watching = (logicalId: string, metric: RegExp, { heartbeat = false } = {}): readonly string[] =>
  alarms
    .filter(
      ({ isHeartbeat, metrics }) =>
        isHeartbeat === heartbeat &&
        metrics.some(
          ({ MetricName, Dimensions = [] }) =>
            metric.test(MetricName) && Dimensions.some(({ Value }) => JSON.stringify(Value).includes(`"${logicalId}"`)),
        ),
    )
    .map(({ id }) => id);

const idsOf = (type: string): readonly string[] => Object.keys(resourcesOf(template, type));
const referredTo = (value: unknown): string =>
  /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(value))?.[1] ?? JSON.stringify(value);

const queues = idsOf('AWS::SQS::Queue');
const functions = idsOf('AWS::Lambda::Function');
const schedules = Object.entries(resourcesOf(template, 'AWS::Scheduler::Schedule')).map(
  ([id, { Properties }]) => [id, referredTo((Properties['Target'] as { Arn: unknown }).Arn)] as const,
);
const mappings = Object.entries(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
  ([id, { Properties }]) => [id, referredTo(Properties['EventSourceArn'])] as const,
);
const everyTable = [...idsOf('AWS::DynamoDB::GlobalTable'), ...idsOf('AWS::DynamoDB::Table')];
/** Of which somebody follows the changes. */
const tables = everyTable.filter((table) => mappings.some(([, source]) => source === table));
/** The alarms that go off when nobody can use a table, by their metrics: every function counts what it could not do as a fault. */
const noticing: Readonly<Record<string, readonly string[]>> = {
  [ids.table]: ['Fault'],
  [ids.scheduledTable]: ['Fault', 'ScheduledLate'],
};

describe('alarm coverage, with everything on', () => {
  test('there is something of each kind to be seen', () => {
    expect(queues.length).toBeGreaterThanOrEqual(13);
    expect(functions).toHaveLength(11);
    expect(schedules.length).toBeGreaterThanOrEqual(3);
    expect(mappings.length).toBeGreaterThanOrEqual(5);
    expect(tables).toHaveLength(1);
    expect([...everyTable].sort()).toEqual(Object.keys(noticing).sort());
  });

  test.each(queues)('an alarm notices when messages on %s wait for too long', (queue) => {
    expect(watching(queue, /^ApproximateAgeOfOldestMessage$/)).not.toEqual([]);
  });

  test.each(functions)('an alarm notices when %s fails', (fn) => {
    expect(watching(fn, /^Errors$/)).not.toEqual([]);
  });

  test.each(schedules)('an alarm notices when the schedule %s runs %s no more', (_schedule, target) => {
    expect(watching(target, /^Invocations$/, { heartbeat: true })).not.toEqual([]);
  });

  test.each(mappings)('an alarm notices when the event source %s takes nothing from %s any more', (mapping, source) => {
    const seen = tables.includes(source)
      ? watching(mapping, /^PolledEventCount$/)
      : watching(source, /^ApproximateAgeOfOldestMessage$/);
    expect(seen).not.toEqual([]);
  });

  test.each(tables)('an alarm notices when the stream of %s stops, or is late', (table) => {
    expect(watching(table, /^ConsumedWriteCapacityUnits$/)).toEqual(['eventsstopped']);
    const [reader] = mappings.filter(([, source]) => source === table).map(([mapping]) => mapping);
    const { FunctionName } = resourcesOf(template, 'AWS::Lambda::EventSourceMapping')[reader ?? '']?.Properties ?? {};
    expect(watching(referredTo(FunctionName), /^IteratorAge$/)).toEqual(['eventslate']);
  });

  test.each(everyTable)('alarms notice when nobody can use %s', (table) => {
    const watched = (noticing[table] ?? []).map((metric) =>
      alarms.filter(({ metrics }) => metrics.some(({ MetricName }) => MetricName === metric)).map(({ id }) => id),
    );
    expect(watched).toEqual([['faults'], ['scheduledmessageslate']].slice(0, watched.length));
    expect(watched.length).toBeGreaterThan(0);
  });

  test('a function that nothing runs by the clock or from a queue or a stream has an alarm for what it should bring', () => {
    const driven = new Set([
      ...schedules.map(([, target]) => target),
      ...Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(({ Properties }) =>
        referredTo(Properties['FunctionName']),
      ),
    ]);
    const calledFromOutside = functions.filter((fn) => !driven.has(fn));
    // Routed callbacks come by a queue as well as from outside.
    expect(calledFromOutside).toEqual([]);
    expect(alarms.map(({ id }) => id)).toContain('callbacksnotarriving');
  });
});
