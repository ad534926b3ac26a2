import { CfnScheduleGroup, ScheduleGroup, type IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';

/**
 * A group for the schedules of one pipeline, so that the console shows them together, and tags say whose they are: a schedule
 * itself has none. CloudFormation names it, as the CDK's own construct would not let it, so no two stacks want the same name.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html
 */
export function createScheduleGroup(scope: Construct, id: string): IScheduleGroup {
  const group = new CfnScheduleGroup(scope, id);
  return ScheduleGroup.fromScheduleGroupName(scope, `${id}ByName`, group.ref);
}
