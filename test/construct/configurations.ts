import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CallbackRoute, type NotifyPipeline, type NotifyPipelineProps } from '../../lib';

/** One way to set up a pipeline. */
export interface Configuration {
  readonly props?: (stack: Stack) => Partial<NotifyPipelineProps>;
  /** What its owner does with it. */
  readonly use?: (pipeline: NotifyPipeline, stack: Stack) => void;
}

const keyArn = 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const eventBus = (stack: Stack) => EventBus.fromEventBusName(stack, 'GivenBus', 'central');
const encryptionKey = (stack: Stack) => Key.fromKeyArn(stack, 'GivenKey', keyArn);
const alarmTopic = (stack: Stack) =>
  Topic.fromTopicArn(stack, 'GivenTopic', 'arn:aws:sns:eu-west-2:111111111111:on-call');
const apiKeySecret = (stack: Stack) =>
  Secret.fromSecretAttributes(stack, 'GivenSecret', {
    secretCompleteArn: 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:notify-AbCdEf',
    encryptionKey: Key.fromKeyArn(stack, 'SecretKey', keyArn),
  });
const callbackTokenSecret = (stack: Stack) =>
  Secret.fromSecretCompleteArn(
    stack,
    'GivenToken',
    'arn:aws:secretsmanager:eu-west-2:111111111111:secret:token-AbCdEf',
  );
const signingSecret = (stack: Stack) =>
  (stack.node.tryFindChild('Signing') as ISecret | undefined) ?? Secret.fromSecretNameV2(stack, 'Signing', 'signing');
const toStaging = (stack: Stack) =>
  CallbackRoute.toEventBus(
    EventBus.fromEventBusArn(stack, 'StagingBus', 'arn:aws:events:eu-west-2:222222222222:event-bus/staging'),
    { signingSecret: signingSecret(stack) },
  );
const toTest = (stack: Stack) =>
  CallbackRoute.toQueue(Queue.fromQueueArn(stack, 'TestQueue', 'arn:aws:sqs:eu-west-2:222222222222:receipts'), {
    signingSecret: signingSecret(stack),
  });
const vpc = (stack: Stack) =>
  Vpc.fromVpcAttributes(stack, 'GivenVpc', {
    vpcId: 'vpc-1234567890abcdef0',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    privateSubnetIds: ['subnet-1234567890abcdef0', 'subnet-1234567890abcdef1'],
  });

/** Every prop. One that is new has to be given here too, or this does not compile. */
const everything = (stack: Stack): Required<NotifyPipelineProps> => ({
  apiKeySecret: apiKeySecret(stack),
  pipelineId: 'everything',
  notifyBaseUrl: 'https://notify.example',
  eventBus: eventBus(stack),
  encryptionKey: encryptionKey(stack),
  pollInterval: Duration.minutes(5),
  recordRetention: Duration.days(30),
  logRetention: RetentionDays.ONE_WEEK,
  removalPolicy: RemovalPolicy.DESTROY,
  rateLimit: 6000,
  rateShare: 0.5,
  maxFailures: 3,
  teamKey: true,
  maxConcurrency: 5,
  urgentMaxConcurrency: 7,
  callbacks: true,
  callbackTokenSecret: callbackTokenSecret(stack),
  callbackRoutes: { staging: toStaging(stack), test: toTest(stack) },
  routedCallbacks: { signingSecret: signingSecret(stack) },
  letterPdfs: true,
  letterPdfRetention: Duration.days(7),
  receivedTexts: true,
  receivedTextsPollInterval: Duration.minutes(5),
  alarmTopic: alarmTopic(stack),
  vpc: vpc(stack),
  vpcSubnets: { subnets: [Subnet.fromSubnetId(stack, 'GivenSubnet', 'subnet-1234567890abcdef0')] },
  securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'GivenGroup', 'sg-1234567890abcdef0')],
});

/** Every prop or use of a pipeline that changes which resources there are, or their policies, and all props at once. */
export const configurations: Readonly<Record<string, Configuration>> = {
  'nothing given': {},
  'everything given': { props: everything },
  'a given bus': { props: (stack) => ({ eventBus: eventBus(stack) }) },
  'a given key': { props: (stack) => ({ encryptionKey: encryptionKey(stack) }) },
  'an API key that is encrypted with a key of its own': { props: (stack) => ({ apiKeySecret: apiKeySecret(stack) }) },
  receipts: { props: () => ({ callbacks: true }) },
  'receipts that are handed on': {
    props: (stack) => ({ callbacks: true, callbackRoutes: { staging: toStaging(stack), test: toTest(stack) } }),
  },
  'receipts that others hand on': {
    props: (stack) => ({
      callbacks: true,
      routedCallbacks: { signingSecret: signingSecret(stack), fromEventBus: true },
    }),
  },
  'a given token for receipts': {
    props: (stack) => ({ callbacks: true, callbackTokenSecret: callbackTokenSecret(stack) }),
  },
  'received texts': { props: () => ({ receivedTexts: true }) },
  "letters' PDFs that somebody reads": {
    props: () => ({ letterPdfs: true }),
    use: (pipeline) => void pipeline.grantReadLetterPdfs(new AccountPrincipal('222222222222')),
  },
  'what goes with its stack': { props: () => ({ removalPolicy: RemovalPolicy.DESTROY }) },
  'a VPC': { props: (stack) => ({ vpc: vpc(stack) }) },
  'a publisher of the same account': {
    use: (pipeline, stack) =>
      void pipeline.grantSend(
        new Role(stack, 'Publisher', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      ),
  },
  'another account as publisher': {
    use: (pipeline) => void pipeline.grantSend(new AccountPrincipal('222222222222')),
  },
  'a role of another account as publisher': {
    use: (pipeline, stack) =>
      void pipeline.grantSend(Role.fromRoleArn(stack, 'Publisher', 'arn:aws:iam::222222222222:role/publisher')),
  },
};
