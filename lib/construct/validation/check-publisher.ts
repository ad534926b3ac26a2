import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { differentEnvironment } from './different-environment';
import { InvalidSettingsError } from './invalid-settings-error';

/** To which pipeline a function publishes, by its id: a function has one environment. */
const pipelines = new WeakMap<Function, string>();

/**
 * Makes sure that a function can publish to a pipeline, and does not do so to another.
 * @throws InvalidSettingsError that says what to do.
 */
export function checkPublisher(fn: Function, { pipelineId, queue }: { pipelineId: string; queue: IQueue }): void {
  const there = differentEnvironment(fn.env, queue.env, ['region']);
  if (there) {
    throw new InvalidSettingsError(
      `the function ${fn.node.path} cannot publish, for it is of ${there}, and reaches no queues in another: put it where the pipeline is, or a pipeline where it is`,
    );
  }
  if ((pipelines.get(fn) ?? pipelineId) !== pipelineId) {
    throw new InvalidSettingsError(
      `the function ${fn.node.path} publishes to another pipeline already, and would no longer: use a function for each, or for the other grantSend and new NotifyPublisher`,
    );
  }
  pipelines.set(fn, pipelineId);
}
