import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

export interface FunctionScheduleProps {
  readonly target: Function;
  /** Whole minutes. */
  readonly every: Duration;
}

/** Runs a function again and again. A run that fails is not repeated: the next one comes soon. */
export class FunctionSchedule extends Construct {
  readonly schedule: Schedule;
  readonly every: Duration;

  constructor(scope: Construct, id: string, { target, every }: FunctionScheduleProps) {
    super(scope, id);
    this.every = every;

    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: 'default',
            }),
          },
        },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));

    this.schedule = new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(target, {
        retryAttempts: 0,
        // The target would allow it every version and alias of the function too, and needs neither.
        role: role.withoutPolicyUpdates(),
      }),
    });
    // The schedule only hands the run over to Lambda, which by itself would try it twice more.
    target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    Validations.of(target).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A run that failed has taken nothing with it: the next one finds all there is to do.',
    });
  }
}
