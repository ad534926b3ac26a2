import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { Schedule, type IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import { PipelineFunction } from '../functions/pipeline-function';

/** What starts a function. */
export interface Trigger {
  /** Of what it starts. */
  readonly name: string;
  /** By which it is asked for: an id, or a name. */
  readonly id: string;
  readonly arn: string;
}

/** What starts the functions of a pipeline, so that it can be seen whether it is on. */
export interface Triggers {
  readonly eventSources: readonly Trigger[];
  readonly schedules: readonly Trigger[];
  readonly scheduleGroupName: string;
}

/** Finds them among all that a pipeline is made of. */
export function triggersOf(pipeline: IConstruct, { scheduleGroupName }: IScheduleGroup): Triggers {
  const all = pipeline.node.findAll();
  return {
    scheduleGroupName,
    eventSources: all
      .filter((each) => each instanceof EventSourceMapping)
      .map((each) => ({
        name: kebab(each.node.scope?.node.id ?? ''),
        id: each.eventSourceMappingId,
        arn: each.eventSourceMappingArn,
      })),
    schedules: all
      .filter((each) => each instanceof Schedule)
      .map((each) => ({
        name: kebab(each.node.scope?.node.id.replace(/Schedule$/, '') ?? ''),
        id: each.scheduleName,
        arn: each.scheduleArn,
      })),
  };
}

/** The functions of a pipeline. */
export const functionsOf = (pipeline: IConstruct): readonly Function[] =>
  pipeline.node.findAll().filter((each) => each instanceof PipelineFunction);

/** Functions go by such names in the parameter. */
const kebab = (id: string): string => id.replace(/[A-Z]/g, (letter, at) => (at > 0 ? '-' : '') + letter.toLowerCase());
