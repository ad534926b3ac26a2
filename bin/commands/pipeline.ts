import { suggestion } from '../../lib/contract/did-you-mean';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { findPipelines, onlyPipeline } from '../../lib/publisher/find-pipeline';
import { cannotAtAws } from './cannot-at-aws';

/** The options of every command that has to do with a pipeline which is deployed. */
export const pipelineOptions = {
  pipeline: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const pipelineUsage = `      --pipeline ID         the pipeline's ID; default the only one in the account and region
      --json                print JSON, for programs`;

/**
 * The pipeline with an id, or the only one there is.
 * @param instead what can be given in place of an id
 * @throws Error when there is none or more than one, with the ids that there are
 */
export async function findPipeline(pipelineId?: string, instead?: string): Promise<PipelineDescription> {
  if (pipelineId === undefined) return onlyPipeline(await look(instead));
  if (!/^[\w.-]+$/.test(pipelineId)) {
    throw new Error(
      `--pipeline "${pipelineId}" is not a pipeline ID; IDs have letters, digits, full stops, underscores and hyphens`,
    );
  }
  const found = await look(instead, pipelineId);
  if (found.length > 0) return onlyPipeline(found, pipelineId);
  // A role that may read one parameter need not be allowed to list them all.
  const others = [...new Set((await findPipelines().catch(() => [])).map((each) => each.pipelineId))];
  if (others.length === 0) return onlyPipeline(found, pipelineId);
  throw new Error(`there is no pipeline "${pipelineId}" in this account and region; ${suggestion(pipelineId, others)}`);
}

const look = (instead = 'give --pipeline ID', pipelineId?: string): ReturnType<typeof findPipelines> =>
  findPipelines(pipelineId).catch((error: unknown) => {
    throw cannotAtAws(
      'we cannot look up pipelines',
      error,
      `check the region, the credentials and ssm:GetParametersByPath, or ${instead}`,
    );
  });
