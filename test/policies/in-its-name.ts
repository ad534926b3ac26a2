import type { Call } from './calls';
import type { FunctionOfPipeline } from './pipeline';

/** What functions are allowed though no code of theirs does it, and why. */
const inItsName: readonly {
  readonly why: string;
  readonly actions: readonly string[];
  readonly via?: string;
  readonly on: (resource: string, to: FunctionOfPipeline) => boolean;
}[] = [
  {
    why: 'Lambda writes the log of the function with the role of the function',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    on: (resource) => resource.includes(':log-group:'),
  },
  {
    why: 'Lambda takes messages from the queues and records from the stream with the role of the function',
    actions: [
      ...['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'].map(
        (action) => `sqs:${action}`,
      ),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`),
    ],
    on: (resource, { sources }) => sources.includes(resource),
  },
  {
    why: 'without it S3 does not say that an object is missing, but that it may not be read',
    actions: ['s3:ListBucket'],
    on: (resource) => resource.startsWith('arn:aws:s3:::'),
  },
  {
    why: 'Lambda decrypts the records of the stream with the role of the function',
    actions: ['kms:Decrypt', 'kms:DescribeKey'],
    via: 'dynamodb',
    on: (resource, { name }) => name === 'announce' && resource.includes(':kms:'),
  },
  {
    why: 'SQS decrypts the messages that Lambda takes with the role of the function',
    actions: ['kms:Decrypt'],
    via: 'sqs',
    on: (resource, { sources }) => resource.includes(':kms:') && sources.some((source) => source.includes(':sqs:')),
  },
];

/** Whether others than its own code do that with the role of a function. */
export const isDoneInItsName = ({ action, resource, via }: Call, to: FunctionOfPipeline): boolean =>
  inItsName.some((each) => each.actions.includes(action) && each.via === via && each.on(resource, to));
