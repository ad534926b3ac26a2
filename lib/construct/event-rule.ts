import { Rule, type EventPattern, type IEventBus, type OnEventOptions } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { elsewhere } from './elsewhere';
import { InvalidSettingsError } from './invalid-settings-error';

export interface EventRuleProps {
  readonly eventBus: IEventBus;
  /** What every event has that the rule is for. */
  readonly own: EventPattern;
  /** What its user asks for. */
  readonly options: OnEventOptions;
}

/**
 * A rule for events of a pipeline.
 * @throws InvalidSettingsError when the bus is known to be of another account or region than the rule: the rule would be
 * made on the bus of that name here, and never be called.
 */
export function createEventRule(scope: Construct, id: string, { eventBus, own, options }: EventRuleProps): Rule {
  const { eventPattern, ...others } = options;
  const rule = new Rule(scope, id, { ...others, eventBus });
  const there = elsewhere(eventBus.env, rule.env);
  if (there) {
    throw new InvalidSettingsError(
      `'${id}' would never be called, for the bus is of ${there}, and rules are where their bus is: make it in a stack there, with NotifyPipeline.fromAttributes, or send the events on to a bus here and make it on that one, see docs/guide/cross-account.md`,
    );
  }
  rule.addEventPattern(own);
  // Last, for the CDK writes what comes later into what came first, and this one may be used for other rules too.
  rule.addEventPattern(eventPattern);
  rule.addTarget(options.target);
  return rule;
}
