import { arnOf, secretSuffix } from './physical-names';

/** Something that AWS was asked for, as IAM looks at it. */
export interface Call {
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN of what it is done to. */
  readonly resource: string;
  /** Where an event says that it comes from. */
  readonly source?: string;
  /** The ids of the items of a table that it is done to, where it names them. */
  readonly items?: readonly string[];
}

type Input = Readonly<Record<string, unknown>>;
type Item = { readonly id: { readonly S: string } };

/** Every call that one request of an SDK stands for, by its `X-Amz-Target`. */
export function callsOf(target: string, input: Input): readonly Call[] {
  const [service = '', operation = ''] = target.split('.');
  const read = readers[service];
  if (!read) throw new Error(`nobody knows what ${target} is to IAM: say it in calls.ts`);
  return read(operation, input);
}

const readers: Readonly<Record<string, (operation: string, input: Input) => readonly Call[]>> = {
  DynamoDB_20120810: (operation, input) => {
    const action = `dynamodb:${operation}`;
    const batch = Object.entries((input['RequestItems'] ?? {}) as Record<string, { readonly Keys: readonly Item[] }>);
    if (batch.length > 0) {
      return batch.map(([name, { Keys }]) => ({ action, resource: tableArn(name), items: Keys.map(({ id }) => id.S) }));
    }
    const {
      TableName,
      IndexName,
      Key,
      Item: item,
    } = input as {
      TableName: string;
      IndexName?: string;
      Key?: Item;
      Item?: Item;
    };
    const id = (Key ?? item)?.id.S;
    const resource = tableArn(TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`);
    return [{ action, resource, ...(id === undefined ? {} : { items: [id] }) }];
  },
  AmazonSQS: (operation, input) => [
    {
      action: `sqs:${operation.replace(/Batch$/, '')}`,
      resource: arnOf('sqs', String(input['QueueUrl']).split('/').at(-1) ?? ''),
    },
  ],
  secretsmanager: (operation, input) => {
    const id = String(input['SecretId']);
    return [
      { action: `secretsmanager:${operation}`, resource: id.endsWith(secretSuffix) ? id : `${id}${secretSuffix}` },
    ];
  },
  AWSEvents: (operation, input) =>
    (input['Entries'] as readonly { readonly EventBusName: string; readonly Source: string }[]).map(
      ({ EventBusName: bus, Source: source }) => ({
        source,
        action: `events:${operation}`,
        resource: bus.startsWith('arn:') ? bus : arnOf('events', `event-bus/${bus}`),
      }),
    ),
};

const tableArn = (name: string): string => arnOf('dynamodb', `table/${name}`);

/** What S3 was asked for, by its line: `COPY bucket/key` is to read an object and to write it again. */
export function callsOfS3(line: string): readonly Call[] {
  const [method = '', path = ''] = line.split(' ');
  const actions = {
    GET: ['GetObject'],
    PUT: ['PutObject'],
    COPY: ['GetObject', 'PutObject'],
    DELETE: ['DeleteObject'],
  }[method];
  if (!actions || !path.includes('/')) throw new Error(`nobody knows what ${line} is to IAM: say it in calls.ts`);
  return actions.map((action) => ({ action: `s3:${action}`, resource: `arn:aws:s3:::${path}` }));
}

/**
 * What the key that encrypts a resource is asked for on behalf of whoever makes a call.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyActionsFor({ action }: Call): readonly string[] {
  const [service = '', operation = ''] = action.split(':');
  switch (service) {
    case 'dynamodb':
      return [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ];
    case 'sqs':
      if (operation === 'SendMessage') return ['kms:Decrypt', 'kms:GenerateDataKey'];
      return operation === 'ReceiveMessage' ? ['kms:Decrypt'] : [];
    case 's3':
      if (operation === 'PutObject') return ['kms:Decrypt', 'kms:GenerateDataKey'];
      return operation === 'GetObject' ? ['kms:Decrypt'] : [];
    case 'secretsmanager':
      return ['kms:Decrypt'];
    default:
      return [];
  }
}
