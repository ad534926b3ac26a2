import { Duration, Validations } from 'aws-cdk-lib';
import { MathExpression, type MathExpressionOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { environment } from '../../contract/environment';
import type { HeldQueueName } from '../../contract/lane';

/**
 * Where messages wait for a reason that is not their own, at most 14 days. What Notify limits apart waits apart, so that
 * messages which must wait until midnight stand in no other's way.
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
  /** Messages of every kind that wait for a time of their own, such as `send_after`. */
  readonly later: Queue;
  /** Urgent messages of every kind, whatever they wait for. */
  readonly urgent: Queue;

  /** Every one of them, for policies and alarms of your own. */
  readonly all: Queue[];

  /** The age of the oldest message on any of them, in seconds. */
  metricApproximateAgeOfOldestMessage(options?: MathExpressionOptions): MathExpression;
}

/** What makes the held queues. */
export class HeldQueues extends Construct implements IHeldQueues {
  readonly email: Queue;
  readonly sms: Queue;
  readonly internationalSms: Queue;
  readonly letter: Queue;
  readonly later: Queue;
  readonly urgent: Queue;

  constructor(scope: Construct, id: string, common: QueueProps) {
    super(scope, id);

    const heldQueue = (name: string): Queue => {
      // Longer than a run of the release function, so that no other run takes a message that one is moving.
      const queue = new Queue(this, name, { ...common, visibilityTimeout: Duration.minutes(2) });
      const reason = 'Nothing consumes held messages but the release function, which only moves them: none can fail.';
      const rules = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'];
      Validations.of(queue).acknowledge(...rules.map((rule) => ({ id: rule, reason })));
      return queue;
    };
    this.email = heldQueue('Email');
    this.sms = heldQueue('Sms');
    this.internationalSms = heldQueue('InternationalSms');
    this.letter = heldQueue('Letter');
    this.later = heldQueue('Later');
    this.urgent = heldQueue('Urgent');
  }

  get all(): Queue[] {
    return [this.email, this.sms, this.internationalSms, this.letter, this.later, this.urgent];
  }

  metricApproximateAgeOfOldestMessage(options?: MathExpressionOptions): MathExpression {
    const ages = this.all.map((queue, place) => [`age${place}`, queue.metricApproximateAgeOfOldestMessage()] as const);
    return new MathExpression({
      // A queue that has been empty and untouched for hours tells nothing of itself.
      expression: `MAX([${ages.map(([name]) => `FILL(${name}, 0)`).join(', ')}])`,
      usingMetrics: Object.fromEntries(ages),
      ...options,
    });
  }
}

/** How the functions are told of the held queues. */
export function heldQueueVariables(queues: HeldQueues) {
  const { heldQueueUrl } = environment;
  return {
    [heldQueueUrl.email]: queues.email.queueUrl,
    [heldQueueUrl.sms]: queues.sms.queueUrl,
    [heldQueueUrl.international_sms]: queues.internationalSms.queueUrl,
    [heldQueueUrl.letter]: queues.letter.queueUrl,
    [heldQueueUrl.later]: queues.later.queueUrl,
    [heldQueueUrl.urgent]: queues.urgent.queueUrl,
  } satisfies Record<(typeof heldQueueUrl)[HeldQueueName], string>;
}
