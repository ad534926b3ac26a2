import { ArnFormat, Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { addressInStack } from '../events/pipeline-id';

/**
 * Whether an ARN is that of an alias, by which no policy can name a key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
 */
export const isAliasArn = (keyArn: string): boolean => keyArn.includes(':alias/');

/** A key for all that a pipeline keeps, with an alias that names its stack in the console. */
export function createEncryptionKey(scope: Construct, id: string, removalPolicy: RemovalPolicy): Key {
  return new Key(scope, id, {
    description: 'Encrypts the queues, records, payloads, events and logs of a GOV.UK Notify pipeline.',
    enableKeyRotation: true,
    alias: `cdk-govuk-notify/${Stack.of(scope).stackName}-${addressInStack(scope)}`,
    removalPolicy,
  });
}

/**
 * Lets CloudWatch Logs use the key for the account's log groups. The policy of an imported key stays as it is.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function allowLogs(key: IKey, scope: Construct): void {
  const stack = Stack.of(scope);
  const anyLogGroup = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': anyLogGroup } },
    }),
  );
}

/**
 * Lets EventBridge use the key for the account's event buses. The policy of an imported key stays as it is.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
 */
export function allowEventBuses(key: IKey, scope: Construct): void {
  const stack = Stack.of(scope);
  const principals = [new ServicePrincipal('events.amazonaws.com')];
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
  // Not by the bus's name, as the CDK would have it: a key of another stack could then not be made before the bus.
  const anyBus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: '*' });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { ...ofThisAccount, ArnLike: { 'kms:EncryptionContext:aws:events:event-bus:arn': anyBus } },
    }),
  );
  // What is asked about a key has no encryption context.
  key.addToResourcePolicy(
    new PolicyStatement({ principals, actions: ['kms:DescribeKey'], resources: ['*'], conditions: ofThisAccount }),
  );
}
