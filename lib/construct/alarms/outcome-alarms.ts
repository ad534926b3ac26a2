import { Duration } from 'aws-cdk-lib';
import { metrics, type MetricName } from '../../contract/metrics';
import type { AlarmDefinitions } from './alarm-definition';
import { formula, type AlarmSubject } from './alarm-subject';

const { names } = metrics;
const hour = Duration.hours(1);

/** What happens to messages, as far as so many of them say that something is wrong. */
export function outcomeAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, callbacksFunction } = subject;
  const counted = (period: Duration, ...all: readonly MetricName[]) =>
    Object.fromEntries(all.map((name) => [name[0]?.toLowerCase() + name.slice(1), subject.metric(name, period)]));
  const quarter = Duration.minutes(15);
  return {
    RejectedRate: {
      severity: 'P2',
      metric: formula(
        'IF(rejected >= 20, 100 * rejected / (sent + rejected), 0)',
        counted(quarter, names.rejected, names.sent),
        quarter,
        'Rejected, of all that were sent or rejected',
      ),
      threshold: 20,
      unit: 'per cent',
      wrong: `Many messages of pipeline ${pipelineId} are rejected, so people do not get them. The messages are wrong, or Notify refuses them.`,
      first: `run \`npx cdk-govuk-notify find --state rejected --since 1h\` and read the reasons. Was a template changed or deleted, or does a publisher leave something out? Correct it, then publish the messages again.`,
    },
    FailedRate: {
      severity: 'P3',
      metric: formula(
        'IF(failed >= 50, 100 * failed / (delivered + failed + untracked), 0)',
        counted(hour, names.failed, names.delivered, names.untracked),
        hour,
        'Failed, of all whose outcome is known',
      ),
      threshold: 10,
      unit: 'per cent',
      wrong: `Notify accepted many messages of pipeline ${pipelineId} that did not arrive.`,
      first: `run \`npx cdk-govuk-notify find --state failed\` and read the reasons. Permanent failures are wrong addresses or numbers: correct the list. Technical ones are a fault of Notify or a provider.`,
    },
    ExpiredMessages: {
      severity: 'P2',
      metric: subject.metric(names.expired, Duration.minutes(5)),
      threshold: 5,
      unit: 'messages in five minutes',
      wrong: `Messages of pipeline ${pipelineId} were too late to send, because their expires_at had passed. People do not get them.`,
      first: `run \`npx cdk-govuk-notify status\`. What delayed them: a hold, the rate limit or a stopped function? Or does the publisher give them too little time?`,
    },
    OutcomesMissing: {
      severity: 'P3',
      metric: subject.metric(names.untracked, hour),
      threshold: 10,
      unit: 'messages in an hour',
      wrong: `We cannot find out whether messages of pipeline ${pipelineId} arrived: Notify has deleted them, or never knew.`,
      first: `run \`npx cdk-govuk-notify find --state sent_untracked\` to see how old they are. In Notify's settings, keep the service's messages for longer. Check whether the poll was stopped for days.`,
    },
    ...(callbacksFunction && {
      CallbacksNotArriving: {
        severity: 'P3',
        metric: formula(
          'IF(delivered + failed > 0, 100 * outcomeByPollOnly / (delivered + failed), 0)',
          counted(hour, names.outcomeByPollOnly, names.delivered, names.failed),
          hour,
          'Outcomes that only the poll found',
        ),
        threshold: 50,
        unit: 'per cent',
        wrong: `Notify's callbacks do not reach pipeline ${pipelineId}. Polling finds most outcomes, a minute late. We do not learn of letters that come back.`,
        first: `check in Notify, under API integration, Callbacks, that the URL and the bearer token are those of the stack's outputs.`,
      },
    }),
  };
}
