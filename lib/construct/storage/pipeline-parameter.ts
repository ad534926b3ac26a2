import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { pathOfPipeline, type PipelineDescription } from '../../contract/pipeline-parameter';
import { differentEnvironment } from '../validation/different-environment';
import { uniquePipelineId } from '../events/pipeline-id';

/**
 * By what publishers and the command line find a pipeline. The name is unique to the construct, so that a pipeline can move
 * to another path or stack and keep its id: CloudFormation makes the new parameter before it deletes the old one.
 */
export class PipelineParameter extends StringParameter {
  constructor(pipeline: Construct, id: string, description: PipelineDescription) {
    super(pipeline, id, {
      parameterName: `${pathOfPipeline(description.pipelineId)}/${uniquePipelineId(pipeline)}`,
      simpleName: false,
      description: 'Where a GOV.UK Notify pipeline is: names and addresses.',
      stringValue: Stack.of(pipeline).toJsonString(description),
      tier: ParameterTier.STANDARD,
    });
  }
}

export interface PipelineToFind {
  readonly pipelineId: string;
  /** Where it is. */
  readonly account: string;
  readonly region: string;
}

/**
 * Lets someone read the parameters of a pipeline: a role that may read a path may read all that is under it. From another account
 * nobody can, because SSM takes no policy for such a parameter, so there it grants nothing.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 */
export function grantDiscover(
  scope: Construct,
  grantee: IGrantable,
  { pipelineId, account, region }: PipelineToFind,
): Grant {
  const stack = Stack.of(scope);
  const isHere = differentEnvironment({ account, region }, stack, ['account']) === '';
  const path = stack.formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: pathOfPipeline(pipelineId).slice(1),
    account,
    region,
  });
  return isHere
    ? Grant.addToPrincipal({ grantee, actions: ['ssm:GetParametersByPath'], resourceArns: [path] })
    : Grant.drop(grantee, 'SSM takes no policy for a parameter that is read from another account');
}
