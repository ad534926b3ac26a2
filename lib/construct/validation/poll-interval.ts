import type { Duration } from 'aws-cdk-lib';

/** What is wrong with how often something runs by a schedule. */
export function pollIntervalFault(prop: string, interval: Duration | undefined): string | undefined {
  if (interval === undefined) return undefined;
  if (interval.isUnresolved()) {
    return `${prop} must be known at synth, because a schedule is written with minute or minutes, got a token: use Duration.minutes(1) or more`;
  }
  const minutes = interval.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= 1) return undefined;
  return `${prop} must be whole minutes, at least 1, because schedules have no shorter interval, got ${interval.toHumanString()}: use Duration.minutes(1) or more`;
}
