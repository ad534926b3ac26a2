import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CfnResource, Duration, Lazy, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
  type CfnFunction,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environment, type EnvironmentVariable } from '../../contract/environment';
import { metrics } from '../../contract/metrics';
import { isAliasArn } from '../storage/encryption-key';
import { toReadSecret, toReceive, toSend, type KeyUse } from '../storage/key-use';
import { grantKey } from '../storage/key-user';
import { acknowledge } from '../validation/acknowledgements';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { toFunctionProps, type PipelineFunctionOptions } from './function-options';
import { allowNetworkInterfaces, type Network } from './network';
import { reservedFor, type FunctionName } from './reserved-concurrency';
import type { Batches } from './send-concurrency';

/** What all functions of a pipeline have in common. */
export interface FunctionSettings {
  readonly pipelineId: string;
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** The VPC that they run in, if they do. */
  readonly network: Network | undefined;
  /** What the platform sets on them. */
  readonly functionOptions: PipelineFunctionOptions;
  readonly tracing: Tracing;
  /** The group of the schedules that some of them run by. */
  readonly scheduleGroup: IScheduleGroup;
}

export interface PipelineFunctionProps extends FunctionSettings {
  /** The folder of its bundle. */
  readonly bundle: string;
  /** What it is called in its log, where functions share a bundle. @default the bundle's name */
  readonly service?: string;
  readonly description: string;
  readonly timeout: Duration;
  /** Megabytes. Lambda gives processor time in proportion. */
  readonly memorySize: number;
  /** By which name options are given for it alone. */
  readonly name: FunctionName;
  /** How many runs of it there can be at the same time. They are reserved for it if the options say so. */
  readonly concurrentRuns: number;
  /** Whether they are reserved whatever the options say. @default false */
  readonly alwaysReserved?: boolean;
  /** Whether it puts messages back on a queue that it takes them from. @default false */
  readonly putsBack?: boolean;
  /** Its environment variables, besides the pipeline's id. */
  readonly variables: Readonly<Partial<Record<EnvironmentVariable, string>>>;
}

/** What is asked of a secret here. Any `ISecret` and any `Secret` of the CDK has it. */
interface SecretToRead {
  readonly secretArn: string;
  readonly secretFullArn?: string | undefined;
  readonly encryptionKey?: IKey | undefined;
}

