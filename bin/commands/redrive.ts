import { setTimeout as pause } from 'node:timers/promises';
import { countOf } from '../counted';
import { columns } from '../operate/columns';
import { connectSqs } from '../operate/clients';
import { depthOf } from '../operate/pipeline-queues';
import { readTime } from '../operate/read-time';
import { redrive as putBack, type RedriveResult } from '../operate/redrive';
import { refused } from '../operate/refused';
import { hiddenFor } from '../operate/take-messages';
import { complain, exitCodes, print, type Command } from './command';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';

const usage = `  redrive [--reason TEXT] [--since TIME] [--rate N] [--dry-run]
      Puts each dead letter back on the queue that it came from, and counts them by reason. Nothing is sent twice, even if
      you stop it and run it again, or two people run it at once. Exit code 0 if all that you chose are back, 1 if not.
      Needs grantRedrive.

      --reason TEXT         only those whose reason contains this text
      --since TIME          only from this time: 2026-03-02, 2026-03-02T09:30:00Z, 30m, 2h or 7d
      --rate N              at most N a second; default as fast as possible
      --dry-run             count them, and change nothing
${pipelineUsage}
`;

export const redrive: Command = {
  usage,
  examples: [
    'redrive --dry-run',
    'redrive --reason "not a valid API key" --since 2h',
    'redrive --rate 10 --pipeline licences-production',
  ],
  async run(args) {
    const options = readOptions(args, {
      ...pipelineOptions,
      reason: { type: 'string' },
      since: { type: 'string' },
      rate: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    });
    const { rate, reason, json, 'dry-run': isDryRun } = options;
    if (rate !== undefined && !/^[1-9]\d{0,4}$/.test(rate)) {
      throw new Error(`--rate "${rate}" must be a whole number of messages a second, at least 1`);
    }
    const since = options.since === undefined ? undefined : readTime(options.since, 'since', 'ago', Date.now());
    const pipeline = await findPipeline(options.pipeline);
    const sqs = connectSqs();
    return interruptible(async (stop) => {
      const inOtherHands = (await depthOf(sqs, pipeline.deadLetterQueueUrl)).hidden;
      const result = await putBack({
        sqs,
        pipeline,
        reason,
        since,
        isDryRun,
        stop,
        rate: rate === undefined ? undefined : Number(rate),
        sleep: (milliseconds) => pause(milliseconds, undefined, { signal: stop }).catch(() => undefined),
      });
      if (result.failures.length > 0 && total(result, 'putBack') === 0) throw result.failures[0];
      const left = await depthOf(sqs, pipeline.deadLetterQueueUrl);
      show(result, { isDryRun, json, left: left.waiting });
      return howItEnded(result, { isDryRun, inOtherHands, stop });
    }).catch((error: unknown) => {
      throw refused('the dead letters cannot be put back', error, 'grantRedrive');
    });
  },
};

const total = ({ rows }: RedriveResult, what: 'found' | 'chosen' | 'putBack'): number =>
  rows.reduce((sum, row) => sum + row[what], 0);

interface Shown {
  readonly isDryRun: boolean;
  readonly json: boolean;
  readonly left: number;
}

function show(result: RedriveResult, { isDryRun, json, left }: Shown): void {
  const found = total(result, 'found');
  const chosen = total(result, 'chosen');
  const back = total(result, 'putBack');
  if (json) return print(JSON.stringify({ found, chosen, putBack: back, isDryRun, left, reasons: result.rows }));
  const rows = result.rows.map((row) => [row.reason, row.queue, row.found, row.chosen, row.putBack]);
  if (rows.length > 0) print(columns(['reason', 'came from', 'before', 'chosen', 'put back'], rows));
  const done = isDryRun ? `${chosen} would be put back` : `${back} put back`;
  print(`${countOf(found, 'dead letter')}, ${done}, about ${left} left on the queue`);
}

interface Circumstances {
  readonly isDryRun: boolean;
  /** How many dead letters somebody else had received when this began. */
  readonly inOtherHands: number;
  readonly stop: AbortSignal;
}

/** Says what is left to do, if anything is. Answers the exit code. */
function howItEnded(result: RedriveResult, { isDryRun, inOtherHands, stop }: Circumstances): number {
  const [first] = result.failures;
  if (first !== undefined) complain(refused('some could not be put back', first, 'grantRedrive').message);
  if (inOtherHands > 0) {
    complain(
      `somebody else was reading ${countOf(inOtherHands, 'dead letter')}; run it again in ${hiddenFor / 60} minutes, or when they have finished`,
    );
  }
  if (stop.aborted) {
    complain('stopped; run it again for the others: no message is sent twice');
    return exitCodeOf(stop.reason as NodeJS.Signals);
  }
  const all = isDryRun || total(result, 'putBack') === total(result, 'chosen');
  return all && first === undefined && inOtherHands === 0 ? exitCodes.done : exitCodes.incomplete;
}
