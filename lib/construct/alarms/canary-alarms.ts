import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../contract/metrics';
import type { AlarmDefinitions } from './alarm-definition';
import type { AlarmSubject } from './alarm-subject';
import { errors, notRunning } from './function-alarms';

/** Canaries that Notify did not get. */
export function canaryAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, canaryFunction } = subject;
  if (!canaryFunction) return {};
  const { every } = canaryFunction.schedule;
  const period = Duration.minutes(Math.min(Math.max(every.toMinutes(), 5), (7 * 24 * 60) / 3));
  return {
    CanaryMissing: {
      severity: 'P2',
      metric: subject.metric(metrics.names.canaryArrived, period),
      threshold: 1,
      unit: 'canaries',
      periods: 3,
      isHeartbeat: true,
      wrong: `No test email (canary) of pipeline ${pipelineId} has reached Notify in time for ${3 * period.toMinutes()} minutes. Other messages may be late too.`,
      first: `run \`npx cdk-govuk-notify status\`. Is there a hold? Then read the log of ${canaryFunction.functionName}: it says in which state the canary was.`,
    },
    CanaryErrors: errors(canaryFunction, 'No canary tests whether messages are sent.', every),
    CanaryNotRunning: notRunning(canaryFunction, every, 'No canary tests whether messages are sent.'),
  };
}
