import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type CompositeAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { queueName, queuesOf } from './pipeline-queues';

/** What is known, or why it is not. */
export type Readable<Value> =
  { readonly value: Value } | { readonly unknown: string; /** What AWS answered. */ readonly error: unknown };

/** If something may not be read, or is not there, the rest is shown all the same. */
export async function known<Value>(reading: Promise<Value>): Promise<Readable<Value>> {
  try {
    return { value: await reading };
  } catch (error) {
    const { name = 'unknown', message = '' } = Object(error) as Partial<Error>;
    const [, action] = /not authorized to perform: ([\w-]+:\w+)/.exec(message) ?? [];
    return { unknown: action === undefined ? name : `${action} is not allowed`, error };
  }
}

export interface AlarmState {
  readonly name: string;
  readonly state: string;
  readonly description: string;
  /** The ARNs of what it notifies when it goes off. */
  readonly actions: readonly string[];
}

/**
 * The alarms that watch something of a pipeline, and those that combine them. It takes CloudWatch's own permission to list alarms.
 * What is only a part of another alarm is left out: it has no severity in its description.
 */
export async function readAlarms(pipeline: PipelineDescription): Promise<readonly AlarmState[]> {
  const client = new CloudWatchClient();
  const own = ownNames(pipeline);
  const onMetrics: MetricAlarm[] = [];
  const combining: CompositeAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], NextToken }),
    );
    onMetrics.push(...(page.MetricAlarms ?? []).filter((alarm) => watches(alarm, own)));
    combining.push(...(page.CompositeAlarms ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const names = onMetrics.map(({ AlarmName = '' }) => AlarmName);
  const ofThem = combining.filter(({ AlarmRule = '' }) => names.some((name) => namesAlarm(AlarmRule, name)));
  return [...onMetrics, ...ofThem].map(stateOf).filter(({ description }) => !isPart(description));
}

const isPart = (description: string): boolean => /^A part of \w+: /.test(description);

/** A rule has the ARN of an alarm, or its name alone, in quotation marks or brackets. */
const namesAlarm = (rule: string, name: string): boolean =>
  [`:alarm:${name}"`, `:alarm:${name})`, `("${name}")`, `(${name})`].some((each) => rule.includes(each));

function stateOf({
  AlarmName: name = '',
  StateValue: state,
  AlarmDescription: description = '',
  ActionsEnabled: isOn = true,
  AlarmActions = [],
}: MetricAlarm | CompositeAlarm): AlarmState {
  return { name, state: state ?? 'unknown', description, actions: isOn ? AlarmActions : [] };
}

/** What dimensions of metrics call the parts of a pipeline. */
const ownNames = (pipeline: PipelineDescription): ReadonlySet<string> =>
  new Set([
    pipeline.pipelineId,
    pipeline.tableName,
    ...queuesOf(pipeline).map(({ url }) => queueName(url)),
    ...Object.values(pipeline.functionNames),
  ]);

const watches = ({ Dimensions = [], Metrics = [] }: MetricAlarm, own: ReadonlySet<string>): boolean =>
  [...Dimensions, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? [])].some(({ Value = '' }) =>
    own.has(Value),
  );

/** The age of the oldest message of each queue in seconds, by the queue's name. It is missing of one that is empty. */
export async function readAges(pipeline: PipelineDescription, now: number): Promise<ReadonlyMap<string, number>> {
  const queues = queuesOf(pipeline);
  const { MetricDataResults = [] } = await new CloudWatchClient().send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 15 * 60_000),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: queues.map(({ url }, at) => ({
        Id: `age${at}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateAgeOfOldestMessage',
            Dimensions: [{ Name: 'QueueName', Value: queueName(url) }],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      })),
    }),
  );
  return new Map(
    queues.flatMap(({ name }, at) => {
      const [latest] = MetricDataResults.find(({ Id }) => Id === `age${at}`)?.Values ?? [];
      return latest === undefined ? [] : [[name, latest] as const];
    }),
  );
}

/** Whether something that starts a function is on, in AWS's words, such as `Enabled`. */
export interface TriggerState {
  readonly name: string;
  readonly kind: 'event source' | 'schedule';
  readonly state: Readable<string>;
}

export function readTriggers(pipeline: PipelineDescription): Promise<readonly TriggerState[]> {
  const { eventSourceIds = {}, scheduleNames = {}, scheduleGroupName: GroupName } = pipeline;
  const lambda = new LambdaClient();
  const scheduler = new SchedulerClient();
  const source = async (UUID: string): Promise<string> =>
    (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State ?? 'unknown';
  const schedule = async (Name: string): Promise<string> =>
    (await scheduler.send(new GetScheduleCommand({ Name, GroupName }))).State ?? 'unknown';
  return Promise.all([
    ...Object.entries(eventSourceIds).map(async ([name, id]) => ({
      name,
      kind: 'event source' as const,
      state: await known(source(id)),
    })),
    ...Object.entries(scheduleNames).map(async ([name, id]) => ({
      name,
      kind: 'schedule' as const,
      state: await known(schedule(id)),
    })),
  ]);
}

/** Whether it is on, in whichever service's words. What is not known is not off. */
export const isOff = ({ state }: TriggerState): boolean =>
  'value' in state && !/^enabl|^creating$|^updating$/i.test(state.value);
