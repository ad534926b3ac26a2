import { isPlain, isResource, resource, type Kind } from './kind';

// Constructs that an app gives a pipeline.

export const secret: Kind = {
  ...resource('ISecret', 'a secret', 'Secret.fromSecretNameV2 with its name', 'secretArn', 'grantRead'),
  isSecret: true,
};
export const eventBus = resource(
  'IEventBus',
  'an event bus',
  'an EventBus, or EventBus.fromEventBusName',
  'eventBusArn',
  'grantPutEventsTo',
);
export const key = resource('IKey', 'a KMS key', 'a Key, or Key.fromKeyArn', 'keyArn', 'grantEncryptDecrypt');
export const topic = resource('ITopic', 'an SNS topic', 'a Topic, or Topic.fromTopicArn', 'topicArn', 'grantPublish');
export const vpc = resource('IVpc', 'a VPC', 'a Vpc, or Vpc.fromLookup', 'vpcId', 'selectSubnets');
export const bucket = resource(
  'IBucket',
  'an S3 bucket',
  'a Bucket, or Bucket.fromBucketName',
  'bucketName',
  'arnForObjects',
);
export const queue = resource('IQueue', 'a queue', 'a Queue, or Queue.fromQueueArn', 'queueArn', 'grantSendMessages');

export const subnetSelection: Kind = {
  type: 'SubnetSelection',
  what: 'a SubnetSelection',
  how: 'an object such as { subnetType: SubnetType.PRIVATE_WITH_EGRESS }',
  fits: isPlain,
};

const securityGroup = (value: unknown): boolean => isResource(value, 'securityGroupId', 'addEgressRule');

export const securityGroups: Kind = {
  type: 'ISecurityGroup[]',
  what: 'an array of security groups',
  how: '[new SecurityGroup(…)] or [SecurityGroup.fromSecurityGroupId(…)]',
  fits: (value) => Array.isArray(value) && value.every(securityGroup),
};
