import type { HeldQueueName } from './lane';

/**
 * By what a pipeline is found: an SSM parameter under this path, whose value is a `PipelineDescription` as JSON. Its name
 * ends in what distinguishes the construct from every other, so that one can take the place of another with the same id.
 */
export const pipelinesPath = '/cdk-govuk-notify';

/** The path of the parameters of the pipelines with an id. There are two only while a pipeline is moved. */
export const pathOfPipeline = (pipelineId: string): string => `${pipelinesPath}/${pipelineId}`;

/** The version of the description. Another one means that a field has gone or means something else, not that there is one more. */
const version = 1;

/** Where everything of a pipeline is: names and addresses, and no secret. */
export interface PipelineDescription {
  readonly version: typeof version;
  readonly pipelineId: string;
  readonly region: string;
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly heldQueueUrls: Readonly<Record<HeldQueueName, string>>;
  readonly bucketName: string;
  readonly tableName: string;
  /** Of the messages that wait for a time of their own. */
  readonly scheduledTableName: string;
  readonly eventBusName: string;
  readonly eventBusArn: string;
  readonly encryptionKeyArn: string;
  /** The id, an ARN or a name, of the secret with which recipients are hashed. */
  readonly hashKeySecretId?: string;
  /** Whether the table has the index by recipient. */
  readonly findByRecipient?: boolean;
  /** The ids of the event sources from which functions take messages and changes, by the function. */
  readonly eventSourceIds?: Readonly<Record<string, string>>;
  /** The names of the schedules that functions run by, by the function. */
  readonly scheduleNames?: Readonly<Record<string, string>>;
  /** The names of the functions, those that are switched on among them. */
  readonly functionNames: Readonly<Record<string, string>>;
  /** The group of these schedules. */
  readonly scheduleGroupName?: string;
  /** For how many days S3 stores what was deleted from the bucket, if it has versions. */
  readonly bucketVersionDays?: number;
  /** What Notify is to call, if `callbacks` are on. */
  readonly callbackUrl?: string;
  /** The id, an ARN or a name, of the secret with the token of Notify's callbacks, if `callbacks` are on. */
  readonly callbackTokenSecretId?: string;
}

/** The value of the parameter. */
export const describePipeline = (parts: Omit<PipelineDescription, 'version'>): PipelineDescription => ({
  version,
  ...parts,
});

/** What a publisher has to know of a pipeline. */
const needed = ['pipelineId', 'queueUrl', 'urgentQueueUrl', 'bucketName'] as const;

/** Reads the value of a parameter. Undefined if it is of another version, or no description of a pipeline. */
export function parsePipelineDescription(value: string): PipelineDescription | undefined {
  const parsed = jsonOf(value) as Readonly<Record<string, unknown>>;
  const isOne = parsed['version'] === version && needed.every((name) => typeof parsed[name] === 'string');
  return isOne ? (parsed as unknown as PipelineDescription) : undefined;
}

function jsonOf(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
