import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Severity } from './alarm-definition';

/** The topics that alarms notify, by how soon somebody must look. */
export interface AlarmTopics {
  /**
   * Wakes somebody. It gets only `ServiceHealth`, which goes off when any P1 alarm does: one page, not eight.
   *
   * @default - nobody is woken, and synth warns you
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly p1?: ITopic;
  /**
   * For office hours.
   *
   * @default - these alarms notify nobody, and synth warns you
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly p2?: ITopic;
  /**
   * For when there is time, such as a ticket.
   *
   * @default - these alarms notify nobody, and synth warns you
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly p3?: ITopic;
}

/** Whom an alarm notifies: one topic for all, or one for each severity. */
export interface NotifiedOfAlarms {
  readonly topic: ITopic | undefined;
  readonly topics: AlarmTopics | undefined;
}

export const topicOf = ({ topic, topics }: NotifiedOfAlarms, severity: Severity): ITopic | undefined =>
  topic ?? { P1: topics?.p1, P2: topics?.p2, P3: topics?.p3 }[severity];

/**
 * Lets the alarms of this account publish to a topic and use its key, as far as their policies are the app's to change. A
 * policy takes the place of the one that SNS gives every topic, so it is for alarms of other stacks too.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function allowAlarms(topic: ITopic, scope: Construct): void {
  const stack = Stack.of(scope);
  const anyAlarm = stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const terms = {
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': anyAlarm } },
  };
  topic.addToResourcePolicy(new PolicyStatement({ ...terms, actions: ['sns:Publish'], resources: [topic.topicArn] }));
  topic.masterKey?.addToResourcePolicy(
    new PolicyStatement({ ...terms, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
  );
}
