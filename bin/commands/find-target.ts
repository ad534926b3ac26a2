import { environment } from '../../lib/contract/environment';
import type { NotifyPublisherOptions } from '../../lib/publisher';
import { targetOf } from '../../lib/publisher/find-pipeline';
import { findPipeline } from './pipeline';

const { queueUrl: queueVariable, pipelineId: pipelineVariable } = environment.publisher;

const instead = 'give --queue-url and --pipeline-id';

export const targetOptions = {
  pipeline: { type: 'string' },
  'queue-url': { type: 'string' },
  'pipeline-id': { type: 'string' },
} as const;

export const targetUsage = `      --pipeline ID         the pipeline's ID; default the only one in the account and region. Its SSM parameter says where
                            the queue is
      --queue-url URL       the pipeline's queue, instead of --pipeline; or ${queueVariable}
      --pipeline-id ID      the pipeline's ID, with --queue-url; or ${pipelineVariable}`;

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
    if (other) throw new Error(`--pipeline and --${other} cannot be used together; give only --pipeline`);
    return targetOf(await findPipeline(values.pipeline, instead));
  }
  const queueUrl = values['queue-url'] ?? env[queueVariable];
  const pipelineId = values['pipeline-id'] ?? env[pipelineVariable];
  if (!queueUrl && !pipelineId) return targetOf(await findPipeline(undefined, instead));
  if (!queueUrl)
    throw new Error(`--queue-url is missing, and ${queueVariable} is not set; give one of them, or only --pipeline`);
  if (!pipelineId)
    throw new Error(
      `--pipeline-id is missing, and ${pipelineVariable} is not set; give one of them, or only --pipeline`,
    );
  return { queueUrl, pipelineId };
}
