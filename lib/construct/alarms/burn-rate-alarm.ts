import { Alarm, AlarmRule, ComparisonOperator, CompositeAlarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';
import type { BurnRateDefinition } from './burn-rates';

export interface BurnRateAlarmProps extends BurnRateDefinition {
  readonly description: string;
}

/**
 * An alarm that goes off when both windows show that an error budget is spent too fast. Metric maths takes one period for all metrics
 * of an alarm, so each window is an alarm of its own that notifies nobody, and a third looks at both.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
export class BurnRateAlarm extends Construct {
  readonly both: CompositeAlarm;

  constructor(scope: Construct, id: string, { windows, burnRate, threshold, description }: BurnRateAlarmProps) {
    super(scope, id);
    const [long, short] = windows;
    const shown = [
      ['Long', long],
      ['Short', short],
    ] as const;
    const alarms = shown.map(
      ([name, window]) =>
        new Alarm(this, name, {
          metric: burnRate(window),
          threshold,
          evaluationPeriods: 1,
          comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          // Without a severity: it is nothing to look at by itself.
          alarmDescription: `A part of ${id}: its ${name.toLowerCase()} window of ${window.toHumanString()}. Do nothing about it: ${id} goes off when both windows are red.`,
        }),
    );
    for (const alarm of alarms) acknowledge(alarm, 'noAlarmAction');
    this.both = new CompositeAlarm(this, 'Both', {
      alarmRule: AlarmRule.allOf(...alarms),
      alarmDescription: description,
    });
  }
}
