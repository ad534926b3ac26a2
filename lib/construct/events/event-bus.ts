import { Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { EventBus, type CfnEventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { eventSource } from '../../contract/events';
import { keptQueue } from '../queues/pipeline-queues';
import { allowEventBuses } from '../storage/encryption-key';
import { acknowledge } from '../validation/acknowledgements';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { addressInStack } from './pipeline-id';

export interface PipelineEventBusProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A bus for the events of one pipeline, encrypted with its key. Only the pipeline can put events there that look like them. */
export class PipelineEventBus extends EventBus {
  /** Where events go that the key keeps from the bus. */
  readonly deadLetterQueue: Queue;

  constructor(pipeline: Construct, id: string, { encryptionKey, removalPolicy }: PipelineEventBusProps) {
    const deadLetterQueue = createDeadLetterQueue(pipeline, `${id}DeadLetterQueue`, removalPolicy);
    super(pipeline, id, {
      // The name that the CDK would make is of the construct's path alone, so two copies of one stack would clash.
      eventBusName: `${Stack.of(pipeline).stackName}-${addressInStack(pipeline)}`,
      description: 'Events about messages that are sent through GOV.UK Notify.',
      deadLetterQueue,
    });
    this.deadLetterQueue = deadLetterQueue;
    encryptWith(this, encryptionKey);
    deadLetterQueue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [deadLetterQueue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.eventBusArn } },
      }),
    );
  }

  /**
   * Denies everybody but these functions to put events of the pipeline's source on the bus, in this account too. Events of
   * other sources are for IAM to allow.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
   */
  allowOnly(...functions: readonly (Function | undefined)[]): void {
    const roles = functions.flatMap((each) => (each?.role ? [each.role.roleArn] : []));
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OwnEvents',
        effect: Effect.DENY,
        principals: [new StarPrincipal()],
        actions: ['events:PutEvents'],
        resources: [this.eventBusArn],
        conditions: {
          // A call may put events of several sources.
          'ForAnyValue:StringEquals': { 'events:source': [eventSource] },
          ArnNotEquals: { 'aws:PrincipalArn': roles },
        },
      }),
    );
  }
}

/** @throws InvalidSettingsError when the bus is another pipeline's own, which takes no events of this one. */
export function checkEventBus(given: IEventBus): void {
  if (!(given instanceof PipelineEventBus)) return;
  throw new InvalidSettingsError(
    `eventBus belongs to another pipeline, ${given.node.path}, and accepts only the events of that pipeline: make an EventBus and give it to both`,
  );
}

/** What `kmsKey` would do, except for what that writes into the key's policy. */
function encryptWith(bus: EventBus, key: IKey): void {
  (bus.node.defaultChild as CfnEventBus).kmsKeyIdentifier = key.keyArn;
  allowEventBuses(key, bus);
}

/**
 * Takes what EventBridge can neither encrypt nor decrypt: the key is disabled, or an imported one does not let it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html
 */
function createDeadLetterQueue(scope: Construct, id: string, removalPolicy: RemovalPolicy): Queue {
  // With a key of SQS: the pipeline's is what it is there to do without.
  const queue = new Queue(scope, id, keptQueue({ removalPolicy }));
  acknowledge(queue, 'eventDeadLetters');
  return queue;
}
