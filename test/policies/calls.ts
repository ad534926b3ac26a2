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
  /** The service that asks a key on behalf of the caller, and what it says of what the key is for. */
  readonly via?: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

type Input = Readonly<Record<string, unknown>>;
type Item = Readonly<Partial<Record<'id' | 'due_in', { readonly S: string }>>>;

/** What a policy can name an item by. */
const leadingKey = ({ id, due_in }: Item): string => (id ?? due_in)?.S ?? '';

/** What of a table a batch is about. */
type OfTable = { readonly Keys: readonly Item[] } | readonly { readonly DeleteRequest: { readonly Key: Item } }[];

const keysOf = (batch: OfTable): readonly Item[] =>
  'Keys' in batch ? batch.Keys : batch.map(({ DeleteRequest }) => DeleteRequest.Key);

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
    const batch = Object.entries((input['RequestItems'] ?? {}) as Record<string, OfTable>);
    if (batch.length > 0) {
      return batch.map(([name, each]) => ({ action, resource: tableArn(name), items: keysOf(each).map(leadingKey) }));
    }
    const {
      TableName,
      IndexName,
      Key,
      Item: added,
    } = input as {
      TableName: string;
      IndexName?: string;
      Key?: Item;
      Item?: Item;
    };
    const item = Key ?? added;
    const id = item && leadingKey(item);
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
  AWSStepFunctions: (operation) => [{ action: `states:${operation}`, resource: '*' }],
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

/** What a service of AWS asks of the key that encrypts what it keeps, on behalf of the caller. */
interface ServiceAtTheKey {
  readonly actions: (operation: string) => readonly string[];
  /** What the service says of the place, and what it calls that in the encryption context. */
  readonly context: (resource: string) => Readonly<Record<string, string>>;
}

const ofTable = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * By the service's name in the action of a call.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
const servicesAtTheKey: Readonly<Record<string, ServiceAtTheKey>> = {
  dynamodb: {
    actions: () => ofTable,
    context: (resource) => ({ 'aws:dynamodb:tableName': resource.split('/')[1] ?? '' }),
  },
  sqs: {
    actions: (operation) =>
      ({ SendMessage: ['kms:Decrypt', 'kms:GenerateDataKey'], ReceiveMessage: ['kms:Decrypt'] })[operation] ?? [],
    context: (resource) => ({ 'aws:sqs:arn': resource }),
  },
  s3: {
    actions: (operation) => ({ PutObject: ['kms:GenerateDataKey'], GetObject: ['kms:Decrypt'] })[operation] ?? [],
    // The bucket has a bucket key.
    context: (resource) => ({ 'aws:s3:arn': resource.split('/')[0] ?? '' }),
  },
  secretsmanager: {
    actions: () => ['kms:Decrypt'],
    context: (resource) => ({ SecretARN: resource }),
  },
};

/** What a service at the address of the key asks of it for a call. Nothing, if the service encrypts nothing. */
export function keyCallsFor({ action, resource }: Call, key: string): readonly Call[] {
  const [service = '', operation = ''] = action.split(':');
  const atTheKey = servicesAtTheKey[service];
  if (!atTheKey) return [];
  return atTheKey.actions(operation).map((asked) => ({
    action: asked,
    resource: key,
    via: service,
    // What is asked about a key has no context.
    ...(asked === 'kms:DescribeKey' ? {} : { encryptionContext: atTheKey.context(resource) }),
  }));
}
