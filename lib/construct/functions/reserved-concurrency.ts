import { Token } from 'aws-cdk-lib';
import { suggestion } from '../../contract/did-you-mean';
import type { SendConcurrency } from './send-concurrency';

/** The functions of a pipeline by the names that their options go by. */
export const functionNames = [
  'send',
  'sendUrgent',
  'poll',
  'release',
  'releaseScheduled',
  'announce',
  'callbacks',
  'receivedTexts',
  'letterPdfs',
  'sendTask',
  'canary',
] as const;

export type FunctionName = (typeof functionNames)[number];

/** How many runs of single functions there may be at a time. One that the pipeline does not have changes nothing. */
export interface FunctionConcurrency {
  /** Of `sendFunction`. At least `maxConcurrency`. @default - with `forAll`, `maxConcurrency` */
  readonly send?: number;
  /** Of `sendUrgentFunction`. At least `urgentMaxConcurrency`. @default - with `forAll`, `urgentMaxConcurrency` */
  readonly sendUrgent?: number;
  /** Of `pollFunction`. @default - with `forAll`, as many as run at once if each takes its 5 minutes: 5 if it runs every minute */
  readonly poll?: number;
  /** Of `releaseFunction`. @default - with `forAll`, 1 */
  readonly release?: number;
  /** Of `releaseScheduledFunction`. @default - with `forAll`, 1 */
  readonly releaseScheduled?: number;
  /** Of `announceFunction`, which runs once for each shard of the table's stream. @default - with `forAll`, 10 */
  readonly announce?: number;
  /** Of `callbacksFunction`. At least 2. @default 10 */
  readonly callbacks?: number;
  /** Of `receivedTextsFunction`. @default - with `forAll`, 1 */
  readonly receivedTexts?: number;
  /** Of `letterPdfFunction`. At least 2. @default - with `forAll`, 2 */
  readonly letterPdfs?: number;
  /** Of `sendTaskFunction`, which states invoke too. At least 2. @default - with `forAll`, 10 */
  readonly sendTask?: number;
  /** Of `canaryFunction`. @default - with `forAll`, as many as run at once if each canary takes as long as it may: 1 by default */
  readonly canary?: number;
}

/**
 * How many runs of functions Lambda holds ready, and allows at most. They cost nothing, but the other functions of the account
 * do without them: it has 1,000 by default, of which 100 stay for all.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', { apiKeySecret, functionOptions: { reservedConcurrency: ReservedConcurrency.forAll() } });
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export class ReservedConcurrency {
  /**
   * For every function as many runs as it can ever have: 42 by default, with callbacks, texts and letters' PDFs on, and 10 more with `sendTasks`.
   *
   * @param others what is different for single functions
   *
   * @example
   * ReservedConcurrency.forAll({ announce: 20 });
   */
  static forAll(others: FunctionConcurrency = {}): ReservedConcurrency {
    return new ReservedConcurrency(others, true);
  }

  /**
   * For these functions alone.
   *
   * @example
   * ReservedConcurrency.of({ callbacks: 20 });
   */
  static of(functions: FunctionConcurrency): ReservedConcurrency {
    return new ReservedConcurrency(functions, false);
  }

  private constructor(
    /** @internal */
    readonly _functions: FunctionConcurrency,
    /** @internal Whether all others are reserved what they need. */
    readonly _all: boolean,
  ) {}
}

/** How many runs are reserved for a function, if any are. */
export function reservedFor(
  reserved: ReservedConcurrency | undefined,
  name: FunctionName,
  { needed, always }: { readonly needed: number; readonly always: boolean },
): number | undefined {
  return reserved?._functions[name] ?? (always || reserved?._all ? needed : undefined);
}

/** What is wrong with it, each with what to do. */
export function reservedConcurrencyFaults(
  reserved: ReservedConcurrency | undefined,
  { queue, urgentQueue }: SendConcurrency,
): readonly string[] {
  const least: Partial<Record<FunctionName, readonly [number, string]>> = {
    send: [queue.maxConcurrency, 'SQS reads that many batches at a time, and counts those that Lambda throttles'],
    sendUrgent: [urgentQueue.maxConcurrency, 'SQS reads that many batches of the urgent queue at a time'],
    callbacks: [2, 'SQS event sources accept no fewer'],
    letterPdfs: [2, 'SQS event sources accept no fewer'],
    sendTask: [2, 'SQS event sources accept no fewer'],
  };
  return Object.entries(reserved?._functions ?? {}).flatMap(([name, value]: [string, number | undefined]) => {
    if (!functionNames.includes(name as FunctionName)) {
      return `functionOptions.reservedConcurrency has no ${name}: ${suggestion(name, functionNames)}`;
    }
    const [fewest, reason] = least[name as FunctionName] ?? [1, 'with 0 it never runs'];
    if (value === undefined || Token.isUnresolved(value)) return [];
    const isEnough = Token.isUnresolved(fewest) ? value >= 1 : value >= fewest;
    if (Number.isInteger(value) && isEnough) return [];
    return `functionOptions.reservedConcurrency.${name} must be a whole number, at least ${Token.isUnresolved(fewest) ? 1 : fewest}, because ${reason}, got ${value}: raise it or leave it out`;
  });
}
