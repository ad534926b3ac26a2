import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, type IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';

export interface FunctionScheduleProps {
  readonly target: Function;
  /** Whole minutes. */
  readonly every: Duration;
  readonly group: IScheduleGroup;
}

/** Runs a function again and again. A run that fails is not repeated: the next one comes soon. */
export class FunctionSchedule extends Construct {
  readonly schedule: Schedule;
  readonly every: Duration;

  constructor(scope: Construct, id: string, { target, every, group }: FunctionScheduleProps) {
    super(scope, id);
    this.every = every;

    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': group.scheduleGroupArn,
          },
        },
      }),
    });
    acknowledge(role, 'inlinePolicy');
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));

    this.schedule = new Schedule(this, 'Schedule', {
      scheduleGroup: group,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(target, {
        retryAttempts: 0,
        // The target would allow it every version and alias of the function too, and needs neither.
        role: role.withoutPolicyUpdates(),
      }),
    });
    // The schedule only hands the run over to Lambda, which by itself would try it twice more.
    target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    acknowledge(target, 'noFailureDestination');
  }
}
