import type { NotifyPipelineAttributes } from '../imported-pipeline';
import type { NotifyPipelineProps } from '../notify-pipeline-props';
import * as kinds from './kinds';

/** The kind of each prop of a pipeline. A test holds it to the interface. */
export const propKinds: Readonly<Record<keyof NotifyPipelineProps, kinds.Kind>> = {
  apiKeySecret: kinds.secret,
  pipelineId: kinds.text,
  notifyBaseUrl: kinds.text,
  eventBus: kinds.eventBus,
  encryptionKey: kinds.key,
  pollInterval: kinds.duration,
  recordRetention: kinds.duration,
  letterPdfs: kinds.flag,
  letterPdfRetention: kinds.duration,
  logRetention: kinds.retentionDays,
  removalPolicy: kinds.removalPolicy,
  rateLimit: kinds.number,
  rateShare: kinds.number,
  maxFailures: kinds.number,
  teamKey: kinds.flag,
  maxConcurrency: kinds.number,
  urgentMaxConcurrency: kinds.number,
  callbacks: kinds.flag,
  callbackTokenSecret: kinds.secret,
  callbackRoutes: kinds.callbackRoutes,
  routedCallbacks: kinds.routedCallbacks,
  receivedTexts: kinds.flag,
  receivedTextsPollInterval: kinds.duration,
  alarmTopic: kinds.topic,
  vpc: kinds.vpc,
  vpcSubnets: kinds.subnetSelection,
  securityGroups: kinds.securityGroups,
};

/** The kind of each attribute of a pipeline of another stack. A test holds it to the interface. */
export const attributeKinds: Readonly<Record<keyof NotifyPipelineAttributes, kinds.Kind>> = {
  pipelineId: kinds.text,
  queueArn: kinds.text,
  urgentQueueArn: kinds.text,
  bucketArn: kinds.text,
  encryptionKeyArn: kinds.text,
  eventBusArn: kinds.text,
};
