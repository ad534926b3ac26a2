import type { Alarm, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/**
 * The alarms of a pipeline. Each goes off only for something that a person must fix, and says what to do first. The runbook
 * has a page for each, by its name.
 */
export interface IPipelineAlarms extends IConstruct {
  /**
   * Goes off when any P1 alarm does: the alarms that must wake somebody. Not set if all P1 alarms are switched off.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
   */
  readonly serviceHealth?: CompositeAlarm;

  /**
   * The alarms on how fast error budgets are spent, so that you can add your own actions. Empty without `burnRateAlarms`. `all`
   * does not have them.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
   */
  readonly burnRates: CompositeAlarm[];

  /**
   * Every alarm on a metric, so that you can add your own actions.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
   */
  readonly all: Alarm[];

  /**
   * One alarm, so that you can add your own actions. `undefined` when it is switched off.
   *
   * @param name such as `deadLetters`
   * @throws Error when the pipeline has no alarm of that name, as by what is not on, with the one that may be meant.
   *
   * @example
   * notify.alarms.find('deadLetters')?.addAlarmAction(new SnsAction(topic));
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
   */
  find(name: string): Alarm | undefined;
}
