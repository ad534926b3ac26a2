import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InvalidSettingsError } from './invalid-settings-error';
import type { NotifyPipelineProps } from './notify-pipeline-props';

/** What the context of the app in bin/ says. */
export interface StackSettings {
  readonly stackName: string;
  readonly secretName: string;
  readonly encryptionKeyArn: string | undefined;
  readonly eventBusName: string | undefined;
  readonly alarmTopicArn: string | undefined;
  readonly receiptTokenSecretName: string | undefined;
  /** The ARNs of event buses, by the ids of the pipelines to which they lead. */
  readonly receiptRoutes: Readonly<Record<string, string>>;
  readonly props: Omit<
    NotifyPipelineProps,
    'apiKeySecret' | 'encryptionKey' | 'eventBus' | 'alarmTopic' | 'receiptTokenSecret' | 'receiptRoutes'
  >;
}

type Context = (key: string) => unknown;

/**
 * Reads the app's context, where each value is text if it came from the command line.
 *
 * @throws InvalidSettingsError that names the key, the value it has and what to do.
 */
export function readSettings(context: Context): StackSettings {
  const pollIntervalMinutes = number(context, 'pollIntervalMinutes');
  const receivedTextsPollIntervalMinutes = number(context, 'receivedTextsPollIntervalMinutes');
  const recordRetentionDays = number(context, 'recordRetentionDays');
  const letterPdfRetentionDays = number(context, 'letterPdfRetentionDays');
  return {
    stackName: text(context, 'stackName') ?? 'govuk-notify',
    secretName: text(context, 'secretName') ?? 'govuk-notify/api-key',
    encryptionKeyArn: text(context, 'encryptionKeyArn'),
    eventBusName: text(context, 'eventBusName'),
    alarmTopicArn: text(context, 'alarmTopicArn'),
    receiptTokenSecretName: text(context, 'receiptTokenSecretName'),
    receiptRoutes: routes(context, 'receiptRoutes'),
    props: given({
      pipelineId: text(context, 'pipelineId'),
      notifyBaseUrl: text(context, 'notifyBaseUrl'),
      removalPolicy: removalPolicy(context, 'removalPolicy'),
      pollInterval: pollIntervalMinutes === undefined ? undefined : Duration.minutes(pollIntervalMinutes),
      recordRetention: recordRetentionDays === undefined ? undefined : Duration.days(recordRetentionDays),
      receipts: flag(context, 'receipts'),
      receivedTexts: flag(context, 'receivedTexts'),
      receivedTextsPollInterval:
        receivedTextsPollIntervalMinutes === undefined ? undefined : Duration.minutes(receivedTextsPollIntervalMinutes),
      letterPdfs: flag(context, 'letterPdfs'),
      letterPdfRetention: letterPdfRetentionDays === undefined ? undefined : Duration.days(letterPdfRetentionDays),
      rateLimit: number(context, 'rateLimit'),
      rateShare: number(context, 'rateShare'),
      maxFailures: number(context, 'maxFailures'),
      maxConcurrency: number(context, 'maxConcurrency'),
      urgentMaxConcurrency: number(context, 'urgentMaxConcurrency'),
    }),
  };
}

function text(context: Context, key: string): string | undefined {
  const value = context(key);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidSettingsError(
    `context ${key} must be text, got ${JSON.stringify(value)}: give it as -c ${key}=VALUE or leave it out`,
  );
}

function number(context: Context, key: string): number | undefined {
  const value = context(key);
  if (value === undefined) return undefined;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read === 'number' && Number.isFinite(read) && read >= 0) return read;
  throw new InvalidSettingsError(
    `context ${key} must be a number and not less than 0, got ${JSON.stringify(value)}: give it as -c ${key}=NUMBER or leave it out`,
  );
}

function flag(context: Context, key: string): boolean | undefined {
  const value = context(key);
  if (value === undefined || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new InvalidSettingsError(
    `context ${key} must be true or false, got ${JSON.stringify(value)}: give it as -c ${key}=true or leave it out`,
  );
}

/** `staging=ARN,test=ARN` from the command line, an object of ARNs from cdk.json. */
function routes(context: Context, key: string): Readonly<Record<string, string>> {
  const value = context(key) ?? {};
  const pairs = typeof value === 'string' ? value.split(',').map((pair) => pair.split('=')) : Object.entries(value);
  const whole = pairs.every((pair) => pair.length === 2 && pair.every((part) => typeof part === 'string' && part));
  if (whole) return Object.fromEntries(pairs) as Record<string, string>;
  throw new InvalidSettingsError(
    `context ${key} must be pipeline ids with the ARNs of event buses, got ${JSON.stringify(value)}: give it as -c ${key}=ID=ARN,ID=ARN or leave it out`,
  );
}

function removalPolicy(context: Context, key: string): RemovalPolicy | undefined {
  const value = text(context, key)?.toLowerCase();
  switch (value) {
    case undefined:
      return undefined;
    case 'retain':
      return RemovalPolicy.RETAIN;
    case 'destroy':
      return RemovalPolicy.DESTROY;
    default:
      throw new InvalidSettingsError(
        `context ${key} must be retain or destroy, got '${value}': give it as -c ${key}=retain or leave it out`,
      );
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is not there, so that the construct's defaults hold. */
function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
