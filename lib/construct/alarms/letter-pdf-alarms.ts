import { Duration } from 'aws-cdk-lib';
import type { AlarmDefinitions } from './alarm-definition';
import type { AlarmSubject } from './alarm-subject';

/** PDFs of letters that are not fetched. */
export function letterPdfAlarms({ pipelineId, letterPdfQueues, letterPdfFunction }: AlarmSubject): AlarmDefinitions {
  if (!letterPdfQueues || !letterPdfFunction) return {};
  return {
    LetterPdfsWait: {
      severity: 'P2',
      metric: letterPdfQueues.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.days(1).toSeconds(),
      unit: 'seconds',
      periods: 3,
      wrong: `For a day we have not fetched PDFs of letters of pipeline ${pipelineId}. Notify deletes letters after seven days, unless its settings say otherwise.`,
      first: `run \`npx cdk-govuk-notify doctor\`. Is ${letterPdfFunction.functionName} throttled, or is its event source off?`,
    },
  };
}
