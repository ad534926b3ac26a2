import { setTimeout as pause } from 'node:timers/promises';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { readStatus } from '../operate/read-status';
import { refused } from '../operate/refused';
import { showStatus } from '../operate/show-status';
import { exitCodes, print, type Command } from './command';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';

const usage = `  status [--watch]
      Shows on one screen what waits on a pipeline's queues, what is held and why, which alarms have gone off, and what is
      switched off. Exit code 0 if all is well, 1 if something is held, stopped, switched off or a dead letter, or if an
      alarm has gone off. Needs grantOperate. Ages and alarms need CloudWatchReadOnlyAccess too.

      --watch               refresh until you press Ctrl-C
      --every SECONDS       with --watch, how often; default 5
${pipelineUsage}
`;

/** Clears the screen, and begins at its top. */
const clear = '\u001b[2J\u001b[H';

export const status: Command = {
  usage,
  examples: ['status', 'status --watch --pipeline licences-production', 'status --json'],
  async run(args) {
    const { pipeline, json, watch, every } = readOptions(args, {
      ...pipelineOptions,
      watch: { type: 'boolean', default: false },
      every: { type: 'string', default: '5' },
    });
    if (!/^[1-9]\d{0,3}$/.test(every))
      throw new Error(`--every "${every}" must be a whole number of seconds, at least 1`);
    const found = await findPipeline(pipeline);
    return interruptible((stop) => (watch ? watchIt(found, Number(every), json, stop) : showOnce(found, json))).catch(
      (error: unknown) => {
        throw refused('the pipeline cannot be read', error, 'grantOperate');
      },
    );
  },
};

async function showOnce(pipeline: PipelineDescription, json: boolean): Promise<number> {
  const now = await readStatus(pipeline, Date.now());
  print(json ? JSON.stringify(now) : showStatus(now));
  return now.isWell ? exitCodes.done : exitCodes.incomplete;
}

async function watchIt(
  pipeline: PipelineDescription,
  every: number,
  json: boolean,
  stop: AbortSignal,
): Promise<number> {
  while (!stop.aborted) {
    if (process.stdout.isTTY && !json) process.stdout.write(clear);
    await showOnce(pipeline, json);
    await pause(every * 1000, undefined, { signal: stop }).catch(() => undefined);
  }
  return exitCodeOf(stop.reason as NodeJS.Signals);
}
