import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type CfnQueuePolicy, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { leaseAfterDeadline } from '../../contract/lease';
import { queuePolicyId } from '../../contract/queue-owner';
import { acknowledge } from '../validation/acknowledgements';
import { HeldQueues } from './held-queues';

export interface PipelineQueuesProps {
  readonly pipelineId: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** The time-out of the functions that take messages from `queue` and `urgentQueue`. */
  readonly sendTimeout: Duration;
}

/** A message whose every receive ends in nothing is tried for so long before SQS alone gives it up. */
const leastTried = Duration.hours(20);

/** The queues that messages wait on. */
export class PipelineQueues extends Construct {
  readonly queue: Queue;
  readonly urgentQueue: Queue;
  readonly heldQueues: HeldQueues;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: PipelineQueuesProps) {
    super(scope, id);
    const { pipelineId, encryptionKey, removalPolicy, sendTimeout } = props;

    const common = keptQueue({ encryptionKey, removalPolicy });
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', common);
    acknowledge(this.deadLetterQueue, 'deadLetters');

    const consumed = (id: string, visibilityTimeout: Duration): Queue =>
      new Queue(this, id, {
        ...common,
        visibilityTimeout,
        // A net only. The send function itself dead-letters what was received too often without an answer, once it has asked
        // Notify and closed the record; a receive that no fault of the message spent may never decide.
        deadLetterQueue: {
          queue: this.deadLetterQueue,
          maxReceiveCount: Math.ceil(leastTried.toSeconds() / visibilityTimeout.toSeconds()),
        },
      });
    // Six times the time-out is what Lambda asks for, so that no message is seen twice while its batch waits its turn.
    this.queue = consumed('Queue', Duration.seconds(sendTimeout.toSeconds() * 6));
    // Only as long as the claim of a worker that died can last: that is how long an urgent message may have to wait for it.
    // A message that is seen twice in that time is claimed once.
    this.urgentQueue = consumed(
      'UrgentQueue',
      Duration.seconds(sendTimeout.toSeconds() + leaseAfterDeadline / 1000 + 5),
    );
    setPolicyId(this.queue, pipelineId);
    setPolicyId(this.urgentQueue, pipelineId);
    this.heldQueues = new HeldQueues(this, 'HeldQueues', common);
  }
}

/** Lets everyone who sends to a queue read which pipeline it is of, so that nothing is sent under the id of another. */
function setPolicyId(queue: Queue, pipelineId: string): void {
  // The queue has a policy, as it refuses plain HTTP. The class of the policy's document takes no Id.
  const policy = queue.node.findChild('Policy').node.defaultChild as CfnQueuePolicy;
  policy.addPropertyOverride('PolicyDocument.Id', queuePolicyId(pipelineId));
}

interface KeptQueueProps {
  /** @default a key of SQS, which every sender can use */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** What all queues of a pipeline have in common. */
export function keptQueue({ encryptionKey, removalPolicy }: KeptQueueProps): QueueProps {
  return {
    ...(encryptionKey
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
      : { encryption: QueueEncryption.SQS_MANAGED }),
    enforceSSL: true,
    // As long as SQS can keep a message: a pipeline that is stopped for a week has lost none.
    retentionPeriod: Duration.days(14),
    removalPolicy,
  };
}
