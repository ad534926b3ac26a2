import {
  ApplicationLogLevel,
  type ICodeSigningConfig,
  type ILayerVersion,
  type SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { memoryFaults, type FunctionMemorySizes } from './memory-sizes';
import { reservedConcurrencyFaults, type ReservedConcurrency } from './reserved-concurrency';
import type { SendConcurrency } from './send-concurrency';

/**
 * What a platform sets on every function of a pipeline. Settings that would break a function are not among them.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', { apiKeySecret, functionOptions: { applicationLogLevel: ApplicationLogLevel.DEBUG } });
 */
export interface PipelineFunctionOptions {
  /**
   * The code signing configuration of the functions. We do not sign their code: sign the archives in `dist/lambda` of the
   * package with a profile that the configuration names, or set it to warn.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
   * @default - code is not checked
   */
  readonly codeSigningConfig?: ICodeSigningConfig;

  /**
   * The key that encrypts the environment variables, which hold names and addresses and no secret. The role that
   * deploys needs permission to use it and to make grants of it.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
   * @default - a key of Lambda's
   */
  readonly environmentEncryption?: IKey;

  /**
   * Layers, such as an extension that observes functions. At most five. They share the function's memory and time.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
   */
  readonly layers?: ILayerVersion[];

  /**
   * The lowest level that the functions log: `TRACE`, `DEBUG` or `INFO`. A higher one would leave out the metrics, which are
   * written to the log, and no alarm would ever go off.
   *
   * @default ApplicationLogLevel.INFO
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
   */
  readonly applicationLogLevel?: ApplicationLogLevel;

  /**
   * The lowest level that Lambda itself logs.
   *
   * @default SystemLogLevel.INFO
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
   */
  readonly systemLogLevel?: SystemLogLevel;

  /**
   * The most that the roles of the pipeline may ever do: those of the functions and those of the schedules. It has to allow what
   * their policies do.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   * @default - no boundary, or the one that the app sets
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * The memory of single functions in megabytes, where they are to have more than by default. Lambda gives processor time in
   * proportion, and charges for both. The functions that send have props of their own, `sendMemorySize` and `urgentMemorySize`.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   * @default - what each was measured to need
   */
  readonly memorySizes?: FunctionMemorySizes;

  /**
   * How many concurrent executions are reserved for functions. They are taken from all other functions of the account.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   * @default - 10 for the function that takes callbacks, because anybody can call it, and none for others
   */
  readonly reservedConcurrency?: ReservedConcurrency;

  /**
   * Where Lambda puts the event of a run that failed, for rules that every function has to have a dead-letter queue. Only the
   * functions that run on a schedule are called in a way that uses it. Nothing has to be done about what is there: the next run makes up for
   * it, and an alarm tells if none does. The events hold no personal data. SQS charges for each.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
   * @default - none
   */
  readonly deadLetterQueue?: IQueue;
}

/** Why something that functions of the CDK have cannot be set on those of a pipeline, and what to do instead. */
const refusals: Readonly<Record<string, string>> = {
  architecture: 'the bundles are made for one only: leave it out',
  code: 'the pipeline has its own code: leave it out',
  environment: 'the functions read only their own variables: leave it out',
  handler: 'the pipeline has its own code: leave it out',
  logGroup: 'each function has its own, encrypted with the key of the pipeline: use logRetention',
  loggingFormat: 'Lambda reads the level of a log entry only from JSON: leave it out',
  maxEventAge: 'the next scheduled run does what a missed run did not: leave it out',
  memorySize: 'the functions need different sizes: use memorySizes, or sendMemorySize and urgentMemorySize',
  recursiveLoop: 'a function puts messages back on its own queue on purpose: leave it out',
  reservedConcurrentExecutions: 'the functions need different values: use reservedConcurrency',
  retryAttempts: 'the next scheduled run does what a failed run did not: leave it out',
  role: 'each function has its own role with the fewest permissions it needs: use permissionsBoundary',
  runtime: 'the bundles are made for one only: leave it out',
  securityGroups: 'it is a prop of the pipeline: use securityGroups with vpc',
  timeout: 'leases and visibility time-outs depend on it: leave it out',
  tracing: 'it is a prop of the pipeline: use tracing',
  vpc: 'it is a prop of the pipeline: use vpc',
  vpcSubnets: 'it is a prop of the pipeline: use vpcSubnets with vpc',
};

const known: Readonly<Record<keyof PipelineFunctionOptions, true>> = {
  codeSigningConfig: true,
  environmentEncryption: true,
  layers: true,
  applicationLogLevel: true,
  systemLogLevel: true,
  permissionsBoundary: true,
  memorySizes: true,
  reservedConcurrency: true,
  deadLetterQueue: true,
};

/** What is wrong with the options, each with what to do. */
export function functionOptionsFaults(
  options: PipelineFunctionOptions = {},
  inFlight: SendConcurrency,
): readonly string[] {
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(known, name));
  const { applicationLogLevel, layers = [] } = options;
  const faults = unknown.map((name) =>
    Object.hasOwn(refusals, name)
      ? `functionOptions.${name} must not be set, because ${refusals[name]}`
      : `functionOptions has no ${name}: leave it out; the options are ${Object.keys(known).join(', ')}`,
  );
  if (applicationLogLevel && !loggedLevels.has(applicationLogLevel)) {
    faults.push(
      `functionOptions.applicationLogLevel must be TRACE, DEBUG or INFO, because metrics are logged at INFO, got '${applicationLogLevel}': choose one or leave it out`,
    );
  }
  if (layers.length > 5) {
    faults.push(
      `functionOptions.layers must be at most 5, because Lambda accepts no more, got ${layers.length}: leave some out`,
    );
  }
  return [
    ...faults,
    ...memoryFaults(options.memorySizes),
    ...reservedConcurrencyFaults(options.reservedConcurrency, inFlight),
  ];
}

const loggedLevels = new Set<string>([ApplicationLogLevel.TRACE, ApplicationLogLevel.DEBUG, ApplicationLogLevel.INFO]);

/** The options as a function of the CDK takes them. The boundary is one of roles, and the numbers differ. */
export function toFunctionProps({
  applicationLogLevel,
  systemLogLevel,
  codeSigningConfig,
  environmentEncryption,
  layers,
  deadLetterQueue,
}: PipelineFunctionOptions) {
  return {
    ...(codeSigningConfig && { codeSigningConfig }),
    ...(environmentEncryption && { environmentEncryption }),
    ...(layers && { layers }),
    ...(deadLetterQueue && { deadLetterQueue }),
    ...(applicationLogLevel && { applicationLogLevelV2: applicationLogLevel }),
    ...(systemLogLevel && { systemLogLevelV2: systemLogLevel }),
  };
}
