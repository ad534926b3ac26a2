import { isCircuitOpen, standingHolds } from './stops';
import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import type { Hold } from '../../lambda/shared/holds/hold';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { iso } from '../../lib/contract/time';
import { connectSqs, connectTable } from './clients';
import { depthOf, queuesOf, type Depth } from './pipeline-queues';
import {
  isOff,
  known,
  readAges,
  readAlarms,
  readTriggers,
  type AlarmState,
  type Readable,
  type TriggerState,
} from './read-monitoring';

export interface Status {
  readonly pipelineId: string;
  readonly time: string;
  readonly queues: readonly (Depth & { readonly name: string; readonly oldestSeconds?: number })[];
  /** Why the ages are not known. */
  readonly agesUnknown?: string;
  readonly holds: readonly Hold[];
  /** The channels that are stopped because Notify fails on their messages, or refuses them. */
  readonly stoppedLanes: readonly Circuit[];
  readonly alarms: Readable<readonly AlarmState[]>;
  readonly triggers: readonly TriggerState[];
  readonly isWell: boolean;
}

/** How a pipeline is at this moment. */
export async function readStatus(pipeline: PipelineDescription, now: number): Promise<Status> {
  const sqs = connectSqs();
  const [depths, ages, stops, alarms, triggers] = await Promise.all([
    Promise.all(queuesOf(pipeline).map(async ({ name, url }) => ({ name, ...(await depthOf(sqs, url)) }))),
    known(readAges(pipeline, now)),
    new DynamoHoldStore(connectTable(), pipeline.tableName).read(),
    known(readAlarms(pipeline)),
    readTriggers(pipeline),
  ]);
  const holds = standingHolds(stops, now);
  const stoppedLanes = stops.circuits.filter(isCircuitOpen);
  const deadLetters = depths.find(({ name }) => name === 'dead letters')?.waiting ?? 0;
  const alarmed = 'value' in alarms && alarms.value.some(({ state }) => state === 'ALARM');
  return {
    pipelineId: pipeline.pipelineId,
    time: iso(now),
    queues: depths.map((depth) => {
      const oldestSeconds = 'value' in ages ? ages.value.get(depth.name) : undefined;
      return { ...depth, ...(oldestSeconds !== undefined && { oldestSeconds }) };
    }),
    ...('unknown' in ages && { agesUnknown: ages.unknown }),
    holds,
    stoppedLanes,
    alarms,
    triggers,
    isWell: holds.length + stoppedLanes.length + deadLetters === 0 && !alarmed && !triggers.some(isOff),
  };
}
