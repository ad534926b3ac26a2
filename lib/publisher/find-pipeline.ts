import type * as Ssm from '@aws-sdk/client-ssm';
import {
  parsePipelineDescription,
  pathOfPipeline,
  pipelinesPath,
  type PipelineDescription,
} from '../contract/pipeline-parameter';
import type { NotifyPublisherOptions } from './publisher-options';
import { shortCalls } from './time-outs';

/** The SDK's client for SSM as far as we use it: install it only if you find a pipeline by its parameter. */
export interface ClientForSsm {
  send(command: never): Promise<unknown>;
}

/**
 * The pipelines of this account and region, as their SSM parameters describe them. The SDK's client is loaded here: most
 * programs get the place of their pipeline from their environment.
 *
 * @param pipelineId the id that they should have; any without it
 * @throws what the SDK throws, or Node when `@aws-sdk/client-ssm` is not installed
 */
export async function findPipelines(
  pipelineId?: string,
  given?: ClientForSsm,
): Promise<readonly PipelineDescription[]> {
  // With a catch, a bundler that does not find the client leaves that for when it is needed.
  const ssm: typeof Ssm = await import('@aws-sdk/client-ssm').catch((error: unknown) => {
    throw error;
  });
  const client: Pick<Ssm.SSMClient, 'send'> = given ?? new ssm.SSMClient(shortCalls);
  const found: PipelineDescription[] = [];
  let NextToken: string | undefined;
  do {
    const Path = pipelineId === undefined ? pipelinesPath : pathOfPipeline(pipelineId);
    const page = await client.send(new ssm.GetParametersByPathCommand({ Path, Recursive: true, NextToken }));
    for (const { Value = '' } of page.Parameters ?? []) {
      const pipeline = parsePipelineDescription(Value);
      if (pipeline) found.push(pipeline);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Where a publisher puts messages for it, and cancels them: the description says it by the same names. */
export const targetOf = (found: PipelineDescription): NotifyPublisherOptions => found;

/**
 * The one pipeline that is meant: the one with the id, or the only one there is.
 * @throws Error when there is none, or more than one
 */
export function onlyPipeline(found: readonly PipelineDescription[], pipelineId?: string): PipelineDescription {
  const [pipeline, ...others] = found;
  if (!pipeline) {
    const called = pipelineId === undefined ? 'there is no pipeline' : `there is no pipeline "${pipelineId}"`;
    throw new Error(`${called} in this account and region: check the region, the credentials and the id`);
  }
  if (others.length === 0) return pipeline;
  const ids = [...new Set(found.map((each) => each.pipelineId))];
  throw new Error(
    ids.length > 1
      ? `there are ${ids.length} pipelines in this account and region: name one of ${ids.join(', ')}`
      : `there are ${found.length} pipelines "${ids[0]}" in this account and region: delete the one that has moved, or give its queue`,
  );
}
