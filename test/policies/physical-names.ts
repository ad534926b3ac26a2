/** Where the stack is deployed in these tests. */
export const account = '111111111111';
export const region = 'eu-west-2';

export interface PhysicalNames {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by the attribute's name. */
  readonly attributes: Readonly<Record<string, string>>;
}

export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** Secrets Manager adds six characters of its own to a secret's name. */
export const secretSuffix = '-AbCdEf';

const named = (ref: string, Arn: string, more: Readonly<Record<string, string>> = {}): PhysicalNames => ({
  ref,
  attributes: { Arn, ...more },
});

/** The names that AWS gives to what a template makes: here each resource is called by its logical id. */
const namesOf: Readonly<Record<string, (id: string) => PhysicalNames>> = {
  'AWS::DynamoDB::GlobalTable': (id) =>
    named(id, arnOf('dynamodb', `table/${id}`), {
      StreamArn: arnOf('dynamodb', `table/${id}/stream/2026-01-31T09:00:00.000`),
    }),
  'AWS::EC2::SecurityGroup': (id) => ({ ref: id, attributes: { GroupId: `sg-${id}` } }),
  'AWS::Events::EventBus': (id) => named(id, arnOf('events', `event-bus/${id}`)),
  'AWS::Events::Rule': (id) => named(id, arnOf('events', `rule/${id}`)),
  'AWS::IAM::Role': (id) => named(id, `arn:aws:iam::${account}:role/${id}`),
  'AWS::KMS::Key': (id) => named(id, arnOf('kms', `key/${id}`)),
  'AWS::Lambda::Function': (id) => named(id, arnOf('lambda', `function:${id}`)),
  'AWS::Lambda::Url': (id) => ({
    ref: id,
    attributes: { FunctionUrl: `https://${id.toLowerCase()}.lambda-url.${region}.on.aws/` },
  }),
  'AWS::Lambda::EventSourceMapping': (id) => named(id, arnOf('lambda', `event-source-mapping:${id}`)),
  'AWS::Scheduler::Schedule': (id) => named(id, arnOf('scheduler', `schedule/default/${id}`)),
  'AWS::Scheduler::ScheduleGroup': (id) => named(id, arnOf('scheduler', `schedule-group/${id}`)),
  'AWS::Logs::LogGroup': (id) => named(id, arnOf('logs', `log-group:${id}:*`)),
  'AWS::S3::Bucket': (id) => named(id.toLowerCase(), `arn:aws:s3:::${id.toLowerCase()}`),
  'AWS::SQS::Queue': (id) =>
    named(`https://sqs.${region}.amazonaws.com/${account}/${id}`, arnOf('sqs', id), { QueueName: id }),
  'AWS::SecretsManager::Secret': (id) => {
    const arn = arnOf('secretsmanager', `secret:${id}${secretSuffix}`);
    return named(arn, arn);
  },
  'AWS::SSM::Parameter': (id) => ({ ref: id, attributes: {} }),
};

/**
 * The names of one resource.
 * @throws Error for a type that is not known here.
 */
export function physicalNames(type: string, id: string): PhysicalNames {
  const names = namesOf[type];
  if (!names) throw new Error(`nobody knows how AWS names a ${type}, such as ${id}: say it in physical-names.ts`);
  return names(id);
}
