import { RemovalPolicy, Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import type { Environment } from './different-environment';
import { functionOptionsFaults } from '../functions/function-options';
import { rateOf, sendConcurrencyFor, type Rate } from '../functions/send-concurrency';
import { leastSendMemory } from '../../contract/memory';
import { InvalidSettingsError } from './invalid-settings-error';
import type { NotifyPipelineProps } from '../notify-pipeline-props';
import { canaryFaults } from './canary';
import { pollIntervalFault } from './poll-interval';
import { recipientFaults } from './recipients';
import { regionFaults } from './region-faults';
import { senderMetricsFaults } from './sender-metrics';
import { textMessageLimitFaults } from './text-message-limits';
import { recordRetentionFault, wholeDaysFault } from './retention';

/**
 * Checks what the types cannot say, for a pipeline that is to be in that place.
 *
 * @param construct whose path the error begins with
 * @throws InvalidSettingsError that names every prop that cannot work, the value it has and what to do.
 */
export function validateProps(props: NotifyPipelineProps, here: Environment, construct?: IConstruct): void {
  const faults = [
    apiKeySecretFault(props.apiKeySecret),
    pipelineIdFault(props.pipelineId),
    baseUrlFault(props.notifyBaseUrl),
    pollIntervalFault('pollInterval', props.pollInterval),
    pollIntervalFault('receivedTextsPollInterval', props.receivedTextsPollInterval),
    ...canaryFaults(props.canary),
    receivedTextsFault(props),
    recordRetentionFault(props.recordRetention),
    wholeDaysFault('letterPdfRetention', props.letterPdfRetention),
    wholeDaysFault('bucketVersionRetention', props.bucketVersionRetention),
    concurrencyFault('maxConcurrency', props.maxConcurrency),
    concurrencyFault('urgentMaxConcurrency', props.urgentMaxConcurrency),
    memoryFault('sendMemorySize', props.sendMemorySize),
    memoryFault('urgentMemorySize', props.urgentMemorySize),
    rateLimitFault(props.rateLimit),
    rateShareFault(props.rateShare),
    rateFault(rateOf(props)),
    maxFailuresFault(props.maxFailures),
    removalPolicyFault(props.removalPolicy),
    deletionProtectionFault(props),
    callbacksFault(props),
    ...Object.entries(props.callbackRoutes ?? {}).map(([id, route]) => callbackRouteFault(id, route, props.pipelineId)),
    routedCallbacksFault(props),
    networkFault(props),
    ...functionOptionsFaults(props.functionOptions, sendConcurrencyFor(rateOf(props), props)),
    ...recipientFaults(props.recipients),
    ...textMessageLimitFaults(props.textMessageLimits),
    ...senderMetricsFaults(props.senderMetrics),
    alarmTopicsFault(props),
    ...dailyLimitFaults(props),
    ...regionFaults(props, here),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new InvalidSettingsError(faults.join('; '), construct);
}

/** The types rule it out, for those who have types. */
function apiKeySecretFault(secret: ISecret | undefined): string | undefined {
  if (secret) return undefined;
  return 'apiKeySecret is missing: set it to the secret with your GOV.UK Notify API key, for example by Secret.fromSecretNameV2';
}

function pipelineIdFault(id: string | undefined): string | undefined {
  if (id === undefined || isPipelineId(id)) return undefined;
  return `pipelineId must be 1 to 60 letters, digits, full stops, underscores and hyphens, got '${id}': leave it out or choose another`;
}

function baseUrlFault(url: string | undefined): string | undefined {
  if (url === undefined || Token.isUnresolved(url)) return undefined;
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === 'https:' || protocol === 'http:') return undefined;
  return `notifyBaseUrl must be an address that begins with https:// or http://, got '${url}': leave it out to use GOV.UK Notify`;
}

function concurrencyFault(prop: string, value: number | undefined): string | undefined {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  if (Number.isInteger(value) && value >= 2 && value <= 1000) return undefined;
  return `${prop} must be a whole number from 2 to 1000, because SQS event sources accept no other, got ${value}: choose one or leave it out`;
}

/** One message of the largest size needs the least of it. */
function memoryFault(prop: string, value: number | undefined): string | undefined {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  if (Number.isInteger(value) && value >= leastSendMemory && value <= 10_240) return undefined;
  return `${prop} must be a whole number of megabytes from ${leastSendMemory} to 10240, got ${value}: choose one or leave it out`;
}

function rateLimitFault(limit: number | undefined): string | undefined {
  if (limit === undefined || Token.isUnresolved(limit)) return undefined;
  if (Number.isInteger(limit) && limit >= 1) return undefined;
  return `rateLimit must be a whole number of requests a minute, at least 1, got ${limit}: use the rate limit of your Notify service, or leave it out`;
}

function rateShareFault(share: number | undefined): string | undefined {
  if (share === undefined || Token.isUnresolved(share)) return undefined;
  if (share > 0 && share <= 1) return undefined;
  return `rateShare must be more than 0 and at most 1, because it is a part of rateLimit, got ${share}: choose one or leave it out to use all of it`;
}

function rateFault({ rateLimit, rateShare }: Rate): string | undefined {
  if (Token.isUnresolved(rateLimit) || Token.isUnresolved(rateShare)) return undefined;
  if (rateLimitFault(rateLimit) || rateShareFault(rateShare) || rateLimit * rateShare >= 1) return undefined;
  return `rateLimit times rateShare must be at least one request a minute, because a function cannot wait more than a minute, got ${rateLimit} times ${rateShare}: raise one or leave it out`;
}

function alarmTopicsFault({ alarmTopic, alarmTopics }: NotifyPipelineProps): string | undefined {
  if (!alarmTopic || !alarmTopics) return undefined;
  return 'alarmTopic and alarmTopics must not both be set: leave out one of them';
}

function dailyLimitFaults({ dailyLimits = {} }: NotifyPipelineProps): readonly string[] {
  return Object.entries(dailyLimits).flatMap(([channel, limit]: [string, number | undefined]) =>
    limit === undefined || Token.isUnresolved(limit) || (Number.isInteger(limit) && limit > 0)
      ? []
      : [
          `dailyLimits.${channel} must be a whole number of messages, at least 1, got ${limit}: use the daily limit of your Notify service, or leave it out`,
        ],
  );
}

function maxFailuresFault(failures: number | undefined): string | undefined {
  if (failures === undefined || Token.isUnresolved(failures)) return undefined;
  if (Number.isInteger(failures) && failures >= 1 && failures <= 100) return undefined;
  return `maxFailures must be a whole number from 1 to 100, got ${failures}: choose one or leave it out`;
}

function removalPolicyFault(policy: RemovalPolicy | undefined): string | undefined {
  if (policy !== RemovalPolicy.SNAPSHOT) return undefined;
  return `removalPolicy must not be '${policy}', because queues and tables have no snapshots: use RETAIN or DESTROY`;
}

function deletionProtectionFault({ deletionProtection, removalPolicy }: NotifyPipelineProps): string | undefined {
  if (!deletionProtection || removalPolicy !== RemovalPolicy.DESTROY) return undefined;
  return "deletionProtection must not be true with removalPolicy 'destroy', because the table could not be deleted with its stack: leave out one of them";
}

function callbacksFault(props: NotifyPipelineProps): string | undefined {
  const { callbacks = props.callbackEndpoint !== undefined } = props;
  const parts = ['callbackEndpoint', 'callbackTokenSecret', 'callbackRoutes', 'routedCallbacks'] as const;
  const given = parts.find((prop) => props[prop]);
  if (callbacks || !given) return undefined;
  return `${given} needs callbacks, which are off: set callbacks to true, or leave it out`;
}

function receivedTextsFault({ receivedTexts, receivedTextsPollInterval }: NotifyPipelineProps): string | undefined {
  if (receivedTexts || !receivedTextsPollInterval) return undefined;
  return 'receivedTextsPollInterval needs received texts, which are off: set receivedTexts to true, or leave it out';
}

function callbackRouteFault(
  to: string,
  { signingSecret }: { readonly signingSecret: ISecret | undefined },
  pipelineId: string | undefined,
): string | undefined {
  if (!signingSecret) {
    return `the callbackRoute to '${to}' must have a signingSecret, got none: use the secret in routedCallbacks of that pipeline`;
  }
  if (to === pipelineId) return `callbackRoutes must not name the pipeline itself, got '${to}': leave it out`;
  if (isPipelineId(to)) return undefined;
  return `callbackRoutes must have pipeline ids as names, got '${to}': use the pipelineId of the other pipeline`;
}

/** The types rule it out, for those who have types. */
function routedCallbacksFault({ routedCallbacks }: NotifyPipelineProps): string | undefined {
  const signingSecret: ISecret | undefined = routedCallbacks?.signingSecret;
  if (!routedCallbacks || signingSecret) return undefined;
  return 'routedCallbacks must have a signingSecret, got none: use the secret with which the other pipelines sign';
}

const isPipelineId = (id: string): boolean => Token.isUnresolved(id) || /^[A-Za-z0-9._-]{1,60}$/.test(id);

function networkFault({ vpc, vpcSubnets, securityGroups }: NotifyPipelineProps): string | undefined {
  if (securityGroups?.length === 0)
    return 'securityGroups must have at least one security group, got none: add one, or leave it out';
  if (vpc) return undefined;
  const given = Object.entries({ vpcSubnets, securityGroups }).flatMap(([name, value]) => (value ? [name] : []));
  if (given.length === 0) return undefined;
  return `${given.join(' and ')} must come with vpc, got none: set vpc to their VPC, or leave them out`;
}
