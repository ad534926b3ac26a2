import { publisherEnvironment } from './publisher-environment';

/** The environment variables by which the construct tells the functions what they need. */
export const environment = {
  pipelineId: 'NOTIFY_PIPELINE_ID',
  tableName: 'NOTIFY_TABLE_NAME',
  queueUrl: 'NOTIFY_QUEUE_URL',
  urgentQueueUrl: 'NOTIFY_URGENT_QUEUE_URL',
  urgentQueueArn: 'NOTIFY_URGENT_QUEUE_ARN',
  /** The held queues. */
  heldQueueUrl: {
    email: 'NOTIFY_HELD_EMAIL_QUEUE_URL',
    sms: 'NOTIFY_HELD_SMS_QUEUE_URL',
    international_sms: 'NOTIFY_HELD_INTERNATIONAL_SMS_QUEUE_URL',
    letter: 'NOTIFY_HELD_LETTER_QUEUE_URL',
    later: 'NOTIFY_HELD_LATER_QUEUE_URL',
    urgent: 'NOTIFY_HELD_URGENT_QUEUE_URL',
  },
  /** The bucket through which big messages travel, and where the PDFs of letters are kept. */
  bucketName: 'NOTIFY_BUCKET_NAME',
  deadLetterQueueUrl: 'NOTIFY_DEAD_LETTER_QUEUE_URL',
  /** The queue of letters whose PDFs are to be kept. Not set when none are. */
  letterPdfQueueUrl: 'NOTIFY_LETTER_PDF_QUEUE_URL',
  eventBusName: 'NOTIFY_EVENT_BUS_NAME',
  /** The secret that holds the Notify API key. */
  apiKeySecretArn: 'NOTIFY_API_KEY_SECRET_ARN',
  /** The secret with which recipients and messages are hashed. */
  hashKeySecretArn: 'NOTIFY_HASH_KEY_SECRET_ARN',
  /** The secret that holds the token of Notify's callbacks. */
  callbackTokenSecretArn: 'NOTIFY_CALLBACK_TOKEN_SECRET_ARN',
  /** The secret with which other pipelines sign callbacks that they hand on. Not set when none are taken. */
  routedCallbackSecretArn: 'NOTIFY_ROUTED_CALLBACK_SECRET_ARN',
  /** Where callbacks for other pipelines go, as JSON: a list of `CallbackDestination`. */
  callbackRoutes: 'NOTIFY_CALLBACK_ROUTES',
  /** `true` when texts that people send to the service are told of. */
  receivesTexts: 'NOTIFY_RECEIVES_TEXTS',
  notifyBaseUrl: 'NOTIFY_BASE_URL',
  /** Notify's rate limit for the key, in requests a minute. */
  rateLimit: 'NOTIFY_RATE_LIMIT',
  /** The part of that rate which is this pipeline's to use, from 0 to 1. */
  rateShare: 'NOTIFY_RATE_SHARE',
  /** How often Notify may fail on a message before it is given up. */
  maxFailures: 'NOTIFY_MAX_FAILURES',
  /** `true` when the API key is meant to be a team key. Not set otherwise. */
  teamKey: 'NOTIFY_TEAM_KEY',
  /** How long a delivery record is kept, in seconds. */
  recordRetentionSeconds: 'NOTIFY_RECORD_RETENTION_SECONDS',
  /** How often the poll function runs, in seconds. */
  pollIntervalSeconds: 'NOTIFY_POLL_INTERVAL_SECONDS',
  /** Whether Notify calls back: `on` or `off`. */
  callbacks: 'NOTIFY_CALLBACKS',
  /** What `addPublisher` tells a function that is not the pipeline's own. */
  publisher: publisherEnvironment,
} as const;

type Names<Value> = Value extends string ? Value : Value extends object ? Names<Value[keyof Value]> : never;

export type EnvironmentVariable = Names<typeof environment>;

/**
 * Reads one variable.
 * @throws Error when it is missing or empty: the construct sets them all, so this is a function run outside it.
 */
export function requireEnvironment(
  name: EnvironmentVariable,
  from: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const value = from[name];
  if (!value) throw new Error(`environment variable ${name} is not set; the NotifyPipeline construct sets it`);
  return value;
}
