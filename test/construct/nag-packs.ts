import { Stack, type App, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import type { Configuration } from './configurations';
import { pipelineInStack } from './stacks';

const packs = [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks];

/** Every pack of cdk-nag that a pipeline is held to. */
export const nagPacks = (app: App): IPolicyValidationPlugin[] => packs.map((Pack) => new Pack(app));

/** What the packs find in an app, acknowledged or not: rules, each with the path of a construct. */
export function findingsIn(app: App): readonly (readonly [rule: string, path: string])[] {
  return packs.flatMap((Pack) => {
    const pack = new Pack(app);
    // The packs have no switch for it.
    Object.assign(pack, { isAcknowledged: () => false });
    return pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => [ruleName, constructPath] as const),
      );
  });
}

/** A pipeline that is set up in one way. */
export function configure({ props, use }: Configuration, app: App): Stack {
  const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
  const { pipeline } = pipelineInStack(props?.(stack), stack);
  use?.(pipeline, stack);
  return stack;
}
