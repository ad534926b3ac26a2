import { Duration } from 'aws-cdk-lib';
import { GraphWidget, Stats, type IWidget, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { metrics } from '../../contract/metrics';
import type { AlarmSubject } from '../alarms/alarm-subject';
import { functionsOf, queuesOf } from './dashboard-subject';

const period = Duration.minutes(5);

/** The queues, functions and table of a pipeline. */
export function machineWidgets(subject: AlarmSubject): readonly (readonly IWidget[])[] {
  const functions = Object.entries(functionsOf(subject));
  const queues = Object.entries(queuesOf(subject));
  const graph = (title: string, left: Metric[], width = 8) => new GraphWidget({ title, left, width });
  const ofFunctions = (title: string, metric: (fn: Function) => Metric) =>
    graph(
      title,
      functions.map(([label, fn]) => metric(fn).with({ label })),
    );
  const { table, announceFunction } = subject;
  return [
    [
      graph(
        'Messages on the queues',
        queues.map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible({ period, label })),
      ),
      graph(
        'Age of the oldest message, in seconds',
        queues.map(([label, queue]) => queue.metricApproximateAgeOfOldestMessage({ period, label })),
      ),
      graph('Holds in place', [subject.metric(metrics.names.standingHolds, period, { statistic: 'Maximum' })]),
    ],
    [
      ofFunctions('Duration of functions in milliseconds, p99', (fn) =>
        fn.metricDuration({ period, statistic: Stats.percentile(99) }),
      ),
      ofFunctions('Errors of functions', (fn) => fn.metricErrors({ period })),
      ofFunctions('Throttled invocations', (fn) => fn.metricThrottles({ period })),
    ],
    [
      ofFunctions('Concurrent executions', (fn) =>
        fn.metric('ConcurrentExecutions', { period, statistic: Stats.MAXIMUM }),
      ),
      graph('Delay of events, in milliseconds', [
        announceFunction.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }),
      ]),
      graph(
        'Throttled requests of the table',
        ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
          table.metric(name, { period, statistic: Stats.SUM, label: name }),
        ),
      ),
    ],
  ];
}
