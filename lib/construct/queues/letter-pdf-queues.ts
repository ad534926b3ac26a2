import { Duration, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { keptQueue } from './pipeline-queues';

export interface LetterPdfQueuesProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** The time-out of the function that takes messages from `queue`. */
  readonly timeout: Duration;
}

/** Where letters wait whose PDFs are to be kept. */
export interface ILetterPdfQueues extends IConstruct {
  /** Letters whose PDFs are still to be fetched. */
  readonly queue: Queue;
  /** Letters that nobody could finish with. */
  readonly deadLetterQueue: Queue;
}

/** What makes the queues for the PDFs of letters. */
export class LetterPdfQueues extends Construct implements ILetterPdfQueues {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { timeout, ...kept }: LetterPdfQueuesProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', keptQueue(kept));
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'It is where the other sends what it gives up.',
    });
    this.queue = new Queue(this, 'Queue', {
      ...keptQueue(kept),
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      // A net only, for a function that cannot even begin. What waits, for Notify or for something of ours, is put back
      // as a new message.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 100 },
    });
  }
}
