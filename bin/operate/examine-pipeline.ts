import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import type { Stops } from '../../lambda/shared/holds/hold-store';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { connectSqs, connectTable } from './clients';
import { look, well, wrong, type Finding } from './finding';
import { depthOf, queuesOf } from './pipeline-queues';
import { holdLine, isCircuitOpen, standingHolds } from './stops';

const grant = 'grantOperate of the NotifyPipeline';
const mend = 'deploy the stack again, and check that its encryption key is enabled';

/** Whether the queues can be reached and nothing is among the dead letters. */
export async function examineQueues(pipeline: PipelineDescription): Promise<readonly Finding[]> {
  const sqs = connectSqs();
  const each = queuesOf(pipeline).map(({ name, url }) => {
    const subject = name === 'dead letters' ? name : `queue ${name}`;
    const looking = async (): Promise<Finding> => {
      const { waiting, hidden } = await depthOf(sqs, url);
      return name === 'dead letters' && waiting + hidden > 0
        ? wrong(
            subject,
            `there are ${waiting + hidden}`,
            'run npx cdk-govuk-notify redrive --dry-run to see why; fix that, then redrive',
          )
        : well(subject, `${waiting} wait`);
    };
    return look(subject, looking(), { grant, mend });
  });
  return (await Promise.all(each)).flat();
}

/** What stops messages, or undefined with the finding that it is not known. */
export async function examineStops(
  pipeline: PipelineDescription,
  now: number,
): Promise<{ readonly stops: Stops; readonly findings: readonly Finding[] }> {
  let stops: Stops = { holds: [], circuits: [] };
  const examine = async (): Promise<readonly Finding[]> => {
    stops = await new DynamoHoldStore(connectTable(), pipeline.tableName).read();
    const holds = standingHolds(stops, now).map((hold) =>
      wrong(
        `hold of ${hold.scope}`,
        holdLine(hold).trim(),
        hold.by === undefined
          ? 'fix what the reason says; then it ends by itself'
          : `when it is no longer needed, run npx cdk-govuk-notify resume ${hold.scope}`,
      ),
    );
    const lanes = stops.circuits
      .filter(isCircuitOpen)
      .map(({ lane, reason }) =>
        wrong(`channel ${lane}`, `it is stopped: ${reason}`, 'it starts again by itself when Notify works'),
      );
    const found = [...holds, ...lanes];
    return found.length > 0 ? found : [well('holds', 'nothing is held')];
  };
  return { findings: await look('table', examine(), { grant, mend }), stops };
}
