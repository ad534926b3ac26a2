import { Annotations } from 'aws-cdk-lib';
import { SecurityGroup, type ISecurityGroup, type ISubnet, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Effect, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import type { NotifyPipelineProps } from '../notify-pipeline-props';

/** Where in a VPC the functions run. */
export interface Network {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/**
 * The network that the props ask for. With no security groups given, the functions share one that lets all out.
 * @throws InvalidSettingsError when it is of public subnets. Isolated ones are warned of.
 */
export function createNetwork(scope: Construct, id: string, props: NotifyPipelineProps): Network | undefined {
  const { vpc, vpcSubnets = {}, securityGroups } = props;
  if (!vpc) return undefined;
  checkSubnets(scope, vpc, vpcSubnets);
  const own = (): ISecurityGroup =>
    new SecurityGroup(scope, id, { vpc, description: 'The functions of a GOV.UK Notify pipeline.' });
  return { vpc, vpcSubnets, securityGroups: securityGroups ?? [own()] };
}

/** Functions get no public address, so a public subnet leads them nowhere either. */
function checkSubnets(scope: Construct, vpc: IVpc, selection: SubnetSelection): void {
  const { subnetIds, isPendingLookup } = vpc.selectSubnets(selection);
  // What stands in for a VPC that is yet to be looked up says nothing of it.
  if (isPendingLookup) return;
  const among = (subnets: readonly ISubnet[]) => subnets.some(({ subnetId }) => subnetIds.includes(subnetId));
  if (among(vpc.publicSubnets)) {
    throw new InvalidSettingsError(
      'vpcSubnets must be private, because Lambda functions in public subnets have no internet access: choose subnets with a NAT gateway, or leave out vpc',
      scope,
    );
  }
  if (among(vpc.isolatedSubnets)) {
    Annotations.of(scope).addWarningV2(
      'cdk-govuk-notify:isolatedSubnets',
      'the functions run in isolated subnets and cannot reach GOV.UK Notify on the internet: set vpcSubnets to private subnets with a NAT gateway, or leave out vpc. If there is another way out, such as a transit gateway, acknowledge this warning',
    );
  }
}

/** What Lambda does with a function's role, to connect the function to a VPC. */
const interfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Lets Lambda connect a function to a VPC with the function's role, and stops the function's own code doing so. AWS's
 * managed policy for it has no such bar.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice-security
 */
export function allowNetworkInterfaces(role: Role, id: string): void {
  const common = { actions: interfaceActions, resources: ['*'] };
  const policy = new Policy(role, id, {
    roles: [role],
    statements: [
      new PolicyStatement(common),
      // The key is there only in what the code of a function asks for.
      new PolicyStatement({
        ...common,
        effect: Effect.DENY,
        conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    ],
  });
  acknowledge(policy, 'networkInterfaces');
}
