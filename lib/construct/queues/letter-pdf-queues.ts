import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';
import { keptQueue } from './pipeline-queues';

export interface LetterPdfQueuesProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** The time-out of the function that takes messages from `queue`. */
  readonly timeout: Duration;
}

/**
 * The queues of letters whose PDFs are to be stored.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
 */
export interface ILetterPdfQueues extends IConstruct {
  /**
   * Letters whose PDFs we still have to fetch.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly queue: Queue;
  /**
   * Letters whose PDFs could not be stored.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
   */
  readonly deadLetterQueue: Queue;
}

/** What makes the queues for the PDFs of letters. */
export class LetterPdfQueues extends Construct implements ILetterPdfQueues {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { timeout, ...kept }: LetterPdfQueuesProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', keptQueue(kept));
    acknowledge(this.deadLetterQueue, 'deadLetters');
    this.queue = new Queue(this, 'Queue', {
      ...keptQueue(kept),
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      // A net only, for a function that cannot even begin. What waits, for Notify or for something of ours, is put back
      // as a new message.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 100 },
    });
  }
}
