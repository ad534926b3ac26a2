import { Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { eventSource } from '../../contract/events';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { addressInStack } from './pipeline-id';

/** A bus for the events of one pipeline. Nobody else can put events there that look like them. */
export class PipelineEventBus extends EventBus {
  constructor(pipeline: Construct, id: string) {
    super(pipeline, id, {
      // The name that the CDK would make is of the construct's path alone, so two copies of one stack would clash.
      eventBusName: `${Stack.of(pipeline).stackName}-${addressInStack(pipeline)}`,
      description: 'Tells what becomes of messages that are sent through GOV.UK Notify.',
    });
  }

  /**
   * Denies everybody but these functions to put events of the pipeline's source on the bus, in this account too. Events of
   * other sources are for IAM to allow, such as callbacks that another pipeline hands on.
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

/** A bus for the events of one pipeline. */
export const createEventBus = (pipeline: Construct, id: string): IEventBus =>
  // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
  new PipelineEventBus(pipeline, id) as IEventBus;

/** @throws InvalidSettingsError when the bus is another pipeline's own, which takes no events of this one. */
export function checkEventBus(given: IEventBus): void {
  if (!(given instanceof PipelineEventBus)) return;
  throw new InvalidSettingsError(
    `eventBus is the own bus of another pipeline, ${given.node.path}, which takes events of that one alone: make an EventBus and give it to both`,
  );
}
