import { App } from 'aws-cdk-lib';
import { environment, type EnvironmentVariable } from '../lib/contract/environment';
import { heldQueues, type HeldQueueName } from '../lib/contract/lane';
import { createNotifyStack } from '../lib/construct/notify-stack';

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

/** What of the synthesized stack the embedded pipeline is set up by. */
export interface PipelineShape {
  readonly queue: QueueShape;
  readonly urgentQueue: QueueShape;
  readonly heldQueues: Readonly<Record<HeldQueueName, QueueShape>>;
  readonly deadLetterQueue: QueueShape;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly pollIntervalSeconds: number;
  readonly recordRetentionSeconds: number;
  readonly rateLimit: number;
  readonly rateShare: number;
  readonly maxFailures: number;
  /** The properties of the deliveries table. */
  readonly table: Readonly<Record<string, unknown>>;
}

/** Synthesizes the stack that `cdk deploy` would deploy, with receipts on. */
export function synthesizePipeline(): PipelineShape {
  const app = new App({ context: { receipts: true } });
  const stack = createNotifyStack(app);
  return readPipeline(app.synth().getStackByName(stack.stackName).template as { Resources: Record<string, Resource> });
}

/** Finds the parts of the pipeline in a template, by following what the functions are told of them. */
export function readPipeline({ Resources }: { Resources: Record<string, Resource> }): PipelineShape {
  const ofType = (type: string) => Object.values(Resources).filter((resource) => resource.Type === type);
  const variable = (name: EnvironmentVariable): unknown => {
    const values = ofType('AWS::Lambda::Function').map(
      ({ Properties }) =>
        (Properties['Environment'] as { Variables?: Record<string, unknown> } | undefined)?.Variables?.[name],
    );
    const found = values.find((value) => value !== undefined);
    if (found === undefined) throw new Error(`no function of the stack has the variable ${name}`);
    return found;
  };
  const queue = (name: EnvironmentVariable): QueueShape => {
    const { Ref } = variable(name) as { Ref: string };
    return readQueue(Ref, Resources[Ref]?.Properties ?? {});
  };
  const source = ofType('AWS::Lambda::EventSourceMapping').find(({ Properties }) => Properties['ScalingConfig']);
  const [table] = ofType('AWS::DynamoDB::GlobalTable');
  if (!source || !table) throw new Error('the stack has no event source or no table');
  return {
    queue: queue(environment.queueUrl),
    urgentQueue: queue(environment.urgentQueueUrl),
    heldQueues: Object.fromEntries(heldQueues.map((name) => [name, queue(environment.heldQueueUrl[name])])) as Record<
      HeldQueueName,
      QueueShape
    >,
    deadLetterQueue: queue(environment.deadLetterQueueUrl),
    batchSize: Number(source.Properties['BatchSize']),
    maxConcurrency: (source.Properties['ScalingConfig'] as { MaximumConcurrency: number }).MaximumConcurrency,
    pollIntervalSeconds: Number(variable(environment.pollIntervalSeconds)),
    recordRetentionSeconds: Number(variable(environment.recordRetentionSeconds)),
    rateLimit: Number(variable(environment.rateLimit)),
    rateShare: Number(variable(environment.rateShare)),
    maxFailures: Number(variable(environment.maxFailures)),
    table: table.Properties,
  };
}

function readQueue(name: string, properties: Readonly<Record<string, unknown>>): QueueShape {
  const redrive = properties['RedrivePolicy'] as { maxReceiveCount: number } | undefined;
  return {
    name,
    visibilityTimeoutSeconds: Number(properties['VisibilityTimeout'] ?? 30),
    retentionSeconds: Number(properties['MessageRetentionPeriod'] ?? 345_600),
    ...(redrive ? { maxReceiveCount: redrive.maxReceiveCount } : {}),
  };
}
