import { createHash } from 'node:crypto';
import { Fn, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * An id that no other pipeline in the world has: staging and production may share a Notify service, and then have to
 * be distinguished. It stays the same for as long as the stack and the construct's path in it do.
 */
export function uniquePipelineId(pipeline: Construct): string {
  const stackGuid = Fn.select(2, Fn.split('/', Stack.of(pipeline).stackId));
  return `${stackGuid}-${addressInStack(pipeline)}`;
}

/** Eight characters that distinguish a construct from every other in its stack, wherever the stack is in its app. */
export function addressInStack(construct: Construct): string {
  return createHash('sha256').update(Names.stackRelativeConstructPath(construct)).digest('hex').slice(0, 8);
}
