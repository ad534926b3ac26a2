import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { metrics, type MetricName } from '../../contract/metrics';
import type { Channel } from '../../contract/queue-message';
import { formula, type AlarmSubject } from '../alarms/alarm-subject';
import { callsPerMinute } from '../functions/send-concurrency';

const { names } = metrics;
const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const channels: Readonly<Record<Channel, string>> = { email: 'Emails', sms: 'Texts', letter: 'Letters' };
const inChannels = Object.entries(channels) as readonly [Channel, string][];

/** What happens to messages, by channel. */
export function messageWidgets(subject: AlarmSubject): readonly (readonly IWidget[])[] {
  const series = (all: readonly MetricName[], period: Duration, channel?: Channel) =>
    all.map((name) => subject.metric(name, period, channel && { channel }).with({ label: name }));
  return [
    inChannels.map(
      ([channel, title]) =>
        new GraphWidget({
          title: `${title} a minute`,
          width: 8,
          left: series([names.sent, names.delivered, names.failed, names.rejected, names.expired], minute, channel),
        }),
    ),
    [
      new GraphWidget({
        title: 'Seconds until Notify has a message',
        width: 12,
        left: [names.urgentWait, names.wait].flatMap((name) =>
          [50, 99].map((part) =>
            subject.metric(name, minute, { statistic: Stats.percentile(part) }).with({ label: `${name} p${part}` }),
          ),
        ),
      }),
      new GraphWidget({
        title: 'Per cent of what Notify allows a minute',
        width: 12,
        left: [
          formula(
            `100 * sent / (${callsPerMinute(subject.rate)})`,
            { sent: subject.metric(names.sent, minute) },
            minute,
            'Sent, of the rate limit',
          ),
        ],
        leftYAxis: { min: 0 },
      }),
    ],
    [
      new GraphWidget({
        title: 'Problems',
        width: 12,
        left: series(
          [names.unknownOutcome, names.lookUp, names.duplicate, names.duplicateSuspected, names.tooFast],
          fiveMinutes,
        ),
      }),
      new GraphWidget({
        title: 'Seconds until we know the outcome',
        width: 6,
        left: [50, 99].map((part) =>
          subject
            .metric(names.timeToOutcome, fiveMinutes, { statistic: Stats.percentile(part) })
            .with({ label: `p${part}` }),
        ),
      }),
      new GraphWidget({
        title: 'Outcomes by callback and by poll',
        width: 6,
        left: series([names.outcomeCallback, names.outcomeByPollOnly], fiveMinutes),
      }),
    ],
    [
      new GraphWidget({
        title: 'Pounds an hour, from records with a cost',
        width: 12,
        left: inChannels.map(([channel, label]) =>
          subject.metric(names.cost, Duration.hours(1), { channel }).with({ label }),
        ),
      }),
      new LogQueryWidget({
        title: 'Pounds by template, from records with a cost',
        width: 12,
        view: LogQueryVisualizationType.TABLE,
        logGroupNames: [subject.pollFunction.logGroup.logGroupName],
        queryLines: [
          'fields channel, template_id, cost_in_pounds',
          "filter message in ['outcome known', 'cost known'] and ispresent(cost_in_pounds)",
          'stats sum(cost_in_pounds) as pounds, count(*) as messages by channel, template_id',
          'sort pounds desc',
        ],
      }),
    ],
  ];
}
