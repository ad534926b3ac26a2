import { environment, type EnvironmentVariable } from '../lib/contract/environment';
import type { DeliveryState } from '../lib/contract/delivery';
import { readPublishedStates } from '../lib/contract/events/published-states';
import { heldQueues, type HeldQueueName } from '../lib/contract/lane';
import { synthesizeTemplate } from '../lib/construct/app/notify-stack';

interface Resource {
  readonly Type: string;
  // A template is JSON whose shape depends on the type: each reader below knows its own.
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface QueueShape {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maxReceiveCount?: number;
}

/** How a function takes messages from a queue. */
export interface BatchShape {
  readonly batchSize: number;
  readonly maxConcurrency: number;
  /** For how long messages are gathered for a batch. */
  readonly windowSeconds: number;
  /** For how long the function may run. */
  readonly timeoutSeconds: number;
}

export interface LetterPdfsShape extends BatchShape {
  readonly queue: QueueShape;
  readonly deadLetterQueue: QueueShape;
}

/** What of the synthesized stack the embedded pipeline is set up by. */
export interface PipelineShape {
  readonly queue: QueueShape;
  readonly urgentQueue: QueueShape;
  readonly heldQueues: Readonly<Record<HeldQueueName, QueueShape>>;
  readonly deadLetterQueue: QueueShape;
  /** Present if the PDFs of letters are kept. */
  readonly letterPdfs?: LetterPdfsShape;
  /** How messages are taken from the queue. */
  readonly sending: BatchShape;
  /** How messages are taken from the urgent queue. */
  readonly sendingUrgent: BatchShape;
  readonly pollIntervalSeconds: number;
  readonly recordRetentionSeconds: number;
  readonly rateLimit: number;
  readonly rateShare: number;
  readonly maxFailures: number;
  /** The states whose events are published. */
  readonly publishedStates: ReadonlySet<DeliveryState>;
  /** Present if the API key is meant to be a team key. */
  readonly teamKey?: true;
  /** What the recipient guard allows, as the secret has it. Present if the pipeline has one. */
  readonly recipientGuard?: string;
  /** What text messages are held to, as JSON. Present if they are held to anything. */
  readonly textLimits?: string;
  /** Present if the costs of texts are awaited whose outcome a callback told. */
  readonly textCosts?: true;
  /** Present if records say in which trace their message came. */
  readonly traced?: true;
  /** The properties of the deliveries table. */
  readonly table: Readonly<Record<string, unknown>>;
  /** The properties of the table of scheduled messages. */
  readonly scheduledTable: Readonly<Record<string, unknown>>;
}

/** Synthesizes the stack that `cdk deploy` would deploy with this context. */
export function synthesizePipeline(context: Readonly<Record<string, unknown>> = {}): PipelineShape {
  return readPipeline(synthesizeTemplate(context) as { Resources: Record<string, Resource> });
}

/** Finds the parts of the pipeline in a template, by following the environment of the functions. */
export function readPipeline({ Resources }: { Resources: Record<string, Resource> }): PipelineShape {
  const ofType = (type: string) => Object.values(Resources).filter((resource) => resource.Type === type);
  const optional = (name: EnvironmentVariable): unknown => {
    const values = ofType('AWS::Lambda::Function').map(
      ({ Properties }) =>
        (Properties['Environment'] as { Variables?: Record<string, unknown> } | undefined)?.Variables?.[name],
    );
    return values.find((value) => value !== undefined);
  };
  const variable = (name: EnvironmentVariable): unknown => {
    const found = optional(name);
    if (found === undefined) throw new Error(`no function of the stack has the variable ${name}`);
    return found;
  };
  const queue = (name: EnvironmentVariable): QueueShape => {
    const { Ref } = variable(name) as { Ref: string };
    return readQueue(Ref, Resources[Ref]?.Properties ?? {});
  };
  const sourceOf = ({ name }: QueueShape): BatchShape => {
    const source = ofType('AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) => targetOf(Properties['EventSourceArn']) === name,
    );
    if (!source) throw new Error(`no function of the stack takes messages from ${name}`);
    const { MaximumConcurrency } = source.Properties['ScalingConfig'] as { MaximumConcurrency: number };
    const { Ref: taker = '' } = source.Properties['FunctionName'] as { Ref?: string };
    return {
      batchSize: Number(source.Properties['BatchSize']),
      maxConcurrency: MaximumConcurrency,
      windowSeconds: Number(source.Properties['MaximumBatchingWindowInSeconds'] ?? 0),
      timeoutSeconds: Number(Resources[taker]?.Properties['Timeout']),
    };
  };
  const letterPdfs = (): LetterPdfsShape => {
    const asked = queue(environment.letterPdfQueueUrl);
    const redrive = Resources[asked.name]?.Properties['RedrivePolicy'] as Record<string, unknown> | undefined;
    const deadLetters = targetOf(redrive?.['deadLetterTargetArn']) ?? '';
    return {
      queue: asked,
      deadLetterQueue: readQueue(deadLetters, Resources[deadLetters]?.Properties ?? {}),
      ...sourceOf(asked),
    };
  };
  const recipientGuard = (): string => {
    const { Ref: secret } = variable(environment.recipientGuardSecretArn) as { Ref: string };
    return String(Resources[secret]?.Properties['SecretString']);
  };
  const table = (name: EnvironmentVariable): Resource['Properties'] => {
    const { Ref } = variable(name) as { Ref: string };
    return Resources[Ref]?.Properties ?? {};
  };
  return {
    queue: queue(environment.queueUrl),
    urgentQueue: queue(environment.urgentQueueUrl),
    heldQueues: Object.fromEntries(heldQueues.map((name) => [name, queue(environment.heldQueueUrl[name])])) as Record<
      HeldQueueName,
      QueueShape
    >,
    deadLetterQueue: queue(environment.deadLetterQueueUrl),
    ...(optional(environment.letterPdfQueueUrl) === undefined ? {} : { letterPdfs: letterPdfs() }),
    sending: sourceOf(queue(environment.queueUrl)),
    sendingUrgent: sourceOf(queue(environment.urgentQueueUrl)),
    pollIntervalSeconds: Number(variable(environment.pollIntervalSeconds)),
    recordRetentionSeconds: Number(variable(environment.recordRetentionSeconds)),
    rateLimit: Number(variable(environment.rateLimit)),
    rateShare: Number(variable(environment.rateShare)),
    maxFailures: Number(variable(environment.maxFailures)),
    publishedStates: readPublishedStates(String(variable(environment.publishedStates))),
    ...(optional(environment.teamKey) === undefined ? {} : { teamKey: true }),
    ...(optional(environment.recipientGuardSecretArn) === undefined ? {} : { recipientGuard: recipientGuard() }),
    ...(optional(environment.textLimits) === undefined ? {} : { textLimits: String(optional(environment.textLimits)) }),
    table: table(environment.tableName),
    scheduledTable: table(environment.scheduledTableName),
    ...(optional(environment.textCosts) === 'on' ? { textCosts: true } : {}),
    ...(optional(environment.tracing) === undefined ? {} : { traced: true }),
  };
}

/** The resource whose ARN it is. */
const targetOf = (arn: unknown): string | undefined =>
  (arn as { 'Fn::GetAtt'?: [string, string] } | undefined)?.['Fn::GetAtt']?.[0];

function readQueue(name: string, properties: Readonly<Record<string, unknown>>): QueueShape {
  const redrive = properties['RedrivePolicy'] as { maxReceiveCount: number } | undefined;
  return {
    name,
    visibilityTimeoutSeconds: Number(properties['VisibilityTimeout'] ?? 30),
    retentionSeconds: Number(properties['MessageRetentionPeriod'] ?? 345_600),
    ...(redrive ? { maxReceiveCount: redrive.maxReceiveCount } : {}),
  };
}
