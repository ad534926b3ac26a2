import { Token } from 'aws-cdk-lib';
import { parseUuid } from '../../rules/schema/uuid';
import type { CanaryOptions } from '../functions/canary-function';
import { pollIntervalFault } from './poll-interval';

/** What is wrong with a canary, each with what to do. */
export function canaryFaults(canary: CanaryOptions | undefined): readonly string[] {
  if (!canary) return [];
  const faults = [templateFault(canary), pollIntervalFault('canary.every', canary.every), withinFault(canary)];
  return faults.filter((fault) => fault !== undefined);
}

function templateFault({ templateId }: CanaryOptions): string | undefined {
  if (Token.isUnresolved(templateId) || parseUuid(templateId) !== undefined) return undefined;
  return `canary.templateId must be a template ID, got '${templateId}': copy the ID of an email template without placeholders from GOV.UK Notify`;
}

function withinFault({ within }: CanaryOptions): string | undefined {
  if (within === undefined) return undefined;
  if (within.isUnresolved()) {
    return 'canary.within must be known at synth, because the time-out of the function depends on it, got a token: use Duration.minutes(1) or leave it out';
  }
  const seconds = within.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 10 && seconds <= 600) return undefined;
  return `canary.within must be whole seconds from 10 to 600, got ${within.toHumanString()}: use Duration.minutes(1) or leave it out`;
}
