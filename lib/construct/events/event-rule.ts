import { Rule, type EventPattern, type IEventBus, type OnEventOptions } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { differentEnvironment } from '../validation/different-environment';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

export interface EventRuleProps {
  readonly eventBus: IEventBus;
  /** What every event has that the rule is for. */
  readonly own: EventPattern;
  /** What its user asks for. */
  readonly options: OnEventOptions;
}

/**
 * A rule for events of a pipeline.
 * @throws InvalidSettingsError when the pattern asked for would let others through, or when the bus is known to be of
 * another account or region than the rule: the rule would be made on the bus of that name here, and never be called.
 */
export function createEventRule(scope: Construct, id: string, { eventBus, own, options }: EventRuleProps): Rule {
  const { eventPattern, ...others } = options;
  const widened = namedInBoth(own, eventPattern);
  if (widened.length > 0) {
    throw new InvalidSettingsError(
      `the eventPattern of '${id}' must not name ${widened.join(', ')}, because that would match other events too: leave it out, or make your own Rule on the eventBus`,
      scope,
    );
  }
  const rule = new Rule(scope, id, { ...others, eventBus });
  const there = differentEnvironment(eventBus.env, rule.env);
  if (there) {
    throw new InvalidSettingsError(
      `'${id}' would never be called, because the bus is in ${there}, and a rule must be where its bus is: make it in a stack there, with NotifyPipeline.fromAttributes. Or forward the events to a bus here and make it on that one, as docs/guide/cross-account.md shows`,
      scope,
    );
  }
  rule.addEventPattern(own);
  // Last, because the CDK writes later patterns into the first one, which may be used for other rules too.
  rule.addEventPattern(eventPattern);
  rule.addTarget(options.target);
  return rule;
}

/** The fields that both patterns name. The CDK would take the values of either for good. */
function namedInBoth(own: EventPattern, asked: EventPattern = {}): readonly string[] {
  const named = new Set(fieldsOf(asked));
  return fieldsOf(own).filter((field) => named.has(field));
}

const fieldsOf = ({ detail = {}, ...others }: EventPattern): readonly string[] => [
  ...Object.keys(others),
  ...Object.keys(detail as object).map((field) => `detail.${field}`),
];
