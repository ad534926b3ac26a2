import { Aspects, type IAspect } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';

/** Context by which an app says that it is for an emulator of AWS, such as ministack. */
export const emulatorContext = 'cdk-govuk-notify:emulator';

/**
 * Makes an alarm on a formula one on the first metric of the formula: the emulator's CloudFormation knows no metric math.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
class PlainAlarms implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnAlarm) || !node.metrics) return;
    const metrics = node.metrics as readonly CfnAlarm.MetricDataQueryProperty[];
    const first = metrics.map(({ metricStat }) => metricStat).find((stat) => stat !== undefined);
    if (!first) throw new Error(`alarm ${node.node.path} has no metric`);
    const { metric, period, stat } = first as CfnAlarm.MetricStatProperty;
    const { namespace, metricName, dimensions } = metric as CfnAlarm.MetricProperty;
    Object.assign(node, { metrics: undefined, namespace, metricName, dimensions, period, statistic: stat });
  }
}

/** Takes the policies of event buses away: the emulator refuses a template with one, and enforces none. */
class NoBusPolicies implements IAspect {
  visit(construct: IConstruct): void {
    if (construct instanceof CfnEventBusPolicy) construct.node.scope?.node.tryRemoveChild(construct.node.id);
  }
}

/** Whether the app is for an emulator. */
export function isForEmulator({ node }: IConstruct): boolean {
  const value: unknown = node.tryGetContext(emulatorContext);
  return value === true || value === 'true';
}

/** Makes the alarms and the event bus of a construct ones that an emulator can deploy, if the app is for one. */
export function simplifyForEmulator(construct: IConstruct): void {
  if (!isForEmulator(construct)) return;
  Aspects.of(construct).add(new PlainAlarms());
  Aspects.of(construct).add(new NoBusPolicies());
}