/** A function of the pipeline. It may write its log and nothing else, until it is allowed more. */
export class PipelineFunction extends Function {
  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    const { bundle, description, timeout, memorySize, pipelineId } = props;
    const { encryptionKey, logRetention, removalPolicy, network, functionOptions } = props;
    const { memorySizes, reservedConcurrency, deadLetterQueue } = functionOptions;
    const sizes: Partial<Record<FunctionName, number>> = memorySizes ?? {};
    const reserved = reservedFor(reservedConcurrency, props.name, {
      needed: props.concurrentRuns,
      always: props.alwaysReserved ?? false,
    });
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: logRetention, encryptionKey, removalPolicy });
    // The role that the CDK would make may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (network) allowNetworkInterfaces(role, 'Network');

    super(scope, id, {
      description,
      code: Code.fromAsset(bundleOf(bundle)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: sizes[props.name] ?? memorySize,
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      // Lambda would end as a loop what comes back for the sixteenth time, and leave it among the dead letters.
      ...(props.putsBack ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: props.tracing,
      ...network,
      ...toFunctionProps(functionOptions),
      environment: {
        POWERTOOLS_SERVICE_NAME: props.service ?? bundle,
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: pipelineId,
        ...props.variables,
      },
    });
    dependOnce(this, role);
    acknowledge(role, 'inlinePolicy');
    if (reserved === undefined) acknowledge(this, 'noReservedConcurrency');
    if (!network) acknowledge(this, 'noVpc');
    if (!deadLetterQueue) acknowledge(this, 'noDeadLetterQueueOfFunction');
    if (deadLetterQueue?.encryptionMasterKey) {
      this.allowKey(deadLetterQueue.encryptionMasterKey, toSend(deadLetterQueue));
    }
    // The CDK allows X-Ray's writes, which know no resources, with either kind of tracing.
    if (props.tracing !== Tracing.DISABLED) acknowledge(role, 'traces');
    if (props.tracing !== Tracing.ACTIVE) acknowledge(this, 'noTraces');
  }

  /**
   * Has it take the messages of a queue. An event source of the CDK's would have another id wherever the stack is in its
   * app, and Lambda takes no second one for a queue: the stack could never be put elsewhere.
   */
  protected takeFrom(id: string, queue: IQueue, { size, maxConcurrency, window }: Batches): void {
    const eventSourceArn = queue.queueArn;
    this.addEventSourceMapping(id, {
      eventSourceArn,
      batchSize: size,
      maxConcurrency,
      ...(window > 0 ? { maxBatchingWindow: Duration.seconds(window) } : {}),
      reportBatchItemFailures: true,
    });
    this.allow(consumeActions, eventSourceArn);
    if (queue.encryptionMasterKey) this.allowKey(queue.encryptionMasterKey, toReceive(queue));
    acknowledge(this, 'noDestinationOfQueue');
  }

  /**
   * Allows it to read a secret. `secret.grantRead` would write the policy of the secret's key, which cannot be done to an
   * imported key, and ties two stacks into a knot when the key is in another stack.
   */
  protected allowReading(secret: SecretToRead): void {
    const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`;
    this.allow(['secretsmanager:GetSecretValue'], arn);
    if (secret.encryptionKey) this.allowKey(secret.encryptionKey, toReadSecret(arn, this.env.region));
  }

  /**
   * Allows it to use a key for one thing.
   * @throws InvalidSettingsError when no policy can, because the key is known by an alias
   */
  protected allowKey(key: IKey, use: KeyUse): void {
    const { success } = grantKey(key, this, use);
    // By a feature flag the CDK lets it use whatever key has the alias. Without it, it does nothing and says nothing.
    const isKnown = 'aliasName' in key || !isAliasArn(key.keyArn);
    if (success && isKnown) return;
    throw new InvalidSettingsError(
      `no policy can allow the use of the key ${key.node.path}, because you imported it by its alias: use Key.fromLookup, or Key.fromKeyArn with the ARN of the key itself`,
      this,
    );
  }

  /** Allows it to do something to exactly these resources. */
  protected allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /**
   * Allows it to do something to exactly these items of a table, by their ids, where `*` stands for anything.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  protected allowOnItems(actions: readonly string[], tableArn: string, ids: readonly string[]): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...ids] } },
      }),
    );
  }
}

/**
 * A function depends on its role by naming it. The CDK has it depend on the role once more beside the role's policies, which
 * cfn-lint finds.
 */
function dependOnce(fn: Function, { node }: Role): void {
  const resource = fn.node.defaultChild as CfnFunction;
  const others = (): string[] =>
    resource
      .obtainDependencies()
      .flatMap((each) => (CfnResource.isCfnResource(each) && each !== node.defaultChild ? [each.logicalId] : []));
  resource.addOverride('DependsOn', Lazy.uncachedAny({ produce: others }));
}

/** What Lambda does with a queue that a function takes messages from. */
const consumeActions = [
  'sqs:ReceiveMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
];

/**
 * Where a function's bundle is.
 * @throws Error when it is not there.
 */
function bundleOf(name: string): string {
  const archive = join(packageFolder(__dirname), 'dist/lambda', `${name}.zip`);
  if (existsSync(archive)) return archive;
  throw new Error(
    `the bundle of the ${name} function is missing, because there is no ${archive}: run \`npm run bundle\``,
  );
}

/** The folder of this package: the sources are deeper in it than what is built of them. */
const packageFolder = (within: string): string =>
  existsSync(join(within, 'package.json')) ? within : packageFolder(dirname(within));
