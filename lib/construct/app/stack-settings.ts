import { Duration } from 'aws-cdk-lib';
import { closestName } from '../../contract/did-you-mean';
import {
  events,
  flag,
  name,
  number,
  removalPolicy,
  routes,
  text,
  texts,
  topics,
  tracing,
  type TopicArns,
} from './context-values';
import { RecipientGuard } from '../recipients/recipient-guard';
import type { NotifyPipelineProps } from '../notify-pipeline-props';

/** What the context of the app in bin/ says. */
export interface StackSettings {
  readonly stackName: string;
  readonly secretName: string;
  readonly encryptionKeyArn: string | undefined;
  readonly eventBusName: string | undefined;
  readonly alarmTopicArn: string | undefined;
  /** By severities. */
  readonly alarmTopicArns: TopicArns | undefined;
  readonly callbackTokenSecretName: string | undefined;
  readonly callbackSigningSecretName: string | undefined;
  /** Whether callbacks are taken that other pipelines put on the bus. */
  readonly routedCallbacks: boolean;
  /** The ARNs of event buses, by the ids of the pipelines to which they lead. */
  readonly callbackRoutes: Readonly<Record<string, string>>;
  readonly props: Omit<
    NotifyPipelineProps,
    | 'apiKeySecret'
    | 'encryptionKey'
    | 'eventBus'
    | 'alarmTopic'
    | 'alarmTopics'
    | 'callbackTokenSecret'
    | 'callbackRoutes'
    | 'routedCallbacks'
  >;
}

/** Every setting of the app by its key in the context, and how its value is read. */
const settings = {
  stackName: text,
  secretName: name,
  pipelineId: text,
  notifyBaseUrl: text,
  rateLimit: number,
  rateShare: number,
  maxConcurrency: number,
  urgentMaxConcurrency: number,
  sendMemorySize: number,
  urgentMemorySize: number,
  maxFailures: number,
  teamKey: flag,
  allowedEmails: texts,
  allowedDomains: texts,
  allowedPhoneNumbers: texts,
  redirectEmailsTo: text,
  redirectTextsTo: text,
  textsPerNumberAnHour: number,
  textsPerNumberADay: number,
  textFragmentsADay: number,
  textPoundsADay: number,
  textCountries: texts,
  pollIntervalMinutes: number,
  callbacks: flag,
  textCosts: flag,
  senderMetrics: texts,
  callbackTokenSecretName: name,
  callbackRoutes: routes,
  routedCallbacks: flag,
  callbackSigningSecretName: name,
  findByRecipient: flag,
  receivedTexts: flag,
  receivedTextsPollIntervalMinutes: number,
  letterPdfs: flag,
  letterPdfRetentionDays: number,
  sendTasks: flag,
  recordRetentionDays: number,
  removalPolicy,
  deletionProtection: flag,
  encryptionKeyArn: text,
  eventBusName: name,
  events,
  alarmTopicArn: text,
  alarmTopicArns: topics,
  dashboard: flag,
  tracing,
} as const;

type Settings = { readonly [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]> };

/** The keys of the context that the app reads. */
export const contextKeys: readonly string[] = Object.keys(settings);

/**
 * Reads the app's context, where each value is text if it came from the command line.
 *
 * @throws InvalidSettingsError that names the key, the value it has and what to do.
 */
