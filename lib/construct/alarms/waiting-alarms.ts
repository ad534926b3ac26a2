import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../contract/metrics';
import { stateItems } from '../../contract/state-items';
import { callsPerMinute } from '../functions/send-concurrency';
import type { AlarmDefinitions } from './alarm-definition';
import { formula, most, type AlarmSubject } from './alarm-subject';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/** Messages that wait for too long. */
export function waitingAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, queues, table, releaseFunction, sendFunction, sendUrgentFunction } = subject;
  const { queue, urgentQueue, heldQueues } = queues;
  const ageOf = { period: fiveMinutes };
  return {
    MessagesWait: {
      severity: 'P2',
      // A long mailing that goes at the full pace is no reason to be woken.
      metric: formula(
        `IF(sent < ${callsPerMinute(subject.rate)} * 5 / 2, age, 0)`,
        {
          age: queue.metricApproximateAgeOfOldestMessage(ageOf),
          sent: subject.metric(metrics.names.sent, fiveMinutes),
        },
        fiveMinutes,
        'Oldest message, while less than half the rate is sent',
      ),
      threshold: Duration.hours(1).toSeconds(),
      unit: 'seconds',
      periods: 3,
      wrong: `Messages of pipeline ${pipelineId} have waited for an hour. We send less than half of what Notify allows, so people get them late.`,
      first: `run \`npx cdk-govuk-notify doctor\` and fix what it names. Then read the log of ${sendFunction.functionName}. Does the function fail, is it throttled, or is its event source off?`,
    },
    UrgentMessagesWait: {
      severity: 'P1',
      // By the pipeline's own clock. If nobody looks at the messages, the age on the queue says so.
      metric: formula(
        'MAX([waiting, IF(visible > 0, age, 0)])',
        {
          waiting: subject.metric(metrics.names.urgentWaiting, minute, { statistic: 'Maximum' }),
          visible: urgentQueue.metricApproximateNumberOfMessagesVisible({ period: minute }),
          age: urgentQueue.metricApproximateAgeOfOldestMessage({ period: minute }),
        },
        minute,
        'Longest wait of an urgent message',
      ),
      threshold: Duration.minutes(2).toSeconds(),
      unit: 'seconds',
      periods: 2,
      within: 3,
      wrong: `Urgent messages of pipeline ${pipelineId} are still not sent two minutes after we first saw them. If they are sign-in codes, people cannot sign in.`,
      first: `run \`npx cdk-govuk-notify status\`. Is there a hold, or is the rate limit spent? Is Notify down (status.notifications.service.gov.uk)? Is ${sendUrgentFunction.functionName} throttled?`,
    },
    OperatorHold: {
      severity: 'P3',
      metric: subject.metric(metrics.names.operatorHold, fiveMinutes),
      threshold: 1,
      unit: 'looks at the hold',
      wrong: `Somebody holds messages of pipeline ${pipelineId}. People get them only when the hold ends: by \`resume\`, or at its end time. SQS deletes messages after 14 days.`,
      first: `run \`npx cdk-govuk-notify status\` to see who placed the hold, why and until when. When it is no longer needed, run \`npx cdk-govuk-notify resume\` with the scope that \`status\` shows.`,
    },
    MessagesExpire: {
      severity: 'P1',
      metric: most(
        [queue, urgentQueue].map((each) => each.metricApproximateAgeOfOldestMessage(ageOf)),
        fiveMinutes,
        'Oldest message',
      ),
      ...tenDays,
      wrong: `Messages of pipeline ${pipelineId} have been on their queue for ten days. SQS deletes them unsent after 14 days, and people never get them.`,
      first: `run \`npx cdk-govuk-notify doctor\` and fix what it names. If that takes more than four days, move the messages to a queue of your own.`,
    },
    HeldMessagesExpire: {
      severity: 'P1',
      metric: heldQueues.metricApproximateAgeOfOldestMessage(ageOf),
      threshold: Duration.days(12).toSeconds(),
      unit: 'seconds',
      // The age of the last five minutes may come late, and counts as none until it does.
      within: 3,
      wrong: `Messages of pipeline ${pipelineId} have been held for 12 days. SQS deletes them unsent after 14 days, and people never get them.`,
      first: `run \`npx cdk-govuk-notify status\` to see why they wait. The items of ${table.tableName} whose id begins with "${stateItems.hold.email.split(' ')[0]}" say the same. Read the log of ${releaseFunction.functionName}. If the wait will not end in time, move them to a queue of your own.`,
    },
  };
}

/** Long enough before SQS deletes anything for somebody to save it. */
export const tenDays = { threshold: Duration.days(10).toSeconds(), unit: 'seconds', within: 3 } as const;
