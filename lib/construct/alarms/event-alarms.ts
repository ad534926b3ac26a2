import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinitions } from './alarm-definition';
import { formula, type AlarmSubject } from './alarm-subject';

const fiveMinutes = Duration.minutes(5);

/** Events that are late, or come no more. */
export function eventAlarms({ pipelineId, table, announceFunction }: AlarmSubject): AlarmDefinitions {
  return {
    EventsLate: {
      severity: 'P2',
      metric: announceFunction.metric('IteratorAge', { statistic: 'Maximum', period: fiveMinutes }),
      threshold: Duration.minutes(10).toMilliseconds(),
      unit: 'milliseconds',
      wrong: `Subscribers get events of pipeline ${pipelineId} ten minutes late or more. The table's stream deletes changes after 24 hours, and then there is no event.`,
      first: `read the log of ${announceFunction.functionName}. Is it allowed to put events on the bus, and does the bus accept them?`,
    },
    EventsStopped: {
      severity: 'P2',
      metric: formula(
        'IF(written > 0 AND polled < 1, 1, 0)',
        {
          written: table.metricConsumedWriteCapacityUnits({ period: fiveMinutes, statistic: 'Sum' }),
          polled: new Metric({
            namespace: 'AWS/Lambda',
            metricName: 'PolledEventCount',
            dimensionsMap: { EventSourceMappingUUID: announceFunction.stream.eventSourceMappingId },
            period: fiveMinutes,
            statistic: 'Sum',
          }),
        },
        fiveMinutes,
        'Writes to the table, and no change read from its stream',
      ),
      threshold: 1,
      unit: 'periods',
      periods: 3,
      wrong: `Subscribers get no events of pipeline ${pipelineId}, because nothing reads its table's stream. The stream deletes changes after 24 hours, and then there is no event.`,
      first: `run \`npx cdk-govuk-notify doctor\`. Is the event source of ${announceFunction.functionName} disabled, or has the function no permission to read the stream?`,
    },
  };
}
