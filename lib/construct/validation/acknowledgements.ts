import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Packs that ask for the same things under the same names. */
const everywhere = (rule: string, packs: readonly string[] = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) =>
  packs.map((pack) => `${pack}-${rule}`);
const withoutPci = ['HIPAA.Security', 'NIST.800.53.R5'];
const noRotation = ['AwsSolutions-SMG4', ...everywhere('SecretsManagerRotationEnabled', withoutPci)];
const noDeadLetterQueue = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'];

interface Acknowledgement {
  /** The rules of cdk-nag whose findings it is about. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/**
 * Every finding of the rule packs that a pipeline leaves as it is, and why. `docs/security.md` has the same as a table, which a
 * test compares with this.
 */
export const acknowledgements = {
  inlinePolicy: {
    rules: everywhere('IAMNoInlinePolicy'),
    reason: 'Each policy belongs to one role and is deleted with it. Nobody can attach it to another role.',
  },
  networkInterfaces: {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    reason:
      'Lambda needs these permissions on all network interfaces, because some of the actions allow no narrower resource. Our code cannot use them.',
  },
  traces: {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    reason: 'X-Ray has no resource that limits who writes traces.',
  },
  noTraces: {
    rules: ['Serverless-LambdaTracing'],
    reason:
      'Records and events already show what happened to a message. A trace costs time and money for every message.',
  },
  noDeadLetterQueueOfFunction: {
    rules: ['Serverless-LambdaDLQ', ...everywhere('LambdaDLQ', withoutPci)],
    reason: 'Work that a run does not finish stays where it was. The next run does it.',
  },
  noFailureDestination: {
    rules: ['Serverless-LambdaAsyncFailureDestination'],
    reason: 'A run that fails loses nothing. The next run does the same work.',
  },
  noDestinationOfQueue: {
    rules: ['Serverless-LambdaEventSourceMappingDestination'],
    reason: 'SQS event sources do not support this. Failed messages stay on their queue and are not lost.',
  },
  noDestinationOfStream: {
    rules: ['Serverless-LambdaEventSourceMappingDestination'],
    reason: 'Lambda retries until the stream deletes the change. The delivery record stays in the table.',
  },
  noReservedConcurrency: {
    rules: everywhere('LambdaConcurrency', withoutPci),
    reason:
      'Reserved concurrency leaves less for other functions of the account. Event sources and schedules already limit concurrency.',
  },
  noVpc: {
    rules: everywhere('LambdaInsideVPC'),
    reason: 'The functions call only AWS and GOV.UK Notify, by HTTPS. They need nothing in your VPC.',
  },
  publicUrl: {
    rules: everywhere('LambdaFunctionPublicAccessProhibited'),
    reason: 'Notify has no AWS credentials. It sends a bearer token, and the function refuses every call without it.',
  },
  noAuthorizer: {
    rules: ['AwsSolutions-APIG4'],
    reason: 'Notify sends a bearer token, which the function checks. It sends nothing that API Gateway could check.',
  },
  noAlarmAction: {
    rules: everywhere('CloudWatchAlarmAction', withoutPci),
    reason: 'No topic is set for its severity, or it is part of another alarm that notifies the topic.',
  },
  noAccessLogs: {
    rules: ['AwsSolutions-S1', ...everywhere('S3BucketLoggingEnabled')],
    reason:
      'Objects are encrypted and soon deleted. CloudTrail can show who read them, and an access log needs another bucket.',
  },
  noOldVersions: {
    rules: everywhere('S3BucketVersioningEnabled'),
    reason: 'We delete a message after it is sent. No old version must remain.',
  },
  noReplication: {
    rules: everywhere('S3BucketReplicationEnabled'),
    reason: 'A copy in another region would remain after we delete the message, and nothing there could send it.',
  },
  hashKeyStays: {
    rules: noRotation,
    reason: 'With a new key, we could not find recipients in older records or detect repeats of older messages.',
  },
  tokenByHand: {
    rules: noRotation,
    reason: 'A person must enter a new token on the Notify website. Both tokens are valid until then.',
  },
  guardByDeployment: {
    rules: noRotation,
    reason: 'The stack sets its value, which gives access to nothing. A deployment changes it.',
  },
  deadLetters: {
    rules: ['Serverless-SQSRedrivePolicy'],
    reason: 'This is the dead-letter queue of the other queues.',
  },
  heldMessages: {
    rules: noDeadLetterQueue,
    reason: 'Only the release function reads held messages, and it only moves them. No message can fail.',
  },
  routedCallbacks: {
    rules: noDeadLetterQueue,
    reason:
      'We count and ignore invalid callbacks, and retry the others until they are recorded. The alarm Faults shows failures.',
  },
  taskAnswers: {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    reason:
      'Step Functions has no resource that limits which tasks can be answered. The task token identifies the task.',
  },
  taskOutcomes: {
    rules: noDeadLetterQueue,
    reason: 'We count and ignore anything that is not an event. We retry the rest until the task has its outcome.',
  },
  taskOutcomeRule: {
    rules: ['Serverless-EventBusDLQ'],
    reason: 'Its target is a queue, which accepts every event. EventBridge retries for a day.',
  },
  eventDeadLetters: {
    rules: noDeadLetterQueue,
    reason:
      'This is the dead-letter queue of the event bus, for events that EventBridge cannot encrypt. It has an alarm.',
  },
  routedCallbackRule: {
    rules: ['Serverless-EventBusDLQ'],
    reason: 'Its target is a queue, which accepts every callback. EventBridge retries for a day.',
  },
} as const satisfies Readonly<Record<string, Acknowledgement>>;

/** Says of a construct why findings about it, or about what it is made of, are left as they are. */
export function acknowledge(construct: IConstruct, ...names: readonly (keyof typeof acknowledgements)[]): void {
  const before = Error.stackTraceLimit;
  try {
    // The CDK takes a stack trace for each rule, at a third of the time of the construct. It would only name this line.
    Error.stackTraceLimit = 0;
    for (const { rules, reason } of names.map((name) => acknowledgements[name])) {
      Validations.of(construct).acknowledge(...rules.map((id) => ({ id, reason })));
    }
  } finally {
    Error.stackTraceLimit = before;
  }
}
