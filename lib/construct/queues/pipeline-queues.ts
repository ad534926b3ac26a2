import { Duration, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type CfnQueuePolicy, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queuePolicyId } from '../../contract/queue-owner';
import { HeldQueues } from './held-queues';

export interface PipelineQueuesProps {
  readonly pipelineId: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** The time-out of the function that takes messages from `queue` and `urgentQueue`. */
  readonly sendTimeout: Duration;
}

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
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'It is where the others send what they give up.',
    });

    const consumed: QueueProps = {
      ...common,
      // Six times the time-out is what Lambda asks for, so that no message is seen twice while its batch waits its turn.
      visibilityTimeout: Duration.seconds(sendTimeout.toSeconds() * 6),
      // A net only. The send function itself buries what was received too often without an answer, once it has asked
      // Notify and closed the record; a receive that no fault of the message spent may never decide.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 100 },
    };
    this.queue = new Queue(this, 'Queue', consumed);
    this.urgentQueue = new Queue(this, 'UrgentQueue', consumed);
    setPolicyId(this.queue, pipelineId);
    setPolicyId(this.urgentQueue, pipelineId);
    this.heldQueues = new HeldQueues(this, 'HeldQueues', common);
  }
}

/** Lets whoever sends to a queue read which pipeline it is of, so that nothing is sent under the id of another. */
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
