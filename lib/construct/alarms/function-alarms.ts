import { Duration } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { metrics } from '../../contract/metrics';
import type { AlarmDefinition, AlarmDefinitions } from './alarm-definition';
import { namesOf, sum, type AlarmSubject } from './alarm-subject';

const fiveMinutes = Duration.minutes(5);

/** Functions that fail, are throttled, or do not run. */
export function functionAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, sendFunction, sendUrgentFunction, pollFunction, releaseFunction, announceFunction } = subject;
  const { callbacksFunction, receivedTextsFunction, letterPdfFunction, sendTaskFunction } = subject;
  const { releaseScheduledFunction, scheduledTable } = subject;
  const calledByOthers = [sendFunction, sendUrgentFunction, callbacksFunction, sendTaskFunction].filter(
    (each) => each !== undefined,
  );
  return {
    Faults: {
      severity: 'P2',
      metric: subject.metric(metrics.names.fault, fiveMinutes),
      threshold: 1,
      unit: 'faults',
      periods: 3,
      wrong: `Pipeline ${pipelineId} cannot handle messages or callbacks, because its table, a secret, a queue, the bucket or the key fails. Messages are late. We retry them and lose none.`,
      first: `run \`npx cdk-govuk-notify doctor\` and fix what it names. Then read the logs of ${namesOf(sendFunction, sendUrgentFunction, releaseFunction, releaseScheduledFunction, callbacksFunction, letterPdfFunction, sendTaskFunction)}. Is a permission missing, or does the table throttle?`,
    },
    Throttled: {
      severity: 'P2',
      metric: sum(
        calledByOthers.map((each) => each.metricThrottles({ period: fiveMinutes })),
        fiveMinutes,
        'Invocations that were turned away',
      ),
      threshold: 1,
      unit: 'invocations',
      periods: 3,
      wrong: `Lambda throttles ${namesOf(...calledByOthers)}. Messages and callbacks are late. We retry them.`,
      first: `look in the Lambda console at the account's concurrent executions. Ask AWS for more, or limit other functions.`,
    },
    SendErrors: errors(sendFunction, 'Messages go back to the queue and are late.'),
    SendUrgentErrors: errors(sendUrgentFunction, 'Urgent messages go back to their queue and are late.'),
    PollErrors: errors(
      pollFunction,
      'We do not learn what happened to messages that were sent.',
      pollFunction.schedule.every,
    ),
    PollNotRunning: notRunning(
      pollFunction,
      pollFunction.schedule.every,
      'We do not learn what happened to messages that were sent.',
    ),
    ReleaseErrors: errors(releaseFunction, 'Held messages stay held.'),
    ReleaseNotRunning: notRunning(releaseFunction, releaseFunction.schedule.every, 'Held messages stay held.'),
    ReleaseScheduledErrors: errors(releaseScheduledFunction, 'Messages with a send_after are late.'),
    ReleaseScheduledNotRunning: notRunning(
      releaseScheduledFunction,
      releaseScheduledFunction.schedule.every,
      'Messages with a send_after are late.',
    ),
    ScheduledMessagesLate: {
      severity: 'P2',
      metric: subject.metric(metrics.names.scheduledLate, fiveMinutes, { statistic: 'Maximum' }),
      threshold: fiveMinutes.toSeconds(),
      unit: 'seconds',
      periods: 3,
      wrong: `Scheduled messages of pipeline ${pipelineId} are five minutes late or more, and no hold stops them. They stay in ${scheduledTable.tableName}, which deletes them unsent 30 days after their time.`,
      first: `read the log of ${releaseScheduledFunction.functionName}. Is a permission missing for a table, a queue or the key? Does a table throttle? Does the function time out?`,
    },
    AnnounceErrors: errors(announceFunction, 'Events are late.'),
    ...(callbacksFunction && {
      CallbacksErrors: errors(callbacksFunction, 'Notify retries for 25 minutes.'),
    }),
    ...(receivedTextsFunction && {
      ReceivedTextsErrors: errors(
        receivedTextsFunction,
        'Some or all texts that people sent have no event. Notify has them for a week.',
        receivedTextsFunction.schedule.every,
      ),
      ReceivedTextsNotRunning: notRunning(
        receivedTextsFunction,
        receivedTextsFunction.schedule.every,
        'Texts that people sent have no event. Notify has them for a week.',
      ),
    }),
    ...(letterPdfFunction && { LetterPdfErrors: errors(letterPdfFunction, 'PDFs of letters are not stored.') }),
    ...(sendTaskFunction && {
      SendTaskErrors: errors(sendTaskFunction, 'State machines cannot send, or wait longer for outcomes.'),
    }),
  };
}

/** @param every how often the function runs, if it does so by the clock */
export function errors(target: Function, effect: string, every = Duration.minutes(1)): AlarmDefinition {
  // Where it does not run, nothing fails, and three in a row would never be. No period is longer than a day.
  const minutes = Math.min(Math.max(every.toMinutes(), 5), 24 * 60);
  return {
    severity: 'P2',
    metric: target.metricErrors({ period: Duration.minutes(minutes) }),
    threshold: 1,
    unit: 'errors',
    periods: 3,
    wrong: `The function ${target.functionName} keeps failing. ${effect}`,
    first: `read the first error in its log of the last ${3 * minutes} minutes. Look for time-outs and missing permissions too.`,
  };
}

/** A function that fails is seen by its errors. One that nobody runs has none. */
export function notRunning(target: Function, every: Duration, effect: string): AlarmDefinition {
  // An alarm looks back a week at most.
  const minutes = Math.min(Math.max(every.toMinutes(), 5), (7 * 24 * 60) / 3);
  return {
    severity: 'P2',
    metric: target.metricInvocations({ period: Duration.minutes(minutes), statistic: 'Sum' }),
    threshold: 1,
    unit: 'runs',
    periods: 3,
    isHeartbeat: true,
    wrong: `The function ${target.functionName} has not run for ${3 * minutes} minutes. ${effect}`,
    first: `run \`npx cdk-govuk-notify doctor\`. Is its schedule disabled or deleted, or has it no permission to call the function?`,
  };
}
