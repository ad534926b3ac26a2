import type { NotifyPipelineAttributes } from '../imported-pipeline';
import type { NotifyPipelineProps } from '../notify-pipeline-props';
import * as constructs from './kinds/constructs';
import type { Kind } from './kinds/kind';
import * as settings from './kinds/settings';
import * as values from './kinds/values';

/** The kind of each prop of a pipeline. A test holds it to the interface. */
export const propKinds: Readonly<Record<keyof NotifyPipelineProps, Kind>> = {
  apiKeySecret: constructs.secret,
  pipelineId: values.text,
  notifyBaseUrl: values.text,
  eventBus: constructs.eventBus,
  events: settings.eventSelection,
  senderMetrics: values.textArray,
  encryptionKey: constructs.key,
  pollInterval: values.duration,
  recordRetention: values.duration,
  letterPdfs: values.flag,
  letterPdfRetention: values.duration,
  accessLogsBucket: constructs.bucket,
  bucketVersionRetention: values.duration,
  sendTasks: values.flag,
  logRetention: values.retentionDays,
  removalPolicy: values.removalPolicy,
  deletionProtection: values.flag,
  rateLimit: values.number,
  rateShare: values.number,
  maxFailures: values.number,
  teamKey: values.flag,
  recipients: settings.recipientGuard,
  textMessageLimits: settings.textMessageLimits,
  maxConcurrency: values.number,
  urgentMaxConcurrency: values.number,
  sendMemorySize: values.number,
  urgentMemorySize: values.number,
  callbacks: values.flag,
  callbackEndpoint: settings.callbackEndpoint,
  callbackTokenSecret: constructs.secret,
  textCosts: values.flag,
  callbackRoutes: settings.callbackRoutes,
  routedCallbacks: settings.routedCallbacks,
  findByRecipient: values.flag,
  receivedTexts: values.flag,
  receivedTextsPollInterval: values.duration,
  alarmTopic: constructs.topic,
  alarmTopics: settings.alarmTopics,
  alarms: settings.alarmSettings,
  dailyLimits: settings.dailyLimits,
  burnRateAlarms: values.flag,
  dashboard: values.flag,
  canary: settings.canary,
  tracing: values.tracing,
  vpc: constructs.vpc,
  vpcSubnets: constructs.subnetSelection,
  securityGroups: constructs.securityGroups,
  functionOptions: settings.functionOptions,
};

/** The kind of each attribute of a pipeline of another stack. A test holds it to the interface. */
export const attributeKinds: Readonly<Record<keyof NotifyPipelineAttributes, Kind>> = {
  pipelineId: values.text,
  queueArn: values.text,
  urgentQueueArn: values.text,
  bucketArn: values.text,
  tableArn: values.text,
  scheduledTableArn: values.text,
  encryptionKeyArn: values.text,
  eventBusArn: values.text,
  sendTaskFunctionArn: values.text,
  events: settings.eventSelection,
};
