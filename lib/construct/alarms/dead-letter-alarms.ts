import { Duration } from 'aws-cdk-lib';
import { messageAttributes } from '../../contract/attributes';
import { metrics } from '../../contract/metrics';
import type { AlarmDefinitions } from './alarm-definition';
import { most, namesOf, type AlarmSubject } from './alarm-subject';
import { tenDays } from './waiting-alarms';

const minute = Duration.minutes(1);

/** What nobody could finish with. */
export function deadLetterAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, queues, eventDeadLetterQueue, letterPdfQueues, letterPdfFunction } = subject;
  const { sendFunction, sendUrgentFunction } = subject;
  const { deadLetterQueue } = queues;
  const all = [deadLetterQueue, eventDeadLetterQueue, letterPdfQueues?.deadLetterQueue].filter((each) => each);
  return {
    DeadLetters: {
      severity: 'P2',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: minute }),
      threshold: 1,
      unit: 'messages',
      wrong: `Messages of pipeline ${pipelineId} failed again and again, and are now dead letters. Their delivery records say whether they were sent, or that nobody knows.`,
      first: `run \`npx cdk-govuk-notify redrive --dry-run\` to see the reasons (attribute ${messageAttributes.reason}). Read the logs of ${namesOf(sendFunction, sendUrgentFunction)}. Fix the cause, then run \`npx cdk-govuk-notify redrive\`. Messages that were already sent are not sent again.`,
    },
    TechnicalFailures: {
      severity: 'P2',
      metric: subject.metric(metrics.names.technicalFailure, Duration.minutes(15)),
      threshold: 5,
      unit: 'messages in 15 minutes',
      wrong: `Messages of pipeline ${pipelineId} keep failing for a technical reason, so people do not get them. Either Notify or a provider fails, or they end as dead letters.`,
      first: `look at status.notifications.service.gov.uk. Then run \`npx cdk-govuk-notify find --state failed\` and read the reason in each record.`,
    },
    DeadLettersExpire: {
      severity: 'P1',
      metric: most(
        all.flatMap((queue) =>
          queue ? [queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) })] : [],
        ),
        Duration.minutes(5),
        'Oldest dead letter',
      ),
      ...tenDays,
      wrong: `Dead letters of pipeline ${pipelineId} are ten days old. SQS deletes them after 14 days, and then nobody can send them.`,
      first: `run \`npx cdk-govuk-notify redrive --dry-run\`. Then redrive them, or decide to lose them.`,
    },
    ...(eventDeadLetterQueue && {
      EventDeadLetters: {
        severity: 'P2',
        metric: eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: minute }),
        threshold: 1,
        unit: 'events',
        wrong: `Subscribers get no events of pipeline ${pipelineId}, because EventBridge cannot use the key that encrypts the bus. The events wait in ${eventDeadLetterQueue.queueName} for 14 days.`,
        first: `read the attribute ERROR_MESSAGE of one of them. Enable the key, or let events.amazonaws.com use it in its policy. Then put each event on the bus again.`,
      },
    }),
    ...(letterPdfQueues &&
      letterPdfFunction && {
        LetterPdfDeadLetters: {
          severity: 'P2',
          metric: letterPdfQueues.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: minute }),
          threshold: 1,
          unit: 'letters',
          wrong: `We could not store PDFs of letters of pipeline ${pipelineId}. The letters themselves are not affected.`,
          first: `read the log of ${letterPdfFunction.functionName} from when they arrived, and fix the cause. Then redrive the dead-letter queue in the SQS console, before Notify deletes the letters.`,
        },
      }),
  };
}
