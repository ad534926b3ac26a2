import { RemovalPolicy, Token, type Duration } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import type { Place } from './different-environment';
import { rateOf, type Rate } from '../functions/send-concurrency';
import { InvalidSettingsError } from './invalid-settings-error';
import type { NotifyPipelineProps } from '../notify-pipeline-props';
import { regionFaults } from './region-faults';
import { letterPdfRetentionFault, recordRetentionFault } from './retention';

/**
 * Checks what the types cannot say, for a pipeline that is to be in that place.
 *
 * @param construct whose path the error begins with
 * @throws InvalidSettingsError that names every prop that cannot work, the value it has and what to do.
 */
export function validateProps(props: NotifyPipelineProps, here: Place, construct?: IConstruct): void {
  const faults = [
    apiKeySecretFault(props.apiKeySecret),
    pipelineIdFault(props.pipelineId),
    baseUrlFault(props.notifyBaseUrl),
    pollIntervalFault('pollInterval', props.pollInterval),
    pollIntervalFault('receivedTextsPollInterval', props.receivedTextsPollInterval),
    receivedTextsFault(props),
    recordRetentionFault(props.recordRetention),
    letterPdfRetentionFault(props.letterPdfRetention),
    concurrencyFault('maxConcurrency', props.maxConcurrency),
    concurrencyFault('urgentMaxConcurrency', props.urgentMaxConcurrency),
    rateLimitFault(props.rateLimit),
    rateShareFault(props.rateShare),
    rateFault(rateOf(props)),
    maxFailuresFault(props.maxFailures),
    removalPolicyFault(props.removalPolicy),
    callbacksFault(props),
    ...Object.entries(props.callbackRoutes ?? {}).map(([id, route]) => callbackRouteFault(id, route, props.pipelineId)),
    routedCallbacksFault(props),
    networkFault(props),
    ...regionFaults(props, here),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new InvalidSettingsError(faults.join('; '), construct);
}

/** The types rule it out, for those who have types. */
function apiKeySecretFault(secret: ISecret | undefined): string | undefined {
  if (secret) return undefined;
  return 'apiKeySecret is missing: give the secret that holds the API key of GOV.UK Notify, as by Secret.fromSecretNameV2';
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

function pollIntervalFault(prop: string, interval: Duration | undefined): string | undefined {
  if (interval === undefined) return undefined;
  if (interval.isUnresolved()) {
    return `${prop} must be known at synth, for a schedule says minute or minutes, got a token: use Duration.minutes(1) or more`;
  }
  const minutes = interval.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= 1) return undefined;
  return `${prop} must be whole minutes and at least one, for no schedule is finer, got ${interval.toHumanString()}: use Duration.minutes(1) or more`;
}

function concurrencyFault(prop: string, value: number | undefined): string | undefined {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  if (Number.isInteger(value) && value >= 2 && value <= 1000) return undefined;
  return `${prop} must be a whole number from 2 to 1000, which is what SQS event sources take, got ${value}: choose one or leave it out`;
}

function rateLimitFault(limit: number | undefined): string | undefined {
  if (limit === undefined || Token.isUnresolved(limit)) return undefined;
  if (Number.isInteger(limit) && limit >= 1) return undefined;
  return `rateLimit must be a whole number of requests a minute and at least 1, got ${limit}: give what Notify allows the key, or leave it out`;
}

function rateShareFault(share: number | undefined): string | undefined {
  if (share === undefined || Token.isUnresolved(share)) return undefined;
  if (share > 0 && share <= 1) return undefined;
  return `rateShare must be more than 0 and at most 1, for it is a part of rateLimit, got ${share}: choose one or leave it out to use all of it`;
}

function rateFault({ rateLimit, rateShare }: Rate): string | undefined {
  if (Token.isUnresolved(rateLimit) || Token.isUnresolved(rateShare)) return undefined;
  if (rateLimitFault(rateLimit) || rateShareFault(rateShare) || rateLimit * rateShare >= 1) return undefined;
  return `rateLimit times rateShare must be at least one request a minute, for a function cannot wait for longer, got ${rateLimit} times ${rateShare}: raise one or leave it out`;
}

function maxFailuresFault(failures: number | undefined): string | undefined {
  if (failures === undefined || Token.isUnresolved(failures)) return undefined;
  if (Number.isInteger(failures) && failures >= 1 && failures <= 100) return undefined;
  return `maxFailures must be a whole number from 1 to 100, got ${failures}: choose one or leave it out`;
}

function removalPolicyFault(policy: RemovalPolicy | undefined): string | undefined {
  if (policy !== RemovalPolicy.SNAPSHOT) return undefined;
  return `removalPolicy must not be '${policy}', for neither queues nor tables can be kept as one: use RETAIN or DESTROY`;
}

function callbacksFault(props: NotifyPipelineProps): string | undefined {
  const given = (['callbackTokenSecret', 'callbackRoutes', 'routedCallbacks'] as const).find((prop) => props[prop]);
  if (props.callbacks || !given) return undefined;
  return `${given} is for callbacks, which are not on: set callbacks to true or leave it out`;
}

function receivedTextsFault({ receivedTexts, receivedTextsPollInterval }: NotifyPipelineProps): string | undefined {
  if (receivedTexts || !receivedTextsPollInterval) return undefined;
  return 'receivedTextsPollInterval is for received texts, which are not on: set receivedTexts to true or leave it out';
}

function callbackRouteFault(
  to: string,
  { signingSecret }: { readonly signingSecret: ISecret | undefined },
  pipelineId: string | undefined,
): string | undefined {
  if (!signingSecret) {
    return `the callbackRoute to '${to}' must have a signingSecret, got none: give the secret that its routedCallbacks name`;
  }
  if (to === pipelineId) return `callbackRoutes must not lead to the pipeline's own id, '${to}': leave it out`;
  if (isPipelineId(to)) return undefined;
  return `callbackRoutes must be by the ids of pipelines, got '${to}': give the pipelineId of the pipeline it leads to`;
}

/** The types rule it out, for those who have types. */
function routedCallbacksFault({ routedCallbacks }: NotifyPipelineProps): string | undefined {
  const signingSecret: ISecret | undefined = routedCallbacks?.signingSecret;
  if (!routedCallbacks || signingSecret) return undefined;
  return 'routedCallbacks must have a signingSecret, got none: give the secret with which the other pipelines sign';
}

const isPipelineId = (id: string): boolean => Token.isUnresolved(id) || /^[A-Za-z0-9._-]{1,60}$/.test(id);

function networkFault({ vpc, vpcSubnets, securityGroups }: NotifyPipelineProps): string | undefined {
  if (securityGroups?.length === 0) return 'securityGroups must hold at least one, got none: leave it out or give one';
  if (vpc) return undefined;
  const given = Object.entries({ vpcSubnets, securityGroups }).flatMap(([name, value]) => (value ? [name] : []));
  if (given.length === 0) return undefined;
  return `${given.join(' and ')} must come with vpc, got none: give the VPC that they are of, or leave them out`;
}
