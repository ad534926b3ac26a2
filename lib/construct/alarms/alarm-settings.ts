import { Token } from 'aws-cdk-lib';
import { suggestion } from '../../contract/did-you-mean';

/**
 * What is different about one alarm: its threshold, or that it is off.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', { apiKeySecret, alarms: { messagesWait: { threshold: 7200 } } });
 */
export interface AlarmSettings {
  /**
   * The value from which it goes off, in the unit that the runbook gives. More than 0.
   *
   * @default - as the runbook says
   */
  readonly threshold?: number;
  /**
   * Why the alarm is switched off, so that people who look for it know: the dashboard shows it. Not together with
   * `threshold`.
   *
   * @default - it is there
   */
  readonly off?: string;
}

/** By the names of alarms. */
export type AlarmSettingsByName = Readonly<Record<string, AlarmSettings>>;

/** What is wrong with settings of alarms, and what to do. */
export function alarmSettingsFaults(settings: AlarmSettingsByName, known: readonly string[]): readonly string[] {
  return Object.entries(settings).flatMap(([name, setting]) => {
    if (!known.includes(name)) {
      return [`alarms.${name} is not an alarm of this pipeline: ${suggestion(name, known)}`];
    }
    return settingFault(`alarms.${name}`, setting) ?? [];
  });
}

function settingFault(name: string, { threshold, off }: AlarmSettings): string | undefined {
  if (threshold !== undefined && off !== undefined) {
    return `${name} must not have both threshold and off, got ${threshold} and '${off}': leave out one of them`;
  }
  if (off !== undefined && off.trim() === '') {
    return `${name}.off must say why you do not want the alarm, got '${off}': give a reason, or leave it out`;
  }
  if (threshold === undefined || Token.isUnresolved(threshold) || threshold > 0) return undefined;
  return `${name}.threshold must be more than 0, got ${threshold}: raise it, or switch the alarm off with a reason`;
}
