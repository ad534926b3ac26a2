import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  SecurityGroup,
  Vpc,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { ApplicationLogLevel, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { InvalidSettingsError, ReservedConcurrency, type NotifyPipelineProps } from '../../lib';
import { functionOptions } from './configurations';
import { emptyStack, pipelineInStack, propertiesOf } from './stacks';

const env = { account: '111111111111', region: 'eu-west-2' };

describe('NotifyPipeline: functionOptions', () => {
  const stack = emptyStack('Stack', { env });
  const all = { callbacks: true, receivedTexts: true, letterPdfs: true };
  const template = pipelineInStack({ ...all, functionOptions: functionOptions(stack) }, stack).template();

  test('every function has what the platform sets', () => {
    const functions = propertiesOf(template, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThanOrEqual(8);
    for (const each of functions) {
      expect(each).toMatchObject({
        CodeSigningConfigArn: 'arn:aws:lambda:eu-west-2:111111111111:code-signing-config:csc-1234567890abcdef0',
        KmsKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        Layers: ['arn:aws:lambda:eu-west-2:111111111111:layer:observer:1'],
        DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-2:111111111111:failed-runs' },
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN' },
      });
    }
  });

  test('every role has the permissions boundary, those of the schedules too', () => {
    const roles = propertiesOf(template, 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(propertiesOf(template, 'AWS::Lambda::Function').length);
    for (const role of roles) expect(JSON.stringify(role['PermissionsBoundary'])).toContain(':policy/boundary');
  });

  const refused = (options: object) => () => pipelineInStack({ functionOptions: options });

  test.each([
    ['memorySize', 'the functions need different sizes: use memorySizes, or sendMemorySize and urgentMemorySize'],
    ['reservedConcurrentExecutions', 'the functions need different values: use reservedConcurrency'],
    ['timeout', 'leases and visibility time-outs depend on it: leave it out'],
    ['role', 'each function has its own role with the fewest permissions it needs: use permissionsBoundary'],
    ['recursiveLoop', 'a function puts messages back on its own queue on purpose: leave it out'],
    ['loggingFormat', 'Lambda reads the level of a log entry only from JSON: leave it out'],
    ['environment', 'the functions read only their own variables: leave it out'],
    ['vpc', 'it is a prop of the pipeline: use vpc'],
  ])('%s is refused, with the reason and what to do', (name, reason) => {
    expect(refused({ [name]: {} })).toThrow(InvalidSettingsError);
    expect(refused({ [name]: {} })).toThrow(`functionOptions.${name} must not be set, because ${reason}`);
  });

  test('what no function has is refused, with what there is', () => {
    expect(refused({ timeOut: 5 })).toThrow(
      'functionOptions has no timeOut: leave it out; the options are codeSigningConfig, environmentEncryption, layers',
    );
  });

  test('a log level that leaves the metrics out is refused, and so are more layers than Lambda takes', () => {
    expect(refused({ applicationLogLevel: ApplicationLogLevel.WARN })).toThrow(
      "functionOptions.applicationLogLevel must be TRACE, DEBUG or INFO, because metrics are logged at INFO, got 'WARN': choose one or leave it out",
    );
    const layers = Array.from({ length: 6 }, (_each, place) =>
      LayerVersion.fromLayerVersionArn(
        emptyStack(),
        `L${place}`,
        `arn:aws:lambda:eu-west-2:111111111111:layer:l:${place}`,
      ),
    );
    expect(refused({ layers })).toThrow(
      'functionOptions.layers must be at most 5, because Lambda accepts no more, got 6',
    );
  });
});

/** A number of each function, by its name in the log. */
function numbersOf(props: Partial<NotifyPipelineProps>, property: string): Readonly<Record<string, unknown>> {
  const all = { callbacks: true, receivedTexts: true, letterPdfs: true };
  const functions = propertiesOf(pipelineInStack({ ...all, ...props }).template(), 'AWS::Lambda::Function');
  return Object.fromEntries(
    functions.map((each) => {
      const { Variables } = each['Environment'] as { Variables: Record<string, string> };
      return [Variables['POWERTOOLS_SERVICE_NAME'] ?? '', each[property]];
    }),
  );
}

describe('NotifyPipeline: memory of functions', () => {
  test('one that is named has what is given, and the others what they were measured with', () => {
    expect(numbersOf({ functionOptions: { memorySizes: { announce: 1024, callbacks: 768 } } }, 'MemorySize')).toEqual({
      send: 512,
      'send-urgent': 1024,
      poll: 512,
      release: 512,
      'release-scheduled': 256,
      announce: 1024,
      callbacks: 768,
      'received-texts': 512,
      'letter-pdfs': 512,
    });
  });

  test('the function that sends for states of Step Functions has what is given too', () => {
    const sizes = (sendTask?: number) =>
      numbersOf(
        { sendTasks: true, functionOptions: { memorySizes: sendTask === undefined ? {} : { sendTask } } },
        'MemorySize',
      )['send-task'];
    expect([sizes(), sizes(1024)]).toEqual([512, 1024]);
  });

  test.each([
    [{ poll: 256 }, 'poll must be a whole number of megabytes from 512, the least that we tested, to 10240, got 256'],
    [{ sendTask: 128 }, 'sendTask must be a whole number of megabytes from 512, the least that we tested'],
    [{ release: 20_000 }, 'release must be a whole number of megabytes from 512'],
    [{ poll: 512, send: 1024 }, 'send must not be set, because it is a prop of the pipeline: use sendMemorySize'],
  ])('%j is refused, with what to do', (memorySizes, error) => {
    expect(() => pipelineInStack({ functionOptions: { memorySizes } })).toThrow(`functionOptions.memorySizes.${error}`);
  });

  test('a function that there is not is refused, with those that there are', () => {
    const memorySizes = { pol: 1024 } as object;
    expect(() => pipelineInStack({ functionOptions: { memorySizes } })).toThrow(
      'functionOptions.memorySizes has no pol: did you mean poll?',
    );
  });
});

describe('NotifyPipeline: reserved concurrency', () => {
  const reserved = (reservedConcurrency: ReservedConcurrency, props = {}) =>
    numbersOf({ ...props, functionOptions: { reservedConcurrency } }, 'ReservedConcurrentExecutions');

  test('by default it is reserved for the function alone that anybody can call', () => {
    const byDefault = numbersOf({}, 'ReservedConcurrentExecutions');
    expect(Object.entries(byDefault).filter(([, value]) => value !== undefined)).toEqual([['callbacks', 10]]);
  });

  test('for all it is as many runs as each can have, 42 together', () => {
    const all = reserved(ReservedConcurrency.forAll());
    expect(all).toEqual({
      send: 2,
      'send-urgent': 10,
      poll: 5,
      release: 1,
      'release-scheduled': 1,
      announce: 10,
      callbacks: 10,
      'received-texts': 1,
      'letter-pdfs': 2,
    });
    expect(Object.values(all).reduce<number>((sum, each) => sum + Number(each), 0)).toBe(42);
  });

  test('for all it follows from how much is done at the same time', () => {
    const all = reserved(ReservedConcurrency.forAll(), { maxConcurrency: 4, pollInterval: Duration.minutes(5) });
    expect(all).toMatchObject({ send: 4, poll: 1 });
  });

  test('single functions can have others, or be the only ones', () => {
    expect(reserved(ReservedConcurrency.forAll({ announce: 20 }))).toMatchObject({ announce: 20, poll: 5 });
    const only = reserved(ReservedConcurrency.of({ callbacks: 20 }));
    expect(only).toMatchObject({ callbacks: 20 });
    expect(only['poll']).toBeUndefined();
  });

  test.each([
    [{ send: 1 }, {}, 'send must be a whole number, at least 2, because SQS reads that many batches'],
    [{ send: 4 }, { maxConcurrency: 5 }, 'send must be a whole number, at least 5'],
    [{ poll: 0 }, {}, 'poll must be a whole number, at least 1, because with 0 it never runs, got 0'],
    [{ callbacks: 1 }, {}, 'callbacks must be a whole number, at least 2, because SQS event sources accept no fewer'],
  ])('%j with %j is refused, with the reason', (functions, props, error) => {
    const functionOptions = { reservedConcurrency: ReservedConcurrency.of(functions) };
    expect(() => pipelineInStack({ ...props, functionOptions })).toThrow(
      `functionOptions.reservedConcurrency.${error}`,
    );
  });

  test('a function that there is not is refused, with what was meant', () => {
    const functionOptions = { reservedConcurrency: ReservedConcurrency.of({ anounce: 20 } as object) };
    expect(() => pipelineInStack({ functionOptions })).toThrow(
      'functionOptions.reservedConcurrency has no anounce: did you mean announce?',
    );
  });
});

describe('NotifyPipeline: a dead-letter queue for functions', () => {
  test('every function has it, and may put messages there and use its key for that alone', () => {
    const stack = emptyStack('Stack', { env });
    const queueArn = 'arn:aws:sqs:eu-west-2:111111111111:failed-runs';
    const keyArn = 'arn:aws:kms:eu-west-2:111111111111:key/99999999-12ab-34cd-56ef-1234567890ab';
    const deadLetterQueue = Queue.fromQueueAttributes(stack, 'FailedRuns', { queueArn, keyArn });
    const template = pipelineInStack({ functionOptions: { deadLetterQueue } }, stack).template();
    const functions = propertiesOf(template, 'AWS::Lambda::Function');
    for (const each of functions) expect(each).toMatchObject({ DeadLetterConfig: { TargetArn: queueArn } });

    const statements = propertiesOf(template, 'AWS::IAM::Policy').map(
      ({ PolicyDocument }) => (PolicyDocument as { Statement: object[] }).Statement,
    );
    const mayPut = { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: queueArn };
    const mayUse = {
      Resource: keyArn,
      Condition: {
        StringEquals: { 'kms:ViaService': 'sqs.eu-west-2.amazonaws.com' },
        StringLike: { 'kms:EncryptionContext:aws:sqs:arn': [queueArn] },
      },
    };
    const allowing = statements.filter((all) => JSON.stringify(all).includes(queueArn));
    expect(allowing).toHaveLength(functions.length);
    for (const all of allowing) {
      expect(all).toContainEqual(mayPut);
      expect(all).toContainEqual(expect.objectContaining(mayUse));
    }
  });
});

describe('NotifyPipeline: connections', () => {
  test('a VPC endpoint can let the functions in', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = new Vpc(stack, 'Vpc') as IVpc;
    const securityGroup = new SecurityGroup(stack, 'Group', { vpc });
    const { pipeline, template } = pipelineInStack({ vpc, securityGroups: [securityGroup] }, stack);
    const endpoint = new InterfaceVpcEndpoint(stack, 'Sqs', {
      vpc,
      service: InterfaceVpcEndpointAwsService.SQS,
      open: false,
    });
    endpoint.connections.allowDefaultPortFrom(pipeline);
    const group = stack.resolve(securityGroup.securityGroupId) as unknown;
    expect(propertiesOf(template(), 'AWS::EC2::SecurityGroupIngress')).toMatchObject([
      { SourceSecurityGroupId: group, FromPort: 443, ToPort: 443 },
    ]);
  });

  test('without a VPC there are none, with what to do', () => {
    const { pipeline } = pipelineInStack();
    expect(() => pipeline.connections).toThrow(
      'there are no connections, because the functions do not run in a VPC: set vpc',
    );
  });
});
