import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { metrics } from '../../contract/metrics';
import { objectives } from '../../contract/objectives';
import type { AlarmSubject } from '../alarms/alarm-subject';

const { names } = metrics;
const hour = Duration.hours(1);

/** What a pipeline is to do, and what it does. */
export function objectiveWidgets(subject: AlarmSubject): readonly IWidget[] {
  const { urgentWithin, urgentOnTime, outcomeWithin, outcomeOnTime } = objectives;
  const kept = (
    title: string,
    metric: typeof names.urgentWait | typeof names.outcomeDelay,
    within: number,
    part: number,
  ) =>
    new GraphWidget({
      title,
      width: 8,
      left: [subject.metric(metric, hour, { statistic: `PR(:${within})` }).with({ label: 'kept' })],
      leftAnnotations: [{ value: 100 * part, label: 'objective' }],
      leftYAxis: { max: 100 },
    });
  return [
    kept(
      `Per cent of urgent messages that Notify has within ${urgentWithin} seconds`,
      names.urgentWait,
      urgentWithin,
      urgentOnTime,
    ),
    kept(
      `Per cent of outcomes that are known within ${outcomeWithin / 60} minutes of Notify's`,
      names.outcomeDelay,
      outcomeWithin,
      outcomeOnTime,
    ),
    new GraphWidget({
      title: 'Lost or sent twice (objective: 0)',
      width: 8,
      left: [
        subject.metric(names.duplicateSuspected, hour).with({ label: 'perhaps sent twice' }),
        subject.queues.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
          period: hour,
          label: 'dead letters, lost if nobody redrives them',
        }),
      ],
      leftYAxis: { min: 0 },
    }),
  ];
}
