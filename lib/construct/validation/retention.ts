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
  return `recordRetention must be at least ${leastDays} days, for a message can be held for 14, and without its record would be sent again, got ${retention.toHumanString()}: use Duration.days(${leastDays}) or more`;
}

/** What is wrong and what to do, when a letter could outlast its record. */
export function tooShortForLetters(retention: Duration): string | undefined {
  if (daysOf(retention) >= letterDays) return undefined;
  return `recordRetention ${retention.toHumanString()} is less than the ${letterDays} days for which Notify is asked what became of a letter, and what it says once the record is gone is lost: use Duration.days(${letterDays}) or more, or acknowledge this if no letters are sent`;
}

/** What is wrong and what to do, when S3 could not count how long the PDFs of letters are kept. */
export function letterPdfRetentionFault(retention: Duration | undefined): string | undefined {
  if (retention === undefined) return undefined;
  if (retention.isUnresolved()) return tokenFault('letterPdfRetention', retention, 'days');
  const days = daysOf(retention);
  if (Number.isInteger(days) && days >= 1) return undefined;
  return `letterPdfRetention must be whole days and at least one, for S3 counts no finer, got ${retention.toHumanString()}: use Duration.days(1) or more`;
}

/** The CDK converts no number that only the deployment knows, and does not say which prop it is of. */
function tokenFault(prop: string, duration: Duration, unit: 'days' | 'seconds'): string | undefined {
  if (duration.unitLabel() === unit) return undefined;
  return `${prop} must be known at synth or be in ${unit}, for a token is never converted, got one in ${duration.unitLabel()}: use Duration.${unit}`;
}

/** What only the deployment knows is taken to be long. */
const daysOf = (duration: Duration): number =>
  duration.isUnresolved() ? Infinity : duration.toDays({ integral: false });
