import { CfnOutput, Duration, RemovalPolicy, Validations, type Stack } from 'aws-cdk-lib';
import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ApplicationLogLevel, CodeSigningConfig, LayerVersion, SystemLogLevel, Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { JsonPath, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import {
  CallbackEndpoint,
  CallbackRoute,
  EventSelection,
  RecipientGuard,
  ReservedConcurrency,
  type NotifyPipeline,
  type NotifyPipelineProps,
  type PipelineFunctionOptions,
} from '../../lib';

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
const ownTopic = (stack: Stack) =>
  new Topic(stack, 'Team', { enforceSSL: true, masterKey: new Key(stack, 'TeamKey', { enableKeyRotation: true }) });
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

/** A role that the app makes for somebody. Its policy is the app's to answer for. */
const ownRole = (stack: Stack, id: string): Role => {
  const role = new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const reason = 'The test makes it for somebody who is no part of the pipeline.';
  const rules = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-IAMNoInlinePolicy`);
  Validations.of(role).acknowledge(...rules.map((id) => ({ id, reason })));
  return role;
};

/** Everything that a platform can set on functions. */
export const functionOptions = (stack: Stack): Required<PipelineFunctionOptions> => ({
  codeSigningConfig: CodeSigningConfig.fromCodeSigningConfigArn(
    stack,
    'GivenSigning',
    'arn:aws:lambda:eu-west-2:111111111111:code-signing-config:csc-1234567890abcdef0',
  ),
  environmentEncryption: Key.fromKeyArn(stack, 'EnvironmentKey', keyArn),
  layers: [
    LayerVersion.fromLayerVersionArn(stack, 'GivenLayer', 'arn:aws:lambda:eu-west-2:111111111111:layer:observer:1'),
  ],
  applicationLogLevel: ApplicationLogLevel.DEBUG,
  systemLogLevel: SystemLogLevel.WARN,
  permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'GivenBoundary', 'boundary'),
  memorySizes: { poll: 1024 },
  reservedConcurrency: ReservedConcurrency.forAll({ announce: 20 }),
  deadLetterQueue: Queue.fromQueueArn(stack, 'FailedRuns', 'arn:aws:sqs:eu-west-2:111111111111:failed-runs'),
});

/** Every prop that can be given together. One that is new has to be given here too, or this does not compile. */
const everything = (stack: Stack): Required<Omit<NotifyPipelineProps, 'alarmTopic'>> => ({
  apiKeySecret: apiKeySecret(stack),
  pipelineId: 'everything',
  notifyBaseUrl: 'https://notify.example',
  eventBus: eventBus(stack),
  events: EventSelection.finalOnly(),
  senderMetrics: ['licences', 'permits'],
  encryptionKey: encryptionKey(stack),
  pollInterval: Duration.minutes(5),
  recordRetention: Duration.days(30),
  logRetention: RetentionDays.ONE_WEEK,
  removalPolicy: RemovalPolicy.RETAIN,
  accessLogsBucket: Bucket.fromBucketName(stack, 'AccessLogs', 'access-logs'),
  bucketVersionRetention: Duration.days(1),
  deletionProtection: true,
  rateLimit: 6000,
  rateShare: 0.5,
  maxFailures: 3,
  teamKey: true,
  recipients: RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseReject(),
  textMessageLimits: {
    perNumberAnHour: 5,
    perNumberADay: 20,
    countries: ['GB'],
    budget: { poundsADay: 50 },
    urgent: { perNumberAnHour: 10 },
  },
  maxConcurrency: 5,
  sendMemorySize: 1024,
  urgentMemorySize: 1536,
  urgentMaxConcurrency: 7,
  callbacks: true,
  textCosts: true,
  callbackEndpoint: CallbackEndpoint.httpApi(),
  callbackTokenSecret: callbackTokenSecret(stack),
  callbackRoutes: { staging: toStaging(stack), test: toTest(stack) },
  routedCallbacks: { signingSecret: signingSecret(stack) },
  letterPdfs: true,
  letterPdfRetention: Duration.days(7),
  sendTasks: true,
  findByRecipient: true,
  receivedTexts: true,
  receivedTextsPollInterval: Duration.minutes(5),
  alarmTopics: { p1: alarmTopic(stack), p2: ownTopic(stack) },
  alarms: { messagesWait: { threshold: 7200 }, keyAge: { off: 'a job of ours rotates the key' } },
  dashboard: true,
  canary: { templateId: 'e0000000-0000-4000-8000-000000000003', every: Duration.minutes(10) },
  tracing: Tracing.ACTIVE,
  dailyLimits: { email: 250_000, sms: 250_000, letter: 20_000 },
  burnRateAlarms: true,
  vpc: vpc(stack),
  vpcSubnets: { subnets: [Subnet.fromSubnetId(stack, 'GivenSubnet', 'subnet-1234567890abcdef0')] },
  securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'GivenGroup', 'sg-1234567890abcdef0')],
  functionOptions: functionOptions(stack),
});

/** Every prop or use of a pipeline that changes which resources there are, or their policies, and all props at once. */
export const configurations: Readonly<Record<string, Configuration>> = {
  'nothing given': {},
  'everything given': { props: everything },
  'a given bus': { props: (stack) => ({ eventBus: eventBus(stack) }) },
  'a given key': { props: (stack) => ({ encryptionKey: encryptionKey(stack) }) },
  'an API key that is encrypted with a key of its own': { props: (stack) => ({ apiKeySecret: apiKeySecret(stack) }) },
  'a recipient guard': {
    props: () => ({ recipients: RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseReject() }),
  },
  'traces that callers have begun': { props: () => ({ tracing: Tracing.PASS_THROUGH }) },
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
  'an HTTP API for receipts, with a name of its own': {
    props: (stack) => ({
      callbackEndpoint: CallbackEndpoint.httpApi({
        domainName: DomainName.fromDomainNameAttributes(stack, 'Name', {
          name: 'notify.example.gov.uk',
          regionalDomainName: 'd-1234567890.execute-api.eu-west-2.amazonaws.com',
          regionalHostedZoneId: 'Z1234567890',
        }),
      }),
    }),
  },
  'a given token for receipts': {
    props: (stack) => ({ callbacks: true, callbackTokenSecret: callbackTokenSecret(stack) }),
  },
  'a door for receipts that somebody else makes': {
    props: () => ({ callbackEndpoint: CallbackEndpoint.existing('https://notify.example.gov.uk/') }),
  },
  'no door for receipts': { props: () => ({ callbackEndpoint: CallbackEndpoint.none() }) },
  'an HTTP API for receipts': { props: () => ({ callbackEndpoint: CallbackEndpoint.httpApi() }) },
  'a dead-letter queue that is encrypted': {
    props: (stack) => ({
      functionOptions: {
        deadLetterQueue: Queue.fromQueueAttributes(stack, 'FailedRuns', {
          queueArn: 'arn:aws:sqs:eu-west-2:111111111111:failed-runs',
          keyArn,
        }),
      },
    }),
  },
  'one topic for all alarms': { props: (stack) => ({ alarmTopic: alarmTopic(stack) }) },
  'received texts': { props: () => ({ receivedTexts: true }) },
  'alarms on burn rates': { props: () => ({ burnRateAlarms: true }) },
  'a canary': { props: () => ({ canary: { templateId: 'e0000000-0000-4000-8000-000000000003' } }) },
  "letters' PDFs that somebody reads": {
    props: () => ({ letterPdfs: true }),
    use: (pipeline) => void pipeline.grantReadLetterPdfs(new AccountPrincipal('222222222222')),
  },
  'a state of Step Functions that waits': {
    props: () => ({ sendTasks: true }),
    use: (pipeline, stack) => {
      const message = TaskInput.fromJsonPathAt('$.message');
      const idempotencyKey = JsonPath.executionId;
      const state = pipeline.sendTask(stack, 'Tell', { message, idempotencyKey });
      return void new CfnOutput(stack, 'State', { value: JSON.stringify(state.toStateJson()) });
    },
  },
  'people who operate it': {
    props: () => ({ findByRecipient: true }),
    use: (pipeline, stack) => {
      const role = ownRole(stack, 'Operator');
      for (const grant of ['grantOperate', 'grantHold', 'grantRedrive', 'grantErase'] as const) pipeline[grant](role);
    },
  },
  'what goes with its stack': { props: () => ({ removalPolicy: RemovalPolicy.DESTROY }) },
  'a VPC': { props: (stack) => ({ vpc: vpc(stack) }) },
  'a publisher of the same account': {
    use: (pipeline, stack) => void pipeline.grantSend(ownRole(stack, 'Publisher')),
  },
  'another account as publisher': {
    use: (pipeline) => void pipeline.grantSend(new AccountPrincipal('222222222222')),
  },
  'a role of another account as publisher': {
    use: (pipeline, stack) =>
      void pipeline.grantSend(Role.fromRoleArn(stack, 'Publisher', 'arn:aws:iam::222222222222:role/publisher')),
  },
};
