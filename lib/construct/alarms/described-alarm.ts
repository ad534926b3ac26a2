import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmTerms {
  readonly metric: IMetric;
  readonly threshold: number;
  /** In how many periods the threshold has to be reached. */
  readonly periods?: number;
  /** Among how many periods they have to be, if not in a row. */
  readonly within?: number;
  /** What is wrong, and what follows from it. */
  readonly wrong: string;
  /** What to do first. */
  readonly first: string;
}

/** An alarm that tells whoever is woken by it what is wrong and what to do first. */
export function describedAlarm(
  scope: Construct,
  id: string,
  { metric, threshold, periods = 1, within = periods, wrong, first }: AlarmTerms,
): Alarm {
  return new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: within,
    datapointsToAlarm: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${wrong} What to do first: ${first}`,
  });
}