export function readSettings(context: (key: string) => unknown): StackSettings {
  const read = Object.fromEntries(
    Object.entries(settings).map(([key, valueOf]) => [key, valueOf(context(key), key)]),
  ) as Settings;
  return {
    stackName: read.stackName ?? 'govuk-notify',
    secretName: read.secretName ?? 'govuk-notify/api-key',
    encryptionKeyArn: read.encryptionKeyArn,
    eventBusName: read.eventBusName,
    alarmTopicArn: read.alarmTopicArn,
    alarmTopicArns: read.alarmTopicArns,
    callbackTokenSecretName: read.callbackTokenSecretName,
    callbackRoutes: read.callbackRoutes,
    routedCallbacks: read.routedCallbacks ?? false,
    callbackSigningSecretName: read.callbackSigningSecretName,
    props: given({
      pipelineId: read.pipelineId,
      notifyBaseUrl: read.notifyBaseUrl,
      removalPolicy: read.removalPolicy,
      events: read.events,
      deletionProtection: read.deletionProtection,
      pollInterval: minutes(read.pollIntervalMinutes),
      recordRetention: days(read.recordRetentionDays),
      callbacks: read.callbacks,
      textCosts: read.textCosts,
      senderMetrics: read.senderMetrics,
      findByRecipient: read.findByRecipient,
      receivedTexts: read.receivedTexts,
      receivedTextsPollInterval: minutes(read.receivedTextsPollIntervalMinutes),
      letterPdfs: read.letterPdfs,
      sendTasks: read.sendTasks,
      letterPdfRetention: days(read.letterPdfRetentionDays),
      rateLimit: read.rateLimit,
      rateShare: read.rateShare,
      maxFailures: read.maxFailures,
      teamKey: read.teamKey,
      recipients: guardOf(read),
      textMessageLimits: textMessageLimitsOf(read),
      maxConcurrency: read.maxConcurrency,
      urgentMaxConcurrency: read.urgentMaxConcurrency,
      dashboard: read.dashboard ?? true,
      tracing: read.tracing,
      sendMemorySize: read.sendMemorySize,
      urgentMemorySize: read.urgentMemorySize,
    }),
  };
}

/** There is a guard if a setting says who is allowed, or where the rest goes. */
function guardOf(read: Settings): RecipientGuard | undefined {
  const { allowedEmails, allowedDomains, allowedPhoneNumbers, redirectEmailsTo, redirectTextsTo } = read;
  const allowed = given({ emails: allowedEmails, domains: allowedDomains, phoneNumbers: allowedPhoneNumbers });
  const redirectTo = given({ email: redirectEmailsTo, phoneNumber: redirectTextsTo });
  const isRedirected = Object.keys(redirectTo).length > 0;
  if (Object.keys(allowed).length === 0 && !isRedirected) return undefined;
  const list = RecipientGuard.allowOnly(allowed);
  return isRedirected ? list.otherwiseRedirectTo(redirectTo) : list.otherwiseReject();
}

function textMessageLimitsOf(read: Settings): NotifyPipelineProps['textMessageLimits'] {
  const { textsPerNumberAnHour: perNumberAnHour, textsPerNumberADay: perNumberADay, textCountries: countries } = read;
  const budget = given({ fragmentsADay: read.textFragmentsADay, poundsADay: read.textPoundsADay });
  const limits = given({
    perNumberAnHour,
    perNumberADay,
    countries,
    budget: Object.keys(budget).length > 0 ? budget : undefined,
  });
  return Object.keys(limits).length > 0 ? limits : undefined;
}

const minutes = (count: number | undefined) => (count === undefined ? undefined : Duration.minutes(count));
const days = (count: number | undefined) => (count === undefined ? undefined : Duration.days(count));

/** What the CDK's command line keeps in the context by a name like any other. */
const ofTheCdk: readonly string[] = ['acknowledged-issue-numbers', 'cli-telemetry'];

/** What is wrong and what to do, when the context has keys that nobody reads. The CDK's and others' have `:`, `@` or `/`. */
export function unreadContext(context: Readonly<Record<string, unknown>>): string | undefined {
  const read = new Set([...contextKeys, ...ofTheCdk]);
  const unread = Object.keys(context).filter((key) => !read.has(key) && !/[:@/]/.test(key));
  if (unread.length === 0) return undefined;
  const meant = unread.map((key) => closestName(key, contextKeys)).filter((key) => key !== undefined);
  const hint = meant.length > 0 ? ` (did you mean ${meant.join(', ')}?)` : '';
  return `context ${unread.join(', ')} has no effect, because no setting has this name: correct it, or leave it out${hint}; the settings are ${contextKeys.join(', ')}`;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is not there, so that the construct's defaults hold. */
function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
