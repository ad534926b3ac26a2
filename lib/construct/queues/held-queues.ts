import { Duration } from 'aws-cdk-lib';
import { MathExpression, type MathExpressionOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { environment } from '../../contract/environment';
import type { HeldQueueName } from '../../contract/lane';
import { acknowledge } from '../validation/acknowledgements';

/**
 * Messages that are stopped by something other than themselves wait here, for at most 14 days. There is a queue for each of
 * Notify's limits, so that messages which must wait until midnight do not delay others.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#daily-limits
 */
export interface IHeldQueues extends IConstruct {
  /** Emails. */
  readonly email: Queue;
  /** Text messages to UK numbers. */
  readonly sms: Queue;
  /** Text messages to numbers of other countries. */
  readonly internationalSms: Queue;
  /** Letters, also precompiled ones. */
  readonly letter: Queue;
  /** Urgent messages of every kind, whatever they wait for. */
  readonly urgent: Queue;

  /** All of them, so that you can add your own policies and alarms. */
  readonly all: Queue[];

  /**
   * The age of the oldest message on any of them, in seconds.
   *
   * @example
   * notify.heldQueues.metricApproximateAgeOfOldestMessage({ period: Duration.hours(1) });
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  metricApproximateAgeOfOldestMessage(options?: MathExpressionOptions): MathExpression;
}

/** What makes the held queues. */
export class HeldQueues extends Construct implements IHeldQueues {
  readonly email: Queue;
  readonly sms: Queue;
  readonly internationalSms: Queue;
  readonly letter: Queue;
  readonly urgent: Queue;

  constructor(scope: Construct, id: string, common: QueueProps) {
    super(scope, id);

    const heldQueue = (name: string): Queue => {
      // Longer than a run of the release function, so that no other run takes a message that one is moving.
      const queue = new Queue(this, name, { ...common, visibilityTimeout: Duration.minutes(2) });
      acknowledge(queue, 'heldMessages');
      return queue;
    };
    this.email = heldQueue('Email');
    this.sms = heldQueue('Sms');
    this.internationalSms = heldQueue('InternationalSms');
    this.letter = heldQueue('Letter');
    this.urgent = heldQueue('Urgent');
  }

  get all(): Queue[] {
    return [this.email, this.sms, this.internationalSms, this.letter, this.urgent];
  }

  metricApproximateAgeOfOldestMessage(options?: MathExpressionOptions): MathExpression {
    const ages = this.all.map((queue, place) => [`age${place}`, queue.metricApproximateAgeOfOldestMessage()] as const);
    return new MathExpression({
      // A queue that has been empty and untouched for hours reports no age.
      expression: `MAX([${ages.map(([name]) => `FILL(${name}, 0)`).join(', ')}])`,
      usingMetrics: Object.fromEntries(ages),
      ...options,
    });
  }
}

/** The environment variables that name the held queues. */
export function heldQueueVariables(queues: HeldQueues) {
  const { heldQueueUrl } = environment;
  return {
    [heldQueueUrl.email]: queues.email.queueUrl,
    [heldQueueUrl.sms]: queues.sms.queueUrl,
    [heldQueueUrl.international_sms]: queues.internationalSms.queueUrl,
    [heldQueueUrl.letter]: queues.letter.queueUrl,
    [heldQueueUrl.urgent]: queues.urgent.queueUrl,
  } satisfies Record<(typeof heldQueueUrl)[HeldQueueName], string>;
}
