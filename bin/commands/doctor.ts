import { readFile } from 'node:fs/promises';
import { examineAlarms } from '../operate/examine-alarms';
import { examineFunctions } from '../operate/examine-functions';
import { examineKey } from '../operate/examine-key';
import { examineQueues, examineStops } from '../operate/examine-pipeline';
import { examineTable } from '../operate/examine-table';
import { examineCallbacks, examineClock } from '../operate/examine-surroundings';
import { byUrgency, type Finding } from '../operate/finding';
import { isCircuitOpen } from '../operate/stops';
import { cannot, exitCodes, print, type Command } from './command';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';
import { baseUrlOf } from './service';

const usage = `  doctor [--templates FILE]
      Checks everything that can be wrong with a pipeline, and says how to fix it: the API key and whether Notify accepts
      it, the functions with their settings, code, concurrency and triggers, queues, dead letters, the table, holds, the
      callback endpoint, alarms and who they notify, and this machine's clock. Changes nothing. Exit code 1 if something is
      wrong. If you lack a permission, it names the permission. Needs grantOperate, CloudWatchReadOnlyAccess and, to check
      the API key, permission to read its secret.

      --templates FILE      also check that this file from templates pull matches Notify
${pipelineUsage}
`;

export const doctor: Command = {
  usage,
  examples: ['doctor', 'doctor --pipeline licences-production --json', 'doctor --templates src/notify-templates.ts'],
  async run(args) {
    const {
      json,
      pipeline,
      templates: file,
    } = readOptions(args, { ...pipelineOptions, templates: { type: 'string' } });
    const templates = file === undefined ? undefined : { file, source: await readSource(file) };
    const found = await findPipeline(pipeline);
    const now = Date.now();
    const { stops, findings } = await examineStops(found, now);
    const stoppedLanes = stops.circuits.filter(isCircuitOpen);
    const others = await Promise.all([
      examineKey({ pipeline: found, stoppedLanes, templates }),
      examineFunctions(found),
      examineQueues(found),
      examineTable(found),
      examineCallbacks(found),
      examineAlarms(found, now),
      examineClock(baseUrlOf({}), Date.now),
    ]);
    const all = byUrgency([...findings, ...others.flat()]);
    const isWell = all.every(({ state }) => state !== 'wrong');
    if (json) print(JSON.stringify({ pipelineId: found.pipelineId, isWell, findings: all }));
    else print(all.map(findingLine).join('\n'));
    return isWell ? exitCodes.done : exitCodes.incomplete;
  },
};

const readSource = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw cannot(`${file} cannot be read`, error, 'write it with templates pull');
  });

const findingLine = ({ subject, state, detail, mend }: Finding): string =>
  [`${state.padEnd(9)}  ${subject}: ${detail}`, ...(mend === undefined ? [] : [`           mend: ${mend}`])].join('\n');
