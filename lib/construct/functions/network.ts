import { Annotations, Validations } from 'aws-cdk-lib';
import { SecurityGroup, type ISecurityGroup, type ISubnet, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Effect, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
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
      'vpcSubnets must not be public, for functions in public subnets cannot reach GOV.UK Notify on the internet: choose private ones that have a NAT gateway, or leave vpc out',
      scope,
    );
  }
  if (among(vpc.isolatedSubnets)) {
    Annotations.of(scope).addWarningV2(
      'cdk-govuk-notify:isolatedSubnets',
      'the functions run in isolated subnets, from where they cannot reach GOV.UK Notify on the internet: choose private ones with vpcSubnets that have a NAT gateway, or leave vpc out, or acknowledge this if there is another way out, such as a transit gateway',
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
 * Lets Lambda connect a function to a VPC with the function's role, and keeps the function's own code from doing so. AWS's
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
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Lambda asks for all network interfaces, as some of the actions know no other; the code of the function may use none.',
  });
}
