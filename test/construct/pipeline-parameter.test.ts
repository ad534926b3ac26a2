import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, type NotifyPipelineProps } from '../../lib';
import { parsePipelineDescription } from '../../lib/contract/pipeline-parameter';
import { Deployment } from '../policies/deployment';
import { emptyStack, pipelineInStack, resourcesOf, roleIn } from './stacks';
import { statementsOfRole } from './statements';

const deployedParameters = (template: Template) =>
  new Deployment(template.toJSON() as ConstructorParameters<typeof Deployment>[0])
    .all('AWS::SSM::Parameter')
    .map(({ properties }) => properties);

const parameterOf = (props: Partial<NotifyPipelineProps>) => {
  const [parameter, ...others] = deployedParameters(pipelineInStack(props).template());
  expect(others).toEqual([]);
  return { name: String(parameter?.['Name']), value: String(parameter?.['Value']), parameter };
};

const everything = { pipelineId: 'licences', callbacks: true, receivedTexts: true, letterPdfs: true };

describe('the SSM parameter of a pipeline', () => {
  test('says where everything of it is', () => {
    const { value } = parameterOf(everything);
    const pipeline = parsePipelineDescription(value);
    expect(pipeline).toMatchObject({
      version: 1,
      pipelineId: 'licences',
      region: 'eu-west-2',
      queueUrl: expect.stringMatching(/^https:\/\/sqs\..*NotifyQueuesQueue/) as unknown,
      eventBusName: expect.any(String) as unknown,
      callbackUrl: expect.any(String) as unknown,
      callbackTokenSecretId: expect.any(String) as unknown,
    });
    expect(Object.keys(pipeline?.functionNames ?? {})).toEqual([
      'send',
      'send-urgent',
      'poll',
      'release',
      'release-scheduled',
      'announce',
      'callbacks',
      'received-texts',
      'letter-pdfs',
    ]);
    expect(Object.keys(pipeline?.heldQueueUrls ?? {})).toHaveLength(5);
  });

  test('holds no secret, and is small enough for one that costs nothing', () => {
    const { value, parameter } = parameterOf(everything);
    // Names are longer once they are deployed.
    expect(value.length).toBeLessThan(3_000);
    expect(parameter).toMatchObject({ Type: 'String', Tier: 'Standard' });
    expect(value).not.toMatch(/resolve:|SecretString/);
  });

  test('is found under the id, and can stand beside that of a pipeline which is to take its place', () => {
    const names = ['Old', 'New'].map((id) => {
      const stack = emptyStack();
      const apiKeySecret = Secret.fromSecretNameV2(stack, 'ApiKey', 'key');
      const pipeline = new NotifyPipeline(stack, id, { apiKeySecret, pipelineId: 'licences' });
      const [parameter] = deployedParameters(Template.fromStack(Stack.of(pipeline)));
      return String(parameter?.['Name']);
    });
    for (const name of names) expect(name).toMatch(/^\/cdk-govuk-notify\/licences\/[\w-]+$/);
    expect(new Set(names).size).toBe(2);
  });

  test('can be read with grantDiscover, and nothing else of the pipeline can', () => {
    const { stack, pipeline, template } = pipelineInStack({ pipelineId: 'licences' });
    const { role, roleId } = roleIn(stack);
    expect(pipeline.grantDiscover(role).success).toBe(true);
    const [statement, ...others] = statementsOfRole(template(), roleId);
    expect(others).toEqual([]);
    expect(JSON.stringify(statement)).toMatch(/"ssm:GetParametersByPath".*:parameter\/cdk-govuk-notify\/licences"/);
    expect(JSON.stringify(statement)).not.toContain('*');
  });

  test('is nothing that another account can be let read', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    const { pipeline } = pipelineInStack({}, stack);
    expect(pipeline.grantSend(new AccountPrincipal('222222222222')).success).toBe(true);
    expect(pipeline.grantDiscover(new AccountPrincipal('222222222222')).success).toBe(false);
  });
});

describe('addOutputs', () => {
  test('puts out the names and addresses under the id of the construct, so that a stack can have two pipelines', () => {
    const { stack, pipeline, template } = pipelineInStack();
    const apiKeySecret = Secret.fromSecretNameV2(stack, 'Key', 'key');
    const second = new NotifyPipeline(stack, 'Second', { apiKeySecret, callbacks: true });
    pipeline.addOutputs();
    second.addOutputs();
    const outputs = Object.keys(template().findOutputs('*'));
    expect(outputs).toEqual(expect.arrayContaining(['NotifyQueueUrl', 'SecondQueueUrl', 'SecondCallbackUrl']));
    expect(outputs).not.toContain('NotifyCallbackUrl');
  });

  test('takes another beginning for their names', () => {
    const { pipeline, template } = pipelineInStack();
    pipeline.addOutputs('');
    expect(Object.keys(template().findOutputs('*'))).toContain('QueueUrl');
  });
});

describe('an app for an emulator', () => {
  const resourcesIn = (context: Readonly<Record<string, unknown>>, type: string) => {
    const stack = new Stack(new App({ context }), 'Stack');
    return Object.values(resourcesOf(pipelineInStack({}, stack).template(), type));
  };
  const alarmsIn = (context: Readonly<Record<string, unknown>>) => resourcesIn(context, 'AWS::CloudWatch::Alarm');
  const onFormulas = (context: Readonly<Record<string, unknown>>) =>
    alarmsIn(context).filter(({ Properties }) => Properties['Metrics'] !== undefined).length;

  test.each([true, 'true'])('has no alarm on a formula, by the context %j', (value) => {
    expect(onFormulas({})).toBeGreaterThan(0);
    expect(onFormulas({ 'cdk-govuk-notify:emulator': value })).toBe(0);
    expect(alarmsIn({ 'cdk-govuk-notify:emulator': value })).toHaveLength(alarmsIn({}).length);
  });

  test('has no policy of an event bus, which the emulator does not know', () => {
    const policy = 'AWS::Events::EventBusPolicy';
    expect(resourcesIn({}, policy)).toHaveLength(1);
    expect(resourcesIn({ 'cdk-govuk-notify:emulator': true }, policy)).toEqual([]);
  });

  test('is none where the context says false', () => {
    expect(onFormulas({ 'cdk-govuk-notify:emulator': 'false' })).toBe(onFormulas({}));
  });
});
