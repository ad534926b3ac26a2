import { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { detailTypes } from '../../contract/events/names';
import { acknowledge } from '../validation/acknowledgements';
import type { PipelineEvents } from './pipeline-events';

const { delivered, failed, rejected, expired, cancelled, sent_untracked } = detailTypes;

/** Leads every event of a delivery that is over to the queue of those who wait for it. */
export function listenForTasks(pipeline: PipelineEvents, queue: Queue): void {
  const rule = pipeline.onEvent('TaskOutcomes', {
    description: 'Outcomes of messages, for Step Functions states that wait for them.',
    eventPattern: { detailType: [delivered, failed, rejected, expired, cancelled, sent_untracked] },
    target: new SqsQueue(queue, { message: RuleTargetInput.fromEventPath('$.detail') }),
  });
  acknowledge(rule, 'taskOutcomeRule');
}
