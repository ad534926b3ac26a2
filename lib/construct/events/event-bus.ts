import { Stack, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import { EventBus, type CfnEventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { keptQueue } from '../queues/pipeline-queues';
import { allowEventBuses } from '../storage/encryption-key';
import { addressInStack } from './pipeline-id';

export interface EventBusProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A bus for the events of a pipeline. */
export interface BusOfEvents {
  readonly eventBus: IEventBus;
  /** Where events go that the key keeps from the bus, if it is the pipeline's own. */
  readonly deadLetterQueue?: Queue;
}

/** Makes a bus for the events of one pipeline, encrypted with its key. */
export function createEventBus(pipeline: Construct, id: string, props: EventBusProps): BusOfEvents {
  const { encryptionKey, removalPolicy } = props;
  const deadLetterQueue = createDeadLetterQueue(pipeline, `${id}DeadLetterQueue`, removalPolicy);
  const bus = new EventBus(pipeline, id, {
    // The name that the CDK would make is of the construct's path alone, so two copies of one stack would clash.
    eventBusName: `${Stack.of(pipeline).stackName}-${addressInStack(pipeline)}`,
    description: 'Tells what becomes of messages that are sent through GOV.UK Notify.',
    deadLetterQueue,
  });
  encryptWith(bus, encryptionKey);
  deadLetterQueue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [deadLetterQueue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': bus.eventBusArn } },
    }),
  );
  // It is an IEventBus, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
  return { eventBus: bus as IEventBus, deadLetterQueue };
}

/** What `kmsKey` would do, but for what that writes into the key's policy. */
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
  const reason = 'It is where EventBridge puts what it cannot encrypt. An alarm tells of it.';
  const rules = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'];
  Validations.of(queue).acknowledge(...rules.map((rule) => ({ id: rule, reason })));
  return queue;
}
