import { publisherEnvironment } from './publisher-environment';

/** The environment variables that the construct sets on the functions. */
export const environment = {
  /** The id of the pipeline. */
  pipelineId: 'NOTIFY_PIPELINE_ID',
  /** The table of deliveries. */
  tableName: 'NOTIFY_TABLE_NAME',
  /** The table of messages that wait for a time of their own. */
  scheduledTableName: 'NOTIFY_SCHEDULED_TABLE_NAME',
  /** The queue of messages. */
  queueUrl: 'NOTIFY_QUEUE_URL',
  /** The queue of urgent messages. */
  urgentQueueUrl: 'NOTIFY_URGENT_QUEUE_URL',
  /** The ARN of the queue of urgent messages, which says whether a message came from it. */
  urgentQueueArn: 'NOTIFY_URGENT_QUEUE_ARN',
  /** The held queues. */
  heldQueueUrl: {
    /** The queue of held emails. */
    email: 'NOTIFY_HELD_EMAIL_QUEUE_URL',
    /** The queue of held text messages. */
    sms: 'NOTIFY_HELD_SMS_QUEUE_URL',
    /** The queue of held international text messages. */
    international_sms: 'NOTIFY_HELD_INTERNATIONAL_SMS_QUEUE_URL',
    /** The queue of held letters. */
    letter: 'NOTIFY_HELD_LETTER_QUEUE_URL',
    /** The queue of held urgent messages. */
    urgent: 'NOTIFY_HELD_URGENT_QUEUE_URL',
  },
  /** The bucket through which big messages travel, and where the PDFs of letters are kept. */
  bucketName: 'NOTIFY_BUCKET_NAME',
  /** The dead-letter queue. */
  deadLetterQueueUrl: 'NOTIFY_DEAD_LETTER_QUEUE_URL',
  /** The queue of letters whose PDFs are to be kept. Not set when none are. */
  letterPdfQueueUrl: 'NOTIFY_LETTER_PDF_QUEUE_URL',
  /** The bus that gets the events. */
  eventBusName: 'NOTIFY_EVENT_BUS_NAME',
  /** The states of deliveries whose events are published, with commas between them. */
  publishedStates: 'NOTIFY_PUBLISHED_STATES',
  /** The services whose messages are counted for each, with commas between them. Not set where none are. */
  senderMetrics: 'NOTIFY_SENDER_METRICS',
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
  /** `true` when texts that people send to the service are events. */
  receivesTexts: 'NOTIFY_RECEIVES_TEXTS',
  /** The address of Notify's API. */
  notifyBaseUrl: 'NOTIFY_BASE_URL',
  /** Notify's rate limit for the key, in requests a minute. */
  rateLimit: 'NOTIFY_RATE_LIMIT',
  /** The part of that rate which is this pipeline's to use, from 0 to 1. */
  rateShare: 'NOTIFY_RATE_SHARE',
  /** How often Notify may fail on a message before it is given up. */
  maxFailures: 'NOTIFY_MAX_FAILURES',
  /** `true` when the API key is meant to be a team key. Not set otherwise. */
  teamKey: 'NOTIFY_TEAM_KEY',
  /** The secret that says to whom messages may go, as JSON: `RecipientGuardSettings`. Not set where they may go to anybody. */
  recipientGuardSecretArn: 'NOTIFY_RECIPIENT_GUARD_SECRET_ARN',
  /** What text messages are held to, as JSON: `TextLimitSettings`. Not set where that is Notify's limits alone. */
  textLimits: 'NOTIFY_TEXT_LIMITS',
  /** `true` when records say in which trace their message came. Not set otherwise. */
  tracing: 'NOTIFY_TRACING',
  /** How long a delivery record is kept, in seconds. */
  recordRetentionSeconds: 'NOTIFY_RECORD_RETENTION_SECONDS',
  /** How often the poll function runs, in seconds. */
  pollIntervalSeconds: 'NOTIFY_POLL_INTERVAL_SECONDS',
  /** Whether Notify calls back: `on` or `off`. */
  callbacks: 'NOTIFY_CALLBACKS',
  /** Whether the poll looks up the cost of a text whose outcome came by a callback: `on` or `off`. */
  textCosts: 'NOTIFY_TEXT_COSTS',
  /** The template of the canary. Not set when there is none. */
  canaryTemplateId: 'NOTIFY_CANARY_TEMPLATE_ID',
  /** How long a canary may take, in seconds. */
  canaryWithinSeconds: 'NOTIFY_CANARY_WITHIN_SECONDS',
  /** What `addPublisher` sets on a function that is not the pipeline's own. */
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
