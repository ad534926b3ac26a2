import type { Duration } from 'aws-cdk-lib';

/** SQS keeps a message that is held for 14 days. Its record has to outlast that: it says that it may have been sent. */
const leastDays = 15;
/** For so long Notify is asked what happened to a letter. */
export const letterDays = 60;

/** What is wrong and what to do, when a message could outlast its record. */
export function recordRetentionFault(retention: Duration | undefined): string | undefined {
  if (retention === undefined) return undefined;
  if (retention.isUnresolved()) return tokenFault('recordRetention', retention, 'seconds');
  if (daysOf(retention) >= leastDays) return undefined;
  return `recordRetention must be at least ${leastDays} days, because a message can be held for 14 days, and without its record we would send it again, got ${retention.toHumanString()}: use Duration.days(${leastDays}) or more`;
}

/** What is wrong and what to do, when a letter could outlast its record. */
export function tooShortForLetters(retention: Duration): string | undefined {
  if (daysOf(retention) >= letterDays) return undefined;
  return `recordRetention is ${retention.toHumanString()}, but we ask Notify about a letter for ${letterDays} days, and cannot save the outcome without the record: use Duration.days(${letterDays}) or more. If you send no letters, acknowledge this warning`;
}

/** What is wrong and what to do, when S3 could not count how long it stores something. */
export function wholeDaysFault(prop: string, retention: Duration | undefined): string | undefined {
  if (retention === undefined) return undefined;
  if (retention.isUnresolved()) return tokenFault(prop, retention, 'days');
  const days = daysOf(retention);
  if (Number.isInteger(days) && days >= 1) return undefined;
  return `${prop} must be whole days, at least 1, because S3 counts in days, got ${retention.toHumanString()}: use Duration.days(1) or more`;
}

/** The CDK converts no number that only the deployment knows, and does not say which prop it is of. */
function tokenFault(prop: string, duration: Duration, unit: 'days' | 'seconds'): string | undefined {
  if (duration.unitLabel() === unit) return undefined;
  return `${prop} must be known at synth or be in ${unit}, because a token cannot be converted, got one in ${duration.unitLabel()}: use Duration.${unit}`;
}

/** What only the deployment knows is taken to be long. */
const daysOf = (duration: Duration): number =>
  duration.isUnresolved() ? Infinity : duration.toDays({ integral: false });
