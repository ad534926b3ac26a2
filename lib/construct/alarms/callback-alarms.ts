import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../contract/metrics';
import type { AlarmDefinitions } from './alarm-definition';
import type { AlarmSubject } from './alarm-subject';

const fiveMinutes = Duration.minutes(5);

/** Calls that are not Notify's, or not as they should be. */
export function callbackAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, callbacksFunction } = subject;
  if (!callbacksFunction) return {};
  const { tokenSecret, routed } = callbacksFunction;
  return {
    BadToken: {
      severity: 'P3',
      metric: subject.metric(metrics.names.badToken, fiveMinutes),
      threshold: 1,
      unit: 'calls',
      // One call of a stranger's is nothing.
      periods: 3,
      wrong: `Calls with a wrong token keep coming to the callback URL of pipeline ${pipelineId}, from GOV.UK Notify or somebody else. We refuse them, and Notify does not retry. Polling recovers missed results, except returned letters.`,
      first: `compare the token in Notify, under API integration, Callbacks, with the value of the secret ${tokenSecret.secretArn}. If they differ, put the secret's value into Notify. If not, the calls come from a stranger.`,
    },
    NoTokenFlood: {
      severity: 'P3',
      metric: subject.metric(metrics.names.noToken, fiveMinutes),
      threshold: 100,
      unit: 'calls in five minutes',
      periods: 3,
      wrong: `Somebody who is not GOV.UK Notify keeps calling the callback URL of pipeline ${pipelineId}. We refuse every call. Each costs a little.`,
      first: `read the log of ${callbacksFunction.functionName}. If Throttled goes off too, Notify's own calls are late. Notify retries them, and polling finds the outcomes.`,
    },
    ...(routed && {
      BadSignature: {
        severity: 'P3',
        metric: subject.metric(metrics.names.badSignature, fiveMinutes),
        threshold: 1,
        unit: 'callbacks',
        wrong: `Another pipeline, or somebody else, forwards callbacks to pipeline ${pipelineId} that are not signed with its secret. We ignore them. Polling recovers missed results, except returned letters.`,
        first: `compare the signingSecret of that pipeline's callbackRoutes with that of this one's routedCallbacks. If they are the same, check who else can put messages on ${routed.queue.queueName}.`,
      },
      RoutedCallbacksWait: {
        severity: 'P2',
        metric: routed.queue.metricApproximateAgeOfOldestMessage({ period: fiveMinutes }),
        threshold: Duration.minutes(15).toSeconds(),
        unit: 'seconds',
        wrong: `Callbacks that other pipelines forwarded to pipeline ${pipelineId} have waited for 15 minutes. Notify does not repeat them, so outcomes are late.`,
        first: `run \`npx cdk-govuk-notify doctor\`, then read the log of ${callbacksFunction.functionName}. Does it fail, is it throttled, or is its event source off?`,
      },
    }),
  };
}
