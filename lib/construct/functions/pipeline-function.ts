import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Validations, type Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function, LoggingFormat, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environment, type EnvironmentVariable } from '../../contract/environment';
import { metrics } from '../../contract/metrics';
import { isAliasArn } from '../storage/encryption-key';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { allowNetworkInterfaces, type Network } from './network';

/** What all functions of a pipeline have in common. */
export interface FunctionSettings {
  readonly pipelineId: string;
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** The VPC that they run in, if they do. */
  readonly network: Network | undefined;
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
  /** How many may run at the same time, which no other function of the account gets. @default no limit of its own */
  readonly reservedConcurrentExecutions?: number;
  /** Whether it puts messages back on a queue that it takes them from. @default false */
  readonly putsBack?: boolean;
  /** What it is told. The pipeline's id goes without saying. */
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
    const { encryptionKey, logRetention, removalPolicy, network } = props;
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
      memorySize,
      ...(props.reservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrentExecutions }),
      // Lambda would end as a loop what comes back for the sixteenth time, and leave it among the dead letters.
      ...(props.putsBack ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...network,
      environment: {
        POWERTOOLS_SERVICE_NAME: props.service ?? bundle,
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: pipelineId,
        ...props.variables,
      },
    });
    Validations.of(this).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason: 'What a run leaves undone stays where it came from, and is taken from there again.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'A message is followed by its record and its events. A trace costs every message time and money.',
      },
    );
  }

  /**
   * Has it take the messages of a queue. An event source of the CDK's would have another id wherever the stack is in its
   * app, and Lambda takes no second one for a queue: the stack could never be put elsewhere.
   * @param batches how many of these are handled at the same time
   */
  protected takeFrom(id: string, queue: IQueue, batchSize: number, batches: number): void {
    const eventSourceArn = queue.queueArn;
    this.addEventSourceMapping(id, {
      eventSourceArn,
      batchSize,
      maxConcurrency: batches,
      reportBatchItemFailures: true,
    });
    queue.grantConsumeMessages(this);
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'SQS has none for a source: what fails stays on its queue, and what that gives up is not lost either.',
    });
  }

  /**
   * Allows it to read a secret. `secret.grantRead` would write the policy of the secret's key, which cannot be done to an
   * imported key, and ties two stacks into a knot when the key is in another stack.
   */
  protected allowReading(secret: SecretToRead): void {
    this.allow(['secretsmanager:GetSecretValue'], secret.secretFullArn ?? `${secret.secretArn}-??????`);
    if (secret.encryptionKey) this.allowKey(secret.encryptionKey, ['kms:Decrypt']);
  }

  /**
   * Allows it to use a key.
   * @throws InvalidSettingsError when no policy can, for the key is known by an alias
   */
  protected allowKey(key: IKey, actions: readonly string[]): void {
    const { success } = key.grant(this, ...actions);
    // By a feature flag the CDK lets it use whatever key has the alias. Without it, it does nothing and says nothing.
    const isKnown = 'aliasName' in key || !isAliasArn(key.keyArn);
    if (success && isKnown) return;
    throw new InvalidSettingsError(
      `no policy can allow the use of the key ${key.node.path}, for it is known by an alias: give the key itself, as by Key.fromLookup, or its own ARN`,
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
 * Where a function's bundle is.
 * @throws Error when it is not there.
 */
function bundleOf(name: string): string {
  const archive = join(packageFolder(__dirname), 'dist/lambda', `${name}.zip`);
  if (existsSync(archive)) return archive;
  throw new Error(`the bundle of the ${name} function is missing, looked for ${archive}: run \`npm run bundle\``);
}

/** The folder of this package: the sources are deeper in it than what is built of them. */
const packageFolder = (within: string): string =>
  existsSync(join(within, 'package.json')) ? within : packageFolder(dirname(within));
