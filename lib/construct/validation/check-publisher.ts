import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { isSender } from '../../contract/sender';
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
      `the function ${fn.node.path} cannot publish, because it is in ${there}, and cannot reach queues elsewhere: put the function in the pipeline's region, or a pipeline in the function's region`,
    );
  }
  if ((pipelines.get(fn) ?? pipelineId) !== pipelineId) {
    throw new InvalidSettingsError(
      `the function ${fn.node.path} already publishes to another pipeline, which this would replace: use one function for each pipeline, or grantSend and new NotifyPublisher for the second`,
    );
  }
  pipelines.set(fn, pipelineId);
}

/**
 * Makes sure that a name is unambiguous in records and events.
 * @throws InvalidSettingsError that says what to do.
 */
export function checkSenderName(sender: string | undefined, pipeline: IConstruct): void {
  if (sender === undefined || isSender(sender)) return;
  throw new InvalidSettingsError(
    `sender must be 1 to 40 letters, digits, full stops, underscores and hyphens, got '${sender}': leave it out or choose another`,
    pipeline,
  );
}
