import type { TableInProcess } from '../shared/deliveries/table-in-process';
import { token } from '../callbacks/callback-bodies';
import { signingSecret } from '../callbacks/callbacks-in-test';
import { apiKeyOf, aSecret } from '../send/scripted-notify';
import type { S3InTest } from '../shared/aws/s3-in-test';
import { md5, type Answers } from './recording-cloud';

/** What is there when a function is rehearsed. */
export interface Stage {
  readonly table: TableInProcess;
  /** The name of the table of scheduled messages, which is in the same DynamoDB. */
  readonly scheduled: string;
  readonly s3: S3InTest;
}

/** What a function is taken through so that it makes every call that it ever makes. */
export interface Rehearsal {
  readonly acts: readonly {
    /** What is changed before. */
    readonly before?: (stage: Stage) => Promise<unknown> | undefined;
    readonly event: object;
  }[];
  readonly answers?: Answers;
  /** Of whose functions it is one. @default its name */
  readonly bundle?: string;
}

/** The pipelines of the rehearsals: the one at work, and those to which it hands on receipts. */
export const pipelineIds = { own: 'rehearsal', byBus: 'staging', byQueue: 'test' } as const;

const apiKey = apiKeyOf(aSecret());

function secretOf(id: string): string {
  if (/Signing|FromOthers/.test(id)) return signingSecret;
  if (id.includes('RecipientGuard')) return JSON.stringify({ emails: [], domains: ['example.com'], phoneNumbers: [] });
  return id.includes('Token') ? token : apiKey;
}

interface Entry {
  readonly Id: string;
  readonly MessageBody?: string;
}

const done = ({ Id, MessageBody }: Entry): object =>
  MessageBody === undefined ? { Id } : { Id, MessageId: '1', MD5OfMessageBody: md5(MessageBody) };

/** What AWS answers every function. */
export const byDefault: Answers = (request, input) => {
  switch (request) {
    case 'secretsmanager.GetSecretValue':
      return { SecretString: secretOf(String(input['SecretId'])) };
    case 'AWSEvents.PutEvents':
      return { FailedEntryCount: 0, Entries: (input['Entries'] as object[]).map(() => ({ EventId: '1' })) };
    case 'AmazonSQS.SendMessage':
      return { MessageId: '1', MD5OfMessageBody: md5(String(input['MessageBody'])) };
    case 'AmazonSQS.SendMessageBatch':
    case 'AmazonSQS.DeleteMessageBatch':
    case 'AmazonSQS.ChangeMessageVisibilityBatch':
      return { Successful: (input['Entries'] as Entry[]).map(done), Failed: [] };
    case 'AmazonSQS.GetQueueAttributes':
      return { Attributes: { ApproximateNumberOfMessages: '0' } };
    default:
      return request.startsWith('AmazonSQS.') ? {} : undefined;
  }
};
