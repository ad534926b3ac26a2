import { suggestion } from '../../lib/contract/did-you-mean';
import { environment } from '../../lib/contract/environment';
import type { NotifyPublisherOptions } from '../../lib/publisher';
import { findPipelines, onlyPipeline, targetOf } from '../../lib/publisher/find-pipeline';
import { cannotAtAws } from './cannot-at-aws';

const { queueUrl: queueVariable, pipelineId: pipelineVariable } = environment.publisher;

export const targetOptions = {
  pipeline: { type: 'string' },
  'queue-url': { type: 'string' },
  'pipeline-id': { type: 'string' },
} as const;

export const targetUsage = `      --pipeline ID         the pipeline, by its id; without it the only one in the account and region. Its SSM parameter
                            says where its queue is
      --queue-url URL       the pipeline's queue instead, or ${queueVariable}
      --pipeline-id ID      with the queue, the pipeline's id, or ${pipelineVariable}`;

interface TargetValues {
  readonly pipeline?: string | undefined;
  readonly 'queue-url'?: string | undefined;
  readonly 'pipeline-id'?: string | undefined;
}

/**
 * Where messages go: to the pipeline that is named, to the queue that options or environment name, or to the only pipeline
 * that is to be found.
 * @throws Error when that is not clear
 */
export async function findTarget(values: TargetValues, env = process.env): Promise<NotifyPublisherOptions> {
  if (values.pipeline !== undefined) {
    const other = (['queue-url', 'pipeline-id'] as const).find((name) => values[name] !== undefined);
    if (other) throw new Error(`--pipeline and --${other} exclude each other; give --pipeline alone`);
    return findById(values.pipeline);
  }
  const queueUrl = values['queue-url'] ?? env[queueVariable];
  const pipelineId = values['pipeline-id'] ?? env[pipelineVariable];
  if (!queueUrl && !pipelineId) return targetOf(onlyPipeline(await look()));
  if (!queueUrl) throw new Error(`--queue-url is missing, and ${queueVariable} too; or give --pipeline alone`);
  if (!pipelineId) throw new Error(`--pipeline-id is missing, and ${pipelineVariable} too; or give --pipeline alone`);
  return { queueUrl, pipelineId };
}

async function findById(pipelineId: string): Promise<NotifyPublisherOptions> {
  if (!/^[\w.-]+$/.test(pipelineId)) {
    throw new Error(
      `--pipeline "${pipelineId}" is no id; ids have letters, digits, full stops, underscores and hyphens`,
    );
  }
  const found = await look(pipelineId);
  if (found.length > 0) return targetOf(onlyPipeline(found, pipelineId));
  // Whoever may read one parameter need not be allowed to list them all.
  const others = [...new Set((await findPipelines().catch(() => [])).map((each) => each.pipelineId))];
  if (others.length === 0) return targetOf(onlyPipeline(found, pipelineId));
  throw new Error(`there is no pipeline "${pipelineId}" in this account and region; ${suggestion(pipelineId, others)}`);
}

const look = (pipelineId?: string): ReturnType<typeof findPipelines> =>
  findPipelines(pipelineId).catch((error: unknown) => {
    throw cannotAtAws(
      'no pipeline can be looked up',
      error,
      'check the region, the credentials and ssm:GetParametersByPath, or give --queue-url and --pipeline-id',
    );
  });
