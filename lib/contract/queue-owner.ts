/**
 * The `Id` of a queue's policy says whose it is: everyone who may send to it may read that too, also from another account,
 * which does not go for tags.
 */
const prefix = 'notify-pipeline/';

/** The `Id` of the policy of a queue that services put messages on. */
export const queuePolicyId = (pipelineId: string): string => prefix + pipelineId;

/** The pipeline that a queue with this policy is of, if it says so. */
export function queueOwner(policy: string | undefined): string | undefined {
  const { Id } = Object(policy === undefined ? {} : JSON.parse(policy)) as { readonly Id?: unknown };
  return typeof Id === 'string' && Id.startsWith(prefix) ? Id.slice(prefix.length) : undefined;
}
