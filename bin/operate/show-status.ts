import { iso } from '../../lib/contract/time';
import { columns } from './columns';
import { isOff, type TriggerState } from './read-monitoring';
import type { Status } from './read-status';
import { holdLine } from './stops';

/** How a pipeline is, in one screen. What is not as it should be stands where it is looked for, or is said to be none. */
export function showStatus(status: Status): string {
  const { pipelineId, time, queues, agesUnknown, holds, stoppedLanes, alarms, triggers } = status;
  const rows = queues.map(({ name, waiting, hidden, delayed, oldestSeconds }) => [
    name,
    waiting,
    hidden,
    delayed,
    oldestSeconds === undefined ? '-' : lengthOf(oldestSeconds),
  ]);
  const lanes = stoppedLanes.map(
    ({ lane, since, until, reason }) => `  ${lane}  since ${iso(since)}, tried again at ${iso(until)}: ${reason}`,
  );
  const alarmed =
    'unknown' in alarms
      ? [`  not known: ${alarms.unknown}`]
      : alarms.value
          .filter(({ state }) => state === 'ALARM')
          .map(({ name, description }) => `  ${name}: ${description}`);
  return [
    `pipeline ${pipelineId} at ${time}`,
    '',
    columns(['queue', 'waiting', 'out of sight', 'delayed', 'oldest'], rows),
    ...(agesUnknown === undefined ? [] : [`  the ages are not known: ${agesUnknown}`]),
    ...section('holds', holds.map(holdLine)),
    ...section('stopped because Notify fails or refuses', lanes),
    ...section('alarms that have gone off', alarmed),
    ...section('switched off', triggers.filter(isOff).map(triggerLine)),
    ...section('on or off is not known', triggers.filter(({ state }) => 'unknown' in state).map(triggerLine)),
  ].join('\n');
}

const section = (head: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? ['', `${head}: none`] : ['', `${head}:`, ...lines];

const triggerLine = ({ name, kind, state }: TriggerState): string =>
  `  the ${kind} of ${name}: ${'value' in state ? state.value : state.unknown}`;

const lengthOf = (seconds: number): string => {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};
