import { Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { addressInStack } from './pipeline-id';

/** A bus for the events of one pipeline. */
export function createEventBus(pipeline: Construct, id: string): IEventBus {
  const bus = new EventBus(pipeline, id, {
    // The name that the CDK would make is of the construct's path alone, so two copies of one stack would clash.
    eventBusName: `${Stack.of(pipeline).stackName}-${addressInStack(pipeline)}`,
    description: 'Tells what becomes of messages that are sent through GOV.UK Notify.',
  });
  // It is an IEventBus, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
  return bus as IEventBus;
}
