import { Duration } from 'aws-cdk-lib';
import type { AlarmDefinitions } from './alarm-definition';
import type { AlarmSubject } from './alarm-subject';

/** Tasks of Step Functions that do not get their outcomes. */
export function taskAlarms({ pipelineId, sendTaskFunction }: AlarmSubject): AlarmDefinitions {
  if (!sendTaskFunction) return {};
  return {
    TaskOutcomesWait: {
      severity: 'P2',
      metric: sendTaskFunction.outcomes.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.minutes(15).toSeconds(),
      unit: 'seconds',
      wrong: `State machines have waited for outcomes of pipeline ${pipelineId} for 15 minutes. Their next states start late.`,
      first: `run \`npx cdk-govuk-notify doctor\`, then read the log of ${sendTaskFunction.functionName}. Does it fail, is it throttled, or is its event source off?`,
    },
  };
}
